"""Checks of what one thing can yield of another: hydrogen from power, power from waste, panels on a roof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.flows import yearly
from dafeng.methods.plan.review.pieces import by_the_piece
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.tables import rows

BEYOND_YIELD = Check(
    "beyond-yield",
    12,
    QUANTITY,
    "产出超过投入所能转换的最大数量",
    "more is made than the input can physically yield",
)
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Yield:
    """The most of one thing that a unit of another gives, in the first units of their dimensions."""

    made: re.Pattern[str]
    made_dimension: frozenset[str]
    source: re.Pattern[str]
    source_dimension: frozenset[str]
    most: float
    unit: str
    why: str
    only: bool


@cache
def _yields() -> tuple[_Yield, ...]:
    return tuple(
        _Yield(
            re.compile(row["made"]),
            frozenset(row["made_dimension"].split("|")),
            re.compile(row["from"]),
            frozenset(row["from_dimension"].split("|")),
            float(row["most"]),
            row["unit"],
            row["why"],
            row["id"] in _ONLY_SOURCE,
        )
        for row in rows("review_yields.csv")
    )


@register(BEYOND_YIELD)
def beyond_yield(context: Context) -> Iterator[Finding]:
    """Two amounts of one sentence whose ratio passes the physical yield."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.change == "level":
            groups.setdefault((one.clause, one.sentence), []).append(one)
            groups[one.clause, one.sentence] += _share_of_output(context, one)
    told = False
    for group in groups.values():
        for rule in _yields():
            for found in _beyond(context, rule, group):
                told = True
                yield found
    if not told:
        yield from _in_clause(context)
    yield from by_the_piece(context, BEYOND_YIELD)


def _in_clause(context: Context) -> Iterator[Finding]:
    """The two amounts in two sentences of one clause, each by its own name and the only one of it."""
    groups: dict[str, list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.change == "level":
            groups.setdefault(one.clause, []).append(replace(one, words=""))
    for group in groups.values():
        for rule in _yields():
            if rule.only:
                yield from _beyond(context, rule, [one for one in group if not _OF_SOME.search(one.subject)])


# a roof and a network are all that panels stand on and heat flows through; straw and waste are not
_ONLY_SOURCE = {"roof_pv", "heat_area"}
_OF_SOME = re.compile("机关|学校|医院|公共|农村|农户|居民|户用|试点|整县|新增|新建|新开")
_OF_OUTPUT = re.compile(
    r"^(?P<part>[一-鿿]{2,8}?)(?:产量)?占(?:全[省市]?)?(?P<whole>[一-鿿]{2,8}?)(?:总)?产量(?:的?(?:比例|比重))?$"
)


def _share_of_output(context: Context, share: Statement) -> list[Statement]:
    """电炉钢占粗钢产量18% as tonnes, by the output that the plan prints for that year, else as it stands."""
    named = _OF_OUTPUT.match(share.subject) if share.unit == "%" and share.sense == "aim" else None
    if named is None:
        return []
    outputs = [
        one
        for one in context.statements
        if one.change == "level" and re.search(rf"{named['whole']}(?:年|总)*产量$", one.subject)
    ]
    outputs.sort(key=lambda one: (one.year != share.year, one.sense != "aim"))
    if not outputs or outputs[0].dimension != "mass":
        return []
    whole, part = outputs[0], share.value / 100
    return [
        replace(
            whole, clause=share.clause, sentence=share.sentence, words=share.words, subject=f"{named['part']}产量",
            value=round(whole.value * part, 2), amount=whole.amount * part, year=share.year,
        )
    ]  # fmt: skip


def _beyond(context: Context, rule: _Yield, group: list[Statement]) -> Iterator[Finding]:
    made = [one for one in group if _fits(one, rule.made, rule.made_dimension)]
    source = [one for one in group if _fits(one, rule.source, rule.source_dimension)]
    if len(made) != 1 or len(source) != 1 or {made[0].year, source[0].year} - {None, made[0].year}:
        return
    out, into = yearly(made[0]), yearly(source[0])
    if out is None or into is None or into[1] <= 0 or out[1] <= rule.most * into[1]:
        return
    yield finding(
        BEYOND_YIELD,
        context,
        [made[0], source[0]],
        title=f"“{made[0].subject}”{made[0].figure}超过“{source[0].subject}”{source[0].figure}所能产出的最大数量",
        arithmetic=f"{made[0].figure}÷{source[0].figure}={out[1] / into[1]:.{_SHOWN}g}{rule.unit}>{plain(rule.most, 7)}{rule.unit}：{rule.why}",
        severity=Severity.SERIOUS,
        settles="投入量、产出量和转换效率的原始数据。",
        proposal="核对两项数值，或写明其余投入的来源。",
    )


def _fits(one: Statement, pattern: re.Pattern[str], dimensions: frozenset[str]) -> bool:
    base = (one.dimension or "").split(" per ")[0]
    return base in dimensions and pattern.search(one.subject + one.words) is not None
