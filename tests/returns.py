"""Filled forms for tests: the sample rows of each ledger, typed into the form that was sent out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from dafeng.domain.form import FORM_SHEET, HEAD
from dafeng.domain.ledger import Column, ColumnType, Ledger, Return
from dafeng.readers.flat import read_flat
from dafeng.rules.ledgers import declared_ledgers
from tests.ledgers import samples

LEDGERS = declared_ledgers()
Rows = Sequence[dict[str, str]]


def sample(name: str) -> tuple[str, str, Rows]:
    """Area, period and rows of the last return in a ledger's sample; by column name, as a clerk types them."""
    rows = samples.rows_of(name)
    area, period = max((row["area"], row["period"]) for row in rows)
    rows = [row for row in rows if (row["area"], row["period"]) == (area, period)]
    return (
        area,
        period,
        [{key: text for key, text in row.items() if key not in {"area", "period"}} for row in rows],
    )


def flat_sample(name: str, folder: Path) -> Path:
    """The sample as a flat table that can be imported."""
    area, period, rows = sample(name)
    columns = [column.name for column in LEDGERS[name].columns]
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["ledger", "area", "period", *columns])
        writer.writerows([name, area, period, *(row.get(column, "") for column in columns)] for row in rows)
    return path


def returned(name: str, folder: Path) -> Return:
    """The sample as the return that it makes."""
    reading = read_flat(flat_sample(name, folder), LEDGERS, {})
    assert not reading.faults
    return reading.returns[0]


def fill(form: bytes, ledger: Ledger, rows: Rows, head: dict[str, str] | None = None) -> bytes:
    """The form with the rows typed in under its headings, and with words in the open cells of its head."""
    book = load_workbook(io.BytesIO(form))
    sheet = book[FORM_SHEET]
    for row in sheet.iter_rows(max_row=6):
        for cell in row:
            for name, text in (head or {}).items():
                if cell.value == HEAD[name]:
                    sheet.cell(cell.row, cell.column + 1).value = text
    top = heading_row(sheet, ledger)
    for number, row in enumerate(rows, start=top + 1):
        for index, column in enumerate(ledger.columns, start=1):
            sheet.cell(number, index).value = _typed(column, row.get(column.name, ""))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def heading_row(sheet: Any, ledger: Ledger) -> int:
    """The row of a form in which the headings stand, counted from 1."""
    first = ledger.columns[0].heading
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == first)


def _typed(column: Column, text: str) -> Any:
    """What a person's typing leaves in a cell of that kind."""
    if not text:
        return None
    if column.is_number:
        try:
            return float(text)
        except ValueError:
            return text
    return date.fromisoformat(text) if column.type is ColumnType.DATE and text[:1].isdigit() else text
