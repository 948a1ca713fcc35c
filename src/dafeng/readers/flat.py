"""Returns of a ledger as a flat table: CSV or Parquet, many areas and periods in one file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.form import HEAD
from dafeng.domain.grade import Grade
from dafeng.domain.ledger import Entry, Ledger, Return
from dafeng.domain.period import EXAMPLES, FREQUENCY_ZH, Period, period_of
from dafeng.readers.cells import read_area
from dafeng.readers.form_rows import place_columns, read_row, refuse_twice
from dafeng.readers.long import guarded
from dafeng.readers.page import Page, Reading
from dafeng.readers.sheets import MAX_FILE_BYTES
from dafeng.readers.typed import folded, is_empty, tidy
from dafeng.readers.workbook import too_large
from dafeng.rules.ledgers import find_ledger
from dafeng.rules.remarks import remark

FLAT_SUFFIXES = (".csv", ".parquet")
MAX_ROWS = 200_000
"""Of a Parquet file, whose size does not tell how much it unpacks to; no office returns so many rows at once."""
LEADING = ("ledger", "area", "period", "filled_by", "grade", "source")
"""The head's fields as the first columns of a flat table."""
_Group = tuple[str, str, Grade, str, str]  # area, period, grade, source, filled by


def is_flat_form(path: Path) -> bool:
    """Whether a table names a ledger in its first line, rather than series."""
    try:
        header = _header(path)
    except (OSError, UnicodeDecodeError, csv.Error, DafengError):
        return False
    return bool({folded(name) for name in header} & {HEAD["ledger"], "ledger"})


def read_flat(path: Path, ledgers: Mapping[str, Ledger], areas: Mapping[str, str]) -> Reading:
    """What a flat table of one ledger says, one return for each area, period and source."""
    name, size = path.name, path.stat().st_size
    if size > MAX_FILE_BYTES:
        return Reading(name, "", (), (too_large(name, size, MAX_FILE_BYTES),), ())
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        table = _table(path.suffix.lower(), data)
    except (UnicodeDecodeError, csv.Error) as error:
        broken = remark("E_FLAT_BROKEN", why=str(error).splitlines()[0][:80])
        return Reading(name, digest, (), (Fault(broken.code, name, broken.zh, broken.en),), ())
    except DafengError as error:
        return Reading(name, digest, (), (Fault(error.code, name, error.zh, error.en),), ())
    page = Page(name, None, digest, typed=path.suffix.lower() != ".csv")
    if len(table) < 2:
        page.say(page.place(0), "E_NO_ROWS")
        return page.read()
    at = _leading(table[0])
    ledger = _ledger(page, table, at, ledgers)
    if ledger is None:
        return page.read()
    known = [label for field in LEADING for label in (field, HEAD[field])]
    placed = place_columns(page, 0, table[0], ledger, known)
    groups: dict[_Group, list[dict[str, Entry]]] = defaultdict(list)
    heads: dict[tuple[Any, ...], tuple[_Group, Period] | None] = {}
    for number, row in enumerate(table[1:], start=1):
        if all(is_empty(cell) for cell in row):
            continue
        said = tuple(row[at[field]] if field in at else "" for field in LEADING)
        if said not in heads:
            heads[said] = _group(page, number, said, at, ledger, areas)
        group = heads[said]
        if group is None:
            continue
        entries = read_row(page, number, row, placed, areas, group[1])
        if entries:
            groups[group[0]].append(entries)
    for rows in groups.values():
        refuse_twice(page, ledger, rows)
    if not groups and not page.faults:
        page.say(page.place(1), "E_NO_ROWS")
    return page.read(tuple(_return(ledger, group, rows, page) for group, rows in groups.items()))


def _return(ledger: Ledger, group: _Group, rows: Sequence[dict[str, Entry]], page: Page) -> Return:
    area, period, grade, source, filled_by = group
    return Return(ledger.id, area, period, tuple(rows), grade, source, filled_by, page.file, page.sha256)


def _header(path: Path) -> Sequence[str]:
    if path.suffix.lower() == ".parquet":
        return list(guarded(lambda: pl.read_parquet_schema(path)))
    with path.open("rb") as handle:
        first = handle.readline(100_000)
    return next(csv.reader([_decoded(first)]), [])


def _table(suffix: str, data: bytes) -> list[Sequence[Any]]:
    if suffix == ".parquet":
        count = guarded(lambda: pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item())
        if count > MAX_ROWS:
            raise DafengError(
                "E_TOO_LARGE",
                f"文件有 {count} 行，超过上限 {MAX_ROWS} 行，已拒绝。",
                f"The file has {count} rows, over the limit of {MAX_ROWS}; refused.",
            )
        frame = guarded(lambda: pl.read_parquet(io.BytesIO(data)))
        return [frame.columns, *frame.iter_rows()]
    return list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _leading(header: Sequence[Any]) -> dict[str, int]:
    spelled = {word: field for field in LEADING for word in (field, HEAD[field])}
    return {spelled[folded(str(text))]: i for i, text in enumerate(header) if folded(str(text)) in spelled}


def _ledger(
    page: Page, table: Sequence[Sequence[Any]], at: Mapping[str, int], ledgers: Mapping[str, Ledger]
) -> Ledger | None:
    """The one ledger of the table; a row that names another is a fault."""
    if not {"ledger", "area", "period"} <= set(at):
        for field in ("ledger", "area", "period"):
            if field not in at:
                page.say(page.place(0), "E_COLUMN_MISSING", text=HEAD[field])
        return None
    named = [str(row[at["ledger"]] or "").strip() for row in table[1:]]
    first = next((name for name in named if name), "")
    for number, other in enumerate(named, start=1):
        if other and other != first:
            words = {"label": HEAD["ledger"], "field": "ledger", "sent": first, "text": other}
            page.say(page.place(number, at["ledger"]), "E_HEAD_CHANGED", **words)
    try:
        return find_ledger(ledgers, first)
    except DafengError as error:
        page.say(page.place(1, at["ledger"]), "E_NO_LEDGER", why_zh=error.zh, why_en=error.en)
        return None


def _group(
    page: Page,
    number: int,
    said: tuple[Any, ...],
    at: Mapping[str, int],
    ledger: Ledger,
    areas: Mapping[str, str],
) -> tuple[_Group, Period] | None:
    head = dict(zip(LEADING, (_text(one) for one in said), strict=True))
    area, told = read_area(head["area"], areas)
    page.tell(page.place(number, at["area"]), told)
    period = period_of(head["period"])
    if period is None or period.frequency is not ledger.frequency:
        words = {"word": EXAMPLES[ledger.frequency], "frequency": FREQUENCY_ZH[ledger.frequency]}
        page.say(page.place(number, at["period"]), "E_PERIOD", text=head["period"], **words)
        return None
    try:
        grade = Grade(head["grade"].upper()) if head["grade"] else ledger.grade
    except ValueError:
        page.say(page.place(number, at["grade"]), "E_GRADE", text=head["grade"])
        return None
    for field in ("filled_by", "source"):
        head[field], told = tidy(head[field])
        page.tell(page.place(number, at.get(field)), told)
    if area.text is None:
        return None
    return (area.text, str(period), grade, head["source"], head["filled_by"]), period


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
