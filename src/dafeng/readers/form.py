"""A filled form in XLSX: its head compared with what was sent out, its rows with the ledger's columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.form import (
    DRAFT_SHEET,
    FORM_SHEET,
    HEAD,
    HEAD_LINES,
    HEADING_ROW,
    LAST_DRAFT_SHEET,
    LAST_SHEET,
    SENT,
    Head,
    seal,
)
from dafeng.domain.grade import Grade
from dafeng.domain.ledger import Entry, Ledger, Return
from dafeng.domain.period import EXAMPLES, FREQUENCY_ZH, Period, period_of
from dafeng.readers.cells import read_area
from dafeng.readers.form_rows import Placed, place_columns, read_row, refuse_twice
from dafeng.readers.form_sheets import (
    FIELDS,
    SHOWN,
    compare_with_last,
    compare_with_name,
    refuse_beside_head,
    refuse_what_no_form_holds,
    text_of,
)
from dafeng.readers.observations import CHINESE, COLUMNS
from dafeng.readers.page import Page, Reading
from dafeng.readers.sheets import MAX_FILE_BYTES
from dafeng.readers.typed import folded, is_empty, tidy
from dafeng.readers.workbook import Grid, open_workbook, too_large
from dafeng.rules.ledgers import find_ledger
from dafeng.rules.remarks import remark

_HEAD_ROWS = 20
_AREA_CODE = re.compile(r"\d{6}[0-9A-Za-z-]*")
_TABLE_COLUMNS = 2  # so many of its names in the first line make a file a long table
_Places = dict[str, str]  # head field -> address of its value


def is_form(path: Path) -> bool:
    """Whether an XLSX is meant as a ledger's form: anything whose first line does not name series and values."""
    if path.stat().st_size > MAX_FILE_BYTES:
        return True
    grids, _ = open_workbook(path.name, path.read_bytes())
    if any(grid.name == FORM_SHEET for grid in grids):
        return True
    first = next((row for grid in grids if not grid.hidden for row in grid.values[:1]), ())
    return len({str(cell).strip() for cell in first} & {*COLUMNS, *CHINESE}) < _TABLE_COLUMNS


def read_form(path: Path, ledgers: Mapping[str, Ledger], areas: Mapping[str, str]) -> Reading:
    """What an XLSX form says; `areas` gives the code of each area by name and by code, empty where unknown."""
    name, size = path.name, path.stat().st_size
    data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        empty = remark("E_EMPTY_FILE")
        fault = too_large(name, size, MAX_FILE_BYTES) if size else Fault(empty.code, name, empty.zh, empty.en)
        return Reading(name, digest, (), (fault,), ())
    grids, faults = open_workbook(name, data)
    sheets = {grid.name: grid for grid in grids}
    grid = sheets.get(FORM_SHEET) or next((one for one in grids if not one.hidden and _has_head(one)), None)
    if faults or grid is None:
        missing = remark("E_NO_FORM", text=FORM_SHEET)
        told = faults or (Fault(missing.code, name, missing.zh, missing.en),)
        return Reading(name, digest, (), told, ())
    page = Page(name, grid.name, digest)
    refuse_what_no_form_holds(page, grid, grids)
    if LAST_SHEET in sheets and LAST_DRAFT_SHEET in sheets:
        compare_with_last(page, sheets[LAST_SHEET], sheets[LAST_DRAFT_SHEET])
    head, places = _head(page, grid)
    sent = _sent(sheets.get(DRAFT_SHEET))
    said, head = head, _completed(head, sent)
    ledger = _ledger(page, head, places, ledgers) or ledgers.get(sent.get("ledger", ""))
    if ledger is None:
        return page.read()
    area = _area(page, head, places, areas)
    period = _period(page, head, places, ledger) or period_of(sent.get("period", ""))
    _compare_with_sent(page, said, places, sent, ledger)
    compare_with_name(page, path.stem, places, (ledger.id, area, str(period or "")), ledgers)
    row = _heading_row(grid, ledger)
    refuse_beside_head(page, grid, HEADING_ROW if row is None else row)
    if row is None:
        page.say(page.place(HEADING_ROW, 0), "E_NO_HEADER", zh=ledger.zh, en=ledger.en)
    if row is None or period is None:
        return page.read()
    placed = place_columns(page, row, grid.values[row], ledger)
    rows = _rows(page, grid, row, placed, areas, period)
    refuse_twice(page, ledger, rows)
    if not rows and not page.faults:
        page.say(page.place(row + 1, 0), "E_NO_ROWS")
    grade = _grade(page, head, places, ledger)
    made = Return(ledger.id, area, str(period), rows, grade, head.source, head.filled_by, name, digest)
    return page.read((made,), _last(page, sheets.get(LAST_DRAFT_SHEET), made, ledger, areas))


def _has_head(grid: Grid) -> bool:
    return HEAD["ledger"] in {str(cell).strip() for row in grid.values[:_HEAD_ROWS] for cell in row}


def _head(page: Page, grid: Grid) -> tuple[Head, _Places]:
    """The head's fields and where their values stand: to the right of each label."""
    found: dict[str, str] = {}
    places = {
        name: page.place(number, index * 2 + 1)
        for number, line in enumerate(HEAD_LINES, start=1)
        for index, name in enumerate(line)
    }
    for number, row in enumerate(grid.values[:_HEAD_ROWS]):
        for index, cell in enumerate(row):
            name = FIELDS.get(folded(cell)) if isinstance(cell, str) else None
            if name and name not in found:
                places[name] = page.place(number, index + 1)
                beside = text_of(row[index + 1]) if index + 1 < len(row) else ""
                text, told = tidy("" if folded(beside) in FIELDS else beside)
                if name in SENT and name != "area" and folded(text) != text:
                    told = (*told, remark("N_WIDTH", text=folded(text)))
                    text = folded(text)
                page.tell(places[name], told)
                found[name] = text
    return Head(**found), places


