"""Connections to the books: one queue for writers, a pool for readers, and a wait that ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from dafeng.domain.errors import DafengError
from dafeng.storage.address import Address

READERS = 16
# Any number does, as long as every dafeng takes the same one: "dafeng" in ASCII.
_LOCK = 0x646166656E67
_BUSY_STATES = frozenset({"55P03", "53300", "57P03"})  # lock not available, too many clients, starting up
_BUSY = ("database is locked", "database table is locked", "database schema is locked", "too many clients")
_GONE = (
    "connection failed",
    "connection is bad",
    "connection is lost",
    "server closed the connection",
    "unable to open database file",
    "readonly database",
)
_DAMAGED = ("malformed", "disk image", "no such table", "no such column", "UndefinedTable", "UndefinedColumn")


class Engines:
    """The two pools of one process."""

    def __init__(self, address: Address, wait: float) -> None:
        self._address = address
        self._wait = wait
        # One connection for writers: threads of one process queue here, processes at the database's lock.
        self._writer = self._engine(1, "BEGIN IMMEDIATE")
        self._reader = self._engine(READERS, "BEGIN")

    def close(self) -> None:
        """Give every connection back."""
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the books, while writers go on."""
        with self._told(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only writer until the block ends; then all of it is kept, or none.

        Raises
        ------
        DafengError
            ``E_BUSY`` when another writer did not finish in time: nothing was written.

        """
        with self._told(), self._writer.connect() as connection, connection.begin():
            if self._writer.dialect.name == "postgresql":
                wait = f"{max(1, int(self._wait * 1000))}ms"
                connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": wait})
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def _engine(self, size: int, begin: str) -> Engine:
        sqlite = self._address.file is not None
        options: dict[str, Any] = {}
        if not sqlite:
            options["pool_pre_ping"] = True
            options["connect_args"] = {"connect_timeout": max(2, int(self._wait))}
            if begin == "BEGIN":
                options["isolation_level"] = "REPEATABLE READ"
        engine = create_engine(
            self._address.url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=self._wait,
            hide_parameters=True,
            **options,
        )
        if sqlite:
            wait = int(self._wait * 1000)
            event.listen(engine, "connect", lambda connection, _record: _prepare(connection, wait))
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise self._busy() from error
        except DBAPIError as error:
            if _is_busy(error):
                raise self._busy() from error
            if error.connection_invalidated or _says(error, _GONE):
                raise self._unreachable() from error
            if _says(error, _DAMAGED):
                raise self._damaged() from error
            raise

    def _busy(self) -> DafengError:
        return DafengError(
            "E_BUSY",
            f"账本正忙，等了 {self._wait:g} 秒仍未轮到；什么也没有写入，请稍后再试。",
            f"The books are busy: no turn came in {self._wait:g} seconds. Nothing was written; try again.",
        )

    def _unreachable(self) -> DafengError:
        return DafengError(
            "E_BOOKS_UNREACHABLE",
            f"连不上账本“{self._address.shown}”，请检查地址、文件和服务是否可用。",
            f"The books {self._address.shown!r} cannot be reached; check the address, the file and the server.",
        )

    def _damaged(self) -> DafengError:
        return DafengError(
            "E_BOOKS_DAMAGED",
            f"账本“{self._address.shown}”的数据库文件已损坏或不完整，请从备份恢复到新的位置。",
            f"The database of the books {self._address.shown!r} is damaged or not whole; restore a backup elsewhere.",
        )


def _prepare(connection: Any, wait: int) -> None:
    # SQLAlchemy's events say BEGIN; Python's driver must not say it a second time.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {wait}")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it REPLACE would remove a row past the trigger.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA journal_size_limit = 67108864")


def _is_busy(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in _BUSY_STATES or _says(error, _BUSY)


def _says(error: DBAPIError, words: tuple[str, ...]) -> bool:
    said = f"{type(error.orig).__name__} {error.orig}"
    return any(one in said for one in words)
