"""The pathway of a city: from its accounts, its declared assumptions and the plan's own targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dafeng.domain.account import Account
from dafeng.domain.city import City, Declarations
from dafeng.domain.convention import DEFAULT_CONVENTION
from dafeng.domain.figure import Figure
from dafeng.domain.plan import Plan, Target
from dafeng.methods.figures import derived, outline
from dafeng.methods.pathways import (
    CityModel,
    DriverShare,
    Fill,
    Observed,
    PeakCall,
    PeakResult,
    Prior,
    adjusted_t,
    call_peak,
    draw_shocks,
    drivers,
    peak,
    plant_deviation_t,
    project,
    quantiles,
    solve_cut,
    standard_fills,
    uninformed,
)
from dafeng.rules.factors import RuleBook

HORIZON = 2060
PERIOD = 5
WANTED = 0.8
EARLY, LATE = 2029, 2030
REQUIRED = (
    "gdp_growth_mean", "gdp_ar", "gdp_noise_sd", "growth_easing_after_2030", "growth_floor",
    "energy_intensity_trend_2024_2025", "carbon_per_energy_trend", "achievement", "energy_after_sd",
    "carbon_after_sd", "coal_hours_mean", "coal_hours_swing_sd", "coal_hours_ar", "process_trend",
    "level_error_sd", "observation_noise_sd",
)  # fmt: skip

# A spread left blank is unknown, not nought.
UNCERTAIN = (
    "gdp_growth_mean", "growth_easing_after_2030", "energy_intensity_trend_2024_2025", "carbon_per_energy_trend",
    "achievement", "coal_hours_mean", "process_trend",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilledPathway:
    """One way of filling the blanks, with its probabilities as figures and its fan."""

    fill: Fill
    by_2029: Figure
    by_2030: Figure
    result: PeakResult
    fan: Mapping[float, np.ndarray]
    drivers: tuple[DriverShare, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    """Everything the peak card needs; `determined` is true only when the plan itself fills every blank."""

    determined: bool
    model: CityModel
    observed: tuple[Figure, ...]
    adjusted: tuple[Figure, ...]
    filled: tuple[FilledPathway, ...]
    low: Figure
    high: Figure
    uninformed: Figure
    assumptions: tuple[Figure, ...]

    @property
    def drivers(self) -> tuple[DriverShare, ...]:
        """Drivers of the first fill: the plan's own pace carried on."""
        return self.filled[0].drivers


@dataclass(frozen=True, slots=True)
class NoPathway:
    """Why there is no pathway."""

    reason_zh: str
    reason_en: str


def forecast(
    plan: Plan,
    city: City | None,
    accounts: Mapping[int, Account],
    declared: Declarations | None,
    rules: RuleBook,
    *,
    seed: int,
    draws: int,
) -> Pathway | NoPathway:
    """The Kaya ensemble for every way of filling the plan's blank targets."""
    if city is None or declared is None:
        return NoPathway("没有城市文件夹，无法推演", "no city folder, so nothing to project")
    lacking = [name for name in REQUIRED if name not in declared.pathway]
    lacking += [
        name for name in ("coal_capacity_mw", "coal_power_co2_rate") if name not in declared.assumptions
    ]
    if lacking:
        return NoPathway(
            f"缺少路径参数：{'、'.join(lacking)}", f"pathway parameters missing: {', '.join(lacking)}"
        )
    certain = [name for name in UNCERTAIN if declared.pathway[name].spread is None]
    if certain:
        names = "、".join(certain)
        return NoPathway(
            f"缺少离散度（sd）：{names}；确知的量请填 0",
            f"no spread (sd): {', '.join(certain)}; enter 0 for a certainty",
        )
    series = {year: made.co2[DEFAULT_CONVENTION] for year, made in sorted(accounts.items())}
    known = {year: figure for year, figure in series.items() if figure.value is not None}
    if len(known) < 3:
        return NoPathway("有排放量的年份不足三年", "fewer than three years with CO2")
    last = max(known)
    if accounts[last].electricity["local_coal"].value is None:
        return NoPathway(f"{last} 年没有本地煤电电量", f"no local coal power for {last}")
    blank = _blank_target(plan, "energy_intensity")
    model = _model(plan, accounts[last], known, declared, blank.year if blank and blank.year else LATE)
    fills, determined = _fills(plan, rules, blank)
    assumptions = tuple(entry.figure for _, entry in sorted(declared.pathway.items()))
    assumptions += tuple(
        declared.assumptions[name].figure for name in ("coal_capacity_mw", "coal_power_co2_rate")
    )
    root = np.random.SeedSequence(seed)
    shocks = draw_shocks(model, draws, root)
    if not determined:
        cut = solve_cut(model, fills[0], WANTED, EARLY, draws=draws, seed=root)
        if cut is not None:
            minus = f"−{cut * 100:.1f} %"
            fills += (
                Fill(
                    "needed",
                    f"反推：使 {EARLY} 年前达峰概率为 {WANTED:.0%} 所需（能耗强度 {minus}）",
                    f"as strong as needed for {WANTED:.0%} by {EARLY} (energy intensity {minus})",
                    cut,
                ),
            )
    base = (known[last], *assumptions)
    filled = []
    for fill in fills:
        ensemble = project(model, fill, shocks)
        result = peak(ensemble, model.observed)
        early, late = (
            _probability(
                f"pathway/probability/{fill.id}/{year}", fill, year, result.probability_by(year), city, base
            )
            for year in (EARLY, LATE)
        )
        filled.append(
            FilledPathway(fill, early, late, result, quantiles(ensemble), drivers(ensemble, result, EARLY))
        )
    by_value = sorted((entry.by_2029 for entry in filled), key=_value)
    return Pathway(
        determined,
        model,
        tuple(known.values()),
        _adjusted(accounts, known, declared, city),
        tuple(filled),
        by_value[0],
        by_value[-1],
        _uninformed(last + 1, city, known[last]),
        assumptions,
    )


