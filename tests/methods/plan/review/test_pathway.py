"""What the intensity targets mean for CO2: known answers, laws, planted defects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_plans import BARE, CITY, CLEAN, of, only, run
from review_plans import given as outside

from dafeng.domain.finding import Severity
from dafeng.domain.grade import Grade
from dafeng.methods.plan.review.pathway import flat_cut, flat_growth


def test_known_answers() -> None:
    """35 to 37 % with -14.5 % again holds CO2 flat up to 3.83 % growth; 5, 6, 7 % need 19.2, 22.9, 26.4 %."""
    factor = 0.63 / 0.65
    assert flat_growth(0.855 * factor, 5) == pytest.approx(0.0383, abs=5e-5)
    assert [round(flat_cut(growth, 5, factor), 3) for growth in (0.05, 0.06, 0.07)] == [0.192, 0.229, 0.264]
    assert flat_cut(0.05, 5) == pytest.approx(0.2165, abs=5e-5)
    assert flat_growth(0.805, 5) == pytest.approx(0.0443, abs=5e-5)


@given(st.floats(-0.02, 0.12), st.integers(1, 15), st.floats(0.6, 1.0))
def test_the_flat_cut_and_the_flat_growth_are_inverse(growth: float, years: int, factor: float) -> None:
    """Cutting by the flat cut allows exactly the growth it was computed for."""
    cut = flat_cut(growth, years, factor)
    assert flat_growth((1 - cut) * factor, years) == pytest.approx(growth, abs=1e-9)


def test_blank_later_targets_are_found() -> None:
    """The finding gives the fall, the growth limit, the needed cuts with and without the deduction."""
    finding = only(run(BARE), "flat-co2")
    assert finding.kind == 11 and finding.display_kind == "量化不足"
    for words in ("3.08%", "0.62%", "3.83%"):
        assert words in finding.arithmetic
    details = "".join(finding.details)
    for words in ("19.2%", "22.9%", "26.4%", "21.6%", "3.18%", "留白"):
        assert words in details
    assert finding.severity is Severity.HINT


def test_filled_and_sufficient_later_targets_are_silent() -> None:
    """A later carbon cut ends the claim; a later energy cut alone ends it only if it suffices for the growth."""
    assert not of(run(CLEAN), "flat-co2")
    energy_only = CLEAN.drop("co2_intensity", 2030)
    assert not of(run(energy_only), "flat-co2")  # 19.2 % is just enough at 5 %, the slowest growth
    weak = energy_only.swap("下降19.2%", "下降14%").change("energy_intensity", 2030, value=14.0)
    assert only(run(weak), "flat-co2").kind == 11


def test_growth_above_the_limit_is_found_and_below_is_not() -> None:
    """A cut of 19.5 % in five years is outrun by 5.5 % growth and not by 4 %."""
    finding = only(run(BARE), "rising-co2")
    assert finding.kind == 20 and "4.43%" in finding.arithmetic
    assert any("5.2%" in line for line in finding.details)
    slow = {"gdp_growth_past": outside("gdp_growth_past", "1/yr", 0.04, grade=Grade.B)}
    assert not of(run(BARE, CITY | slow), "rising-co2")


def test_an_interval_of_growth_is_used_as_an_interval() -> None:
    """Growth between 4 and 5 % may outrun the cut, so the finding speaks and prints both ends."""
    growth = {"gdp_growth_past": outside("gdp_growth_past", "1/yr", 0.04, 0.05)}
    finding = only(run(BARE, CITY | growth), "rising-co2")
    assert any("4–5%" in line and "−2.1至2.7%" in line for line in finding.details)


def test_a_plan_that_caps_total_co2_is_silent() -> None:
    """A total in the plan says what the intensity cut means; without it the finding comes."""
    assert not of(run(CLEAN), "rising-co2")
    uncapped = CLEAN.drop("co2_total").swap("二氧化碳排放总量控制在1600万吨以内", "持续改善空气质量")
    assert of(run(uncapped), "rising-co2")
