"""Take what departments send in: read it, check it against the books, and book all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.ledger import CheckKind, Ledger, Return
from dafeng.domain.observation import Observation
from dafeng.domain.period import period_of
from dafeng.methods.ledgers.cells import observations_of, returns_of
from dafeng.methods.ledgers.checks import Checked, check_return
from dafeng.methods.ledgers.feeds import fed_by
from dafeng.readers.flat import FLAT_SUFFIXES, is_flat_form, read_flat
from dafeng.readers.form import is_form, read_form
from dafeng.readers.observations import read_frame
from dafeng.readers.page import Reading
from dafeng.rules.remarks import remark
from dafeng.services.desk import Desk
from dafeng.storage.books import Books
from dafeng.storage.writing import Transaction

Json = dict[str, Any]
_TABLE_SUFFIXES = (*FLAT_SUFFIXES, ".xlsx")
TABLE = "observations"
"""What stands for a ledger's name where a file is a long table of series."""
EXPLAINED = frozenset({"E_SCALE", "E_SWAPPED"})
"""Faults that may be true after all: a stated reason lets such figures in, and keeps the doubt beside them."""


class Held(Protocol):
    """Books, or a write to them, that can be asked what they hold."""

    def current(
        self, series: str | None = None, region: str | None = None, period: str | None = None
    ) -> tuple[Observation, ...]: ...


def is_return(path: Path) -> bool:
    """Whether a file is meant as a ledger's form or flat table rather than as a long table of series."""
    suffix = path.suffix.lower()
    return suffix not in _TABLE_SUFFIXES or (is_flat_form(path) if suffix in FLAT_SUFFIXES else is_form(path))


def read_return(path: Path, desk: Desk) -> Reading:
    """What a form or a flat table of a ledger says."""
    match path.suffix.lower():
        case suffix if suffix in FLAT_SUFFIXES:
            return read_flat(path, desk.ledgers, desk.codes)
        case ".xlsx":
            return read_form(path, desk.ledgers, desk.codes)
        case _:
            kind = remark("E_FILE_KIND")
            return Reading(path.name, "", (), (Fault(kind.code, path.name, kind.zh, kind.en),), ())


def check_reading(reading: Reading, desk: Desk, held: Held | None, reason: str = "") -> Checked:
    """The ledger's checks over all that a file says, with what the books hold beside it.

    With a reason, a figure far from last period's is asked about and no longer refused.
    """
    answers = [
        check_return(
            desk.ledgers[made.ledger],
            made,
            _last(desk.ledgers[made.ledger], made, held) or reading.last,
            beside(desk, made, reading.returns, held),
        )
        for made in reading.returns
    ]
    faults = [fault for one in answers for fault in one.faults]
    explained = [fault for fault in faults if reason.strip() and fault.code in EXPLAINED]
    return Checked(
        tuple(fault for fault in faults if fault not in explained),
        (*(fault for one in answers for fault in one.questions), *explained),
    )


def check(path: Path, desk: Desk, held: Held | None = None) -> Json:
    """Every fault of a form at its cell, what was put right, and what asks for a word of explanation."""
    reading = read_return(path, desk)
    checked = check_reading(reading, desk, held)
    faults = (*reading.faults, *checked.faults)
    count = sum(len(observations_of(desk.ledgers[made.ledger], made)) for made in reading.returns)
    return {
        "faults": [told(fault) for fault in faults],
        "notes": [told(note) for note in reading.notes],
        "questions": [told(question) for question in checked.questions],
        "observations": 0 if faults else count,
        "files": [path.name],
    }


def take(
    path: Path, desk: Desk, books: Books, *, at: datetime, by: str, role: str = "", reason: str = ""
) -> Json:
    """Book a file whole: its original, every cell and what they feed, with their events.

    A reason is needed for a correction, and lets in figures that are far from last period's, as questions.

    Raises
    ------
    DafengError
        ``E_FORM`` or ``E_DATA`` with every fault of the file, ``E_CORRECTION`` where it says something else
        than what is held and no reason is given, ``E_BUSY`` when other writers hold the books.

    """
    if not path.is_file():
        raise DafengError("E_NO_FILE", f"找不到文件“{path.name}”。", f"There is no file {path.name!r}.")
    if not is_return(path):
        return _take_table(path, books, at=at, by=by, role=role, reason=reason)
    reading = read_return(path, desk)
    refuse(path.name, reading.faults)
    with books.write(at=at, by=by, role=role) as transaction:
        checked = check_reading(reading, desk, transaction, reason)
        refuse(path.name, checked.faults)
        digest = transaction.add_file(path.name, path.read_bytes())
        receipts = [_submit(transaction, desk, made, digest, reason) for made in reading.returns]
        if checked.questions:
            asked = [[one.code, one.place, one.zh] for one in checked.questions]
            transaction.record_event("question", path.name, asked, reason)
    return {
        "file": path.name,
        "sha256": digest,
        "submissions": receipts,
        "notes": [told(note) for note in reading.notes],
        "questions": [told(question) for question in checked.questions],
    }


