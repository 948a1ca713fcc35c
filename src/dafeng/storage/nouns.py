"""Units, meters, series, measures and cases: which table keeps which noun, and how a row becomes one again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select

from dafeng.domain.case import Case, CaseKind, Step
from dafeng.domain.measure import Measure
from dafeng.domain.meter import Meter, Series
from dafeng.domain.unit import Unit
from dafeng.storage import schema

Noun = Unit | Meter | Series | Measure | Case
N = TypeVar("N", Unit, Meter, Series, Measure, Case)

TABLES: Mapping[type, Table] = MappingProxyType(
    {
        Unit: schema.units,
        Meter: schema.meters,
        Series: schema.series_metadata,
        Measure: schema.measures,
        Case: schema.cases,
    }
)


def key_column(table: Table) -> Any:
    """The column that tells a noun from its neighbours: the first."""
    return next(iter(table.columns))


def as_row(noun: Noun) -> dict[str, Any]:
    """What a noun says, as plain values."""
    found = {field.name: getattr(noun, field.name) for field in fields(noun)}
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, str)
        else value
        for name, value in found.items()
    }


def latest(connection: Connection, table: Table, key: str | None = None) -> list[dict[str, Any]]:
    """The newest version of each row of a table, or of one key, in the order of keys."""
    column = key_column(table)
    newest = select(column.label("key"), func.max(table.c.version).label("version")).group_by(column)
    if key is not None:
        newest = newest.where(column == key)
    top = newest.subquery()
    query = select(table).join(top, (column == top.c.key) & (table.c.version == top.c.version))
    return [dict(row) for row in connection.execute(query.order_by(column)).mappings()]


def stated(connection: Connection, kind: type[N]) -> tuple[N, ...]:
    """The newest version of every noun of a kind."""
    table = TABLES[kind]
    made = []
    for row in latest(connection, table):
        del row["version"], row["event"]
        made.append(kind(**(_typed_case(row) if table is schema.cases else row)))
    return tuple(made)


def _typed_case(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "kind": CaseKind(row["kind"]),
        "step": Step(row["step"]),
        "opened_on": date.fromisoformat(row["opened_on"]),
        "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
    }
