"""A return as a table of numbers and words, with the rule for each kind of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from dafeng.domain.grade import Absence
from dafeng.domain.ledger import ColumnType, Entry, Ledger

ROW = "row_number"


def frame_of(ledger: Ledger, rows: Iterable[Mapping[str, Entry]]) -> pl.DataFrame:
    """The rows as a frame, one column for each of the ledger's, and the row's number.

    What did not occur adds nothing, so it counts as zero; what is absent, confidential or blank is null, and
    whatever needs it is undecided.
    """
    listed = list(rows)
    columns: dict[str, list[float | str | None]] = {
        column.name: [_number(row.get(column.name)) if column.is_number else _text(row.get(column.name)) for row in listed]
        for column in ledger.columns
    }  # fmt: skip
    schema = {column.name: pl.Float64 if column.is_number else pl.String for column in ledger.columns}
    dates = [column.name for column in ledger.columns if column.type is ColumnType.DATE]
    frame = pl.DataFrame(columns, schema=schema).with_columns(pl.col(dates).str.to_date(strict=False))
    return frame.with_row_index(ROW)


def _number(entry: Entry | None) -> float | None:
    if entry is None:
        return None
    return 0.0 if entry.absence is Absence.NOT_OCCURRING else entry.value


def _text(entry: Entry | None) -> str | None:
    return None if entry is None else entry.text
