"""Balances printed in the plan itself: what a capacity can make, and what a supply can cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_HOURS_OF_A_YEAR = 8760.0
_SLACK = 1.05

OUTPUT_BEYOND_CAPACITY = Check(
    "output-beyond-capacity",
    12,
    QUANTITY,
    "装机与发电量不匹配",
    "the output needs more hours than the capacity can run",
)
# full-load hours that no plant of the kind reaches in a year, with margin
_MOST_HOURS = (
    (r"光伏|太阳能", 1900.0),
    (r"风电|风力|风能", 3800.0),
    (r"抽水蓄能", 3000.0),
    (r"水电|水力", 6500.0),
    (r"生物质|垃圾|沼气|焚烧", 8400.0),
    (r"", _HOURS_OF_A_YEAR),
)


def _hours(words: str) -> float:
    return next(hours for pattern, hours in _MOST_HOURS if re.search(pattern, words))


@register(OUTPUT_BEYOND_CAPACITY)
def output_beyond_capacity(context: Context) -> Iterator[Finding]:
    """Kilowatts and kilowatt-hours of one sentence that need more hours than a year, or than those printed."""
    yield from _by_source(context)
    for group in _by_sentence(context):
        powers = [one for one in group if one.dimension == "power"]
        outputs = [one for one in group if one.dimension == "electricity" and _is_output(one)]
        if not powers or not outputs:
            continue
        hours = _hours_printed(group[0].sentence)
        yield from _with_hours(context, powers, outputs, hours)
        if not hours and _own_source(outputs):
            continue
        if len({one.key for one in powers}) == 1:
            power = max(powers, key=lambda one: one.amount)
            for output in outputs:
                needed = output.amount / power.amount if power.amount else 0.0
                most = _hours(power.subject + power.words + output.words + output.subject)
                if needed > most:
                    yield _unbalanced(
                        context,
                        [power, output],
                        f"{output.figure}÷{power.figure}={plain(needed, 0)}小时",
                        f"该类电源一年至多约{plain(most)}小时",
                    )
                    break


def _own_source(outputs: list[Statement]) -> bool:
    """Whether each output names its source, so that it is held against that source's capacity."""
    return len(outputs) > 1 and all(_source(one) for one in outputs)


_SOURCES = (
    r"光伏|太阳能",
    r"海上风电",
    r"陆上风电",
    r"风电|风力|风能",
    r"抽水蓄能",
    r"水电|水力",
    r"生物质|沼气",
    r"垃圾",
    r"核电",
    r"煤电|火电",
)


def _source(one: Statement) -> str | None:
    own = re.split("[，；]", one.words)[-1] + one.subject
    return next((pattern for pattern in _SOURCES if re.search(pattern, own)), None)


