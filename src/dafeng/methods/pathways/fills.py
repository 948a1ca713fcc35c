"""Ways of filling the targets a plan leaves blank, and the fill that would be strong enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dafeng.domain.errors import DafengError
from dafeng.methods.cards import card
from dafeng.methods.pathways.ensemble import project
from dafeng.methods.pathways.model import CityModel, Fill
from dafeng.methods.pathways.peak import peak
from dafeng.methods.pathways.trajectories import draw_shocks

HIGHEST_CUT = 0.40
CUT_TOLERANCE = 0.0005


def standard_fills(
    previous_cut: float, national_cut: float, national_carbon_cut: float | None
) -> tuple[Fill, ...]:
    """The fills every city can be read with: its own last cut repeated, the nation's, the national pair.

    Cuts are fractions over the period; without a national carbon-intensity cut the pair is left out.
    """
    fills = [
        Fill(
            "extrapolated",
            f"按本市上期降幅外推（能耗强度 {_minus(previous_cut)}）",
            f"repeats the city's own last cut (energy intensity {_minus(previous_cut)})",
            previous_cut,
        ),
        Fill(
            "national",
            f"按全国能耗强度目标（{_minus(national_cut)}）",
            f"national energy-intensity target ({_minus(national_cut)})",
            national_cut,
        ),
    ]
    if national_carbon_cut is not None:
        pair = f"{_minus(national_cut)} / {_minus(national_carbon_cut)}"
        fills.append(
            Fill(
                "national_pair",
                f"按全国能耗强度与碳强度双目标（{pair}）",
                f"national energy- and carbon-intensity targets ({pair})",
                national_cut,
                national_carbon_cut,
            )
        )
    return tuple(fills)


@card(
    id="pathway.solve_cut",
    name_zh="达到目标概率所需的最小降幅",
    name_en="smallest cut that is strong enough",
    formula="c* = min{c ∈ [0, 0.40] : P(峰值年 ≤ y | c) ≥ p}",
    unit="1",
    source="自定：共同随机数下二分求解，精度 0.0005，向上取",
    page="pathway",
)
def smallest_cut(reached: Callable[[float], bool]) -> float | None:
    """The smallest cut (fraction over the period) for which `reached` holds; None if 40 % is not enough.

    `reached` must not turn false again as the cut grows.  The answer itself has been reached.

    Examples
    --------
    >>> round(smallest_cut(lambda cut: cut >= 0.145), 3)
    0.145
    >>> smallest_cut(lambda cut: cut > 0.5) is None
    True

    """
    if not reached(HIGHEST_CUT):
        return None
    if reached(0.0):
        return 0.0
    low, high = 0.0, HIGHEST_CUT
    while high - low > CUT_TOLERANCE:
        middle = (low + high) / 2
        if reached(middle):
            high = middle
        else:
            low = middle
    return high


def solve_cut(
    model: CityModel,
    fill: Fill,
    target_probability: float,
    by_year: int,
    *,
    draws: int,
    seed: np.random.SeedSequence,
) -> float | None:
    """The smallest energy-intensity cut at which P(peak ≤ `by_year`) reaches the target probability.

    Everything else of `fill` and `model` is held.  None means that not even a 40 % cut is enough.

    Raises
    ------
    DafengError
        When the target probability is not between 0 and 1.

    """
    if not 0 < target_probability < 1:
        raise DafengError(
            "E_PROBABILITY",
            f"目标概率应在 0 与 1 之间，收到 {target_probability}",
            f"the target probability must lie between 0 and 1, got {target_probability}",
        )
    shocks = draw_shocks(model, draws, seed)

    def reached(cut: float) -> bool:
        ensemble = project(model, replace(fill, energy_intensity_cut=cut), shocks)
        return peak(ensemble, model.observed).probability_by(by_year) >= target_probability

    return smallest_cut(reached)


def _minus(cut: float) -> str:
    return f"−{round(cut * 100, 2):g} %"
