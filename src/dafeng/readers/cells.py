"""One cell of a form: what a person typed, as a number, a word, a day or a kind of absence.

What can only mean one thing is put right with a note; what could mean two is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Column, ColumnType, written
from dafeng.domain.period import Period
from dafeng.domain.unit import is_credit_code
from dafeng.readers.typed import (
    EMPTY_SIGNS,
    GROUPED,
    PLAIN,
    WITH_UNIT,
    closed,
    folded,
    is_empty,
    narrow,
    short,
    tidy,
)
from dafeng.rules.absence import absence_of, absence_words
from dafeng.rules.remarks import Remark, near, remark
from dafeng.rules.units import factor

_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_PACKED_DAY = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100  # a small number in a cell that shows dates would be a day of 1900
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050  # 1970 to 2099
_MOST_EXACT = 1e15
"""Beyond it a whole number has no exact form any more; no quantity of a city comes near."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell says: one of value, text and absence, or nothing at all."""

    value: float | None = None
    text: str | None = None
    absence: Absence | None = None
    stated: str = ""

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.text is None and self.absence is None


BLANK = Content()
_Read = tuple[Content, tuple[Remark, ...]]


def read_cell(
    column: Column,
    raw: Any,
    unit: str,
    areas: Mapping[str, str],
    period: Period,
    *,
    percent: bool = False,
    typed: bool = True,
    is_name: bool = False,
) -> _Read:
    """What a raw cell says in a column whose numbers are in `unit`, and what there is to remark.

    `areas` gives the code of each area by name and by code; when it is empty any name stands.  `percent` is
    true for a cell that the spreadsheet shows as a percentage, `typed` false where every cell is text.
    `is_name` says that the column names things: a space in such a word has no meaning.
    """
    if is_empty(raw):
        return BLANK, ()
    told: tuple[Remark, ...] = ()
    if isinstance(raw, str):
        raw, told = tidy(raw)
        if any(one.refuses for one in told):
            return BLANK, told
        if is_name and column.type is ColumnType.TEXT and (name := closed(raw)) != raw:
            raw, told = name, (*told, remark("N_SPACES"))
        if not raw:
            return BLANK, told
    match column.type:
        case ColumnType.NUMBER | ColumnType.INTEGER:
            content, more = _number(column, raw, unit, percent=percent, typed=typed)
        case ColumnType.DATE:
            content, more = _day(column, raw, period)
        case _:
            content, more = _word(column, raw, areas)
    return content, told + more


def serial_of(raw: Any) -> float | None:
    """The number behind what a cell shows as a day or a time; None for anything else.

    >>> serial_of(datetime(1900, 1, 18)), serial_of(datetime(2025, 7, 1, 12)), serial_of(12.0)
    (18.0, 45839.5, None)
    """
    if isinstance(raw, time):
        raw = timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second, microseconds=raw.microsecond)
    elif isinstance(raw, date):
        moment = raw if isinstance(raw, datetime) else datetime(raw.year, raw.month, raw.day)  # noqa: DTZ001
        # Spreadsheets count a 29 February 1900 that never was.
        start = _EXCEL_EPOCH if moment.date() >= date(1900, 3, 1) else _EXCEL_EPOCH + timedelta(days=1)
        raw = moment - datetime(start.year, start.month, start.day)  # noqa: DTZ001
    return round(raw / timedelta(days=1), 6) if isinstance(raw, timedelta) else None