def refuse(name: str, faults: Iterable[Fault]) -> None:
    """Refuse a file that has faults."""
    listed = tuple(faults)
    if listed:
        raise DafengError(
            "E_FORM",
            f"“{name}”有 {len(listed)} 处错误，整份未导入；请逐处修改后重试。",
            f"{len(listed)} faults in {name!r}; nothing of it was imported. Mend each and try again.",
            listed,
        )


def returns_held(
    ledger: Ledger, held: Held, area: str | None = None, period: str | None = None
) -> tuple[Return, ...]:
    """The returns of a ledger as the books state them now."""
    return returns_of(ledger, held.current(f"{ledger.id}.", area, period))


def told(fault: Fault) -> Json:
    """A fault as its file, sheet and cell, with its words."""
    file, _, where = fault.place.partition("!")
    sheet, _, cell = where.rpartition("!")
    return {**fault.to_json(), "file": file, "sheet": sheet or file, "cell": cell, "message": fault.zh}


def _take_table(path: Path, books: Books, *, at: datetime, by: str, role: str, reason: str) -> Json:
    found = read_frame((path,))
    with books.write(at=at, by=by, role=role) as transaction:
        digest = transaction.add_file(path.name, path.read_bytes())
        receipt = transaction.submit(found, ledger=TABLE, file=digest, reason=reason)
    return {
        "file": path.name,
        "sha256": digest,
        "submissions": [{"ledger": TABLE, "area": "", "period": "", **_counted(receipt)}],
        "notes": [],
        "questions": [],
    }


def _submit(transaction: Transaction, desk: Desk, made: Return, digest: str, reason: str) -> Json:
    ledger = desk.ledgers[made.ledger]
    before = transaction.current(f"{ledger.id}.", made.area, made.period)
    stated = (*observations_of(ledger, made), *fed_by(ledger, (made,)))
    keys = {one.key for one in stated}
    fed = {one.key for one in fed_by(ledger, returns_of(ledger, before))}
    series = dict.fromkeys(feed.series for feed in ledger.feeds)
    held = (one for name in series for one in transaction.current(name, made.area, made.period))
    fed_before = (one for one in held if one.key in fed)
    gone = [one.key for one in (*before, *fed_before) if one.key not in keys]
    about = {"ledger": made.ledger, "area": made.area, "period": made.period}
    receipt = transaction.submit(stated, **about, file=digest, reason=reason, withdraw=gone)
    return {**about, **_counted(receipt)}


def _counted(receipt: Any) -> Json:
    names = ("submission", "event", "event_hash", "new", "corrected", "withdrawn", "held")
    return {name: getattr(receipt, name) for name in names}


def _last(ledger: Ledger, made: Return, held: Held | None) -> Return | None:
    period = period_of(made.period)
    if held is None or period is None:
        return None
    return next(iter(returns_held(ledger, held, made.area, str(period.before))), None)


def beside(
    desk: Desk, made: Return, together: Iterable[Return], held: Held | None
) -> Mapping[str, tuple[Return, ...]]:
    """The returns that the ledger's checks compare with: of the same area and, together, the same time.

    Twelve months of a ledger stand beside a year of another.  While one of them is not in, none is given: a
    sum without it would accuse wrongly.
    """
    period = period_of(made.period)
    wanted = {one.ledger for one in desk.ledgers[made.ledger].checks if one.kind is CheckKind.LEDGER}
    if period is None:
        return {}
    given = tuple(together)
    found: dict[str, tuple[Return, ...]] = {}
    for name in sorted(wanted & set(desk.ledgers)):
        parts = period.parts(desk.ledgers[name].frequency)
        same = [_given(desk.ledgers[name], made.area, str(part), given, held) for part in parts]
        if same and all(same):
            found[name] = tuple(one for some in same for one in some)
    return found


def _given(
    ledger: Ledger, area: str, period: str, together: Iterable[Return], held: Held | None
) -> tuple[Return, ...]:
    """A ledger's returns for an area and period: those that came in together, else those in the books."""
    same = tuple(one for one in together if (one.ledger, one.area, one.period) == (ledger.id, area, period))
    return same or (() if held is None else returns_held(ledger, held, area, period))
