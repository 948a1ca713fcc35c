"""What a ledger's declaration must be: its fields, and that they fit each other and the other rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.ledger import CheckKind, ColumnType, Ledger
from dafeng.rules.ledgers.expressions import columns_of
from dafeng.rules.tables import table
from dafeng.rules.units import factor

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COMPLAINTS = {
    "missing": ("缺少这一项", "is missing"),
    "extra_forbidden": ("没有这样的字段", "is not a field"),
    "enum": ("取值不在允许范围内", "is not one of the allowed words"),
}


def shaped(place: str, record: dict[str, Any]) -> tuple[Ledger | None, list[Fault]]:
    """The ledger of a record, or every field that is missing, unknown or of the wrong type."""
    try:
        return TypeAdapter(Ledger).validate_python(record), []
    except ValidationError as error:
        return None, [_fault(place, one) for one in error.errors()]


def faults_of(ledger: Ledger, name: str) -> list[Fault]:
    """What does not fit: names, keys, units, allowed words, rules, series and indicators."""
    place = f"{name}.toml"
    return [
        Fault("E_LEDGER_FILE", f"{place}!{where}", zh, en)
        for where, zh, en in (
            *_names(ledger, name),
            *_columns(ledger),
            *_checks(ledger),
            *_feeds(ledger),
            *_report(ledger),
        )
    ]


_Told = Iterator[tuple[str, str, str]]  # where, Chinese, English


def _names(ledger: Ledger, name: str) -> _Told:
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
            if word in seen:
                yield column.name, f"“{word}”出现两次。", f"{word!r} stands twice."
            seen.add(word)
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
    if ledger.respondent and ledger.respondent not in names:
        yield "respondent", f"“{ledger.respondent}”不是列。", f"{ledger.respondent!r} is no column."
    known = table("indicators.csv", "id")
    for indicator in (*ledger.indicators, *(i for c in ledger.columns for i in c.denominator_of)):
        if indicator not in known:
            yield "indicators", f"词表中没有指标“{indicator}”。", f"There is no indicator {indicator!r}."


def _columns(ledger: Ledger) -> _Told:
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
        if column.unit:
            yield from _unit(column.name, column.unit)
        if column.unit_from:
            yield from _unit_column(ledger, column.name, column.unit_from)


def _unit(name: str, unit: str) -> _Told:
    try:
        factor(unit, "kg")  # a mismatch is welcome here: it means that the unit is known
    except DafengError as error:
        if error.code == "E_UNIT_UNKNOWN":
            yield name, error.zh, error.en


def _unit_column(ledger: Ledger, name: str, unit_from: str) -> _Told:
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


def _checks(ledger: Ledger) -> _Told:
    names = {column.name for column in ledger.columns}
    ids: set[str] = set()
    for check in ledger.checks:
        if check.id in ids:
            yield check.id, "核对编号重复。", "The check's id stands twice."
        ids.add(check.id)
        unknown = [name for name in (*check.at, *check.by) if name not in names]
        allowed = set(names)
        if check.kind is CheckKind.LAST:
            allowed |= {f"last_{name}" for name in names}
        if (check.kind is CheckKind.LEDGER) != bool(check.ledger):
            yield (
                check.id,
                "跨台账核对要写 ledger，其他核对不写。",
                "A check against another ledger names it; no other does.",
            )
        if not check.at:
            yield check.id, "核对要指出在哪一列（at）。", "A check says at which column it is shown."
        used, complaint = columns_of(check.rule)
        if complaint:
            yield check.id, f"核对式有误：{complaint}。", f"The rule is faulty: {complaint}."
        unknown += [
            name
            for name in used
            if name not in allowed and not (check.kind is CheckKind.LEDGER and name.startswith("other_"))
        ]
        if unknown:
            yield (
                check.id,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )


def _feeds(ledger: Ledger) -> _Told:
    names = {column.name for column in ledger.columns}
    known = table("series.csv", "series")
    for feed in ledger.feeds:
        if feed.series not in known:
            yield feed.series, "series.csv 中没有这个序列。", "series.csv has no such series."
        used, complaint = columns_of(feed.where) if feed.where else ((), "")
        if complaint:
            yield feed.series, f"条件有误：{complaint}。", f"The condition is faulty: {complaint}."
        unknown = [name for name in (feed.value, *feed.keys.values(), *used) if name not in names]
        if unknown:
            yield (
                feed.series,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )


def _report(ledger: Ledger) -> _Told:
    names = {column.name for column in ledger.columns}
    for one in ledger.report:
        used, complaint = columns_of(one.where) if one.where else ((), "")
        if complaint:
            yield one.zh, f"条件有误：{complaint}。", f"The condition is faulty: {complaint}."
        unknown = [name for name in (*one.by, *one.sums, *used) if name not in names]
        if unknown:
            yield (
                one.zh,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )


def _fault(place: str, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"]) or "-"
    zh, en = _COMPLAINTS.get(error["type"], ("类型不对", f"is wrong: {error['msg']}"))
    return Fault("E_LEDGER_FILE", f"{place}!{where}", f"{where}：{zh}。", f"{where} {en}.")
