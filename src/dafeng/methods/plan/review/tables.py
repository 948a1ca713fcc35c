"""The tables of a plan as the checks read them: one name to a column, one cell to a name, and a printed place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.plan import Cell, Plan
from dafeng.domain.plan import Table as PlanTable
from dafeng.methods.plan.outline.table_shape import aligned, columns

_SERIAL = re.compile(r"序号|编号|No\.?")
_LABEL = re.compile(r"^(?:专栏|附表|表|图表)\s*[\d一二三四五六七八九十]*(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, where each of them stands in the file, and where the row begins."""

    cells: tuple[str, ...]
    places: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns and the rows under them, without a column of serial numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int

    def column(self, pattern: str) -> int | None:
        """The first column whose heading matches, or None."""
        return next((i for i, name in enumerate(self.header) if re.search(pattern, name)), None)


def tables_of(plan: Plan) -> Iterator[Table]:
    """Every table of the plan, in the order of the text; a table whose names went unread has them in its first row."""
    for table in plan.tables:
        names = columns(table)
        rows = [_row(table, cells, len(names)) for cells in table.rows]
        if not names and rows:
            names, rows = rows[0].cells, rows[1:]
        if names and _SERIAL.fullmatch(names[0]):
            names = names[1:]
            rows = [Row(row.cells[1:], row.places[1:], row.start) for row in rows]
        rows = [row for row in rows if row.cells]
        if names and rows:
            yield Table(table.caption, names, tuple(rows), table.start, table.end)


def _row(table: PlanTable, cells: tuple[Cell, ...], width: int) -> Row:
    """The cells by their columns; those merged away are blank."""
    by_column = aligned(table, cells) if width else dict(enumerate(cells))
    whole = [by_column.get(place) for place in range(max(width, max(by_column, default=-1) + 1))]
    start = cells[0].start
    return Row(
        tuple("" if cell is None else cell.text for cell in whole),
        tuple(start if cell is None else cell.start for cell in whole),
        start,
    )


def without_tables(plan: Plan) -> str:
    """The text with every table blanked, character for character."""
    text = list(plan.document.text)
    for table in plan.tables:
        for place in range(table.start, table.end):
            if text[place] not in "\r\n":
                text[place] = " "
    return "".join(text)


def place_name(plan: Plan, offset: int) -> str | None:
    """What a reader calls the box or the table that holds this place: 一(三)6专栏1, 附表2; None in running text."""
    for box in plan.boxes:
        if box.start <= offset < box.end:
            return f"{box.clause}{_label(plan.document.text[box.start : box.end]) or '专栏'}"
    for table in plan.tables:
        if table.start <= offset < table.end:
            label = _label(table.caption)
            if table.clause.startswith("附") and len(label) <= len("附表"):
                return table.clause
            return label if label.startswith("附") else f"{table.clause}{label or '表'}"
    return None


def _label(words: str) -> str:
    found = _LABEL.match(words.lstrip())
    return re.sub(r"\s", "", found.group()) if found else ""