def _by_source(context: Context) -> Iterator[Finding]:
    """An output of one source in one sentence against that source's capacity in another sentence of the clause."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        for output in group:
            source = _source(output)
            if output.dimension != "electricity" or source is None or not _is_made(output):
                continue
            powers = [
                one
                for one in group
                if one.dimension == "power"
                and _source(one) == source
                and one.sentence != output.sentence
                and (one.year is None or output.year is None or one.year <= output.year)
            ]
            power = max(powers, key=lambda one: one.amount, default=None)
            if power is None or power.amount <= 0:
                continue
            needed = output.amount / power.amount
            if needed > _hours(output.subject + power.subject):
                yield _unbalanced(
                    context,
                    [power, output],
                    f"{output.figure}÷{power.figure}={plain(needed, 0)}小时",
                    f"该类电源一年至多约{plain(_hours(output.subject + power.subject))}小时",
                )


def _is_made(one: Statement) -> bool:
    return re.search("用电|节电|储能|交易|外来|调入|消纳|购", one.words + one.subject) is None


_HOURS = re.compile(r"(?P<list>\d[\d,]{2,4}(?:(?:小时)?(?:、|和|及)\d[\d,]{2,4})*)小时")


def _hours_printed(sentence: str) -> list[float]:
    """The full-load hours of 按3500、2000和1000小时测算."""
    found = [
        one
        for one in _HOURS.finditer(sentence)
        if not re.search(r"日照|持续|由\d{4}|响应", sentence[max(0, one.start() - 8) : one.end()])
    ]
    if len(found) != 1:
        return []
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]{2,4}", found[0]["list"])]


def _with_hours(
    context: Context, powers: list[Statement], outputs: list[Statement], hours: list[float]
) -> Iterator[Finding]:
    """The last capacities of the sentence times the printed hours against the output printed after them."""
    aims = [
        one
        for one in powers
        if one.sense == "aim" and not re.search("总装机|总规模|合计|共", one.subject + one.words)
    ]
    used = aims[-len(hours) :] if hours else []
    later = [one for one in outputs if used and one.start > used[-1].start]
    if (
        not hours
        or len(used) != len(hours)
        or len(later) != 1
        or re.search(r"单独|每年|其中", later[0].words)
    ):
        return
    made = sum(power.amount * hour for power, hour in zip(used, hours, strict=True))
    if abs(made - later[0].amount) <= 0.06 * later[0].amount:
        return
    terms = "+".join(f"{power.figure}×{plain(hour)}小时" for power, hour in zip(used, hours, strict=True))
    yield _unbalanced(
        context, [*used, later[0]], f"{terms}={plain(made / 1e8, 2)}亿千瓦时", f"与所写{later[0].figure}不符"
    )


def _is_output(one: Statement) -> bool:
    made = re.search(r"发电|电量|上网|出力", one.words + one.subject)
    return made is not None and re.search(r"用电量|节电|节约|储能|签约|交易|外来|调入", one.words) is None


def _unbalanced(context: Context, told: list[Statement], sum_line: str, verdict: str) -> Finding:
    return finding(
        OUTPUT_BEYOND_CAPACITY,
        context,
        told,
        title="装机、利用小时与发电量不匹配",
        arithmetic=f"{sum_line}，{verdict}",
        severity=Severity.SERIOUS,
        settles="装机、利用小时和发电量三项的原始数据。",
        proposal="核对装机、利用小时和发电量，使三者相符。",
    )


def _by_sentence(context: Context) -> Iterator[list[Statement]]:
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        groups.setdefault((one.clause, one.sentence), []).append(one)
    yield from groups.values()


USE_BEYOND_SUPPLY = Check(
    "use-beyond-supply",
    12,
    QUANTITY,
    "能力、来源不足以支撑所写的量或比率",
    "the capacity or the source is smaller than what it is to cover",
)
_WHOLE = re.compile(r"全部|全量|全覆盖|100%|百分之百|所有|零填埋|全额|满足全市|完全|均由")
_ARISING = re.compile(
    r"产生|清运|收运|需求|负荷|消费|用电量|用气量|用水|可收集|资源量|排放量|产量|用量|耗|待处理|收集量|进水"
)
_CAPABLE = re.compile(
    r"能力|规模|供应|供给|处理|处置|焚烧|利用|消纳|发电量|供热|可供|供气|供电|装机|产能|设计|回收"
)
_RATE = re.compile(r"率|比例|比重|占比|占")
_PER = {"日": 365.0, "天": 365.0, "月": 12.0, "年": 1.0}


def yearly(one: Statement) -> tuple[str, float] | None:
    """Dimension and amount a year; tonnes a day count 365 times, and 日产生 or 每天 counts as a day."""
    if one.dimension is None:
        return None
    dimension, _, per = one.dimension.partition(" per ")
    if per:
        return (dimension, one.amount * _PER[per]) if per in _PER else None
    daily = re.search(r"日(?:均|产生|处理|清运|焚烧|供应|用|需)|每[日天]", one.words) is not None
    return dimension, one.amount * (365.0 if daily else 1.0)


@register(USE_BEYOND_SUPPLY)
def use_beyond_supply(context: Context) -> Iterator[Finding]:
    """A rate of what arises that passes the capacity printed beside it, in one clause."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        yield from _clause_balance(context, group)


