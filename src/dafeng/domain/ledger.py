"""A ledger (台账): a table that a department fills each period, and one filling of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import SourceCell

# A declaration with a field that nobody knows is refused where it is loaded.
_WHOLE: Any = {"extra": "forbid"}


class ColumnType(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    CHOICE = "choice"
    DATE = "date"
    AREA = "area"  # a county or zone of the city, by its name or code
    UNIT_CODE = "unit_code"  # 统一社会信用代码


class Frequency(StrEnum):
    """How often a ledger is returned."""

    YEAR = "year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"


class Publication(StrEnum):
    """Whether others may see a series."""

    UNPUBLISHED = "未公布"
    INTERNAL = "内部"
    PUBLIC = "公开"


class CheckKind(StrEnum):
    """What a check compares."""

    ROW = "row"  # the cells of one row
    GROUP = "group"  # sums over the rows of a group: a balance, or a total against its parts
    LAST = "last"  # this period against the one before
    LEDGER = "ledger"  # this ledger against another one


class Severity(StrEnum):
    """Whether a check refuses the form or only asks."""

    FAULT = "fault"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ledger.

    `unit` is the canonical unit of a number; a form in another unit of the same kind is converted.
    `unit_from` names the column that states the unit row by row, where rows differ (fuels, products).
    `denominator_of` names the indicators whose denominator it is.  `shown_from` names the ``ledger.column``
    that states the same fact already, be it its own: a form shows it filled in where the row's keys agree.
    """

    __pydantic_config__: ClassVar = _WHOLE

    name: str
    zh: str
    en: str
    type: ColumnType
    unit: str = ""
    unit_from: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    within_period: bool = False
    note_zh: str = ""
    note_en: str = ""
    denominator_of: tuple[str, ...] = ()
    shown_from: str = ""

    @property
    def is_number(self) -> bool:
        return self.type in (ColumnType.NUMBER, ColumnType.INTEGER)

    @property
    def heading(self) -> str:
        """What stands over the column in a form: its name and, for a number, its unit."""
        return f"{self.zh}（{self.unit}）" if self.unit not in ("", "1") else self.zh


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that a filled ledger meets.

    `rule` is an SQL expression over the columns that is true when all is well; a cell without a value makes
    it undecided, which is no fault.  In a ``group`` check it speaks of ``SUM(column)`` and the like over the
    rows that share `by`.  In a ``last`` check ``last_<column>`` is the same row's cell a period earlier.  In
    a ``ledger`` check, which sums its own columns like a ``group`` check, ``other_<column>`` is the sum of that
    column of `ledger` over the rows where `where` holds and whose `by` columns are the same, and ``other_rows``
    is how many they are.
    """

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    kind: CheckKind
    rule: str
    zh: str
    en: str
    at: tuple[str, ...]
    by: tuple[str, ...] = ()
    ledger: str = ""
    where: str = ""
    severity: Severity = Severity.FAULT


@dataclass(frozen=True, slots=True)
class Feed:
    """A series made from a ledger: `value` summed over the rows where `where` holds, by `keys`."""

    __pydantic_config__: ClassVar = _WHOLE

    series: str
    value: str
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the ledger's report: sums of columns by group, and how many rows stand behind each."""

    __pydantic_config__: ClassVar = _WHOLE

    zh: str
    en: str
    by: tuple[str, ...]
    sums: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The declaration of a ledger, as its file in ``rules/ledgers`` states it."""

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    zh: str
    en: str
    capability: str
    role: str
    role_en: str
    frequency: Frequency
    due_days: int
    grade: Grade
    publication: Publication
    basis: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    indicators: tuple[str, ...] = ()
    respondent: str = ""  # the column that names who is counted when a published cell is protected
    checks: tuple[Check, ...] = ()
    feeds: tuple[Feed, ...] = ()
    report: tuple[ReportTable, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for one in self.columns:
            if one.name == name:
                return one
        raise KeyError(name)

    def series(self, column: str) -> str:
        """The series under which a column's cells are kept."""
        return f"{self.id}.{column}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell: a number in the column's unit, a word, or a kind of absence; and what was typed."""

    value: float | None
    text: str | None
    absence: Absence | None
    stated: str
    stated_unit: str
    cell: SourceCell


@dataclass(frozen=True, slots=True)
class Return:
    """What one filled form says: its head and its rows, each a mapping from column name to entry."""

    ledger: str
    area: str
    period: str
    rows: tuple[Mapping[str, Entry], ...]
    grade: Grade
    source: str
    filled_by: str
    file: str
    sha256: str


def written(bound: float) -> str:
    """A bound of a column as a clerk reads it, without exponents.

    >>> written(120_000_000.0), written(0.0001), written(-5.5)
    ('120,000,000', '0.0001', '-5.5')
    """
    return f"{bound:,.9f}".rstrip("0").rstrip(".")


_ESCAPES = {"%": "%25", ";": "%3B", "=": "%3D"}


def item_of(pairs: Mapping[str, str]) -> str:
    """The name of a ledger's row from its key columns.

    >>> item_of({"station": "东岸电站", "unit": "1"})
    'station=东岸电站;unit=1'
    >>> item_of({"name": "A;B"})
    'name=A%3BB'
    """
    return ";".join(f"{name}={_escaped(text)}" for name, text in pairs.items())


def keys_of(item: str) -> dict[str, str]:
    """The key columns of a row from its name.

    >>> keys_of("name=A%3BB;unit=1")
    {'name': 'A;B', 'unit': '1'}
    """
    pairs = (part.partition("=") for part in item.split(";") if part)
    return {name: _plain(text) for name, _, text in pairs}


def _escaped(text: str) -> str:
    for sign, code in _ESCAPES.items():
        text = text.replace(sign, code)
    return text


def _plain(text: str) -> str:
    for sign, code in reversed(_ESCAPES.items()):
        text = text.replace(code, sign)
    return text
