"""The Kaya checks: known answers, laws, planted defects."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from review_plans import BARE, CITY, CLEAN, of, only, run
from review_plans import given as outside

from dafeng.domain.finding import Severity
from dafeng.domain.grade import Grade
from dafeng.methods.plan.review.identity import carbon_per_energy, fuel_switch_part, implied_base_share

_CUTS = st.floats(0.0, 0.6)
_SHARES = st.floats(0.01, 0.8)


def test_known_answers_of_the_identity() -> None:
    """Cuts of 14.5 and 19.5 % with 35 % non-fossil imply -5.85 %, a base of 30.96 %, half or 3/4 by switching."""
    factor = carbon_per_energy(0.145, 0.195)
    assert 1 - factor == pytest.approx(0.0584795, abs=1e-6)
    assert implied_base_share(0.35, factor) == pytest.approx(0.309627, abs=1e-5)
    assert fuel_switch_part(0.33, 0.35, factor) == pytest.approx(0.497, abs=5e-4)
    assert fuel_switch_part(0.34, 0.35, factor) == pytest.approx(0.747, abs=5e-4)


@given(_CUTS, _CUTS, _SHARES)
def test_implied_base_leaves_nothing_to_fuel_switching(a: float, b: float, share: float) -> None:
    """With the implied base share, non-fossil growth explains the whole fall and fuel switching none of it."""
    assume(b > a + 0.01)
    factor = carbon_per_energy(a, b)
    base = implied_base_share(share, factor)
    assert fuel_switch_part(base, share, factor) == pytest.approx(0.0, abs=1e-6)


@given(_SHARES, _SHARES, st.floats(0.5, 0.98))
def test_more_base_share_means_more_fuel_switching(one: float, other: float, factor: float) -> None:
    """The part left to fuel switching never falls when the base share is higher."""
    low, high = sorted((one, other))
    assert fuel_switch_part(low, 0.35, factor) <= fuel_switch_part(high, 0.35, factor) + 1e-9


def test_base_missing_is_found_with_both_readings() -> None:
    """Without a base share the finding gives the arithmetic, the switching interval and the deducted reading."""
    finding = only(run(BARE), "kaya-base")
    assert finding.kind == 1
    assert finding.display_kind == "数据待补"
    assert "5.85%" in finding.arithmetic and "30.96%" in finding.arithmetic
    assert any("49.7–74.7%" in line for line in finding.details)
    assert any("113号" in line and "5.85%" in line and "无关" in line for line in finding.details)
    assert finding.severity is Severity.HINT
    assert {one.source for one in finding.inputs if one.grade is Grade.B} == {"一(三)"}


def test_without_assumed_inputs_the_missing_base_is_a_notice() -> None:
    """On the plan's own figures alone the finding rests on nothing assumed and speaks as a notice."""
    assert only(run(BARE, {}), "kaya-base").severity is Severity.NOTICE


@pytest.mark.parametrize("share", [30.96, 33.0])
def test_a_published_base_share_silences_the_claim(share: float) -> None:
    """Once the base share is given from outside, nothing is missing."""
    published = {"nonfossil_share_base": outside("nonfossil_share_base", "%", share, grade=Grade.B)}
    assert not of(run(BARE, CITY | published), "kaya-base")


def test_a_base_share_printed_in_the_plan_silences_the_claim() -> None:
    """'由2020年的31%提高到35%' is a published base; taking it away brings the finding back."""
    assert not of(run(CLEAN), "kaya-base")
    assert of(run(CLEAN.swap("由2020年的31%提高到35%", "达到35%")), "kaya-base")


def test_a_base_that_is_neither_stated_nor_customary_is_not_guessed() -> None:
    """Annual cuts for 2024 have no customary base, so nothing is derived from one."""
    yearly = BARE.swap("到2025年", "2024年")
    for key in ("energy_intensity", "co2_intensity", "nonfossil_share"):
        yearly = yearly.change(key, 2025, year=2024)
    assert not of(run(yearly), "kaya-base") and not of(run(yearly), "rising-co2")


def test_arithmetic_follows_the_plan() -> None:
    """Another target gives another line: the figures are computed, not stored."""
    finding = only(
        run(BARE.swap("下降19.5%", "下降18%").change("co2_intensity", 2025, value=18.0)), "kaya-base"
    )
    assert "4.09%" in finding.arithmetic and "5.85" not in finding.arithmetic


def test_carbon_falling_slower_than_energy_is_found() -> None:
    """A carbon cut below the energy cut means dirtier energy: found when planted, gone when mended."""
    planted = CLEAN.swap("二氧化碳排放比2020年下降19.5%", "二氧化碳排放比2020年下降12%")
    planted = planted.change("co2_intensity", 2025, value=12.0)
    finding = only(run(planted), "kaya-identity")
    assert finding.kind == 10 and "1.0292" in finding.arithmetic
    assert finding.severity is Severity.SERIOUS
    assert not of(run(CLEAN), "kaya-identity")


def test_a_fall_beyond_all_coal_to_gas_is_found() -> None:
    """A carbon cut that asks cleaner fossil fuel than pure gas is impossible, given the base share."""
    base = {"nonfossil_share_base": outside("nonfossil_share_base", "%", 31.0, grade=Grade.B)}
    impossible = BARE.swap("下降19.5%", "下降60%").change("co2_intensity", 2025, value=60.0)
    assert only(run(impossible, CITY | base), "kaya-identity").kind == 10
    assert not of(run(BARE, CITY | base), "kaya-identity")


def test_a_cut_of_everything_is_refused() -> None:
    """The identity refuses an intensity cut of 100 %, which would divide by zero."""
    with pytest.raises(ValueError, match="100 %"):
        carbon_per_energy(1.0, 0.2)
