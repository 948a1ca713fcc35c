"""Standard coal: fuels by their heat, electricity by 等价 or 当量."""

from __future__ import annotations

from dafeng.domain.figure import Figure
from dafeng.methods.cards import card
from dafeng.methods.figures import derived, outline

GJ_PER_TCE = 29.3076


@card(
    id="energy.standard_coal",
    name_zh="化石燃料折标准煤",
    name_en="Fuel to standard coal",
    formula="E = Q × NCV / 29.3076",
    unit="tce",
    source="GB/T 2589-2020 综合能耗计算通则 3.9、附录A",
    page="energy",
)
def standard_coal(quantity: float, ncv_gj: float) -> float:
    """Standard coal of a quantity of fuel (tce), from its net calorific value in GJ per unit.

    Examples
    --------
    1,000 t of raw coal at 20.908 GJ/t:

    >>> round(standard_coal(1000, 20.908), 3)
    713.399

    """
    return quantity * ncv_gj / GJ_PER_TCE


@card(
    id="energy.total",
    name_zh="能源消费总量",
    name_en="Total energy consumption",
    formula="E = Σ 化石燃料折标煤 + k ×（本地非化石电量 + 净调入电量）",
    unit="tce",
    source="中国能源统计年鉴 地区能源平衡表；GB/T 2589-2020",
    page="energy",
)
def total_energy(
    fossil_tce: float, rate_tce_per_kwh: float, local_nonfossil_kwh: float, net_inflow_kwh: float
) -> float:
    """Total energy consumption (tce) with electricity at the rate k of the chosen conversion.

    Net outflow enters with a minus sign.  Going from 等价 to 当量 changes the total only on electricity
    that was not made by local thermal plant, since the loss of conversion in local plant stays inside.

    Examples
    --------
    >>> round(total_energy(5e6, 0.3e-3, 1.6e9, 2e9))
    6080000

    """
    return fossil_tce + rate_tce_per_kwh * (local_nonfossil_kwh + net_inflow_kwh)


@card(
    id="energy.nonfossil_share",
    name_zh="非化石能源消费比重",
    name_en="Non-fossil share of energy consumption",
    formula="s = k × 全社会用电量 × 全省非化石发电占比 / E × 100",
    unit="%",
    source="国家统计局 非化石能源消费占比；用电按全省发电结构归属（可选项之一）",
    page="energy",
)
def nonfossil_share(
    rate_tce_per_kwh: float, electricity_use_kwh: float, provincial_share: float, energy_tce: float
) -> float:
    """Non-fossil share (%), the city's electricity use attributed by the province's generation mix (0–1).

    Whose hydropower a city may count is a choice, not physics: this is the provincial-mix choice.
    Non-electric renewables are left out, so the share is a lower bound where they matter.

    Examples
    --------
    >>> round(nonfossil_share(0.3e-3, 8e9, 0.85, 6e6), 1)
    34.0

    """
    return rate_tce_per_kwh * electricity_use_kwh * provincial_share / energy_tce * 100


@card(
    id="energy.net_inflow",
    name_zh="净调入电量",
    name_en="Net electricity inflow",
    formula="P = 调入 − 调出",
    unit="kWh",
    source="地区能源平衡表",
    page="energy",
    additive=True,
)
def net_inflow(inflow_kwh: float, outflow_kwh: float) -> float:
    """Electricity that came into the city less what left it (kWh); negative for a net exporter.

    Examples
    --------
    >>> net_inflow(5.0, 7.0)
    -2.0

    """
    return inflow_kwh - outflow_kwh


@card(
    id="energy.provincial_nonfossil_share",
    name_zh="全省非化石发电占比",
    name_en="Provincial non-fossil share of generation",
    formula="r = Σ 非化石发电量 / Σ 发电量",
    unit="1",
    source="中国电力年鉴 分省发电量",
    page="energy",
)
def generation_share(nonfossil_kwh: float, thermal_kwh: float) -> float:
    """Share of a province's generation that is not thermal (0–1).

    Examples
    --------
    >>> round(generation_share(3164.0, 405.0), 3)
    0.887

    """
    return nonfossil_kwh / (nonfossil_kwh + thermal_kwh)


@card(
    id="energy.intensity",
    name_zh="单位GDP能耗（或二氧化碳排放）",
    name_en="Energy (or CO2) per unit of GDP",
    formula="i = E / GDP（可比价）× 10⁴",
    unit="tce/万元",
    source="发改环资〔2022〕803号",
    page="energy",
)
def per_gdp(amount: float, gdp_cny: float) -> float:
    """Amount per ten thousand yuan of constant-price GDP.

    Examples
    --------
    >>> round(per_gdp(6e6, 1.3e11), 4)
    0.4615

    """
    return amount / gdp_cny * 1e4


@card(
    id="energy.assessed",
    name_zh="考核口径能源消费量",
    name_en="Energy counted for the intensity target",
    formula="E考核 = E − 原料用能 − 非化石能源",
    unit="tce",
    source="发改环资〔2022〕803号；发改环资〔2024〕113号",
    page="energy",
    additive=True,
)
def assessed_energy(energy_tce: float, share_percent: float, feedstock_tce: float) -> float:
    """Energy (tce) after the deductions that apply in base and target year alike.

    Examples
    --------
    >>> assessed_energy(6e6, 25.0, 0.1e6)
    4400000.0

    """
    return energy_tce * (1 - share_percent / 100) - feedstock_tce


@card(
    id="energy.reduction",
    name_zh="降低率",
    name_en="Reduction rate",
    formula="d = (1 − iₜ / i₀) × 100",
    unit="%",
    source="发改环资〔2022〕803号",
    page="energy",
)
def reduction(now: float, base: float) -> float:
    """Fall of an intensity against its base year (%); a rise is negative.

    Examples
    --------
    >>> round(reduction(0.855, 1.0), 6)
    14.5

    """
    return (1 - now / base) * 100


def reduction_figure(now: Figure, base: Figure) -> Figure:
    """The fall of one intensity figure against another of the same convention."""
    frame = outline(
        f"{now.id}/reduction-from-{base.period}",
        f"{now.name}较{base.period}年降低率",
        f"{now.name_en}, fall against {base.period}",
        "%",
        now.period,
        now.region,
        now.convention,
    )
    return derived(frame, "energy.reduction", (now, base), reduction)
