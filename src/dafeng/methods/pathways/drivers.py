"""Which assumption decides the peak: first-order shares of its variance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from dafeng.methods.cards import card
from dafeng.methods.pathways.ensemble import Ensemble
from dafeng.methods.pathways.parts import FloatArray
from dafeng.methods.pathways.peak import PeakResult

DRIVER_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "gdp_growth": ("GDP 增速", "GDP growth"),
        "energy_intensity": ("单位 GDP 能耗变化", "energy intensity"),
        "carbon_per_energy": ("单位能耗碳排放变化", "CO2 per unit of energy"),
        "coal_hours": ("煤电利用小时", "coal-power hours"),
        "process": ("工业过程排放趋势", "industrial process CO2"),
        "growth_after_period": ("规划期后增速回落", "easing of growth after the plan period"),
        "observation": ("历史数据年际误差", "year-to-year error of the observed series"),
    }
)

_DRAWS_PER_BIN = 200
_FEWEST_BINS = 4
_MOST_BINS = 50


class DriverShare(NamedTuple):
    """A driver and the fraction of variance it explains alone."""

    name: str
    share: float


def drivers(ensemble: Ensemble, result: PeakResult, by_year: int | None = None) -> tuple[DriverShare, ...]:
    """Shares of the variance of "peaks by `by_year`" explained by each driver alone, largest first.

    `by_year` is by default the year before the plan period ends.  Shares need not add to 1: what drivers
    do together belongs to none.  Drivers without spread are left out; the answer is empty when every draw
    agrees, because there is then no variance to share.
    """
    limit = ensemble.pivot_year if by_year is None else by_year
    return _shares(ensemble, (result.peak_year <= limit).astype(np.float64))


def peak_year_drivers(ensemble: Ensemble, result: PeakResult) -> tuple[DriverShare, ...]:
    """The same shares for the variance of the peak year itself."""
    return _shares(ensemble, result.peak_year.astype(np.float64))


@card(
    id="pathway.driver_share",
    name_zh="驱动因素方差份额",
    name_en="first-order share of a driver",
    formula="ε² = (SS_组间 − (k − 1) × MS_组内) / SS_总，不小于 0",
    unit="1",
    source="相关比，偏差修正：Kelley 1935；一阶敏感度：Saltelli 等 2008，Global Sensitivity Analysis",
    page="pathway",
)
def correlation_ratio(summary: FloatArray, outcome: FloatArray) -> float:
    """Fraction of the outcome's variance explained by a driver's summary, in equal-count bins of draws.

    Raises
    ------
    ValueError
        When there are too few draws to form bins, or the outcome does not vary.

    Examples
    --------
    >>> driver = np.arange(800.0)
    >>> round(correlation_ratio(driver, (driver < 400).astype(float)), 6)
    1.0
    >>> correlation_ratio(driver, driver % 2)
    0.0

    """
    bins = max(_FEWEST_BINS, min(_MOST_BINS, len(outcome) // _DRAWS_PER_BIN))
    if len(outcome) <= bins or np.ptp(outcome) == 0:
        raise ValueError(f"{len(outcome)} draws: give more than {bins}, with an outcome that varies")
    order = np.argsort(summary, kind="stable")
    centred = outcome - outcome.mean()
    groups = np.array_split(centred[order], bins)
    total = float(np.sum(centred**2))
    between = sum(len(group) * float(group.mean()) ** 2 for group in groups)
    within = (total - between) / (len(outcome) - bins)
    return max(0.0, (between - (bins - 1) * within) / total)


def _shares(ensemble: Ensemble, outcome: FloatArray) -> tuple[DriverShare, ...]:
    if np.ptp(outcome) == 0:
        return ()
    shares = [
        DriverShare(name, correlation_ratio(summary, outcome))
        for name, summary in ensemble.drivers.items()
        if np.ptp(summary) > 0
    ]
    return tuple(sorted(shares, key=lambda item: (-item.share, item.name)))
