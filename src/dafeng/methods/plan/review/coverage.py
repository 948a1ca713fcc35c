"""Checks on what a clause leaves out: tiers without content, CO2 targets without a boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.wording import listed, span

_TIER = re.compile(r"梯次|分(?:批|级|层|区域|地区|步骤?|阶段|类)(?!回收|投放|收集|运输|处理)")
_NUMERAL = re.compile(
    r"\d|第[一二三四五六七八九十]+[批类梯级阶]|[一二三四五六七八九十两]+(?:个|类|批|级|档)(?:梯|地|县|区|阶)"
    r"|(?:率先|优先|重点)(?:达峰|开发)(?:区|县|地区)[：:]"
)
_AREA_LIST = re.compile(
    r"(?:[\u4e00-\u9fff]{2,5}(?:区|县|市|州|盟)、)+[\u4e00-\u9fff]{2,5}(?:区|县|市|州|盟)"
)
_BOUNDARY = (
    r"能源活动|工业(?:生产)?过程(?:排放|二氧化碳)|(?:净)?(?:调入|外购|购入)(?:的)?电力|核算(?:边界|口径)|排放(?:边界|口径)"
    r"|范围[一二三123]|直接排放|间接排放|能源消费(?:产生的)?二氧化碳"
)

EMPTY_TIER = Check("empty-tier", 8, QUANTITY, "梯次、分类达峰未作分解", "tiers are promised and not given")


@register(EMPTY_TIER)
def empty_tier(context: Context) -> Iterator[Finding]:
    """A clause headed by tiers of peaking, without a numeral, year, list of areas or quota under it."""
    for clause in context.plan.clauses:
        tier = _TIER.search(clause.heading)
        if tier is None or "达峰" not in clause.heading:
            continue
        below = list(context.children(clause))
        bodies = [context.body(one) for one in (clause, *below)]
        numerals = sum(len(_NUMERAL.findall(body)) for body in bodies)
        lists = sum(len(_AREA_LIST.findall(body)) for body in bodies)
        if numerals or lists:
            continue
        yield EMPTY_TIER.finding(
            (clause.id,),
            title=f"标题写有“{tier.group()}”，条文中没有梯次、年份、名单或指标",
            clauses=(clause.id, *(one.id for one in below)),
            arithmetic=(
                f"本条及下级{len(below)}条共{sum(len(body) for body in bodies)}字：数字{numerals}处，地区名单{lists}处"
            ),
            settles="各县（市、区）的达峰梯次、年份和碳排放指标分解文件（如另有分解方案，请提供）。",
            proposal="第一梯队（  、  ）于（  ）年前达峰，第二梯队（  、  ）于（  ）年前达峰；各地碳排放指标见附表。",
        )


BOUNDARY_MISSING = Check(
    "boundary-missing",
    4,
    CONVENTION,
    "碳排放目标未写明核算边界",
    "CO2 targets without an accounting boundary",
)


@register(BOUNDARY_MISSING)
def boundary_missing(context: Context) -> Iterator[Finding]:
    """A peak or a CO2 cut in a plan that never says what it counts."""
    targets = [
        target
        for name in ("co2_peak", "co2_intensity", "co2_total")
        for target in context.targets(name)
        if target.year is not None
    ]
    if not targets or context.says(_BOUNDARY):
        return
    names = {"territorial_co2": "属地能源活动", "process_co2": "工业过程", "consumption_co2": "消费侧"}
    books = {zh: total for name, zh in names.items() if (total := context.interval(name)) is not None}
    arithmetic = f"涉碳目标{len(targets)}项，全文写明核算边界0处"
    if books:
        arithmetic += "；" + "，".join(f"{zh}{span(total, 1e-4)}万吨" for zh, total in books.items())
    yield BOUNDARY_MISSING.finding(
        (target.id for target in targets),
        title="碳排放目标未写明核算边界：是否含工业过程、调入调出电力如何计",
        clauses=(target.clause for target in targets),
        targets=(target.id for target in targets),
        arithmetic=arithmetic,
        details=(f"涉及：{listed(f'{target.clause}{target.indicator}' for target in targets)}。",),
        inputs=context.given(*names),
        settles="上级考核所用的核算口径文件。",
        proposal="本方案所称二氧化碳排放，指行政区域内能源活动排放（含净调入电力隐含排放），工业过程排放单列。",
    )
