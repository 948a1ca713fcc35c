"""Energy and CO2 of one region and year, every line with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dafeng.domain.convention import CarbonConvention, ElectricityConversion
from dafeng.domain.figure import Figure


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one region-year under all four conventions.

    `components` are the named parts the conventions are sums of; `co2` the four totals (t);
    `energy` the totals in standard coal (tce) under 等价 and 当量; `nonfossil_share` in % under both;
    `intensities` per unit of constant-price GDP.  A figure whose value is None says why.
    """

    region: str
    year: int
    components: Mapping[str, Figure]
    co2: Mapping[CarbonConvention, Figure]
    by_sector: Mapping[str, Figure]
    by_fuel: Mapping[str, Figure]
    energy: Mapping[ElectricityConversion, Figure]
    nonfossil_share: Mapping[ElectricityConversion, Figure]
    electricity: Mapping[str, Figure]
    intensities: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class BridgeTerm:
    """One named step from one convention to another; the steps sum to the difference."""

    component: str
    sign: int
    figure: Figure

    @property
    def value(self) -> float | None:
        return None if self.figure.value is None else self.sign * self.figure.value
