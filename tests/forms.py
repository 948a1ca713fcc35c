"""Valid forms of every ledger, and ways to break one: each says which cell it broke and what must come of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import numpy as np
import openpyxl
from openpyxl.utils import get_column_letter

from dafeng.domain.errors import DafengError
from dafeng.domain.form import DRAFT_SHEET, FORM_SHEET, HEADING_ROW, LAST_SHEET, Head, seal
from dafeng.domain.ledger import Column, ColumnType, Ledger, Return
from dafeng.domain.period import period_of
from dafeng.readers.page import Reading
from dafeng.rules.units import factor
from dafeng.services.desk import Desk, open_desk
from dafeng.services.returns import check_reading, read_return, told
from dafeng.writers.xlsx.ledger_form import ledger_form

CITY = Path(__file__).parent.parent / "examples" / "guangan"
SAMPLES = Path(__file__).parent / "ledgers"
HEADINGS = HEADING_ROW + 1
FIRST = HEADINGS + 1
SEAL, PERIOD, AREA, LEDGER, GRADE, FILLED_BY = "F3", "F2", "D2", "B2", "D3", "B3"
_UNITS = (
    "吨",
    "万吨",
    "千克",
    "MW",
    "kW",
    "万千瓦时",
    "千瓦时",
    "万元",
    "元",
    "公顷",
    "亩",
    "人",
    "万立方米",
)


@dataclass(frozen=True)
class Sample:
    """A valid return and its form, with the same rows as last period's."""

    ledger: Ledger
    made: Return
    body: bytes


@dataclass(frozen=True)
class Planted:
    """A broken form: where it was broken, and what the cell must be read as (nothing: it is refused)."""

    body: bytes
    cells: tuple[str, ...]
    sheet: str = FORM_SHEET
    row: int = 0
    column: str = ""
    value: Any = None
    mended: bool = False


@dataclass
class Form:
    """A valid form opened for breaking."""

    sample: Sample
    book: Any
    sheet: Any
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        return self.sample.ledger

    @property
    def rows(self) -> int:
        return len(self.sample.made.rows)

    def letter(self, name: str) -> str:
        return get_column_letter(list(self.columns).index(name) + 1)

    def at(self, row: int, name: str) -> str:
        return f"{self.letter(name)}{FIRST + row}"

    def said(self, row: int, name: str) -> Any:
        entry = self.sample.made.rows[row].get(name)
        return None if entry is None else entry.value if entry.value is not None else entry.text

    def pick(self, rng: np.random.Generator, wanted: Callable[[Column, Any], bool]) -> tuple[int, str]:
        """A filled cell that is wanted; NoPlaceError where the sample has none."""
        places = [
            (row, name)
            for row in range(self.rows)
            for name, column in self.columns.items()
            if (said := self.said(row, name)) is not None and wanted(column, said)
        ]
        if not places:
            raise NoPlaceError
        return _one(rng, places)

    def body(self) -> bytes:
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def refused(self, *cells: str, sheet: str = FORM_SHEET) -> Planted:
        return Planted(self.body(), cells, sheet)

    def put(self, row: int, name: str, raw: Any) -> Planted:
        """The form with another content in a cell, to be refused."""
        self.sheet[self.at(row, name)] = raw
        return self.refused(self.at(row, name))

    def mended(self, row: int, name: str, value: Any, cell: str = "") -> Planted:
        place = cell or self.at(row, name)
        return Planted(self.body(), (place,), FORM_SHEET, row, name, value, mended=True)


class NoPlaceError(Exception):
    """The ledger has no cell that can be broken so."""


Break = Callable[[Form, np.random.Generator], Planted]
KINDS: dict[str, Break] = {}


def kind(name: str) -> Callable[[Break], Break]:
    """Enter a way of breaking in the table."""

    def entered(how: Break) -> Break:
        KINDS[name] = how
        return how

    return entered


@cache
def city() -> Desk:
    """The desk of the example city."""
    return open_desk(CITY)


@cache
def samples() -> tuple[Sample, ...]:
    """A valid form for each area and period of every ledger's sample rows."""
    return tuple(one for ledger in city().ledgers.values() for one in _of(ledger, city()))


def broken(sample: Sample, name: str, rng: np.random.Generator) -> Planted:
    """The sample's form broken in one way; NoPlaceError where it cannot be."""
    return KINDS[name](opened(sample), rng)


