"""How growth, energy intensity, carbon per energy, hours and process CO2 move in every draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dafeng.domain.errors import DafengError
from dafeng.methods.pathways.model import HOURS_PER_YEAR, CityModel, Fill, Prior
from dafeng.methods.pathways.parts import FloatArray

IntArray = NDArray[np.int64]

# Below a halving in one year the normal tails stop describing an economy; the bound keeps logarithms finite.
_LOWEST_YEARLY_RATE = -0.5

_PER_DRAW = (
    "gdp_mean",
    "growth_easing",
    "energy_history",
    "energy_achievement",
    "energy_after",
    "carbon_history",
    "carbon_achievement",
    "carbon_after",
    "process",
    "hours_mean",
    "level",
)
_PER_YEAR = ("gdp_swing", "hours_swing")


@dataclass(frozen=True, slots=True, eq=False)
class Shocks:
    """Standard normal numbers by assumption; the same ones serve every fill."""

    per_draw: Mapping[str, FloatArray]
    per_year: Mapping[str, FloatArray]
    observation: FloatArray


def draw_shocks(model: CityModel, draws: int, seed: np.random.SeedSequence) -> Shocks:
    """Standard normal shocks of one seed.

    Each assumption has a stream of its own, found by its name: a new assumption or a longer horizon
    leaves all other numbers as they were.
    """
    if draws < 1:
        raise DafengError(
            "E_DRAWS",
            f"抽样次数应为正整数，收到 {draws}",
            f"the number of draws must be positive, got {draws}",
        )
    span = (model.horizon - model.observed.last_year, draws)
    history = (len(model.observed.years), draws)
    return Shocks(
        per_draw=MappingProxyType({name: _stream(seed, name).standard_normal(draws) for name in _PER_DRAW}),
        per_year=MappingProxyType({name: _stream(seed, name).standard_normal(span) for name in _PER_YEAR}),
        observation=_stream(seed, "observation").standard_normal(history),
    )


class GdpPath(NamedTuple):
    """Log of GDP over its base year, yearly growth before easing (both [years, draws]), easing per year."""

    log_ratio: FloatArray
    growth_before_easing: FloatArray
    easing: FloatArray


def gdp_path(model: CityModel, shocks: Shocks, years: IntArray) -> GdpPath:
    """GDP in every draw: an uncertain mean, yearly swings around it, easing after the plan period."""
    mean = _sample(model.gdp_growth, shocks, "gdp_mean")
    easing = np.maximum(_sample(model.growth_easing, shocks, "growth_easing"), 0.0)
    swing = _swing(shocks.per_year["gdp_swing"], model.gdp_swing_sd, model.gdp_persistence, None)
    eased = mean - np.maximum(years - model.period_end, 0)[:, None] * easing
    # A draw that grows more slowly than the floor keeps its own pace: the floor never lifts growth.
    growth = np.maximum(eased, np.minimum(mean, model.growth_floor)) + swing
    log_ratio = np.cumsum(np.log1p(np.maximum(growth, _LOWEST_YEARLY_RATE)), axis=0)
    return GdpPath(log_ratio, mean + swing, easing)


def energy_log_ratio(model: CityModel, fill: Fill, shocks: Shocks, years: IntArray) -> FloatArray:
    """Log of energy per GDP over its base year [years, draws]."""
    history = log_rate(model.energy_intensity_change, shocks, "energy_history")
    if fill.energy_intensity_cut is None:
        period = history
    else:
        target = np.log1p(-fill.energy_intensity_cut) / model.period_years
        period = target * np.maximum(_sample(model.energy_achievement, shocks, "energy_achievement"), 0.0)
    after = period + model.energy_after_sd * shocks.per_draw["energy_after"]
    return _accumulated(model, years, history, period, after)


def carbon_log_ratio(model: CityModel, fill: Fill, shocks: Shocks, years: IntArray) -> FloatArray:
    """Log of CO2 per energy over its base year [years, draws]."""
    history = log_rate(model.carbon_per_energy_change, shocks, "carbon_history")
    target = _carbon_target(model, fill)
    if target is None:
        period = history + np.log1p(-fill.extra_carbon_decline)
    else:
        period = target * np.maximum(_sample(model.carbon_achievement, shocks, "carbon_achievement"), 0.0)
    after = period + model.carbon_after_sd * shocks.per_draw["carbon_after"]
    return _accumulated(model, years, history, period, after)


def coal_hours(model: CityModel, shocks: Shocks) -> FloatArray:
    """Utilisation hours of the coal plants [years, draws], h."""
    mean = _sample(model.mean_hours_h, shocks, "hours_mean")
    start = model.last_hours_h - mean
    swing = _swing(shocks.per_year["hours_swing"], model.hours_swing_sd_h, model.hours_persistence, start)
    return np.clip(mean + swing, 0.0, HOURS_PER_YEAR)


def log_rate(prior: Prior, shocks: Shocks, name: str) -> FloatArray:
    """Each draw's log(1 + rate) for a yearly rate known up to `prior`."""
    return np.log1p(np.maximum(_sample(prior, shocks, name), _LOWEST_YEARLY_RATE))


def _stream(seed: np.random.SeedSequence, name: str) -> np.random.Generator:
    child = np.random.SeedSequence(entropy=seed.entropy, spawn_key=(*seed.spawn_key, crc32(name.encode())))
    return np.random.Generator(np.random.PCG64(child))


def _sample(prior: Prior, shocks: Shocks, name: str) -> FloatArray:
    return prior.mean + prior.sd * shocks.per_draw[name]


def _swing(shock: FloatArray, sd: float, persistence: float, start: FloatArray | None) -> FloatArray:
    """AR(1) deviations with stationary `sd`; from `start` in the last observed year, or stationary."""
    innovation = sd * np.sqrt(1.0 - persistence**2)
    swing = np.empty_like(shock)
    swing[0] = sd * shock[0] if start is None else persistence * start + innovation * shock[0]
    for row in range(1, len(shock)):
        swing[row] = persistence * swing[row - 1] + innovation * shock[row]
    return swing


def _accumulated(
    model: CityModel, years: IntArray, history: FloatArray, period: FloatArray, after: FloatArray
) -> FloatArray:
    """Yearly log paces summed from the last observed year: before, within and after the plan period."""
    last = model.observed.last_year
    before = np.maximum(np.minimum(years, model.period_start) - last, 0)
    through = np.minimum(years, model.period_end) - last
    log_ratio: FloatArray = before[:, None] * history
    log_ratio += (through - before)[:, None] * period
    log_ratio += (years - last - through)[:, None] * after
    return log_ratio


def _carbon_target(model: CityModel, fill: Fill) -> float | None:
    """Yearly log pace of CO2 per unit of energy; all targets hold together, so the stronger one binds."""
    paces = []
    if model.nonfossil_share_start is not None and model.nonfossil_share_end is not None:
        fossil = (1.0 - model.nonfossil_share_end) / (1.0 - model.nonfossil_share_start)
        paces.append(float(np.log(fossil) / model.period_years + np.log1p(-fill.extra_carbon_decline)))
    if fill.carbon_intensity_cut is not None:
        if fill.energy_intensity_cut is None:
            energy = np.log1p(model.energy_intensity_change.mean)
        else:
            energy = np.log1p(-fill.energy_intensity_cut) / model.period_years
        paces.append(float(np.log1p(-fill.carbon_intensity_cut) / model.period_years - energy))
    return min(paces, default=None)
