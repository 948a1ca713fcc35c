"""What a sheet's XML says of its cells beside their values: computed, merged, in error, linked, hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TAGS = ("c", "row", "col", "mergeCell", "hyperlink")
_LAST_COLUMN = 16_384


@dataclass
class Marks:
    """The marks of one sheet; rows and columns count from 0."""

    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[str] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    furthest: tuple[int, int] = (-1, -1)
    """The last row and the last column that the sheet names."""
    far: str = ""
    """The cell in the last row, or in the last column where that lies further out."""


def marks_of(xml: bytes, percent_styles: set[int]) -> Marks:
    """The marks of a sheet; `percent_styles` are the styles that show a number as a percentage."""
    found = Marks()
    row = column = -1
    for event, node in _nodes(xml):
        tag = etree.QName(node).localname
        if event == "start":
            if tag == "row":
                row, column = int(node.get("r", row + 2)) - 1, -1
                if _is_on(node.get("hidden")):
                    found.hidden_rows.add(row)
            continue
        if tag == "c":
            at = place_of(node.get("r", ""))
            row, column = at or (row, column + 1)
            _mark_cell(found, node, row, column, percent_styles)
        elif tag == "mergeCell":
            found.merged.append(_first(node.get("ref", "")))
        elif tag == "hyperlink" and any(name.endswith("}id") for name in node.attrib):
            found.linked.append(_first(node.get("ref", "")))
        elif tag == "col" and _is_on(node.get("hidden")):
            found.hidden_columns.append(range(int(node.get("min", "1")) - 1, int(node.get("max", "1"))))
        if tag in ("c", "row"):
            node.clear()
    return found


def place_of(address: str) -> tuple[int, int] | None:
    """Row and column of a cell's name, counted from 0; None for what is no such name.

    >>> place_of("B3"), place_of("AA10"), place_of("B0")
    ((2, 1), (9, 26), None)
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for character in found[1]:
        column = column * 26 + ord(character) - 64
    return (int(found[2]) - 1, column - 1) if column <= _LAST_COLUMN else None


def name_of(row: int, column: int) -> str:
    """The name of a cell from its row and column.

    >>> name_of(9, 26)
    'AA10'
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _nodes(xml: bytes) -> Iterator[tuple[str, Any]]:
    if xml:
        yield from etree.iterparse(
            io.BytesIO(xml),
            events=("start", "end"),
            tag=[f"{{*}}{tag}" for tag in _TAGS],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )


def _mark_cell(found: Marks, node: Any, row: int, column: int, percent_styles: set[int]) -> None:
    name = name_of(row, column)
    parts = {etree.QName(child).localname: child.text for child in node if isinstance(child.tag, str)}
    if "f" in parts:
        found.formulas.append(name)
    if node.get("t") == "e":
        found.errors[row, column] = parts.get("v") or "#N/A"
    if int(node.get("s", "0")) in percent_styles:
        found.percents.add(name)
    if len(node) and (row > found.furthest[0] or column > found.furthest[1]):
        found.furthest = (max(row, found.furthest[0]), max(column, found.furthest[1]))
        found.far = name


def _first(reference: str) -> str:
    return reference.partition(":")[0].replace("$", "")


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")