def peak_call(accounts: Mapping[int, Account], declared: Declarations | None) -> PeakCall | None:
    """Whether the observed series has peaked, given the city's own error of its level; None if unknown."""
    known = {year: made.co2[DEFAULT_CONVENTION].value for year, made in sorted(accounts.items())}
    series = {year: value for year, value in known.items() if value is not None}
    if not series or declared is None or "level_error_sd" not in declared.pathway:
        return None
    observed = Observed(tuple(series), tuple(series.values()))
    return call_peak(observed, _value(declared.pathway["level_error_sd"].figure))


def growth_words(model: CityModel) -> tuple[str, str]:
    """What a pathway assumes about growth, in one line of Chinese and of English."""
    mean, easing = model.gdp_growth.mean * 100, model.growth_easing.mean * 100
    floor = model.growth_floor * 100
    end = model.period_end
    return (
        f"GDP 年均 {mean:.1f}%，{end} 年后每年放缓 {easing:.2f} 个百分点，不低于 {floor:.0f}%",
        f"GDP {mean:.1f} %/yr, easing {easing:.2f} points a year after {end}, not below {floor:.0f} %",
    )


def _model(
    plan: Plan, account: Account, known: Mapping[int, Figure], declared: Declarations, period_end: int
) -> CityModel:
    def prior(name: str) -> Prior:
        entry = declared.pathway[name]
        if entry.spread is None:
            raise ValueError(f"{name} has no spread")
        return Prior(_value(entry.figure), entry.spread)

    def number(name: str) -> float:
        return _value(declared.pathway[name].figure)

    capacity_kw = _value(declared.assumptions["coal_capacity_mw"].figure) * 1000
    mean_hours = prior("coal_hours_mean")
    # A city without coal power has no hours to swing.
    last_hours = _value(account.electricity["local_coal"]) / capacity_kw if capacity_kw else mean_hours.mean
    share_start, share_end = _shares(plan, period_end)
    achievement = prior("achievement")
    return CityModel(
        observed=Observed(tuple(known), tuple(_value(figure) for figure in known.values())),
        horizon=HORIZON,
        period_start=period_end - PERIOD,
        period_end=period_end,
        gdp_growth=prior("gdp_growth_mean"),
        energy_intensity_change=prior("energy_intensity_trend_2024_2025"),
        carbon_per_energy_change=prior("carbon_per_energy_trend"),
        nonfossil_share_start=share_start,
        nonfossil_share_end=share_end,
        process_t=_value(account.components["process"]),
        process_growth=prior("process_trend"),
        coal_capacity_kw=capacity_kw,
        coal_t_per_kwh=_value(declared.assumptions["coal_power_co2_rate"].figure),
        reference_hours_h=mean_hours.mean,
        last_hours_h=last_hours,
        mean_hours_h=mean_hours,
        hours_swing_sd_h=number("coal_hours_swing_sd"),
        hours_persistence=number("coal_hours_ar"),
        gdp_swing_sd=number("gdp_noise_sd"),
        gdp_persistence=number("gdp_ar"),
        growth_easing=prior("growth_easing_after_2030"),
        growth_floor=number("growth_floor"),
        energy_achievement=achievement,
        energy_after_sd=number("energy_after_sd"),
        carbon_achievement=achievement,
        carbon_after_sd=number("carbon_after_sd"),
        level_sd=number("level_error_sd"),
        observation_sd=number("observation_noise_sd"),
    )


