"""Checks of kind: does the unit fit the indicator's last word (率, 装机, 面积 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed
from dafeng.rules.tables import rows

UNIT_DIMENSION = Check(
    "unit-dimension",
    5,
    COPYING,
    "单位与指标的量纲不符",
    "the unit is of another dimension than the indicator",
)
# 每万元生产总值二氧化碳排放0.6吨: the unit below the stroke stands in the name
PER_IN_NAME = re.compile("每(?:万元|亿元|吨|平方米|人|户|千瓦时)")
_LEVEL = re.compile(r"(?:单位|万元|强度|单耗|煤耗)")


@cache
def _expected() -> tuple[tuple[re.Pattern[str], tuple[str, ...], re.Pattern[str] | None], ...]:
    return tuple(
        (
            re.compile(row["pattern"]),
            tuple(row["allowed"].split("|")),
            re.compile(row["unless"].replace("，", "|")) if row["unless"] else None,
        )
        for row in rows("review_dimensions.csv")
    )


@register(UNIT_DIMENSION)
def unit_dimension(context: Context) -> Iterator[Finding]:
    """A capacity in kilowatt-hours, a growing stock in hectares, an intensity without 'per'."""
    flagged = {
        target.value_start
        for target in context.plan.numeric_targets
        if re.search("率$|占比$", target.indicator) and target.unit != "%"
    }
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.start in flagged and one.unit != "%":
            continue  # said by unit-word
        if one.named_here and not PER_IN_NAME.match(one.subject) and _misfit(one):
            groups.setdefault((one.clause, one.subject), []).append(one)
    for (_, subject), told in groups.items():
        yield finding(
            UNIT_DIMENSION,
            context,
            told,
            title=f"“{subject}”以“{told[0].unit}”计，量纲不符，可能是转录错误",
            arithmetic=f"{listed(one.figure for one in told)}：该单位的量纲为{told[0].dimension}，与“{subject}”不符",
            settles="指标的正式名称和统计制度中的计量单位。",
            proposal=f"核对“{subject}”的单位。",
        )


def _misfit(one: Statement) -> bool:
    """Whether the dimension is none of those the subject's ending allows; changes in per cent fit everything."""
    subject = re.sub(r"[（(][^）)]*[）)]$", "", one.subject)
    if _in_bulk(one, subject) or _of_another_kind(one, subject):
        return True
    if one.dimension is None or (one.dimension in {"ratio", "money"} and not _LEVEL.search(subject)):
        return False
    if one.dimension == "money" and re.search(
        r"生产总值|投资|产值|资金|补贴|增加值$|收入", subject + one.words
    ):
        return re.search(r"单位[^，]{0,10}(?:排放|能耗|消耗)(?:量|强度)?$", subject) is not None
    if not subject or (one.words.endswith(("约", "的")) and len(one.words) < 3):
        return False
    if (one.unit == "%" and one.change != "level") or (
        one.dimension in {"share", "points"} and not _ends_in_amount(one, subject)
    ):
        return False
    if one.dimension == "hours" and subject not in one.words:
        return False
    if re.match("以上|以下|的", one.words) or (one.dimension == "count" and subject not in one.words):
        return False
    if (
        one.amount < _BULK.get(one.dimension, 0.0)
        and _LEVEL.search(subject)
        and one.dimension == "coal_equivalent"
    ):
        return False  # 万元地区生产总值能耗0.3吨标准煤: the name says per what
    plain = _A_TIME.sub("", one.dimension) if _FLOW.search(subject) else one.dimension
    for pattern, allowed, unless in _expected():
        if pattern.search(subject) is None or (unless and unless.search(subject)):
            continue
        return not any(
            name in {one.dimension, plain}
            or (one.dimension.startswith(f"{name} per") and name != "mass")
            or (name.endswith(" per") and one.dimension.startswith(name))
            for name in allowed
        )
    return False


# what flows may be told by the year or the day: 排放9万吨/年, 发电量3亿千瓦时/年
_A_TIME = re.compile(" per (?:年|日|天|月|小时)$")
_FLOW = re.compile(
    r"(?:排放|消费|使用|发电|用电|上网电|交易|节电|售电|供电|节能|供气|供应|产|用水|取水|利用|回收|处[理置])(?:总?量|能力|规模|增量)?$|面积$"
)


_PER_UNIT = re.compile(
    r"^(?:单位|吨)[一-鿿]{2,12}(?:能耗|电耗|水耗|用电量|用能|消耗|排放)$|(?:供电|发电)煤耗$"
)
_BULK = {"coal_equivalent": 1e3, "mass": 1e4, "carbon": 1e4, "electricity": 1e6}


def _of_another_kind(one: Statement, subject: str) -> bool:
    """A total told per something, a level told in percentage points, a coal rate in kilograms a kilowatt-hour."""
    dimension = one.dimension or ""
    if subject.endswith("总量") and subject in one.sentence:
        return " per " in dimension and re.search(" per (?:年|日|天|月|小时)$", dimension) is None
    if re.search("煤耗$", subject):
        return dimension.endswith(" per 千瓦时") and one.amount > _COAL_A_KWH
    return (
        one.unit.endswith("百分点")
        and one.sense == "aim"
        and re.search("(?:比重|占比|比例|率)$", subject) is not None
        and re.search("(?:提高|提升|增加|上升|下降|降低|降)(?:到|至)$", one.words) is not None
    )


_COAL_A_KWH = 2e-3  # tonnes of coal equivalent; the oldest plants burn a quarter of it


def _in_bulk(one: Statement, subject: str) -> bool:
    """A consumption per unit printed in thousands of tonnes is a total."""
    return (
        _PER_UNIT.search(subject) is not None
        and one.change == "level"
        and one.amount >= _BULK.get(one.dimension or "", float("inf"))
        and subject in one.sentence
        and re.match("(?:以上|以下|以内)?的(?:企业|单位|项目)", one.sentence[one.stop :]) is None
    )


def _ends_in_amount(one: Statement, subject: str) -> bool:
    """A share told of an amount (装机容量为40%) misfits only when nothing says what it is a share of."""
    plain_level = (
        one.change == "level"
        and re.search(r"占|比|率|覆盖|完成|达标|中|降|升|提高|增", one.words + subject) is None
    )
    return (
        plain_level
        and re.search(r"(?:蓄积量?|装机(?:容量)?|面积|里程|总量|产量|消费量|用电量|发电量)$", subject)
        is not None
    )
