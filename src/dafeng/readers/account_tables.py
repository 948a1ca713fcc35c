"""Activity and emission factors for a generic account: every number with its row, or every fault of both files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.checked import (
    CellRow,
    Check,
    Shape,
    Told,
    checked,
    is_empty,
    marked_unsafe,
    no_text,
    plain,
    refusal,
)
from dafeng.readers.long import LongTable, open_tables
from dafeng.readers.typed import PLAIN
from dafeng.rules.absence import absence_of
from dafeng.rules.gwp import BIOGENIC, BY_DEFINITION, CO2, gas_of, gwp_rows
from dafeng.rules.remarks import Remark
from dafeng.rules.units import check_unit

ACTIVITY = {
    "region": "地区", "year": "年份", "sector": "部门", "fuel": "能源品种", "quantity": "数量", "unit": "单位",
}  # fmt: skip
FACTORS = {
    "fuel": "能源品种", "sector": "部门", "region": "地区", "gas": "气体", "value": "数值", "unit": "单位",
    "valid_from": "生效", "valid_to": "失效", "source": "来源",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1, 9999
_YEAR = re.compile(r"\d{4}")
_GAS_IN_UNIT = re.compile(r"(CO2e|CO2|CH4|N2O|SF6|NF3|CF4|C2F6)(?![A-Za-z0-9])")
_NUMBER = rf"^(?:{PLAIN.pattern}|[+-]?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?)$"


@dataclass(frozen=True, slots=True)
class TableRead:
    """The good rows of one table, and where each of its cells stands."""

    frame: pl.DataFrame
    place: Callable[[int, str], str]


def read_account_tables(activity: Path, factors: Path) -> tuple[TableRead, TableRead]:
    """Read both tables of an account.

    The frame of the activity has `row`, `region`, `year`, `sector`, `fuel`, `quantity`, `unit` and
    `absence`; a quantity that did not occur is zero, one that is absent or confidential is null.  That of the
    factors has `row`, the columns of `FACTORS` and the years `first` and `last` of their validity.

    Raises
    ------
    DafengError
        ``E_DATA`` with one fault per bad cell of either file.

    """
    told = Told()
    read = (
        _read(activity, 0, told, _ACTIVITY_SHAPE, _activity),
        _read(factors, 1, told, _FACTOR_SHAPE, _factors),
    )
    if told.count:
        raise refusal(told)
    return read


def _read(
    path: Path, number: int, told: Told, shape: Shape, keep: Callable[[pl.DataFrame], pl.DataFrame]
) -> TableRead:
    if not path.is_file():
        raise DafengError("E_NO_FILE", f"找不到“{path.name}”。", f"{path.name!r} does not exist.")
    tables, faults = open_tables(path)
    for fault in faults:
        told.tell(number, 0, fault)
    if len(tables) > 1:
        zh, en = "工作簿有几张表，请只留一张。", "The workbook has several tables; leave one."
        told.tell(number, 0, Fault("E_ONE_TABLE", path.name, zh, en))
    at: dict[str, int] = {}

    def kept(columns: Mapping[str, int], made: pl.DataFrame) -> pl.DataFrame:
        at.update(columns)
        return keep(made)

    parts = [part for table in tables[:1] for part in checked(table, number, told, shape, kept)]
    if tables and not parts and not told.count:
        told.tell(number, 1, Fault("E_NO_ROWS", path.name, "表中没有数据行。", "The table holds no rows."))
    place = partial(_place, tables[0], at) if tables else lambda _row, _column: path.name
    return TableRead(pl.concat(parts, rechunk=False) if parts else pl.DataFrame(), place)


def _place(table: LongTable, at: Mapping[str, int], row: int, column: str) -> str:
    return table.place(row, at[column])


# ---------------------------------------------------------------- what is read from the texts


def _prepare_activity(texts: pl.DataFrame) -> pl.DataFrame:
    return _prepared(texts, "quantity", ("region", "sector", "fuel")).with_columns(
        _years(texts["year"]).alias("year_read"), _absences(texts["quantity"]).alias("absence")
    )


def _prepare_factors(texts: pl.DataFrame) -> pl.DataFrame:
    gases = {text: gas_of(text) for text in texts["gas"].unique()}
    units = {text: _gas_in(text) for text in texts["unit"].unique()}
    return _prepared(texts, "value", ("fuel", "sector", "region", "source")).with_columns(
        pl.col("gas").replace_strict(gases, return_dtype=pl.String).alias("gas_read"),
        pl.col("unit").replace_strict(units, return_dtype=pl.String).alias("unit_gas"),
        _bounds(texts["valid_from"], FIRST_YEAR).alias("first"),
        _bounds(texts["valid_to"], LAST_YEAR).alias("last"),
        _days(texts["valid_from"], "0000-01-01", "-01-01").alias("first_day"),
        _days(texts["valid_to"], "9999-12-31", "-12-31").alias("last_day"),
    )


def _prepared(texts: pl.DataFrame, number: str, words: tuple[str, ...]) -> pl.DataFrame:
    units = {unit: _refused(unit) is not None for unit in texts["unit"].unique()}
    text = pl.col(number)
    return texts.with_columns(
        pl.when(text.str.contains(_NUMBER))
        .then(text.str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False))
        .alias(f"{number}_read"),
        pl.col("unit").replace_strict(units, return_dtype=pl.Boolean).alias("unit_refused"),
        *(marked_unsafe(texts[name]).alias(f"{name}_unsafe") for name in words),
    )


@cache
def _refused(unit: str) -> Remark | None:
    if not unit:
        return None
    try:
        check_unit(unit)
    except DafengError as error:
        return Remark(error.code, error.zh, error.en)
    return None


def _years(texts: pl.Series) -> pl.Series:
    return texts.replace_strict(
        {text: int(text) if _YEAR.fullmatch(text) else None for text in texts.unique()},
        return_dtype=pl.Int32,
    )


def _absences(texts: pl.Series) -> pl.Series:
    odd = texts.filter(~texts.str.contains(_NUMBER) & (texts != "")).unique()
    words = {text: absence.value for text in odd if (absence := absence_of(text))}
    return texts.replace_strict(words, default="", return_dtype=pl.String)


def _bounds(texts: pl.Series, blank: int) -> pl.Series:
    """The years of a column of validity; null for what is neither a year nor a day."""
    return texts.replace_strict(
        {
            text: int(day[:4]) if (day := _day(text, str(blank).zfill(4), "")) else None
            for text in texts.unique()
        },
        return_dtype=pl.Int32,
    )


def _days(texts: pl.Series, blank: str, rest: str) -> pl.Series:
    return texts.replace_strict(
        {text: _day(text, blank, rest) for text in texts.unique()}, return_dtype=pl.String
    )


def _day(text: str, blank: str, rest: str) -> str | None:
    if not text:
        return blank
    if _YEAR.fullmatch(text):
        return text + rest
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _activity(made: pl.DataFrame) -> pl.DataFrame:
    return made.select(
        "row",
        "region",
        pl.col("year_read").alias("year"),
        "sector",
        "fuel",
        pl.when(pl.col("absence") == "not_occurring")
        .then(0.0)
        .otherwise(pl.col("quantity_read"))
        .alias("quantity"),
        "unit",
        "absence",
    )


def _factors(made: pl.DataFrame) -> pl.DataFrame:
    read = {"gas": "gas_read", "value": "value_read"}
    return made.select(
        "row", *(pl.col(read.get(name, name)).alias(name) for name in FACTORS), "first", "last"
    )


# ---------------------------------------------------------------- the checks, in the order they are told


def _no_unit(row: CellRow) -> Remark:
    refused = _refused(row["unit"])
    assert refused is not None
    return refused


def _no_gas(row: CellRow) -> Remark:
    known = (*BY_DEFINITION, *gwp_rows("AR6"))
    return Remark(
        "E_GAS",
        f"不认识气体“{row['gas']}”，可用：{'、'.join(known)}。",
        f"Unknown gas {row['gas']!r}; use one of {', '.join(known)}.",
    )


@cache
def _gas_in(unit: str) -> str | None:
    """The gas that the unit of a factor names above the line."""
    found = _GAS_IN_UNIT.search(
        unit.partition("/")[0].replace("二氧化碳当量", "CO2e").replace("二氧化碳", "CO2")
    )
    return found[1] if found else None


_UNIT_CHECKS = (
    plain("unit", is_empty("unit"), "E_UNIT_MISSING", "缺少单位。", "The unit is missing."),
    Check("unit", pl.col("unit_refused"), _no_unit),
)
_ACTIVITY_CHECKS = (
    plain("region", is_empty("region"), "E_REGION", "缺少地区。", "The region is missing."),
    plain(
        "year",
        pl.col("year_read").is_null(),
        "E_YEAR",
        "年份“{year}”应写作四位数，如 2020。",
        "The year {year!r} should read like 2020.",
    ),
    plain("fuel", is_empty("fuel"), "E_FUEL", "缺少能源品种。", "The fuel is missing."),
    plain(
        "quantity",
        is_empty("quantity"),
        "E_ABSENCE",
        "数量为空；请填数，或写明 未发生、缺失、保密。空不等于零。",
        "The quantity is empty; give a number, or write not_occurring, absent or confidential. Empty is not zero.",
    ),
    plain(
        "quantity",
        ~is_empty("quantity")
        & is_empty("absence")
        & pl.col("quantity_read").is_finite().fill_null(value=False).not_(),
        "E_NUMBER",
        "“{quantity}”不是数字。",
        "{quantity!r} is not a number.",
    ),
    *_UNIT_CHECKS,
    *(no_text(name) for name in ("region", "sector", "fuel")),
)
_FACTOR_CHECKS = (
    Check("gas", pl.col("gas_read").is_null(), _no_gas),
    plain(
        "value",
        pl.col("value_read").is_finite().fill_null(value=False).not_(),
        "E_NUMBER",
        "“{value}”不是数字；排放因子不能空。",
        "{value!r} is not a number; a factor cannot be empty.",
    ),
    *_UNIT_CHECKS,
    plain(
        "unit",
        pl.col("unit_gas") != pl.col("gas_read").replace(BIOGENIC, CO2),
        "E_GAS_UNIT",
        "单位“{unit}”说的不是气体“{gas}”，请核对这一行。",
        "The unit {unit!r} is not of the gas {gas!r}; check this row.",
    ),
    *(
        plain(
            name,
            pl.col(bound).is_null(),
            "E_VALIDITY",
            f"“{{{name}}}”应写作 2019 或 2019-07-01，空表示不限。",
            f"{{{name}!r}} should read 2019 or 2019-07-01; blank means any.",
        )
        for name, bound in (("valid_from", "first"), ("valid_to", "last"))
    ),
    plain(
        "valid_to",
        pl.col("first_day") > pl.col("last_day"),
        "E_VALIDITY",
        "失效“{valid_to}”早于生效“{valid_from}”。",
        "It ends on {valid_to!r}, before it begins on {valid_from!r}.",
    ),
    plain("source", is_empty("source"), "E_SOURCE", "每个因子都要写来源。", "Every factor needs a source."),
    *(no_text(name) for name in ("fuel", "sector", "region", "source")),
)
_ACTIVITY_SHAPE = Shape(ACTIVITY, tuple(ACTIVITY), _ACTIVITY_CHECKS, _prepare_activity)
_FACTOR_SHAPE = Shape(FACTORS, tuple(FACTORS), _FACTOR_CHECKS, _prepare_factors)
