"""One dated row: what the loader refuses, and when a row holds."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.rows import REQUIRED, RuleRow, read_rows

GOOD = {
    "id": "x:1", "factor": "ncv", "region": "", "subject": "raw_coal", "name_zh": "原煤", "value": "1", "low": "",
    "high": "", "unit": "GJ/t", "edition": "e", "document": "d", "valid_from": "2020-01-01", "valid_to": "open",
    "confidence": "high", "source": "s", "source_confidence": "", "supersedes": "", "note": "",
}  # fmt: skip


def row(**changed: str) -> RuleRow:
    """The good row with some of its cells changed."""
    return read_rows([GOOD | changed], "t.csv")[0]


def codes(*records: dict[str, str]) -> list[str]:
    """The codes of all faults of a table."""
    with pytest.raises(DafengError) as refusal:
        read_rows(records, "t.csv")
    return [fault.code for fault in refusal.value.faults]


@pytest.mark.parametrize("column", [*REQUIRED, "unit"])
def test_a_row_without_source_validity_or_confidence_refuses_the_table(column: str) -> None:
    """One incomplete row and nothing of the table is loaded; the fault names row and column."""
    with pytest.raises(DafengError) as refusal:
        read_rows([GOOD, {**GOOD, "id": "x:2", column: ""}], "t.csv")
    assert refusal.value.faults[0].place == "t.csv!3"
    assert column in refusal.value.faults[0].en


def test_all_faults_at_once() -> None:
    """Three faults of one row, a doubled id and a row without value are five faults."""
    wrong = GOOD | {"id": "x:3", "value": "viel", "confidence": "sure", "valid_from": "2020"}
    assert codes(GOOD, GOOD, wrong, GOOD | {"id": "x:4", "value": ""}) == [
        "E_RULE_TWICE", "E_RULE_CONFIDENCE", "E_RULE_NUMBER", "E_RULE_DAY", "E_RULE_INCOMPLETE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"factor": "no_such_kind"}, "E_RULE_KIND"),
        ({"valid_to": "2019-12-31"}, "E_RULE_DAY"),
        ({"valid_to": "20201231"}, "E_RULE_DAY"),
        ({"valid_from": "unknown"}, "E_RULE_CONFIDENCE"),
        ({"source_confidence": "sure"}, "E_RULE_CONFIDENCE"),
        ({"value": "nan"}, "E_RULE_NUMBER"),
        ({"value": "1e999"}, "E_RULE_NUMBER"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, str], code: str) -> None:
    """A kind nobody defined, days in the wrong order, a sure row of unknown validity, and what is no number."""
    assert codes(GOOD | changed) == [code]


def test_a_row_of_unknown_validity_loads_and_never_holds() -> None:
    """It is there to be named, and no day and no year finds it."""
    found = row(valid_from="unknown", valid_to="unknown", confidence="unconfirmed")
    assert not found.confirmed
    assert not found.dated
    assert not found.covers(2020)
    assert not found.holds(date(2020, 6, 1))


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2021, 3, 31), True), (date(2021, 4, 1), False)],
)  # fmt: skip
def test_first_and_last_day_count(day: date, holds: bool) -> None:
    """A row holds on the first and the last of its days, and on none outside."""
    assert row(valid_to="2021-03-31").holds(day) is holds


def test_columns_of_a_table_of_its_own_travel_with_the_row() -> None:
    """A limit with three levels needs no value; what is blank is not there."""
    found = read_rows([GOOD | {"value": "", "unit": "", "level1": "80", "level2": ""}], "t.csv")[0]
    assert (found.value, dict(found.more)) == (None, {"level1": "80"})


def test_a_kind_in_words_needs_no_number() -> None:
    """A document is a row though it measures nothing; a heating value without a value is none."""
    assert row(factor="statute", value="", unit="").value is None
    assert codes(GOOD | {"value": ""}) == ["E_RULE_INCOMPLETE"]


def test_the_hash_is_of_what_the_row_says() -> None:
    """A new value is another row; a better note and the day a row ends are not."""
    assert row(value="1.0").sha256 == row().sha256
    assert row(note="better", valid_to="2025-12-31").sha256 == row().sha256
    assert row(value="1.01").sha256 != row().sha256
    assert row(source="another").sha256 != row().sha256
