"""Where the office keeps its books, and who may open them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dafeng.access.policy import LOCAL_OWNER, Action, Actor, allowed
from dafeng.domain.errors import DafengError
from dafeng.storage.books import Books

VARIABLE = "DAFENG_BOOKS"
FOLDER = "dafeng-books"


def where_books_are(named: str | None) -> str:
    """The folder or URL that was named, else that of ``DAFENG_BOOKS``, else ``dafeng-books`` here."""
    return named or os.environ.get(VARIABLE) or FOLDER


def open_books(
    named: str | None, *, create: bool = True, actor: Actor = LOCAL_OWNER, action: Action = Action.WRITE_BOOKS
) -> Books:
    """The office's books, opened for somebody who may.

    Raises
    ------
    DafengError
        ``E_DENIED`` for somebody who may not, and what `Books.open` refuses.

    """
    where = where_books_are(named)
    require(actor, action, "books")
    return Books.open(where, create=create)


@contextmanager
def books_if_any(named: str | None) -> Iterator[Books | None]:
    """The books where there are some, else None; books that were named must be there."""
    where = where_books_are(named)
    if not named and "://" not in where and not Path(where).exists():
        yield None
        return
    with open_books(named, create=False) as books:
        yield books


def require(actor: Actor, action: Action, resource: str) -> None:
    """Refuse what the policy table does not grant.

    Raises
    ------
    DafengError
        ``E_DENIED`` with the table's reason.

    """
    decision = allowed(actor, action, resource)
    if not decision.allowed:
        raise DafengError("E_DENIED", f"{decision.reason_zh}。", f"{decision.reason_en}.")
