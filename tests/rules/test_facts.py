"""Every collected fact has its rule row: none lost, none changed, none made surer than its source."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path

import pytest

from dafeng.rules.catalogue import catalogue, table_rows
from dafeng.rules.rows import GRADES, RuleRow

Fact = dict[str, str]
Key = tuple[Hashable, ...]

# How the facts write a unit, and how `units.txt` does; what a tonne is of stands in the row's columns.
UNITS = {
    "GJ/1e4Nm3": "GJ/万立方米", "PJ/1e4t": "PJ/万吨", "PJ/1e8m3": "PJ/亿立方米", "tCO2/1e4Nm3": "tCO2/万立方米",
    "tce/1e4m3": "tce/万立方米", "kg CH4/ha/season": "kgCH4/公顷/season", "kg CH4/head/yr": "kgCH4/头/year",
    "kg N2O/head/yr": "kgN2O/头/year", "kg N2O-N/kg N": "kgN/kgN", "m3 CH4/t coal": "m3/t",
    "t CH4/1e8 m3": "tCH4/亿立方米", "t CH4/station/yr": "tCH4/座/year", "t CH4/unit/yr": "tCH4/个/year",
    "tCO2/MWh generated": "tCO2/MWh", "tCO2/MWh supplied": "tCO2/MWh", "tCO2e/yr direct emission": "tCO2e/year",
    "days": "天", "1e8 m3": "亿立方米", "t d.m./m3": "t/m3", "tC/t d.m.": "tC/t", "yr": "year", "tC/yr": "tC/yr",
    "kgce/重箱": "kgce/重量箱", "tce/1e4 CNY (constant price)": "tce/万元（可比价）",
    "tCO2/1e4 CNY (constant price)": "tCO2/万元（可比价）", "t or tce": "t 或 tce", "tce/1e4 CNY": "tce/万元",
    "tCO2/1e4 CNY": "tCO2/万元", "tCO2/t or MWh": "tCO2/t 或 tCO2/MWh", "% of peak load": "%",
    "kgCO2/(100 t-km converted)": "kgCO2/百吨公里",
}  # fmt: skip
GRID_KINDS = {
    "average": "grid_location_average", "average_excl_traded_nonfossil": "grid_location_excluding_traded",
    "fossil_power": "grid_location_fossil", "nonfossil_power": "grid_location_nonfossil",
    "baseline_OM": "grid_margin_om", "baseline_BM": "grid_margin_bm",
    "ets_grid_average": "grid_market_reporting", "carbon_footprint": "grid_footprint",
}  # fmt: skip
# Two coefficients of an assessment are for all coal and all oil, whatever fuel the facts put them under.
FUEL_GROUPS = {"煤品": "原煤", "油品": "原油"}


def unit_of(fact: Fact) -> str:
    """The unit of a fact as ours is written."""
    unit = fact["unit"]
    if unit == "kg/t Al":
        return f"kg{fact['gas']}/t"
    return UNITS.get(unit) or ("tCO2/t" if unit.startswith("tCO2/t ") else unit)


def measured(fact: Fact) -> Key:
    """The numbers of a fact with their unit, or its day, or nothing for a fact in words."""
    value = fact["value"]
    if fact["unit"] == "date":
        return (value.split(" ")[0],)
    if fact["unit"] == "yr" and "-" in value:
        low, high = value.split("-")
        return (None, float(low), float(high), unit_of(fact))
    bounds = [float(fact[name]) if fact.get(name) else None for name in ("value_min", "value_max")]
    if not value and not any(bounds):
        return ()
    return (float(value) if value else None, *bounds, unit_of(fact))


def said(row: RuleRow) -> Key:
    """The same of a row."""
    if row.more.get("day"):
        return (row.more["day"].removeprefix("每年"),)
    numbers = (row.value, row.low, row.high)
    return () if numbers == (None, None, None) else (*numbers, row.unit)


def sure(row: RuleRow) -> str:
    """How sure the row's source is."""
    return row.source_confidence or row.confidence


