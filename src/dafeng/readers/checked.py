"""Long tables against their checks: good rows as frames, and every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.long import LongTable
from dafeng.readers.typed import SUSPECT, unsafe
from dafeng.rules.remarks import Remark, remark

MOST_FAULTS = 10_000
"""Faults told one by one; the rest are counted."""
CellRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule for one column: where it is broken, and what to say there."""

    column: str
    broken: pl.Expr
    words: Callable[[CellRow], Remark]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table must look like: its columns with their Chinese headings, and what each row must satisfy.

    `prepare` puts beside the texts of rows what the checks ask for.
    """

    headings: Mapping[str, str]
    required: tuple[str, ...]
    checks: tuple[Check, ...]
    prepare: Callable[[pl.DataFrame], pl.DataFrame]


@dataclass
class Told:
    """Faults with their table and row: the first ones in words, all of them counted."""

    faults: list[tuple[int, int, Fault]] = field(default_factory=list)
    count: int = 0

    def tell(self, table: int, row: int, fault: Fault) -> None:
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((table, row, fault))


def checked(
    table: LongTable,
    number: int,
    told: Told,
    shape: Shape,
    keep: Callable[[Mapping[str, int], pl.DataFrame], pl.DataFrame],
) -> list[pl.DataFrame]:
    """What is kept of the good rows of a table; its faults are told, or the one fault where the file breaks off."""
    at, wrong = _header(table, shape)
    for fault in wrong:
        told.tell(number, 1, fault)
    if wrong:
        return []
    found, before = [], (len(told.faults), told.count)
    try:
        for texts in table.stretches(at):
            made = shape.prepare(_with_all_columns(texts, shape))
            broken = made.select(
                check.broken.fill_null(value=False).alias(str(n)) for n, check in enumerate(shape.checks)
            )
            bad = broken.select(pl.any_horizontal(pl.all())).to_series()
            if bad.any():
                _tell_rows(table, number, at, made.hstack(broken).filter(bad), told, shape.checks)
                made = made.filter(~bad)
            found.append(keep(at, made))
    except DafengError as error:
        del told.faults[before[0] :]
        told.count = before[1]
        told.tell(number, 0, Fault(error.code, table.file, error.zh, error.en))
        return []
    return found


def refusal(*parts: Told) -> DafengError:
    """All that was told, in the order of tables and rows, as one error."""
    count = sum(part.count for part in parts)
    told = sorted((one for part in parts for one in part.faults), key=lambda one: one[:2])
    faults = [fault for _, _, fault in told[:MOST_FAULTS]]
    if count > MOST_FAULTS:
        more = count - MOST_FAULTS
        faults.append(
            Fault(
                "E_MORE_FAULTS",
                faults[-1].place.partition("!")[0],
                f"另有 {more} 处错误未逐一列出，请改好以上各处后再检查一次。",
                f"{more} more faults are not told one by one; mend those above and check again.",
            )
        )
    return DafengError(
        "E_DATA",
        f"数据表有 {count} 处错误，全部未导入，请逐处修改后重试。",
        f"{count} faults in the data tables; nothing was imported. Mend each and try again.",
        tuple(faults),
    )


def is_empty(column: str) -> pl.Expr:
    """Where a column of texts holds nothing."""
    return pl.col(column) == ""


def plain(column: str, broken: pl.Expr, code: str, zh: str, en: str) -> Check:
    """A check whose words quote the row's columns."""
    return Check(column, broken, lambda row: Remark(code, zh.format(**row), en.format(**row)))


def no_text(column: str) -> Check:
    """The check that a text is plain; `marked_unsafe` has told where it is not."""

    def words(row: CellRow) -> Remark:
        refused = unsafe(row[column])
        assert refused is not None
        return refused

    return Check(column, pl.col(f"{column}_unsafe"), words)


def marked_unsafe(texts: pl.Series) -> pl.Series:
    """Which texts begin like a formula, or hold a picture or a control character."""
    suspect = texts.str.contains(SUSPECT)
    if not suspect.any():
        return suspect
    return pl.Series([bool(doubt and unsafe(text)) for text, doubt in zip(texts, suspect, strict=True)])


def _header(table: LongTable, shape: Shape) -> tuple[dict[str, int], list[Fault]]:
    chinese = {heading: column for column, heading in shape.headings.items()}
    at: dict[str, int] = {}
    faults = []
    for position, heading in enumerate(table.header):
        column = chinese.get(heading, heading)
        if column in at:
            twice = remark("E_COLUMN_TWICE", zh=shape.headings[column], en=column)
            faults.append(Fault(twice.code, table.place(1, position), twice.zh, twice.en))
        elif column in shape.headings:
            at[column] = position
    faults.extend(
        Fault(
            "E_COLUMN_MISSING",
            table.place(1),
            f"缺少列“{column}”，表头应含：{'、'.join(shape.required)}。",
            f"Column {column!r} is missing; the header needs {', '.join(shape.required)}.",
        )
        for column in shape.required
        if column not in at
    )
    return at, faults


def _with_all_columns(texts: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    return texts.with_columns(pl.lit("").alias(name) for name in shape.headings if name not in texts.columns)


def _tell_rows(
    table: LongTable,
    number: int,
    at: Mapping[str, int],
    bad: pl.DataFrame,
    told: Told,
    checks: tuple[Check, ...],
) -> None:
    broken = [str(n) for n in range(len(checks))]
    total = int(bad.select(pl.sum_horizontal(pl.col(broken).sum())).item())
    room = MOST_FAULTS - len(told.faults)
    for row in bad.head(room).iter_rows(named=True):
        for check, name in zip(checks, broken, strict=True):
            if row[name] and len(told.faults) < MOST_FAULTS:
                said = check.words(row)
                place = table.place(row["row"], at.get(check.column))
                told.faults.append((number, row["row"], Fault(said.code, place, said.zh, said.en)))
    told.count += total
