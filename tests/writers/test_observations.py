"""Long tables of observations: what is written reads back as the same observations."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dafeng.domain.errors import DafengError
from dafeng.domain.observation import HEADINGS
from dafeng.readers.observations import read_frame
from dafeng.writers.observations import long_csv, long_parquet
from tests.strategies import long_frames

Write = Callable[[pl.DataFrame, BinaryIO], None]
WRITERS: dict[str, Write] = {"t.csv": long_csv, "t.parquet": long_parquet}


@given(long_frames(), st.sampled_from(sorted(WRITERS)))
def test_there_and_back(tmp_path_factory: pytest.TempPathFactory, frame: pl.DataFrame, name: str) -> None:
    """Values to the last bit, bounds, absences, keys and notes come back as they went out."""
    path = tmp_path_factory.mktemp("long") / name
    with path.open("wb") as target:
        WRITERS[name](frame, target)
    assert_frame_equal(read_frame([path]).select(*HEADINGS), frame, check_exact=True)


@given(long_frames())
def test_what_was_read_is_written_again_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, frame: pl.DataFrame
) -> None:
    """A table read and written again is the same file, so the frame of the reader fits the writer."""
    path = tmp_path_factory.mktemp("long") / "t.csv"
    with path.open("wb") as target:
        long_csv(frame, target)
    again = io.BytesIO()
    long_csv(read_frame([path]), again)
    assert again.getvalue() == path.read_bytes()


def test_csv_is_what_excel_opens(tmp_path: Path) -> None:
    """A byte-order mark, Chinese headings and line ends as Excel writes them; an empty cell is empty."""
    cells = dict.fromkeys(HEADINGS, "") | {"series": "population", "value": None, "low": None, "high": None}
    target = io.BytesIO()
    long_csv(
        pl.DataFrame([cells], schema_overrides=dict.fromkeys(("value", "low", "high"), pl.Float64)), target
    )
    head, row, _ = target.getvalue().split(b"\r\n")
    assert head.startswith(b"\xef\xbb\xbf")
    assert head.decode("utf-8-sig").split(",") == list(HEADINGS.values())
    assert row == b"population" + b"," * (len(HEADINGS) - 1)


@pytest.mark.parametrize("write", WRITERS.values())
@pytest.mark.parametrize("column", ["item", "text"])
def test_the_cells_of_a_ledger_are_refused(write: Write, column: str) -> None:
    """What a long table has no column for is refused and not left out."""
    frame = pl.DataFrame({name: ["x"] for name in HEADINGS} | {column: ["企业=甲"]})
    with pytest.raises(DafengError) as refusal:
        write(frame, io.BytesIO())
    assert refusal.value.code == "E_NOT_LONG"