def _clause_balance(context: Context, group: list[Statement]) -> Iterator[Finding]:
    yield from _treated(context, group)
    yield from _more_than_arises(context, group)
    arising = [
        one
        for one in group
        if _is_amount(one)
        and _ARISING.search(one.words + one.subject)
        and not re.search(r"能力|可供|处理规模", one.words + one.subject)
    ]
    capable = [
        one
        for one in group
        if _is_amount(one) and one not in arising and _CAPABLE.search(one.words + one.subject)
    ]
    rates = [
        one
        for one in group
        if one.unit == "%" and one.change == "level" and _RATE.search(one.words + one.subject)
    ]
    for need in arising:
        for have in capable:
            mine, theirs = yearly(need), yearly(have)
            if mine is None or theirs is None or mine[0] != theirs[0] or mine[1] <= 0:
                continue
            if not _same_stuff(need, have):
                continue
            if need.year is not None and have.year is not None and need.year > have.year:
                continue
            rate, shown, used = 1.0, "全部", []
            fitting = [one for one in rates if one.year == have.year or have.year is None or one.year is None]
            if _WHOLE.search(have.sentence) or _WHOLE.search(need.sentence):
                pass
            elif fitting:
                rate, shown, used = fitting[-1].value / 100, fitting[-1].figure, [fitting[-1]]
                if not _same_stuff(fitting[-1], have) and not _same_stuff(fitting[-1], need):
                    continue
            else:
                continue
            if mine[1] * rate <= theirs[1] * _SLACK or _a_route(have, group):
                continue
            yield finding(
                USE_BEYOND_SUPPLY,
                context,
                [need, have, *used],
                title=f"“{have.subject}”{have.figure}不足以覆盖“{need.subject}”{need.figure}的{shown}",
                arithmetic=(
                    f"{need.figure}×{plain(rate * 100)}%折{plain(mine[1] * rate / 1e4, 2)}万，"
                    f"能力（来源）{have.figure}折{plain(theirs[1] / 1e4, 2)}万（按年），"
                    f"缺口{plain((mine[1] * rate - theirs[1]) / 1e4, 2)}万"
                ),
                severity=Severity.SERIOUS,
                settles="产生量（需求量）、在建能力和外运（外来）数量。",
                proposal="补充能力或来源，或相应下调比率，使两者匹配。",
            )
            return


def _a_route(have: Statement, group: list[Statement]) -> bool:
    """Whether an amount is one route of several listed side by side, none of which has to cover the whole."""
    return any(
        one.sentence == have.sentence
        and one.dimension == have.dimension
        and one != have
        and "能力" not in one.subject + have.subject
        and re.fullmatch(
            r"(?:以上|以内|左右)?[、和][^，。；\d]{2,14}",
            have.sentence[min(one.stop, have.stop) : max(one.begin, have.begin)],
        )
        for one in group
    )


_TREATED = re.compile(
    r"(?:处理|处置|利用|焚烧|消纳|供应|供热|供气|回收|收运|产出|生产|产)量$|^(?:年)?(?:处理|利用|焚烧|处置|消纳|回收)$"
)
_ABILITY = re.compile(r"(?:能力|设计规模|处理规模|产能|库容|设施规模)$")


_USED = re.compile(r"(?:综合|资源化)?(?:捕集|利用|回收|处理|处置|消纳|回用|还田|焚烧)量?$")
_MADE = re.compile(
    r"(?:产生|抽采|清运|收集|可收集|收运|产出|开采)[一-鿿]{0,4}量?$|(?<=年)排放量$|^排放量$|设施[一-鿿]{0,4}排放量$"
)


