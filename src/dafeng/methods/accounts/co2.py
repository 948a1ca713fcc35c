"""CO2 of combustion, process and electricity, and the four totals they make."""

from __future__ import annotations

import math

from dafeng.domain.convention import CarbonConvention
from dafeng.methods.cards import card

CO2_PER_CARBON = 44 / 12

# Which parts each convention is the sum of.  The bridge between two conventions is read off this table.
PARTS: dict[CarbonConvention, tuple[str, ...]] = {
    CarbonConvention.TERRITORIAL: ("final_combustion", "power_combustion"),
    CarbonConvention.TERRITORIAL_PROCESS: ("final_combustion", "power_combustion", "process"),
    CarbonConvention.STATUTORY: ("final_combustion", "power_combustion", "net_inflow"),
    CarbonConvention.CONSUMPTION: ("final_combustion", "final_electricity"),
}


@card(
    id="co2.combustion",
    name_zh="化石燃料燃烧排放",
    name_en="CO2 of fuel combustion",
    formula="M = Q × NCV × CC × OF × 44/12",
    unit="t",
    source="省级温室气体清单编制指南 能源活动",
    page="co2",
)
def combustion(quantity: float, ncv_gj: float, carbon_t_per_gj: float, oxidation: float) -> float:
    """CO2 (t) of burning a quantity of fuel, from its heat, carbon content and oxidation rate.

    Examples
    --------
    1,000 t of raw coal at 20.908 GJ/t, 26.37 tC/TJ and 94 %:

    >>> round(combustion(1000, 20.908, 26.37e-3, 0.94), 1)
    1900.3

    """
    return quantity * ncv_gj * carbon_t_per_gj * oxidation * CO2_PER_CARBON


@card(
    id="co2.process",
    name_zh="工业生产过程排放（水泥熟料）",
    name_en="Process CO2 of clinker",
    formula="M = Q熟料 × EF",
    unit="t",
    source="环办气候函〔2024〕321号 企业温室气体排放核算与报告指南 水泥行业",
    page="co2",
)
def process(clinker_t: float, factor_t_per_t: float) -> float:
    """CO2 (t) driven out of limestone when clinker is made.

    Examples
    --------
    >>> round(process(5e6, 0.535))
    2675000

    """
    return clinker_t * factor_t_per_t


@card(
    id="co2.electricity",
    name_zh="电力间接排放",
    name_en="CO2 of electricity",
    formula="M = P × EF当年",
    unit="t",
    source="生态环境部、国家统计局 电力二氧化碳排放因子公告",
    page="co2",
)
def electricity(kwh: float, factor_t_per_kwh: float) -> float:
    """CO2 (t) of electricity at the year's location factor; net outflow is negative.

    Examples
    --------
    >>> round(electricity(2e9, 0.1564e-3))
    312800

    """
    return kwh * factor_t_per_kwh


@card(
    id="co2.total",
    name_zh="二氧化碳排放总量",
    name_en="Total CO2",
    formula="M = Σ 该口径所含各项",
    unit="t",
    source="省级温室气体清单编制指南；省级碳强度考核核算方法",
    page="co2",
    additive=True,
)
def convention_total(*parts_t: float) -> float:
    """CO2 (t) of a convention: the sum of the parts that it counts.

    Examples
    --------
    >>> convention_total(1.0, 2.0)
    3.0

    """
    return math.fsum(parts_t)
