"""The peak year, the uninformed reference and the rule for calling a peak."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.methods.pathways import CityModel, Fill, Observed, call_peak, peak, simulate, uninformed
from dafeng.methods.pathways.peak import first_maximum

REPEAT = Fill("repeat", "", "", 0.145)


def test_uninformed_known() -> None:
    """A walk from 2024 to 2060 has its maximum by 2030 with probability 28.3 %; from 2023, 30.1 %."""
    assert uninformed(2024, 2060, 2030) == pytest.approx(0.283, abs=5e-4)
    assert uninformed(2023, 2060, 2030) == pytest.approx(0.301, abs=5e-4)


def test_uninformed_against_simulation() -> None:
    """200,000 simulated Gaussian walks peak by 2030 as often as the arcsine law says, within 4 sigma."""
    steps = np.random.default_rng(7).standard_normal((36, 200_000))
    walk = np.vstack([np.zeros(200_000), np.cumsum(steps, axis=0)])
    year, _ = first_maximum(np.arange(2024, 2061), walk)
    law = uninformed(2024, 2060, 2030)

    assert np.mean(year <= 2030) == pytest.approx(law, abs=4 * (law * (1 - law) / 200_000) ** 0.5)


@given(st.integers(0, 60))
def test_uninformed_is_a_distribution(span: int) -> None:
    """The law is monotone in the year, 0 before the first year, 1 at the horizon, symmetric about the middle."""
    law = [uninformed(2024, 2024 + span, year) for year in range(2023, 2025 + span)]

    assert law[0] == 0.0
    assert law[-1] == pytest.approx(1.0, abs=1e-12)
    assert all(earlier < later for earlier, later in pairwise(law))
    mass = np.diff(law)
    assert mass == pytest.approx(mass[::-1])


def test_uninformed_refuses_a_past_horizon() -> None:
    """A horizon before the first projected year is refused."""
    with pytest.raises(DafengError, match="E_HORIZON"):
        uninformed(2024, 2020, 2030)


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6))
def test_first_maximum_is_argmax(rows: list[list[int]]) -> None:
    """Row by row or by numpy's argmax, the maximum is the same, the earliest on ties."""
    table = np.array(rows, dtype=float)
    years = np.arange(2020, 2020 + len(rows))
    year, highest = first_maximum(years, table)

    assert year.tolist() == years[table.argmax(axis=0)].tolist()
    assert highest.tolist() == table.max(axis=0).tolist()


def test_probabilities_are_a_distribution(city: CityModel, seed: np.random.SeedSequence) -> None:
    """Shares per year add to 1 and their running sum is the probability by that year."""
    result = peak(simulate(city, REPEAT, 2000, seed), city.observed)
    shares = result.histogram()

    assert list(shares) == list(range(2018, 2061))
    assert sum(shares.values()) == pytest.approx(1.0)
    running = np.cumsum(list(shares.values()))
    assert running == pytest.approx([result.probability_by(year) for year in shares])
    assert result.no_peak_before_horizon == shares[2060]
    assert result.already_peaked == pytest.approx(sum(shares[year] for year in range(2018, 2024)))
    assert result.probability_by(result.median_year) >= 0.5 > result.probability_by(result.median_year - 1)


def test_an_observed_year_can_be_the_peak(city: CityModel, seed: np.random.SeedSequence) -> None:
    """A series that once stood far higher has peaked in that year in every draw."""
    high = Observed(city.observed.years, (90e6, *city.observed.co2_t[1:]))
    falling = replace(city, observed=high)
    result = peak(simulate(falling, Fill("strong", "", "", 0.3), 500, seed), high)

    assert result.probability_by(2018) == result.already_peaked > 0.95


def test_another_series_is_refused(city: CityModel, seed: np.random.SeedSequence) -> None:
    """A pathway is not joined to a series with other years."""
    ensemble = simulate(city, REPEAT, 10, seed)

    with pytest.raises(DafengError, match="observed_mismatch"):
        peak(ensemble, Observed((2022, 2023), (15e6, 15e6)))


@pytest.mark.parametrize(
    ("levels", "called"),
    [
        ((9.0, 10.0, 9.0, 9.0), False),  # two later years
        ((10.0, 9.0, 9.2, 9.1), True),
        ((10.0, 9.0, 9.2, 9.6), False),  # fall within the data's uncertainty
        ((10.0, 9.9, 9.0, 9.0, 9.0), True),  # only the last three years count
        ((9.0, 9.2, 9.4, 10.0), False),  # still rising
    ],
)
def test_calling_a_peak(levels: tuple[float, ...], called: bool) -> None:
    """A peak is called only when three later years are lower by more than the data's uncertainty."""
    call = call_peak(Observed(tuple(range(2020, 2020 + len(levels))), levels), 0.05)

    assert call.called is called
    assert call.year == 2020 + levels.index(max(levels))
    assert call.reason_zh
    assert call.reason_en
