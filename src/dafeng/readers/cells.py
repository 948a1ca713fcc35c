"""One cell of a form: what a person typed, as a number, a word, a day or a kind of absence.

What can only mean one thing is put right with a note; what could mean two is refused.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Column, ColumnType
from dafeng.domain.period import Period
from dafeng.domain.unit import is_credit_code
from dafeng.rules.absence import absence_of, absence_words
from dafeng.rules.remarks import Remark, near, remark
from dafeng.rules.units import factor

LONGEST_TEXT = 500
_SHOWN = 30
_SIGNED = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WITH_UNIT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9\s.,+-].*)")
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_PACKED_DAY = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_ERROR = re.compile(
    r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without width or meaning that come with text pasted from web pages and chats."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff（）、，。《》"
_ODD_SPACE = re.compile(rf"(?<=[{_HAN}])[^\S \t\r\n]+(?=[{_HAN}])")
_ANY_SPACE = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_SIGNS_INSIDE = re.compile(r"[=+@|!(*]")
_APOSTROPHES = "'＇‘’"
_PICTURES = ((0x1F000, 0x1FFFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F))
_FIRST_YEAR, _LAST_YEAR = 1949, 2100  # a small number in a cell that shows dates would be a day of 1900
SUSPECT = (
    r"^\s*[=+\-@|\u2212\uff1d\uff0b\uff0d\uff20\uff5c]"
    r"|[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u23ff\u2460-\u25ff\u3000-\u9fff\uff00-\uffef]"
)
"""A pattern, for regular expressions of Python and polars alike, that every text fits that `unsafe` refuses."""
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050  # 1970 to 2099
_EMPTY_SIGNS = {
    "-",
    "--",
    "—",
    "——",
    "–",
    "―",
    "/",
    "\\",
    "…",
    "无",
    "空",
    "零",
    "空白",
    "暂无",
    "没有",
    "nil",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "#n/a",
}
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
        if is_name and column.type is ColumnType.TEXT and (close := _ANY_SPACE.sub("", raw)) != raw:
            raw, told = close, (*told, remark("N_SPACES"))
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


def is_empty(raw: Any) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return raw is None or (isinstance(raw, str) and not raw.translate(_INVISIBLE).strip())


def folded(text: str) -> str:
    """A word without its spaces and widths, for comparing what people typed with what is meant.

    >>> folded("岳池 县"), folded("容量(ＭＷ)")
    ('岳池县', '容量（MW）')
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(plain.split()).replace("(", "（").replace(")", "）")


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow; nothing else changes its meaning.

    >>> narrow("１２，３"), narrow("10²")
    ('12,3', '10²')
    """
    return text.translate(_FULL_WIDTH)


def tidy(text: str) -> tuple[str, tuple[Remark, ...]]:
    """A text without stray spaces, and what there is to remark.

    A formula, an error, a picture or a control character refuses it.
    """
    bare, told = text.translate(_INVISIBLE), []
    if bare != text:
        told.append(remark("N_INVISIBLE"))
    shown = bare.strip()
    if len(shown) > 1 and shown[0] in _APOSTROPHES and not shown.endswith(tuple(_APOSTROPHES)):
        shown = shown[1:].strip()
        told.append(remark("N_APOSTROPHE"))
    if _ERROR.fullmatch(narrow(shown).upper()):
        return text, (remark("E_ERROR_CELL", text=shown),)
    if refusal := unsafe(bare) or unsafe(shown):
        return text, (refusal,)
    if len(shown) > LONGEST_TEXT:
        return text, (remark("E_TOO_LONG", most=LONGEST_TEXT),)
    tidy = _ODD_SPACE.sub("", " ".join(shown.split(" ")))
    tidy = " ".join(tidy.split())
    if tidy != shown or (shown != bare and not told):
        told.append(remark("N_SPACES"))
    return tidy, tuple(told)


def unsafe(text: str) -> Remark | None:
    """Why a text is no plain text: it begins like a formula, or holds a picture or a control character.

    >>> unsafe("=1+1").code, unsafe("-5 to 5"), unsafe("--")
    ('E_FORMULA_TEXT', None, None)
    """
    shown = text.strip()
    if is_formula(text) or is_formula(shown):
        return remark("E_FORMULA_TEXT", text=_short(text), sign=(shown or text)[0])
    if wrong := next((one for one in shown if _is_odd(one)), None):
        return remark("E_PICTURE" if _is_picture(wrong) else "E_CONTROL", text=wrong)
    return None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text: it begins with a formula's sign, narrow or full-width.

    A plain signed number, or a lone dash for nothing, is none.

    >>> [is_formula(text) for text in ("=1+1", "＝1+1", " @SUM(A1)", "-3.5", "-2+3", "-")]
    [True, True, True, False, True, False]
    """
    plain = narrow(text)
    bare = plain.strip()
    if not bare.startswith(_SIGNED) or bare.lower() in _EMPTY_SIGNS:
        return False
    found = _WITH_UNIT.fullmatch(bare[1:].lstrip()) if bare[0] in "+-" else None
    number = (found[1] if found and not _SIGNS_INSIDE.search(found[2]) else bare[1:]).replace(" ", "")
    return not (bare[0] in "+-" and (_PLAIN.fullmatch(number) or _GROUPED.fullmatch(number)))


