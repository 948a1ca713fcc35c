"""One write: files, imports, releases and nouns, each with its event, all kept or none."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table, select

from dafeng.domain.errors import DafengError
from dafeng.domain.event import Event
from dafeng.domain.ledger import Publication
from dafeng.domain.observation import Observation
from dafeng.domain.release import Release
from dafeng.domain.submission import Receipt
from dafeng.storage import nouns, reading
from dafeng.storage.chain import event_hash, head, written
from dafeng.storage.intake import Intake
from dafeng.storage.rows import frame, joined
from dafeng.storage.schema import events, files, releases, submissions


class Transaction:
    """What may be written in one go, by one person at one moment."""

    def __init__(self, connection: Connection, at: str, by: str, role: str) -> None:
        self.connection = connection
        self._at = at
        self._by = by
        self._role = role

    def add_file(self, name: str, data: bytes) -> str:
        """Keep an original under its SHA-256, which is the answer; the same bytes are kept once."""
        digest = sha256(data).hexdigest()
        if self.connection.scalar(select(files.c.size).where(files.c.sha256 == digest)) is None:
            row = {"sha256": digest, "name": _clean(name), "size": len(data), "bytes": zlib.compress(data, 6)}
            self.connection.execute(files.insert(), row)
        return digest

    def submit(
        self,
        found: Iterable[Observation] | pl.DataFrame,
        *,
        action: str = "import",
        ledger: str = "",
        area: str = "",
        period: str = "",
        file: str = "",
        reason: str = "",
        withdraw: Iterable[Sequence[str]] = (),
    ) -> Receipt:
        """Write observations, nouns or a frame, and withdraw the facts of these keys.

        A fact that is held with the same value is not written again.

        Raises
        ------
        DafengError
            ``E_CORRECTION`` for another value or a withdrawal without a reason, ``E_OBSERVATION`` and
            ``E_DUPLICATE`` for rows that cannot be used, ``E_NO_ORIGINAL`` for a file that was not added,
            ``E_NOT_HELD`` for a withdrawal of what nobody stated.

        """
        number = reading.highest(self.connection, submissions.c.id) + 1
        intake = Intake(self.connection, number, reason)
        intake.take(frame(found))
        intake.withdraw([joined(key) for key in withdraw])
        if file:
            intake.require_files([file])
        intake.settle()
        about = {"ledger": ledger, "area": area, "period": period}
        event = self.record_event(
            action,
            " ".join(part for part in about.values() if part) or "observations",
            {"submission": number, "file": file, **about, **intake.told()},
            reason,
        )
        row = {"id": number, "at": self._at, "by": self._by, "action": action, **about, "file": file or None}
        self.connection.execute(
            submissions.insert(),
            row | {"reason": reason, "event": event.number, "event_hash": event.hash},
        )
        counts = intake.counts
        return Receipt(
            number, event.number, event.hash, counts.new, counts.corrected, counts.withdrawn, counts.held
        )

    def release(
        self,
        series: str,
        region: str,
        period: str,
        status: Publication,
        release_on: date,
        *,
        reason: str = "",
    ) -> Event:
        """Decide whether a series (or, by ``ledger.*``, all of a ledger) may be shown from a day on."""
        row = asdict(Release(series, region, period, Publication(status), release_on))
        row |= {"status": str(row["status"]), "release_on": release_on.isoformat()}
        row["id"] = reading.highest(self.connection, releases.c.id) + 1
        return self.tell(releases, row, "release", f"{series} {region} {period}".strip(), reason)

    def state(self, noun: nouns.Noun, *, reason: str = "") -> Event | None:
        """Write a unit, meter, series, measure or case; None when the books already say the same.

        Raises
        ------
        DafengError
            ``E_CORRECTION`` for something else than what is held, without a reason.

        """
        table = nouns.TABLES[type(noun)]
        row = nouns.as_row(noun)
        before = nouns.latest(self.connection, table, noun.key)
        version = before[0]["version"] + 1 if before else 1
        if before and all(before[0][name] == value for name, value in row.items()):
            return None
        if before and not reason:
            raise DafengError(
                "E_CORRECTION",
                f"“{noun.key}”已有不同的登记；更正请写明原因。",
                f"{noun.key!r} is held with other words; give a reason to correct it.",
            )
        return self.tell(table, row | {"version": version}, f"state.{table.name}", noun.key, reason)

    def record_event(self, action: str, subject: str, detail: Any = None, reason: str = "") -> Event:
        """Append to the chain what was done, to what, and why; `detail` is anything that JSON can say."""
        last = head(self.connection)
        event = Event(
            last.number + 1,
            self._at,
            _clean(self._by),
            _clean(self._role),
            _clean(action),
            _clean(subject),
            _clean(written({} if detail is None else detail)),
            _clean(reason),
            last.hash,
            "",
        )
        event = replace(event, hash=event_hash(event))
        self.connection.execute(events.insert(), asdict(event))
        return event

    def tell(self, table: Table, row: dict[str, Any], action: str, subject: str, reason: str) -> Event:
        """Write a row and the event that says all of it."""
        event = self.record_event(action, subject, {"table": table.name, "row": row}, reason)
        self.connection.execute(table.insert(), row | {"event": event.number})
        return event

    def current(
        self, series: str | None = None, region: str | None = None, period: str | None = None
    ) -> tuple[Observation, ...]:
        """The current view as this write sees it: what a correction would replace or withdraw."""
        return reading.current(self.connection, series, region, period, None)


def _clean(text: str) -> str:
    """The text, if both databases can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "\x00"
    if "\x00" in text:
        raise DafengError(
            "E_TEXT",
            "文字中有无法存储的字符（空字符或不成对的代理字符），请删去。",
            "A text holds a character that cannot be stored (NUL or half a surrogate pair); remove it.",
        )
    return text
