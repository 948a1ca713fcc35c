"""Whether what is said to be added or cut in all makes the step from the level that stands to the level promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import REST
from dafeng.methods.plan.review.indicator_rows import indicator_rows
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.status_quo import same_thing
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_IN_ALL = re.compile(r"(?:合计|共计|总计|一共|共)(?:可|将|能|约)?(?P<verb>净?[一-鿿]{0,6})$")
_SOME = re.compile(r"重点|部分|首批|先期|主要|其中|包括|示范|每年|年均")
_MORE = re.compile(r"新增|净增|增加|增(?!减)|新建|扩建|推广|建成")
_LESS = re.compile(r"减少|压减|削减|净减|减[煤油碳排]|(?<!增)减|节约|下降|替代|退出|淘汰")
_WITHIN = 0.02
_TWO = 2


def step_not_made(context: Context, check: Check) -> Iterator[Finding]:
    """合计新增220万千瓦 for the step from 1630 to 1990: all that is listed, and less than the step."""
    levels = list(_levels(context))
    for total in context.statements:
        told = _IN_ALL.search(total.words) if total.stop and total.sense == "aim" else None
        if told is None or total.dimension in {None, "share", "points", "ratio"} or _SOME.search(total.words):
            continue
        group = [
            one
            for one in context.statements
            if one.stop and (one.clause, one.sentence) == (total.clause, total.sentence)
        ]
        lead = total.sentence[: total.begin]
        rises = _way(told["verb"]) or _way(re.split("[；。]", lead)[-1])
        before = [
            one
            for one in context.statements
            if one.clause == total.clause and one.start < total.start and one.stop
        ]
        pairs = [pair for pair in levels if _answers(pair, total, group, before)]
        if (
            rises is None
            or len({(base.amount, aim.amount) for base, aim in pairs}) != 1
            or REST.search(total.sentence)
        ):
            continue
        base, aim = pairs[0]
        need = (aim.amount - base.amount) * (1 if rises == "rise" else -1)
        against = [one for one in group if one.begin > total.stop and _counters(one, total, rises)]
        made = total.amount - sum(one.amount for one in against)
        if any(_goes_on(one, total, aim, rises) for one in group):
            continue
        if need <= 0 or made >= need * (1 - _WITHIN) or total.amount > need * _FAR:
            continue
        factor = dimension_of(total.unit)[1]
        shown = plain(total.value, 4) + "".join(f"−{plain(one.amount / factor, 4)}" for one in against)
        yield finding(
            check,
            context,
            [total, *against, aim],
            title=f"所列合计{total.figure}达不到“{aim.subject}”由{base.figure}到{aim.figure}所需的变化",
            arithmetic=f"需{plain(need / factor, 4)}{total.unit}（{base.figure}→{aim.figure}），所列{shown}={plain(made / factor, 4)}{total.unit}，"
            f"少{plain((need - made) / factor, 4)}{total.unit}",
            severity=Severity.SERIOUS,
            settles="各项措施的数量；是否还有未列出的措施。",
            proposal="补列措施或相应调整目标，使两者相衔接。",
        )


_FAR = 5.0  # an amount so much larger is of another thing


def _way(words: str) -> str | None:
    more, less = _MORE.search(words), _LESS.search(words)
    if (more is None) == (less is None):
        return None
    return "rise" if more else "fall"


def _levels(context: Context) -> Iterator[tuple[Statement, Statement]]:
    """What stands and what is promised of one thing, from the text and from the rows of indicator tables."""
    rows = list(indicator_rows(context))
    facts = [one for one in context.statements if one.sense == "fact" and one.change == "level" and one.stop]
    for row in rows:
        for base in row.facts[-1:]:
            yield from ((base, aim) for aim in row.aims if aim.change == "level")
    for aim in context.statements:
        if aim.sense != "aim" or aim.change != "level" or not aim.stop or aim.bound == "=":
            continue
        stands = next(
            (one for one in reversed(facts) if same_thing(one, aim) and (one.year or 0) < (aim.year or 0)),
            None,
        )
        if stands is not None:
            yield stands, aim
        yield from ((base, aim) for row in rows for base in row.facts[-1:] if same_thing(base, aim))


_SOURCES = re.compile("风电|光伏|水电|核电|生物质|储能|私人|客车|货车|公交|工业|建筑|交通")


def _answers(
    pair: tuple[Statement, Statement], total: Statement, group: list[Statement], before: list[Statement]
) -> bool:
    """Whether the total is of this step: told in one sentence, or its parts are named by what the target names."""
    aim = pair[1]
    if aim.dimension != total.dimension or {aim.year, total.year} - {None, aim.year} or "新增" in aim.subject:
        return False
    lead = total.sentence[min(aim.stop, total.begin) if aim.sentence == total.sentence else 0 : total.begin]
    if aim.sentence == total.sentence and _SOME.search(lead):
        return False
    beside = [
        one
        for one in group
        if one is not total and one.dimension == total.dimension and one.change == "level"
    ]
    if any(one.start == aim.start for one in beside):
        return True
    if any(same_thing(one, aim) and one.amount == aim.amount for one in beside):
        return True
    own = re.split("[，；。]", aim.sentence[: aim.begin])[-1] if aim.stop else aim.subject
    parts = "".join(one.subject for one in before if one.dimension == total.dimension) + total.subject
    named = set(_SOURCES.findall(own))
    return len(named) >= _TWO and named <= set(_SOURCES.findall(parts))


def _goes_on(one: Statement, total: Statement, aim: Statement, rises: str) -> bool:
    """Whether more of the same way follows the total, so that it is not all."""
    if one.begin <= total.stop or one.dimension != total.dimension or one.start == aim.start:
        return False
    return _way(one.words) == rises and not re.search("净|相抵", one.words)


def _counters(one: Statement, total: Statement, rises: str) -> bool:
    """What the sentence goes on to say moves the other way (投产后增加用煤80万吨)."""
    if one.dimension != total.dimension or re.search("净|相抵", one.words):
        return False
    way = _way(one.words)
    return way is not None and way != rises
