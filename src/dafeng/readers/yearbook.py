"""The sheet of a yearbook: a title, a head of several rows with merged cells and units, rows of labels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from dafeng.domain.balance import Layout
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.balance_cells import RAW, no_cells
from dafeng.readers.balance_labels import columns_of, known, rows_of, unknown_label
from dafeng.readers.sheets import MAX_FILE_BYTES, computed, empty_file, letter
from dafeng.readers.workbook import Grid, open_workbook, too_large
from dafeng.rules.balances.labels import plain
from dafeng.rules.units import factor

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_REGION = re.compile(r"((?:(?![年鉴表])[㐀-鿿]){2,}?)(?:地区)?能源平衡表")
_BRACKET = re.compile(r"[（(]([^（）()]*)[)）]")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s；;，,]+)")
_CELLS = re.compile(r"([A-Z]+)(\d+)")
_FEWEST = 3
"""Rows that must be known before a sheet is taken for a balance."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the figures."""

    region: str
    year: str
    unit: str
    physical: bool
    columns: Mapping[int, tuple[str, str, str]]
    """By position: the carrier, its name as printed, its unit ('' where none is printed)."""


def is_yearbook(path: Path, layout: Layout) -> bool:
    """Whether a workbook is no long table: no sheet names its rows' column in its first line."""
    grids, _ = open_workbook(path.name, path.read_bytes())
    names = {plain(name) for name in ("flow", *layout.table.heads.get("flow", ()))}
    firsts = ({plain(_text(cell)) for cell in grid.values[0]} for grid in grids if grid.values)
    return not any(first & names and len(first) > _FEWEST for first in firsts)


def read_yearbook(path: Path, layout: Layout) -> tuple[str, pl.DataFrame, list[Fault]]:
    """Hash, cells as they are written, and what does not fit, of every sheet that holds a balance."""
    size = path.stat().st_size
    if size == 0 or size > MAX_FILE_BYTES:
        return (
            "",
            no_cells(),
            [empty_file(path.name) if size == 0 else too_large(path.name, size, MAX_FILE_BYTES)],
        )
    data = path.read_bytes()
    grids, refusals = open_workbook(path.name, data)
    faults = [*refusals, *(computed(path.name, grid) for grid in grids if grid.formulas)]
    lines: list[tuple[str, ...]] = []
    if not faults:
        for grid in grids:
            for found in _sheet(path, grid, layout):
                if isinstance(found, Fault):
                    faults.append(found)
                else:
                    lines.append(found)
    frame = pl.DataFrame(lines, schema=RAW, orient="row").with_columns(crossed=pl.lit(value=True))
    return hashlib.sha256(data).hexdigest(), frame, faults


def _sheet(path: Path, grid: Grid, layout: Layout) -> Iterator[Fault | tuple[str, ...]]:
    texts = _filled(grid)
    rows = rows_of(layout)
    width = max((len(row) for row in texts), default=0)
    hits = [sum(_row(row[column], rows) is not None for row in texts) for column in range(width)]
    if not hits or max(hits) < _FEWEST:
        return
    at = hits.index(max(hits))
    first = next(number for number, row in enumerate(texts) if _row(row[at], rows) is not None)
    place = f"{path.name}!{grid.name}!"
    head = _head(path, grid.name, texts[:first], at, layout)
    for what, zh in (("region", "地区"), ("year", "年份")):
        if not getattr(head, what):
            yield Fault(
                "E_BALANCE_TITLE",
                f"{place}A1",
                f"标题、表名和文件名中都找不到{zh}，请写在标题里，如“四川能源平衡表（实物量）2015”。",
                f"Neither title, sheet nor file names the {what}; put it into the title.",
            )
    for number, row in enumerate(texts[first:], start=first):
        figures = [p for p in range(at + 1, width) if _is_figure(grid.values[number], p)]
        flow = _row(row[at], rows)
        if flow is None:
            if figures and row[at].strip() and not _is_head(row, layout):
                yield unknown_label(f"{place}{letter(at)}{number + 1}", row[at], rows, "flow")
            continue
        for position in range(at + 1, width):
            cell = f"{place}{letter(position)}{number + 1}"
            if position in head.columns and not (head.region and head.year):
                continue  # told above, once
            if position in head.columns:
                carrier, label, unit = head.columns[position]
                yield (cell, head.region, head.year, flow, carrier, label, row[position].strip(), unit)
            elif position in figures:
                name = " ".join(filter(None, (line[position] for line in texts[:first])))
                yield unknown_label(cell, name, columns_of(layout), "carrier")


