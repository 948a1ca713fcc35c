"""Checks that what is part of something by its nature stays within it, wherever the plan prints the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.tables import rows

BEYOND_WHOLE = Check(
    "beyond-whole",
    12,
    QUANTITY,
    "一部分大于它所属的总量",
    "a part is larger than the total it is taken from",
)
_GROWN = 1.3  # the total may grow until the part is due
_WITHIN = 1.05
_SCALE = re.compile("^[十百千万亿]+")


@dataclass(frozen=True, slots=True)
class _Subset:
    """Words for a total and for what can only be a part of it."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    dimension: str


@cache
def _subsets() -> tuple[_Subset, ...]:
    return tuple(
        _Subset(re.compile(row["whole"]), re.compile(row["part"]), row["dimension"])
        for row in rows("review_subsets.csv")
    )


@register(BEYOND_WHOLE)
def beyond_whole(context: Context) -> Iterator[Finding]:
    """More green power bought than is used, more floor retrofitted than stands, more homes added than are left."""
    levels = [one for one in context.statements if one.stop and one.dimension]
    for rule in _subsets():
        mine = [one for one in levels if one.dimension == rule.dimension]
        wholes = [one for one in mine if one.change == "level" and rule.whole.search(one.subject)]
        for part in mine:
            if part.sense != "aim" or not rule.part.search(part.subject) or rule.whole.search(part.subject):
                continue
            of_it = [one for one in wholes if _kind(one) == _kind(part) and _takes_in(one, part)]
            whole = max(of_it, key=lambda one: one.amount, default=None)
            if whole is None or part.bound == "<=" or re.search("累计|五年|合计", part.words):
                continue
            slack = _WITHIN if whole.year == part.year else _GROWN
            if part.amount > slack * whole.amount > 0:
                yield _beyond(context, part, whole)
    yield from _more_than_left(context)


_NARROWS = re.compile(
    "公共|居住|住宅|农村|农房|农业|工业|城镇|城市|机关|学校|营运|货车|公交|出租|园区|开发区"
)
_OF_THE_AREA = re.compile("全[市省区县州旗]|全社会|我[市省区县]|社会")


def _takes_in(whole: Statement, part: Statement) -> bool:
    """Whether the total is that of the area, or is narrowed by no word that the part does not share."""
    told = part.subject + part.words
    if any(word not in told for word in _NARROWS.findall(whole.subject)):
        return False
    named = len(whole.subject) > len("用电量")
    return named or _OF_THE_AREA.search(whole.sentence[: whole.begin]) is not None


def _kind(one: Statement) -> str:
    """The unit without its scale, so that homes are not held against vehicles."""
    return _SCALE.sub("", one.unit)


def _beyond(context: Context, part: Statement, whole: Statement) -> Finding:
    return finding(
        BEYOND_WHOLE,
        context,
        [part, whole],
        title=f"“{part.subject}”{part.figure}大于“{whole.subject}”{whole.figure}",
        arithmetic=f"{part.figure}÷{whole.figure}={plain(part.amount / whole.amount * 100, 1)}%>100%：前者是后者的一部分",
        severity=Severity.SERIOUS,
        settles="两项数值的统计范围、单位和年份。",
        proposal="核对两项数值；确有外部来源的，写明来源和数量。",
    )


def _more_than_left(context: Context) -> Iterator[Finding]:
    """420万户, 78 % done: no more than 92万户 can be added."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        if one.stop:
            by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        bases = [one for one in group if one.unit == "%" and one.sense == "fact" and one.change == "level"]
        added = [
            one
            for one in group
            if one.dimension in {"count", "area"}
            and one.sense == "aim"
            and re.search("新增|新建|改造|完成|再|推广", one.words)
        ]
        for base in bases:
            if not any(
                one.key == base.key and one.sense == "aim" and one.value > base.value for one in group
            ):
                continue
            for new in added:
                whole = next(
                    (
                        one
                        for one in group
                        if one is not new
                        and one.dimension == new.dimension
                        and _kind(one) == _kind(new)
                        and one.change == "level"
                        and not re.search("新增|新建|改造|完成", one.words)
                        and one.amount > new.amount
                    ),
                    None,
                )
                if whole is None or not _one_deed(new, base):
                    continue
                left = whole.amount * (1 - base.value / 100)
                if new.amount > _WITHIN * left:
                    yield _none_left(context, new, whole, base, left)


def _one_deed(new: Statement, rate: Statement) -> bool:
    """Whether the amount and the rate speak of one deed: 新增清洁取暖 and 清洁取暖率."""
    name = re.sub("^(?:新增|新建|累计|完成|推广|改造)+", "", new.subject)
    pairs = {name[place : place + 2] for place in range(len(name) - 1)}
    return bool(pairs) and sum(pair in rate.subject for pair in pairs) * 2 >= len(pairs)


def _none_left(context: Context, new: Statement, whole: Statement, base: Statement, left: float) -> Finding:
    factor = new.amount / new.value
    return finding(
        BEYOND_WHOLE,
        context,
        [new, whole, base],
        title=f"“{new.subject}”{new.figure}多于尚未完成的数量",
        arithmetic=f"{whole.figure}×(1−{base.figure})={plain(left / factor, 2)}{new.unit}<{new.figure}",
        severity=Severity.SERIOUS,
        settles="总数、现状比例和新增数量的统计范围。",
        proposal="核对三项数值，使新增数量不超过尚未完成的数量。",
    )
