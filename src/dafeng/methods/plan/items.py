"""The items of a plan as a person reviews them: texts by field, each with its place.

A new part of the plan is a function here and its rows in ``rules/review_fields.csv``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dafeng.domain.correction import Item
from dafeng.domain.plan import Plan, Project, Target, Task
from dafeng.methods.plan.anchors import Ground, anchor, ground
from dafeng.rules.vocabulary import Vocabulary


def plain(value: float | str | None) -> str:
    """A field as text; what is absent is empty.

    >>> plain(14.5), plain(2030), plain(40.0), plain(None)
    ('14.5', '2030', '40', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def target_fields(target: Target) -> dict[str, str]:
    """The fields of a target as texts."""
    return {
        "indicator": target.indicator,
        "scope": plain(target.scope),
        "comparator": target.comparator,
        "value": plain(target.value),
        "value_max": plain(target.value_max),
        "unit": plain(target.unit),
        "year": plain(target.year),
        "base_year": plain(target.base_year),
        "kind": target.kind,
        "hedge": plain(target.hedge),
        "tier": target.tier,
    }


def as_told(target: Target, now: Mapping[str, str], checked: str, vocabulary: Vocabulary) -> Target:
    """The target with the fields a person gives it; a field not given stays as read."""

    def text(name: str, old: str | None) -> str | None:
        return (now[name] or None) if name in now else old

    def number(name: str, old: float | None) -> float | None:
        return (float(now[name]) if now[name] else None) if name in now else old

    def year(name: str, old: int | None) -> int | None:
        return (int(now[name]) if now[name] else None) if name in now else old

    indicator = now.get("indicator") or target.indicator
    known = target.indicator_id
    if indicator != target.indicator:
        known = vocabulary.spellings.get(indicator)
    value = number("value", target.value)
    return replace(
        target,
        indicator=indicator,
        indicator_id=known,
        comparator=now.get("comparator") or target.comparator,
        value=value,
        value_max=number("value_max", target.value_max),
        unit=text("unit", target.unit),
        year=year("year", target.year),
        base_year=year("base_year", target.base_year),
        kind=now.get("kind") or target.kind,
        hedge=text("hedge", target.hedge),
        scope=text("scope", target.scope),
        tier=now.get("tier") or target.tier,
        reading=target.reading if value is None else None,
        confidence=1.0,
        checked=checked,
    )


def project_fields(project: Project) -> dict[str, str]:
    """The fields of a project as texts."""
    return {"name": project.name, "kind": project.kind}


def task_fields(task: Task) -> dict[str, str]:
    """The fields of a task as texts; several bodies are joined by 、."""
    return {
        "verb": task.verb,
        "object": task.object,
        "lead": "、".join(task.lead),
        "support": "、".join(task.support),
        "deadline": plain(task.deadline),
    }


def task_as_told(task: Task, now: Mapping[str, str]) -> Task:
    """The task with the fields a person gives it; a field not given stays as read."""
    told = task_fields(task) | dict(now)
    return replace(
        task,
        verb=told["verb"],
        object=told["object"],
        lead=_bodies(told["lead"]),
        support=_bodies(told["support"]),
        deadline=told["deadline"] or None,
        confidence=1.0,
    )


def _bodies(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[、，,；;]", text) if name.strip())


def items(plan: Plan, simplified: Callable[[str], str]) -> tuple[Item, ...]:
    """Every item a person may review, part by part, in the order of the text."""
    place = ground(plan.document.text, simplified)
    headings = {clause.id: clause.heading for clause in plan.clauses}
    parts = (_targets, _tasks, _projects)
    return tuple(item for part in parts for item in part(plan, place, headings))


def _targets(plan: Plan, place: Ground, headings: Mapping[str, str]) -> Iterator[Item]:
    seen: Counter[tuple[int, int]] = Counter()
    for target in plan.targets:
        figure = (target.value_start, target.value_end)
        nth = seen[spot(target)]
        seen[spot(target)] += 1
        yield Item(
            plan.document.sha256,
            plan.document.title or plan.document.name,
            "target",
            target.id,
            target.clause,
            headings.get(target.clause, ""),
            target_fields(target),
            anchor(place, target.quote_start, target.quote_end, figure, nth),
            shown(place, target.quote_start, target.quote_end),
            where(plan, place, target.quote_start),
            target.confidence,
            target.checked,
        )


def _projects(plan: Plan, place: Ground, headings: Mapping[str, str]) -> Iterator[Item]:
    for number, project in enumerate(plan.projects, start=1):
        yield Item(
            plan.document.sha256,
            plan.document.title or plan.document.name,
            "project",
            f"P{number}",
            project.clause,
            headings.get(project.clause, ""),
            project_fields(project),
            anchor(place, project.start, project.end, (None, None)),
            shown(place, project.start, project.end),
            where(plan, place, project.start),
            None,
            None,
        )


def _tasks(plan: Plan, place: Ground, headings: Mapping[str, str]) -> Iterator[Item]:
    for task in plan.tasks:
        yield Item(
            plan.document.sha256,
            plan.document.title or plan.document.name,
            "task",
            task.id,
            task.clause,
            headings.get(task.clause, ""),
            task_fields(task),
            anchor(place, task.start, task.end, (None, None)),
            shown(place, task.start, task.end),
            where(plan, place, task.start),
            task.confidence,
            None,
        )


def spot(target: Target) -> tuple[int, int]:
    """The place that tells a target from its neighbours: its figure, or its words if it has none."""
    if target.value_start is None or target.value_end is None:
        return target.quote_start, target.quote_end
    return target.value_start, target.value_end


def where(plan: Plan, place: Ground, offset: int) -> str:
    """The page, paragraph or cell of an offset; in plain text the paragraph of the reading view."""
    return str(plan.document.place_of(offset) or f"第{place.paragraph(offset)}段")


def shown(place: Ground, start: int, end: int) -> str:
    """The words around a place, with the place itself in brackets 【】."""
    made = anchor(place, start, end, (None, None))
    return f"…{made.before}【{made.quote}】{made.after}…"
