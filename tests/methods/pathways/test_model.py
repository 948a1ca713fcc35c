"""Inputs that cannot be used are refused, all faults at once."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from dafeng.domain.errors import DafengError
from dafeng.methods.pathways import CityModel, Fill, Observed, Prior


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"observed": Observed((), ())}, "observed"),
        ({"observed": Observed((2022, 2023), (1.0,))}, "observed"),
        ({"observed": Observed((2023, 2022), (15e6, 15e6))}, "observed.years"),
        ({"observed": Observed((2022, 2023), (nan, 15e6))}, "observed.2022"),
        ({"observed": Observed((2022, 2023), (15e6, 2e6))}, "structural_t"),
        ({"observed": Observed((2030,), (15e6,))}, "period_end"),
        ({"horizon": 2023, "period_end": 2022, "period_start": 2020}, "horizon"),
        ({"period_end": 2024}, "period"),
        ({"nonfossil_share_end": None}, "nonfossil_share"),
        ({"nonfossil_share_end": 37.0}, "nonfossil_share_end"),
        ({"coal_capacity_kw": -1.0}, "coal_capacity_kw"),
        ({"last_hours_h": 9000.0}, "last_hours_h"),
        ({"gdp_persistence": 1.0}, "gdp_persistence"),
        ({"mean_hours_h": Prior(3000.0, -1.0)}, "mean_hours_h"),
        ({"energy_intensity_change": Prior(-3.1)}, "energy_intensity_change"),
        ({"level_sd": nan}, "level_sd"),
    ],
)
def test_a_bad_input_is_named(city: CityModel, change: dict[str, object], place: str) -> None:
    """Each planted defect is refused with its place, in both languages."""
    with pytest.raises(DafengError) as refusal:
        replace(city, **change)

    fault = next(fault for fault in refusal.value.faults if fault.place == place)
    assert fault.zh
    assert fault.en


def test_all_faults_at_once(city: CityModel) -> None:
    """Three defects in one model give three faults in one refusal."""
    with pytest.raises(DafengError) as refusal:
        replace(city, level_sd=-1.0, last_hours_h=-5.0, nonfossil_share_start=1.2)

    places = {fault.place for fault in refusal.value.faults}
    assert places == {"level_sd", "last_hours_h", "nonfossil_share_start"}


@pytest.mark.parametrize("cut", [-0.1, 1.0, 14.5, nan])
def test_a_cut_is_a_fraction(cut: float) -> None:
    """A cut given in per cent, negative or missing as nan is refused."""
    with pytest.raises(DafengError) as refusal:
        Fill("wrong", "", "", energy_intensity_cut=cut)

    assert [fault.place for fault in refusal.value.faults] == ["wrong.energy_intensity_cut"]
