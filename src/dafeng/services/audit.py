"""What an auditor asks of the books: do they hold, where does the chain end, who did what."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dafeng.access.policy import Action, Actor
from dafeng.domain.errors import DafengError
from dafeng.domain.event import Head
from dafeng.services.office_books import open_books
from dafeng.storage import archive

Json = dict[str, Any]

_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_LONGEST = 1 << 20


def verify(where: str | None, noted: str | None, actor: Actor) -> Json:
    """Every place where the books do not hold; `noted` is a head from before, as a hash or in a file."""
    given = noted_head(noted) if noted else None
    with open_books(where, actor, Action.AUDIT) as books:
        broken = books.broken(given)
        return {
            "books": books.shown,
            "holds": not broken,
            "head": asdict(books.head()),
            "compared_with": asdict(given) if given else None,
            "broken": [fault.to_json() for fault in broken],
        }


def head(where: str | None, actor: Actor) -> Json:
    """The end of the chain, to be noted where nobody who can change the books can change it."""
    with open_books(where, actor, Action.AUDIT) as books:
        return {"books": books.shown, **asdict(books.head())}


def log(where: str | None, last: int, actor: Actor) -> Json:
    """The last events, newest last; all of them where `last` is 0."""
    with open_books(where, actor, Action.AUDIT) as books:
        events = books.events()
        shown = events[-last:] if last else events
        return {
            "books": books.shown,
            "events": len(events),
            "shown": [asdict(event) | {"detail": json.loads(event.detail)} for event in shown],
        }


def noted_head(text: str) -> Head:
    """A head that was noted before: a hash, a file that holds one (``dafeng audit head``) or a backup.

    Raises
    ------
    DafengError
        ``E_HEAD`` when no single hash is found there.

    Examples
    --------
    >>> noted_head("ab" * 32).hash[:8]
    'abababab'

    """
    if _HASH.fullmatch(text):
        return Head(0, text)
    path = Path(text)
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
    except OSError:
        data = b""
    if data.startswith(b"PK"):
        return archive.contents(path).head
    found = set(_HASH.findall(data.decode("utf-8", "replace")))
    if len(found) != 1:
        raise DafengError(
            "E_HEAD",
            f"“{path.name}”应为 64 位链头哈希、存有一个链头的文件，或备份文件。",
            f"{path.name!r} should be a head's 64-digit hash, a file that holds one, or a backup.",
        )
    return Head(0, found.pop())
