"""The same promise in several plans: rows by indicator, scope and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dafeng.domain.plan import Plan, Target
from dafeng.methods.plan.comparison.ambition import Verdict, compare
from dafeng.rules.script import simplified
from dafeng.rules.vocabulary import Vocabulary

_DROPPED = re.compile(r"[\s的“”\"《》（）()、，]|(?<=.)(?:总体|平均)?(?:目标|指标)$")
_SHARES = re.compile(r"(?:所占)?(?:占比|比重|比例)$")
_WHOLE_AREA = re.compile(r"全[国省市州区县]?(?:范围|域|口径)?|本[市省区县]|辖区内?")
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Row:
    """One promise in each plan, None where a plan does not make it.

    `cells` are the targets of each plan, more than one where a plan repeats itself.  `verdicts` measure each
    plan against the first one that has the row; `alike` is true when the wording was matched by likeness.
    """

    indicator: str
    indicator_id: str | None
    scope: str | None
    year: int | None
    cells: tuple[tuple[Target, ...], ...]
    verdicts: tuple[Verdict | None, ...]
    alike: bool

    @property
    def reference(self) -> int:
        return next(index for index, cell in enumerate(self.cells) if cell)


def name_of(target: Target) -> str:
    """The indicator's id, or its wording without what writers vary."""
    if target.indicator_id is not None:
        return target.indicator_id
    simple = simplified(target.indicator)
    return _SHARES.sub("占比", _DROPPED.sub("", simple))


def scope_of(target: Target) -> str:
    """The scope, empty for the whole area of the plan."""
    scope = simplified(target.scope or "")
    return "" if _WHOLE_AREA.fullmatch(scope) else scope


def pair(plans: Sequence[Plan], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """Every promise of every plan, the first plan's in its own order and then what the others add."""
    table: list[list[tuple[Target, ...]]] = []
    alike: list[bool] = []
    for index, plan in enumerate(plans):
        cells = _cells(plan)
        matched = _match([_first(row) for row in table], cells)
        for number, (row, likeness) in matched.items():
            table[row].append(cells[number])
            alike[row] |= likeness
        for number, cell in enumerate(cells):
            if number not in matched:
                table.append([()] * index + [cell])
                alike.append(False)
        for row_ in table:
            row_.extend([()] * (index + 1 - len(row_)))
    return tuple(
        _row(cells, vocabulary, alike=likeness) for cells, likeness in zip(table, alike, strict=True)
    )


def _row(cells: list[tuple[Target, ...]], vocabulary: Vocabulary, *, alike: bool) -> Row:
    first = _first(cells)
    reference = next(index for index, cell in enumerate(cells) if cell)
    verdicts = tuple(
        compare(first, cell[0], vocabulary) if cell and index != reference else None
        for index, cell in enumerate(cells)
    )
    return Row(first.indicator, first.indicator_id, first.scope, first.year, tuple(cells), verdicts, alike)


def _first(cells: list[tuple[Target, ...]]) -> Target:
    return next(cell[0] for cell in cells if cell)


def _cells(plan: Plan) -> list[tuple[Target, ...]]:
    """The plan's targets, a headline and its repetition together."""
    found: dict[tuple[object, ...], list[Target]] = {}
    for target in plan.targets:
        key = (
            name_of(target), scope_of(target), target.year, target.kind, target.value, target.value_max,
            target.unit,
        )  # fmt: skip
        found.setdefault(key, []).append(target)
    return [tuple(targets) for targets in found.values()]


def _match(rows: list[Target], cells: list[tuple[Target, ...]]) -> dict[int, tuple[int, bool]]:
    """Cell by number → row and whether by likeness; the closest fit is taken first, each only once."""
    fits = []
    for number, (target, *_) in enumerate(cells):
        for index, row in enumerate(rows):
            fit = _fit(row, target)
            if fit is not None:
                fits.append((fit, index, number))
    matched: dict[int, tuple[int, bool]] = {}
    used: set[int] = set()
    for fit, index, number in sorted(fits):
        if index not in used and number not in matched:
            matched[number] = (index, fit[0] > 0)
            used.add(index)
    return matched


def _fit(row: Target, target: Target) -> tuple[float, ...] | None:
    """How far two targets are from being the same promise; None if they are not."""
    if scope_of(row) != scope_of(target):
        return None
    ours, theirs = name_of(row), name_of(target)
    likeness = 1.0
    if ours != theirs:
        if row.indicator_id and target.indicator_id:
            return None
        if row.kind != target.kind:
            return None
        likeness = _likeness(ours, theirs)
        if likeness < _ALIKE:
            return None
    apart = (
        abs((row.year or 0) - (target.year or 0))
        if row.year and target.year
        else 50 * (row.year != target.year)
    )
    return (
        round(1 - likeness, 6),
        float(row.kind != target.kind),
        float(apart),
        float(row.unit != target.unit),
    )


def _likeness(ours: str, theirs: str) -> float:
    if not ours or not theirs or abs(len(ours) - len(theirs)) > 0.5 * max(len(ours), len(theirs)):
        return 0.0
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