def rearranged(sample: Sample) -> bytes:
    """The valid form opened and saved by another program, its columns in reverse order."""
    form = opened(sample)
    _move_columns(form, list(reversed(form.columns)))
    return form.body()


def opened(sample: Sample) -> Form:
    """The sample's form, open for breaking."""
    book = openpyxl.load_workbook(io.BytesIO(sample.body))
    columns = {column.name: column for column in sample.ledger.columns}
    return Form(sample, book, book[FORM_SHEET], columns)


def planted(name: str, seed: int, each: int) -> Iterator[tuple[Sample, Planted]]:
    """So many forms broken in one way, over ledgers in an order that the seed gives."""
    rng = np.random.default_rng([seed, crc32(name.encode())])
    made = 0
    for index in rng.permutation(len(samples())):
        sample = samples()[index]
        if made == each:
            return
        try:
            yield sample, broken(sample, name, rng)
            made += 1
        except NoPlaceError:
            continue


def missed(one: Planted, folder: Path) -> str:
    """Why a broken form was not caught as it must be; empty when it was."""
    path = folder / "form.xlsx"
    path.write_bytes(one.body)
    reading = read_return(path, city())
    faults = [told(fault) for fault in (*reading.faults, *check_reading(reading, city(), None).faults)]
    if not one.mended:
        named = {(fault["sheet"], fault["cell"]) for fault in faults}
        hit = any((one.sheet, cell) in named for cell in one.cells)
        return "" if hit else f"wanted {one.cells}, faults {sorted(named)}"
    if faults:
        return f"refused: {[(fault['cell'], fault['code']) for fault in faults]}"
    notes = {note["cell"] for note in map(told, reading.notes)}
    if not notes & set(one.cells):
        return f"wanted a note at {one.cells}, notes at {sorted(notes)}"
    return _misread(one, reading)


def _misread(one: Planted, reading: Reading) -> str:
    if not one.column:
        return ""
    entry = reading.returns[0].rows[one.row].get(one.column)
    found = None if entry is None else entry.value if entry.value is not None else entry.text
    right = (
        abs(found - one.value) <= 1e-9 * abs(one.value) if isinstance(found, float) else found == one.value
    )
    return "" if right else f"read {found!r} for {one.value!r}"


def _of(ledger: Ledger, desk: Desk) -> Iterator[Sample]:
    with (SAMPLES / f"{ledger.id}.csv").open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([["ledger", *lines[0]], *([ledger.id, *line] for line in lines[1:])])
        returns = read_return(path, desk).returns
    for made in returns:
        period = period_of(made.period)
        head = Head(
            ledger.id, made.area, made.period, "示例填报单位", "B", "", seal(ledger, made.area, made.period)
        )
        before = str(period.before) if period else ""
        yield Sample(ledger, made, ledger_form(ledger, head, made.rows, made.rows, before, desk.names))


def _number(column: Column, said: Any) -> bool:
    return isinstance(said, float)


def _own_number(column: Column, said: Any) -> bool:
    return isinstance(said, float) and bool(column.unit) and column.unit != "1"


def _text(column: Column, said: Any) -> bool:
    return column.type is ColumnType.TEXT and isinstance(said, str)


def _of_type(*types: ColumnType) -> Callable[[Column, Any], bool]:
    return lambda column, said: column.type in types


