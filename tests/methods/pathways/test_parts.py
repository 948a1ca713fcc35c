"""The three parts of a city's CO2."""

from __future__ import annotations

import pytest

from dafeng.methods.pathways.parts import plant_deviation_t, process_t, structural_t


def test_plant_deviation_known() -> None:
    """500 h on 2,400 MW at 0.85 kg/kWh are 1.02 Mt, and 500 h less are as much below."""
    assert plant_deviation_t(2.4e6, 4250.0, 3750.0, 0.00085) == pytest.approx(1.02e6)
    assert plant_deviation_t(2.4e6, 3250.0, 3750.0, 0.00085) == pytest.approx(-1.02e6)


def test_structural_known() -> None:
    """Ratios of 1 leave the base; doubling any one of them doubles the result."""
    assert structural_t(7e6, 1.0, 1.0, 1.0) == 7e6
    assert structural_t(7e6, 2.0, 1.0, 1.0) == structural_t(7e6, 1.0, 2.0, 1.0) == 14e6
    assert structural_t(7e6, 1.0, 1.0, 2.0) == 14e6


def test_process_known() -> None:
    """Two years at −10 % leave 81 %."""
    assert process_t(2e6, -0.1, 2.0) == pytest.approx(1.62e6)
