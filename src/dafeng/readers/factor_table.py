"""Tables of driving factors: one number for each region, year, category and factor, with every fault at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dafeng.domain.decomposition import Span
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.checked import MOST_FAULTS
from dafeng.readers.factor_checks import cell_faults, gaps, prepare, twice
from dafeng.readers.long import LongTable, open_tables
from dafeng.readers.sheets import SUFFIXES
from dafeng.rules.remarks import near, remark

HEADINGS = {"region": "地区", "year": "年份"}
KINDS = (*SUFFIXES, ".parquet")
CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class FactorTable:
    """The rows of the years of a span: `row`, `region`, `year`, `category`, and a column for each factor.

    `columns` names the factors' columns, in the order asked for.  Where there are faults, what a faulty cell
    should have held is null, and the rows are good for finding more faults only.
    """

    source: LongTable
    frame: pl.DataFrame
    columns: tuple[str, ...]
    faults: tuple[Fault, ...]

    def where(self, row: int | None) -> str:
        """The place of a row, or of the file."""
        return self.source.file if row is None else self.source.place(row)


def read_factor_table(path: Path, factors: Sequence[str], category: str | None, span: Span) -> FactorTable:
    """The rows of a CSV, XLSX or Parquet table that a span asks for, and every fault of theirs.

    Other columns, and what stands in other years, have no say.

    Raises
    ------
    DafengError
        ``E_FACTOR_TABLE`` for a file that cannot be read as a table with these columns.

    """
    columns = tuple(f"factor {number}" for number in range(len(factors)))
    named = {
        **HEADINGS,
        **({CATEGORY: category} if category else {}),
        **dict(zip(columns, factors, strict=True)),
    }
    table, at = _table(path, named)
    faults: list[Fault] = []
    parts: list[pl.DataFrame] = []
    known: set[int] = set()
    for texts in table.stretches(at):
        made = prepare(texts if category else texts.with_columns(pl.lit("").alias(CATEGORY)), columns)
        known.update(made["year"].drop_nulls().unique())
        wanted = made.filter(_covers(span) | pl.col("year").is_null())
        faults += cell_faults(table, at, wanted, dict(zip(columns, factors, strict=True)), category)
        parts.append(
            wanted.filter(pl.col("year").is_not_null()).drop(
                "year text", *(f"{name} text" for name in columns)
            )
        )
    if not known and not faults:
        faults.append(_no_rows(table.place(2)))
    if known:
        frame = pl.concat(parts)
        faults += twice(table, frame, category)
        faults += gaps(table, frame, sorted(known), span, category)
        return FactorTable(table, frame, columns, tuple(faults))
    raise refusal(path.name, faults)


def refusal(name: str, faults: Sequence[Fault]) -> DafengError:
    """One error for all faults of a table; past the limit they are counted."""
    told = list(faults[:MOST_FAULTS])
    if more := len(faults) - len(told):
        told.append(
            Fault(
                "E_MORE_FAULTS",
                name,
                f"另有 {more} 处错误未逐一列出，请改好以上各处后再试。",
                f"{more} more faults are not told one by one; mend those above and try again.",
            )
        )
    return DafengError(
        "E_FACTOR_TABLE",
        f"“{name}”有 {len(faults)} 处错误，没有分解；请逐处修改后重试。",
        f"{name!r} has {len(faults)} faults and was not decomposed; mend each and try again.",
        tuple(told),
    )


def _covers(span: Span) -> pl.Expr:
    low, high = sorted((span.start, span.end))
    return pl.col("year").is_between(low, high) if span.chained else pl.col("year").is_in([low, high])


def _table(path: Path, named: dict[str, str]) -> tuple[LongTable, dict[str, int]]:
    """The one table of the file that has the columns, and the position of each."""
    if not path.is_file():
        raise DafengError("E_NO_FILE", f"找不到文件“{path.name}”。", f"There is no file {path.name!r}.")
    if path.suffix.lower() not in KINDS:
        raise refusal(
            path.name,
            [
                Fault(
                    "E_FILE_KIND",
                    path.name,
                    "只读取 CSV、XLSX 和 Parquet 文件，请另存为其中一种。",
                    "Only CSV, XLSX and Parquet files are read; save it as one of them.",
                )
            ],
        )
    tables, faults = open_tables(path)
    if faults:
        raise refusal(path.name, faults)
    if not tables:
        raise refusal(path.name, [_no_rows(path.name)])
    read = [(table, *_header(table, named)) for table in tables]
    whole = [(table, at) for table, at, wrong in read if not wrong]
    if len(whole) > 1:
        names = "、".join(str(table.sheet) for table, _ in whole)
        raise refusal(
            path.name,
            [
                Fault(
                    "E_SHEETS",
                    path.name,
                    f"工作表 {names} 都有这些列，请只留一张。",
                    f"The sheets {names} all have these columns; keep one.",
                )
            ],
        )
    if not whole:
        raise refusal(path.name, min((wrong for _, _, wrong in read), key=len))
    return whole[0]


def _header(table: LongTable, named: dict[str, str]) -> tuple[dict[str, int], list[Fault]]:
    at: dict[str, int] = {}
    faults: list[Fault] = []
    for column, heading in named.items():
        spelled = (column, heading) if column in HEADINGS else (heading,)
        held = [position for position, name in enumerate(table.header) if name in spelled]
        if not held:
            hint = near(heading, [name for name in table.header if name])
            faults.append(
                Fault(
                    "E_COLUMN_MISSING",
                    table.place(1),
                    f"缺少列“{spelled[0]}”{hint['near_zh']}；表头是：{'、'.join(table.header)}。",
                    f"Column {spelled[0]!r} is missing{hint['near_en']}; the header reads: {', '.join(table.header)}.",
                )
            )
        elif len(held) > 1:
            said = remark("E_COLUMN_TWICE", zh=heading, en=spelled[0])
            faults.append(Fault(said.code, table.place(1, held[1]), said.zh, said.en))
        else:
            at[column] = held[0]
    return at, faults


def _no_rows(place: str) -> Fault:
    return Fault("E_NO_ROWS", place, "表头下面没有数据行。", "There are no rows under the header.")