def bare(name: str) -> str:
    """A name without what stands in brackets after it."""
    return name.partition("（")[0]


def fuel(fact: Fact) -> Key:
    """A fuel, what is said of it, and how much."""
    return fact["name_zh"], fact["parameter"].removesuffix("_rate"), measured(fact), fact["confidence"]


def fuel_row(row: RuleRow) -> Key:
    """The same of a row; standard coal of electricity has two kinds of its own."""
    kind = "tce_coefficient" if row.factor.startswith("tce_per_kwh_") else row.factor
    return FUEL_GROUPS.get(row.name_zh, row.name_zh), kind, said(row), sure(row)


def levels(row: RuleRow) -> Key:
    """Product, measure and every level of a limit."""
    names = ("product", "metric", "level1", "level2", "level3", "benchmark", "baseline")
    return *(row.more.get(name, "") for name in names), row.unit, sure(row)


FACTS: dict[str, tuple[tuple[str, ...], Callable[[Fact], Key], Callable[[RuleRow], Key]]] = {
    "fuels": (("factors/fuels.csv", "factors/energy.csv"), fuel, fuel_row),
    "grid_factors": (
        ("factors/grid.csv",),
        lambda fact: (
            GRID_KINDS[fact["factor_type"]], fact["region"], fact["data_year"], measured(fact), fact["confidence"],
        ),
        lambda row: (row.factor, row.name_zh, row.valid_from[:4], said(row), sure(row)),
    ),
    "process_factors": (
        ("factors/process.csv",),
        lambda fact: (fact["name_zh"], fact["gas"], measured(fact), fact["confidence"]),
        lambda row: (row.name_zh, row.more.get("gas", ""), said(row), sure(row)),
    ),
    "ets_benchmarks": (
        ("factors/carbon_market.csv",),
        lambda fact: (fact["sector"], fact["compliance_year"], measured(fact), fact["confidence"]),
        lambda row: (row.more.get("sector", ""), row.more.get("year", ""), said(row), sure(row)),
    ),
    "forest_parameters": (
        ("factors/forest.csv",),
        lambda fact: (bare(fact["name_zh"]), measured(fact), fact["confidence"]),
        lambda row: (bare(row.name_zh), said(row), sure(row)),
    ),
    "efficiency_benchmarks": (
        ("limits.csv",),
        lambda fact: (
            fact["product_zh"], fact["metric"], fact["level1_advanced"], fact["level2_access"], fact["level3_limit"],
            fact["benchmark"], fact["baseline"], unit_of(fact), fact["confidence"],
        ),
        levels,
    ),
    "indicator_definitions": (
        ("definitions.csv",),
        lambda fact: (fact["indicator_id"], fact["name_zh"], unit_of(fact), fact["confidence"]),
        lambda row: (row.subject, row.name_zh, row.unit, sure(row)),
    ),
    "assessment_rules": (
        ("schemes.csv",),
        lambda fact: (fact["scheme"], fact["item"], fact["weight_points"], fact["confidence"]),
        lambda row: (row.more["scheme"], row.more["item"], row.more.get("points", ""), sure(row)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_has_its_row(shared: Path, name: str) -> None:
    """Value, unit and the source's confidence of each fact stand in a row of its own."""
    tables, of_fact, of_row = FACTS[name]
    with (shared / "facts" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        facts = Counter(of_fact(fact) for fact in csv.DictReader(handle))
    lost = facts - Counter(of_row(row) for table in tables for row in table_rows(table))
    assert not lost


def test_no_file_of_facts_is_left_out(shared: Path) -> None:
    """A new file of facts is noticed here."""
    assert {path.stem for path in (shared / "facts").glob("*.csv")} == set(FACTS)


def test_no_row_is_surer_than_its_source() -> None:
    """What a source leaves unconfirmed stays so, and therefore never becomes a default."""
    order = list(GRADES)
    for row in catalogue().values():
        assert order.index(row.confidence) >= order.index(sure(row)), row.id
