"""Duties nobody owns: clauses that name no lead, and leads that have no plan of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dafeng.domain.plan import Clause, Plan
from dafeng.methods.plan.comparison.parts import Part
from dafeng.methods.plan.task.owners import owners_of
from dafeng.rules.vocabulary import load_vocabulary

_LEVEL = re.compile(r"^(?:[省市县区州]|各有关)")
_NO_WORK = re.compile(r"指导思想|(?:基本|工作|总体|主要|发展)(?:原则|要求|目标|思路)|附则|名词解释")
"""Headings under which a plan states aims and principles and gives nobody work."""
_COLLECTIVE = re.compile(r"^各|[县区]（|区县|县区|所有")
_SHORT = {"人民政府": "政府", "委员会": "委", "办公室": "办", "办公厅": "办"}


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause that gives work to somebody, or to nobody; `missing` are the owners without a plan of theirs.

    `status` is ``no_owner`` or ``no_plan``.
    """

    clause: str
    heading: str
    status: str
    owners: tuple[str, ...]
    missing: tuple[str, ...]


def unowned(city: Plan, parts: Sequence[Part]) -> tuple[Duty, ...]:
    """The clauses at the ends of the city plan whose work no part answers for."""
    bodies = [part.body for part in parts]
    areas = any(part.kind == "area" for part in parts)
    found = []
    for clause in _leaves(city):
        owners = tuple(dict.fromkeys(_owners(city, clause)))
        missing = tuple(owner for owner in owners if not _answered(owner, bodies, areas=areas))
        if not owners:
            found.append(Duty(clause.id, clause.heading, "no_owner", (), ()))
        elif missing:
            found.append(Duty(clause.id, clause.heading, "no_plan", owners, missing))
    return tuple(found)


def same_body(name: str, other: str) -> bool:
    """Whether two names can be one body: the shorter's characters stand in the longer in their order.

    >>> same_body("市发改委", "示例市发展和改革委员会"), same_body("市财政局", "示例市教育局")
    (True, False)
    """
    ours, theirs = (_LEVEL.sub("", _spelled(one)) for one in (name, other))
    short, long = sorted((ours, theirs), key=len)
    rest = iter(long)
    return len(short) > 1 and all(character in rest for character in short)


def _spelled(name: str) -> str:
    for full, short in _SHORT.items():
        name = name.replace(full, short)
    return name


def _answered(owner: str, bodies: list[str], *, areas: bool) -> bool:
    if _COLLECTIVE.search(owner):
        return areas
    return any(same_body(owner, body) for body in bodies)


def _owners(plan: Plan, clause: Clause) -> Iterator[str]:
    """The leads of the clause: in its own text, of its tasks, or in the clauses above it."""
    here: Clause | None = clause
    while here is not None:
        named = owners_of(load_vocabulary().simplified(plan.text_of(here))).lead
        named = named or tuple(name for task in plan.tasks if task.clause == clause.id for name in task.lead)
        if named:
            yield from named
            return
        parent = here.parent
        here = next((one for one in plan.clauses if one.id == parent), None)


def _leaves(plan: Plan) -> list[Clause]:
    parents = {clause.parent for clause in plan.clauses}
    idle: set[str | None] = set()
    for clause in plan.clauses:
        if clause.parent in idle or _NO_WORK.search(clause.heading):
            idle.add(clause.id)
    return [
        clause
        for clause in plan.clauses
        if clause.level > 0 and clause.id not in parents and clause.id not in idle
    ]
