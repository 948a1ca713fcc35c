"""Whether the books hold together: the chain, and everything that the chain tells of."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from dafeng.domain.errors import Fault
from dafeng.domain.event import FIRST, Event, Head
from dafeng.storage import rows
from dafeng.storage.chain import event_hash, read_events
from dafeng.storage.reading import BATCH
from dafeng.storage.readings import partition
from dafeng.storage.schema import TOLD, files, observations, readings_files, submissions


def broken(connection: Connection, readings: Path | None, given: Head | None) -> tuple[Fault, ...]:
    """Every place where the books do not hold; `given` is a head that was noted down elsewhere.

    An event, a row or an original that was edited, removed, added or moved is told by its place.  An end of
    the chain that was cut off together with everything it tells of shows only against a head noted before.
    """
    events = read_events(connection)
    details = {event.number: json.loads(event.detail) for event in events if _is_json(event.detail)}
    return (
        *_chain(events),
        *(_against(events, given) if given else ()),
        *_imports(connection, events, details),
        *_told_tables(connection, details),
        *_originals(connection, details),
        *_readings(connection, readings),
    )


def _fault(code: str, place: str, zh: str, en: str) -> Fault:
    return Fault(code, place, zh, en)


def _chain(events: tuple[Event, ...]) -> Iterator[Fault]:
    previous = FIRST
    for count, event in enumerate(events, start=1):
        place = f"event {event.number}"
        if event.number != count and (count == 1 or events[count - 2].number != event.number - 1):
            yield _fault("E_CHAIN_GAP", place, "之前的事件缺失", "the event before it is missing")
        if event.hash != event_hash(event):
            yield _fault(
                "E_CHAIN_EVENT", place, "内容与其哈希不符，被改动过", "edited: its hash does not fit"
            )
        elif event.previous != previous:
            yield _fault("E_CHAIN_LINK", place, "与前一事件衔接不上", "does not follow the event before it")
        previous = event.hash


def _against(events: tuple[Event, ...], given: Head) -> Iterator[Fault]:
    if given.hash == FIRST:
        return
    found = next((event for event in events if event.hash == given.hash), None)
    if found is None or (given.number and found.number != given.number):
        yield _fault(
            "E_CHAIN_HEAD",
            f"head {given.hash[:12]}",
            "所给的链头不在链中：末尾被截去，或链被重写",
            "the head given is not in the chain: its end was cut off, or it was rewritten",
        )


def _imports(connection: Connection, events: tuple[Event, ...], details: dict[int, Any]) -> Iterator[Fault]:
    by_number = {event.number: event for event in events}
    told = {
        detail["submission"]: number
        for number, detail in details.items()
        if isinstance(detail, dict) and "submission" in detail
    }
    held = {row["id"]: row for row in connection.execute(select(submissions)).mappings()}
    for number in sorted(told.keys() - held.keys()):
        yield _fault("E_CHAIN_SUBMISSION", f"submission {number}", "批次被删除", "removed")
    for number, row in sorted(held.items()):
        event = by_number.get(row["event"])
        if event is None or event.hash != row["event_hash"] or told.get(number) != event.number:
            zh, en = (
                "所记的事件不在链中：链被截短或改写",
                "its event is not in the chain, which was cut or rewritten",
            )
            yield _fault("E_CHAIN_SUBMISSION", f"submission {number}", zh, en)
        elif _said_of(row) != _said_by(event, details[event.number]):
            yield _fault("E_CHAIN_SUBMISSION", f"submission {number}", "批次被改动过", "edited")
    yield from _observations(connection, {number: details[told[number]] for number in told})


def _observations(connection: Connection, told: dict[int, Any]) -> Iterator[Fault]:
    """Rows against their own digests, and each import's rows against what its event says of them."""
    sums: dict[int, Any] = {}
    counts: dict[int, int] = {}
    known: set[int] = set()
    query = select(*(observations.c[name] for name in ("id", *rows.DIGESTED, "digest")))
    streamed = connection.execution_options(yield_per=BATCH).execute(query.order_by(observations.c.id))
    for row in streamed:
        number, said, digest = row[0], tuple(row[1:-1]), row[-1]
        submission = said[3]
        if submission not in sums:
            sums[submission], counts[submission] = sha256(), 0
        sums[submission].update(digest)
        counts[submission] += 1
        if rows.digest(said) != bytes(digest) or said[0] != rows.joined(said[4:12]):
            known.add(submission)
            yield _fault(
                "E_CHAIN_ROW",
                f"observation {number}",
                f"{rows.shown(said[0])}（批次 {submission}）被改动过",
                f"{rows.shown(said[0])} (submission {submission}) was edited",
            )
    for submission in sorted(told.keys() | sums.keys()):
        detail = told.get(submission, {})
        count = counts.get(submission, 0)
        total = sums.get(submission, sha256()).hexdigest()
        if submission not in known and (detail.get("rows"), detail.get("rows_sha256")) != (count, total):
            yield _fault(
                "E_CHAIN_ROWS",
                f"submission {submission}",
                f"应有 {detail.get('rows', 0)} 条观测值，现有 {count} 条，或内容、顺序被改动",
                f"{detail.get('rows', 0)} observations were written and {count} are there, or they were changed",
            )


