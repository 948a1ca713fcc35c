"""The chain of events: how one is hashed, appended and read."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from dafeng.domain.event import Event, Head
from dafeng.storage.schema import events


def written(detail: Any) -> str:
    """An event's detail as the text that is stored and hashed."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def event_hash(event: Event) -> str:
    """SHA-256 of the JSON list of everything the event says, the hash before it last."""
    said = [
        event.number,
        event.at,
        event.by,
        event.role,
        event.action,
        event.subject,
        event.detail,
        event.reason,
        event.previous,
    ]
    return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def head(connection: Connection) -> Head:
    """The end of the chain."""
    last = connection.execute(
        select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
    ).first()
    return Head(last.number, last.hash) if last else Head()


def read_events(connection: Connection) -> tuple[Event, ...]:
    """Every event, oldest first."""
    rows = connection.execute(select(events).order_by(events.c.number)).mappings()
    return tuple(Event(**row) for row in rows)