def _more_than_arises(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """More used of something in a year than arises of it, both printed in one clause."""
    for used in group:
        if used.sense != "aim" or not _is_amount(used) or not _USED.search(used.subject):
            continue
        for made in group:
            mine, theirs = yearly(used), yearly(made)
            if mine is None or theirs is None or mine[0] != theirs[0] or made.year != used.year:
                continue
            if "排放" in made.subject and "捕集" not in used.subject:
                continue
            if not _is_amount(made) or not _MADE.search(made.subject) or mine[1] <= theirs[1] * _SLACK:
                continue
            if re.search("历史|堆存|存量|往年|外来|调入", used.sentence):
                continue
            yield finding(
                USE_BEYOND_SUPPLY,
                context,
                [used, made],
                title=f"“{used.subject}”{used.figure}大于“{made.subject}”{made.figure}",
                arithmetic=f"{plain(mine[1] / 1e4, 2)}万>{plain(theirs[1] / 1e4, 2)}万，多{plain((mine[1] - theirs[1]) / 1e4, 2)}万",
                severity=Severity.SERIOUS,
                settles="产生量和利用量的统计范围；是否含历史堆存或外来。",
                proposal="核对两项数值，或写明多出部分的来源。",
            )
            return


def _same_stem(amount: Statement, have: Statement) -> bool:
    """接卸量 and 接卸能力, 供气量 and 供气能力: one verb, told as what is done and what can be done."""
    stem = re.search(r"([一-鿿]{2})量$", amount.subject)
    return stem is not None and re.search(rf"{stem[1]}(?:总|年|日)?能力$", have.subject) is not None


def _treated(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """More treated in a year than the capacity printed in the same clause can take."""
    for amount in group:
        if not _is_amount(amount) or _ABILITY.search(amount.subject):
            continue
        if not _TREATED.search(amount.subject) and not any(_same_stem(amount, have) for have in group):
            continue
        for have in group:
            mine, theirs = yearly(amount), yearly(have)
            if (
                not _ABILITY.search(have.subject + ("能力" if "能力" in have.words else ""))
                or mine is None
                or theirs is None
            ):
                continue
            early = (
                amount.year is not None
                and have.year is not None
                and amount.year > have.year >= context.first_year
            )
            if re.search("新增|扩建|新建", have.words) and not re.search("新增|扩建|新建", amount.words):
                continue
            planned = any(
                one.sense == "aim" and one.key == have.key and one.dimension == have.dimension
                for one in group
            )
            if have.sense == "fact" and planned and amount.sense == "aim":
                continue
            if mine[0] != theirs[0] or early or amount.sense == "fact" or not _same_stuff(amount, have):
                continue
            if mine[1] > theirs[1] * _SLACK:
                yield finding(
                    USE_BEYOND_SUPPLY,
                    context,
                    [amount, have],
                    title=f"“{amount.subject}”{amount.figure}超过能力{have.figure}",
                    arithmetic=f"{plain(mine[1] / 1e4, 2)}万>{plain(theirs[1] / 1e4, 2)}万（按年），缺口{plain((mine[1] - theirs[1]) / 1e4, 2)}万",
                    severity=Severity.SERIOUS,
                    settles="在建能力和外运（外来）数量。",
                    proposal="补充能力，或相应下调数量，使两者匹配。",
                )
                return


def _is_amount(one: Statement) -> bool:
    base = (one.dimension or "").split(" per ")[0]
    return (
        base in {"mass", "electricity", "volume", "heat", "coal_equivalent", "carbon", "power"}
        and one.change == "level"
    )


_STUFF = re.compile(
    r"生活垃圾|垃圾|秸秆|粪污|畜禽|污水|污泥|再生水|中水|固废|固体废物|粉煤灰|煤矸石|磷石膏|余热|供热|热|天然气|燃气|沼气|氢|绿电|绿色电力|可再生|非化石|电|煤|水|生物质|建筑垃圾|厨余|废钢|电池|冷"
)


def _same_stuff(first: Statement, second: Statement) -> bool:
    mine = _STUFF.search(first.subject + first.words)
    theirs = _STUFF.search(second.subject + second.words)
    if mine is None or theirs is None:
        return True
    return (
        mine.group() in theirs.group()
        or theirs.group() in mine.group()
        or (
            first.sentence != second.sentence
            and mine.group() in second.sentence
            and theirs.group() in first.sentence
        )
    )