def _head(path: Path, sheet: str, above: list[list[str]], at: int, layout: Layout) -> _Head:
    lines = ["".join(dict.fromkeys(row)) for row in above]
    said = [*lines, sheet, path.stem]
    region = next((m[1] for line in said if (m := _REGION.search("".join(line.split())))), "")
    year = next((m[1] for line in said if (m := _YEAR.search(line))), "")
    whole = "".join(said)
    stated = next((m[1] for line in lines if (m := _UNIT_LINE.search(line))), "")
    if not stated and ("标准量" in whole or "标准煤" in whole):
        stated = layout.table.standard
    carriers, own = columns_of(layout), {one.id: one.unit for one in layout.carriers}
    columns: dict[int, tuple[str, str, str]] = {}
    for position in range(at + 1, max((len(row) for row in above), default=0)):
        stack = list(dict.fromkeys(filter(None, (row[position].strip() for row in above))))
        named = _carrier(stack, carriers)
        if named is not None:
            carrier, label = named
            unit = _unit(stack, own[carrier], layout.table.standard) or stated
            if not unit and "实物量" in whole:
                unit = own[carrier]
            columns[position] = (carrier, label, unit)
    return _Head(region, year, stated, "实物量" in whole, columns)


def _carrier(stack: list[str], carriers: Mapping[str, str]) -> tuple[str, str] | None:
    """The carrier that a column's head names: its lowest text, or texts that are one name cut in two."""
    bare = [text for one in stack if (text := _BRACKET.sub("", one).strip())]
    cut = [
        "".join(bare[first:last]) for first in range(len(bare)) for last in range(first + 2, len(bare) + 1)
    ]
    for text in (*reversed(bare), *cut):
        if (found := known(text, carriers)) is not None:
            return found, text
    return None


def _unit(stack: list[str], own: str, standard: str) -> str:
    """The first text in brackets that is a unit of the carrier, or else the first in brackets at all."""
    stated = ["".join(text.split()) for one in stack for text in _BRACKET.findall(one) if text.strip()]
    for unit in stated:
        for target in filter(None, (own, standard)):
            try:
                factor(unit, target)
            except DafengError:
                continue
            return unit
    return stated[0] if stated else ""


def _row(text: str, rows: Mapping[str, str]) -> str | None:
    return known(text, rows) if text.strip() else None


def _is_head(row: list[str], layout: Layout) -> bool:
    """Whether a line repeats the head, as the second half of a table does."""
    carriers = columns_of(layout)
    return sum(known(text, carriers) is not None for text in row if text.strip()) >= _FEWEST


def _is_figure(row: tuple[Any, ...], position: int) -> bool:
    return position < len(row) and isinstance(row[position], int | float)


def _filled(grid: Grid) -> list[list[str]]:
    """The texts of a sheet, a merged label in every cell that it covers; a merged figure is one cell's."""
    width = max((len(row) for row in grid.values), default=0)
    texts = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in grid.values]
    for span in grid.merged:
        (top, left), (bottom, right) = (_position(cell) for cell in (span.split(":") * 2)[:2])
        if top >= len(grid.values) or _is_figure(grid.values[top], left):
            continue
        for row in range(top, min(bottom + 1, len(texts))):
            for column in range(left, min(right + 1, width)):
                texts[row][column] = texts[top][left]
    return texts


def _position(cell: str) -> tuple[int, int]:
    found = _CELLS.fullmatch(cell)
    assert found is not None
    column = 0
    for one in found[1]:
        column = column * 26 + ord(one) - 64
    return int(found[2]) - 1, column - 1


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return "" if cell is None else str(cell)
