"""Units as Chinese offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.rules.units import factor

PAIRS = [
    ("万吨标准煤", "tce", 1e4), ("亿千瓦时", "kWh", 1e8), ("亿立方米", "m3", 1e8), ("万千瓦", "kW", 1e4), ("亿元", "CNY", 1e8),
    ("kJ/kg", "GJ/t", 1e-3), ("克标准煤/千瓦时", "tce/kWh", 1e-6), ("%", "%", 1.0), ("吨标准煤", "GJ", 29.3076),
    ("万度", "kWh", 1e4), ("m³/h", "m3/h", 1.0), ("㎡", "m2", 1.0), ("亩", "公顷", 666.6667e-4), ("立方米/日", "m3/年", 365.0),
    ("10^4 t", "t", 1e4), ("10^8 m3", "m3", 1e8), ("10^4 tce", "tce", 1e4), ("t/10^4 m3", "t/m3", 1e-4), ("GBtu", "TJ", 1.05505585262),
    ("Billion Btu", "GBtu", 1.0), ("kg/MMBtu", "t/TJ", 1 / 1.05505585262), ("kg CO2/MMBtu", "kg/MMBtu", 1.0), ("short ton", "kg", 907.18474),
    ("US gallon", "升", 3.785411784), ("scf", "m3", 0.3048**3), ("mcf", "scf", 1e3), ("mcf*kg/mcf", "t", 1e-3), ("bbl", "US gallon", 42.0),
    ("ktoe", "TJ", 41.868), ("kcal/kg", "kJ/kg", 4.1868),
    ("lb CO2/MWh", "kg/MWh", 0.45359237), ("kg C/GJ", "tC/TJ", 1.0), ("Gg CO2e", "kt CO2e", 1.0), ("metric tons", "t", 1.0), ("10^4 m^3", "万立方米", 1.0),
    ("吨CO2/short tons", "kg/lb", 0.5),
]  # fmt: skip


LEDGER_UNITS = [
    "吨标准煤", "万吨", "亿立方米", "亿千瓦时", "万元", "公里", "吨公里", "万吨公里", "人公里", "车公里", "辆", "标台",
    "套", "台", "头", "只", "株", "公顷", "亩", "平方米", "㎡", "m³", "升", "立方米/日",
    "吨/日", "千伏安", "小时", "天", "次", "人次", "班次", "份", "张", "笔", "户", "kgCO2/kWh",
    "tC/t", "PJ/万吨", "GJ/万立方米", "kgCH4/头/year",
]  # fmt: skip


@pytest.mark.parametrize("unit", LEDGER_UNITS)
def test_the_units_of_ledgers_and_facts_are_known(unit: str) -> None:
    """Each unit that a sectoral ledger or a collected fact uses is defined."""
    with pytest.raises(DafengError) as refusal:
        factor(unit, "CNY/TJ")
    assert refusal.value.code == "E_UNIT_MISMATCH"


def test_what_is_counted_is_of_its_own_kind() -> None:
    """A vehicle is no head of cattle, and a visit no person."""
    for stated, canonical in (("辆", "头"), ("人次", "人"), ("份", "张"), ("吨公里", "人公里")):
        with pytest.raises(DafengError) as refusal:
            factor(stated, canonical)
        assert refusal.value.code == "E_UNIT_MISMATCH"


@pytest.mark.parametrize(("stated", "canonical", "expected"), PAIRS)
def test_known_conversions(stated: str, canonical: str, expected: float) -> None:
    """Each office unit converts by its textbook multiplier."""
    assert factor(stated, canonical) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("stated", "canonical"), [("亿千瓦时", "tce"), ("万吨", "亿元"), ("小时", "kW")])
def test_units_of_another_kind_are_refused(stated: str, canonical: str) -> None:
    """Electricity never becomes standard coal by itself, nor mass money."""
    with pytest.raises(DafengError) as refusal:
        factor(stated, canonical)
    assert refusal.value.code == "E_UNIT_MISMATCH"


@given(st.text(max_size=8))
def test_any_text_is_a_unit_or_a_clear_refusal(text: str) -> None:
    """Whatever a cell holds, the answer is a number or one of three named refusals."""
    code = None
    try:
        value = factor(text, "t")
    except DafengError as refusal:
        code, value = refusal.code, 1.0
    assert value > 0
    assert code in {None, "E_UNIT_UNKNOWN", "E_UNIT_MISMATCH", "E_UNIT_PRICE_YEAR"}


@given(st.sampled_from(PAIRS))
def test_there_and_back(pair: tuple[str, str, float]) -> None:
    """Converting there and back changes nothing."""
    stated, canonical, _ = pair
    assert factor(stated, canonical) * factor(canonical, stated) == pytest.approx(1.0, rel=1e-12)
