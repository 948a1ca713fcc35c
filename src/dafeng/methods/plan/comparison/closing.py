"""Whether the parts of a quantity close to the whole, in interval arithmetic."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.domain.errors import DafengError
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.rules.units import factor

ABOUT = 0.05
"""How far 左右 and 约 reach; a reading of ours, shown with the result."""
_ADDITIVE = frozenset({"cumulative", "increase", "level"})
_RELATIVE = re.compile(r"强度|率|占比|比重|比例|单位|人均|户均|平均|密度|系数|水平|指数|标准")


@dataclass(frozen=True, slots=True)
class Closing:
    """The sum of the parts beside the whole, in the whole's unit.

    `status` is one of ``closes short over not_assured not_additive incomparable``.  `low` and `high` bound
    the sum; `high` is None where nothing bounds it.
    """

    status: str
    low: float | None
    high: float | None
    zh: str
    en: str


def close(whole: Target, parts: Sequence[Target], silent: int) -> Closing:
    """The parts' promises summed; `silent` parts promise nothing, which is not the same as zero."""
    refusal = _not_additive(whole)
    if refusal is not None:
        return Closing("not_additive", None, None, *refusal)
    total = Interval.of(0.0)
    terms = []
    for part in parts:
        if part.value is None or part.year != whole.year or part.kind != whole.kind:
            return Closing(
                "incomparable",
                None,
                None,
                "各部分的年份、类型或数值不齐，无法相加",
                "years, kinds or values do not match",
            )
        try:
            scale = factor(part.unit or "", whole.unit or "")
        except DafengError as error:
            return Closing(
                "incomparable", None, None, f"无法相加：{error.zh}", f"cannot be added: {error.en}"
            )
        total += _span(part, scale)
        terms.append(f"{_MARKS[part.comparator]}{part.value * scale:g}")
    if silent:
        total += Interval(0.0, math.inf)
        terms.append(f"{silent}个部分未写")
    aim = _span(whole, 1.0)
    arithmetic = f"{'＋'.join(terms)}；全市{_MARKS[whole.comparator]}{whole.value:g}{whole.unit}"
    status = _status(total, aim)
    zh, en = _TOLD[status]
    high = None if math.isinf(total.high) else total.high
    return Closing(
        status, round(total.low, 9), high and round(high, 9), f"{zh}：{arithmetic}", f"{en}: {arithmetic}"
    )


_MARKS = {"=": "", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "~": "约", "range": "不少于"}
_TOLD = {
    "closes": ("各部分合计达到全市目标", "the parts close to the whole"),
    "short": ("各部分合计不足", "the parts fall short"),
    "over": ("各部分合计超过全市目标", "the parts exceed the whole"),
    "not_assured": (
        "各部分都完成也不能保证全市目标",
        "the parts can all be met and the whole still be missed",
    ),
}


def _not_additive(whole: Target) -> tuple[str, str] | None:
    if whole.value is None or not whole.unit:
        return "没有带单位的数，不能相加", "there is no number with a unit to add"
    relative = whole.unit in {"%", "百分点", "倍", "‰"} or "/" in whole.unit
    if relative or whole.kind not in _ADDITIVE or _RELATIVE.search(whole.indicator):
        return "比率或强度，各部分不能相加", "a ratio or an intensity: its parts do not add up"
    return None


def _span(target: Target, scale: float) -> Interval:
    """What a comparator allows, for a quantity that is never negative."""
    assert target.value is not None
    value = target.value * scale
    match target.comparator:
        case ">=" | ">":
            return Interval(value, math.inf)
        case "<=" | "<":
            return Interval(0.0, value)
        case "~":
            return Interval(value * (1 - ABOUT), value * (1 + ABOUT))
        case "range" if target.value_max is not None and target.value_max * scale >= value:
            return Interval(value, target.value_max * scale)
        case _:
            return Interval.of(value)


def _status(total: Interval, aim: Interval) -> str:
    slack = 1e-9 * max(abs(aim.low), 1.0)
    if total.low >= aim.low - slack and total.high <= aim.high + slack:
        return "closes"
    if total.high < aim.low - slack:
        return "short"
    return "over" if total.low > aim.high + slack else "not_assured"
