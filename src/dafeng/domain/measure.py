"""Something that can be done to emit less, with its effect and its cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dafeng.domain.errors import DafengError


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure (措施): yearly effect between two bounds in `effect_unit`, cost in CNY; None where unknown.

    Raises
    ------
    DafengError
        ``E_MEASURE`` for bounds upside down, a number that is not finite, or an effect without its unit.

    """

    id: str
    name: str
    field: str
    effect_low: float | None = None
    effect_high: float | None = None
    effect_unit: str = ""
    cost: float | None = None
    owner: str = ""

    def __post_init__(self) -> None:
        low, high = self.effect_low, self.effect_high
        told = [number for number in (low, high, self.cost) if number is not None]
        upside_down = low is not None and high is not None and low > high
        naked = (low is not None or high is not None) and not self.effect_unit
        if upside_down or naked or not all(map(math.isfinite, told)):
            raise DafengError(
                "E_MEASURE",
                f"措施“{self.id}”的效果应有单位、下限不大于上限，数值应有限；收到 {low}～{high} {self.effect_unit}。",
                f"The effect of measure {self.id!r} takes a unit, a low bound not above the high one and finite "
                f"numbers; got {low} to {high} {self.effect_unit}.",
            )

    @property
    def key(self) -> str:
        return self.id
