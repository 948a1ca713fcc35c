"""Tapio's decoupling: how much emissions move for one per cent of growth, and the name of that state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dafeng.methods.cards import card

LOWER, UPPER = 0.8, 1.2
"""Tapio's band around 1 within which the two move together."""


class State(StrEnum):
    """The eight states, by the signs of both changes and the elasticity."""

    strong_decoupling = "strong decoupling"
    weak_decoupling = "weak decoupling"
    expansive_coupling = "expansive coupling"
    expansive_negative_decoupling = "expansive negative decoupling"
    strong_negative_decoupling = "strong negative decoupling"
    weak_negative_decoupling = "weak negative decoupling"
    recessive_coupling = "recessive coupling"
    recessive_decoupling = "recessive decoupling"


@dataclass(frozen=True, slots=True)
class Decoupling:
    """An elasticity and its state."""

    elasticity: float
    state: State


@card(
    id="decomposition.tapio",
    name_zh="Tapio 脱钩弹性",
    name_en="Tapio decoupling",
    formula="e = (ΔC / C^0) / (ΔG / G^0)",
    unit="1",
    source="Tapio 2005, Transport Policy 12, 137–151",
    page="decomposition",
)
def decouple(pressure: tuple[float, float], growth: tuple[float, float]) -> Decoupling:
    """The elasticity of a pressure (emissions, energy) to growth, and its state.

    Parameters
    ----------
    pressure, growth : the values of both years, each in one unit, growth at constant prices

    Returns
    -------
    the elasticity, without unit, and its state

    Raises
    ------
    ValueError
        When a first value is not positive, or growth is unchanged: the elasticity is not defined.

    Notes
    -----
    0.8 and 1.2 themselves count as coupling; an unchanged pressure has elasticity 0 and counts as weak.

    Examples
    --------
    Emissions grow by 3 per cent while output grows by 6.

    >>> found = decouple((100, 103), (50, 53))
    >>> round(found.elasticity, 12), found.state.value
    (0.5, 'weak decoupling')

    """
    if not (pressure[0] > 0 and growth[0] > 0):
        raise ValueError(f"first values {pressure[0]} and {growth[0]}: give positive numbers")
    if growth[0] == growth[1]:
        raise ValueError(f"growth stays at {growth[0]}: the elasticity is not defined")
    more = (pressure[1] - pressure[0]) / pressure[0]
    output = (growth[1] - growth[0]) / growth[0]
    elasticity = more / output
    # 8 over 10 per cent is 0.8 by hand and a hair less in binary; the border must not depend on that.
    return Decoupling(elasticity, _state(round(elasticity, 12), grows=output > 0))


def _state(elasticity: float, *, grows: bool) -> State:
    if elasticity < 0:
        return State.strong_decoupling if grows else State.strong_negative_decoupling
    if elasticity < LOWER:
        return State.weak_decoupling if grows else State.weak_negative_decoupling
    if elasticity <= UPPER:
        return State.expansive_coupling if grows else State.recessive_coupling
    return State.expansive_negative_decoupling if grows else State.recessive_decoupling
