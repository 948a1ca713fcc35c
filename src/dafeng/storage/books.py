"""The books of a city: observations, originals, releases and the chain of what was done, in one database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.event import Event, Head
from dafeng.domain.ledger import Publication
from dafeng.domain.observation import Observation
from dafeng.domain.submission import Submission, Version
from dafeng.storage import chain, copying, nouns, reading, readings, verification
from dafeng.storage.address import Address, address
from dafeng.storage.engine import Engines
from dafeng.storage.preparing import prepare
from dafeng.storage.rows import moment
from dafeng.storage.schema import readings_files
from dafeng.storage.writing import Transaction


class Books:
    """Append-only books in SQLite or PostgreSQL; what is read in one call is one view of them."""

    def __init__(self, place: Address, engines: Engines) -> None:
        self._place = place
        self._engines = engines

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        wait: float = 10.0,
        create: bool = True,
        readings: Path | None = None,
    ) -> Self:
        """Open the books in a folder, in an SQLite file or at ``postgresql+psycopg://…``.

        Tables are made, or moved to this version, first.  `wait` is how long a write may wait for its turn;
        `readings` is the folder of meter readings, beside the file unless it is named.

        Raises
        ------
        DafengError
            ``E_NO_BOOKS`` where there are none and `create` is false; ``E_BOOKS_OLD``, ``E_BOOKS_NEWER`` and
            ``E_BOOKS_FOREIGN`` for a database that this version cannot use; ``E_BOOKS_ADDRESS``,
            ``E_NO_POSTGRES`` and ``E_BOOKS_UNREACHABLE`` where it cannot be reached; ``E_BUSY`` when other
            writers hold it too long.

        """
        place = address(where, readings)
        engines = Engines(place, wait)
        try:
            prepare(engines, place, create=create)
        except BaseException:
            engines.close()
            raise
        return cls(place, engines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Books({self.shown!r})"

    @property
    def shown(self) -> str:
        """Where the books are, without a password."""
        return self._place.shown

    def close(self) -> None:
        """Give the database back."""
        self._engines.close()

    @contextmanager
    def write(self, *, at: datetime, by: str, role: str = "") -> Iterator[Transaction]:
        """The only writer until the block ends; an exception inside leaves nothing written.

        Raises
        ------
        DafengError
            ``E_BUSY`` when no turn came in time: nothing was written, try again.

        """
        with self._engines.writing() as connection:
            yield Transaction(connection, moment(at), by, role)

    def current(
        self,
        series: str | None = None,
        region: str | None = None,
        period: str | None = None,
        known: datetime | None = None,
    ) -> tuple[Observation, ...]:
        """What is stated now, or was by `known`, in the order in which it was written.

        `series` names a series and, at a dot, all under it: ``coal`` finds ``coal`` and ``coal.used``, never
        ``coal_price``; ``coal.`` finds the ledger's columns alone.
        """
        with self._engines.reading() as connection:
            return reading.current(connection, series, region, period, known)

    def current_frame(
        self,
        series: str | None = None,
        region: str | None = None,
        period: str | None = None,
        known: datetime | None = None,
    ) -> pl.DataFrame:
        """The current view as a frame, with the columns that `Transaction.submit` takes."""
        with self._engines.reading() as connection:
            return reading.current_frame(connection, series, region, period, known)

    def history(self, key: Sequence[str]) -> tuple[Version, ...]:
        """Every statement of the fact with this key (`Observation.key`), oldest first."""
        with self._engines.reading() as connection:
            return reading.history(connection, key)

    def submissions(
        self, ledger: str | None = None, area: str | None = None, period: str | None = None
    ) -> tuple[Submission, ...]:
        """Imports, oldest first."""
        with self._engines.reading() as connection:
            return reading.list_submissions(connection, ledger, area, period)

    def original(self, sha256: str) -> bytes:
        """The file of that hash; ``E_NO_ORIGINAL`` when it is not held."""
        with self._engines.reading() as connection:
            return reading.original(connection, sha256)

    def released(self, series: str, region: str, period: str, day: date) -> Publication:
        """Whether a figure may be shown on a day; without a decision it is unpublished."""
        with self._engines.reading() as connection:
            return reading.released(connection, series, region, period, day)

    def stated(self, kind: type[nouns.N]) -> tuple[nouns.N, ...]:
        """The units, meters, series, measures or cases as they are stated now."""
        with self._engines.reading() as connection:
            return nouns.stated(connection, kind)

    def events(self) -> tuple[Event, ...]:
        """The chain, oldest first."""
        with self._engines.reading() as connection:
            return chain.read_events(connection)

    def head(self) -> Head:
        """The end of the chain."""
        with self._engines.reading() as connection:
            return chain.head(connection)

    def broken(self, head: Head | None = None) -> tuple[Fault, ...]:
        """Where the books do not hold, if anywhere; `head` is one that was noted down before."""
        with self._engines.reading() as connection:
            return verification.broken(connection, self._place.readings, head)

    def add_readings(
        self, transaction: Transaction, series: str, frame: pl.DataFrame, *, reason: str = ""
    ) -> int:
        """Keep readings of a stated series within a write; the answer counts new or changed months."""
        return readings.add_readings(transaction, self._readings(), series, frame, reason=reason)

    def readings(self, series: str) -> pl.LazyFrame:
        """The current readings of a series: ``start`` in UTC and ``value``."""
        with self._engines.reading() as connection:
            return readings.scan_readings(connection, self._readings(), series)

    def copy_into(self, other: Books) -> tuple[Head, dict[str, int]]:
        """Copy one view of these books, readings included, into empty ones; its head and its rows counted.

        Raises
        ------
        DafengError
            ``E_BOOKS_NOT_EMPTY`` when the other books hold anything, ``E_BOOKS_BROKEN`` when rows that others
            need are missing from these.

        """
        try:
            with self._engines.reading() as source, other._engines.writing() as target:
                if not copying.is_empty(target):
                    raise DafengError(
                        "E_BOOKS_NOT_EMPTY",
                        f"账本“{other.shown}”不是空的，不能恢复到其中；请另选 --books。",
                        f"The books {other.shown!r} are not empty and cannot be restored into; choose another --books.",
                    )
                # A file that is missing here is missing there too, and verification says so.
                for path in filter(Path.is_file, self._reading_files(source)):
                    readings.put(other._readings() / path.relative_to(self._readings()), path.read_bytes())
                counts = copying.copy_rows(source, target)
                found = chain.head(target)
        except IntegrityError as error:
            raise DafengError(
                "E_BOOKS_BROKEN",
                f"账本“{self.shown}”缺少其他行所依赖的行，不能复制；dafeng audit verify 会指出位置。",
                f"The books {self.shown!r} lack rows that others need and cannot be copied; "
                "dafeng audit verify tells where.",
            ) from error
        return found, counts

    def _reading_files(self, connection: Connection) -> tuple[Path, ...]:
        found = connection.execute(select(readings_files)).mappings().all()
        return tuple(readings.partition(self._readings(), row) for row in found) if found else ()

    def _readings(self) -> Path:
        if self._place.readings is None:
            raise DafengError(
                "E_NO_READINGS_FOLDER",
                "服务器上的账本需要一个读数文件夹，请用 DAFENG_READINGS 指明。",
                "Books on a server need a folder for meter readings; name it in DAFENG_READINGS.",
            )
        return self._place.readings
