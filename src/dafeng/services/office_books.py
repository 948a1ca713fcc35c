"""The books of the office: where they are, and who may open them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dafeng.access.policy import Action, Actor, require
from dafeng.services.whereabouts import has_usual_books, usual_books
from dafeng.storage.address import address
from dafeng.storage.books import Books

READINGS = "DAFENG_READINGS"


def open_books(where: str | None, actor: Actor, action: Action, *, create: bool = False) -> Books:
    """Open the books named, else those of DAFENG_BOOKS, else ``dafeng-books`` here, for one purpose.

    Books on a server keep meter readings in the folder that DAFENG_READINGS names; those in a folder or file
    keep them beside it.

    Raises
    ------
    DafengError
        ``E_DENIED`` for an actor who may not; otherwise as `Books.open` says.

    """
    where = where or usual_books()
    place = address(where)
    require(actor, action, place.shown)
    named = os.environ.get(READINGS) if place.file is None else None
    return Books.open(where, create=create, readings=Path(named) if named else None)


@contextmanager
def books_if_any(where: str | None, actor: Actor, action: Action) -> Iterator[Books | None]:
    """The books where there are some, else None; books that were named must be there.

    Raises
    ------
    DafengError
        As `open_books` says.

    """
    if where is None and not has_usual_books():
        yield None
        return
    with open_books(where, actor, action) as books:
        yield books
