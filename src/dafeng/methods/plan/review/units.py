"""Checks on a single target's words and numbers: unit, share, comparator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, COPYING, Check, register
from dafeng.methods.plan.review.wording import listed, plain

_RATE_WORD = re.compile(r"(?:(?<![功频速汇效概])率|占比|比重|比例)(?:[（(][^）)]*[）)])?$")
_AMOUNT_WORD = re.compile(r"(?:总?量|容量|面积|数量|规模|里程|个数|蓄积)$")
_AMOUNT_UNIT = re.compile(
    r"^[十百千万亿]*(?:吨|千克|公斤|立方米|方|升|个|座|辆|台|套|家|户|项|处|平方米|平方公里|公顷|亩|千瓦时?|兆瓦|公里|元"
    r"|吨标准煤|t|kg|kWh|m3|m³|MW|kW)(?:标准煤)?$"
)
_RELATIVE = re.compile(
    r"比重|占比|占|比例|率|下降|降低|减少|增长|提高|提升|上升|增加|覆盖|完成|普及|削减|较|比\d{4}年"
)

UNIT_WORD = Check("unit-word", 5, COPYING, "单位与指标名称不符", "the unit does not fit the indicator's word")


@register(UNIT_WORD)
def unit_word(context: Context) -> Iterator[Finding]:
    """A rate given in tonnes, or an amount given in percent."""
    groups: dict[tuple[str, str], list[Target]] = {}
    said = {one.start: one.subject for one in context.statements}
    for target in context.plan.numeric_targets:
        unit = target.unit or ""
        subject = said.get(target.value_start or -1)
        if target.kind == "reduction" or (subject and unit != "%" and not _RATE_WORD.search(subject)):
            continue  # 占比……，减少486万吨: the amount is of something else
        if unit == "%" and subject and not _AMOUNT_WORD.search(subject):
            continue  # 覆盖率、蓄积量分别达到34%和……: the reader gave the share the name beside it
        rate_in_amount = _RATE_WORD.search(target.indicator) and _AMOUNT_UNIT.match(unit)
        amount_in_percent = (
            unit == "%"
            and target.kind in {"level", "share"}
            and _AMOUNT_WORD.search(target.indicator)
            and (subject is None or _AMOUNT_WORD.search(subject))
            and not _RELATIVE.search(target.indicator)
            and not _RELATIVE.search(target.quote)
            and not (subject and _RELATIVE.search(subject))
        )
        if rate_in_amount or amount_in_percent:
            groups.setdefault((target.indicator, unit), []).append(target)
    for (indicator, unit), targets in groups.items():
        is_rate = unit != "%"
        better = re.sub(r"率(?=$|[（(])", "量", indicator) if is_rate else indicator
        yield UNIT_WORD.finding(
            (target.id for target in targets),
            title=f"“{indicator}”以“{unit}”计，名称与单位不符，可能是转录错误",
            clauses=(target.clause for target in targets),
            targets=(target.id for target in targets),
            arithmetic=(
                f"{listed(f'{plain(target.value or 0, 4)}{unit}' for target in targets)}："
                + ("率的单位应为%，该单位属于数量" if is_rate else "数量的单位不应为%")
            ),
            inputs=(context.as_input(target) for target in targets),
            settles="指标的正式名称和统计制度中的计量单位。",
            proposal=(
                f"将“{indicator}”改为“{better}”，单位{unit}不变；如确指比率，请补充以%计的数值和分母。"
                if is_rate
                else f"请核对“{indicator}”的单位，或改为相应的比例指标并写明分母。"
            ),
        )


SHARE_OVER_100 = Check("share-over-100", 10, COPYING, "比重超过100%", "a share above 100 %")


@register(SHARE_OVER_100)
def share_over_100(context: Context) -> Iterator[Finding]:
    """A share or a reduction of more than 100 %."""
    for target in context.plan.numeric_targets:
        value = target.value_max if target.value_max is not None else target.value
        assert value is not None
        if target.unit == "%" and target.kind in {"share", "reduction"} and value > 100:
            yield SHARE_OVER_100.finding(
                (target.id,),
                title=f"“{target.indicator}”为{plain(value)}%，超过100%，请核对",
                clauses=(target.clause,),
                targets=(target.id,),
                arithmetic=f"{plain(value)}%−100%={plain(value - 100)}%>0",
                inputs=(context.as_input(target),),
                severity=Severity.SERIOUS,
                settles="原稿中的数值和分母。",
                proposal=f"请核对“{target.indicator}”的数值。",
            )


_HEADLINE = frozenset({"energy_intensity", "co2_intensity"})  # handed down from above as a pair

COMPARATOR_MISSING = Check(
    "comparator-missing",
    3,
    CONVENTION,
    "约束性目标未写明“以上”“不低于”",
    "a binding cut states no bound while its neighbour does",
)


@register(COMPARATOR_MISSING)
def comparator_missing(context: Context) -> Iterator[Finding]:
    """A cut with a bare number in the clause where another cut of the same year says 以上."""
    cuts = [
        target
        for target in context.plan.numeric_targets
        if target.kind == "reduction" and target.unit == "%" and target.indicator_id in _HEADLINE
    ]
    for target in cuts:
        bounded = [
            other
            for other in cuts
            if other.comparator in {">=", ">"} and (other.clause, other.year) == (target.clause, target.year)
        ]
        if target.comparator != "=" or not bounded:
            continue
        yield COMPARATOR_MISSING.finding(
            (target.id,),
            title=f"“{target.indicator}”下降{plain(target.value or 0)}%未写明是下限还是定值",
            clauses=(target.clause,),
            targets=(target.id, *(other.id for other in bounded)),
            arithmetic=(
                f"同条同年：{listed(f'{other.indicator}{plain(other.value or 0)}%带下限' for other in bounded)}，"
                f"{target.indicator}{plain(target.value or 0)}%无比较词"
            ),
            inputs=(context.as_input(one) for one in (target, *bounded)),
            settles="上级下达文件中该指标的约束方式。",
            proposal=f"{target.indicator}下降{plain(target.value or 0)}%以上。",
        )
