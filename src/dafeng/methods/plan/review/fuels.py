"""Checks on fuels: words about coal that pull apart, and supply targets inside a peaking plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.interval import Interval
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.wording import plain, span

_COAL_MOVES = {
    "控制增长": re.compile(r"控制[^，。；]{0,6}煤炭消费(?:总量)?(?:的)?(?:过快)?增长"),
    "总量下降": re.compile(
        r"煤炭消费(?:总)?量[^，。；]{0,30}(?:下降|减少|削减|降低|负增长)|(?:减少|压减|削减)煤炭消费"
    ),
    "占比下降": re.compile(r"煤炭消费(?:占比|比重|比例)[^，。；]{0,8}(?:下降|减少|降低)"),
    "保供顶峰": re.compile(r"煤电[^，。；]{0,6}(?:顶峰|兜底)"),
}
_COAL_NUMBER = re.compile(r"煤炭消费(?:总)?量[^。；]{0,24}\d+(?:\.\d+)?\s*(?:万吨|吨|%|％|亿吨)")

# 十四五控制增长、十五五逐步减少 is one policy told by period
_TWO_PERIODS = r"十四五[^。]{0,40}煤炭消费[^。]{0,40}十五五|2025年前[^。]{0,30}煤炭消费[^。]{0,40}2030年"

COAL_WORDING = Check("coal-wording", 9, CONVENTION, "煤炭消费的几种表述不一致", "words about coal pull apart")


@register(COAL_WORDING)
def coal_wording(context: Context) -> Iterator[Finding]:
    """Coal use both 'growth controlled' and 'falling', with no number to settle it."""
    found: dict[str, str] = {}
    for name, pattern in _COAL_MOVES.items():
        for clause in context.plan.clauses:
            if clause.level > 0 and pattern.search(context.plan.text_of(clause)):
                found.setdefault(name, clause.id)
    if not {"控制增长", "总量下降"} <= found.keys() or context.says(_TWO_PERIODS):
        return
    numeric = any(one.key.endswith("coal_consumption") and one.sense == "aim" for one in context.statements)
    grows = context.says(r"煤炭消费[^。；]{0,20}(?:增幅|增速|年均增|增量|增长[^。；]{0,6}\d)")
    if (numeric or context.says(_COAL_NUMBER.pattern)) and not grows:
        return
    yield COAL_WORDING.finding(
        dict.fromkeys(found.values()),
        title="煤炭消费既写“控制增长”又写“下降”" + ("" if numeric else "，且没有数值"),
        clauses=found.values(),
        arithmetic="；".join(f"{clause}：{name}" for name, clause in found.items())
        + f"；共{len(found)}种方向"
        + ("" if numeric else "，数值0个"),
        settles="上级对本市煤炭消费的控制要求；基期煤炭消费量。",
        proposal="到（  ）年，煤炭消费量控制在（  ）万吨以内，比（  ）年下降（  ）%；保供新增用煤单列说明。",
    )


SUPPLY_TARGET = Check(
    "supply-target",
    15,
    QUANTITY,
    "化石能源增产目标写在达峰方案中",
    "a fossil supply target inside a peaking plan",
    ("gas_co2_per_10k_m3",),
)


@register(SUPPLY_TARGET)
def supply_target(context: Context) -> Iterator[Finding]:
    """A gas-production target whose gas, burned anywhere, emits what no indicator of the plan counts."""
    rate = context.interval("gas_co2_per_10k_m3")
    scales = {"亿立方米": 1e4, "万立方米": 1.0}  # to 10^4 m3
    if rate is None or context.says(r"甲烷|逸散|泄漏检测"):
        return
    for target in context.targets("gas_production"):
        unit = (target.unit or "").split("/")[0]
        if target.value is None or unit not in scales:
            continue
        carbon = rate.scale(target.value * scales[unit])
        yield SUPPLY_TARGET.finding(
            (target.id,),
            title=f"“{target.indicator}”是供应目标，燃烧排放和开采逸散均不在方案指标内",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=(
                f"{plain(target.value)}{unit}×{span(rate, digits=1)}t/万m³={span(carbon, 1e-4)}万吨CO2"
                "（在何处燃烧即计入何处）"
            ),
            details=(
                "只有真正替代煤炭的部分才减少排放；甲烷逸散未列入任何指标。",
                *_leaked(context, target.value * scales[unit]),
            ),
            inputs=(context.as_input(target), *context.given("gas_co2_per_10k_m3", *_LEAKAGE)),
            settles="产量中本地消费与外输的比例、替代煤炭的数量、开采逸散率。",
            proposal="天然气增产部分（  ）用于替代煤炭，年替代（  ）万吨；开展甲烷逸散监测并公布逸散率。",
        )


_LEAKAGE = ("methane_leakage", "methane_density", "methane_gwp")


def _leaked(context: Context, volume: float) -> Iterator[str]:
    """One line on the CO2 equivalent of what leaks on the way, from the leakage, density and GWP declared."""
    leakage, density, gwp = (context.interval(name) for name in _LEAKAGE)
    if leakage is None or density is None or gwp is None:
        return
    low = volume * leakage.low / 100 * density.low * gwp.low
    high = volume * leakage.high / 100 * density.high * gwp.high
    yield (
        f"逸散：{plain(volume)}万m³×{span(leakage, digits=1)}%×{span(density, digits=2)}t/万m³×"
        f"{span(gwp)}={span(Interval(low, high), 1e-4)}万吨CO2e，不在任何指标内。"
    )
