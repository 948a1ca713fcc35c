"""What has no decomposition: products out of range, empty aggregates, and years that share no category."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.domain.errors import Fault
from dafeng.methods.decomposition.lmdi import is_out_of_range, values
from dafeng.methods.decomposition.panel import Step

Where = Callable[[int | None], str]
"""The place of a row of the table, or of the table."""


def undefined(
    frame: pl.DataFrame, factors: Sequence[str], span: Span, method: Method, form: Form, where: Where
) -> tuple[Fault, ...]:
    """Every place where the form and method asked for are not defined; a null factor is left to the reader.

    `frame` has `row`, `region`, `year`, `category` and the factors.
    """
    factor_rows = frame.select(factors).fill_null(float("nan")).to_numpy()
    valued = frame.select("row", "region", "year", "category").with_columns(
        pl.Series("value", values(factor_rows)).fill_nan(None),
        pl.Series("wild", is_out_of_range(factor_rows)),
    )
    found = [_wild(row, where) for row in _rows(valued.filter("wild", pl.col("value").is_not_null()))]
    if (method, form) == (Method.lmdi1, Form.additive):
        return tuple(found)
    sums = valued.group_by("region", "year").agg(
        pl.col("value").sum(), pl.col("value").is_null().any().alias("partly"), pl.col("row").min()
    )
    found += [_empty(row, where) for row in _rows(sums.filter(~pl.col("partly"), pl.col("value") == 0))]
    if method is Method.lmdi2:
        positive = valued.filter(pl.col("value").is_null() | (pl.col("value") > 0))
        full = sums.filter(pl.col("partly") | (pl.col("value") > 0))
        for pair in pairwise(span.years(frame["year"].unique().to_list())):
            held, known = (
                [part.filter(pl.col("year") == year) for year in pair] for part in (positive, full)
            )
            shared = held[0].join(held[1], on=["region", "category"], how="semi")
            both = known[0].join(known[1], on="region", how="semi")
            alone = both.join(shared, on="region", how="anti")
            found += [_unshared(row, pair, where) for row in _rows(alone)]
    return tuple(found)


def beyond(steps: Sequence[Step], file: str) -> tuple[Fault, ...]:
    """Every region and step whose effects no number holds, which a ratio of LMDI-II or of a long chain may be."""
    found = []
    for step in steps:
        effects = step.effects.effects
        lost = (
            ~np.isfinite(effects) | (effects == 0)
            if step.effects.form is Form.multiplicative
            else ~np.isfinite(effects)
        )
        for number in np.flatnonzero(lost.any(axis=1) | ~np.isfinite(step.effects.total)):
            region = step.regions[number]
            found.append(
                Fault(
                    "E_EFFECT_RANGE",
                    file,
                    f"{region} {step.start} 至 {step.end} 年两端共有的类别占比太小，影响超出计算机能表示的范围；请改用 LMDI-I。",
                    f"{region} {step.start} to {step.end}: too little is common to both ends, and the effects are "
                    "beyond what a number can hold; use LMDI-I.",
                )
            )
    return tuple(found)


def _rows(frame: pl.DataFrame) -> list[dict[str, object]]:
    return frame.sort("row").to_dicts()


def _wild(row: dict[str, object], where: Where) -> Fault:
    zh, en = _named(row)
    return Fault(
        "E_RANGE",
        where(_row(row)),
        f"{zh}：各因素之积超出计算机能表示的范围，请换用较大或较小的单位。",
        f"{en}: the product of the factors is beyond what a number can hold; use other units.",
    )


def _empty(row: dict[str, object], where: Where) -> Fault:
    return Fault(
        "E_EMPTY_AGGREGATE",
        where(_row(row)),
        f"{row['region']} {row['year']} 年的总量为零，比值和份额没有意义；请改用加法形式的 LMDI-I，或换一个年份。",
        f"The aggregate of {row['region']} in {row['year']} is zero, so ratio and shares have no meaning; "
        "use the additive form of LMDI-I or another year.",
    )


def _unshared(row: dict[str, object], pair: tuple[int, int], where: Where) -> Fault:
    return Fault(
        "E_NO_SHARED_CATEGORY",
        where(_row(row)),
        f"{row['region']} {pair[0]} 年和 {pair[1]} 年没有共同的类别，LMDI-II 的权重没有意义；请改用 LMDI-I。",
        f"{row['region']} has no category in common between {pair[0]} and {pair[1]}, "
        "so the weights of LMDI-II have no meaning; use LMDI-I.",
    )


def _named(row: dict[str, object]) -> tuple[str, str]:
    category = f" {row['category']}" if row["category"] else ""
    return f"{row['region']} {row['year']} 年{category}", f"{row['region']} {row['year']}{category}"


def _row(row: dict[str, object]) -> int:
    number = row["row"]
    assert isinstance(number, int)
    return number
