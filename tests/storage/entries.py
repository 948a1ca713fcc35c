"""What the tests write into books: observations of one small original, and short ways to import them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dafeng.domain.grade import Absence
from dafeng.domain.observation import Observation
from dafeng.domain.submission import Receipt
from dafeng.storage.books import Books
from tests.strategies import observation

ORIGINAL = "指标,数值\n".encode()
SHA256 = sha256(ORIGINAL).hexdigest()
JANUARY = datetime(2026, 1, 5, 9, tzinfo=UTC)
MARCH = datetime(2026, 3, 5, 9, tzinfo=UTC)
MAY = datetime(2026, 5, 5, 9, tzinfo=UTC)


def stated(series: str, value: float | None, *, row: int = 2, **keys: str) -> Observation:
    """An observation whose cell lies in the original."""
    made = observation(series, value, "t", row=row, **keys)  # type: ignore[arg-type]
    return replace(made, cell=replace(made.cell, sha256=SHA256), item=keys.get("item", ""))


COAL = stated("coal.used", 12.5, item="企业=甲厂")
GAS = replace(stated("coal.gas", None, row=3), absence=Absence.CONFIDENTIAL)
NAME = replace(stated("coal.owner", None, row=4), text="城北区")
ALL = (COAL, GAS, NAME)


def put(
    books: Books,
    rows: Iterable[Observation] = ALL,
    *,
    at: datetime = JANUARY,
    reason: str = "",
    withdraw: Sequence[Sequence[str]] = (),
    original: bytes = ORIGINAL,
) -> Receipt:
    """Import rows from the original as one submission."""
    with books.write(at=at, by="王敏", role="owner") as transaction:
        digest = transaction.add_file("table.csv", original)
        return transaction.submit(
            rows, ledger="coal", area="999900", period="2021", file=digest, reason=reason, withdraw=withdraw
        )


def tamper(books: Books, table: str, *statements: str) -> None:
    """Change rows behind the triggers, as somebody with the database's own password could."""
    file = books._place.file
    if file is not None:
        with closing(sqlite3.connect(file)) as raw, raw:
            for verb in ("update", "delete"):
                raw.execute(f"DROP TRIGGER {table}_no_{verb}")
            for statement in statements:
                raw.execute(statement)
        return
    with books._engines.writing() as connection:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))


def refused(error: DBAPIError) -> bool:
    """Whether the database itself said no."""
    return "append-only" in str(error.orig)