def _one(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    return options[int(rng.integers(len(options)))]


def _shown(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _converts(one: str, other: str) -> bool:
    try:
        factor(one, other)
    except DafengError:
        return False
    return True


def _typed(name: str, wanted: Callable[[Column, Any], bool], raw: Callable[[Any], Any]) -> None:
    """Enter a kind that puts something else in a cell, to be refused."""

    @kind(name)
    def _(form: Form, rng: np.random.Generator) -> Planted:
        row, column = form.pick(rng, wanted)
        return form.put(row, column, raw(form.said(row, column)))


def _mended(
    name: str,
    wanted: Callable[[Column, Any], bool],
    raw: Callable[[Any], Any],
) -> None:
    """Enter a kind that writes the same thing otherwise, to be read as what it is."""

    @kind(name)
    def _(form: Form, rng: np.random.Generator) -> Planted:
        row, column = form.pick(rng, wanted)
        said = form.said(row, column)
        form.sheet[form.at(row, column)] = raw(said)
        return form.mended(row, column, said)


_FULL = str.maketrans("0123456789.-,", "０１２３４５６７８９．－，")

for _name, _raw in {
    "about": lambda v: f"约{_shown(v)}",
    "or so": lambda v: f"{_shown(v)}左右",
    "note behind": lambda v: f"{_shown(v)}（含外购）",
    "note before": lambda v: f"合同数{_shown(v)}",
    "range": lambda v: f"{_shown(v)}-{_shown(v + 1)}",
    "at least": lambda v: f"≥{_shown(v)}",
    "wan behind": lambda v: f"{_shown(v)}万",
    "dash": lambda v: "-",
    "long dash": lambda v: "——",
    "slash": lambda v: "/",
    "nothing": lambda v: "无",
    "empty word": lambda v: "空",
    "n/a": lambda v: "N/A",
    "word in number": lambda v: "详见附件",
    "chinese numeral": lambda v: "一百二十",
    "capital numeral": lambda v: "壹佰贰拾",
    "odd grouping": lambda v: "12,34,567",
    "wan grouping": lambda v: "12，3456",
    "european": lambda v: "1.234,5",
    "two numbers": lambda v: "12 34",
    "superscript": lambda v: "10²",
    "circled digit": lambda v: "①②",
    "arabic digits": lambda v: "١٢٣",
    "boolean": lambda v: True,
    "date in number": lambda v: date(2025, 7, 1),
    "formula": lambda v: f"={_shown(v)}*1",
    "reference error": lambda v: "#REF!",
    "division error": lambda v: "#DIV/0!",
    "error as text": lambda v: "'#VALUE!",
    "enormous": lambda v: 1e308,
    "enormous text": lambda v: "1e999",
    "infinite": lambda v: "inf",
    "not a number": lambda v: "NaN",
    "picture in number": lambda v: f"{_shown(v)}✅",
    "injected in number": lambda v: "+cmd|' /C calc'!A0",
}.items():
    _typed(_name, _number, _raw)

for _name, _raw in {
    "number as text": _shown,
    "full-width digits": lambda v: _shown(v).translate(_FULL),
    "spaces around number": lambda v: f" {_shown(v)}　",
    "no-break space": lambda v: f"\u00a0{_shown(v)}",
    "zero width in number": lambda v: f"{_shown(v)}\u200b",
    "apostrophe": lambda v: f"'{_shown(v)}",
}.items():
    _mended(_name, _number, _raw)
_mended(
    "thousands", lambda c, v: _number(c, v) and abs(v) >= 1000, lambda v: f"{v:,.6f}".rstrip("0").rstrip(".")
)
_mended(
    "full-width thousands",
    lambda c, v: _number(c, v) and abs(v) >= 1000,
    lambda v: f"{v:,.6f}".rstrip("0").rstrip(".").translate(_FULL),
)
_typed("negative", lambda c, v: _number(c, v) and v > 0 and c.minimum is not None, lambda v: -v)
for _times in (1000.0, 10000.0, 0.001, 0.0001):
    _typed(
        f"times {_times:g}",
        lambda c, v: _number(c, v) and v != 0,
        lambda v, times=_times: v * times,
    )
_typed("long text", _text, lambda v: "很长" * 300)
_typed("emoji", _text, lambda v: f"{v}😀")
_typed("bell", _text, lambda v: f"{v}_x0007_")
_typed("turned text", _text, lambda v: f"\u202e{v}")
_typed("boolean in text", _text, lambda v: True)
_typed("date in text", _text, lambda v: date(2025, 7, 1))
_typed("error in text", _text, lambda v: "#N/A")
_typed("number in text", _text, lambda v: 1234.5)
for _name, _raw in {
    "formula text": lambda v: f"@SUM(A1)*{v}",
    "full-width formula": lambda v: f"＝{v}",
    "numbered formula": lambda v: "-2+3+cmd|' /C calc'!A0",
    "spaced formula": lambda v: " +1+1",
    "hidden formula": lambda v: "'@HYPERLINK(1)",
}.items():
    _typed(_name, _text, _raw)
for _sign in ("-", "/", "无", "空", "N/A"):
    _typed(f"{_sign} for a name", lambda c, v: _text(c, v) and c.required, lambda v, sign=_sign: sign)
_typed("unknown choice", _of_type(ColumnType.CHOICE), lambda v: "其它没有的")
_typed("boolean choice", _of_type(ColumnType.CHOICE), lambda v: True)
_typed("wrong area", _of_type(ColumnType.AREA), lambda v: "岳池市区")
_typed("wrong code", _of_type(ColumnType.UNIT_CODE), lambda v: v[:-1] + ("0" if v[-1] != "0" else "1"))
_typed("short code", _of_type(ColumnType.UNIT_CODE), lambda v: v[:-1])
_mended("full-width code", _of_type(ColumnType.UNIT_CODE), lambda v: f"{v} ".translate(_FULL))
_mended("space in choice", _of_type(ColumnType.CHOICE), lambda v: f" {v[:1]}　{v[1:]}")
_mended("date as words", _of_type(ColumnType.DATE), lambda v: "{}年{}月{}日".format(*v.split("-")))
_mended("date in dots", _of_type(ColumnType.DATE), lambda v: v.replace("-", "."))


@kind("date as number")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _of_type(ColumnType.DATE))
    said = form.said(row, name)
    cell = form.sheet[form.at(row, name)]
    cell.value, cell.number_format = (date.fromisoformat(said) - date(1899, 12, 30)).days, "General"
    return form.mended(row, name, said)


_typed("no such day", _of_type(ColumnType.DATE), lambda v: "2025-02-30")
_typed("american day", _of_type(ColumnType.DATE), lambda v: "7/21/2025")
_typed("number for a date", _of_type(ColumnType.DATE), lambda v: 1234.5)
_typed("day of another age", _of_type(ColumnType.DATE), lambda v: "0205-07-01")
_typed("late day", lambda c, v: c.within_period, lambda v: date.fromisoformat(v) + timedelta(days=400))
_typed("early day", lambda c, v: c.within_period, lambda v: str(date.fromisoformat(v) - timedelta(days=400)))


def _is_name(form: Form) -> Callable[[Column, Any], bool]:
    names = (*form.ledger.keys, form.ledger.respondent)
    return lambda c, v: (
        c.name in names and _text(c, v) and len(v) > 1 and all("一" <= one <= "龥" for one in v[:2])
    )


for _name, _space in {
    "space inside a name": " ",
    "wide space inside": "\u3000",
    "no-break inside": "\u00a0",
    "zero width inside": "\u200b",
    "byte order mark": "\ufeff",
}.items():

    @kind(_name)
    def _(form: Form, rng: np.random.Generator, space: str = _space) -> Planted:
        row, name = form.pick(rng, _is_name(form))
        said = form.said(row, name)
        form.sheet[form.at(row, name)] = f"{said[:1]}{space}{said[1:]}"
        return form.mended(row, name, said)


for _name, _around in {
    "spaces around a name": " {} ",
    "wide spaces around": "\u3000{}",
    "apostrophe name": "'{}",
}.items():
    _mended(_name, _text, _around.format)


@kind("space in an area")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _of_type(ColumnType.AREA))
    said = form.said(row, name)
    shown = city().names[said]
    form.sheet[form.at(row, name)] = f"{shown[:2]}\u00a0{shown[2:]}\u3000"
    return form.mended(row, name, said)


