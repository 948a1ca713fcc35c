"""What a check sees: the plan, the outside numbers and the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dafeng.domain.finding import FindingInput
from dafeng.domain.grade import Grade
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Clause, Plan, Target
from dafeng.methods.plan.review.inputs import as_interval

_NUMBERING = re.compile(
    r"^[\s\u3000]*(?:[（(][一二三四五六七八九十]+[）)]|\d+\s*[.．、]|[一二三四五六七八九十]+、)", re.MULTILINE
)
_WHOLE_AREA = re.compile(r"全[国省市州区县]?(?:范围|域|口径)?")


@dataclass(frozen=True, slots=True)
class Context:
    """The plan under review with its outside numbers; absent inputs answer None."""

    plan: Plan
    inputs: Mapping[str, FindingInput]
    as_of: date

    def interval(self, name: str) -> Interval | None:
        """The outside number of that name as an interval, or None."""
        given = self.inputs.get(name)
        return None if given is None else as_interval(given)

    def given(self, *names: str) -> tuple[FindingInput, ...]:
        """The outside numbers of those names that are present, for a finding's list of inputs."""
        return tuple(self.inputs[name] for name in names if name in self.inputs)

    def targets(self, indicator_id: str, *, kind: str | None = None, unit: str | None = None) -> list[Target]:
        """The targets of one indicator, in the order of the text."""
        return [
            target
            for target in self.plan.targets
            if target.indicator_id == indicator_id
            and (kind is None or target.kind == kind)
            and (unit is None or target.unit == unit)
        ]

    def percents(self, indicator_id: str, kind: str) -> dict[int, Target]:
        """The first percentage target of one indicator for each year, whole area, between 0 and 100 %."""
        found: dict[int, Target] = {}
        for target in self.targets(indicator_id, kind=kind, unit="%"):
            if target.value is None or target.year is None or not 0 < target.value < 100:
                continue
            if covers_whole_area(target):
                found.setdefault(target.year, target)
        return found

    def says(self, pattern: str) -> bool:
        """True if the pattern occurs anywhere in the document."""
        return re.search(pattern, self.plan.document.text) is not None

    def children(self, clause: Clause) -> Iterator[Clause]:
        """Every clause below a clause, at any depth, in the order of the text."""
        below = {clause.id}
        for other in self.plan.clauses:
            if other.parent in below:
                below.add(other.id)
                yield other

    def leaves(self) -> list[Clause]:
        """The clauses that have no clause below them, without the notice or preamble."""
        parents = {clause.parent for clause in self.plan.clauses}
        return [clause for clause in self.plan.clauses if clause.level > 0 and clause.id not in parents]

    def body(self, clause: Clause) -> str:
        """A clause's own text without its number."""
        return _NUMBERING.sub("", self.plan.text_of(clause), count=1)

    def clause_at(self, offset: int) -> str | None:
        """The id of the deepest clause that holds this place of the text."""
        inside = [clause for clause in self.plan.clauses if clause.start <= offset < clause.end]
        return max(inside, key=lambda clause: (clause.level, clause.start)).id if inside else None

    def as_input(self, target: Target) -> FindingInput:
        """A plan target as an input of a finding: what the plan prints, sourced to its clause."""
        year = "" if target.year is None else f"（{target.year}年）"
        low, high = (target.value, target.value_max) if target.value_max is not None else (None, None)
        return FindingInput(
            f"{target.indicator}{year}", target.value, low, high, target.unit or "", target.clause, Grade.B
        )


def base_year_of(target: Target) -> tuple[int, bool] | None:
    """The base year and whether it is stated; None if it is neither stated nor customary.

    A target for the last year of a five-year plan customarily counts from the last year of the plan before.
    """
    if target.base_year is not None:
        return target.base_year, True
    if target.year is None or target.year % 5 != 0:
        return None
    return target.year - 5, False


def covers_whole_area(target: Target) -> bool:
    """True if the target speaks of the whole plan area, unscoped or scoped by words such as 全市."""
    return target.scope is None or _WHOLE_AREA.fullmatch(target.scope) is not None