def _told_tables(connection: Connection, details: dict[int, Any]) -> Iterator[Fault]:
    told = {
        number: detail for number, detail in details.items() if isinstance(detail, dict) and "table" in detail
    }
    for table in TOLD:
        left = {number for number, detail in told.items() if detail["table"] == table.name}
        for row in connection.execute(select(table)).mappings():
            event = row["event"]
            said = {name: value for name, value in row.items() if name != "event"}
            if event not in left or told[event]["row"] != said:
                place = f"{table.name} {next(iter(row.values()))}"
                yield _fault("E_CHAIN_ROW", place, f"与事件 {event} 所记不符", f"differs from event {event}")
            left.discard(event)
        yield from _removed(table, left)


def _removed(table: Table, left: set[int]) -> Iterator[Fault]:
    for event in sorted(left):
        zh, en = f"事件 {event} 所记的行被删除", f"the row that event {event} tells of was removed"
        yield _fault("E_CHAIN_ROW", table.name, zh, en)


def _originals(connection: Connection, details: dict[int, Any]) -> Iterator[Fault]:
    held = set()
    streamed = connection.execution_options(yield_per=1).execute(select(files).order_by(files.c.sha256))
    for row in streamed:
        held.add(row.sha256)
        try:
            data = zlib.decompress(row.bytes)
        except zlib.error:
            data = b""
        if sha256(data).hexdigest() != row.sha256 or len(data) != row.size:
            yield _fault("E_CHAIN_FILE", f"file {row.sha256[:12]}", "原件被改动过", "the original was edited")
    for number, detail in details.items():
        if not isinstance(detail, dict) or "submission" not in detail:
            continue
        wanted = {*detail.get("files", {}), *([detail["file"]] if detail.get("file") else [])}
        for digest in sorted(wanted - held):
            zh, en = f"事件 {number} 所记的原件缺失", f"the original that event {number} tells of is missing"
            yield _fault("E_CHAIN_FILE", f"file {digest[:12]}", zh, en)


def _readings(connection: Connection, folder: Path | None) -> Iterator[Fault]:
    for row in connection.execute(select(readings_files)).mappings():
        path = partition(folder, row) if folder else None
        if path is None or not path.is_file() or sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            place = f"readings {row['series']} {row['month']}"
            yield _fault("E_CHAIN_FILE", place, "读数文件缺失或被改动", "the file is missing or was edited")


def _said_of(row: Any) -> tuple[Any, ...]:
    return tuple(
        row[name] or "" for name in ("at", "by", "action", "reason", "file", "ledger", "area", "period")
    )


def _said_by(event: Event, detail: Any) -> tuple[Any, ...]:
    return (
        *(event.at, event.by, event.action, event.reason),
        *(detail.get(name, "") for name in ("file", "ledger", "area", "period")),
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