@kind("unit behind the number")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _own_number)
    said = form.said(row, name)
    form.sheet[form.at(row, name)] = f"{_shown(said)}{form.columns[name].unit}"
    return form.mended(row, name, said)


@kind("other unit behind the number")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _own_number)
    unit = form.columns[name].unit
    other = [one for one in _UNITS if one != unit and _converts(one, unit)]
    if not other or form.columns[name].type is ColumnType.INTEGER:
        raise NoPlaceError
    stated = _one(rng, other)
    said = form.said(row, name)
    form.sheet[form.at(row, name)] = f"{_shown(float(f'{said * factor(unit, stated):.12g}'))} {stated}"
    return form.mended(row, name, said)


@kind("foreign unit behind the number")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _own_number)
    other = [one for one in _UNITS if not _converts(one, form.columns[name].unit)]
    return form.put(row, name, f"{_shown(form.said(row, name))}{_one(rng, other)}")


@kind("percent cell")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: _number(c, v) and c.unit not in ("%", ""))
    form.sheet[form.at(row, name)].number_format = "0.00%"
    return form.refused(form.at(row, name))


@kind("percent in percent")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: _number(c, v) and c.unit == "%")
    said = form.said(row, name)
    form.sheet[form.at(row, name)] = said / 100
    form.sheet[form.at(row, name)].number_format = "0%"
    return form.mended(row, name, said)


@kind("required deleted")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: c.required)
    return form.put(row, name, None)


