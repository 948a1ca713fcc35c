"""What keeps CO2 flat: the growth a set of targets allows, and the cuts a growth rate demands."""

from __future__ import annotations

from dafeng.methods.cards import card

_SOURCE = "Kaya 恒等式，令 CO2 不变"


@card(
    id="pathway.flat_growth",
    name_zh="排放持平所允许的 GDP 年均增速",
    name_en="GDP growth at which CO2 stays flat",
    formula="g = (1 / ((1 − c) × (1 − s1)/(1 − s0)))^(1/n) − 1",
    unit="1/yr",
    source=_SOURCE,
    page="pathway",
)
def flat_growth(energy_cut: float, share_from: float, share_to: float, years: int = 5) -> float:
    """Yearly GDP growth (fraction) at which combustion CO2 stays flat.

    `energy_cut` is the fall of energy per GDP over `years`, the shares are non-fossil energy at both ends.

    Examples
    --------
    >>> round(flat_growth(0.145, 0.35, 0.37), 4)
    0.0383

    """
    return float((1.0 / ((1.0 - energy_cut) * _fossil_ratio(share_from, share_to))) ** (1.0 / years) - 1.0)


@card(
    id="pathway.flat_cut_needed",
    name_zh="排放持平所需的碳强度降幅",
    name_en="carbon-intensity cut that only keeps CO2 flat",
    formula="c = 1 − (1 + g)^(−n)",
    unit="1",
    source=_SOURCE,
    page="pathway",
)
def flat_cut_needed(growth: float, years: int = 5) -> float:
    """Carbon-intensity cut (fraction over `years`) that only keeps CO2 flat at a yearly GDP growth.

    Examples
    --------
    >>> round(flat_cut_needed(0.05), 3)
    0.216

    """
    return float(1.0 - (1.0 + growth) ** -years)


@card(
    id="pathway.flat_energy_cut_needed",
    name_zh="排放持平所需的能耗强度降幅",
    name_en="energy-intensity cut that only keeps CO2 flat",
    formula="c = 1 − 1 / ((1 + g)^n × (1 − s1)/(1 − s0))",
    unit="1",
    source=_SOURCE,
    page="pathway",
)
def flat_energy_cut_needed(growth: float, share_from: float, share_to: float, years: int = 5) -> float:
    """Energy-intensity cut (fraction over `years`) that keeps CO2 flat beside a rising non-fossil share.

    Examples
    --------
    >>> round(flat_energy_cut_needed(0.05, 0.35, 0.37), 3)
    0.192

    """
    return float(1.0 - 1.0 / ((1.0 + growth) ** years * _fossil_ratio(share_from, share_to)))


def _fossil_ratio(share_from: float, share_to: float) -> float:
    return (1.0 - share_to) / (1.0 - share_from)
