"""What a form's workbook must not hold beside its table, and whether it is what was sent out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from dafeng.domain.form import DRAFT_SHEET, HEAD, LAST_DRAFT_SHEET, LAST_SHEET, NOTES_SHEET
from dafeng.domain.ledger import Ledger
from dafeng.readers.page import Page
from dafeng.readers.typed import folded, is_empty
from dafeng.readers.workbook import Grid

SHOWN = 20
FIELDS = {label: name for name, label in HEAD.items()}
_SENT_NAME = re.compile(
    r"([a-z][a-z0-9_]*)-(.+)-((?:19|20)[0-9]{2}(?:-(?:[HQ][0-9]|[0-9]{2}))?)(?: ?[(（][0-9]+[)）]| - 副本)*"
)


def refuse_what_no_form_holds(page: Page, grid: Grid, grids: tuple[Grid, ...]) -> None:
    """Name formulas, merged, linked and hidden cells, and sheets that would be lost without a word."""
    for cell in grid.formulas:
        page.say(page.at(cell), "E_FORMULA")
    for cell in grid.merged:
        page.say(page.at(cell), "E_MERGED")
    for cell in grid.linked:
        page.say(page.at(cell), "E_LINK")
    for number, row in enumerate(grid.values):
        for index, cell in enumerate(row):
            if (number in grid.hidden_rows or index in grid.hidden_columns) and not is_empty(cell):
                page.say(page.place(number, index), "E_HIDDEN")
    sent_along = {LAST_SHEET} if any(one.name == LAST_DRAFT_SHEET for one in grids) else set()
    ours = {grid.name, NOTES_SHEET, DRAFT_SHEET, LAST_DRAFT_SHEET, *sent_along}
    for other in grids:
        cells = (
            (r, c) for r, row in enumerate(other.values) for c, cell in enumerate(row) if not is_empty(cell)
        )
        if other.name not in ours and (first := next(cells, None)) is not None:
            place = page.on(other.name, *first)
            page.say(place, "E_OTHER_SHEET", text=other.name, word=grid.name)


def compare_with_last(page: Page, grid: Grid, sent: Grid) -> None:
    """Last period's sheet must come back as it was sent: a figure typed there would be lost."""
    for number, (ours, theirs) in enumerate(zip_longest(sent.values, grid.values, fillvalue=())):
        for index, (was, now) in enumerate(zip_longest(ours, theirs, fillvalue="")):
            if was != now and not (is_empty(was) and is_empty(now)):
                words = {"sheet": grid.name, "sent": text_of(was)[:SHOWN], "text": text_of(now)[:SHOWN]}
                page.say(page.on(grid.name, number, index), "E_LAST_CHANGED", word=page.sheet, **words)


def compare_with_name(
    page: Page,
    stem: str,
    places: Mapping[str, str],
    said: tuple[str, str, str],
    ledgers: Mapping[str, Ledger],
) -> None:
    """A file that still bears the name it was sent out with must hold what the name says."""
    found = _SENT_NAME.fullmatch(stem)
    if found is None or found[1] not in ledgers:
        return
    for field, stated, text in zip(("ledger", "area", "period"), found.groups(), said, strict=True):
        if text and stated != text:
            page.say(places[field], "E_FILE_NAME", stated=stated, text=text)


def refuse_beside_head(page: Page, grid: Grid, heading: int) -> None:
    """Above the headings stand the title and hints in the first column, labels and their values; nothing else."""
    for number, row in enumerate(grid.values[:heading]):
        labels = {index for index, cell in enumerate(row) if isinstance(cell, str) and folded(cell) in FIELDS}
        ours = {0, *labels, *(index + 1 for index in labels)}
        for index, cell in enumerate(row):
            if index not in ours and not is_empty(cell):
                page.say(page.place(number, index), "E_STRAY", text=str(cell)[:SHOWN])


def text_of(value: Any) -> str:
    """A head's cell as text: a year is no 2025.0, and a month that became a date is a month again."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # what a spreadsheet makes of a typed 2025-07
        return f"{value:%Y-%m}"
    return "" if value is None else str(value).strip()
