"""The Kaya ensemble: closed form, laws, spread."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.methods.pathways import (
    FAN,
    CityModel,
    Fill,
    Observed,
    Prior,
    draw_shocks,
    peak,
    project,
    quantiles,
    simulate,
)

REPEAT = Fill("repeat", "", "", 0.145)
WEAK = Fill("weak", "", "", 0.10)
keep_fixture = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def by_hand(city: CityModel, cut: float, share_end: float) -> list[float]:
    """The zero-spread pathway year by year in plain arithmetic, mirroring the page's worked example."""
    structural = city.observed.last_t - city.process_t - 2.4e6 * (3900.0 - 3750.0) * 0.00085
    process = city.process_t
    hours = 3900.0
    path = []
    for year in range(2024, 2061):
        growth = 0.055 - 0.0025 * max(0, year - 2030)
        energy = 0.969 if year <= 2025 else (1 - cut) ** 0.2
        carbon = 0.988 if year <= 2025 else ((1 - share_end) / 0.65) ** 0.2
        structural *= (1 + max(growth, 0.02)) * energy * carbon
        process *= 0.99
        hours = 3750.0 + 0.3 * (hours - 3750.0)
        path.append(structural + 2.4e6 * (hours - 3750.0) * 0.00085 + process)
    return path


def test_no_spread_is_the_closed_form(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """Without uncertainty every draw is the Kaya path worked by hand, to 1e-12, and so is the mean."""
    sure = replace(certain_city, growth_easing=Prior(0.0025))
    ensemble = simulate(sure, REPEAT, 7, seed)
    expected = by_hand(sure, 0.145, 0.37)

    assert ensemble.years.tolist() == list(range(2024, 2061))
    assert ensemble.co2_t.mean(axis=1) == pytest.approx(expected, rel=1e-12)
    assert np.ptp(ensemble.co2_t, axis=1).max() == 0.0


def test_carbon_cut_delivers(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """A carbon-intensity cut of 17 % beside −10 % energy takes CO2 per GDP down by 17 % in the period."""
    pure = replace(certain_city, process_t=0.0, coal_capacity_kw=0.0)
    co2_t = simulate(pure, Fill("pair", "", "", 0.10, 0.17), 1, seed).co2_t[:, 0]

    assert co2_t[6] / co2_t[1] / 1.055**5 == pytest.approx(0.83, rel=1e-12)


def test_the_stronger_carbon_target_binds(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """A carbon-intensity cut weaker than what the non-fossil shares give does not loosen them."""
    alone = simulate(certain_city, REPEAT, 1, seed).co2_t
    beside_weak = simulate(certain_city, replace(REPEAT, carbon_intensity_cut=0.15), 1, seed).co2_t

    assert beside_weak.tolist() == alone.tolist()


def test_blank_targets_continue_history(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """With nothing filled in and no shares stated, intensity and carbon keep the pace of the past."""
    pure = replace(certain_city, process_t=0.0, coal_capacity_kw=0.0)
    blank = replace(pure, nonfossil_share_start=None, nonfossil_share_end=None)
    co2_t = simulate(blank, Fill("blank", "", "", None), 1, seed).co2_t[:, 0]

    assert co2_t[1:] / co2_t[:-1] == pytest.approx(1.055 * 0.969 * 0.988, rel=1e-12)


def test_same_seed_same_bytes_in_any_order(city: CityModel) -> None:
    """The bytes of a fill do not depend on which fills were run before, nor on the seed object's use."""
    seed = np.random.SeedSequence(11)
    first = simulate(city, REPEAT, 200, seed).co2_t.tobytes()
    seed.spawn(3)
    simulate(city, WEAK, 50, seed)

    assert simulate(city, REPEAT, 200, seed).co2_t.tobytes() == first
    assert simulate(city, REPEAT, 200, np.random.SeedSequence(12)).co2_t.tobytes() != first


def test_a_longer_horizon_keeps_the_earlier_years(city: CityModel, seed: np.random.SeedSequence) -> None:
    """Extending the horizon adds years and changes none."""
    short = simulate(replace(city, horizon=2040), REPEAT, 100, seed).co2_t

    assert simulate(city, REPEAT, 100, seed).co2_t[: len(short)].tobytes() == short.tobytes()


@keep_fixture
@given(low=st.floats(0.0, 0.35), more=st.floats(0.0, 0.05))
def test_a_higher_cut_never_lowers_the_probability(city: CityModel, low: float, more: float) -> None:
    """On common random numbers a stronger energy target never makes a peak by 2029 less likely."""
    shocks = draw_shocks(city, 400, np.random.SeedSequence(5))
    weak, strong = (
        peak(project(city, replace(REPEAT, energy_intensity_cut=cut), shocks), city.observed)
        for cut in (low, low + more)
    )

    assert strong.probability_by(2029) >= weak.probability_by(2029)


@keep_fixture
@given(low=st.floats(0.0, 0.8), more=st.floats(0.001, 0.1))
def test_a_higher_cut_keeps_every_early_structural_peak(city: CityModel, low: float, more: float) -> None:
    """Without process and plant the same holds draw by draw, for any cut: no early peak is lost."""
    pure = replace(city, process_t=0.0, coal_capacity_kw=0.0)
    shocks = draw_shocks(pure, 400, np.random.SeedSequence(5))
    weak, strong = (
        peak(project(pure, replace(REPEAT, energy_intensity_cut=cut), shocks), pure.observed)
        for cut in (low, low + more)
    )

    assert not np.any((weak.peak_year <= 2029) & (strong.peak_year > 2029))


@keep_fixture
@given(easing=st.floats(0.0, 0.01), more=st.floats(0.0, 0.01), sd=st.floats(0.0, 0.003))
def test_more_easing_never_lowers_the_probability(
    city: CityModel, easing: float, more: float, sd: float
) -> None:
    """Slower growth after the period never makes a peak before it less likely, draw by draw."""
    shocks = draw_shocks(city, 400, np.random.SeedSequence(5))
    less, slower = (
        peak(project(replace(city, growth_easing=Prior(mean, sd)), REPEAT, shocks), city.observed)
        for mean in (easing, easing + more)
    )

    assert not np.any((less.peak_year <= 2029) & (slower.peak_year > 2029))


@keep_fixture
@given(factor=st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_scale_moves_no_peak(city: CityModel, factor: float) -> None:
    """Doubling every level doubles every path and changes no draw's peak year."""
    seed = np.random.SeedSequence(5)
    scaled = replace(
        city,
        observed=Observed(city.observed.years, tuple(factor * t for t in city.observed.co2_t)),
        process_t=factor * city.process_t,
        coal_capacity_kw=factor * city.coal_capacity_kw,
    )
    here, there = simulate(city, REPEAT, 300, seed), simulate(scaled, REPEAT, 300, seed)

    assert there.co2_t == pytest.approx(factor * here.co2_t, rel=1e-12)
    assert peak(there, scaled.observed).peak_year.tolist() == peak(here, city.observed).peak_year.tolist()


def test_level_error_moves_no_peak(city: CityModel, seed: np.random.SeedSequence) -> None:
    """An error common to all years widens the fan and leaves every draw's peak year where it was."""
    sharp, blurred = replace(city, level_sd=0.0), replace(city, level_sd=0.2)
    narrow, wide = (simulate(model, REPEAT, 500, seed) for model in (sharp, blurred))

    assert wide.co2_t[0].std() > 2 * narrow.co2_t[0].std()
    assert peak(wide, city.observed).peak_year.tolist() == peak(narrow, city.observed).peak_year.tolist()


def test_projection_joins_the_last_observation(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """With all rates at rest the first projected year equals each draw's own last observed level."""
    still = replace(
        certain_city,
        gdp_growth=Prior(0.0),
        energy_intensity_change=Prior(0.0),
        carbon_per_energy_change=Prior(0.0),
        process_growth=Prior(0.0),
        mean_hours_h=Prior(3900.0),
        level_sd=0.1,
        observation_sd=0.02,
    )
    ensemble = simulate(still, REPEAT, 50, seed)
    own_last = ensemble.observed_factor[-1] * still.observed.last_t

    assert ensemble.co2_t[0] == pytest.approx(own_last, rel=1e-12)
    assert np.ptp(own_last) > 0.1 * still.observed.last_t


def test_hours_stay_physical(certain_city: CityModel, seed: np.random.SeedSequence) -> None:
    """However wild the swing, CO2 stays between plants standing still and plants running all 8,760 hours."""
    wild = replace(certain_city, hours_swing_sd_h=20_000.0)
    ensemble = simulate(wild, REPEAT, 500, seed)
    deviation = ensemble.co2_t - ensemble.at_reference_hours_t

    assert deviation.max() == pytest.approx(2.4e6 * (8760 - 3750) * 0.00085)
    assert deviation.min() == pytest.approx(-2.4e6 * 3750 * 0.00085)


def test_swing_has_the_stated_spread_and_memory(
    certain_city: CityModel, seed: np.random.SeedSequence
) -> None:
    """Late years swing with the stated standard deviation and correlate by the stated persistence."""
    ensemble = simulate(
        replace(certain_city, hours_swing_sd_h=300.0, hours_persistence=0.6), REPEAT, 20_000, seed
    )
    hours = (ensemble.co2_t - ensemble.at_reference_hours_t) / (2.4e6 * 0.00085)

    assert hours[30].std() == pytest.approx(300.0, rel=0.02)
    assert np.corrcoef(hours[30], hours[31])[0, 1] == pytest.approx(0.6, abs=0.02)


def test_adjusted_series_beside_the_raw(city: CityModel, seed: np.random.SeedSequence) -> None:
    """At reference hours the plant's swing is gone from the projection."""
    loud = replace(city, hours_swing_sd_h=800.0)
    raw, calm = simulate(loud, REPEAT, 300, seed), simulate(loud, REPEAT, 300, seed).adjusted()
    jumps = [np.abs(np.diff(np.log(ensemble.co2_t), axis=0)).mean() for ensemble in (raw, calm)]

    assert jumps[1] < 0.6 * jumps[0]


def test_the_floor_stops_easing_and_lifts_nobody(
    certain_city: CityModel, seed: np.random.SeedSequence
) -> None:
    """Growth eases to the floor and stays; a city already below the floor keeps its own growth."""
    pure = replace(certain_city, process_t=0.0, coal_capacity_kw=0.0, growth_easing=Prior(0.01))
    slow = replace(pure, gdp_growth=Prior(0.01))
    pace = 0.855**0.2 * (0.63 / 0.65) ** 0.2
    last = [
        ensemble.co2_t[-1, 0] / ensemble.co2_t[-2, 0]
        for ensemble in (simulate(pure, REPEAT, 1, seed), simulate(slow, REPEAT, 1, seed))
    ]

    assert last == pytest.approx([1.02 * pace, 1.01 * pace], rel=1e-12)


def test_quantiles_are_ordered(city: CityModel, seed: np.random.SeedSequence) -> None:
    """The fan has a value per year and level, never crossing, around the median draw."""
    ensemble = simulate(city, REPEAT, 501, seed)
    fan = quantiles(ensemble)
    table = np.array([fan[level] for level in FAN])

    assert table.shape == (7, 37)
    assert np.all(np.diff(table, axis=0) > 0)
    assert fan[0.5] == pytest.approx(np.median(ensemble.co2_t, axis=1))


def test_no_draws_are_refused(city: CityModel, seed: np.random.SeedSequence) -> None:
    """Zero draws are refused."""
    with pytest.raises(DafengError, match="E_DRAWS"):
        simulate(city, REPEAT, 0, seed)


def test_intervals_cover_synthetic_truth(city: CityModel, seed: np.random.SeedSequence) -> None:
    """The 80 % interval of 2040 holds 75–85 % of 1,500 truths made one by one by separate plain arithmetic."""
    fan = quantiles(simulate(city, REPEAT, 10_000, seed), (0.1, 0.9))
    low, high = (fan[level][2040 - 2024] for level in (0.1, 0.9))
    normal = np.random.default_rng(99).standard_normal
    truths = [one_truth(city, normal) for _ in range(1500)]

    assert 0.75 <= np.mean([low <= truth <= high for truth in truths]) <= 0.85


def one_truth(city: CityModel, normal: Callable[[], float]) -> float:
    """CO2 of 2040 in one world, drawn from the stated assumptions with scalars."""
    growth, swing = city.gdp_growth.mean + city.gdp_growth.sd * normal(), 0.0
    history = math.log((1 - 0.031 + 0.01 * normal()) * (1 - 0.012 + 0.006 * normal()))
    in_period = math.log(0.855) / 5 * (1 + 0.15 * normal()) + math.log(0.63 / 0.65) / 5 * (1 + 0.2 * normal())
    after = in_period + 0.003 * normal() + 0.002 * normal()
    mean_hours, hours = 3750 + 250 * normal(), 3900.0
    structural, process, rate = city.structural_t, city.process_t, -0.01 + 0.01 * normal()
    for year in range(2024, 2041):
        first = year == 2024
        swing = 0.012 * normal() if first else 0.4 * swing + 0.012 * math.sqrt(1 - 0.16) * normal()
        pace = history if year <= 2025 else in_period if year <= 2030 else after
        structural *= (1 + growth + swing) * math.exp(pace)
        process *= 1 + rate
        hours = mean_hours + 0.3 * (hours - mean_hours) + 250 * math.sqrt(1 - 0.09) * normal()
    deviation = 2.4e6 * (hours - 3750) * 0.00085
    return math.exp(0.10 * normal()) * (structural + deviation + process)
