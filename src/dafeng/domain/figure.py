"""A number that never travels alone: value, unit, period, region, convention, grade and trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import SourceCell


@dataclass(frozen=True, slots=True)
class RuleRef:
    """The rule row a factor comes from, as it stood; `replaces` is the default row where the row is a city's own."""

    id: str
    edition: str
    document: str
    valid_from: str
    valid_to: str
    confidence: str
    source: str
    sha256: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with everything needed to explain it.

    `value` is None when it cannot be known; then `reason_zh` and `reason_en` say why, and `absence` says
    so where the source stated a kind of absence.
    A leaf is an observation (`cell` set), a rule row (`rule` set) or a declared assumption
    (`assumed` true); every other figure names its `formula` and its `inputs`.
    """

    id: str
    name: str
    name_en: str
    value: float | None
    unit: str
    period: str
    region: str
    convention: str
    grade: Grade
    formula: str | None = None
    inputs: tuple[Figure, ...] = ()
    rule: RuleRef | None = None
    cell: SourceCell | None = None
    assumed: bool = False
    source: str = ""
    reason_zh: str = ""
    reason_en: str = ""
    absence: Absence | None = None

    def walk(self) -> Iterator[Figure]:
        """This figure and everything under it, each once, inputs after the figures that use them."""
        seen: set[str] = set()
        queue = [self]
        while queue:
            figure = queue.pop(0)
            if figure.id in seen:
                continue
            seen.add(figure.id)
            yield figure
            queue.extend(figure.inputs)

    @property
    def depth(self) -> int:
        """Links from this figure down to its deepest leaf."""
        return 1 + max((figure.depth for figure in self.inputs), default=0)
