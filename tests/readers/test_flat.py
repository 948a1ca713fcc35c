"""Returns as CSV and Parquet: what we write is read back, and faults are named by their cell."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from dafeng.domain.ledger import Entry, Return
from dafeng.readers.flat import MAX_ROWS, read_flat
from dafeng.readers.page import Reading
from dafeng.writers.flat import flat_csv, flat_parquet
from tests.forms import Sample, city, samples

STATIONS = next(one for one in samples() if one.ledger.id == "power_stations")


def read(body: bytes, folder: Path, suffix: str) -> Reading:
    """What the flat table says."""
    path = folder / f"t{suffix}"
    path.write_bytes(body)
    return read_flat(path, city().ledgers, city().codes)


def said(made: Return) -> list[dict[str, tuple[object, ...]]]:
    """The rows without where they were read."""
    return [{name: _said(entry) for name, entry in row.items()} for row in made.rows]


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.value, entry.text, entry.absence


@pytest.mark.parametrize("sample", samples(), ids=lambda one: f"{one.ledger.id}-{one.made.period}")
def test_what_is_written_is_read_back(sample: Sample, tmp_path: Path) -> None:
    """Both formats keep every number, word and kind of absence."""
    for suffix, body in ((".csv", flat_csv), (".parquet", flat_parquet)):
        reading = read(body(sample.ledger, (sample.made,)), tmp_path, suffix)
        assert (reading.faults, reading.notes) == ((), ())
        assert said(reading.returns[0]) == said(sample.made)


@pytest.mark.parametrize(
    ("old", "new", "code", "cell"),
    [
        ("4210.5", "约4210.5", "E_NUMBER", "M2"),
        ("水电,", "=1+1,", "E_FORMULA_TEXT", "H2"),
        ("2011-06-18", "2011-06-31", "E_DATE", "J2"),
        ("511600,2025-12,,A,,示例北坡", "511600,2025,,A,,示例北坡", "E_PERIOD", "C3"),
        ("（万千瓦）", "（吨）", "E_COLUMN_UNIT", "L1"),
    ],
)
def test_a_fault_is_named_by_its_cell(old: str, new: str, code: str, cell: str, tmp_path: Path) -> None:
    """Columns are counted as a spreadsheet shows them, the head's fields first."""
    text = flat_csv(STATIONS.ledger, (STATIONS.made,)).decode("utf-8-sig")
    assert old in text, text
    reading = read(text.replace(old, new, 1).encode("gb18030"), tmp_path, ".csv")
    assert (code, cell) in {(fault.code, fault.place.rpartition("!")[2]) for fault in reading.faults}
    assert reading.returns == ()


def test_no_cell_that_is_written_begins_a_formula(tmp_path: Path) -> None:
    """A word that reached the books before it was refused leaves them harmless."""
    row = dict(STATIONS.made.rows[0])
    row["operator"] = Entry(None, "＝HYPERLINK(1)", None, "", "", row["operator"].cell)
    made = Return(*(getattr(STATIONS.made, name) for name in ("ledger", "area", "period")), (row,), *_rest())
    line = flat_csv(STATIONS.ledger, (made,)).decode("utf-8-sig").splitlines()[1]
    assert ",'＝HYPERLINK(1)," in line


def _rest() -> tuple[object, ...]:
    made = STATIONS.made
    return made.grade, "=source", made.filled_by, made.file, made.sha256


def test_a_parquet_file_that_unpacks_to_too_much_or_nothing_is_refused(tmp_path: Path) -> None:
    """A small file of very many rows, and one that is cut off, are refused as a whole."""
    body = flat_parquet(STATIONS.ledger, (STATIONS.made,))
    many = pl.concat([pl.read_parquet(io.BytesIO(body))] * (MAX_ROWS // len(STATIONS.made.rows) + 1))
    target = io.BytesIO()
    many.write_parquet(target)
    for broken, code in ((target.getvalue(), "E_TOO_LARGE"), (body[:-40], "E_FLAT_BROKEN")):
        reading = read(broken, tmp_path, ".parquet")
        assert [fault.code for fault in reading.faults] == [code]
        assert not reading.returns