def _is_odd(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Co", "Cn", "Cs", "Zl", "Zp") or (
        _is_picture(character) or (unicodedata.category(character) == "Cc" and character not in "\t\r\n")
    )


def _is_picture(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _PICTURES)


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
    if narrow(raw).lower() in _EMPTY_SIGNS:
        return BLANK, (remark("E_NOTHING", text=raw, words="、".join(absence_words())),)
    return _spelled_number(column, raw, unit, typed=typed)


def _spelled_number(column: Column, raw: str, unit: str, *, typed: bool) -> _Read:
    told: list[Remark] = []
    canonical = column.unit or unit
    number, stated = narrow(raw), unit
    if number != raw:
        told.append(remark("N_WIDTH", text=number))
    found = None if _PLAIN.fullmatch(number) or _GROUPED.fullmatch(number) else _WITH_UNIT.fullmatch(number)
    if found and _is_unit(found[2]):
        number, stated = found[1], found[2]
        if not _converts(stated, canonical):
            words = {"zh": column.zh, "en": column.en, "unit": canonical}
            return BLANK, (*told, remark("E_UNIT_TYPED", stated=stated, **words))
        told.append(remark("N_UNIT_TYPED", stated=stated, unit=canonical))
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "").replace(" ", "")
        told.append(remark("N_GROUPED", text=number))
    if number[:1] in ("+", "-") and number[1:2] == " ":
        number = number.replace(" ", "", 1)
        told.append(remark("N_SPACES"))
    if not _PLAIN.fullmatch(number):
        return BLANK, (*told, remark("E_NUMBER", text=_short(raw), zh=column.zh, en=column.en))
    value = float(number)
    if not math.isfinite(value) or abs(value) > _MOST_EXACT:
        return BLANK, (*told, remark("E_ENORMOUS", text=_short(raw), zh=column.zh, en=column.en))
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
        return BLANK, (remark("E_BELOW", bound=f"{column.minimum:g}", **words),)
    if column.maximum is not None and value > column.maximum:
        return BLANK, (remark("E_ABOVE", bound=f"{column.maximum:g}", **words),)
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
        return BLANK, (remark("E_DATE", text=_short(str(raw))),)
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
    if column.type is ColumnType.TEXT and narrow(text).lower() in _EMPTY_SIGNS:
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
    return BLANK, (remark("E_CHOICE", text=_short(text), **words, **near(text, column.allowed)),)


def read_area(text: str, areas: Mapping[str, str]) -> _Read:
    """The area that a text names: its code where the city's areas are known, else the name as it stands."""
    name = folded(text)
    told = () if name == text else (remark("N_AREA", text=text, word=name),)
    if not name:
        return BLANK, (remark("E_NO_AREA"),)
    if areas and name not in areas:
        return BLANK, (remark("E_AREA", text=_short(text), **near(name, areas)),)
    return Content(text=areas.get(name, name), stated=text), told


def _unit_code(text: str) -> _Read:
    code = narrow(text).replace(" ", "").upper()
    if not is_credit_code(code):
        return BLANK, (remark("E_UNIT_CODE", text=_short(text)),)
    return Content(text=code, stated=text), () if code == text else (remark("N_UNIT_CODE", word=code),)


def _shown(number: float) -> str:
    whole = float(number).is_integer() and abs(number) < _MOST_EXACT
    return str(int(number)) if whole else repr(float(number))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
