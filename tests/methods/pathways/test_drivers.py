"""First-order shares of the variance of the peak."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.methods.pathways import (
    DRIVER_NAMES,
    CityModel,
    Fill,
    Prior,
    drivers,
    peak,
    peak_year_drivers,
    simulate,
)
from dafeng.methods.pathways.drivers import correlation_ratio

REPEAT = Fill("repeat", "", "", 0.145)


def test_correlation_ratio_of_a_known_mixture() -> None:
    """For y = x1 + 2·x2 with equal variances the shares are 0.2 and 0.8; an unrelated driver has none."""
    x1, x2, other = np.random.default_rng(3).standard_normal((3, 40_000))
    outcome = x1 + 2 * x2

    assert correlation_ratio(x1, outcome) == pytest.approx(0.2, abs=0.01)
    assert correlation_ratio(x2, outcome) == pytest.approx(0.8, abs=0.01)
    assert correlation_ratio(other, outcome) == pytest.approx(0.0, abs=0.005)


def test_correlation_ratio_has_no_bias() -> None:
    """Over 200 unrelated drivers the share before cutting at zero averages to nothing: few exceed it."""
    generator = np.random.default_rng(5)
    outcome = generator.standard_normal(1000)
    shares = [correlation_ratio(generator.standard_normal(1000), outcome) for _ in range(200)]

    assert np.mean(shares) < 0.002


def test_too_few_draws_are_refused() -> None:
    """Four draws cannot be binned."""
    with pytest.raises(ValueError, match="4 draws"):
        correlation_ratio(np.arange(4.0), np.arange(4.0))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("gdp_growth", {"gdp_growth": Prior(0.045, 0.01)}),
        ("energy_intensity", {"energy_achievement": Prior(1.0, 0.5)}),
        ("carbon_per_energy", {"carbon_after_sd": 0.01}),
        ("coal_hours", {"hours_swing_sd_h": 600.0}),
        ("process", {"process_growth": Prior(0.0, 0.05)}),
        ("growth_after_period", {"growth_easing": Prior(0.002, 0.002)}),
    ],
)
def test_the_only_spread_is_the_first_driver(
    certain_city: CityModel, seed: np.random.SeedSequence, name: str, change: dict[str, object]
) -> None:
    """When a single assumption is uncertain it is named, alone, and explains most of the peak."""
    sure = replace(
        certain_city, gdp_growth=Prior(0.042), growth_easing=Prior(0.001), growth_floor=0.0, level_sd=0.1
    )
    ensemble = simulate(replace(sure, **change), REPEAT, 4000, seed)
    result = peak(ensemble, certain_city.observed)
    shares = peak_year_drivers(ensemble, result)

    assert [share.name for share in shares] == [name]
    assert shares[0].share > 0.3


def test_shares_are_sorted_and_repeatable(city: CityModel, seed: np.random.SeedSequence) -> None:
    """The list runs from the largest share down, adds to at most about 1, and is the same on a second run."""
    ensemble = simulate(replace(city, observation_sd=0.01), REPEAT, 4000, seed)
    result = peak(ensemble, city.observed)
    first, second = drivers(ensemble, result), drivers(ensemble, result)
    shares = [share for _, share in first]

    assert first == second
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) < 1.05
    assert {name for name, _ in first} == set(DRIVER_NAMES) - {"growth_after_period"}
    assert drivers(ensemble, result, by_year=2029) == first != drivers(ensemble, result, by_year=2040)


def test_no_variance_no_shares(city: CityModel, seed: np.random.SeedSequence) -> None:
    """When every draw agrees there is nothing to attribute, and the answer is empty, not zero."""
    ensemble = simulate(city, REPEAT, 1000, seed)
    result = peak(ensemble, city.observed)

    assert drivers(ensemble, result, by_year=2060) == ()
