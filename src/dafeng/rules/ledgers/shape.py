"""What a ledger's declaration must be: its fields, and that they fit each other and the other rules."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.form import HEAD
from dafeng.domain.ledger import ColumnType, Ledger
from dafeng.rules.ledgers.uses import Told, check_faults, feed_faults, report_faults
from dafeng.rules.tables import table
from dafeng.rules.units import factor

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = {*HEAD, *HEAD.values(), "rows", "row_number"}
_TAKEN_STARTS = ("last_", "other_")
_COMPLAINTS = {
    "missing": ("缺少这一项", "is missing"),
    "extra_forbidden": ("没有这样的字段", "is not a field"),
    "enum": ("取值不在允许范围内", "is not one of the allowed words"),
}


@cache
def _adapter() -> TypeAdapter[Ledger]:
    return TypeAdapter(Ledger)


def shaped(place: str, record: dict[str, Any]) -> tuple[Ledger | None, list[Fault]]:
    """The ledger of a record, or every field that is missing, unknown or of the wrong type."""
    try:
        return _adapter().validate_python(record), []
    except ValidationError as error:
        return None, [_fault(place, one) for one in error.errors()]


def faults_of(ledger: Ledger, name: str) -> list[Fault]:
    """What does not fit: names, keys, units, allowed words, rules, series and indicators."""
    place = f"{name}.toml"
    return [
        Fault("E_LEDGER_FILE", f"{place}!{where}", zh, en)
        for where, zh, en in (
            *_names(ledger, name),
            *_keys(ledger),
            *_columns(ledger),
            *check_faults(ledger),
            *feed_faults(ledger),
            *report_faults(ledger),
        )
    ]


def _names(ledger: Ledger, name: str) -> Told:
    if ledger.id != name:
        yield (
            "id",
            f"编号“{ledger.id}”应与文件名“{name}”相同。",
            f"The id {ledger.id!r} must be the file's name {name!r}.",
        )
    seen: set[str] = set()
    for column in ledger.columns:
        if not _NAME.fullmatch(column.name):
            yield (
                column.name,
                "列名只用小写字母、数字和下划线。",
                "Column names use small letters, digits and underscores.",
            )
        for word in (column.name, column.zh):
            if word in _TAKEN or word.startswith(_TAKEN_STARTS):
                yield (
                    column.name,
                    f"“{word}”是表头或核对式用的词，列不能叫这个名字。",
                    f"{word!r} belongs to the head of a form or to the rules; no column is called so.",
                )
            if word in seen:
                yield column.name, f"“{word}”出现两次。", f"{word!r} stands twice."
            seen.add(word)
    names = {column.name for column in ledger.columns}
    if ledger.respondent and ledger.respondent not in names:
        yield "respondent", f"“{ledger.respondent}”不是列。", f"{ledger.respondent!r} is no column."
    known = table("indicators.csv", "id")
    for indicator in (*ledger.indicators, *(i for c in ledger.columns for i in c.denominator_of)):
        if indicator not in known:
            yield "indicators", f"词表中没有指标“{indicator}”。", f"There is no indicator {indicator!r}."


def _keys(ledger: Ledger) -> Told:
    names = {column.name for column in ledger.columns}
    for key in ledger.keys:
        if key not in names:
            yield "keys", f"键“{key}”不是列。", f"The key {key!r} is no column."
        elif not ledger.column(key).required:
            yield "keys", f"键“{key}”必须为必填列。", f"The key {key!r} must be a required column."
        elif ledger.column(key).type is ColumnType.NUMBER:
            yield "keys", f"键“{key}”不能是带小数的数。", f"The key {key!r} cannot be a number with decimals."
    if not ledger.keys:
        yield "keys", "台账至少要有一个键列。", "A ledger needs at least one key column."
    if not any(column.required and column.name not in ledger.keys for column in ledger.columns):
        yield (
            "columns",
            "除键以外至少要有一个必填列。",
            "At least one column besides the keys must be required.",
        )


def _columns(ledger: Ledger) -> Told:
    for column in ledger.columns:
        if (column.type is ColumnType.CHOICE) != bool(column.allowed):
            yield (
                column.name,
                "选择列要给出 allowed，其他列不给。",
                "A choice column states what is allowed; no other does.",
            )
        if column.is_number != bool(column.unit or column.unit_from):
            yield (
                column.name,
                "数值列要有单位（无量纲写 1），其他列没有。",
                "A number has a unit (1 if it has no dimension); nothing else has.",
            )
        if column.denominator_of and not column.required:
            yield (
                column.name,
                "作分母的列必须为必填列。",
                "A denominator must be a required column.",
            )
        if bool(column.note_zh) != bool(column.note_en):
            yield column.name, "说明要有中英两种。", "A note stands in both languages."
        if column.unit:
            yield from _unit(column.name, column.unit)
        if column.unit_from:
            yield from _unit_column(ledger, column.name, column.unit_from)


def _unit(name: str, unit: str) -> Told:
    try:
        factor(unit, "kg")  # a mismatch is welcome here: it means that the unit is known
    except DafengError as error:
        if error.code == "E_UNIT_UNKNOWN":
            yield name, error.zh, error.en


def _unit_column(ledger: Ledger, name: str, unit_from: str) -> Told:
    if unit_from not in {column.name for column in ledger.columns}:
        yield (
            name,
            f"unit_from 所指的“{unit_from}”不是列。",
            f"unit_from names {unit_from!r}, which is no column.",
        )
    elif ledger.column(unit_from).type is not ColumnType.CHOICE or not ledger.column(unit_from).required:
        yield (
            unit_from,
            "写单位的列必须是必填的选择列。",
            "The column that states a unit must be a required choice.",
        )
    else:
        for unit in ledger.column(unit_from).allowed:
            yield from _unit(unit_from, unit)


def _fault(place: str, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"]) or "-"
    zh, en = _COMPLAINTS.get(error["type"], ("类型不对", f"is wrong: {error['msg']}"))
    return Fault("E_LEDGER_FILE", f"{place}!{where}", f"{where}：{zh}。", f"{where} {en}.")
