"""Plans side by side, and a city plan beside the plans of its areas and departments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Plan, Target
from dafeng.methods.plan.comparison import (
    Carried,
    Part,
    Row,
    are_versions,
    carried,
    clause_changes,
    pair,
    part_of,
    supersession,
    unowned,
)
from dafeng.readers.structured import PLAN_TABLES
from dafeng.rules.vocabulary import load_vocabulary
from dafeng.services.planning import read
from dafeng.writers.xlsx import comparison

Json = dict[str, Any]
_SHOWN = ("comparator", "value", "value_max", "unit", "year", "base_year", "kind", "hedge")


def compare(plans: Sequence[Path], parts: Sequence[Path], out: Path | None, as_of: str) -> Json:
    """Two or more plans by indicator, or one city plan with its parts; `out` gets the same as a workbook.

    With `parts`, the first of `plans` is the city's and the rest are parts too; a folder of plans stands for
    the plans in it.

    Raises
    ------
    DafengError
        ``E_COMPARE_COUNT`` unless there is something to compare, ``E_EXISTS`` rather than overwrite `out`.

    """
    city, below = plans[:1], [*parts, *plans[1:]]
    if not parts and len(plans) < 2:
        raise DafengError(
            "E_COMPARE_COUNT",
            f"收到 {len(plans)} 个方案和 {len(parts)} 个部分；请给出至少两个方案，或一个方案加 --parts。",
            f"Got {len(plans)} plans and {len(parts)} parts; give two plans or more, or one plan with --parts.",
        )
    if out is not None and out.exists():
        raise DafengError(
            "E_EXISTS", f"“{out.name}”已存在，未覆盖。", f"{out.name!r} exists; nothing was overwritten."
        )
    if parts:
        body = _whole(read(city[0]), [read(path) for given in below for path in _plans_in(given)])
    else:
        body = _side_by_side([read(path) for path in plans])
    if out is not None:
        out.write_bytes(comparison(body, as_of))
    return body


def _plans_in(path: Path) -> list[Path]:
    """The path itself, or the plans of a folder that is not a plan kept as tables."""
    if not path.is_dir() or (path / PLAN_TABLES[0]).exists():
        return [path]
    return sorted(inner for inner in path.iterdir() if not inner.name.startswith("."))


def _side_by_side(plans: Sequence[Plan]) -> Json:
    rows = pair(plans, load_vocabulary())
    body: Json = {
        "plans": [_plan(plan) for plan in plans],
        "rows": [_row(row) for row in rows],
        "counts": _counts(rows, len(plans)),
        "supersession": [],
        "versions": [],
    }
    for index in range(len(plans) - 1):
        one, two = plans[index], plans[index + 1]
        replaced = supersession(one, two)
        if replaced is not None:
            body["supersession"].append(
                asdict(replaced) | {"newer": index + replaced.newer, "older": index + replaced.older}
            )
        if replaced is not None or are_versions(one, two):
            changes = [asdict(change) for change in clause_changes(one, two)]
            counts = dict(sorted(Counter(change["status"] for change in changes).items()))
            body["versions"].append(
                {"first": index, "second": index + 1, "counts": counts, "clauses": changes}
            )
    return body


def _counts(rows: Sequence[Row], plans: int) -> Json:
    ambitions = Counter(verdict.ambition for row in rows for verdict in row.verdicts if verdict)
    only = [
        sum(sum(map(bool, row.cells)) == 1 and bool(row.cells[index]) for row in rows)
        for index in range(plans)
    ]
    return {"rows": len(rows), "only": only, "ambition": dict(sorted(ambitions.items()))}


def _whole(city: Plan, plans: Sequence[Plan]) -> Json:
    parts = [part_of(plan) for plan in plans]
    found = carried(city, parts, load_vocabulary())
    duties = unowned(city, parts)
    return {
        "plan": _plan(city),
        "parts": [_plan(part.plan) | {"body": part.body, "kind": part.kind} for part in parts],
        "targets": [_carried(one, parts) for one in found],
        "duties": [
            asdict(duty) | {"owners": list(duty.owners), "missing": list(duty.missing)} for duty in duties
        ],
        "counts": {
            "targets": len(found),
            "nobody_carries": sum(not one.carriers for one in found),
            "closing": dict(sorted(Counter(one.closing.status for one in found if one.closing).items())),
            "no_owner": sum(duty.status == "no_owner" for duty in duties),
            "no_plan": sum(duty.status == "no_plan" for duty in duties),
        },
    }


def _plan(plan: Plan) -> Json:
    document = plan.document
    return {
        "name": document.name,
        "title": document.title,
        "doc_number": document.doc_number,
        "issuer": document.issuer,
        "issued": document.issued,
        "sha256": document.sha256,
        "clauses": len(plan.clauses),
        "targets": len(plan.targets),
    }


def _row(row: Row) -> Json:
    return {
        "indicator": row.indicator,
        "indicator_id": row.indicator_id,
        "scope": row.scope,
        "year": row.year,
        "reference": row.reference,
        "alike": row.alike,
        "cells": [_cell(cell) for cell in row.cells],
        "verdicts": [None if verdict is None else asdict(verdict) for verdict in row.verdicts],
    }


def _cell(targets: tuple[Target, ...]) -> Json | None:
    if not targets:
        return None
    first = targets[0]
    return {
        "targets": [target.id for target in targets],
        **{name: getattr(first, name) for name in _SHOWN},
        "quote": first.quote,
    }


def _carried(one: Carried, parts: Sequence[Part]) -> Json:
    return {
        "indicator": one.row.indicator,
        "indicator_id": one.row.indicator_id,
        "scope": one.row.scope,
        "city": _cell(one.row.cells[0]),
        "carriers": [
            {"part": number, "body": parts[number].body, **(_cell(one.row.cells[number + 1]) or {})}
            for number in one.carriers
        ],
        "closing": None if one.closing is None else asdict(one.closing),
    }
