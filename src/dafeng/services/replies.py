"""Take a folder of replies: each file whole or not at all, then who is missing and what does not add up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.ledger import CheckKind, Ledger
from dafeng.domain.period import period_of
from dafeng.methods.ledgers.checks import check_return
from dafeng.methods.ledgers.sums import apart
from dafeng.readers.sheets import is_left_behind
from dafeng.services.desk import Desk
from dafeng.services.returns import Json, beside, returns_held, take, told
from dafeng.storage.books import Books

_What = tuple[str, str]  # ledger, period


def take_folder(
    folder: Path, desk: Desk, books: Books, *, at: datetime, by: str, day: date, reason: str = ""
) -> Json:
    """Book every file of a folder that can be booked, and tell what the office has to chase.

    Raises
    ------
    DafengError
        ``E_NO_REPLIES`` for a folder without files.

    """
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not is_left_behind(path)
    )
    if not paths:
        raise DafengError(
            "E_NO_REPLIES", f"“{folder.name}”中没有文件。", f"There is no file in {folder.name!r}."
        )
    files = [_taken(path, folder, desk, books, at=at, by=by, reason=reason) for path in paths]
    came = {
        (one["ledger"], one["area"], one["period"])
        for file in files
        for one in file.get("submissions", ())
        if one["ledger"] in desk.ledgers
    }
    sent = _issued(desk, books)
    whats = {(ledger, period) for ledger, _, period in came}
    periods = {period for _, period in whats}
    whats |= {(ledger, period) for ledger, period in sent if period in periods}
    return {
        "files": files,
        "missing": [
            line for what in sorted(whats) for line in _missing(what, sent.get(what, ()), desk, books, day)
        ],
        "apart": [told(fault) for fault in _apart(came, desk, books)],
    }


def _taken(path: Path, folder: Path, desk: Desk, books: Books, *, at: datetime, by: str, reason: str) -> Json:
    name = path.relative_to(folder).as_posix()
    try:
        answer = take(path, desk, books, at=at, by=by, reason=reason)
    except DafengError as error:
        faults = error.faults or (Fault(error.code, path.name, error.zh, error.en),)
        return {
            "file": name,
            "status": "refused",
            "code": error.code,
            "faults": [told(one) for one in faults],
        }
    new = any(one["new"] or one["corrected"] or one["withdrawn"] for one in answer["submissions"])
    return {**answer, "file": name, "status": "imported" if new else "held"}


def _missing(what: _What, sent: Sequence[str], desk: Desk, books: Books, day: date) -> list[Json]:
    """Who was sent the form, or else each county when a county has answered, and has not returned it."""
    name, written = what
    ledger, period = desk.ledgers[name], period_of(written)
    answered = {one.area for one in books.submissions(ledger=name, period=written)}
    wanted = sent or (desk.counties if answered & set(desk.counties) else ())
    due = period.due(ledger.due_days) if period else day
    return [
        {
            "ledger": name,
            "ledger_zh": ledger.zh,
            "area": code,
            "area_zh": desk.names.get(code, code),
            "period": written,
            "due": due.isoformat(),
            "days_late": max(0, (day - due).days),
        }
        for code in wanted
        if code not in answered
    ]


def _issued(desk: Desk, books: Books) -> dict[_What, list[str]]:
    """The areas to which each ledger's form was sent, by period."""
    found: dict[_What, list[str]] = {}
    for event in books.events():
        if event.action != "issue":
            continue
        one = json.loads(event.detail)
        areas = found.setdefault((one["ledger"], one["period"]), [])
        if one["ledger"] in desk.ledgers and one["area"] not in areas:
            areas.append(one["area"])
    return {what: areas for what, areas in found.items() if areas}


def _apart(came: Iterable[tuple[str, str, str]], desk: Desk, books: Books) -> list[Fault]:
    """What does not fit between ledgers, and between the city's own return and its counties'."""
    touched = set(came)
    found: list[Fault] = []
    for ledger in desk.ledgers.values():
        beside_of = {check.ledger for check in ledger.checks if check.kind is CheckKind.LEDGER}
        near = {(area, period) for name, area, period in touched if name == ledger.id or name in beside_of}
        places = {
            (area, str(whole))
            for area, period in near
            if (part := period_of(period)) and (whole := part.around(ledger.frequency))
        }
        if beside_of:
            found.extend(_against_others(ledger, sorted(places), desk, books))
    for name, period in sorted({(name, period) for name, _, period in touched}):
        found.extend(_against_counties(desk.ledgers[name], period, desk, books))
    return list(dict.fromkeys(found))


def _against_others(
    ledger: Ledger, places: Sequence[tuple[str, str]], desk: Desk, books: Books
) -> list[Fault]:
    found: list[Fault] = []
    for area, period in places:
        for made in returns_held(ledger, books, area, period):
            checked = check_return(ledger, made, None, beside(desk, made, (), books), {CheckKind.LEDGER})
            found.extend((*checked.faults, *checked.questions))
    return found


def _against_counties(ledger: Ledger, period: str, desk: Desk, books: Books) -> list[Fault]:
    if desk.city is None:
        return []
    returns = {one.area: one for one in returns_held(ledger, books, None, period)}
    whole, parts = returns.get(desk.city.code), [returns.get(code) for code in desk.counties]
    if whole is None or not parts or any(part is None for part in parts):
        return []
    return list(apart(ledger, whole, [part for part in parts if part is not None]))
