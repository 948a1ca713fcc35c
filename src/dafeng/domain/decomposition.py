"""How a change is taken apart: in parts that add up or in ratios that multiply, by which weights, in which steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """Whether the effects add up to the difference or multiply to the ratio."""

    additive = "additive"
    multiplicative = "multiplicative"


class Method(StrEnum):
    """Weights of the logarithmic mean Divisia index: of the values (I) or of the shares, made to sum to one (II)."""

    lmdi1 = "lmdi1"
    lmdi2 = "lmdi2"


@dataclass(frozen=True, slots=True)
class Span:
    """From one year to another, in one step or, chained, through every year of the table between them.

    >>> Span(2015, 2020).years([2014, 2015, 2018, 2020]), Span(2020, 2015, chained=True).years([2015, 2018, 2020])
    ((2015, 2020), (2020, 2018, 2015))
    """

    start: int
    end: int
    chained: bool = False

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"from {self.start} to {self.end}: a change needs two years")

    def years(self, known: list[int]) -> tuple[int, ...]:
        """The years of the steps, in the order of the steps; both ends whether they are known or not."""
        low, high = sorted((self.start, self.end))
        between = {year for year in known if low <= year <= high} if self.chained else set()
        return tuple(sorted(between | {low, high}, reverse=self.start > self.end))
