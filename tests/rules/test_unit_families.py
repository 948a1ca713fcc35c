"""Unit families: what a printed unit measures."""

from __future__ import annotations

import pytest

from dafeng.rules.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("unit", "family"),
    [
        ("%", "percent"),
        ("％", "percent"),
        ("个百分点", "percent"),
        ("亿千瓦时", "electricity"),
        ("亿度", "electricity"),
        ("百万千瓦", "power"),
        ("万千伏安", "apparent_power"),
        ("万吨标准煤", "energy"),
        ("万吨二氧化碳", "co2"),
        ("亿标准立方米", "volume"),
        ("㎡", "area"),
        ("元每吨", "money_per_mass"),
        ("吨标准煤/万元", "energy_per_money"),
        ("吨标准煤/万元（2020年价）", "energy_per_money"),
        ("克标准煤/千瓦时", "energy_per_electricity"),
        ("kWh/(m²·a)", "electricity_per_area"),
        ("μg/m³", "mass_per_volume"),
        ("µg/m3", "mass_per_volume"),
        ("万吨/年", "mass"),
        ("吨/日", "mass_per_day"),
        ("件/万人", "count_per_person"),
        ("丈", None),
        ("吨/丈", None),
        ("万", None),
        ("", None),
    ],
)
def test_a_printed_unit_has_a_family(unit: str, family: str | None) -> None:
    """万 and 亿, 每 and a slash, full-width and superscript signs are understood; the unknown is not guessed."""
    assert load_vocabulary().unit_family(unit) == family
