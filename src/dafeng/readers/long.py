"""Long tables as columns of text, a stretch of rows at a time, so that a million rows need little memory."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.sheets import MAX_FLAT_BYTES, Sheet, empty_file, letter, not_text, read_sheets
from dafeng.readers.workbook import too_large
from dafeng.rules.remarks import remark

STRETCH = 20_000
MAX_ROWS = 20_000_000
"""Of a Parquet file, whose size does not tell how much it unpacks to."""
_BLOCK = 1 << 20
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())  # what `str.strip` takes off
_ENCODINGS = ("utf-8-sig", "gb18030")
_Stretches = Callable[[Mapping[str, int]], Iterator[pl.DataFrame]]


@dataclass(frozen=True, slots=True)
class LongTable:
    """One table of a file; `sheet` is None but in a workbook."""

    file: str
    sheet: str | None
    sha256: str
    header: tuple[str, ...]
    stretches: _Stretches
    """From the position of each wanted column: frames of these columns as text without spaces at the ends, and
    of `row`, the number that a spreadsheet shows; lines that hold nothing are left out.  Raises a
    `DafengError` where the file breaks off."""

    def place(self, row: int, position: int | None = None) -> str:
        """The address of a cell, or of a row when the column is nowhere."""
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{self.file}!{sheet}{'' if position is None else letter(position)}{row}"


def open_tables(path: Path) -> tuple[tuple[LongTable, ...], tuple[Fault, ...]]:
    """The tables of one file, or the faults that make it unreadable."""
    name, kind = path.name, path.suffix.lower()
    if kind not in (".csv", ".parquet"):
        sheets, faults = read_sheets(path)
        return tuple(_sheet(sheet) for sheet in sheets), faults
    size = path.stat().st_size
    if size == 0:
        return (), (empty_file(name),)
    if size > MAX_FLAT_BYTES:
        return (), (too_large(name, size, MAX_FLAT_BYTES),)
    try:
        return ((_csv if kind == ".csv" else _parquet)(path),), ()
    except DafengError as error:
        return (), error.faults or (Fault(error.code, name, error.zh, error.en),)


def _sheet(sheet: Sheet) -> LongTable:
    def stretches(at: Mapping[str, int]) -> Iterator[pl.DataFrame]:
        names = {column: sheet.header[position] for column, position in at.items()}
        lines = [[row.texts[name] for name in names.values()] for row in sheet.rows]
        yield _frame([row.number for row in sheet.rows], lines, {name: i for i, name in enumerate(at)})

    return LongTable(sheet.file, sheet.sheet, sheet.sha256, sheet.header, stretches)


def _frame(numbers: Sequence[int], lines: Sequence[Sequence[str]], at: Mapping[str, int]) -> pl.DataFrame:
    columns = tuple(zip(*lines, strict=False)) or ((),) * (max(at.values()) + 1)
    texts = (
        pl.Series(name, columns[position], pl.String).str.strip_chars(_SPACES)
        for name, position in at.items()
    )
    return pl.DataFrame([pl.Series("row", numbers, pl.Int64), *texts])


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


# ---------------------------------------------------------------- CSV


def _csv(path: Path) -> LongTable:
    encoding = next((one for one in _ENCODINGS if _decodes(path, one)), None)
    if encoding is None:
        refusal = not_text(path.name)
        raise DafengError(refusal.code, refusal.zh, refusal.en)
    header = next(_lines(path, encoding), [])
    return LongTable(
        path.name,
        None,
        _digest(path),
        tuple(cell.strip() for cell in header),
        partial(_csv_stretches, path, encoding),
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as handle:
            while block := handle.read(_BLOCK):
                if b"\0" in block:
                    return False
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str) -> Iterator[list[str]]:
    # Python's parser and not polars': it alone refuses a broken quotation and counts every empty line.
    with path.open(encoding=encoding, newline="") as handle:
        try:
            yield from csv.reader(handle, strict=True)
        except csv.Error as error:
            raise DafengError("E_CSV_BROKEN", f"CSV 格式有误：{error}", f"Broken CSV: {error}") from error


def _csv_stretches(path: Path, encoding: str, at: Mapping[str, int]) -> Iterator[pl.DataFrame]:
    width = max(at.values()) + 1
    numbers: list[int] = []
    lines: list[list[str]] = []
    for number, line in enumerate(_lines(path, encoding), start=1):
        if number == 1 or not any(map(str.strip, line)):
            continue
        numbers.append(number)
        lines.append(line if len(line) >= width else line + [""] * (width - len(line)))
        if len(lines) == STRETCH:
            yield _frame(numbers, lines, at)
            numbers, lines = [], []
    if lines:
        yield _frame(numbers, lines, at)


# ---------------------------------------------------------------- Parquet


def _parquet(path: Path) -> LongTable:
    header = guarded(lambda: list(pl.read_parquet_schema(path)))
    count = guarded(lambda: pl.scan_parquet(path).select(pl.len()).collect().item())
    if count > MAX_ROWS:
        raise DafengError(
            "E_TOO_LARGE",
            f"文件有 {count} 行，超过上限 {MAX_ROWS} 行，已拒绝。",
            f"The file has {count} rows, over the limit of {MAX_ROWS}; refused.",
        )
    stripped = tuple(name.strip() for name in header)
    return LongTable(
        path.name, None, _digest(path), stripped, partial(_parquet_stretches, path, header, count)
    )


def _parquet_stretches(
    path: Path, header: Sequence[str], count: int, at: Mapping[str, int]
) -> Iterator[pl.DataFrame]:
    schema = guarded(lambda: pl.read_parquet_schema(path))
    wanted = [_text(header[position], schema[header[position]]).alias(name) for name, position in at.items()]
    for start in range(0, count, STRETCH):
        lazy = pl.scan_parquet(path).slice(start, STRETCH).select(wanted)
        frame = guarded(lazy.collect).with_row_index("row", start + 2)
        yield frame.filter(pl.any_horizontal(pl.col(name) != "" for name in at)).cast({"row": pl.Int64})


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        raise _broken(f"{name}: {kind}")
    text = pl.col(name).cast(pl.String)
    if kind.is_float():
        text = text.str.strip_suffix(".0")
    return text.fill_null("").str.strip_chars(_SPACES)


def guarded(read: Callable[[], Any]) -> Any:
    """What reading gives, or the refusal of a file that the reader of Parquet cannot make out.

    Raises
    ------
    DafengError
        ``E_FLAT_BROKEN`` with the reader's words.

    """
    try:
        return read()
    except BaseException as error:
        # The reader is written in Rust; a file that makes it panic is damaged like any other.
        if not isinstance(error, (pl.exceptions.PolarsError, OSError)) and (
            type(error).__name__ != "PanicException"
        ):
            raise
        raise _broken((str(error).splitlines() or [type(error).__name__])[0][:80]) from error


def _broken(why: str) -> DafengError:
    said = remark("E_FLAT_BROKEN", why=why)
    return DafengError(said.code, said.zh, said.en)
