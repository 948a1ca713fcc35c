"""One dated row of any rule table, and the loader that refuses a row without source or validity."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.grade import Grade
from dafeng.rules.tables import table

OPEN = "open"
UNKNOWN = "unknown"
UNCONFIRMED = "unconfirmed"
GRADES = {"high": Grade.B, "medium": Grade.C, "low": Grade.D, UNCONFIRMED: Grade.D}
NUMBERS = ("value", "low", "high")
REQUIRED = ("id", "factor", "edition", "document", "valid_from", "valid_to", "confidence", "source")
COLUMNS = (
    "id", "factor", "region", "subject", "name_zh", *NUMBERS, "unit", "edition", "document", "valid_from",
    "valid_to", "confidence", "source", "source_confidence", "supersedes", "note", "overrides", "reason",
)  # fmt: skip
# A closed validity and a better note leave a row what it was.
_FREE = frozenset({"valid_to", "note"})

Place = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated row: a number, or the columns of its own table in `more`, for a subject and a region.

    `factor` is its kind (a row of ``factor_kinds.csv``).  `source_confidence` says how sure the source is
    where the row itself is less sure, because its validity is unknown.  `overrides` and `reason` are set
    on a city's own row: the default row that it stands in for, and why.
    """

    id: str
    factor: str
    region: str
    subject: str
    name_zh: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    edition: str
    document: str
    valid_from: str
    valid_to: str
    confidence: str
    source: str
    source_confidence: str
    supersedes: str
    note: str
    overrides: str = ""
    reason: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def confirmed(self) -> bool:
        """Whether the row may be chosen without being named."""
        return self.confidence != UNCONFIRMED

    @property
    def dated(self) -> bool:
        """Whether it is known when the row holds."""
        return UNKNOWN not in (self.valid_from, self.valid_to)

    def covers(self, year: int) -> bool:
        """True if the row holds on any day of the year."""
        return self.dated and self.valid_from[:4] <= str(year) <= _last(self.valid_to)[:4]

    def holds(self, day: date) -> bool:
        """True if the row holds on the day; never for a row of unknown validity."""
        return self.dated and self.valid_from <= day.isoformat() <= _last(self.valid_to)

    @property
    def sha256(self) -> str:
        """Hash of what the row says; the note and the day it ends may change without changing it."""
        said = {name: getattr(self, name) for name in COLUMNS if name not in _FREE} | dict(self.more)
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read_rows(records: Iterable[Mapping[str, str]], place: str) -> tuple[RuleRow, ...]:
    """Turn table rows into rule rows; refuse the table if any row lacks source, validity or confidence.

    Raises
    ------
    DafengError
        ``E_RULE`` with every fault of every row.

    """
    placed = ((_line(place, number), record) for number, record in enumerate(records, start=2))
    return checked_rows(placed, place)


def checked_rows(
    placed: Iterable[tuple[Place, Mapping[str, str]]], name: str, faults: Iterable[Fault] = ()
) -> tuple[RuleRow, ...]:
    """The rows of records that know the place of each of their columns; `faults` were found before.

    Raises
    ------
    DafengError
        ``E_RULE`` with every fault of every row.

    """
    wrong = list(faults)
    found: dict[str, RuleRow] = {}
    for where, record in placed:
        mistaken = row_faults(record, where)
        if record.get("id") in found:
            twice = record["id"]
            zh, en = f"规则编号重复：{twice}，请换一个", f"rule id twice: {twice}; choose another"
            mistaken = (*mistaken, Fault("E_RULE_TWICE", where("id"), zh, en))
        if mistaken:
            wrong.extend(mistaken)
        else:
            row = _row(record)
            found[row.id] = row
    if told := tuple(dict.fromkeys(wrong)):
        raise DafengError(
            "E_RULE",
            f"{name} 有 {len(told)} 处错误，全部未载入。",
            f"{len(told)} faults in {name}; none of its rows was loaded.",
            told,
        )
    return tuple(found.values())


