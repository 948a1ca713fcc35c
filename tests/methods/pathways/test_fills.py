"""Ways of filling blank targets, and how strong a fill must be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.domain.errors import DafengError
from dafeng.methods.pathways import CityModel, Fill, Prior, peak, simulate, solve_cut, standard_fills

STRONG = Fill("strong", "", "", 0.20, extra_carbon_decline=0.004)


def test_standard_fills() -> None:
    """The city's own cut, the national one and the national pair, named in both languages."""
    own, national, pair = standard_fills(0.145, 0.10, 0.17)

    assert (own.energy_intensity_cut, own.carbon_intensity_cut) == (0.145, None)
    assert (national.energy_intensity_cut, national.carbon_intensity_cut) == (0.10, None)
    assert (pair.energy_intensity_cut, pair.carbon_intensity_cut) == (0.10, 0.17)
    assert "−14.5 %" in own.name_zh
    assert "−14.5 %" in own.name_en
    assert "−17 %" in pair.name_zh


def test_no_national_carbon_cut_no_pair() -> None:
    """Without a national carbon-intensity cut the pair is left out instead of being guessed."""
    assert [fill.id for fill in standard_fills(0.145, 0.10, None)] == ["extrapolated", "national"]


@pytest.mark.parametrize(
    ("easing", "fill", "share_end", "low", "high"),
    [
        (0.0, Fill("a", "", "", 0.145), 0.37, 0.03, 0.20),
        (0.0025, Fill("a", "", "", 0.145), 0.37, 0.10, 0.27),
        (0.01, Fill("a", "", "", 0.145), 0.37, 0.35, 0.55),
        (0.0025, Fill("b", "", "", 0.10), 0.37, 0.01, 0.08),
        (0.0025, STRONG, 0.38, 0.70, 0.90),
        (0.005, STRONG, 0.38, 0.75, 0.92),
    ],
)
def test_neighbourhood_of_the_published_reading(
    city: CityModel,
    seed: np.random.SeedSequence,
    easing: float,
    fill: Fill,
    share_end: float,
    low: float,
    high: float,
) -> None:
    """Weak fills give small, strong fills large probabilities of a peak by 2030, by about the known amounts."""
    model = replace(city, growth_easing=Prior(easing), nonfossil_share_end=share_end)
    probability = peak(simulate(model, fill, 4000, seed), model.observed).probability_by(2030)

    assert low <= probability <= high


def test_solved_cut_is_just_enough(city: CityModel, seed: np.random.SeedSequence) -> None:
    """The solved cut reaches the target probability, and a cut one tolerance smaller does not."""
    model = replace(city, growth_easing=Prior(0.0025))
    blank = Fill("solved", "", "", None)
    cut = solve_cut(model, blank, 0.8, 2029, draws=2000, seed=seed)
    assert cut is not None

    reached, short = (
        peak(simulate(model, replace(blank, energy_intensity_cut=c), 2000, seed), model.observed)
        for c in (cut, cut - 0.0006)
    )
    assert reached.probability_by(2029) >= 0.8 > short.probability_by(2029)


def test_out_of_reach_is_none(city: CityModel, seed: np.random.SeedSequence) -> None:
    """At 15 % growth without easing no cut up to 40 % is enough, and the answer says so."""
    booming = replace(city, gdp_growth=Prior(0.15, 0.005))

    assert solve_cut(booming, STRONG, 0.8, 2029, draws=500, seed=seed) is None


def test_no_cut_needed_is_zero(city: CityModel, seed: np.random.SeedSequence) -> None:
    """A shrinking economy peaks without any cut."""
    shrinking = replace(city, gdp_growth=Prior(-0.04, 0.005))

    assert solve_cut(shrinking, STRONG, 0.8, 2029, draws=500, seed=seed) == 0.0


@pytest.mark.parametrize("target", [0.0, 1.0, 80.0])
def test_target_probability_is_a_fraction(
    city: CityModel, seed: np.random.SeedSequence, target: float
) -> None:
    """A probability of 0, of 1 or in per cent is refused."""
    with pytest.raises(DafengError, match="E_PROBABILITY"):
        solve_cut(city, STRONG, target, 2029, draws=10, seed=seed)
