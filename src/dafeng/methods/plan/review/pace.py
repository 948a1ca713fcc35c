"""What a yearly pace makes over its years, against the total or the level it is to reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import differs, short_of
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_EACH = re.compile(r"(?:每年(?!度计划)|年均|平均每年|逐年)[^，。；\d]*$")
_SPAN = re.compile(r"(20\d\d)年?[底末]?[—–\-~～至到]+(20\d\d)年")
_NUMERALS = "一二三四五六七八九十"
_COUNTED = re.compile(rf"(?<![十\d])([{_NUMERALS[2:]}])年(?!级|期|度)")
_FIVE = re.compile(r"十[三四五六七八]五[”\"']?(?:期间|时期|规划期)|规划期内?")
_FLOW = re.compile(
    r"累计|新增|新建|建成|完成|改造|造林|绿化|修复|培训|推广|更新|淘汰|减少|压减|削减|节约|合计|共|植|创建|培育|立项"
)
_ANNUAL = re.compile(r"每年|年均|逐年|平均|按照?|的?(?:进度|速度|节奏|规模|力度)|推进|不少于|不低于|保持|以")
_LONG = 10
_COMPOUND_WITHIN = 0.6  # percentage points that rounding of a yearly rate may make


def by_year(context: Context, shortfall: Check, mismatch: Check) -> Iterator[Finding]:
    """每年6万千瓦 against 累计60万千瓦 in five years; 由26%提高到34%，年均1个百分点; 年均下降1.5%，累计14%."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        if (one.stop and one.sense == "aim") or (one.stop and one.change == "level"):
            by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        for each in group:
            if each.sense != "aim" or not _EACH.search(each.words) or each.bound == "<=":
                continue
            if each.unit == "%":
                yield from _compounded(context, shortfall, each, group)
            elif (from_to := _levels(each, group)) is not None:
                yield from _reached(context, shortfall, each, *from_to)
            elif each.dimension != "points":
                yield from _totalled(context, shortfall, mismatch, each, group)


def _totalled(
    context: Context, shortfall: Check, mismatch: Check, each: Statement, group: list[Statement]
) -> Iterator[Finding]:
    total = _total_of(each, group)
    years = None if total is None else _years(context, each, total)
    if total is None or years is None or total.bound == "<=":
        return
    made = each.amount * years
    summed = re.search("合计|累计|共", total.words) is not None and total.bound == each.bound == "="
    for check, wrong in (
        (shortfall, short_of(made, total.amount)),
        (mismatch, summed and differs(made, total.amount)),
    ):
        if wrong:
            factor = dimension_of(total.unit)[1]
            shown = plain(made / factor, 4)
            yield _told(
                check,
                context,
                [total, each],
                f"每年{each.figure}，{years}年为{shown}{total.unit}，与{total.figure}不符",
                f"{each.figure}×{years}={shown}{total.unit}，与{total.figure}相差{plain(abs(made - total.amount) / factor, 4)}{total.unit}",
            )


def _total_of(each: Statement, group: list[Statement]) -> Statement | None:
    """The nearest amount of the same thing in the clause that is a flow and no yearly one."""
    thing = _ANNUAL.sub("", each.subject)
    fitting = [
        one
        for one in group
        if one is not each
        and one.sense == "aim"
        and one.dimension == each.dimension
        and not _EACH.search(one.words)
        and _FLOW.search(one.words + one.subject)
        and (_same_thing(thing, one) or (one.sentence == each.sentence and len(thing) <= len("新建")))
    ]
    return min(fitting, key=lambda one: abs(one.start - each.start), default=None)


def _same_thing(thing: str, total: Statement) -> bool:
    if not thing:
        return False
    name = total.subject + total.words
    pairs = {thing[place : place + 2] for place in range(len(thing) - 1)}
    return thing in name or (bool(pairs) and sum(pair in name for pair in pairs) * 2 >= len(pairs))


def _years(context: Context, each: Statement, total: Statement) -> int | None:
    """How many years the total runs over: a printed span, a printed number, a five-year period, or from the plan's first year."""
    for text in (total.sentence[: total.stop], each.sentence[: each.begin]):
        spans = [(int(first), int(last)) for first, last in _SPAN.findall(text)]
        if spans:
            first, last = spans[-1]
            return last - first + 1 if last > first else None
        counted = _COUNTED.findall(text)
        if counted:
            return _NUMERALS.index(counted[-1]) + 1
        if _FIVE.search(text):
            return 5
    begins = re.search(r"(20\d\d)年(?:起|启动|开始)", each.sentence + total.sentence)
    first = int(begins[1]) if begins else context.first_year
    if total.year is None or not first or not 1 < total.year - first + 1 <= _LONG:
        return None
    return total.year - first + 1


def _levels(each: Statement, group: list[Statement]) -> tuple[Statement, Statement] | None:
    """The level told and the level promised, of one thing in the pace's own sentence."""
    beside = [one for one in group if one.sentence == each.sentence and one.change == "level"]
    unit = "share" if each.dimension == "points" else each.dimension
    facts = [one for one in beside if one.sense == "fact" and one.dimension == unit and one.year]
    for fact in facts:
        for aim in beside:
            same = aim.sense == "aim" and aim.key == fact.key and aim.dimension == unit
            years = (aim.year or 0) - (fact.year or 0)
            if same and aim.bound != "<=" and 1 < years <= _LONG and aim.amount > fact.amount:
                return fact, aim
    return None


def _reached(
    context: Context, check: Check, each: Statement, fact: Statement, aim: Statement
) -> Iterator[Finding]:
    years = (aim.year or 0) - (fact.year or 0)
    made = fact.amount + each.amount * years
    if each.change == "fall" or not short_of(made, aim.amount):
        return
    factor = dimension_of(aim.unit)[1]
    yield _told(
        check,
        context,
        [aim, each, fact],
        f"每年{each.figure}，{aim.year}年只到{plain(made / factor, 2)}{aim.unit}，达不到{aim.figure}",
        f"{fact.figure}+{each.figure}×{years}={plain(made / factor, 2)}{aim.unit}<{aim.figure}",
    )


def _compounded(context: Context, check: Check, each: Statement, group: list[Statement]) -> Iterator[Finding]:
    """A yearly fall of a per cent against the fall over the years, of one indicator."""
    for total in group:
        if total.unit != "%" or total.change != "fall" or each.change != "fall" or total is each:
            continue
        if total.key != each.key or _EACH.search(total.words) or total.year is None or total.bound == "<=":
            continue
        base = re.search(r"[比较](20\d\d)年", total.words)
        years = total.year - int(base[1]) if base else _years(context, each, total)
        if years is None or years <= 1:
            continue
        made = (1 - (1 - each.value / 100) ** years) * 100
        if made < total.value - _COMPOUND_WITHIN:
            yield _told(
                check,
                context,
                [total, each],
                f"年均下降{each.figure}，{years}年累计只有{plain(made, 1)}%，达不到{total.figure}",
                f"1−(1−{each.figure})^{years}={plain(made, 1)}%<{total.figure}",
            )
            return


def _told(check: Check, context: Context, told: list[Statement], title: str, line: str) -> Finding:
    return finding(
        check,
        context,
        told,
        title=title,
        arithmetic=line,
        severity=Severity.SERIOUS,
        settles="分年计划和总数。",
        proposal="核对每年数和总数，使年均进度与总目标相衔接。",
    )
