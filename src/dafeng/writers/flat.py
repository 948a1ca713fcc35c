"""Returns as a flat table in CSV or Parquet: the head's fields first, then the ledger's columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from dafeng.domain.form import HEAD
from dafeng.domain.ledger import Entry, Ledger, Return
from dafeng.rules.absence import absence_word

FORMULA_SIGNS = ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula; Chinese and Japanese ones read full-width signs too."""
LEADING = ("ledger", "area", "period", "filled_by", "grade", "source")


def flat_csv(ledger: Ledger, returns: Iterable[Return]) -> bytes:
    """The returns as CSV with Chinese headings and a byte-order mark, so that Excel opens it rightly."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([*(HEAD[name] for name in LEADING), *(column.heading for column in ledger.columns)])
    for head, row in _lines(returns):
        writer.writerow([*map(inert, head), *(_written(row.get(column.name)) for column in ledger.columns)])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def flat_parquet(ledger: Ledger, returns: Iterable[Return]) -> bytes:
    """The returns as Parquet: numbers as numbers, with the kind of absence in ``<column>__absence``."""
    lines = list(_lines(returns))
    data: dict[str, list[Any]] = {name: [head[i] for head, _ in lines] for i, name in enumerate(LEADING)}
    schema: dict[str, Any] = dict.fromkeys(LEADING, pl.String)
    for column in ledger.columns:
        entries = [row.get(column.name) for _, row in lines]
        if column.is_number:
            data[column.name] = [None if entry is None else entry.value for entry in entries]
            data[f"{column.name}__absence"] = [_absent(entry) for entry in entries]
            schema |= {column.name: pl.Float64, f"{column.name}__absence": pl.String}
        else:
            data[column.name] = [None if entry is None else _absent(entry) or entry.text for entry in entries]
            schema[column.name] = pl.String
    target = io.BytesIO()
    pl.DataFrame(data, schema=schema).write_parquet(target, compression="zstd")
    return target.getvalue()


def inert(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: what looks like a formula gets a leading apostrophe.

    >>> inert("=1+1"), inert(" ＠SUM(A1)"), inert("-3.5"), inert("水电")
    ("'=1+1", "' ＠SUM(A1)", '-3.5', '水电')
    """
    if not text.startswith(FORMULA_SIGNS) and not text.lstrip().startswith(FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _lines(returns: Iterable[Return]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Entry]]]:
    for made in returns:
        head = (made.ledger, made.area, made.period, made.filled_by, made.grade.value, made.source)
        for row in made.rows:
            yield head, row


def _written(entry: Entry | None) -> str:
    if entry is None:
        return ""
    if entry.absence is not None:
        return absence_word(entry.absence)
    if entry.value is None:
        return inert(entry.text or "")
    return (
        repr(int(entry.value)) if entry.value.is_integer() and abs(entry.value) < 1e15 else repr(entry.value)
    )


def _absent(entry: Entry | None) -> str | None:
    return None if entry is None or entry.absence is None else absence_word(entry.absence)
