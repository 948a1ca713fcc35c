"""A plan as the one documented JSON object that every door hands out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dafeng.domain.plan import Plan

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
    """The plan with its document, clauses, targets, projects, tasks and actors; offsets count the decoded file."""
    document = plan.document
    return {
        "document": {
            "title": document.title,
            "doc_number": document.doc_number,
            "issuer": document.issuer,
            "issued": document.issued,
            "sha256": document.sha256,
            "characters": document.characters,
        },
        "clauses": [asdict(clause) for clause in plan.clauses],
        "targets": [{name: getattr(target, name) for name in _TARGET_FIELDS} for target in plan.targets],
        "projects": [asdict(project) for project in plan.projects],
        "tasks": [{name: _plain(getattr(task, name)) for name in _TASK_FIELDS} for task in plan.tasks],
        "actors": [asdict(actor) for actor in plan.actors],
    }


def _plain(value: object) -> object:
    """Tuples become lists, as JSON reads them back."""
    return list(value) if isinstance(value, tuple) else value
