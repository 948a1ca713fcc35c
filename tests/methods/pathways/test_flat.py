"""What keeps CO2 flat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.methods.pathways import flat_cut_needed, flat_energy_cut_needed, flat_growth

cuts = st.floats(0.0, 0.5)
shares = st.floats(0.05, 0.9)
growths = st.floats(-0.02, 0.12)


def test_flat_growth_known() -> None:
    """−14.5 % energy intensity with 35 → 37 % non-fossil keeps CO2 flat at 3.83 % growth, no more."""
    assert flat_growth(0.145, 0.35, 0.37) == pytest.approx(0.0383, abs=5e-5)


@pytest.mark.parametrize(("growth", "cut"), [(0.05, 0.192), (0.06, 0.229), (0.07, 0.264)])
def test_flat_energy_cut_known(growth: float, cut: float) -> None:
    """With 35 → 37 % non-fossil the energy cut that only keeps CO2 flat is 19.2, 22.9 and 26.4 %."""
    assert flat_energy_cut_needed(growth, 0.35, 0.37) == pytest.approx(cut, abs=5e-4)


def test_flat_cut_known() -> None:
    """At 5 % growth a carbon-intensity cut of 21.6 % in five years only keeps CO2 flat."""
    assert flat_cut_needed(0.05) == pytest.approx(0.216, abs=5e-4)


@given(growths, shares, shares, st.integers(1, 15))
def test_growth_and_cut_are_inverse(growth: float, start: float, end: float, years: int) -> None:
    """The growth that a flat cut allows is the growth it was computed for."""
    cut = flat_energy_cut_needed(growth, start, end, years)

    assert flat_growth(cut, start, end, years) == pytest.approx(growth, abs=1e-9)


@given(growths, st.integers(1, 15))
def test_carbon_cut_is_the_energy_cut_without_shares(growth: float, years: int) -> None:
    """With an unchanged non-fossil share the energy cut and the carbon cut are the same."""
    assert flat_cut_needed(growth, years) == pytest.approx(flat_energy_cut_needed(growth, 0.3, 0.3, years))
