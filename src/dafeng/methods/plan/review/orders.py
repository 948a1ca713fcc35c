"""Checks a target against the orders from above that the plan itself prints: beside it, elsewhere, in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.indicator_rows import indicator_rows
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement, key_of
from dafeng.methods.plan.review.status_quo import falls, same_thing
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.vocabulary import load_vocabulary

BELOW_HIGHER = Check(
    "below-higher",
    16,
    CONVENTION,
    "低于方案引用的上级要求",
    "asks less than the order from above that it quotes",
)
_GIVEN = r"(?:下达|分解|核定|明确|要求|确定|规定|安排|提出|部署|分配|约束|考核|签订|批复|责任书)"
_PAPER = r"(?:[^，。；、]{0,16}(?:目标|任务|指标|方案|规划|责任书|意见)》?[^，。；]{0,10}(?:为|是|中|对|明确|要求|提出|确定|，))"
_OF_PROVINCE = r"(?:国家|中央|国务院|上级)"
_OF_CITY = r"(?:国家|中央|国务院|上级|自治区|省(?:委|政府|级|里|人民政府|发展改革委|生态环境厅|能源局)*)"
_OF_DISTRICT = (
    r"(?:国家|国务院|上级|自治区|省(?:委|政府|级|里)*|[市州盟](?:委|政府|级|里|人民政府|发展改革委)*)"
)
_NO_ORDER = re.compile(
    r"(?:省|市|国家)级?(?:重点|以上|及以上|标准|森林|公园|储备|战略|高新|试点|示范|平台|实验)|(?:省|市|国家)级(?=[^，。；]{0,8}(?:工厂|园区|平台|企业|项目|基地))"
)


def _asked(context: Context) -> re.Pattern[str]:
    """Words by which a figure is told as asked from above."""
    return re.compile(rf"(?P<who>{_above(context)})(?:[^，。；（）]{{0,16}}?{_GIVEN}|定|{_PAPER})")


def _above(context: Context) -> str:
    """Whose orders are orders for the maker of this plan, by its title."""
    title = context.plan.document.title or context.plan.document.text[:40]
    maker = re.search(r"[一-鿿]{2,8}?(?P<level>省|自治区|市|州|盟|区|县|旗)(?!级)", title)
    level = maker["level"] if maker else "市"
    if level in {"省", "自治区"} and re.search(r"领域|行业|专项|部门", title):
        return _OF_CITY  # a sector's plan answers to the province's own
    return (
        _OF_PROVINCE
        if level in {"省", "自治区"}
        else _OF_CITY
        if level in {"市", "州", "盟"}
        else _OF_DISTRICT
    )


def orders(context: Context) -> Iterator[Statement]:
    """Every figure that the plan tells as asked from above."""
    asked = _asked(context)
    handed_down = re.compile(r"(?:下达|分解|分配|安排)(?:到|至|给)?各")
    end: dict[tuple[str, str], int] = {}
    before: Statement | None = None
    for one in context.statements:
        place = (one.clause, one.sentence)
        start, end[place] = end.get(place, 0), max(end.get(place, 0), one.stop)
        if not one.stop:
            continue
        lead = re.split("[；。]", one.sentence[start : one.begin])[-1]
        lead = _NO_ORDER.sub("", lead)
        if handed_down.search(lead):
            continue
        if one.sense == "higher" or asked.search(lead) or (before is not None and _joined(before, one)):
            before = one
            yield replace(one, sense="higher")


_TOLD_AGAIN = re.compile(
    r"^(?:该|此|这|上述|前述|本|其|同)(?:一|项|类|年)*(?P<noun>[一-鿿]{0,8})$|^(?:约束性|预期性|控制|考核|目标|任务|指标|要求|下达|降幅|数值|值|下限|上限|[省国市]定)*$"
)
_ASKED_OF_US = re.compile(
    rf"^(?:.*{_GIVEN}|.*[省国市]定|.*(?:目标|任务|指标)为?)?(?:给|到|对)?(?:我|本|全)?[省市州县区旗盟]?(?:的|，)*"
)


def _name(one: Statement) -> str:
    """The indicator an order speaks of, without the words of ordering."""
    name = _ASKED_OF_US.sub("", one.subject, count=1) if re.search(_GIVEN, one.subject) else one.subject
    name = re.sub(r"^[“\"']?十[三四五六七]五[”\"']?(?:期间|时期|末)?的?", "", name)
    name = re.sub("降幅$", "", name)
    name = re.sub(r"(?:(?:约束性|预期性|控制|考核)?(?:目标|任务|指标|要求)(?:数|值)?)+$", "", name)
    return (
        re.sub(r"(?<=[一-鿿]{2})(?:下降|降低|减少)(?:率|幅度)?$", "", name) if one.change == "fall" else name
    )


@register(BELOW_HIGHER)
def below_higher(context: Context) -> Iterator[Finding]:
    """A target less ambitious than what the plan itself says the province or the nation requires."""
    asked = list(orders(context))
    starts = {one.start for one in asked}
    rows = list(indicator_rows(context))
    aims = [one for one in context.statements if one.sense == "aim" and one.stop and one.start not in starts]
    aims += [one for row in rows for one in row.aims]
    done: set[int] = set()
    listed = dict(_in_order(asked, aims))
    pairs = [
        (order, [listed[order.start]] if order.start in listed else _met(order, aims)) for order in asked
    ]
    pairs += [
        (order, [aim for aim in row.aims if aim.year in {order.year, None}])
        for row in rows
        for order in row.orders
    ]
    for order, of_it in pairs:
        for aim in of_it:
            if aim.start in done or not _looser(aim, order):
                continue
            done.add(aim.start)
            yield finding(
                BELOW_HIGHER,
                context,
                [aim, order],
                title=f"“{aim.subject}”{aim.figure}松于所引上级要求{order.figure}",
                arithmetic=f"本方案{aim.figure}，上级要求{order.figure}，相差{_gap(aim, order)}{aim.unit}",
                settles="上级下达文件；本市与上级口径是否一致。",
                proposal=f"将“{aim.subject}”调整到不松于{order.figure}，或说明差距的依据。",
            )
            break


_TOLD_BEFORE = re.compile(
    r"(?:均|都|各|分别|上述|以上|前述|相应|对应|这些|两项|三项|各项|高于|优于|不低于|好于|严于)"
)


def _joined(last: Statement, following: Statement) -> bool:
    """Whether two figures stand side by side in one list."""
    if (last.clause, last.sentence) != (following.clause, following.sentence) or last.stop > following.begin:
        return False
    between = last.sentence[last.stop : following.begin]
    return re.fullmatch("(?:以上|以下|以内|左右)?[、和及与]", between) is not None


def _in_order(asked: list[Statement], aims: list[Statement]) -> Iterator[tuple[int, Statement]]:
    """均不低于省下达的21%、13.5%: figures side by side that answer, in their order, the aims told before them."""
    runs: list[list[Statement]] = []
    for order in asked:
        if runs and _joined(runs[-1][-1], order):
            runs[-1].append(order)
        else:
            runs.append([order])
    for run in runs:
        first = run[0]
        phrase = re.split("[，；。]", first.sentence[: first.begin])[-1]
        if len(run) == 1 or not (_TOLD_BEFORE.search(phrase) or _TOLD_AGAIN.match(_name(first))):
            continue
        before = [
            aim
            for aim in aims
            if aim.clause == first.clause
            and aim.start < first.start
            and aim.dimension == first.dimension
            and aim.bound in {">=", "<="}
        ]
        mine = [aim for aim in before if aim.sentence == first.sentence] or [
            aim for aim in before if before and aim.sentence == before[-1].sentence
        ]
        if len(mine) != len(run) and "强度" in phrase:
            mine = [aim for aim in mine if re.search("强度|单位|intensity", aim.subject + aim.key)]
        if len(mine) == len(run):  # else nothing can be told
            yield from ((order.start, aim) for order, aim in zip(run, mine, strict=True))


def _met(order: Statement, aims: list[Statement]) -> list[Statement]:
    """The plan's own targets for what the order speaks of; 该比重 and a bare 目标 speak of the one before."""
    name = _name(order)
    again = _TOLD_AGAIN.match(name)
    alike = [
        aim
        for aim in aims
        if aim.dimension == order.dimension
        and (order.year is None or aim.year is None or order.year == aim.year)
    ]
    if again is None:
        named = replace(order, subject=name, key=key_of(name, load_vocabulary().spellings))
        return [
            aim for aim in alike if len(aim.key) > 2 and same_thing(named, aim) and _same_move(order, aim)
        ]
    noun = again["noun"] or ""
    before = [
        aim
        for aim in alike
        if aim.clause == order.clause and aim.start < order.start and aim.subject.endswith(noun[-2:])
    ]
    return before[-1:]


