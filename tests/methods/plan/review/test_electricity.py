"""Electricity conversion and the swing of coal hours: known answers, laws, planted defects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_plans import BARE, CITY, CLEAN, of, only, run
from review_plans import given as outside

from dafeng.domain.finding import Severity
from dafeng.domain.interval import Interval
from dafeng.methods.plan.review.electricity import SHARE_CONVENTION, calorific_total

_EQ, _CAL = 0.3016e-3, 0.1229e-3


def test_calorific_totals_of_both_ends() -> None:
    """Only power not made from fuel in the city changes value: 625 becomes 602, 950 becomes 929 (10^4 tce)."""
    assert calorific_total(6.25e6, 8.5e9, 7.2e9, _EQ, _CAL) / 1e4 == pytest.approx(601.8, abs=0.1)
    assert calorific_total(9.5e6, 12e9, 10.8e9, _EQ, _CAL) / 1e4 == pytest.approx(928.6, abs=0.1)


@given(st.floats(1e6, 1e7), st.floats(1e9, 2e10))
def test_power_all_made_from_local_fuel_changes_nothing(total: float, use: float) -> None:
    """When all power is burned locally its conversion loss stays in the city and both totals agree."""
    assert calorific_total(total, use, use, _EQ, _CAL) == pytest.approx(total)


def test_share_possible_only_by_equivalent() -> None:
    """The finding shows local supply, what must be attributed, and that the calorific reading cannot reach it."""
    finding = only(run(BARE), "share-convention")
    assert finding.kind == 18 and finding.display_kind == "口径待明确"
    assert "只有按等价值" in finding.title
    assert (
        "16亿kWh" in finding.arithmetic
        and "48.3万tce" in finding.arithmetic
        and "15.9–17.4%" in finding.arithmetic
    )
    details = "".join(finding.details)
    for words in (
        "219–332",
        "14.5–22.1%",
        "56.5–94.2亿kWh",
        "66.5–78.5%",
        "602–929",
        "171–264亿kWh",
        "85–120亿kWh",
    ):
        assert words in details
    assert finding.severity is Severity.HINT


def test_a_point_inside_the_intervals_gives_a_result_inside_the_printed_ones() -> None:
    """With the middle of every interval the share of the calorific reading stays between the printed ends."""
    middle = dict(CITY)
    for name, one in CITY.items():
        if one.low is not None and one.high is not None:
            middle[name] = outside(name, one.unit, (one.low + one.high) / 2)
    finding = only(run(BARE, middle), "share-convention")
    reach = float(finding.arithmetic.split("只到")[1].split("%")[0])
    assert reach in Interval(15.8, 17.5)


def test_a_low_share_reachable_both_ways_is_silent() -> None:
    """A target that both conversions allow does not depend on the convention."""
    low = BARE.swap("达到35%", "达到10%").change("nonfossil_share", 2025, value=10.0)
    assert not of(run(low), "share-convention")


def test_a_named_conversion_is_silent() -> None:
    """A plan that names its conversion leaves nothing to settle; without the words the finding comes."""
    assert not of(run(CLEAN), "share-convention")
    unnamed = CLEAN.swap("（按发电煤耗法核算）", "")
    assert of(run(unnamed), "share-convention")


@pytest.mark.parametrize("missing", ["energy_total_2025", *SHARE_CONVENTION.needs[1:]])
def test_every_input_is_needed(missing: str) -> None:
    """Take one input away and the check says nothing rather than guess."""
    assert not of(run(BARE, {name: one for name, one in CITY.items() if name != missing}), "share-convention")


def test_swing_of_coal_hours() -> None:
    """2,400 MW times 500 h is 12 x 10^8 kWh and 1.02 Mt, 5.7 to 8.5 % of the city."""
    finding = only(run(BARE), "dominant-driver")
    assert finding.kind == 20
    for words in ("±12亿kWh", "±102万吨", "5.7–8.5%"):
        assert words in finding.arithmetic


def test_an_adjustment_clause_or_a_small_plant_is_silent() -> None:
    """A clause that adjusts for water, or a swing below 2 % of the city, leaves nothing to say."""
    assert not of(run(CLEAN), "dominant-driver")
    assert of(run(CLEAN.swap("且按多年平均来水修正后仍下降", "")), "dominant-driver")
    small = {"coal_capacity_mw": outside("coal_capacity_mw", "MW", 300.0)}
    assert not of(run(BARE, CITY | small), "dominant-driver")
