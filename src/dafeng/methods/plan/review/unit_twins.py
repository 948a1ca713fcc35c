"""Checks a figure's unit against the unit of the same quantity, or of the stock it is a part of, elsewhere in the plan."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.dimensions import unit_dimension
from dafeng.methods.plan.review.likeness import core, names_a_thing
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding

UNIT_DIFFERS = Check(
    "unit-differs",
    5,
    COPYING,
    "同一数量两处单位的量纲不同",
    "one quantity in units of two dimensions",
)
# units that a slip of the pen puts one for the other
_MIXED_UP = (
    frozenset({"area", "volume"}),
    frozenset({"area", "length"}),
    frozenset({"power", "electricity"}),
    frozenset({"power", "apparent_power"}),
)
_ONE_SORT = frozenset({"mass", "carbon", "coal_equivalent", "share", "points", "ratio", "count", "people"})
_ONLY_DONE = re.compile(
    r"(?:新增|新建|建成|完成|实施|推进|开展)?(?:节能)?(?:改造|修复|更新|治理|新增|建成|建设|整治)"
)
_OF_WHAT = re.compile(r"装机|面积|建筑|林|地|管网|道|河")


@register(UNIT_DIFFERS)
def unit_differs(context: Context) -> Iterator[Finding]:
    """One name, one number and two dimensions; or a part that only says what is done, unlike its stock before it."""
    told = {clause for one in unit_dimension(context) for clause in one.clauses}
    named = [
        one
        for one in context.statements
        if one.dimension is not None and not one.dimension.startswith("money") and one.clause not in told
    ]
    for first, second in (*_twins(named), *_parts(named)):
        yield finding(
            UNIT_DIFFERS,
            context,
            [second, first],
            title=f"“{second.subject}”{second.figure}与“{first.subject}”{first.figure}单位的量纲不同，可能是转录错误",
            arithmetic=f"{first.clause}：{first.figure}（{first.dimension}）；{second.clause}：{second.figure}（{second.dimension}）",
            settles="指标的正式名称和统计制度中的计量单位。",
            proposal=f"核对“{second.subject}”的单位。",
        )


def _twins(named: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """The same name, year and number in two places, in units of two dimensions."""
    for first, second in itertools.combinations([one for one in named if names_a_thing(one)], 2):
        if (
            first.value == second.value
            and first.year == second.year
            and first.year is not None
            and first.sense == second.sense
            and first.dimension != second.dimension
            and not {first.dimension, second.dimension} <= _ONE_SORT
            and first.sentence != second.sentence
            and core(first.subject) == core(second.subject)
        ):
            yield first, second


def _parts(named: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """全市既有建筑1180万平方米，……改造45万立方米: the part is of the stock just told, and has another dimension."""
    for first, second in itertools.combinations(named, 2):
        if first.sentence != second.sentence or first.clause != second.clause or not first.stop:
            continue
        between = {
            one.dimension
            for one in named
            if one.sentence == first.sentence and one.clause == first.clause and one.stop <= second.begin
        }
        if (
            _ONLY_DONE.fullmatch(second.subject)
            and _OF_WHAT.search(first.subject)
            and frozenset({first.dimension or "", second.dimension or ""}) in _MIXED_UP
            and second.dimension not in between
        ):
            yield first, second
            return
