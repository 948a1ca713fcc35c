"""CSV and XLSX files as rows of text with their cell addresses, refused whole when unsafe."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from dafeng.domain.errors import Fault
from dafeng.readers.workbook import Grid, open_workbook, too_large

MAX_FILE_BYTES = 50_000_000
MAX_FLAT_BYTES = 1_000_000_000  # of a long table, which is read a stretch of rows at a time
SUFFIXES = (".csv", ".xlsx")
NOTES_SHEET = "说明"  # the template's page of explanations holds no data
REFUSED_SUFFIXES = (".xls", ".xlsm", ".xlsb", ".ods", ".et")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number as a spreadsheet shows it, and its texts by column."""

    number: int
    texts: dict[str, str]
    columns: dict[str, str]  # column name -> letter

    def place(self, file: str, sheet: str | None, column: str | None = None) -> str:
        letter = self.columns.get(column, "") if column else ""
        return f"{file}!{sheet + '!' if sheet else ''}{letter}{self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; `sheet` is None for CSV."""

    file: str
    sheet: str | None
    sha256: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def is_left_behind(path: Path) -> bool:
    """Whether a file is a lock or a hidden one that a program left beside the tables."""
    return path.name.startswith(("~$", "."))


def letter(index: int) -> str:
    """Spreadsheet letter of a column counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_sheets(path: Path) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    """All tables of one file, or the faults that make it unreadable."""
    name = path.name
    size = path.stat().st_size
    if size == 0:
        return (), (empty_file(name),)
    if size > MAX_FILE_BYTES:
        return (), (too_large(name, size, MAX_FILE_BYTES),)
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".csv":
        return _read_csv(name, digest, data)
    return _read_xlsx(name, digest, data)


def _read_csv(name: str, digest: str, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    text = None
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    if text is None:
        return (), (not_text(name),)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        fault = Fault("E_CSV_BROKEN", name, f"CSV 格式有误：{error}", f"Broken CSV: {error}")
        return (), (fault,)
    return (_sheet(name, None, digest, table, 1),), ()


def _read_xlsx(name: str, digest: str, data: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    grids, faults = open_workbook(name, data)
    formulas = tuple(computed(name, grid) for grid in grids if grid.formulas)
    if faults or formulas:
        return (), faults + formulas
    tables = ((grid.name, [[_text(cell) for cell in row] for row in grid.values]) for grid in grids)
    return (
        tuple(
            _sheet(name, title, digest, table, 1)
            for title, table in tables
            if title != NOTES_SHEET and any(any(cell for cell in row) for row in table)
        ),
        (),
    )


def empty_file(name: str) -> Fault:
    """The refusal of a file of no bytes."""
    return Fault(
        "E_EMPTY_FILE", name, "文件是空的，请检查后重新导出。", "The file is empty; export it again."
    )


def not_text(name: str) -> Fault:
    """The refusal of bytes that are no text."""
    return Fault(
        "E_NOT_TEXT",
        name,
        "不是文本文件（既不是 UTF-8 也不是 GB18030 编码），请另存为 CSV UTF-8。",
        "Not a text file (neither UTF-8 nor GB18030); save it as CSV UTF-8.",
    )


def computed(name: str, grid: Grid) -> Fault:
    """The refusal of a sheet with formulas: what a formula shows has no source."""
    cells = grid.formulas
    shown = "、".join(cells[:5]) + ("…" if len(cells) > 5 else "")
    return Fault(
        "E_FORMULA",
        f"{name}!{grid.name}!{cells[0]}",
        f"有 {len(cells)} 个公式单元格（{shown}），公式的数值无法溯源，请“选择性粘贴—数值”后再交。",
        f"{len(cells)} cells hold formulas ({shown}); paste values only, a formula's result has no trace.",
    )


def _sheet(name: str, title: str | None, digest: str, table: list[list[str]], first: int) -> Sheet:
    header = tuple(cell.strip() for cell in table[0]) if table else ()
    columns = {column: letter(index) for index, column in enumerate(header) if column}
    lines = []
    for number, line in enumerate(table[1:], start=first + 1):
        if not any(cell.strip() for cell in line):
            continue
        texts = {
            column: line[index].strip() if index < len(line) else ""
            for index, column in enumerate(header)
            if column
        }
        lines.append(Row(number, texts, columns))
    return Sheet(name, title, digest, header, tuple(lines))


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return "" if cell is None else str(cell)
