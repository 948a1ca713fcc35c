"""Tables of observations: every fault of every file at once, or every number with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from dafeng.domain.errors import Fault
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import HEADINGS, Observation, SourceCell
from dafeng.readers.checked import MOST_FAULTS, Shape, Told, checked, refusal
from dafeng.readers.long import LongTable, open_tables
from dafeng.readers.observation_checks import CHECKS, NUMBERS, prepare
from dafeng.readers.sheets import REFUSED_SUFFIXES, SUFFIXES, is_left_behind, letter

COLUMNS = tuple(HEADINGS)
REQUIRED = ("series", "region", "period", "value", "unit", "grade", "source")
_SHAPE = Shape(HEADINGS, REQUIRED, CHECKS, prepare)
CHINESE = {heading: column for column, heading in HEADINGS.items()}
_KEY = ("series", "region", "period", "flow", "sector", "fuel", "plant")
_CELL = {"file_name": "file", "sheet": "sheet", "row": "row", "column": "column", "file": "sha256"}
FRAME: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(_KEY, pl.String),
    **dict.fromkeys(NUMBERS, pl.Float64),
    **dict.fromkeys(("unit", "grade", "absence", "source", "note", "stated_value", "stated_unit"), pl.String),
    **{
        name: pl.Int64 if name == "row" else pl.String
        for name in ("file", "file_name", "sheet", "row", "column")
    },
}
"""The columns of a frame of observations, as the books take them; `file` is the hash of the whole file."""


def table_files(folder: Path) -> tuple[Path, ...]:
    """The tables of a folder in name order; Excel's own lock files are passed over."""
    found = (path for path in folder.iterdir() if path.is_file() and not is_left_behind(path))
    kinds = (*SUFFIXES, ".parquet", *REFUSED_SUFFIXES)
    return tuple(sorted((path for path in found if path.suffix.lower() in kinds), key=lambda path: path.name))


def read_observations(paths: Iterable[Path]) -> tuple[Observation, ...]:
    """Read every table, in order.

    Raises
    ------
    DafengError
        ``E_DATA`` with one fault per bad cell of any file; nothing is returned then.

    """
    return tuple(_observation(row) for row in read_frame(paths).iter_rows(named=True))


def read_frame(paths: Iterable[Path]) -> pl.DataFrame:
    """Read every table, in order, as one frame with the columns of `FRAME`.

    Raises
    ------
    DafengError
        ``E_DATA`` with one fault per bad cell of any file; nothing is returned then.

    """
    found: list[pl.DataFrame] = []
    told = Told()
    number = 0
    for path in paths:
        tables, faults = _open(path)
        for fault in faults:
            told.tell(number, 0, fault)
        for table in tables:
            number += 1
            found.extend(_read(table, number, told))
        number += 1
    whole = pl.concat(found, rechunk=False) if found else pl.DataFrame(schema={"table": pl.Int64, **FRAME})
    del found
    twice = _twice(whole)
    if told.count or twice.count:
        raise refusal(told, twice)
    return whole.drop("table")


def _open(path: Path) -> tuple[tuple[LongTable, ...], tuple[Fault, ...]]:
    if path.suffix.lower() in REFUSED_SUFFIXES:
        refused = Fault(
            "E_FILE_KIND",
            path.name,
            "只读取 CSV、XLSX 和 Parquet 文件，请另存为其中一种。",
            "Only CSV, XLSX and Parquet files are read; save it as one of them.",
        )
        return (), (refused,)
    return open_tables(path)


def _read(table: LongTable, number: int, told: Told) -> list[pl.DataFrame]:
    return checked(table, number, told, _SHAPE, lambda at, made: _as_observations(table, number, at, made))


def _as_observations(
    table: LongTable, number: int, at: Mapping[str, int], made: pl.DataFrame
) -> pl.DataFrame:
    read: dict[str, pl.Expr] = {
        **{name: pl.col(f"{name}_read") for name in ("period", *NUMBERS)},
        "unit": pl.col("canonical"),
        "absence": pl.col("absence").replace("", None),
        "stated_value": pl.col("value"),
        "stated_unit": pl.col("unit"),
        "file": pl.lit(table.sha256),
        "file_name": pl.lit(table.file),
        "sheet": pl.lit(table.sheet, dtype=pl.String),
        "column": pl.lit(letter(at["value"])),
    }
    return made.select(
        pl.lit(number, dtype=pl.Int64).alias("table"),
        *(read.get(name, pl.col(name)).cast(kind).alias(name) for name, kind in FRAME.items()),
    )


def _twice(whole: pl.DataFrame) -> Told:
    """The rows whose key stands in an earlier one, each with the cell of the first."""
    # A number for each key is looked at before the keys themselves: a million of these take little memory.
    likely = whole.select(_KEY).hash_rows().is_duplicated()
    alike = whole.select(*_KEY, "table", *_CELL).filter(likely).with_row_index()
    first = alike.select(pl.col("index").min().over(_KEY)).to_series()
    again = alike["index"] != first
    earlier = alike[first.filter(again).head(MOST_FAULTS)]
    told = Told(count=int(again.sum()))
    for one, row in zip(
        earlier.iter_rows(named=True),
        alike.filter(again).head(MOST_FAULTS).iter_rows(named=True),
        strict=True,
    ):
        fault = Fault(
            "E_DUPLICATE",
            str(_cell(row)),
            f"与 {_cell(one)} 是同一个数（指标、地区、时期和各键都相同），请删去一行或补足键。",
            f"Same key as {_cell(one)}; delete one row or complete its keys.",
        )
        told.faults.append((row["table"], row["row"], fault))
    return told


def _cell(row: dict[str, Any]) -> SourceCell:
    return SourceCell(**{name: row[column] for column, name in _CELL.items()})


def _observation(row: dict[str, Any]) -> Observation:
    kept = {name: row[name] for name in FRAME if name not in {"grade", "absence", *_CELL}}
    return Observation(
        **kept,
        grade=Grade(row["grade"]),
        absence=Absence(row["absence"]) if row["absence"] else None,
        cell=_cell(row),
    )