def _number(column: Column, raw: Any, unit: str, *, percent: bool, typed: bool) -> _Read:
    names = {"zh": column.zh, "en": column.en}
    if isinstance(raw, (bool, datetime, date, time, timedelta)):
        return BLANK, (remark("E_DATE_IN_NUMBER", text=raw, **names),)
    if isinstance(raw, (int, float)):
        if not math.isfinite(raw) or abs(raw) > _MOST_EXACT:
            return BLANK, (remark("E_ENORMOUS", text=raw, **names),)
        if percent and unit != "%":
            return BLANK, (remark("E_PERCENT", unit=unit, **names),)
        if percent:
            value = float(f"{raw * 100:.15g}")
            content, told = _in_range(column, value, f"{value:g}%")
            return content, (remark("N_PERCENT", text=f"{value:g}"), *told)
        return _in_range(column, _scaled(float(raw), unit, column.unit or unit), _shown(raw))
    absence = absence_of(raw)
    if absence is not None:
        return Content(absence=absence, stated=raw), ()
    if narrow(raw).lower() in EMPTY_SIGNS:
        return BLANK, (remark("E_NOTHING", text=raw, words="、".join(absence_words())),)
    return _spelled_number(column, raw, unit, typed=typed)


def _spelled_number(column: Column, raw: str, unit: str, *, typed: bool) -> _Read:
    told: list[Remark] = []
    canonical = column.unit or unit
    number, stated = narrow(raw), unit
    if number != raw:
        told.append(remark("N_WIDTH", text=number))
    found = None if PLAIN.fullmatch(number) or GROUPED.fullmatch(number) else WITH_UNIT.fullmatch(number)
    if found and _is_unit(found[2]):
        number, stated = found[1], found[2]
        if not _converts(stated, canonical):
            words = {"zh": column.zh, "en": column.en, "unit": canonical}
            return BLANK, (*told, remark("E_UNIT_TYPED", stated=stated, **words))
        told.append(remark("N_UNIT_TYPED", stated=stated, unit=canonical))
    if GROUPED.fullmatch(number):
        number = number.replace(",", "").replace(" ", "")
        told.append(remark("N_GROUPED", text=number))
    if number[:1] in ("+", "-") and number[1:2] == " ":
        number = number.replace(" ", "", 1)
        told.append(remark("N_SPACES"))
    if not PLAIN.fullmatch(number):
        return BLANK, (*told, remark("E_NUMBER", text=short(raw), zh=column.zh, en=column.en))
    value = float(number)
    if not math.isfinite(value) or abs(value) > _MOST_EXACT:
        return BLANK, (*told, remark("E_ENORMOUS", text=short(raw), zh=column.zh, en=column.en))
    content, more = _in_range(column, _scaled(value, stated, canonical), raw)
    if typed and not told:
        told.append(remark("N_TEXT_NUMBER"))
    return content, (*told, *more)


def _is_unit(stated: str) -> bool:
    try:
        factor(stated, "kg")  # a mismatch is welcome here: it means that the unit is known
    except DafengError as error:
        return error.code == "E_UNIT_MISMATCH"
    return True


def _converts(stated: str, unit: str) -> bool:
    try:
        factor(stated, unit)
    except DafengError:
        return False
    return True


def _scaled(value: float, stated: str, unit: str) -> float:
    scale = factor(stated, unit)
    return value if scale == 1.0 else float(f"{value * scale:.15g}")


def _in_range(column: Column, value: float, stated: str) -> _Read:
    words = {"zh": column.zh, "en": column.en, "text": stated, "unit": column.unit}
    if column.type is ColumnType.INTEGER and not value.is_integer():
        return BLANK, (remark("E_INTEGER", **words),)
    if column.minimum is not None and value < column.minimum:
        return BLANK, (remark("E_BELOW", bound=written(column.minimum), **words),)
    if column.maximum is not None and value > column.maximum:
        return BLANK, (remark("E_ABOVE", bound=written(column.maximum), **words),)
    return Content(value=value, stated=stated), ()


def _day(column: Column, raw: Any, period: Period) -> _Read:
    told: tuple[Remark, ...] = ()
    day: date | None = None
    if isinstance(raw, datetime):
        day = raw.date()
    elif isinstance(raw, date):
        day = raw
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
        day, told = _numbered_day(float(raw))
    elif isinstance(raw, str):
        absence = absence_of(raw)
        if absence is not None:
            return Content(absence=absence, stated=raw), ()
        day, told = _written_day(raw)
    if day is None:
        return BLANK, (remark("E_DATE", text=short(str(raw))),)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return BLANK, (remark("E_DATE_FAR", text=day, first=_FIRST_YEAR, last=_LAST_YEAR),)
    if column.within_period and not period.first_day <= day <= period.last_day:
        told = (*told, remark("E_NOT_IN_PERIOD", zh=column.zh, en=column.en, text=day, period=period))
    return Content(text=day.isoformat(), stated=raw if isinstance(raw, str) else day.isoformat()), told


