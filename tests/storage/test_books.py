"""The books: append-only, traceable, chained, and the same bytes for the same entries."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dafeng.domain.grade import Absence
from dafeng.storage.books import Books
from tests.strategies import observation

ROWS = (
    observation("population", 3.2e6, "person"),
    replace(observation("population", None, "person", row=3, period="2022"), absence=Absence.CONFIDENTIAL),
)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    """Every field of an observation survives the disk, absence included."""
    books = Books(tmp_path / "b.sqlite")
    assert books.add(ROWS, "2026-01-01") == 2
    assert books.observations() == ROWS
    books.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE observations SET value = 0", "DELETE FROM observations", "DELETE FROM events"]
)
def test_nothing_can_be_changed_or_removed(tmp_path: Path, statement: str) -> None:
    """The database itself refuses to change or remove a row."""
    books = Books(tmp_path / "b.sqlite")
    books.add(ROWS, "2026-01-01")
    with pytest.raises(IntegrityError, match="append-only"), books.raw() as connection:
        connection.execute(text(statement))
    assert books.observations() == ROWS
    books.close()


def test_a_failed_import_leaves_nothing(tmp_path: Path) -> None:
    """When one row of an import cannot be stored, none is, and no event is written."""
    books = Books(tmp_path / "b.sqlite")
    books.add(ROWS[:1], "2026-01-01")
    with pytest.raises(IntegrityError):
        books.add([ROWS[1], replace(ROWS[0], unit=None)], "2026-01-02")  # type: ignore[arg-type]
    assert books.observations() == ROWS[:1]
    assert books.broken_event() is None
    books.close()


def test_an_edited_event_is_found(tmp_path: Path) -> None:
    """Somebody who edits an event behind the triggers is found by the chain, at that event."""
    path = tmp_path / "b.sqlite"
    books = Books(path)
    for day in (1, 2, 3):
        books.add(
            [replace(ROWS[0], period=f"200{day}", cell=replace(ROWS[0].cell, row=day))], f"2026-01-0{day}"
        )
    assert books.broken_event() is None
    books.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER events_no_UPDATE")
        raw.execute("UPDATE events SET detail = '{}' WHERE number = 2")
    again = Books(path)
    assert again.broken_event() == 2
    again.close()


def test_same_entries_same_bytes(tmp_path: Path) -> None:
    """Two books with the same entries are the same file."""
    for name in ("a", "b"):
        books = Books(tmp_path / name)
        books.add(ROWS, "2026-01-01")
        books.close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
