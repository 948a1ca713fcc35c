"""Closure: a planted error is found by exactly the identities that hold its cell, and nothing else is."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.balance import Blank, Layout
from dafeng.methods.balances.closure import close, difference_share, differences
from dafeng.rules.balances import declared_layouts
from tests.strategies import closed_balances

NBS, GERMAN = declared_layouts()["nbs"], declared_layouts()["german_states"]
HELD = [NBS, GERMAN]


def holding(layout: Layout, flow: str, carrier: str) -> set[tuple[str, str, str]]:
    """The identities that hold a cell, each with the row and column of its total."""
    found = set()
    for one in layout.identities:
        own, other = (flow, carrier) if one.by == "flow" else (carrier, flow)
        if own in (one.total, *one.plus, *one.minus) and other not in one.except_in:
            found.add((one.id, one.total, carrier) if one.by == "flow" else (one.id, flow, one.total))
    return found


def told(frame: pl.DataFrame) -> set[tuple[str, str, str]]:
    """What a frame of identities names."""
    return set(frame.select("identity", "flow", "carrier").iter_rows())


def planted(cells: pl.DataFrame, at: int, value: float | None) -> pl.DataFrame:
    """The cells with one of them changed."""
    rows = pl.int_range(pl.len())
    return cells.with_columns(value=pl.when(rows == at).then(value).otherwise(pl.col("value")))


@pytest.mark.parametrize("layout", HELD, ids=lambda layout: layout.id)
@given(data=st.data())
def test_a_planted_error_is_found_where_it_is(layout: Layout, data: st.DataObject) -> None:
    """A balance that closes has no violation; one cell beyond tolerance violates what holds it, and only that."""
    cells = data.draw(closed_balances(layout))
    assert close(cells, layout).violations.is_empty()
    at = data.draw(st.integers(0, cells.height - 1))
    flow, carrier, value = cells.row(at, named=True)["flow"], cells["carrier"][at], cells["value"][at]
    off = data.draw(st.sampled_from([-1.0, 1.0])) * data.draw(
        st.floats(layout.tolerance.absolute * 1.01, 1e6)
    )

    wanted = {one for one in holding(layout, flow, carrier) if layout is GERMAN or one[0] != "energy_total"}
    assert told(close(planted(cells, at, value + off), layout).violations) == wanted


@pytest.mark.parametrize("layout", HELD, ids=lambda layout: layout.id)
@given(data=st.data())
def test_what_is_within_tolerance_is_none(layout: Layout, data: st.DataObject) -> None:
    """A cell that is off by less than the tolerance violates nothing."""
    cells = data.draw(closed_balances(layout))
    at = data.draw(st.integers(0, cells.height - 1))
    off = data.draw(st.floats(-0.99, 0.99)) * layout.tolerance.absolute

    assert close(planted(cells, at, cells["value"][at] + off), layout).violations.is_empty()


@pytest.mark.parametrize("layout", HELD, ids=lambda layout: layout.id)
@given(data=st.data())
def test_an_absent_member_is_no_zero(layout: Layout, data: st.DataObject) -> None:
    """A cell that is absent leaves what holds it unchecked and violates nothing; the rest is checked as before."""
    cells = data.draw(closed_balances(layout))
    at = data.draw(st.integers(0, cells.height - 1))
    whole, found = close(cells, layout), close(planted(cells, at, None), layout)

    assert found.violations.is_empty()
    gone = told(whole.checked) - told(found.checked)
    assert gone == holding(layout, cells["flow"][at], cells["carrier"][at]) & told(whole.checked)
    assert gone <= told(found.open)


@given(data=st.data())
def test_the_order_of_rows_says_nothing(data: st.DataObject) -> None:
    """Permuting the cells gives the same answer."""
    cells = data.draw(closed_balances(NBS))
    mixed = cells[data.draw(st.permutations(range(cells.height)))]

    assert told(close(mixed, NBS).checked) == told(close(cells, NBS).checked)


def few(**values: float | None) -> pl.DataFrame:
    """Cells of raw coal in one region and year."""
    return pl.DataFrame(
        {
            "region": "甲", "year": 2015, "measure": "physical", "flow": list(values), "carrier": "raw_coal",
            "label": "原煤", "value": list(values.values()), "half": 0.0,
        },
        schema_overrides={"value": pl.Float64},
    )  # fmt: skip


def test_a_total_that_is_not_listed_is_absent() -> None:
    """Supply is missing while its parts stand: neither its own identity nor the balance is judged."""
    found = close(few(production=5.0, final=5.0, industry=5.0), NBS)

    assert [one[0] for one in told(found.checked)] == ["final"]
    assert {"supply", "balance"} <= {one[0] for one in told(found.open)}


def test_what_is_used_up_has_no_final_consumption() -> None:
    """A carrier that goes into transformation whole closes without a line of final consumption."""
    found = close(few(supply=5.0, production=5.0, transformation=-5.0, thermal_power=-5.0), NBS)

    assert {"supply", "transformation", "balance"} == {one[0] for one in told(found.checked)}
    assert found.violations.is_empty()


def test_a_total_alone_is_not_judged() -> None:
    """A table of totals has nothing to compare them with."""
    assert "supply" not in {one[0] for one in told(close(few(supply=5.0, final=5.0), NBS).checked)}


def test_where_nothing_listed_is_absent_a_gap_is_left_open() -> None:
    """The German layout writes zero, so what is not listed is absent."""
    assert GERMAN.table.unlisted is Blank.ABSENT
    cells = few(gross_supply=3.0, indigenous_production=1.0, imports_receipts=1.0).with_columns(
        carrier=pl.lit("crude_oil")
    )
    assert close(cells, GERMAN).checked.is_empty()


def test_the_difference_is_a_share_of_supply() -> None:
    """Stated differences stand beside supply; without supply there is no share."""
    assert differences(few(supply=200.0, difference=-3.0), NBS)["share"].to_list() == [-0.015]
    assert differences(few(difference=1.0), NBS)["share"].to_list() == [None]
    assert difference_share(1.0, None) is None