def _numbered_day(number: float) -> tuple[date | None, tuple[Remark, ...]]:
    if not number.is_integer():
        return None, ()
    whole = int(number)
    packed = _PACKED_DAY.fullmatch(str(whole))
    day = _made(*packed.groups()) if packed else None
    if day is None and _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        day = _EXCEL_EPOCH + timedelta(days=whole)
    return day, () if day is None else (remark("N_SERIAL_DATE", text=whole, day=day),)


def _written_day(raw: str) -> tuple[date | None, tuple[Remark, ...]]:
    text = narrow(raw)
    found = _DAY.fullmatch(text) or _PACKED_DAY.fullmatch(text)
    day = _made(*found.groups()) if found else None
    if day is None or day.isoformat() == raw:
        return day, ()
    return day, (remark("N_DATE", text=raw, day=day),)


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _word(column: Column, raw: Any, areas: Mapping[str, str]) -> _Read:
    if isinstance(raw, (bool, datetime, date, time, timedelta)):
        return BLANK, (remark("E_TEXT", zh=column.zh, en=column.en, text=raw),)
    if isinstance(raw, float) and column.type is ColumnType.TEXT and not raw.is_integer():
        return BLANK, (remark("E_NUMBER_IN_TEXT", zh=column.zh, en=column.en, text=_shown(raw)),)
    text = raw if isinstance(raw, str) else _shown(raw)
    absence = absence_of(text) if text not in column.allowed else None
    if absence is not None:
        return Content(absence=absence, stated=text), ()
    if column.type is ColumnType.TEXT and narrow(text).lower() in EMPTY_SIGNS:
        if column.required:
            return BLANK, (remark("E_NO_WORD", text=text, zh=column.zh, en=column.en),)
        return BLANK, (remark("N_NO_WORD", text=text),)
    match column.type:
        case ColumnType.CHOICE:
            return _choice(column, text)
        case ColumnType.AREA:
            return read_area(text, areas)
        case ColumnType.UNIT_CODE:
            return _unit_code(text)
        case _:
            return Content(text=text, stated=text), ()


def _choice(column: Column, text: str) -> _Read:
    if text in column.allowed:
        return Content(text=text, stated=text), ()
    alike = {folded(word): word for word in column.allowed}
    if (word := alike.get(folded(text))) is not None:
        return Content(text=word, stated=text), (remark("N_CHOICE", text=text, word=word),)
    words = {"zh": column.zh, "en": column.en, "words": "、".join(column.allowed)}
    return BLANK, (remark("E_CHOICE", text=short(text), **words, **near(text, column.allowed)),)


def read_area(text: str, areas: Mapping[str, str]) -> _Read:
    """The area that a text names: its code where the city's areas are known, else the name as it stands."""
    name = folded(text)
    told = () if name == text else (remark("N_AREA", text=text, word=name),)
    if not name:
        return BLANK, (remark("E_NO_AREA"),)
    if areas and name not in areas:
        return BLANK, (remark("E_AREA", text=short(text), **near(name, areas)),)
    return Content(text=areas.get(name, name), stated=text), told


def _unit_code(text: str) -> _Read:
    code = narrow(text).replace(" ", "").upper()
    if not is_credit_code(code):
        return BLANK, (remark("E_UNIT_CODE", text=short(text)),)
    return Content(text=code, stated=text), () if code == text else (remark("N_UNIT_CODE", word=code),)


def _shown(number: float) -> str:
    whole = float(number).is_integer() and abs(number) < _MOST_EXACT
    return str(int(number)) if whole else repr(float(number))
