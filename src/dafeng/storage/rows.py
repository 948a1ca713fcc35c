"""Observations as rows: from nouns or a frame into the table's order, checked whole, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import Observation, SourceCell
from dafeng.storage.schema import observations

SHOWN = 50  # faults and corrections told one by one; the rest are counted
SEPARATOR = "\x1f"  # between the parts of a key; no text of ours may hold it
KEY = ("series", "region", "period", "flow", "sector", "fuel", "plant", "item")
# What a statement says; another cell, source, note or spelling of the same number says nothing new.
SAYS = ("value", "low", "high", "unit", "grade", "absence", "text")
_REQUIRED = ("series", "region", "period", "unit", "grade", "source", "file", "row", "column")
_NULLABLE = ("value", "low", "high", "absence", "text", "sheet")
_NUMBERS = ("value", "low", "high")
_CELL = {"file": "sha256", "file_name": "file", "sheet": "sheet", "row": "row", "column": "column"}


def _kind(name: str) -> type[pl.DataType]:
    return pl.Float64 if name in _NUMBERS else pl.Int64 if name == "row" else pl.String


_names = [column.name for column in observations.columns]
# The columns of a frame of observations, in the table's order.
FRAME: dict[str, type[pl.DataType]] = {name: _kind(name) for name in _names[_names.index("series") : -1]}
# What a digest covers: every column but the row's number and the digest itself.
DIGESTED = tuple(_names[1:-1])

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def joined(key: Sequence[str]) -> str:
    """The one text under which a fact is found."""
    return SEPARATOR.join(key)


def shown(key: str) -> str:
    """A key as a person reads it.

    >>> shown(joined(("gdp", "511600", "2021", "", "", "", "", "")))
    'gdp 511600 2021'
    """
    return " ".join(part for part in key.split(SEPARATOR) if part)


def moment(at: datetime) -> str:
    """A moment as text that sorts by time, in UTC.

    Raises
    ------
    DafengError
        ``E_MOMENT`` for a time that does not say its offset.

    """
    if at.tzinfo is None:
        raise DafengError(
            "E_MOMENT", f"时间 {at} 没有时区。", f"The time {at} does not say its offset from UTC."
        )
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(row: Sequence[Any]) -> bytes:
    """SHA-256 of a row as JSON: the columns of `DIGESTED` in order."""
    return sha256(_encode(row).encode()).digest()


def place(row: dict[str, Any]) -> str:
    """The cell of a row, as faults name it."""
    return str(SourceCell(row["file_name"], row["sheet"], row["row"], row["column"], row["file"]))


def observation(row: Any) -> Observation:
    """The noun of a row of the table."""
    fields = {name: row[name] for name in FRAME if name not in {"grade", "absence", *_CELL}}
    return Observation(
        **fields,
        grade=Grade(row["grade"]),
        absence=Absence(row["absence"]) if row["absence"] else None,
        cell=SourceCell(**{field: row[name] for name, field in _CELL.items()}),
    )


def frame(found: Iterable[Observation] | pl.DataFrame) -> pl.DataFrame:
    """Observations as a frame with every column of `FRAME`; columns that a frame leaves out are empty.

    Raises
    ------
    DafengError
        ``E_OBSERVATION`` for what cannot be an observation, with every place.

    """
    if not isinstance(found, pl.DataFrame):
        found = _from_nouns(found)
    missing = [name for name in _REQUIRED if name not in found.columns]
    unknown = [name for name in found.columns if name not in FRAME]
    if missing or unknown:
        raise DafengError(
            "E_FRAME",
            f"观测值表缺少列 {missing}，多出列 {unknown}。",
            f"The frame of observations lacks the columns {missing} and has the unknown ones {unknown}.",
        )
    try:
        made = found.select(
            (pl.col(name).cast(kind) if name in found.columns else _empty(name, kind)).alias(name)
            for name, kind in FRAME.items()
        )
    except pl.exceptions.PolarsError as error:
        raise DafengError(
            "E_FRAME",
            "观测值表的列类型不符：数值列应为数，行号应为整数，其余应为文字。",
            "The frame's columns have the wrong types: numbers, a whole row number, text elsewhere.",
        ) from error
    # SQLite keeps no minus zero: with it the digest would not come back.
    made = made.with_columns(
        pl.when(pl.col(name) == 0).then(0.0).otherwise(pl.col(name)).alias(name) for name in _NUMBERS
    )
    _refuse_bad(made)
    return made


def keyed(made: pl.DataFrame) -> pl.DataFrame:
    """The frame with its keys joined."""
    return made.select(pl.concat_str(KEY, separator=SEPARATOR).alias("key"), *FRAME)


def _from_nouns(found: Iterable[Observation]) -> pl.DataFrame:
    plain = [name for name in FRAME if name not in _CELL]
    rows = [
        tuple([getattr(one, name) for name in plain] + [getattr(one.cell, field) for field in _CELL.values()])
        for one in found
    ]
    names = [*plain, *_CELL]
    try:
        return pl.DataFrame(rows, {name: FRAME[name] for name in names}, orient="row", strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise DafengError(
            "E_OBSERVATION",
            "观测值的字段类型不符：数值应为数，行号应为整数，其余应为文字。",
            "An observation has a field of the wrong type: numbers, a whole row number, text elsewhere.",
        ) from error


def _empty(name: str, kind: type[pl.DataType]) -> pl.Expr:
    return pl.lit(None if name in _NULLABLE else 0 if name == "row" else "", dtype=kind)


def _refuse_bad(made: pl.DataFrame) -> None:
    texts = [name for name, kind in FRAME.items() if kind is pl.String]
    told = pl.sum_horizontal(
        pl.col(name).is_not_null().cast(pl.Int8) for name in ("value", "text", "absence")
    )
    checks = (
        (
            pl.any_horizontal(pl.col(name).is_null() for name in FRAME if name not in _NULLABLE),
            "缺少必填的字段",
            "lacks a field that must be there",
        ),
        (
            pl.any_horizontal(~pl.col(name).is_finite() for name in _NUMBERS),
            "数值不是有限的数",
            "holds a number that is not finite",
        ),
        (told != 1, "数值、文字、缺失三者应恰有其一", "takes exactly one of value, text and absence"),
        (
            ~pl.col("grade").is_in([str(grade) for grade in Grade]),
            "数据等级应为 A、B、C、D、S",
            "takes a grade of A, B, C, D or S",
        ),
        (
            ~pl.col("absence").is_in([str(absence) for absence in Absence]),
            "缺失类型不认识",
            "has an unknown kind of absence",
        ),
        (
            pl.any_horizontal(pl.col(name).str.contains("[\x00\x1f]") for name in texts),
            "文字中有不可用的控制字符",
            "holds a control character",
        ),
        (~pl.col("row").is_between(0, 2**31 - 1), "行号应为正整数", "has a row number out of range"),
    )
    bad = made.lazy().with_columns(
        *(check.fill_null(value=False).alias(f"bad{place}") for place, (check, _, _) in enumerate(checks))
    )
    bad = bad.filter(pl.any_horizontal(f"bad{place}" for place in range(len(checks))))
    found = bad.collect()
    if found.is_empty():
        return
    faults = tuple(
        Fault("E_OBSERVATION", place(row), f"{shown(_lenient(row))}：{zh}", f"{shown(_lenient(row))}: {en}")
        for row in found.head(SHOWN).iter_rows(named=True)
        for index, (_, zh, en) in enumerate(checks)
        if row[f"bad{index}"]
    )
    raise DafengError(
        "E_OBSERVATION",
        f"{len(found)} 条观测值不可用，什么也没有写入。",
        f"{len(found)} observations cannot be used; nothing was written.",
        faults,
    )


def _lenient(row: dict[str, Any]) -> str:
    return joined([row[name] or "" for name in KEY])
