"""Tables inside a plan's text: lines of cells between bars or tabs, with their heading row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULE = re.compile(r"^[\s|:：\-—+]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells and the place of its first character."""

    cells: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the rows under it; `caption` is the line above."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int

    def column(self, pattern: str) -> int | None:
        """The first column whose heading matches, or None."""
        return next((i for i, name in enumerate(self.header) if re.search(pattern, name)), None)


def tables_of(text: str) -> Iterator[Table]:
    """Every run of two or more lines of cells, in the order of the text."""
    run: list[Row] = []
    caption, above, place = "", "", 0
    for line in [*text.splitlines(keepends=True), "\n\n"]:
        words = line.strip()
        cells = _cells(words)
        if cells is not None:
            if not run:
                caption = above
            if not _RULE.match(words):
                run.append(Row(cells, place + len(line) - len(line.lstrip())))
        elif words or place >= len(text):
            if len(run) >= 2:
                yield Table(caption, run[0].cells, tuple(run[1:]), run[0].start, place)
            run = []
            above = words
        place += len(line)


def _cells(words: str) -> tuple[str, ...] | None:
    if words.count("|") >= 2:
        return tuple(cell.strip() for cell in words.strip("|").split("|"))
    if "\t" in words:
        return tuple(cell.strip() for cell in words.split("\t"))
    return None


def without_tables(text: str) -> str:
    """The text with every table line blanked, character for character."""
    lines = []
    for line in text.splitlines(keepends=True):
        ending = line[len(line.rstrip("\r\n")) :]
        lines.append(" " * (len(line) - len(ending)) + ending if _cells(line.strip()) else line)
    return "".join(lines)