def _ledger(page: Page, head: Head, places: _Places, ledgers: Mapping[str, Ledger]) -> Ledger | None:
    if not head.ledger:
        page.say(places["ledger"], "E_NO_FORM", text=FORM_SHEET)
        return None
    try:
        return find_ledger(ledgers, head.ledger)
    except DafengError as error:
        page.say(places["ledger"], "E_NO_LEDGER", why_zh=error.zh, why_en=error.en)
        return None


def _area(page: Page, head: Head, places: _Places, areas: Mapping[str, str]) -> str:
    content, told = read_area(area_code(head.area), areas)
    page.tell(places["area"], told)
    return content.text or ""


def area_code(written: str) -> str:
    """The part of a head's area that names it: a code may have the name behind it.

    >>> area_code("511602 广安区"), area_code("511600-GZ 高竹新区"), area_code("广安 区")
    ('511602', '511600-GZ', '广安 区')
    """
    code, _, name = written.partition(" ")
    return code if name and _AREA_CODE.fullmatch(code) else written


def _period(page: Page, head: Head, places: _Places, ledger: Ledger) -> Period | None:
    period = period_of(head.period)
    if period is not None and period.frequency is ledger.frequency:
        return period
    words = {"word": EXAMPLES[ledger.frequency], "frequency": FREQUENCY_ZH[ledger.frequency]}
    page.say(places["period"], "E_PERIOD", text=head.period, **words)
    return None


def _sent(grid: Grid | None) -> dict[str, str]:
    """The head as it was sent out, from the hidden sheet."""
    if grid is None:
        return {}
    return {str(row[0]): text_of(row[1]) for row in grid.values if len(row) > 1 and row[0]}


def _completed(head: Head, sent: Mapping[str, str]) -> Head:
    """The head with what was cleared in it as it was sent out, so that the rest can be read and told too."""
    gone = {name: sent[name] for name in SENT if sent.get(name) and not getattr(head, name)}
    return replace(head, **gone)


def _compare_with_sent(
    page: Page, head: Head, places: _Places, sent: Mapping[str, str], ledger: Ledger
) -> None:
    """Whatever the sender wrote must come back as it was; without the hidden sheet the checksum decides."""
    changed = [name for name in SENT if folded(sent.get(name, "")) != folded(getattr(head, name))]
    if sent and changed:
        for name in changed:
            words = {"label": HEAD[name], "field": name, "sent": sent.get(name, "")}
            page.say(places[name], "E_HEAD_CHANGED", text=getattr(head, name), **words)
    elif head.seal != seal(ledger, folded(area_code(head.area)), head.period):
        page.say(places["seal"], "E_SEAL")


def _heading_row(grid: Grid, ledger: Ledger) -> int | None:
    """The row in which most of the ledger's headings stand, if they are enough to know it."""
    wanted = {folded(name) for column in ledger.columns for name in (column.zh, column.heading)}
    counts = [
        sum(isinstance(cell, str) and folded(cell) in wanted for cell in row)
        for row in grid.values[:_HEAD_ROWS]
    ]
    most = max(counts, default=0)
    return counts.index(most) if most * 2 >= len(ledger.columns) else None


def _rows(
    page: Page,
    grid: Grid,
    heading: int,
    placed: tuple[Placed, ...],
    areas: Mapping[str, str],
    period: Period,
) -> tuple[dict[str, Entry], ...]:
    headed = {index for index, text in enumerate(grid.values[heading]) if not is_empty(text)}
    found = []
    blank: int | None = None
    for number, row in enumerate(grid.values[heading + 1 :], start=heading + 1):
        for index, cell in enumerate(row):
            if index not in headed and not is_empty(cell):
                page.say(page.place(number, index), "E_STRAY", text=str(cell)[:SHOWN])
        entries = read_row(page, number, row, placed, areas, period, grid.percents)
        if entries is None:
            blank = number if blank is None else blank
            continue
        if blank is not None:
            page.say(page.place(blank, 0), "N_BLANK_ROW")
            blank = None
        if entries:
            found.append(entries)
    return tuple(found)


def _grade(page: Page, head: Head, places: _Places, ledger: Ledger) -> Grade:
    try:
        return Grade(folded(head.grade).upper()) if head.grade else ledger.grade
    except ValueError:
        page.say(places["grade"], "E_GRADE", text=head.grade)
        return ledger.grade


def _last(
    page: Page, grid: Grid | None, made: Return, ledger: Ledger, areas: Mapping[str, str]
) -> Return | None:
    """Last period's rows as they were sent along; they are for comparison only, so a fault in them is let go."""
    period = period_of(made.period)
    row = None if grid is None else _heading_row(grid, ledger)
    if grid is None or row is None or period is None:
        return None
    aside = Page(page.file, grid.name, page.sha256)
    placed = place_columns(aside, row, grid.values[row], ledger)
    if len(placed) < len(ledger.columns):
        return None
    rows = _rows(aside, grid, row, placed, areas, period.before)
    return Return(
        ledger.id, made.area, str(period.before), rows, ledger.grade, "", "", page.file, page.sha256
    )