@kind("required of spaces")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: c.required)
    return form.put(row, name, "　 ")


def _heading(form: Form, name: str) -> str:
    return f"{form.letter(name)}{HEADINGS}"


@kind("other unit in the heading")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: _own_number(c, v) and c.type is ColumnType.NUMBER)
    column = form.columns[name]
    other = [one for one in _UNITS if one != column.unit and _converts(one, column.unit)]
    if not other:
        raise NoPlaceError
    stated = _one(rng, other)
    form.sheet[_heading(form, name)] = f"{column.zh}({stated})"
    for number in range(form.rows):
        if isinstance(said := form.said(number, name), float):
            form.sheet[form.at(number, name)] = float(f"{said * factor(column.unit, stated):.12g}")
    return form.mended(row, name, form.said(row, name), _heading(form, name))


@kind("foreign unit in the heading")
def _(form: Form, rng: np.random.Generator) -> Planted:
    _, name = form.pick(rng, _own_number)
    column = form.columns[name]
    other = [one for one in _UNITS if not _converts(one, column.unit)]
    form.sheet[_heading(form, name)] = f"{column.zh}（{_one(rng, other)}）"
    return form.refused(_heading(form, name))


@kind("unit where rows state it")
def _(form: Form, rng: np.random.Generator) -> Planted:
    _, name = form.pick(rng, lambda c, v: bool(c.unit_from))
    form.sheet[_heading(form, name)] = f"{form.columns[name].zh}（万吨）"
    return form.refused(_heading(form, name))


@kind("heading without unit")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _own_number)
    form.sheet[_heading(form, name)] = form.columns[name].zh
    return form.mended(row, name, form.said(row, name), _heading(form, name))


@kind("heading renamed")
def _(form: Form, rng: np.random.Generator) -> Planted:
    name = _one(rng, list(form.columns))
    form.sheet[_heading(form, name)] = "别的什么"
    return form.refused(_heading(form, name))


@kind("heading cleared")
def _(form: Form, rng: np.random.Generator) -> Planted:
    name = _one(rng, list(form.columns))
    form.sheet[_heading(form, name)] = None
    return form.refused(_heading(form, name))


@kind("column deleted")
def _(form: Form, rng: np.random.Generator) -> Planted:
    name = _one(rng, list(form.columns)[6:] or list(form.columns)[-1:])
    place = _heading(form, name)
    _move_columns(form, [one for one in form.columns if one != name])
    return form.refused(place)


@kind("column twice")
def _(form: Form, rng: np.random.Generator) -> Planted:
    name = _one(rng, list(form.columns))
    _move_columns(form, [*form.columns, name])
    return form.refused(f"{get_column_letter(len(form.columns) + 1)}{HEADINGS}")


@kind("sheet column deleted")
def _(form: Form, rng: np.random.Generator) -> Planted:
    index = int(rng.integers(len(form.columns))) + 1
    form.sheet.delete_cols(index)
    return form.refused(f"{get_column_letter(index)}{HEADINGS}")


@kind("sheet column inserted")
def _(form: Form, rng: np.random.Generator) -> Planted:
    index = int(rng.integers(len(form.columns))) + 1
    form.sheet.insert_cols(index)
    place = f"{get_column_letter(index)}{HEADINGS}"
    form.sheet[place] = "另加一列"
    return form.refused(place)


@kind("columns moved with headings")
def _(form: Form, rng: np.random.Generator) -> Planted:
    order = list(form.columns)
    first, second = sorted(int(one) for one in rng.permutation(len(order))[:2])
    order[first], order[second] = order[second], order[first]
    _move_columns(form, order)
    name = order[second]
    row, name = form.pick(rng, lambda c, v: not isinstance(v, str) or _text(c, v))
    return form.mended(row, name, form.said(row, name), f"{get_column_letter(first + 1)}{HEADINGS}")


def _move_columns(form: Form, order: list[str]) -> None:
    """Lay the table out in another order of columns, headings and all."""
    index = {name: number for number, name in enumerate(form.columns, start=1)}
    for number in range(HEADINGS, FIRST + form.rows):
        line = [form.sheet.cell(number, index[name]).value for name in order]
        for column in range(1, len(form.columns) + 2):
            form.sheet.cell(number, column).value = line[column - 1] if column <= len(line) else None


