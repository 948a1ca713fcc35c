"""The order in which a printed page is read: its lines, its two columns, its ruled tables."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dafeng.readers.glyphs import Box, Glyph, Rule

_SAME_LINE = 0.45  # of the lower height: a subscript is still on its line
_APART = 1.8  # heights between two characters that do not belong to one phrase
_TABBED = 2.5  # heights between two cells of a table without lines
_BLANK = 0.25
_FULL = 0.6  # how much of a column its lines fill; the cells of a table fill less
_CROSSING = 0.4
_LEAST_LINES = 4
_TOLERANCE = 3.0
_MOST_RULES = 4000
_MOST_CROSSINGS = 6000


@dataclass(slots=True)
class Run:
    """Characters that follow one another on a line without a wide gap."""

    words: list[str]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 0.1)

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass(slots=True)
class Grid:
    """A ruled table: the cells of each row, None where a cell of the row above or before goes on."""

    rows: list[list[Box | None]]
    texts: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of text or a table of a page, with its upper and lower end."""

    y0: float
    y1: float
    block: str | Grid


def read_page(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[Placed]:
    """The lines and ruled tables of a page in reading order."""
    tables = _grids(rules)
    runs = _runs(_outside(glyphs, tables))
    gutter = _gutter(runs)
    if gutter is None:
        return sorted(_lines(runs) + tables, key=lambda placed: placed.y0)
    # A table, or a line across both columns, ends the columns above it.
    across = _lines([run for run in runs if run.x0 < gutter < run.x1])
    beside = [run for run in runs if not run.x0 < gutter < run.x1]
    ordered: list[Placed] = []
    top = float("-inf")
    for stop in [*sorted(across + tables, key=lambda placed: placed.y0), None]:
        low = stop.y0 if stop else float("inf")
        band = [run for run in beside if top <= (run.y0 + run.y1) / 2 < low]
        ordered += _lines([run for run in band if run.x1 <= gutter])
        ordered += _lines([run for run in band if run.x0 >= gutter])
        if stop:
            ordered.append(stop)
        top = low
    return ordered


def _runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The characters in the order of the page, cut where the line ends or a wide gap follows."""
    found: list[Run] = []
    blank = False
    for glyph in glyphs:
        if glyph.word.isspace():
            blank = True
            continue
        last = found[-1] if found else None
        if last is not None and _continues(last, glyph):
            last.words.append(f" {glyph.word}" if blank else glyph.word)
            last.x1 = max(last.x1, glyph.x1)
            last.y0, last.y1 = min(last.y0, glyph.y0), max(last.y1, glyph.y1)
        else:
            found.append(Run([glyph.word], glyph.x0, glyph.y0, glyph.x1, glyph.y1))
        blank = False
    return found


def _continues(run: Run, glyph: Glyph) -> bool:
    height = max(min(run.height, glyph.y1 - glyph.y0), 0.1)
    overlap = min(run.y1, glyph.y1) - max(run.y0, glyph.y0)
    return overlap >= _SAME_LINE * height and -height <= glyph.x0 - run.x1 <= _APART * run.height


def _lines(runs: Iterable[Run]) -> list[Placed]:
    """The runs side by side joined into lines, from top to bottom."""
    rows: list[list[Run]] = []
    low = high = 0.0
    for run in sorted(runs, key=lambda run: (run.y0 + run.y1, run.x0)):
        overlap = min(high, run.y1) - max(low, run.y0)
        if rows and overlap >= _SAME_LINE * max(min(run.height, high - low), 0.1):
            rows[-1].append(run)
        else:
            rows.append([run])
            low, high = run.y0, run.y1
    return [_line(sorted(row, key=lambda run: run.x0)) for row in rows]


def _line(row: list[Run]) -> Placed:
    words = row[0].text
    for before, run in pairwise(row):
        gap = (run.x0 - before.x1) / min(before.height, run.height)
        words += ("\t" if gap > _TABBED else " " if gap > _BLANK else "") + run.text
    return Placed(min(run.y0 for run in row), max(run.y1 for run in row), words)


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where the blank between two columns of running text stands; None on a page of one column."""
    if len(runs) < 2 * _LEAST_LINES:
        return None
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    steps = [left + (right - left) * (0.35 + 0.3 * step / 100) for step in range(101)]
    crossed = [sum(run.x0 < x < run.x1 for run in runs) for x in steps]
    fewest = min(crossed)
    best = [x for x, count in zip(steps, crossed, strict=True) if count == fewest]
    gutter = best[len(best) // 2]
    if fewest > _CROSSING * len(runs):
        return None
    sides = ([run for run in runs if run.x1 <= gutter], [run for run in runs if run.x0 >= gutter])
    if not all(_is_column(side) for side in sides):
        return None
    highest = max(min(run.y0 for run in side) for side in sides)
    lowest = min(max(run.y1 for run in side) for side in sides)
    return gutter if lowest > highest else None


def _is_column(side: Sequence[Run]) -> bool:
    if len(side) < _LEAST_LINES:
        return False
    width = max(run.x1 for run in side) - min(run.x0 for run in side)
    return statistics.median(run.x1 - run.x0 for run in side) >= _FULL * width


def _grids(rules: Sequence[Rule]) -> list[Placed]:
    """The ruled tables that these lines make: at least two rows and two columns of cells."""
    if len(rules) < 4 or len(rules) > _MOST_RULES:
        return []
    # Imported here: most pages have no table, and the package takes its time.
    from pdfplumber.table import (
        Table,
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    edges = merge_edges([_edge(rule) for rule in rules], *[_TOLERANCE] * 4)
    crossings = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    found = []
    for cells in cells_to_tables(intersections_to_cells(crossings)):
        rows = [list(row.cells) for row in Table(None, cells).rows]
        if len(rows) >= 2 and len(rows[0]) >= 2:
            found.append(Placed(min(cell[1] for cell in cells), max(cell[3] for cell in cells), Grid(rows)))
    return found


def _edge(rule: Rule) -> dict[str, float | str]:
    width, height = rule.x1 - rule.x0, rule.y1 - rule.y0
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.y0,
        "bottom": rule.y1,
        "width": width,
        "height": height,
        "orientation": "h" if width >= height else "v",
    }


def _outside(glyphs: Sequence[Glyph], tables: Sequence[Placed]) -> list[Glyph]:
    """Write the characters inside cells into their tables, and return the others."""
    cells = [
        cell
        for placed in tables
        if isinstance(placed.block, Grid)
        for row in placed.block.rows
        for cell in row
        if cell is not None
    ]
    held: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    rest: list[Glyph] = []
    last: Box | None = None
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        # The next character mostly stands in the same cell.
        if last is None or not _inside(x, y, last):
            last = next((cell for cell in cells if _inside(x, y, cell)), None)
        (rest if last is None else held[last]).append(glyph)
    for placed in tables:
        if isinstance(placed.block, Grid):
            placed.block.texts = [
                [_cell_text(held[cell]) if cell else "" for cell in row] for row in placed.block.rows
            ]
    return rest


def _inside(x: float, y: float, cell: Box) -> bool:
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """The lines of a cell as one: a blank only between Latin words, for Chinese is broken anywhere."""
    words = ""
    for placed in _lines(_runs(glyphs)):
        line = str(placed.block).replace("\t", " ")
        latin = words[-1:].isascii() and line[:1].isascii()
        words += (" " if words and latin else "") + line
    return words
