"""Forms as they go out: what the books already know of a row stands in it, from whichever ledger states it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dafeng.services.desk import Desk, open_desk
from dafeng.services.returns import take
from dafeng.services.templates import issue
from dafeng.storage.books import Books
from tests.returns import LEDGERS, sample

EXAMPLE = Path(__file__).parents[2] / "examples" / "guangan"
AT = datetime(2026, 1, 8, 9, tzinfo=UTC)
BY = "示例经办人"
AREA = "511600"
CODE = "91511600MA00000B29"
FOUNDRY = "示例铸造厂"


@pytest.fixture(scope="module")
def desk() -> Desk:
    """The desk of the example city."""
    return open_desk(EXAMPLE)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """Empty books."""
    with Books.open(tmp_path / "books") as opened:
        yield opened


class Office:
    """Returns that are taken and forms that are sent, as rows of words."""

    def __init__(self, desk: Desk, books: Books, folder: Path) -> None:
        self.desk, self.books, self.folder = desk, books, folder

    def state(self, name: str, period: str, *rows: dict[str, str]) -> None:
        """Take a flat table of these rows."""
        columns = [column.name for column in LEDGERS[name].columns]
        path = self.folder / f"{name}-{period}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["ledger", "area", "period", *columns])
            for row in rows:
                writer.writerow([name, AREA, period, *(row.get(column, "") for column in columns)])
        take(path, self.desk, self.books, at=AT, by=BY)

    def form(self, name: str, period: str) -> list[dict[str, Any]]:
        """The rows of the form that goes out."""
        out = self.folder / f"form-{name}-{period}.parquet"
        issue(name, [AREA], period, out, self.desk, self.books, at=AT, by=BY, form="parquet")
        return pl.read_parquet(out).to_dicts()


@pytest.fixture
def office(desk: Desk, books: Books, tmp_path: Path) -> Office:
    """An office with empty books."""
    return Office(desk, books, tmp_path)


def test_a_fact_typed_in_one_ledger_stands_in_the_form_of_another(office: Office) -> None:
    """A code that energy users state every month fills the blank of a yearly form, by the unit's name."""
    _, _, disclosed = sample("disclosure")
    _, _, used = sample("unit_energy")
    office.state("disclosure", "2024", *disclosed)
    office.state("unit_energy", "2025-03", {**used[0], "unit": FOUNDRY, "credit_code": CODE})
    filled = {row["unit"]: row["credit_code"] for row in office.form("disclosure", "2025")}
    assert filled[FOUNDRY] == CODE
    assert filled["示例发电有限公司"] == disclosed[0]["credit_code"]


def test_a_figure_that_stands_is_shown_as_it_was_last(office: Office) -> None:
    """A kiln's capacity is not asked anew each month; its output is."""
    _, _, rows = sample("kilns")
    office.state("kilns", "2025-10", *rows)
    office.state("kilns", "2025-11", *(dict(row, capacity="缺失") for row in rows))
    form = office.form("kilns", "2025-12")
    assert [row["capacity"] for row in form] == [float(row["capacity"]) for row in rows]
    assert {row["output"] for row in form} == {None}


def test_what_comes_later_is_not_known_yet(office: Office) -> None:
    """A form of a year is not filled with what was stated for the year after."""
    _, _, disclosed = sample("disclosure")
    _, _, used = sample("unit_energy")
    office.state("disclosure", "2024", *disclosed)
    office.state("unit_energy", "2026-01", {**used[0], "unit": FOUNDRY, "credit_code": CODE})
    assert {row["unit"]: row["credit_code"] for row in office.form("disclosure", "2025")}[FOUNDRY] is None