def _adjusted(
    accounts: Mapping[int, Account], known: Mapping[int, Figure], declared: Declarations, city: City
) -> tuple[Figure, ...]:
    """The observed series at reference coal-power hours, beside the raw one."""
    capacity = declared.assumptions["coal_capacity_mw"].figure
    reference = declared.pathway["coal_hours_mean"].figure
    rate = declared.assumptions["coal_power_co2_rate"].figure

    def deviation(output_kwh: float, capacity_mw: float, reference_h: float, t_per_kwh: float) -> float:
        kw = capacity_mw * 1000
        return float(plant_deviation_t(kw, output_kwh / kw, reference_h, t_per_kwh)) if kw else 0.0

    found = []
    for year, raw in known.items():
        words = (str(year), city.code, DEFAULT_CONVENTION.value)
        swing = derived(
            outline(f"pathway/plant_deviation/{city.code}/{year}", "煤电利用小时偏差排放",
                    "CO2 of coal-power hours away from the reference", "t", *words),
            "pathway.plant_deviation",
            (accounts[year].electricity["local_coal"], capacity, reference, rate),
            deviation,
        )  # fmt: skip
        frame = outline(
            f"pathway/adjusted/{city.code}/{year}", "按参考利用小时调整后的排放",
            "CO2 at reference coal-power hours", "t", *words,
        )  # fmt: skip
        found.append(derived(frame, "pathway.adjusted", (raw, swing), adjusted_t))
    return tuple(found)


def _fills(plan: Plan, rules: RuleBook, blank: Target | None) -> tuple[tuple[Fill, ...], bool]:
    own = _numeric(plan, "energy_intensity", "reduction")
    if blank is None:
        final = max(own, key=lambda target: target.year or 0, default=None)
        if final is not None and final.value is not None and (final.year or 0) >= LATE:
            cut = final.value / 100
            return (
                Fill(
                    "plan",
                    f"按方案（能耗强度 −{cut:.1%}）",
                    f"as the plan says (energy intensity −{cut:.1%})",
                    cut,
                ),
            ), True
    national = rules.row("national_cut:energy_intensity:2026-2030").value
    carbon = rules.row("national_cut:co2_intensity:2026-2030").value
    assert national is not None and carbon is not None
    previous = next((target.value for target in own if target.value is not None), None)
    fills = standard_fills((previous or national) / 100, national / 100, carbon / 100)
    return (fills if previous is not None else fills[1:]), False


def _shares(plan: Plan, period_end: int) -> tuple[float | None, float | None]:
    shares = {target.year: target.value for target in _numeric(plan, "nonfossil_share", "share")}
    start, end = shares.get(period_end - PERIOD), shares.get(period_end)
    return (start / 100, end / 100) if start is not None and end is not None else (None, None)


def _numeric(plan: Plan, indicator: str, kind: str) -> list[Target]:
    return [
        t for t in plan.numeric_targets if t.indicator_id == indicator and t.kind == kind and t.scope is None
    ]


def _blank_target(plan: Plan, indicator: str) -> Target | None:
    blanks = [
        t for t in plan.targets if t.indicator_id == indicator and t.value is None and t.year is not None
    ]
    return max(blanks, key=lambda target: target.year or 0, default=None)


def _probability(
    identity: str, fill: Fill, year: int, probability: float, city: City, inputs: tuple[Figure, ...]
) -> Figure:
    frame = outline(
        identity,
        f"{year}年前（含）达峰概率：{fill.name_zh}",
        f"probability of a peak by {year}: {fill.name_en}",
        "probability",
        str(year),
        city.code,
        DEFAULT_CONVENTION.value,
    )
    return derived(frame, "peak.probability", inputs, lambda *_: probability)


def _uninformed(first_year: int, city: City, last: Figure) -> Figure:
    frame = outline(
        "pathway/uninformed",
        f"一无所知的模型给出的 {EARLY} 年前（含）达峰概率",
        f"probability of a peak by {EARLY} from a model that knows nothing",
        "probability",
        str(EARLY),
        city.code,
        DEFAULT_CONVENTION.value,
    )
    return derived(frame, "peak.uninformed", (last,), lambda _: uninformed(first_year, HORIZON, EARLY))


def _value(figure: Figure) -> float:
    if figure.value is None:
        raise ValueError(f"{figure.id} has no value")
    return figure.value
