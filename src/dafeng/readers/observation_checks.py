"""What each row of a long table must satisfy: a check finds the bad cells by a mask and has words for one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.period import EXAMPLES, period_of
from dafeng.readers.checked import CellRow, Check, is_empty, marked_unsafe, no_text, plain
from dafeng.rules.remarks import Remark
from dafeng.rules.tables import rows, table
from dafeng.rules.units import factor

NUMBERS = ("value", "low", "high")
_KEYS = ("flow", "sector", "plant", "fuel")
_TEXTS = ("region", "flow", "sector", "fuel", "plant", "source", "note")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the rules say of a series, a fuel and a unit that stand in one row."""

    known: bool = False
    canonical: str = ""
    multiplier: float = 1.0
    unit_refused: Remark | None = None
    fuel_unknown: bool = False
    minimum: float | None = None
    maximum: float | None = None
    needs: tuple[str, ...] = ()


def prepare(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts of rows with what is read from them beside: what the checks ask for and an observation keeps."""
    frame = _with_kinds(texts)
    periods = {text: str(period_of(text) or "") for text in frame["period"].unique()}
    multipliers = frame["multiplier"].to_list()
    return frame.with_columns(
        pl.col("period").replace_strict(periods, return_dtype=pl.String).alias("period_read"),
        *(_numbers(frame[name], multipliers).alias(f"{name}_read") for name in NUMBERS),
        *(marked_unsafe(frame[name]).alias(f"{name}_unsafe") for name in _TEXTS),
    )


def _with_kinds(texts: pl.DataFrame) -> pl.DataFrame:
    by = ("series", "fuel", "unit")
    found = texts.select(by).unique()
    kinds = [_kind(*key) for key in found.iter_rows()]
    said: dict[str, tuple[list[Any], type[pl.DataType]]] = {
        "known": ([kind.known for kind in kinds], pl.Boolean),
        "canonical": ([kind.canonical for kind in kinds], pl.String),
        "multiplier": ([kind.multiplier for kind in kinds], pl.Float64),
        "unit_refused": ([kind.unit_refused is not None for kind in kinds], pl.Boolean),
        "fuel_unknown": ([kind.fuel_unknown for kind in kinds], pl.Boolean),
        "minimum": ([kind.minimum for kind in kinds], pl.Float64),
        "maximum": ([kind.maximum for kind in kinds], pl.Float64),
        **{f"needs_{key}": ([key in kind.needs for kind in kinds], pl.Boolean) for key in _KEYS},
    }
    beside = found.with_columns(pl.Series(name, values, kind) for name, (values, kind) in said.items())
    return texts.join(beside, on=by, how="left", maintain_order="left")


@lru_cache(maxsize=4096)
def _kind(series: str, fuel: str, unit: str) -> _Kind:
    declared = table("series.csv", "series").get(series)
    if declared is None:
        return _Kind()
    canonical, fuel_unknown = declared["unit"], False
    if canonical == "by fuel":
        entry = table("energy_fuels.csv", "fuel").get(fuel)
        canonical, fuel_unknown = (entry["unit"], False) if entry else ("", fuel != "")
    multiplier, refused = 1.0, None
    if unit and canonical:
        try:
            multiplier = factor(unit, canonical)
        except DafengError as error:
            refused = Remark(error.code, error.zh, error.en)
    return _Kind(
        known=True,
        canonical=canonical,
        multiplier=multiplier,
        unit_refused=refused,
        fuel_unknown=fuel_unknown,
        minimum=float(declared["minimum"]) if declared["minimum"] else None,
        maximum=float(declared["maximum"]) if declared["maximum"] else None,
        needs=tuple(declared["needs"].split()),
    )


def _numbers(texts: pl.Series, multipliers: list[float]) -> pl.Series:
    # Python's own arithmetic: fifteen digits after the conversion, to the last bit.
    read = [
        _number(text, times) if text else None
        for text, times in zip(texts.to_list(), multipliers, strict=True)
    ]
    return pl.Series(read, dtype=pl.Float64)


def _number(text: str, multiplier: float) -> float:
    plain = text.replace(",", "") if "," in text and _GROUPED.fullmatch(text) else text
    try:
        return float(f"{float(plain) * multiplier:.15g}")
    except ValueError:
        return math.nan


# ---------------------------------------------------------------- the checks, in the order they are told


def _no_series(row: CellRow) -> Remark:
    near = get_close_matches(row["series"], table("series.csv", "series"), n=1)
    hint_zh, hint_en = (f"，是否为 {near[0]}？", f"; did you mean {near[0]}?") if near else ("。", ".")
    return Remark(
        "E_SERIES",
        f"没有名为“{row['series']}”的指标{hint_zh}",
        f"No series called {row['series']!r}{hint_en}",
    )


def _no_period(row: CellRow) -> Remark:
    examples = tuple(EXAMPLES.values())
    return Remark(
        "E_PERIOD",
        f"时期“{row['period']}”应写作 {'、'.join(examples[:-1])} 或 {examples[-1]}。",
        f"Period {row['period']!r} should read {', '.join(examples[:-1])} or {examples[-1]}.",
    )


def _needed(key: str) -> Check:
    return Check(
        key,
        pl.col(f"needs_{key}") & is_empty(key),
        lambda row: Remark(
            "E_KEY_MISSING",
            f"指标 {row['series']} 需要填写“{key}”列。",
            f"Series {row['series']} needs column {key!r}.",
        ),
    )


def _no_fuel(row: CellRow) -> Remark:
    names = "、".join(entry["fuel"] for entry in rows("energy_fuels.csv"))
    return Remark(
        "E_FUEL", f"不认识能源品种“{row['fuel']}”，可用：{names}。", f"Unknown fuel {row['fuel']!r}."
    )


def _no_unit(row: CellRow) -> Remark:
    refused = _kind(row["series"], row["fuel"], row["unit"]).unit_refused
    assert refused is not None
    return refused


def _numeric(column: str) -> tuple[Check, ...]:
    number = pl.col(f"{column}_read")
    return (
        Check(
            column,
            ~number.is_finite(),
            lambda row: Remark("E_NUMBER", f"“{row[column]}”不是数字。", f"{row[column]!r} is not a number."),
        ),
        # To polars what is not a number lies above every number.
        Check(
            column,
            number.is_finite() & (number < pl.col("minimum")),
            lambda row: _out_of_range(row, column, "minimum", "小于", "below"),
        ),
        Check(
            column,
            number.is_finite() & (number > pl.col("maximum")),
            lambda row: _out_of_range(row, column, "maximum", "大于", "above"),
        ),
    )


def _out_of_range(row: CellRow, column: str, bound: str, word_zh: str, word_en: str) -> Remark:
    declared = table("series.csv", "series")[row["series"]]
    zh, en, limit = declared["name_zh"], declared["name_en"], declared[bound]
    return Remark(
        "E_RANGE",
        f"{zh} {row[column]} {word_zh}允许的 {limit}，请核对正负号和单位。",
        f"{en} {row[column]} is {word_en} the allowed {limit}; check sign and unit.",
    )


_OF_A_KNOWN_SERIES = (
    plain("region", is_empty("region"), "E_REGION", "缺少地区代码。", "The region code is missing."),
    Check("period", is_empty("period_read"), _no_period),
    *(_needed(key) for key in _KEYS),
    Check("fuel", pl.col("fuel_unknown"), _no_fuel),
    plain(
        "grade",
        ~pl.col("grade").is_in(list(map(str, Grade))),
        "E_GRADE",
        "数据等级“{grade}”应为 A、B、C、D 或 S。",
        "The grade must be A, B, C, D or S.",
    ),
    plain("source", is_empty("source"), "E_SOURCE", "每个数都要写来源。", "Every number needs a source."),
    plain(
        "value",
        is_empty("value") & is_empty("absence"),
        "E_ABSENCE",
        "数值为空时，absence 列须写 absent、not_occurring 或 confidential；空不等于零。",
        "An empty value needs absence = absent, not_occurring or confidential; empty is not zero.",
    ),
    plain(
        "absence",
        ~is_empty("value") & ~is_empty("absence"),
        "E_ABSENCE",
        "有数值就不能再写缺失类型。",
        "A row with a value cannot be absent too.",
    ),
    plain(
        "absence",
        is_empty("value") & ~is_empty("absence") & ~pl.col("absence").is_in(list(map(str, Absence))),
        "E_ABSENCE",
        "缺失类型“{absence}”不认识。",
        "Unknown kind of absence {absence!r}.",
    ),
    plain("unit", is_empty("unit"), "E_UNIT_MISSING", "缺少单位。", "The unit is missing."),
    Check("unit", pl.col("unit_refused"), _no_unit),
    *(check for column in NUMBERS for check in _numeric(column)),
    *(no_text(column) for column in _TEXTS),
)
CHECKS = (
    Check("series", ~pl.col("known"), _no_series),
    *(Check(one.column, pl.col("known") & one.broken, one.words) for one in _OF_A_KNOWN_SERIES),
)
"""Every check in the order its faults are told; of an unknown series nothing else is asked."""
