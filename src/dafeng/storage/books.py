"""The books: observations in SQLite, append-only, each with its cell, and a chain of events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    select,
    text,
)

from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import Observation, SourceCell

metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", String, nullable=False),
)

observations = Table(
    "observations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", String, nullable=False),
    Column("region", String, nullable=False),
    Column("period", String, nullable=False),
    Column("flow", String, nullable=False),
    Column("sector", String, nullable=False),
    Column("fuel", String, nullable=False),
    Column("plant", String, nullable=False),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("unit", String, nullable=False),
    Column("grade", String(1), nullable=False),
    Column("absence", String),
    Column("source", String, nullable=False),
    Column("note", String, nullable=False),
    Column("stated_value", String, nullable=False),
    Column("stated_unit", String, nullable=False),
    Column("sheet", String),
    Column("row", Integer, nullable=False),
    Column("column", String, nullable=False),
    Column("file", String(64), ForeignKey("files.sha256"), nullable=False),
    Column("recorded_on", String(10), nullable=False),
    UniqueConstraint("file", "sheet", "row", "recorded_on", name="one_row_once"),
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("on", String(10), nullable=False),
    Column("action", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

_APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FIRST = "0" * 64


class Books:
    """One city's books in one SQLite file; rows are added and never changed."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _strict)
        metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            for table in ("files", "observations", "events"):
                for verb in ("UPDATE", "DELETE"):
                    connection.execute(text(_APPEND_ONLY.format(table=table, verb=verb)))

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def add(self, found: Iterable[Observation], recorded_on: str) -> int:
        """Add observations and the event that says so, all or none; returns how many."""
        rows = list(found)
        cells = {observation.cell.sha256: observation.cell.file for observation in rows}
        with self._engine.begin() as connection:
            known = set(connection.scalars(select(files.c.sha256)))
            fresh = [{"sha256": sha, "name": name} for sha, name in sorted(cells.items()) if sha not in known]
            if fresh:
                connection.execute(files.insert(), fresh)
            if rows:
                connection.execute(observations.insert(), [_record(row, recorded_on) for row in rows])
            detail = {"files": cells, "observations": len(rows)}
            _append_event(connection, recorded_on, "observations.add", detail)
        return len(rows)

    def observations(self) -> tuple[Observation, ...]:
        """Every observation in the order it came in."""
        names = files.alias()
        query = select(observations, names.c.name).join(names, observations.c.file == names.c.sha256)
        with self._engine.connect() as connection:
            return tuple(
                _observation(row) for row in connection.execute(query.order_by(observations.c.id)).mappings()
            )

    def broken_event(self) -> int | None:
        """Number of the first event whose hash does not fit the chain, or None if the chain holds."""
        previous = _FIRST
        with self._engine.connect() as connection:
            for row in connection.execute(select(events).order_by(events.c.number)):
                if row.previous != previous or row.hash != _hash(row.on, row.action, row.detail, previous):
                    return int(row.number)
                previous = row.hash
        return None

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """A connection for an auditor's own reading."""
        with self._engine.connect() as connection:
            yield connection


def _strict(connection, _record: object) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    connection.execute("PRAGMA foreign_keys = ON")


def _append_event(connection: Connection, on: str, action: str, detail: object) -> None:
    last = connection.execute(select(events.c.hash).order_by(events.c.number.desc()).limit(1)).scalar()
    previous = last or _FIRST
    written = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    connection.execute(
        events.insert(),
        [
            {
                "on": on,
                "action": action,
                "detail": written,
                "previous": previous,
                "hash": _hash(on, action, written, previous),
            }
        ],
    )


def _hash(on: str, action: str, detail: str, previous: str) -> str:
    return hashlib.sha256(f"{previous}\n{on}\n{action}\n{detail}".encode()).hexdigest()


def _record(row: Observation, recorded_on: str) -> dict[str, object]:
    fields = ("series", "region", "period", "flow", "sector", "fuel", "plant", "value", "low", "high", "unit", "source",
              "note", "stated_value", "stated_unit")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in fields},
        "grade": row.grade.value,
        "absence": row.absence.value if row.absence else None,
        "sheet": row.cell.sheet,
        "row": row.cell.row,
        "column": row.cell.column,
        "file": row.cell.sha256,
        "recorded_on": recorded_on,
    }


def _observation(row) -> Observation:  # type: ignore[no-untyped-def]  # noqa: ANN001
    fields = {name: row[name] for name in Observation.__slots__ if name not in {"grade", "absence", "cell"}}
    return Observation(
        **fields,
        grade=Grade(row["grade"]),
        absence=Absence(row["absence"]) if row["absence"] else None,
        cell=SourceCell(row["name"], row["sheet"], row["row"], row["column"], row["file"]),
    )
