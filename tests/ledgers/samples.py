"""The invented returns beside this file: one table for each ledger, and the cells that break its checks."""

from __future__ import annotations

import csv
from pathlib import Path

from dafeng.readers.flat import read_flat
from dafeng.readers.page import Reading
from dafeng.rules.ledgers import declared_ledgers

HERE = Path(__file__).parent
Rows = list[dict[str, str]]


def rows_of(ledger: str) -> Rows:
    """The sample rows of a ledger; where an earlier period stands among them it is the one before."""
    return _table(f"{ledger}.csv")


def periods(rows: Rows) -> tuple[Rows, Rows]:
    """The rows of the last period, and those of the one before or, if there is none, the same again."""
    last = max(row["period"] for row in rows)
    now = [row for row in rows if row["period"] == last]
    return now, [row for row in rows if row["period"] != last] or now


def read(folder: Path, ledger: str, rows: Rows) -> Reading:
    """What the system reads from rows that came in as a flat table."""
    path = folder / f"{ledger}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["ledger", *rows[0]])
        writer.writerows([ledger, *row.values()] for row in rows)
    return read_flat(path, declared_ledgers(), {})


def breaks() -> dict[tuple[str, str], Rows]:
    """For each check of each ledger the cells that make it false, and no other one."""
    found: dict[tuple[str, str], Rows] = {}
    for row in _table("breaks.csv"):
        found.setdefault((row["ledger"], row["check"]), []).append(row)
    return found


def _table(name: str) -> Rows:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
