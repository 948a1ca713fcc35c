"""Released rules are append-only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.catalogue import catalogue
from dafeng.rules.manifest import COMMAND, changes, released, unbooked, write

ROWS = tuple(catalogue().values())
FIRST = next(row for row in ROWS if row.value is not None and row.valid_to == "open")
BOOKED = {row.id: {"sha256": row.sha256, "valid_to": row.valid_to} for row in ROWS}


def test_no_released_row_changed_or_disappeared() -> None:
    """Every row of the manifest is here and says what it said."""
    faults = changes(ROWS, released())
    assert not faults, "\n".join(f"{fault.place}: {fault.en}" for fault in faults)


def test_every_row_is_booked() -> None:
    """A new row stands in the manifest before it is released."""
    assert not unbooked(ROWS, released()), f"run {COMMAND}"


def test_a_changed_value_and_a_lost_row_are_both_told(tmp_path: Path) -> None:
    """All changes at once, and the manifest is left alone."""
    changed = (replace(FIRST, value=(FIRST.value or 0) + 1), *(row for row in ROWS[1:-1] if row is not FIRST))
    target = tmp_path / "manifest.csv"
    with pytest.raises(DafengError) as refusal:
        write(target, changed, BOOKED)
    told = {fault.code for fault in refusal.value.faults}
    assert told == {"E_RULE_CHANGED", "E_RULE_GONE"}
    assert not target.exists()


def test_an_open_row_may_end_once(tmp_path: Path) -> None:
    """Closing an open row is booked; moving the end of a closed one is refused."""
    closed = replace(FIRST, valid_to="2030-12-31")
    rest = tuple(row for row in ROWS if row is not FIRST)
    assert unbooked((closed, *rest), BOOKED) == (FIRST.id,)
    write(tmp_path / "manifest.csv", (closed, *rest), BOOKED)
    entry = {**BOOKED, FIRST.id: {"sha256": closed.sha256, "valid_to": closed.valid_to}}
    assert changes((replace(closed, valid_to="2031-12-31"), *rest), entry)
