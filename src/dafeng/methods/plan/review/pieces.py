"""What many pieces make together: so many stations by what each gives, so many tonnes by what a tonne gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.stuffs import same_stuff
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

EACH = re.compile(
    r"(?:每|单)(?P<piece>座|站|台|辆|个|户|处|套|家|条|艘|机|厂|井|桩|吨)|(?:按|以)(?P<tonne>吨)(?=[一-鿿])"
)
_DAILY = re.compile(r"(?<!\d)(?:日|每天)(?!照|常|益)")
_YEARLY = re.compile(r"(?:^|[^\d])(?:全|每)?年(?!均增|底|末|前|起|度|以)")
_DAYS = 365.0
_SLACK = 1.15
_BESIDE = 10  # characters; a total so near is of what each gives
_OF_ALL = re.compile(r"全社会|全[国省市州区县]|总|消费量|用电量|用能")


def by_the_piece(context: Context, check: Check) -> Iterator[Finding]:
    """More a year than the number of pieces times what each gives, all three printed in one sentence."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.change == "level":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        for each in group:
            piece = EACH.search(each.words)
            if piece is None:
                continue
            many = _many(group, each, of_mass="吨" in piece.group())
            total = next((one for one in group if one.begin > each.stop and _is_total(one, each)), None)
            if many is None or total is None:
                continue
            days = _DAYS if _is_daily(each) or (many.dimension != "count" and _is_daily(many)) else 1.0
            made = many.amount * each.amount * days
            if total.amount > _SLACK * made:
                shown = f"{many.figure}×{each.figure}" + ("×365天" if days > 1 else "")
                factor = total.amount / total.value
                yield finding(
                    check,
                    context,
                    [total, many, each],
                    title=f"“{total.subject}”{total.figure}超过按单位数量推算的最大值",
                    arithmetic=f"{shown}={plain(made / factor, 4)}{total.unit}，比所写{total.figure}少{plain((total.amount - made) / factor, 4)}{total.unit}",
                    severity=Severity.SERIOUS,
                    settles="数量、单位产出和全年产出三项的原始数据。",
                    proposal="核对三项数值，使其相符。",
                )
            break


def _many(group: list[Statement], each: Statement, *, of_mass: bool) -> Statement | None:
    """The one number of pieces, or of tonnes, that stands before what each gives."""
    kinds = {"mass", "mass per 日", "mass per 天", "mass per 年"} if of_mass else {"count"}
    before = [
        one
        for one in group
        if one.stop <= each.begin and one.dimension in kinds and one.sense == each.sense and one.value > 0
    ]
    new = before and re.search("新增|新建|再建|扩建|增设", before[0].words)  # those that stand give too
    return before[0] if len(before) == 1 and not new else None


def _is_daily(one: Statement) -> bool:
    return _DAILY.search(one.words) is not None or (one.dimension or "").endswith(("per 日", "per 天"))


def _is_total(total: Statement, each: Statement) -> bool:
    same = (total.dimension or "").split(" per ")[0] == (each.dimension or "").split(" per ")[0]
    beside = total.begin - each.stop <= _BESIDE
    if _OF_ALL.search(total.words) or not (beside or same_stuff(total, each)):
        return False
    return (
        same and each.value > 0 and _YEARLY.search(total.words) is not None and not EACH.search(total.words)
    )
