"""Checks against the plans above: the province's and the nation's, read as plans themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dafeng.domain.finding import Finding, FindingInput
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Plan, Target
from dafeng.methods.plan.review.context import Context, covers_whole_area
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.vocabulary import load_vocabulary

BELOW_PLAN_ABOVE = Check(
    "below-plan-above",
    16,
    CONVENTION,
    "松于上级方案同一指标",
    "asks less than the plan above for the same indicator",
)


@register(BELOW_PLAN_ABOVE)
def below_plan_above(context: Context) -> Iterator[Finding]:
    """A target looser than the higher plan's for one indicator, kind, unit and year; or due later."""
    for above in context.higher:
        for target in context.plan.numeric_targets:
            if target.indicator_id is None or not covers_whole_area(target):
                continue
            order = _order(above, target)
            if order is None or order.value is None or target.value is None:
                continue
            if not _looser(target, order.value):
                continue
            gap = "个百分点" if target.unit == "%" else target.unit or ""
            yield BELOW_PLAN_ABOVE.finding(
                (target.id, above.document.name),
                title=f"“{target.indicator}”{plain(target.value)}{target.unit}松于上级方案的{plain(order.value)}{order.unit}",
                clauses=(target.clause,),
                targets=(target.id,),
                arithmetic=f"{plain(target.value)}−{plain(order.value)}={plain(target.value - order.value)}{gap}（{target.year}年）",
                details=_same_step(context.plan, above, target),
                inputs=(context.as_input(target), _input(above, order)),
                settles="上级对本市的分解下达值。",
                proposal=f"说明“{target.indicator}”与上级目标的差距及依据（资源禀赋、保供任务等）。",
            )


def _order(above: Plan, target: Target) -> Target | None:
    """The higher plan's target for the same thing in the same year and unit."""
    return next(
        (
            one
            for one in above.numeric_targets
            if (one.indicator_id, one.year, one.unit, one.kind)
            == (target.indicator_id, target.year, target.unit, target.kind)
            and covers_whole_area(one)
        ),
        None,
    )


def _looser(target: Target, order: float) -> bool:
    """Whether a target asks less: a smaller cut or share, or a higher level of what should fall."""
    assert target.value is not None, "numeric targets only"
    if target.unit not in {"%", "个百分点"}:
        return False  # a province's tonnes are no measure for a city's
    known = next((one for one in load_vocabulary().indicators if one.id == target.indicator_id), None)
    falls = known is not None and known.direction == "down" and target.kind in {"level", "share"}
    return target.value > order if falls else target.value < order


def _same_step(plan: Plan, above: Plan, target: Target) -> tuple[str, ...]:
    """One line where both plans move by the same step from different levels."""

    def series(one: Plan) -> dict[int, float]:
        return {
            each.year: each.value
            for each in one.numeric_targets
            if each.indicator_id == target.indicator_id
            and each.unit == target.unit
            and each.kind == target.kind
            and each.year is not None
            and each.value is not None
            and covers_whole_area(each)
        }

    mine, theirs = series(plan), series(above)
    lines = []
    for first, last in pairwise(sorted(mine.keys() & theirs.keys())):
        step = mine[last] - mine[first]
        if target.year == last and abs(step - (theirs[last] - theirs[first])) < 1e-9:
            lines.append(
                f"{first}—{last}年两级步幅相同（均为{plain(step)}），水平相差{plain(mine[last] - theirs[last])}：步幅相同而基数不同。"
            )
    return tuple(lines)


def _input(above: Plan, order: Target) -> FindingInput:
    name = above.document.title or above.document.name
    return FindingInput(
        f"{name} {order.indicator}（{order.year}年）",
        order.value,
        None,
        None,
        order.unit or "",
        f"{name} {order.clause}",
        Grade.B,
    )