def _same_move(order: Statement, aim: Statement) -> bool:
    """Whether both are levels or both steps; 目标为25% of what is no share can only be a step."""
    if order.change == aim.change:
        return True
    step = order.change == "level" and aim.change != "level" and aim.unit == "%"
    return step and re.search("比重|占比|比例|率$", aim.subject) is None


def _gap(aim: Statement, order: Statement) -> str:
    factor = aim.amount / aim.value if aim.value else 1.0
    return plain(abs(aim.amount - order.amount) / factor, 4)


def _looser(aim: Statement, order: Statement) -> bool:
    if aim.change == "level" and (falls(aim) or (order.bound == "<=" and aim.bound != ">=")):
        return aim.amount > order.amount * 1.0001
    return aim.amount < order.amount * 0.9999


PEAK_AFTER_ORDER = Check(
    "peak-after-order",
    16,
    CONVENTION,
    "达峰时间晚于上级要求",
    "the peak comes later than the order from above asks",
)
_PEAK = re.compile(r"(20\d\d)年[底末]?(?P<before>以?之?前)?[^，。；\d]{0,14}达(?:到)?峰")


@register(PEAK_AFTER_ORDER)
def peak_after_order(context: Context) -> Iterator[Finding]:
    """The area's peak in a year after the one that the plan says is asked of it."""
    asked = _asked(context)
    own = [(one.year, one) for one in context.targets("co2_peak") if one.year and not asked.search(one.quote)]
    if not own:
        return
    year, target = min(own, key=lambda pair: pair[0])
    for sentence in context.sentences:
        for piece in re.split("[；。]", sentence.text):
            who, peak = asked.search(piece), _PEAK.search(piece)
            if who is None or peak is None or peak.start() < who.end() or int(peak[1]) >= year:
                continue
            yield PEAK_AFTER_ORDER.finding(
                (target.id, f"{sentence.clause}@{sentence.offset}"),
                title=f"达峰年份{year}年晚于所引上级要求的{peak.group()}",
                clauses=tuple(dict.fromkeys(one for one in (target.clause, sentence.clause) if one)),
                targets=(target.id,),
                arithmetic=f"本方案{year}年，上级要求{peak[1]}年{'前' if peak['before'] else ''}，晚{year - int(peak[1])}年",
                settles="上级下达文件。",
                proposal=f"将达峰时间调整到不晚于{peak[1]}年，或说明差距的依据。",
            )
            return