@kind("data swapped under headings")
def _(form: Form, rng: np.random.Generator) -> Planted:
    numbers = [
        name for name, c in form.columns.items() if c.is_number and c.unit and name not in form.ledger.keys
    ]
    pairs = [
        (one, other)
        for index, one in enumerate(numbers)
        for other in numbers[index + 1 :]
        if all(_far(form.said(row, one), form.said(row, other)) for row in range(form.rows))
    ]
    if not pairs:
        raise NoPlaceError
    return _swap(form, *_one(rng, pairs))


@kind("word and number swapped")
def _(form: Form, rng: np.random.Generator) -> Planted:
    _, word = form.pick(rng, lambda c, v: c.type in (ColumnType.TEXT, ColumnType.CHOICE, ColumnType.DATE))
    _, number = form.pick(rng, _number)
    return _swap(form, word, number)


def _far(one: Any, other: Any) -> bool:
    return bool(
        isinstance(one, float)
        and isinstance(other, float)
        and one > 0
        and other > 0
        and not 0.4 < one / other < 2.5
    )


def _swap(form: Form, one: str, other: str) -> Planted:
    for row in range(form.rows):
        a, b = form.sheet[form.at(row, one)], form.sheet[form.at(row, other)]
        a.value, b.value = b.value, a.value
    return form.refused(*(form.at(row, name) for row in range(form.rows) for name in (one, other)))


@kind("column a row lower")
def _(form: Form, rng: np.random.Generator) -> Planted:
    _, name = form.pick(rng, lambda c, v: c.required and c.name not in form.ledger.keys)
    for row in reversed(range(form.rows)):
        form.sheet[form.at(row + 1, name)] = form.sheet[form.at(row, name)].value
    form.sheet[form.at(0, name)] = None
    return form.refused(form.at(0, name), form.at(form.rows, name))


@kind("optional column a row lower")
def _(form: Form, rng: np.random.Generator) -> Planted:
    _, name = form.pick(rng, lambda c, v: not c.required)
    if form.said(form.rows - 1, name) is None:
        raise NoPlaceError
    for row in reversed(range(form.rows)):
        form.sheet[form.at(row + 1, name)] = form.sheet[form.at(row, name)].value
    form.sheet[form.at(0, name)] = None
    return form.refused(form.at(form.rows, name))


@kind("row a cell to the right")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row = int(rng.integers(form.rows))
    line = [form.sheet[form.at(row, name)].value for name in form.columns]
    for index, value in enumerate([None, *line], start=1):
        form.sheet.cell(FIRST + row, index).value = value
    return form.refused(f"A{FIRST + row}")


@kind("merged")
def _(form: Form, rng: np.random.Generator) -> Planted:
    name = _one(rng, list(form.columns)[:-1])
    row = int(rng.integers(form.rows))
    after = list(form.columns)[list(form.columns).index(name) + 1]
    form.sheet.merge_cells(f"{form.at(row, name)}:{form.at(row, after)}")
    return form.refused(form.at(row, name))


@kind("hidden row")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: True)
    form.sheet.row_dimensions[FIRST + row].hidden = True
    return form.refused(form.at(row, name))


@kind("hidden column")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, lambda c, v: True)
    form.sheet.column_dimensions[form.letter(name)].hidden = True
    return form.refused(form.at(row, name))


@kind("total row")
def _(form: Form, rng: np.random.Generator) -> Planted:
    word = _one(rng, ["合计", "合　计", "总计：", "小计", "全市合计"])
    words = [
        n for n, c in form.columns.items() if c.type in (ColumnType.TEXT, ColumnType.CHOICE, ColumnType.AREA)
    ]
    if not words:
        raise NoPlaceError
    name = words[0]
    for one, column in form.columns.items():
        if column.is_number:
            said = [form.said(row, one) for row in range(form.rows)]
            form.sheet[form.at(form.rows, one)] = sum(v for v in said if isinstance(v, float))
    form.sheet[form.at(form.rows, name)] = word
    return form.refused(form.at(form.rows, name))


@kind("row twice")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row = int(rng.integers(form.rows))
    for name in form.columns:
        form.sheet[form.at(form.rows, name)] = form.sheet[form.at(row, name)].value
    return form.refused(form.at(form.rows, next(n for n in form.columns if n in form.ledger.keys)))


@kind("blank row")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row = form.rows - 1
    for name in form.columns:
        form.sheet[form.at(row + 1, name)] = form.sheet[form.at(row, name)].value
        form.sheet[form.at(row, name)] = None
    name = next(iter(form.sample.made.rows[row]))
    return form.mended(row, name, form.said(row, name), f"A{FIRST + row}")


