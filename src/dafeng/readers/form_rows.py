"""The table of a form: its columns found by their headings, its rows as entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.ledger import Column, ColumnType, Entry, Ledger
from dafeng.domain.observation import SourceCell
from dafeng.domain.period import Period
from dafeng.readers.cells import BLANK, Content, read_cell, serial_of
from dafeng.readers.page import Page
from dafeng.readers.sheets import letter
from dafeng.readers.typed import folded, is_empty
from dafeng.rules.absence import absence_words
from dafeng.rules.remarks import Remark, near
from dafeng.rules.units import factor

ABSENCE_SUFFIX = "__absence"
"""In a typed table the kind of absence of a number stands in a column of its own."""
_TOTAL = re.compile(
    r"(?:本?[月季年]|全[市县区年]|各[县区]|以上)?(?:合计|总计|小计|共计|累计|汇总|总和)(?:数|值)?[:：]?|total|sum",
    re.IGNORECASE,
)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A ledger's column at its place in the table, with the unit that its heading states."""

    index: int
    column: Column
    unit: str
    is_name: bool = False
    over_dates: bool = False
    """Whether it was moved to where the form's cells show dates: a number there looks like a day."""
    absence_index: int | None = None


def place_columns(
    page: Page, row: int, headings: Sequence[Any], ledger: Ledger, known: Iterable[str] = ()
) -> tuple[Placed, ...]:
    """Where each column of the ledger stands, in the order of reading; headings in `known` are the form's own.

    A column that is missing, unknown or twice there, or in a unit that does not convert, is a fault of the
    page; the answer then lacks it.
    """
    by_name = {folded(name): column for column in ledger.columns for name in (column.name, column.zh)}
    absences = {f"{column.name}{ABSENCE_SUFFIX}": column.name for column in ledger.columns}
    own = {folded(word) for word in known}
    found: dict[str, Placed] = {}
    absent_at: dict[str, int] = {}
    seen: dict[str, int] = {}
    for index, raw in enumerate(headings):
        text = "" if is_empty(raw) else str(raw).strip()
        if not text or folded(text) in own:
            continue
        if text in absences:
            absent_at[absences[text]] = index
            continue
        place = page.place(row, index)
        column, stated = _split(text, by_name)
        if column is None or (stated is not None and not column.is_number):
            hint = near(text, [one.heading for one in ledger.columns])
            page.say(place, "E_COLUMN_UNKNOWN", zh=ledger.zh, en=ledger.en, text=text[:_SHOWN], **hint)
            continue
        if column.name in seen:
            for one in (seen[column.name], index):
                page.say(page.place(row, one), "E_COLUMN_TWICE", zh=column.zh, en=column.en)
            continue
        seen[column.name] = index
        unit = _unit_of(page, place, column, stated, ledger)
        if unit is not None:
            is_name = column.name in (*ledger.keys, ledger.respondent)
            dates = page.sheet is not None and column.is_number and _shows_dates(ledger, index)
            found[column.name] = Placed(index, column, unit, is_name, dates)
        if unit and stated is None and folded(text) != column.name and column.heading != column.zh:
            page.say(place, "N_UNIT_ASSUMED", zh=column.zh, en=column.en, unit=unit)
    after = sum(folded(str(text)) in own for text in headings)
    for column in ledger.columns:
        if column.name not in seen:
            page.say(page.place(row, after), "E_COLUMN_MISSING", text=column.heading)
        after = seen.get(column.name, after) + 1
    _remark_on_order(page, row, ledger, found)
    placed = (replace(one, absence_index=absent_at.get(name)) for name, one in found.items())
    order = {column.name: index for index, column in enumerate(ledger.columns)}
    # The word for a unit is read before the numbers that need it.
    return tuple(sorted(placed, key=lambda one: (bool(one.column.unit_from), order[one.column.name])))


def read_row(
    page: Page,
    number: int,
    values: Sequence[Any],
    placed: Sequence[Placed],
    areas: Mapping[str, str],
    period: Period,
    percents: frozenset[str] = frozenset(),
) -> dict[str, Entry] | None:
    """One row's entries by column name; None for a row without anything in it."""
    raws = {one.column.name: _raw(values, one) for one in placed}
    if all(is_empty(raw) for raw in raws.values()):
        return None
    totals = [one for one in placed if _is_total(one.column, raws[one.column.name])]
    for one in totals:
        page.say(page.place(number, one.index), "E_TOTAL_ROW")
    if totals:
        return {}
    _refuse_loose(page, number, placed, raws)
    entries: dict[str, Entry] = {}
    contents: dict[str, Content] = {}
    for one in placed:
        cell = f"{letter(one.index)}{number + 1}"
        content: Content = BLANK
        told: tuple[Remark, ...] = ()
        unit = one.unit if not one.column.unit_from else contents.get(one.column.unit_from, BLANK).text
        if one.over_dates and (number_behind := serial_of(raws[one.column.name])) is not None:
            raws[one.column.name] = number_behind
            page.say(page.at(cell), "N_DATE_FORMAT", text=f"{number_behind:.15g}")
        if unit is not None:  # a refused unit leaves its number unread
            content, told = read_cell(
                one.column,
                raws[one.column.name],
                unit,
                areas,
                period,
                percent=cell in percents,
                typed=page.typed,
                is_name=one.is_name,
            )
        page.tell(page.at(cell), told)
        contents[one.column.name] = content
        if not content.is_blank:
            source = SourceCell(page.file, page.sheet, number + 1, letter(one.index), page.sha256)
            said = (content.value, content.text, content.absence, content.stated)
            entries[one.column.name] = Entry(*said, unit or "", source)
        elif one.column.required and unit is not None and not any(note.refuses for note in told):
            _complain_of_blank(page, page.at(cell), one.column)
    return entries


