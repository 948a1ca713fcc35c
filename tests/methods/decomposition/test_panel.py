"""Tables of regions and years: chains, comparisons in space, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.methods.decomposition import AVERAGE, FORMULAS, compare, cumulate, decompose, undefined

FACTORS = ("a", "b", "c")
YEARS = (2018, 2019, 2020, 2021)
WAYS = list(FORMULAS)
EVERY_WAY = pytest.mark.parametrize(("method", "form"), WAYS, ids=["-".join(way) for way in WAYS])
seeds = st.integers(0, 2**32 - 1)


def panel(seed: int, regions: int = 3, categories: int = 4) -> pl.DataFrame:
    """A made-up table with every cell positive."""
    keys = [
        (f"r{region}", year, f"c{category}")
        for region in range(regions)
        for year in YEARS
        for category in range(categories)
    ]
    numbers = np.random.default_rng(seed).lognormal(size=(len(keys), len(FACTORS)))
    rows = [
        (row, *key, *map(float, line)) for row, (key, line) in enumerate(zip(keys, numbers, strict=True), 2)
    ]
    return pl.DataFrame(rows, ["row", "region", "year", "category", *FACTORS], orient="row")


@EVERY_WAY
@given(seed=seeds)
def test_a_chain_adds_up_to_the_whole(seed: int, method: Method, form: Form) -> None:
    """The totals and effects of the yearly steps come to the change from the first year to the last."""
    frame = panel(seed)
    steps = decompose(frame, FACTORS, Span(2018, 2021, chained=True), method, form)
    (whole,) = decompose(frame, FACTORS, Span(2018, 2021), method, form)
    last = cumulate(steps)[-1]

    assert [(step.start, step.end) for step in steps] == [(2018, 2019), (2019, 2020), (2020, 2021)]
    assert (last.start, last.end, last.regions) == (2018, 2021, whole.regions)
    assert last.effects.total == pytest.approx(whole.effects.total, rel=1e-11)
    assert np.abs(last.effects.residual).max() <= 1e-11 * np.abs(last.effects.effects).sum(axis=1).max()


@EVERY_WAY
@given(seed=seeds)
def test_rows_may_stand_in_any_order(seed: int, method: Method, form: Form) -> None:
    """A shuffled table gives the same regions and the same bytes."""
    frame = panel(seed)
    span = Span(2018, 2021, chained=True)
    found = decompose(frame, FACTORS, span, method, form)
    again = decompose(frame.sample(fraction=1, shuffle=True, seed=seed % 1000), FACTORS, span, method, form)

    assert [step.regions for step in found] == [step.regions for step in again]
    assert [step.effects.effects.tobytes() for step in found] == [
        step.effects.effects.tobytes() for step in again
    ]


@EVERY_WAY
def test_a_region_stands_alone(method: Method, form: Form) -> None:
    """A region has the effects that it has in a table of its own."""
    frame = panel(1)
    (whole,) = decompose(frame, FACTORS, Span(2018, 2020), method, form)
    for number, region in enumerate(whole.regions):
        (alone,) = decompose(
            frame.filter(pl.col("region") == region), FACTORS, Span(2018, 2020), method, form
        )
        assert alone.effects.effects[0] == pytest.approx(whole.effects.effects[number], rel=1e-14)


@pytest.mark.parametrize("form", list(Form))
def test_two_regions_of_a_year(form: Form) -> None:
    """A region beside itself has no effects; beside another, the opposite of the other's; the average is no one's."""
    frame = panel(2)
    beside = {name: compare(frame, FACTORS, 2020, name, Method.lmdi1, form) for name in ("r0", "r1", AVERAGE)}
    nothing = 0 if form is Form.additive else 1

    assert beside["r0"].effects.effects[0].tolist() == [nothing] * 3
    there, back = beside["r0"].effects.effects[1], beside["r1"].effects.effects[0]
    assert back == pytest.approx(-there if form is Form.additive else 1 / there, rel=1e-11)
    assert (
        np.abs(beside[AVERAGE].effects.residual).max() <= 1e-11 * np.abs(beside[AVERAGE].effects.total).max()
    )
    assert (beside[AVERAGE].start, beside[AVERAGE].regions) == (2020, ("r0", "r1", "r2"))


def test_tables_with_gaps_are_refused() -> None:
    """The bare methods take whole tables only: neither years nor regions with different categories."""
    frame = panel(3)
    with pytest.raises(ValueError, match="differ"):
        decompose(frame[1:], FACTORS, Span(2018, 2019), Method.lmdi1, Form.additive)
    with pytest.raises(ValueError, match="different categories"):
        compare(frame[1:], FACTORS, 2018, "r1", Method.lmdi1, Form.additive)
    with pytest.raises(ValueError, match="two years"):
        Span(2018, 2018)


def faults(
    frame: pl.DataFrame, method: Method, form: Form, *, chained: bool = False
) -> list[tuple[str, str]]:
    """Code and place of everything undefined between 2018 and 2021."""
    found = undefined(frame, FACTORS, Span(2018, 2021, chained=chained), method, form, lambda row: f"t!{row}")
    return [(fault.code, fault.place) for fault in found]


@EVERY_WAY
def test_every_undefined_place_is_named(method: Method, form: Form) -> None:
    """Empty aggregates and, for LMDI-II, full turnovers: all at once; the additive LMDI-I has none of them."""
    frame = panel(4, categories=2)
    first, last = pl.col("category") == "c0", pl.col("category") == "c1"
    turned = (pl.col("region") == "r1") & (
        (first & (pl.col("year") == 2018)) | (last & (pl.col("year") == 2021))
    )
    emptied = (pl.col("region") == "r2") & (pl.col("year") == 2021)
    frame = frame.with_columns(pl.when(turned | emptied).then(0.0).otherwise(pl.col("a")).alias("a"))
    empty = [("E_EMPTY_AGGREGATE", f"t!{frame.filter(emptied)['row'].min()}")]
    turnover = [("E_NO_SHARED_CATEGORY", f"t!{frame.filter(pl.col('region') == 'r1')['row'].min()}")]
    expected = [] if (method, form) == WAYS[0] else empty if method is Method.lmdi1 else empty + turnover

    assert faults(frame.filter(pl.col("year").is_in([2018, 2021])), method, form) == expected
    assert faults(panel(4), method, form, chained=True) == []


@EVERY_WAY
def test_a_product_out_of_range_is_named(method: Method, form: Form) -> None:
    """A product that no number holds is refused with its row; an absent factor is the reader's to tell."""
    row = pl.col("row")
    frame = panel(5).with_columns(
        pl.when(row == 2).then(1e308).otherwise(pl.col("a")).alias("a"), b=pl.lit(9.0), c=pl.lit(9.0)
    )
    frame = frame.with_columns(pl.when(row == 3).then(None).otherwise(pl.col("b")).alias("b"))

    assert faults(frame, method, form) == [("E_RANGE", "t!2")]
