"""Every declared ledger on every road: form, flat tables and observations bring back what went out."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from dafeng.domain.form import Head, seal
from dafeng.domain.ledger import Ledger, Return
from dafeng.methods.ledgers.cells import observations_of, returns_of
from dafeng.readers.flat import read_flat
from dafeng.readers.form import read_form
from dafeng.readers.page import Reading
from dafeng.rules.ledgers import declared_ledgers
from dafeng.writers.flat import flat_csv, flat_parquet
from dafeng.writers.xlsx.ledger_form import ledger_form
from tests.ledgers import samples

LEDGERS = declared_ledgers()


@cache
def _sample(name: str) -> Return:
    now, _ = samples.periods(samples.rows_of(name))
    with TemporaryDirectory() as folder:
        (made,) = samples.read(Path(folder), name, now).returns
    return made


def _said(made: Return) -> list[dict[str, tuple[object, ...]]]:
    """What each row says, whatever file and cell it came from."""
    return [
        {name: (entry.value, entry.text, entry.absence) for name, entry in row.items()} for row in made.rows
    ]


def _units(made: Return) -> list[dict[str, str]]:
    numbers = {column.name for column in LEDGERS[made.ledger].columns if column.is_number}
    return [{name: entry.stated_unit for name, entry in row.items() if name in numbers} for row in made.rows]


def _only(reading: Reading) -> Return:
    assert [str(fault) for fault in reading.faults] == []
    assert [str(note) for note in reading.notes] == []
    (made,) = reading.returns
    return made


def _filled(ledger: Ledger, made: Return) -> bytes:
    """A blank form, filled cell by cell as a clerk fills it: days as days, words and numbers as they are."""
    head = Head(ledger.id, made.area, made.period, seal=seal(ledger, made.area, made.period))
    book = openpyxl.load_workbook(io.BytesIO(ledger_form(ledger, head)))
    sheet = book.worksheets[0]
    heading = next(
        row[0].row for row in sheet.iter_rows(max_row=20) if row[0].value == ledger.columns[0].heading
    )
    rows, _ = samples.periods(samples.rows_of(ledger.id))
    for number, row in enumerate(rows, start=heading + 1):
        for index, column in enumerate(ledger.columns, start=1):
            entry = made.rows[number - heading - 1].get(column.name)
            if entry is None:
                continue
            value: object = row[column.name]
            if entry.value is not None:
                value = entry.value
            elif column.type.value == "date" and entry.text:
                value = date.fromisoformat(entry.text)
            sheet.cell(number, index, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", LEDGERS)
def test_a_form_brings_back_what_was_typed(name: str, tmp_path: Path) -> None:
    """A blank form, filled and saved by another program, is read with every value, word, absence and unit."""
    made = _sample(name)
    path = tmp_path / "form.xlsx"
    path.write_bytes(_filled(LEDGERS[name], made))
    read = _only(read_form(path, LEDGERS, {}))
    assert (read.ledger, read.area, read.period) == (made.ledger, made.area, made.period)
    assert _said(read) == _said(made)
    assert _units(read) == _units(made)


@pytest.mark.parametrize("name", ["energy_balance", "power_stations", "building_completions", "fleet"])
def test_a_form_written_with_rows_is_read_again(name: str, tmp_path: Path) -> None:
    """A form that carries rows, and the same rows as those of the period before, reads as those rows."""
    made = _sample(name)
    head = Head(name, made.area, made.period, seal=seal(LEDGERS[name], made.area, made.period))
    path = tmp_path / "form.xlsx"
    path.write_bytes(ledger_form(LEDGERS[name], head, made.rows, made.rows, "上期"))
    read = _only(read_form(path, LEDGERS, {}))
    assert _said(read) == _said(made)


@pytest.mark.parametrize("name", LEDGERS)
def test_a_flat_table_brings_back_what_it_holds(name: str, tmp_path: Path) -> None:
    """CSV and Parquet are read as the same return."""
    made = _sample(name)
    for suffix, writer in ((".csv", flat_csv), (".parquet", flat_parquet)):
        path = tmp_path / f"flat{suffix}"
        path.write_bytes(writer(LEDGERS[name], [made]))
        read = _only(read_flat(path, LEDGERS, {}))
        assert _said(read) == _said(made), suffix
        assert _units(read) == _units(made), suffix


@pytest.mark.parametrize("name", LEDGERS)
def test_observations_are_the_return_cell_by_cell(name: str) -> None:
    """What is kept in the books gives back the same rows under the same keys."""
    made = _sample(name)
    (back,) = returns_of(LEDGERS[name], observations_of(LEDGERS[name], made))
    assert _said(back) == _said(made)
    assert (back.ledger, back.area, back.period, back.grade) == (
        made.ledger,
        made.area,
        made.period,
        made.grade,
    )
