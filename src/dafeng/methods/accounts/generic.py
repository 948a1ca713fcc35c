"""Generic accounts: any activity times the factor that fits it best, a gas at a time, over frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.methods.cards import card
from dafeng.rules.gwp import BIOGENIC, CO2E
from dafeng.rules.units import factor

KEYS = ("region", "sector", "fuel")
"""What a factor may name; a blank one fits any."""
OUT = (
    "region", "year", "sector", "fuel", "gas", "mass_t", "co2e_t", "factor_value", "factor_unit", "factor_source",
)  # fmt: skip
_CELL = (*KEYS, "year", "unit")
TROUBLE = {"row": pl.Int64, "kind": pl.String, "gas": pl.String, "one": pl.Int64, "other": pl.Int64}
"""A row of activity that cannot be booked: why, for which gas, and the rows of the factors that are in the way."""
_Amount = TypeVar("_Amount", float, pl.Expr)


@dataclass(frozen=True, slots=True)
class Booked:
    """A stretch of an account: its lines in the order of the activity, and what stands in the way of others."""

    lines: pl.DataFrame
    troubles: pl.DataFrame


@card(
    id="generic.mass",
    name_zh="活动数据乘排放因子",
    name_en="Activity times emission factor",
    formula="M = Q × EF × k",
    unit="t",
    source="2006 IPCC Guidelines, vol. 1, eq. 1.1",
    page="generic-accounts",
)
def gas_mass(quantity: _Amount, value: _Amount, multiplier: _Amount) -> _Amount:
    """Mass (t) of a gas; `multiplier` turns the unit of quantity times factor into tonnes.

    Examples
    --------
    1,000 GBtu of gas at 53.06 kg/MMBtu; GBtu × kg/MMBtu is one tonne:

    >>> gas_mass(1000.0, 53.06, unit_multiplier("GBtu", "kg/MMBtu", "CO2"))
    53060.0

    """
    return quantity * value * multiplier


@card(
    id="generic.co2e",
    name_zh="二氧化碳当量",
    name_en="CO2 equivalent",
    formula="E = M × GWP100",
    unit="t CO2e",
    source="2006 IPCC Guidelines, vol. 1, ch. 6; the report of the chosen set",
    page="generic-accounts",
)
def co2_equivalent(mass_t: _Amount, gwp: _Amount) -> _Amount:
    """CO2 equivalent (t) of a mass of gas under the chosen set.

    Examples
    --------
    >>> co2_equivalent(10.0, 27.9)
    279.0

    """
    return mass_t * gwp


@lru_cache(maxsize=4096)
def unit_multiplier(activity: str, per_activity: str, gas: str) -> float | None:
    """What turns activity times factor into tonnes of the gas; None where the units do not cancel to a mass.

    Examples
    --------
    >>> unit_multiplier("mcf", "kg/mcf", "CO2e"), unit_multiplier("t", "kg/MMBtu", "CO2")
    (0.001, None)

    """
    # A mass may be of the gas by name (kgCH4) or a plain one; the two are different kinds of unit.
    for target in ("t", f"t{gas}"):
        try:
            return factor(f"{activity}*{per_activity}", target)
        except DafengError:
            continue
    return None


def account_frames(
    stretches: Iterable[pl.DataFrame], factors: pl.DataFrame, gwp: Mapping[str, float]
) -> Iterator[Booked]:
    """The account of each stretch of activity, so that one of any length needs the memory of a stretch.

    Parameters
    ----------
    stretches : frames of `row`, `region`, `year`, `sector`, `fuel`, `quantity` and `unit`; a null quantity
        gives lines without mass
    factors : a frame of `row`, `fuel`, `sector`, `region`, `gas`, `value`, `unit`, `first`, `last` and
        `source`; blank keys fit any, and a row fits the years from `first` to `last`
    gwp : tonnes of CO2 equivalent for a tonne of each gas

    """
    book = _Book(factors, gwp)
    for stretch in stretches:
        yield book.booked(stretch)


class _Book:
    """A table of factors made ready: which keys its rows name, and its rows a year at a time."""

    def __init__(self, factors: pl.DataFrame, gwp: Mapping[str, float]) -> None:
        self._named = {key: factors[key].filter(factors[key] != "").unique().implode() for key in KEYS}
        order = {gas: number for number, gas in enumerate(factors["gas"].unique(maintain_order=True))}
        ready = factors.with_columns(
            pl.col("gas").replace_strict(order, return_dtype=pl.Int32).alias("order"),
            pl.col("gas").replace_strict(dict(gwp), return_dtype=pl.Float64).alias("gwp"),
            pl.sum_horizontal(*(pl.col(key) != "" for key in KEYS)).cast(pl.Int32).alias("named"),
        ).rename({"unit": "factor_unit", "value": "factor_value", "source": "factor_source", "row": "one"})
        self._shapes = tuple(
            ([key for key, is_named in zip(KEYS, names, strict=True) if is_named], of_shape)
            for names, of_shape in ready.group_by(*(pl.col(key) != "" for key in KEYS), maintain_order=True)
        )

    def booked(self, activity: pl.DataFrame) -> Booked:
        """The lines and troubles of one stretch."""
        # What no factor names is all alike, so a million rows come down to a few cells to look up.
        cells = activity.with_columns(
            pl.when(pl.col(key).is_in(self._named[key]))
            .then(pl.col(key))
            .otherwise(pl.lit(""))
            .alias(f"_{key}")
            for key in KEYS
        )
        at = [*(f"_{key}" for key in KEYS), "year", "unit"]
        lookup = cells.select(at).unique(maintain_order=True).with_row_index("cell")
        fitting, wrong = self._chosen(lookup)
        bad = wrong["cell"].unique().implode()
        lines = (
            cells.join(
                lookup.join(fitting.filter(~pl.col("cell").is_in(bad)), on="cell"),
                on=at,
                maintain_order="left_right",
            )
            .with_columns(
                gas_mass(pl.col("quantity"), pl.col("factor_value"), pl.col("multiplier")).alias("mass_t")
            )
            .with_columns(co2_equivalent(pl.col("mass_t"), pl.col("gwp")).alias("co2e_t"))
            .select(OUT)
        )
        if not wrong.height:
            return Booked(lines, pl.DataFrame(schema=TROUBLE))
        troubles = cells.select("row", *at).join(
            lookup.join(wrong, on="cell"), on=at, maintain_order="left_right"
        )
        return Booked(lines, troubles.select(pl.col(name).cast(kind) for name, kind in TROUBLE.items()))

    def _chosen(self, lookup: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """For each cell and gas the factor that names most, and what is wrong with a cell."""
        found = self._fitting(lookup)
        best = found.filter(pl.col("named") == pl.col("named").max().over("cell", "gas")).sort(
            "cell", "order", "one"
        )
        ranked = best.with_columns(
            pl.len().over("cell", "gas").alias("equals"),
            pl.col("one").shift(-1).over("cell", "gas").alias("other"),
        )
        first = ranked.unique(["cell", "gas"], keep="first", maintain_order=True)
        multipliers = {
            key: unit_multiplier(*key)
            for key in first.select("unit", "factor_unit", "gas").unique().iter_rows()
        }
        single = first.with_columns(
            pl.Series(
                "multiplier",
                [multipliers[key] for key in first.select("unit", "factor_unit", "gas").iter_rows()],
                pl.Float64,
            )
        )
        return single, pl.concat([_unmatched(lookup, single), *_wrong(single)])

    def _fitting(self, lookup: pl.DataFrame) -> pl.DataFrame:
        """Every factor that fits each cell, whatever it names."""
        years = lookup["year"].to_list()
        first, last = min(years, default=1), max(years, default=0)
        return pl.concat(
            lookup.join(
                _yearly(of_shape, first, last),
                left_on=[*(f"_{key}" for key in keys), "year"],
                right_on=[*keys, "year"],
            ).select("cell", "unit", *_KEPT)
            for keys, of_shape in self._shapes
        )


def _yearly(factors: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """A row for each year of a factor's validity between two years."""
    clipped = factors.filter((pl.col("last") >= first) & (pl.col("first") <= last))
    begin, end = pl.max_horizontal("first", pl.lit(first)), pl.min_horizontal("last", pl.lit(last))
    years = pl.int_ranges(begin, end + 1, dtype=pl.Int32)
    return clipped.with_columns(years.alias("year")).explode("year")


