"""Check of a headline cut against the numbered measures that stand behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context, base_year_of
from dafeng.methods.plan.review.identity import stated_base_share
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.wording import percent, span

CUT_UNBACKED = Check(
    "cut-unbacked",
    11,
    QUANTITY,
    "总降幅中有数量措施支撑的部分不足",
    "numbered measures stand behind only a part of the headline cut",
    ("territorial_co2", "gdp_growth_past"),
)
_SAVED = re.compile(r"节能(?:量|能力)?|节约|节能量")
_AVOIDED = re.compile(r"(?:减排|少排|减碳|降碳|减少[^，。；]{0,8}排放)")
_A_PROGRAMME = 15  # fewer figures for the year are no programme that could be added up
_ENOUGH = 0.9  # a plan this well backed is asked nothing


@register(CUT_UNBACKED)
def cut_unbacked(context: Context) -> Iterator[Finding]:
    """The tonnes that a carbon-intensity cut asks for against the tonnes that numbered measures give.

    The cut asks for CO2 x (1 + g)^n x b against an intensity frozen at the base year; a measure gives
    its saved coal equivalent times the factor of the fuel, its own tonnes of CO2, or the step of the
    non-fossil share times the energy total.  Low ends pair with low, high with high.
    """
    base_co2, growth = context.interval("territorial_co2"), context.interval("gdp_growth_past")
    if base_co2 is None or growth is None:
        return
    for year, cut in context.percents("co2_intensity", "reduction").items():
        base = base_year_of(cut)
        others = [one for one in context.plan.numeric_targets if one.year == year and one.id != cut.id]
        if base is None or cut.value is None or len(others) < _A_PROGRAMME:
            continue
        years = year - base[0]
        grown = Interval((1 + growth.low) ** years, (1 + growth.high) ** years)
        need = Interval(base_co2.low * grown.low, base_co2.high * grown.high).scale(cut.value / 100)
        given, lines, used = _given(context, year, base[0])
        low, high = given.low / need.high, given.high / need.low
        if high >= _ENOUGH:
            continue
        rates = ("territorial_co2", "gdp_growth_past", *used)
        yield CUT_UNBACKED.finding(
            (cut.id,),
            title=f"碳强度降幅{percent(cut.value / 100)}中，有数量措施支撑的至多约{percent(high, 0)}",
            clauses=(cut.clause,),
            targets=(cut.id,),
            arithmetic=(
                f"须减{span(base_co2, 1e-4)}万吨×(1+{span(growth, 100, 1)}%)^{years}×{percent(cut.value / 100)}="
                f"{span(need, 1e-4)}万吨；有数量的措施合计{span(given, 1e-4)}万吨，占{span(Interval(low, high), 100)}%"
            ),
            details=lines or ("没有一项措施写明节能量、减排量或可折算的数量。",),
            inputs=(context.as_input(cut), *context.given(*rates)),
            assumes=True,
            settles="各领域措施的节能量、减排量测算表。",
            proposal="列出各领域减排量（  ）万吨，合计不少于总降幅所需。",
        )


def _given(context: Context, year: int, base_year: int) -> tuple[Interval, tuple[str, ...], tuple[str, ...]]:
    """What the numbered measures give in tonnes of CO2, one line for each, and the inputs used."""
    total, lines, used = Interval.of(0.0), list[str](), list[str]()
    coal, gas = context.interval("coal_co2_per_tce"), context.interval("gas_co2_per_tce")
    rate = None if coal is None or gas is None else Interval(gas.low, coal.high)
    for one in context.statements:
        if one.sense != "aim" or one.year != year or not one.stop:
            continue
        made = _of(one, rate)
        if made is not None:
            total = total + made
            lines.append(f"{one.clause} {one.subject}{one.figure}：{span(made, 1e-4, 1)}万吨")
            used += ["coal_co2_per_tce", "gas_co2_per_tce"]
    share = context.percents("nonfossil_share", "share").get(year)
    step = _share_step(context, share, base_year)
    energy = context.interval(f"energy_total_{year}")
    if share is not None and step is not None and energy is not None and rate is not None:
        made = Interval(energy.low * step.low * rate.low, energy.high * step.high * rate.high)
        total = total + made
        lines.append(
            f"{share.clause} {share.indicator}提高{span(step, 100, 1)}个百分点×{span(energy, 1e-4)}万tce："
            f"{span(made, 1e-4, 1)}万吨（多为核算归属）"
        )
        used += [f"energy_total_{year}", "nonfossil_share_base", "nonfossil_share_base_candidates"]
        used += ["coal_co2_per_tce", "gas_co2_per_tce"]
    return total, tuple(lines), tuple(dict.fromkeys(used))


def _of(one: Statement, rate: Interval | None) -> Interval | None:
    words = one.words + one.subject
    if one.dimension == "coal_equivalent" and rate is not None and _SAVED.search(words):
        return rate.scale(one.amount)
    if one.dimension in {"carbon", "mass"} and _AVOIDED.search(words):
        return Interval.of(one.amount)
    return None


def _share_step(context: Context, share: Target | None, base_year: int) -> Interval | None:
    """How far the non-fossil share rises, from its stated or its possible base; never below nought."""
    if share is None or share.value is None:
        return None
    base = stated_base_share(context, base_year)
    if base is None:
        possible = context.interval("nonfossil_share_base_candidates")
        base = None if possible is None else possible.scale(0.01)
    if base is None:
        return None
    end = share.value / 100
    return Interval(max(0.0, end - base.high), max(0.0, end - base.low))
