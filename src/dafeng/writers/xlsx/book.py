"""A workbook written cell by cell: text is always text, an unknown is never a zero, and no clock is kept."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from dafeng.writers.archive import settle

Value = str | float | None
FONT = "微软雅黑"
LAST_ROW = 1000
"""Rows that get drop-downs and the colour of an empty cell."""
_LINE, _TALLEST = 15, 12


class Book:
    """A workbook in memory."""

    def __init__(self, title: str) -> None:
        self._target = io.BytesIO()
        # A cell that begins with = + - @ came from somebody's document: it stays text.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._target, options)
        self._book.set_properties(
            {"title": title, "created": datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
        )
        shared: dict[str, Any] = {
            "font_name": FONT,
            "font_size": 10,
            "valign": "top",
            "border": 1,
            "border_color": "#C9D1D9",
        }
        looks: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "bg_color": "#0B3C5D", "font_color": "#FFFFFF", "text_wrap": True},
            "text": {"text_wrap": True},
            "number": {"num_format": "General"},
            "blank": {"bg_color": "#FFF2A8", "text_wrap": True},
            "weak": {"bg_color": "#FFEBCC", "text_wrap": True},
            "doubtful": {"bg_color": "#F8CBAD", "text_wrap": True},
            "verbatim": {"num_format": "@", "text_wrap": True},
        }
        self._formats = {name: self._book.add_format(shared | look) for name, look in looks.items()}

    def sheet(self, name: str, columns: Sequence[tuple[str, float]]) -> Sheet:
        """A sheet with its head in the first row, kept in sight; `columns` are names and widths."""
        return Sheet(self._book.add_worksheet(name), self._formats, columns)

    def save(self, as_of: str) -> bytes:
        """The workbook as a file dated `as_of`."""
        self._book.close()
        return settle(self._target.getvalue(), as_of)


class Sheet:
    """A sheet that is written row by row."""

    def __init__(self, sheet: Any, formats: dict[str, Any], columns: Sequence[tuple[str, float]]) -> None:
        self._sheet, self._formats, self._row = sheet, formats, 0
        self.columns = [name for name, _ in columns]
        self._widths = [width for _, width in columns]
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 24)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for index, (name, width) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, name, formats["head"])

    def row(self, values: Iterable[Value], blanks: dict[str, str] | None = None) -> None:
        """Write one row; an empty cell of a column in `blanks` is coloured and carries that comment."""
        self._row += 1
        for index, value in enumerate(values):
            note = (blanks or {}).get(self.columns[index])
            if isinstance(value, str) and value:
                self._sheet.write_string(self._row, index, value, self._formats["text"])
            elif isinstance(value, (int, float)):
                self._sheet.write_number(self._row, index, value, self._formats["number"])
            elif note is None:
                self._sheet.write_blank(self._row, index, None, self._formats["text"])
            else:
                self._sheet.write_blank(self._row, index, None, self._formats["blank"])
                if note:
                    self._sheet.write_comment(self._row, index, note, {"author": "", "font_size": 9})

    def marked(self, cells: Iterable[tuple[str, str]]) -> None:
        """Write one row of texts, each with the name of its look, tall enough for the longest of them.

        An empty text is an empty cell of that look.
        """
        self._row += 1
        lines = 1
        for index, (text, look) in enumerate(cells):
            if text:
                self._sheet.write_string(self._row, index, text, self._formats[look])
                lines = max(lines, math.ceil(sum(1 + (c > "ÿ") for c in text) / self._widths[index]))
            else:
                self._sheet.write_blank(self._row, index, None, self._formats[look])
        self._sheet.set_row(self._row, _LINE * min(lines, _TALLEST))

    def put_away(self) -> None:
        """Hide the whole sheet and guard it against a stray hand; it is there for reading the file back."""
        self._sheet.very_hidden()
        self._sheet.protect()

    def numbers_are_text(self) -> None:
        """Tell the spreadsheet that figures kept as text are meant so."""
        self._sheet.ignore_errors({"number_stored_as_text": "A1:AZ2000"})

    def filter(self) -> None:
        """Let the reader filter by the head."""
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self.columns) - 1)

    def hide(self, column: str) -> None:
        """Hide a column that is there for reading the file back."""
        index = self.columns.index(column)
        self._sheet.set_column(index, index, 4, None, {"hidden": True})

    def choose(self, column: str, source: list[str] | str, message: str, *, last: int = LAST_ROW) -> None:
        """A drop-down in a column: a list of words, or a range such as ``=说明!$A$2:$A$9``."""
        index = self.columns.index(column)
        self._sheet.data_validation(
            1, index, last, index,
            {"validate": "list", "source": source, "input_message": message, "error_message": f"请从下拉列表选择。{message}"},
        )  # fmt: skip