_KEPT = ("gas", "order", "gwp", "named", "one", "factor_value", "factor_unit", "factor_source")


def _trouble(cells: pl.DataFrame, kind: str, gas: str, one: str | None, other: str | None) -> pl.DataFrame:
    said = {"gas": pl.col(gas) if gas else pl.lit("")}
    rows = {"one": one, "other": other}
    return cells.select(
        "cell",
        pl.lit(kind).alias("kind"),
        said["gas"].alias("gas"),
        *(
            (pl.col(name) if name else pl.lit(None)).cast(pl.Int64).alias(column)
            for column, name in rows.items()
        ),
    )


def _unmatched(lookup: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    return _trouble(lookup.join(chosen, on="cell", how="anti"), "unmatched", "", None, None)


def _wrong(chosen: pl.DataFrame) -> list[pl.DataFrame]:
    """Cells with two factors of one rank, with units that do not cancel, or with CO2e beside its own parts."""
    tied = chosen.filter(pl.col("equals") > 1)
    uncancelled = chosen.filter((pl.col("equals") == 1) & pl.col("multiplier").is_null())
    whole = chosen.filter(pl.col("gas") == CO2E)
    parts = chosen.filter(~pl.col("gas").is_in([CO2E, BIOGENIC])).unique(
        "cell", keep="first", maintain_order=True
    )
    twice = whole.drop("other").join(parts.select("cell", pl.col("one").alias("other")), on="cell")
    return [
        _trouble(tied, "tie", "gas", "one", "other"),
        _trouble(uncancelled, "unit", "gas", "one", None),
        _trouble(twice, "twice", "gas", "one", "other"),
    ]