@kind("text under the table")
def _(form: Form, rng: np.random.Generator) -> Planted:
    place = f"{get_column_letter(int(rng.integers(len(form.columns))) + 1)}{FIRST + form.rows + int(rng.integers(5))}"
    form.sheet[place] = "制表人：某某"
    return form.refused(place)


@kind("text beside the table")
def _(form: Form, rng: np.random.Generator) -> Planted:
    place = f"{get_column_letter(len(form.columns) + 1 + int(rng.integers(5)))}{FIRST + int(rng.integers(form.rows))}"
    form.sheet[place] = "备注：待核"
    return form.refused(place)


@kind("text far away")
def _(form: Form, rng: np.random.Generator) -> Planted:
    form.sheet["XFD1048576"] = 1
    return form.refused("XFD1048576")


@kind("text beside the head")
def _(form: Form, rng: np.random.Generator) -> Planted:
    place = _one(rng, ["H2", "G3", "C5", "B6"])
    form.sheet[place] = "联系电话"
    return form.refused(place)


@kind("extra sheet")
def _(form: Form, rng: np.random.Generator) -> Planted:
    form.book.create_sheet("Sheet1")["C4"] = 12
    return form.refused("C4", sheet="Sheet1")


@kind("hidden extra sheet")
def _(form: Form, rng: np.random.Generator) -> Planted:
    other = form.book.create_sheet("旧数")
    other["A1"], other.sheet_state = 12, "hidden"
    return form.refused("A1", sheet="旧数")


@kind("typed in last period's sheet")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _number)
    place = f"{form.letter(name)}{row + 3}"
    form.book[LAST_SHEET][place] = form.said(row, name) * 1.1 + 1
    return form.refused(place, sheet=LAST_SHEET)


@kind("added in last period's sheet")
def _(form: Form, rng: np.random.Generator) -> Planted:
    place = f"A{form.rows + 4}"
    form.book[LAST_SHEET][place] = "新增一行"
    return form.refused(place, sheet=LAST_SHEET)


@kind("headings cleared")
def _(form: Form, rng: np.random.Generator) -> Planted:
    for name in form.columns:
        form.sheet[_heading(form, name)] = None
    return form.refused(f"A{HEADINGS}")


@kind("headings deleted")
def _(form: Form, rng: np.random.Generator) -> Planted:
    form.sheet.delete_rows(HEADINGS)
    return form.refused(f"A{HEADINGS}")


def _head(name: str, place: str, raw: Callable[[Form], Any]) -> None:
    @kind(name)
    def _(form: Form, rng: np.random.Generator) -> Planted:
        form.sheet[place] = raw(form)
        return form.refused(place)


def _next_period(form: Form) -> str:
    period = period_of(form.sample.made.period)
    assert period is not None
    return str(period.before)


_head("period edited", PERIOD, _next_period)
_head(
    "period of another frequency",
    PERIOD,
    lambda form: "2025-Q3" if "Q" not in form.sample.made.period else "2025",
)
_head("period as a date", PERIOD, lambda form: date(2024, 3, 1))
_head("period cleared", PERIOD, lambda form: None)
_head("area edited", AREA, lambda form: "511621 岳池县")
_head("area unknown", AREA, lambda form: "519999 某某县")
_head("area of words", AREA, lambda form: "../511602")
_head("ledger edited", LEDGER, lambda form: "peak_load" if form.ledger.id != "peak_load" else "chargers")
_head("ledger unknown", LEDGER, lambda form: "../coal_use")
_head("seal edited", SEAL, lambda form: "0" * 12)
_head("seal cleared", SEAL, lambda form: None)
_head("grade wrong", GRADE, lambda form: "E")
_head("head formula", FILLED_BY, lambda form: "@SUM(A1)")
_head("head computed", FILLED_BY, lambda form: "=1+1")


@kind("draft edited too")
def _(form: Form, rng: np.random.Generator) -> Planted:
    form.sheet[PERIOD] = form.book[DRAFT_SHEET]["B3"] = _next_period(form)
    return form.refused(SEAL)


@kind("linked cell")
def _(form: Form, rng: np.random.Generator) -> Planted:
    row, name = form.pick(rng, _text)
    form.sheet[form.at(row, name)].hyperlink = "https://example.org/x"
    return form.refused(form.at(row, name))
