"""Generic accounts: the best factor is found, and the laws that any account obeys hold."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from dafeng.methods.accounts.generic import OUT, Booked, account_frames, unit_multiplier
from dafeng.rules.units import factor
from tests.strategies import ACTIVITY_UNITS, activities, emission_factors

GWP = {"CO2": 1.0, "CO2e": 1.0, "CO2_bio": 0.0, "CH4": 27.9}
FACTOR = {"fuel": "coal", "sector": "", "region": "", "gas": "CO2", "value": 2.0, "unit": "t/t", "first": 1, "last": 9999, "source": "x"}  # fmt: skip
ROW = {"region": "A", "year": 2020, "sector": "industry", "fuel": "coal", "quantity": 10.0, "unit": "t"}


def factors(*changes: dict[str, object]) -> pl.DataFrame:
    """A table of factors, each the plain one with changes."""
    return pl.DataFrame([{"row": n, **FACTOR, **change} for n, change in enumerate(changes, start=2)])


def activity(*changes: dict[str, object]) -> pl.DataFrame:
    """A table of activity, each row the plain one with changes."""
    rows = [{"row": n, **ROW, **change} for n, change in enumerate(changes, start=2)]
    return pl.DataFrame(rows, schema_overrides={"year": pl.Int32, "quantity": pl.Float64})


def book(done: pl.DataFrame, known: pl.DataFrame) -> Booked:
    """The account of one stretch."""
    [booked] = account_frames([done], known, GWP)
    return booked


def masses(done: pl.DataFrame, known: pl.DataFrame) -> list[float | None]:
    """The masses, where nothing stands in the way."""
    booked = book(done, known)
    assert booked.troubles.height == 0
    return booked.lines["mass_t"].to_list()


def troubles(done: pl.DataFrame, known: pl.DataFrame) -> list[tuple[object, ...]]:
    """Row, kind, and rows of the factors in the way; a row in the way is not booked."""
    booked = book(done, known)
    bad = booked.troubles["row"].to_list()
    assert booked.lines.height <= done.filter(~pl.col("row").is_in(bad)).height * known["gas"].n_unique()
    return booked.troubles.select("row", "kind", "one", "other").rows()


def test_the_lines_have_the_contracted_columns() -> None:
    """Ten columns, in the order that a reader of the file relies on."""
    lines = book(activity({}), factors({})).lines
    assert tuple(lines.columns) == OUT
    assert lines.rows() == [("A", 2020, "industry", "coal", "CO2", 20.0, 20.0, 2.0, "t/t", "x")]


@pytest.mark.parametrize(
    ("better", "value"),
    [
        ({"region": "A"}, 3.0),
        ({"sector": "industry"}, 3.0),
        ({"region": "A", "sector": "industry"}, 3.0),
        ({"region": "B"}, 2.0),
        ({"sector": "households"}, 2.0),
        ({"region": "A", "last": 2019}, 2.0),
        ({"region": "A", "first": 2021}, 2.0),
        ({"region": "A", "first": 2020, "last": 2020}, 3.0),
        ({"fuel": ""}, 2.0),
        ({"fuel": "", "region": "A", "sector": "industry"}, 3.0),
    ],
)
def test_the_factor_that_names_most_wins(better: dict[str, object], value: float) -> None:
    """More named keys win, whichever they are; one that is not valid in the year does not run."""
    assert masses(activity({}), factors({}, {"value": 3.0, **better})) == [value * 10]


@pytest.mark.parametrize(
    "pair",
    [
        ({}, {}),
        ({"region": "A"}, {"sector": "industry"}),
        ({}, {"fuel": "", "region": "A"}),
        ({"last": 2020}, {"first": 2020}),
        ({}, {"first": 2020, "last": 2020}),
    ],
)
def test_a_tie_names_both_rows(pair: tuple[dict[str, object], dict[str, object]]) -> None:
    """Two factors that name as much and both run in the year are an error, even where they agree."""
    assert troubles(activity({}), factors(*pair)) == [(2, "tie", 2, 3)]


def test_a_tie_that_a_better_factor_decides_is_none() -> None:
    """What nobody would choose cannot stand in the way."""
    known = factors({}, {}, {"region": "A", "value": 5.0})
    assert masses(activity({}), known) == [50.0]


def test_rows_that_no_factor_fits_are_all_named() -> None:
    """Another fuel, and a year outside every validity; the good row between them is still booked."""
    done = activity({"fuel": "peat"}, {}, {"year": 1999})
    booked = book(done, factors({"first": 2000}))
    assert booked.troubles.select("row", "kind").rows() == [(2, "unmatched"), (4, "unmatched")]
    assert booked.lines.height == 1


def test_units_that_do_not_cancel_are_an_error() -> None:
    """Tonnes times a factor per terajoule is no mass, and no calorific value is assumed."""
    assert troubles(activity({}), factors({"unit": "t/TJ"})) == [(2, "unit", 2, None)]


def test_the_equivalent_and_its_parts_are_not_added_up() -> None:
    """A factor of CO2e beside one of CO2 would count twice; biogenic CO2 stands outside of both."""
    whole = {"gas": "CO2e", "unit": "tCO2e/t"}
    assert troubles(activity({}), factors({}, whole)) == [(2, "twice", 3, 2)]
    lines = book(activity({}), factors(whole, {"gas": "CO2_bio"})).lines
    assert lines.select("gas", "mass_t", "co2e_t").rows() == [("CO2e", 20.0, 20.0), ("CO2_bio", 20.0, 0.0)]


def test_gases_come_in_the_order_of_the_factors() -> None:
    """Each row of activity gives one line a gas, the gases always in one order."""
    known = factors({"gas": "CH4", "unit": "kgCH4/t"}, {}, {"fuel": "peat"}, {"fuel": "peat", "gas": "CH4"})
    lines = book(activity({"fuel": "peat"}, {}), known).lines
    assert lines.select("fuel", "gas").rows() == [(f, g) for f in ("peat", "coal") for g in ("CH4", "CO2")]
    assert lines["co2e_t"].to_list() == [20 * 27.9, 20.0, 0.02 * 27.9, 20.0]


def test_a_quantity_without_a_number_has_a_line_without_mass() -> None:
    """Absent is not zero: the line stands, empty."""
    assert masses(activity({"quantity": None}, {"quantity": 0.0}), factors({})) == [None, 0.0]


def test_nothing_comes_of_nothing() -> None:
    """An empty stretch gives an empty account."""
    booked = book(activity({}).clear(), factors({}))
    assert (booked.lines.height, booked.troubles.height, tuple(booked.lines.columns)) == (0, 0, OUT)


def test_a_mass_is_plain_or_of_its_gas() -> None:
    """Kilograms and kilograms of methane both are methane; those of carbon or of CO2 equivalent are not."""
    assert unit_multiplier("TJ", "kg/TJ", "CH4") == unit_multiplier("TJ", "kgCH4/TJ", "CH4") == 1e-3
    assert unit_multiplier("TJ", "tC/TJ", "CO2") is unit_multiplier("TJ", "tCO2e/TJ", "CH4") is None
    assert unit_multiplier("t", "kg/t", "HFC-134a") == pytest.approx(1e-3)


# ---------------------------------------------------------------- laws

same = st.tuples(activities(), emission_factors())


@given(same)
def test_doubling_the_activity_doubles_the_account(tables: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """Twice everything, to the last bit."""
    done, known = tables
    twice = book(done.with_columns(pl.col("quantity") * 2), known).lines
    expected = book(done, known).lines.with_columns(pl.col("mass_t", "co2e_t") * 2)
    assert_frame_equal(twice, expected, check_exact=True)


@given(same, st.randoms(use_true_random=False))
def test_permuting_the_rows_permutes_the_lines(tables: tuple[pl.DataFrame, pl.DataFrame], order) -> None:
    """Neither the order of the activity nor that of the factors of a gas says anything."""
    done, known = tables
    rows = list(range(done.height))
    order.shuffle(rows)
    lines = [book(done[[row]], known).lines for row in rows]
    assert_frame_equal(book(done[rows], known).lines, pl.concat(lines), check_exact=True)


@given(same)
def test_stretches_change_nothing(tables: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """An account of any length is the account of its parts."""
    done, known = tables
    parts = [booked.lines for booked in account_frames(done.iter_slices(3), known, GWP)]
    assert_frame_equal(pl.concat(parts), book(done, known).lines, check_exact=True)


@given(same, st.floats(0, 1))
def test_the_parts_of_a_row_sum_to_it(tables: tuple[pl.DataFrame, pl.DataFrame], share: float) -> None:
    """A row split in two, by any share, comes to the same."""
    done, known = tables
    first, rest = (
        book(done.with_columns(pl.col("quantity") * part), known).lines["co2e_t"]
        for part in (share, 1 - share)
    )
    whole = book(done, known).lines["co2e_t"]
    assert_series_equal(first + rest, whole, rel_tol=1e-9, abs_tol=1e-9)


@given(same, st.data())
def test_the_unit_of_the_activity_says_nothing(
    tables: tuple[pl.DataFrame, pl.DataFrame], data: st.DataObject
) -> None:
    """The same amount in another unit of its kind gives the same mass."""
    done, known = tables
    units = [data.draw(st.sampled_from(ACTIVITY_UNITS[fuel])) for fuel in done["fuel"]]
    times = [factor(old, new) for old, new in zip(done["unit"], units, strict=True)]
    other = done.with_columns(pl.col("quantity") * pl.Series(times), pl.Series("unit", units))
    assert_frame_equal(book(other, known).lines, book(done, known).lines, rel_tol=1e-9)


@given(same, st.floats(1e-3, 1e3))
def test_a_factor_that_names_less_changes_nothing(
    tables: tuple[pl.DataFrame, pl.DataFrame], value: float
) -> None:
    """A factor for a fuel anywhere is passed over wherever its sector has one of its own."""
    done, known = tables
    own = known.with_columns(pl.lit("工业").alias("sector")).filter(
        (known["sector"] == "") & (known["region"] == "")
    )
    here = done.with_columns(pl.lit("工业").alias("sector"), pl.lit("乙县").alias("region"))
    general = own.with_columns(pl.lit("").alias("sector"), pl.lit(value).alias("value"))
    assert_frame_equal(book(here, pl.concat([own, general])).lines, book(here, own).lines, check_exact=True)
