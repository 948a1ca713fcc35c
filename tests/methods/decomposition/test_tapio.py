"""Tapio's eight states and their borders."""

from __future__ import annotations

import pytest

from dafeng.methods.decomposition import State, decouple


@pytest.mark.parametrize(
    ("pressure", "growth", "state"),
    [
        (99, 110, State.strong_decoupling),
        (100, 110, State.weak_decoupling),
        (107, 110, State.weak_decoupling),
        (108, 110, State.expansive_coupling),
        (112, 110, State.expansive_coupling),
        (113, 110, State.expansive_negative_decoupling),
        (101, 90, State.strong_negative_decoupling),
        (100, 90, State.weak_negative_decoupling),
        (93, 90, State.weak_negative_decoupling),
        (92, 90, State.recessive_coupling),
        (88, 90, State.recessive_coupling),
        (87, 90, State.recessive_decoupling),
    ],
)
def test_every_state_has_its_place(pressure: float, growth: float, state: State) -> None:
    """From 100 each: the signs and the elasticities 0, 0.8 and 1.2 part the eight states."""
    assert decouple((100, pressure), (100, growth)).state is state


@pytest.mark.parametrize(("pressure", "growth"), [((0, 1), (1, 2)), ((1, 2), (0, 1)), ((1, 2), (3, 3))])
def test_an_undefined_elasticity_is_refused(pressure: tuple, growth: tuple) -> None:
    """Nothing to start from, or no growth at all, has no elasticity."""
    with pytest.raises(ValueError, match=r"positive|not defined"):
        decouple(pressure, growth)
