"""The three parts of a city's CO2: structural, the coal plants' deviation, industrial process."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dafeng.methods.cards import card

FloatArray = NDArray[np.float64]
_Number = TypeVar("_Number", float, FloatArray)


@card(
    id="pathway.structural",
    name_zh="结构性排放（Kaya 恒等式）",
    name_en="structural CO2 (Kaya identity)",
    formula="S_y = S_0 × (GDP_y/GDP_0) × ((E/GDP)_y/(E/GDP)_0) × ((C/E)_y/(C/E)_0)",
    unit="t CO2",
    source="Kaya 恒等式；IPCC AR5 WG III 第 5 章 5.3",
    page="pathway",
)
def structural_t(
    base_t: float, gdp_ratio: _Number, energy_intensity_ratio: _Number, carbon_per_energy_ratio: _Number
) -> _Number:
    """Combustion CO2 (t) when GDP, energy per GDP and CO2 per energy stand at these ratios to the base year.

    Examples
    --------
    >>> round(structural_t(10e6, 1.05, 0.97, 0.99))
    10083150

    """
    return base_t * gdp_ratio * energy_intensity_ratio * carbon_per_energy_ratio


@card(
    id="pathway.plant_deviation",
    name_zh="煤电利用小时偏差排放",
    name_en="CO2 of coal-power hours away from the reference",
    formula="D_y = K × (h_y − h_ref) × f",
    unit="t CO2",
    source="定义式：装机容量 × 利用小时偏差 × 供电排放系数",
    page="pathway",
)
def plant_deviation_t(
    capacity_kw: float, hours_h: _Number, reference_hours_h: float, t_per_kwh: float
) -> _Number:
    """CO2 (t) of running coal capacity at other than its reference hours; negative below them.

    Examples
    --------
    2,400 MW run 500 h longer at 0.85 kg/kWh:

    >>> round(plant_deviation_t(2.4e6, 4500.0, 4000.0, 0.00085))
    1020000

    """
    return capacity_kw * (hours_h - reference_hours_h) * t_per_kwh


@card(
    id="pathway.adjusted",
    name_zh="按参考利用小时调整后的排放",
    name_en="CO2 at reference coal-power hours",
    formula="M' = M − D_y",
    unit="t CO2",
    source="定义式：观测排放扣除煤电利用小时偏差",
    page="pathway",
    additive=True,
)
def adjusted_t(co2_t: float, deviation_t: float) -> float:
    """Observed CO2 (t) as it would have been at the reference hours: a dry summer taken out.

    Examples
    --------
    >>> adjusted_t(15.0e6, 1.02e6)
    13980000.0

    """
    return co2_t - deviation_t


@card(
    id="pathway.process",
    name_zh="工业过程排放趋势",
    name_en="industrial process CO2",
    formula="P_y = P_0 × (1 + r)^(y − y_0)",
    unit="t CO2",
    source="假设：过程排放按固定年率变化，年率由使用者给定",
    page="pathway",
)
def process_t(base_t: float, yearly_rate: _Number, years: _Number) -> _Number:
    """Process CO2 (t) `years` after the base year at a constant yearly rate (fraction).

    Examples
    --------
    >>> round(process_t(2e6, -0.01, 2.0))
    1960200

    """
    ratio: _Number = (1.0 + yearly_rate) ** years
    return base_t * ratio