def row_faults(record: Mapping[str, str], where: Place) -> tuple[Fault, ...]:
    """Everything that is wrong with one row."""
    faults: list[Fault] = []

    def fault(code: str, column: str, zh: str, en: str) -> None:
        faults.append(Fault(code, where(column), f"{column}：{zh}", f"{column}: {en}"))

    stated = [name for name in NUMBERS if record.get(name)]
    own = any(value for name, value in record.items() if name not in COLUMNS)
    absent = [name for name in REQUIRED if not record.get(name)]
    absent += ["unit"] if stated and not record.get("unit") else []
    # A gap that is known as one loads, so that nobody looks for it twice.
    absent += (
        [] if stated or own or _in_words(record) or record.get("confidence") == UNCONFIRMED else ["value"]
    )
    faults += [incomplete(name, where) for name in absent]
    for name in ("confidence", "source_confidence"):
        if record.get(name) and record[name] not in GRADES:
            words = "、".join(GRADES)
            fault("E_RULE_CONFIDENCE", name, f"“{record[name]}”应为 {words} 之一", f"not one of {words}")
    if record.get("factor") and record["factor"] not in table("factor_kinds.csv", "factor"):
        told = record["factor"]
        fault("E_RULE_KIND", "factor", f"没有“{told}”这类规则，见 factor_kinds.csv",
              f"there is no kind {told!r}; see factor_kinds.csv")  # fmt: skip
    for name in stated:
        if not _is_number(record[name]):
            fault("E_RULE_NUMBER", name, f"“{record[name]}”不是数字", f"{record[name]!r} is no number")
    _validity_faults(record, fault)
    return tuple(faults)


def incomplete(column: str, where: Place) -> Fault:
    """The fault of a row that lacks a column."""
    return Fault(
        "E_RULE_INCOMPLETE",
        where(column),
        f"{column}：规则行缺少这一项，请补上",
        f"{column}: the rule row lacks it; fill it in",
    )


def _validity_faults(record: Mapping[str, str], fault: Callable[[str, str, str, str], None]) -> None:
    words = {"valid_from": (UNKNOWN,), "valid_to": (OPEN, UNKNOWN)}
    for name, others in words.items():
        if record.get(name) and record[name] not in others and not _is_day(record[name]):
            told, rest = record[name], " / ".join(others)
            fault("E_RULE_DAY", name, f"“{told}”应写作 2026-11-22 或 {rest}",
                  f"{told!r} should read 2026-11-22 or {rest}")  # fmt: skip
            return
    first, last = record.get("valid_from", ""), record.get("valid_to", "")
    if UNKNOWN in (first, last) and record.get("confidence") not in ("", UNCONFIRMED):
        fault("E_RULE_CONFIDENCE", "confidence", "有效期不明的行只能是 unconfirmed",
              "a row of unknown validity can only be unconfirmed")  # fmt: skip
    if _is_day(first) and _is_day(last) and first > last:
        fault(
            "E_RULE_DAY", "valid_to", f"{last} 早于生效日 {first}", f"{last} is before the first day {first}"
        )


def _in_words(record: Mapping[str, str]) -> bool:
    """Whether rows of this kind are words, such as a document, and need no number."""
    kind = table("factor_kinds.csv", "factor").get(record.get("factor", ""))
    return kind is not None and kind["unit"] == "words"


def _line(place: str, number: int) -> Place:
    return lambda _: f"{place}!{number}"


def _row(record: Mapping[str, str]) -> RuleRow:
    numbers = {name: float(record[name]) if record.get(name) else None for name in NUMBERS}
    texts = {name: record.get(name) or "" for name in COLUMNS if name not in NUMBERS}
    more = {name: value for name, value in record.items() if name not in COLUMNS and value}
    return RuleRow(**texts, **numbers, more=MappingProxyType(more))  # type: ignore[arg-type]


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _last(valid_to: str) -> str:
    return "9999-12-31" if valid_to == OPEN else valid_to
