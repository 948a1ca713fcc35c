"""Dated factors: selection by year and edition, refusal of rows without source, proxies by name only."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Grade
from dafeng.rules.factors import FACTOR_FILES, Proxy, RuleBook, default_rows, read_rows
from dafeng.rules.tables import rows, table
from dafeng.rules.units import factor

GOOD = {
    "id": "x:1", "factor": "ncv", "region": "", "subject": "raw_coal", "value": "1", "low": "", "high": "", "unit": "GJ/t",
    "edition": "e", "document": "d", "valid_from": "2020-01-01", "valid_to": "open", "confidence": "high", "source": "s",
    "note": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "column", ["unit", "edition", "document", "valid_from", "valid_to", "confidence", "source"]
)
def test_a_row_without_source_or_validity_refuses_the_table(column: str) -> None:
    """One incomplete row and nothing of the table is loaded; the fault names row and column."""
    with pytest.raises(DafengError) as refusal:
        read_rows([GOOD, {**GOOD, "id": "x:2", column: ""}], "t.csv")
    assert refusal.value.faults[0].place == "t.csv!3"
    assert column in refusal.value.faults[0].en


def test_all_faults_at_once() -> None:
    """Two bad rows are two faults, and a doubled id is one."""
    with pytest.raises(DafengError) as refusal:
        read_rows([GOOD, GOOD, {**GOOD, "id": "x:3", "value": ""}], "t.csv")
    assert [fault.code for fault in refusal.value.faults] == ["E_RULE_TWICE", "E_RULE_INCOMPLETE"]


@pytest.mark.parametrize(("year", "value"), [(2021, 0.1255e-3), (2022, 0.1404e-3), (2023, 0.1564e-3)])
def test_sichuan_grid_factor_by_year(year: int, value: float) -> None:
    """The published Sichuan factors of 2021–2023, each for its own year."""
    figure = RuleBook().figure("grid_location_average", "electricity", year, region="510000", unit="t/kWh")
    assert figure.value == pytest.approx(value, rel=1e-12)
    assert figure.rule is not None
    assert figure.rule.valid_from == f"{year}-01-01"


@pytest.mark.parametrize("year", [2015, 2018, 2020, 2024])
def test_no_year_borrows_from_another(year: int) -> None:
    """A year without a confirmed row has no factor, not the nearest year's, and says so; 2018 is unconfirmed."""
    figure = RuleBook().figure("grid_location_average", "electricity", year, region="510000", unit="t/kWh")
    assert figure.value is None
    assert str(year) in figure.reason_zh


def test_families_never_mix() -> None:
    """Asking for the location average of a region that only has margins finds nothing."""
    names = {row.factor for row in default_rows() if row.region == "华中（含四川、重庆）"}
    assert names == {"grid_margin_om", "grid_margin_bm"}
    figure = RuleBook().figure(
        "grid_location_average", "electricity", 2019, region="华中（含四川、重庆）", unit="t/kWh"
    )
    assert figure.value is None


def test_unconfirmed_rows_are_chosen_only_by_name() -> None:
    """An unconfirmed row is no default; named as a proxy it is used, as an assumption of grade D."""
    rule = "tce_per_kwh_equivalent:thermal-supply:2020"
    plain = RuleBook().figure("tce_per_kwh_equivalent", "electricity", 2020, region="000000", unit="tce/kWh")
    assert plain.value is None
    named = RuleBook(proxies=(Proxy("tce_per_kwh_equivalent", "000000", 2020, rule, "代用", "proxy"),))
    figure = named.figure("tce_per_kwh_equivalent", "electricity", 2020, region="000000", unit="tce/kWh")
    assert (figure.value, figure.grade, figure.assumed) == (0.3049e-3, Grade.D, True)


def test_editions_stand_side_by_side() -> None:
    """Raw coal's heat and carbon come from the editions the bundle names, in its order."""
    book = RuleBook()
    heat = book.figure("ncv", "raw_coal", 2020, unit="GJ/t")
    carbon = book.figure("carbon_content", "raw_coal", 2020, unit="tC/GJ")
    assert (heat.value, heat.rule.edition) == (20.908, "yearbook-2008")  # type: ignore[union-attr]
    assert (carbon.value, carbon.rule.edition) == (0.02637, "compiled-2008")  # type: ignore[union-attr]
    assert (
        len({row.edition for row in default_rows() if row.subject == "natural_gas" and row.factor == "ncv"})
        >= 3
    )


def test_every_shipped_row_is_complete_and_convertible() -> None:
    """Every factor row has a known kind, and its unit converts to the kind's canonical unit."""
    kinds = table("factor_kinds.csv", "factor")
    for row in default_rows():
        canonical = kinds[row.factor]["unit"]
        if canonical not in {"by fuel", row.unit}:
            assert factor(row.unit, canonical) > 0


def test_figures_carried_over_equal_the_facts(shared: Path) -> None:
    """Grid factors and fuel heats equal the collected facts, value for value."""
    with (shared / "facts" / "grid_factors.csv").open(encoding="utf-8") as handle:
        facts = [row for row in csv.DictReader(handle) if row["value"]]
    shipped = rows("factors/grid.csv")
    assert sorted(float(row["value"]) for row in shipped) == sorted(float(row["value"]) for row in facts)
    assert set(FACTOR_FILES) == {"fuels.csv", "energy.csv", "grid.csv", "process.csv", "national.csv"}
