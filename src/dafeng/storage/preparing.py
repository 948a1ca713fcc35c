"""Make the tables of new books, move those of older ones, and refuse what is neither."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.exc import DatabaseError

from dafeng.domain.errors import DafengError
from dafeng.storage.address import Address
from dafeng.storage.engine import Engines

# The newest revision in migrations/versions.
NEWEST = "0001"
VERSION_TABLE = "books_version"
_OLD = {"files", "observations", "events"}


def prepare(engines: Engines, address: Address, *, create: bool) -> None:
    """Leave the books at the newest revision.

    Raises
    ------
    DafengError
        As `Books.open` says.

    """
    if not create and not address.exists:
        raise _none(address)
    try:
        if address.file is not None:
            address.file.parent.mkdir(parents=True, exist_ok=True)
        with engines.reading() as connection:
            if _revision(connection, address, create=create) == NEWEST:
                return
        with engines.writing() as connection:
            # Another process may have come first.
            if _revision(connection, address, create=create) != NEWEST:
                _migrate(connection)
    except OSError as error:
        raise DafengError(
            "E_BOOKS_UNREACHABLE",
            f"不能在“{address.shown}”建立账本，请检查路径和权限。",
            f"No books can be made at {address.shown!r}; check the path and its permissions.",
        ) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise _foreign(address) from error
        raise


def _revision(connection: Connection, address: Address, *, create: bool) -> str | None:
    names = set(inspect(connection).get_table_names())
    if not names:
        if create:
            return None
        raise _none(address)
    if VERSION_TABLE not in names:
        raise _old(address) if names >= _OLD else _foreign(address)
    found = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    if found is None or found > NEWEST:
        raise DafengError(
            "E_BOOKS_NEWER",
            f"账本“{address.shown}”由更新的 dafeng 建立（版本 {found}），请升级 dafeng。",
            f"The books {address.shown!r} were made by a newer dafeng (revision {found}); upgrade dafeng.",
        )
    return str(found)


def _migrate(connection: Connection) -> None:
    # Late: only books that are new or old need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _none(address: Address) -> DafengError:
    return DafengError(
        "E_NO_BOOKS",
        f"“{address.shown}”没有账本，请检查 --books 或 DAFENG_BOOKS。",
        f"There are no books at {address.shown!r}; check --books or DAFENG_BOOKS.",
    )


def _old(address: Address) -> DafengError:
    return DafengError(
        "E_BOOKS_OLD",
        f"“{address.shown}”是旧版 dafeng 的账本，没有存原件，不能沿用；请另选位置，从原始表格重新导入或重跑。",
        f"{address.shown!r} holds books of an older dafeng, without the originals, and cannot be used; choose "
        "another place and import the tables again, or run again.",
    )


def _foreign(address: Address) -> DafengError:
    return DafengError(
        "E_BOOKS_FOREIGN",
        f"“{address.shown}”是别的数据库或已损坏，不是 dafeng 的账本；账本应有自己的数据库。",
        f"{address.shown!r} is another database or damaged, no books of dafeng; books need a database of their own.",
    )
