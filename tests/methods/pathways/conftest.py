"""A city to draw pathways for: round numbers, every spread stated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dafeng.methods.pathways import CityModel, Observed, Prior

SERIES = Observed(tuple(range(2018, 2024)), (13.9e6, 14.1e6, 14.0e6, 14.8e6, 14.9e6, 15.4e6))


@pytest.fixture
def city() -> CityModel:
    """An inland city with one large coal plant, kilns, 35 → 37 % non-fossil and 5.5 % growth."""
    return CityModel(
        observed=SERIES,
        horizon=2060,
        period_start=2025,
        period_end=2030,
        gdp_growth=Prior(0.055, 0.008),
        energy_intensity_change=Prior(-0.031, 0.01),
        carbon_per_energy_change=Prior(-0.012, 0.006),
        nonfossil_share_start=0.35,
        nonfossil_share_end=0.37,
        process_t=2.5e6,
        process_growth=Prior(-0.01, 0.01),
        coal_capacity_kw=2.4e6,
        coal_t_per_kwh=0.00085,
        reference_hours_h=3750.0,
        last_hours_h=3900.0,
        mean_hours_h=Prior(3750.0, 250.0),
    )


@pytest.fixture
def seed() -> np.random.SeedSequence:
    """The seed of every seeded test here."""
    return np.random.SeedSequence(20300)


@pytest.fixture
def certain_city(city: CityModel) -> CityModel:
    """The same city with every spread at zero."""
    priors = ("gdp_growth", "energy_intensity_change", "carbon_per_energy_change", "process_growth")
    priors += ("mean_hours_h", "growth_easing", "energy_achievement", "carbon_achievement")
    spreads = ("hours_swing_sd_h", "gdp_swing_sd", "energy_after_sd", "carbon_after_sd")
    spreads += ("level_sd", "observation_sd")
    return replace(
        city,
        **{name: Prior(getattr(city, name).mean) for name in priors},
        **dict.fromkeys(spreads, 0.0),
    )
