"""Every rule row under one id, and the row that stands where another no longer does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules import catalogue as module
from dafeng.rules.catalogue import SUPERSESSIONS, TABLES, catalogue, heir, in_its_place, successor, table_rows
from dafeng.rules.tables import rows


def test_every_row_of_every_table_is_there_once() -> None:
    """The catalogue holds all rows of all tables, none lost to a doubled id."""
    assert len(catalogue()) == sum(len(table_rows(name)) for name in TABLES)


def test_whoever_supersedes_is_dated_after_what_it_supersedes() -> None:
    """No row supersedes itself, one of another kind, or one that began later."""
    for row in catalogue().values():
        if row.supersedes and row.dated and (old := catalogue()[row.supersedes]).dated:
            assert row.id != old.id
            assert row.factor == old.factor
            assert old.valid_from <= row.valid_from


def test_the_documents_of_the_plan_review_stand_in_one_table_only() -> None:
    """Each newer document the review knows is a rule row, read from the review's own table."""
    for record in rows(SUPERSESSIONS):
        row = catalogue()[f"statute:{record['id']}"]
        assert (row.name_zh, row.valid_from, row.source) == (record["by"], record["since"], record["source"])
    assert catalogue()["statute:gbt2589"].document == "GB/T 2589-2020"


def test_the_line_of_succession_is_followed_to_the_day() -> None:
    """A row two documents back finds the one that holds, and a day before all of them finds none."""
    old = catalogue()["statute:gbt2589-2008"]
    assert heir(old, date(2026, 1, 1)) is successor(old)
    assert heir(old, date(2010, 1, 1)) is None
    lost = replace(old, id="statute:none", subject="none", name_zh="无", more={})
    assert in_its_place(lost, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"supersedes": "nobody"}, "E_RULE_SUPERSEDES"), ({"id": "statute:gbt2589-2008"}, "E_RULE_TWICE")],
)
def test_faults_between_tables_are_refused(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], code: str
) -> None:
    """An id in two tables, or a row that supersedes none, and nothing is loaded."""
    wrong = replace(catalogue()["ncv:raw_coal:yearbook-2008"], **changed)  # type: ignore[arg-type]
    whole = table_rows
    monkeypatch.setattr(
        module, "table_rows", lambda name: (*whole(name), wrong) if name == TABLES[0] else whole(name)
    )
    with pytest.raises(DafengError) as refusal:
        catalogue.__wrapped__()
    assert code in {fault.code for fault in refusal.value.faults}
