"""A city's own rule rows: good ones stand in for defaults, faulty ones are refused at their cells."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.readers.local_rules import LOCAL_REQUIRED, read_local_rules
from dafeng.rules.rows import RuleRow

ROW = {
    "id": "local:raw_coal", "factor": "ncv", "region": "", "subject": "raw_coal", "name_zh": "原煤", "value": "21.5",
    "unit": "GJ/t", "edition": "measured-2023", "document": "检测报告2023-15", "valid_from": "2020-01-01",
    "valid_to": "open", "confidence": "medium", "source": "市能源所", "overrides": "ncv:raw_coal:yearbook-2008",
    "reason": "入炉煤加权平均",
}  # fmt: skip


def table_of(folder: Path, *records: dict[str, str]) -> Path:
    """A ``rules.csv`` with these rows."""
    path = folder / "rules.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return path


def city_of(folder: Path, *records: dict[str, str]) -> Path:
    """A city folder whose only own table is that of its rules."""
    (folder / "city.toml").write_text("", encoding="utf-8")
    table_of(folder, *records)
    return folder


def faults(folder: Path, *records: dict[str, str]) -> set[tuple[str, str]]:
    """Code and place of every fault of a table with these rows; none is told twice."""
    with pytest.raises(DafengError) as refusal:
        read_local_rules(table_of(folder, *records))
    assert refusal.value.code == "E_RULE"
    found = [(fault.code, fault.place) for fault in refusal.value.faults]
    assert len(found) == len(set(found))
    return set(found)


def test_a_good_row_reads(tmp_path: Path) -> None:
    """The row says what it stands in for and why; a city without the table has none."""
    (row,) = read_local_rules(table_of(tmp_path, ROW))
    assert (row.id, row.value, row.overrides, row.reason) == (
        ROW["id"],
        21.5,
        ROW["overrides"],
        ROW["reason"],
    )
    assert read_local_rules(tmp_path / "none.csv") == ()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"value": "", "reason": ""}, {("E_RULE_INCOMPLETE", "rules.csv!F2"), ("E_RULE_INCOMPLETE", "rules.csv!O2")}),
        ({"source": "", "valid_to": ""}, {("E_RULE_INCOMPLETE", "rules.csv!M2"), ("E_RULE_INCOMPLETE", "rules.csv!K2")}),
        ({"unit": ""}, {("E_RULE_INCOMPLETE", "rules.csv!G2")}),
        ({"overrides": ""}, {("E_RULE_INCOMPLETE", "rules.csv!N2")}),
        ({"overrides": "ncv:raw_coal:2099"}, {("E_NO_RULE", "rules.csv!N2")}),
        ({"factor": "oxidation"}, {("E_RULE_OTHER_KIND", "rules.csv!B2")}),
        ({"subject": "coke"}, {("E_RULE_OTHER_KIND", "rules.csv!D2")}),
        ({"unit": "kWh"}, {("E_UNIT_MISMATCH", "rules.csv!G2")}),
        ({"unit": "卡"}, {("E_UNIT_UNKNOWN", "rules.csv!G2")}),
        ({"value": "二十一"}, {("E_RULE_NUMBER", "rules.csv!F2")}),
        ({"valid_from": "2020年"}, {("E_RULE_DAY", "rules.csv!J2")}),
        ({"confidence": "sure"}, {("E_RULE_CONFIDENCE", "rules.csv!L2")}),
        ({"id": "ncv:raw_coal:yearbook-2008"}, {("E_RULE_TWICE", "rules.csv!A2")}),
    ],
)  # fmt: skip
def test_every_fault_stands_at_its_cell(
    tmp_path: Path, changed: dict[str, str], found: set[tuple[str, str]]
) -> None:
    """Blank, unknown, of another kind or of another measure: the cell is named."""
    assert faults(tmp_path, ROW | changed) == found


def test_all_faults_at_once_and_one_local_value_for_one_default(tmp_path: Path) -> None:
    """Two rows for one default and a doubled id are told together with a number that is none."""
    assert faults(tmp_path, ROW, ROW | {"value": "x"}) == {
        ("E_RULE_TWICE", "rules.csv!N3"), ("E_RULE_TWICE", "rules.csv!A3"), ("E_RULE_NUMBER", "rules.csv!F3"),
    }  # fmt: skip


@pytest.mark.parametrize("column", ["overrides", "valid_from", "source"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    """A head without a required column is refused with all that it needs."""
    record = {name: text for name, text in ROW.items() if name != column}
    with pytest.raises(DafengError) as refusal:
        read_local_rules(table_of(tmp_path, record))
    (fault,) = refusal.value.faults
    assert (fault.code, fault.place) == ("E_RULE_COLUMN", "rules.csv!1")
    assert all(name in fault.en for name in LOCAL_REQUIRED)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(ROW)), st.text(max_size=12), min_size=1))
def test_whatever_stands_in_a_cell_is_a_row_or_a_refusal(tmp_path: Path, changed: dict[str, str]) -> None:
    """No text of any cell gets past as something else than a sound row or a named fault."""
    found: tuple[RuleRow, ...] = ()
    places = ["rules.csv"]
    try:
        found = read_local_rules(table_of(tmp_path, ROW | changed))
    except DafengError as refusal:
        places = [fault.place for fault in refusal.faults]
    assert places
    assert all(place.startswith("rules.csv") for place in places)
    assert all(row.source and row.valid_from and row.confidence and row.reason for row in found)
