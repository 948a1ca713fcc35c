"""The Kaya ensemble: one city's CO2 to the horizon, draws on the last axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from dafeng.methods.cards import card
from dafeng.methods.pathways.model import CityModel, Fill
from dafeng.methods.pathways.parts import FloatArray, plant_deviation_t, process_t, structural_t
from dafeng.methods.pathways.trajectories import (
    IntArray,
    Shocks,
    carbon_log_ratio,
    coal_hours,
    draw_shocks,
    energy_log_ratio,
    gdp_path,
    log_rate,
)

FAN = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)

# A peak by the pivot year is won or lost against the years that follow it soon; beyond a decade the paces
# have decided.  Only the drivers' summaries use this, never the pathway.
_DECISIVE_YEARS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Projected CO2 by year and draw, t, with what peak and drivers need.

    `observed_factor` [observed years, draws] turns the observed series into each draw's own history.
    `at_reference_hours_t` is the same projection with the coal plants at their reference hours.
    `drivers` holds one number per draw and assumption; `pivot_year` is the year before the period's end.
    """

    fill: Fill
    years: IntArray
    co2_t: FloatArray
    at_reference_hours_t: FloatArray
    observed_years: tuple[int, ...]
    observed_factor: FloatArray
    drivers: Mapping[str, FloatArray]
    pivot_year: int

    @property
    def draws(self) -> int:
        return int(self.co2_t.shape[1])

    def adjusted(self) -> Ensemble:
        """The coal-hours-adjusted ensemble, to be shown beside the raw one."""
        return replace(self, co2_t=self.at_reference_hours_t)


@card(
    id="pathway.co2",
    name_zh="排放路径（抽样）",
    name_en="CO2 pathway, draw by draw",
    formula="CO2_y = max(S_y + D_y, 0) + P_y",
    unit="t CO2",
    source="结构性排放、煤电偏差与工业过程三项之和；各分布为假设（D 级）",
    page="pathway",
)
def simulate(model: CityModel, fill: Fill, draws: int, seed: np.random.SeedSequence) -> Ensemble:
    """CO2 pathways from the year after the last observation to the horizon.

    Parameters
    ----------
    model : the city's inputs and spreads
    fill : how the plan's blank targets are filled
    draws : number of pathways
    seed : the same seed gives the same bytes, whatever other fills were run before

    Returns
    -------
    Ensemble with CO2 in t, [projected years, draws]

    Raises
    ------
    DafengError
        When `draws` is not positive.

    Examples
    --------
    Without any spread, 5 % growth against −14.5 % energy per GDP and 35 → 37 % non-fossil in five years:

    >>> sure = dict.fromkeys(("hours_swing_sd_h", "gdp_swing_sd", "energy_after_sd", "level_sd"), 0.0)
    >>> from dafeng.methods.pathways.model import Observed, Prior
    >>> city = CityModel(
    ...     observed=Observed((2025,), (10e6,)), horizon=2035, period_start=2025, period_end=2030,
    ...     gdp_growth=Prior(0.05), energy_intensity_change=Prior(-0.03),
    ...     carbon_per_energy_change=Prior(-0.01), nonfossil_share_start=0.35, nonfossil_share_end=0.37,
    ...     process_t=0.0, process_growth=Prior(0.0), coal_capacity_kw=0.0, coal_t_per_kwh=0.0,
    ...     reference_hours_h=0.0, last_hours_h=0.0, mean_hours_h=Prior(0.0), carbon_after_sd=0.0,
    ...     energy_achievement=Prior(1.0), carbon_achievement=Prior(1.0), **sure)
    >>> fill = Fill("repeat", "", "", energy_intensity_cut=0.145)
    >>> ensemble = simulate(city, fill, draws=1, seed=np.random.SeedSequence(1))
    >>> round(ensemble.co2_t[4, 0]), round(10e6 * 1.05**5 * 0.855 * 0.63 / 0.65)
    (10576447, 10576447)

    """
    return project(model, fill, draw_shocks(model, draws, seed))


def project(model: CityModel, fill: Fill, shocks: Shocks) -> Ensemble:
    """The ensemble of one fill on given shocks; use it to compare fills on common random numbers."""
    years = np.arange(model.first_projected_year, model.horizon + 1, dtype=np.int64)
    gdp = gdp_path(model, shocks, years)
    energy = energy_log_ratio(model, fill, shocks, years)
    carbon = carbon_log_ratio(model, fill, shocks, years)
    hours = coal_hours(model, shocks)
    process_pace = log_rate(model.process_growth, shocks, "process")

    structural = structural_t(model.structural_t, np.exp(gdp.log_ratio), np.exp(energy), np.exp(carbon))
    deviation = plant_deviation_t(
        model.coal_capacity_kw, hours, model.reference_hours_h, model.coal_t_per_kwh
    )
    elapsed = (years - model.observed.last_year).astype(np.float64)[:, None]
    process = process_t(model.process_t, np.expm1(process_pace), elapsed)

    # Level error and observation noise scale a draw's history and future alike, so that the projection
    # starts at that draw's own last level and an error of level alone never moves the peak year.
    level = np.exp(model.level_sd * shocks.per_draw["level"])
    observed_factor = level * np.exp(model.observation_sd * shocks.observation)
    base = observed_factor[-1]

    pivot_year = model.period_end - 1
    after = (years > pivot_year) & (years <= pivot_year + _DECISIVE_YEARS)
    decisive_row = int(np.flatnonzero(after)[-1])
    highest_before = hours[years <= pivot_year].max(axis=0, initial=model.last_hours_h)
    drivers = {
        "gdp_growth": gdp.growth_before_easing[: decisive_row + 1].mean(axis=0),
        "energy_intensity": energy[decisive_row],
        "carbon_per_energy": carbon[decisive_row],
        "coal_hours": highest_before - hours[after].max(axis=0),
        "process": process_pace,
        "growth_after_period": gdp.easing,
        "observation": np.max(observed_factor, axis=0) / base,
    }
    return Ensemble(
        fill=fill,
        years=years,
        co2_t=base * (np.maximum(structural + deviation, 0.0) + process),
        at_reference_hours_t=base * (structural + process),
        observed_years=model.observed.years,
        observed_factor=observed_factor,
        drivers=MappingProxyType(drivers),
        pivot_year=pivot_year,
    )


def quantiles(ensemble: Ensemble, levels: Sequence[float] = FAN) -> dict[float, FloatArray]:
    """Quantiles of CO2 by projected year, t, for the fan chart: level → one value per year."""
    values = np.quantile(ensemble.co2_t, levels, axis=1)
    return {level: values[row] for row, level in enumerate(levels)}
