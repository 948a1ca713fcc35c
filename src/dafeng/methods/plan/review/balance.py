"""Checks between targets: a capacity too small for its rate, a target implied by another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.domain.plan import Target
from dafeng.methods.plan.review import told
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.orders import orders
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.wording import percent, plain, span

_RATES = frozenset({"solid_waste_utilisation_rate", "bulk_solid_waste_rate"})
_CAPACITY = "bulk_solid_waste_capacity"
_TONNES = {"吨": 1.0, "万吨": 1e4, "亿吨": 1e8}

CAPACITY_BALANCE = Check(
    "capacity-balance",
    12,
    QUANTITY,
    "能力不足以支撑利用率",
    "capacity too small for its own rate",
    ("industrial_solid_waste",),
)


@register(CAPACITY_BALANCE)
def capacity_balance(context: Context) -> Iterator[Finding]:
    """A use rate that the use capacity of the same year cannot deliver from the waste that arises."""
    waste = context.interval("industrial_solid_waste")
    if waste is None:
        return
    for rate in context.plan.numeric_targets:
        if rate.unit != "%" or rate.indicator_id not in _RATES:
            continue
        for capacity in context.targets(_CAPACITY):
            if capacity.year != rate.year or capacity.unit not in _TONNES or not capacity.is_numeric:
                continue
            assert rate.value is not None and capacity.value is not None
            tonnes = capacity.value * _TONNES[capacity.unit]
            needed = waste.scale(rate.value / 100)
            if needed.low <= tonnes:
                continue
            yield CAPACITY_BALANCE.finding(
                (rate.id, capacity.id),
                title=f"{rate.year}年利用能力小于利用率所需的利用量",
                clauses=(rate.clause, capacity.clause),
                targets=(rate.id, capacity.id),
                arithmetic=(
                    f"{plain(rate.value)}%×{span(waste, 1e-4)}万吨={span(needed, 1e-4)}万吨>能力{plain(tonnes / 1e4)}万吨；"
                    f"两项同时成立要求产生量≤{plain(tonnes / (rate.value / 100) / 1e4)}万吨"
                ),
                inputs=(
                    context.as_input(rate),
                    context.as_input(capacity),
                    *context.given("industrial_solid_waste"),
                ),
                severity=Severity.SERIOUS,
                settles="工业固体废物产生量、外运利用量和在建利用能力。",
                proposal=f"到{rate.year}年，综合利用能力达到（  ）万吨以上，与利用率目标相匹配。",
            )


IMPLIED_TARGET = Check(
    "implied-target", 14, CONVENTION, "一项目标可由另一项推出", "one target is implied by another"
)


_ADDS = re.compile(
    r"(?:节能(?:能力|量)?|节约|节电|节水|减排量?|减碳量?|降碳量?|替代量?|新增|新建|改造|完成|建成|形成|累计|推广|培育|创建|淘汰|退出)"
)


@register(IMPLIED_TARGET)
def implied_target(context: Context) -> Iterator[Finding]:
    """Two lower bounds on one quantity, or a waste-use share that a landfill ban nearly implies."""
    bounds: dict[tuple[str, str, str, str, str, int], list[Target]] = {}
    keys = {one.start: one.key for one in context.statements}
    asked = {one.start for one in orders(context)}  # what is asked from above is no second target
    for target in context.plan.numeric_targets:
        if target.value_start in asked:
            continue
        yearly = re.search("累计|合计|每年|年均", target.quote) is None
        if target.comparator in {">=", ">"} and target.year is not None and yearly:
            known = keys.get(target.value_start or -1, "")
            if target.indicator_id and known.endswith(target.indicator_id):
                known = target.indicator_id
            key = (known, target.indicator, target.unit or "", target.scope or "", target.kind, target.year)
            bounds.setdefault(key, []).append(target)
    for group in bounds.values():
        weaker, stronger = min(group, key=_value), max(group, key=_value)
        if weaker.clause != stronger.clause and _ADDS.search(weaker.indicator):
            continue  # 形成节能能力 of two branches: two amounts that add
        if _value(weaker) < _value(stronger):
            yield _implied(
                context,
                weaker,
                stronger,
                f"{plain(_value(stronger))}{stronger.unit or ''}>{plain(_value(weaker))}{weaker.unit or ''}："
                "完成前者即完成后者",
            )
    if context.says(
        r"焚烧[^。；]{0,12}(?:不计入|不纳入|不属于|除外|不作为)|(?:资源化|利用)[^。；]{0,10}不(?:含|包括)焚烧|焚烧[^。；]{0,8}(?:计入|纳入)(?:资源化|利用)"
    ):
        return
    yield from _no_landfill(context)
    for ban in context.plan.targets:
        if ban.indicator_id != "msw_landfill" or not _is_zero(ban):
            continue
        for share in context.targets("msw_utilisation_rate", unit="%"):
            if share.year == ban.year and share.is_numeric:
                yield _implied(
                    context,
                    share,
                    ban,
                    f"填埋0%，则利用与焚烧合计100%−0%=100%≥{percent(_value(share) / 100)}：焚烧发电计入资源化时"
                    "后者自动完成，不计入时两者无关",
                )


# 零填埋 is said of household waste; these go other ways
_OTHER_WASTE = re.compile(r"建筑|拆房|拆除|装修|工程|医疗|园林|绿化|餐厨|厨余|农业|工业|河道|海洋|大件")


def _no_landfill(context: Context) -> Iterator[Finding]:
    """零填埋 in words the target reader has not taken as a target of its own."""
    if any(ban.indicator_id == "msw_landfill" and _is_zero(ban) for ban in context.plan.targets):
        return
    bans = context.saying(
        r"垃圾[^，。；]{0,8}(?:零填埋|填埋量?(?:降|归|减|清)(?:为|到|至)?零|不再填埋|全部不填埋)"
    )
    for share in context.statements:
        if (
            bans
            and share.unit == "%"
            and share.sense == "aim"
            and re.search(r"垃圾[^，。；]{0,8}(?:资源化|综合利用|无害化|焚烧)", share.subject)
            and not _OTHER_WASTE.search(share.subject)
        ):
            yield told.finding(
                IMPLIED_TARGET,
                context,
                [share, bans[0]],
                title=f"“{share.subject}”{share.figure}可能由零填埋直接推出",
                arithmetic=f"填埋0%，则利用与焚烧合计100%−0%=100%≥{share.figure}",
                settles="两项指标的计算公式和统计范围；焚烧是否计入资源化。",
                proposal=f"写明“{share.subject}”的分子包含哪些处理方式。",
            )
            return


def _value(target: Target) -> float:
    assert target.value is not None, "numeric targets only"
    return target.value


def _is_zero(target: Target) -> bool:
    return target.value == 0 or (target.reading is not None and target.reading.value == 0)


def _implied(context: Context, weaker: Target, stronger: Target, arithmetic: str) -> Finding:
    return IMPLIED_TARGET.finding(
        (weaker.id, stronger.id),
        title=f"“{weaker.indicator}”可能由“{stronger.indicator}”直接推出",
        clauses=(weaker.clause, stronger.clause),
        targets=(weaker.id, stronger.id),
        arithmetic=arithmetic,
        inputs=(context.as_input(target) for target in (weaker, stronger) if target.is_numeric),
        settles="两项指标的计算公式和统计范围。",
        proposal=f"写明“{weaker.indicator}”的分子包含哪些处理方式。",
    )
