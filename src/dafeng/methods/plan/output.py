"""A plan as the one documented JSON object that every door hands out."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from dafeng.domain.plan import Document, Plan

_TARGET_FIELDS = (
    "id",
    "clause",
    "indicator",
    "indicator_id",
    "comparator",
    "value",
    "value_max",
    "unit",
    "year",
    "base_year",
    "kind",
    "hedge",
    "scope",
    "tier",
    "quote",
    "quote_start",
    "quote_end",
    "value_start",
    "value_end",
    "confidence",
    "checked",
)

_TASK_FIELDS = (
    "id",
    "clause",
    "kind",
    "verb",
    "object",
    "scope",
    "owner",
    "support",
    "deadline",
    "start",
    "end",
    "targets",
    "projects",
    "confidence",
)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan with everything that was read of it; offsets count the decoded file.

    `text_sha256` is of the text that offsets count, in UTF-8; `place` is null in plain text.
    """
    document = plan.document
    return {
        "document": {
            "title": document.title,
            "doc_number": document.doc_number,
            "issuer": document.issuer,
            "issued": document.issued,
            "sha256": document.sha256,
            "text_sha256": hashlib.sha256(document.text.encode()).hexdigest(),
            "characters": document.characters,
            "files": [asdict(file) for file in document.files],
        },
        "clauses": [
            {**asdict(clause), "place": place_json(document, clause.start)} for clause in plan.clauses
        ],
        "targets": [
            {name: getattr(target, name) for name in _TARGET_FIELDS}
            | {"place": place_json(document, target.quote_start)}
            for target in plan.targets
        ],
        "projects": [
            {**asdict(project), "place": place_json(document, project.start)} for project in plan.projects
        ],
        "tables": [asdict(table) for table in plan.tables],
        "boxes": [asdict(box) for box in plan.boxes],
        "tasks": [
            {name: _plain(getattr(task, name)) for name in _TASK_FIELDS}
            | {"place": place_json(document, task.start)}
            for task in plan.tasks
        ],
        "actors": [{**asdict(actor), "place": place_json(document, actor.start)} for actor in plan.actors],
    }


def place_json(document: Document, start: int) -> dict[str, str | int] | None:
    """The page, paragraph or cell of an offset, such as ``{"page": 3}``; None in plain text."""
    place = document.place_of(start)
    return place.to_json() if place else None


def _plain(value: object) -> object:
    """Tuples become lists, as JSON reads them back."""
    return list(value) if isinstance(value, tuple) else value