def refuse_twice(page: Page, ledger: Ledger, rows: Iterable[Mapping[str, Entry]]) -> None:
    """Name every row whose key stands in an earlier one."""
    first: dict[tuple[str, ...], Entry] = {}
    for row in rows:
        if any(key not in row for key in ledger.keys):
            continue
        key = tuple(key_text(row[name]) for name in ledger.keys)
        entry = row[ledger.keys[0]]
        if key in first:
            place = page.at(f"{entry.cell.column}{entry.cell.row}")
            page.say(place, "E_DUPLICATE", row=first[key].cell.row, words="、".join(key))
        else:
            first[key] = entry


def key_text(entry: Entry) -> str:
    """A key column's entry as the text by which its row is known."""
    if entry.text is not None:
        return entry.text
    return f"{entry.value:.0f}" if entry.value is not None else str(entry.absence)


def _raw(values: Sequence[Any], one: Placed) -> Any:
    raw = values[one.index] if one.index < len(values) else None
    return values[one.absence_index] if is_empty(raw) and one.absence_index is not None else raw


def _shows_dates(ledger: Ledger, index: int) -> bool:
    return index < len(ledger.columns) and ledger.columns[index].type is ColumnType.DATE


def _is_total(column: Column, raw: Any) -> bool:
    if not isinstance(raw, str) or folded(raw) in map(folded, column.allowed):
        return False
    return bool(_TOTAL.fullmatch(folded(raw)))


def _refuse_loose(page: Page, number: int, placed: Sequence[Placed], raws: Mapping[str, Any]) -> None:
    """Name what stands in a row without the rest of it: a cell that slipped down, or a note below the table."""
    filled = [one for one in placed if not is_empty(raws[one.column.name])]
    names = [one for one in placed if one.is_name]
    nameless = bool(names) and all(is_empty(raws[one.column.name]) for one in names)
    if nameless or (len(filled) == 1 and len(placed) > len(names) + 1):
        for one in filled:
            page.say(page.place(number, one.index), "E_LOOSE", text=str(raws[one.column.name])[:_SHOWN])


def _split(text: str, by_name: Mapping[str, Column]) -> tuple[Column | None, str | None]:
    """The column that a heading names, and the unit in brackets behind the name."""
    whole = folded(text)
    if whole in by_name:
        return by_name[whole], None
    for at, sign in enumerate(whole):
        if sign == "（" and whole.endswith("）") and whole[:at] in by_name:
            return by_name[whole[:at]], whole[at + 1 : -1]
    return None, None


def _unit_of(page: Page, place: str, column: Column, stated: str | None, ledger: Ledger) -> str | None:
    if stated is None or folded(column.unit) == stated:
        return column.unit
    if column.unit_from:
        word = ledger.column(column.unit_from).zh
        page.say(place, "E_COLUMN_NO_UNIT", zh=column.zh, en=column.en, word=word, stated=stated)
        return None
    names = {"zh": column.zh, "en": column.en, "unit": column.unit}
    try:
        factor(stated, column.unit)
    except DafengError as error:
        page.say(place, "E_COLUMN_UNIT", why_zh=error.zh, why_en=error.en, **names)
        return None
    page.say(place, "N_COLUMN_UNIT", stated=stated, **names)
    return stated


def _remark_on_order(page: Page, row: int, ledger: Ledger, found: Mapping[str, Placed]) -> None:
    declared = [column.name for column in ledger.columns if column.name in found]
    present = sorted(found, key=lambda name: found[name].index)
    moved = [name for name, wanted in zip(present, declared, strict=True) if name != wanted]
    if moved:
        words = "、".join(found[name].column.zh for name in moved)
        page.say(page.place(row, found[moved[0]].index), "N_COLUMNS_MOVED", words=words)


def _complain_of_blank(page: Page, place: str, column: Column) -> None:
    if column.is_number:
        words = "、".join(("0", *absence_words()))
        page.say(place, "E_REQUIRED_NUMBER", zh=column.zh, en=column.en, words=words)
    else:
        page.say(place, "E_REQUIRED", zh=column.zh, en=column.en)
