"""Where books are: a folder, an SQLite file or a PostgreSQL address, which is shown without its password."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dafeng.domain.errors import DafengError

FILE = "books.sqlite"
SUFFIXES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True, slots=True)
class Address:
    """The database, the folder of meter readings if there is one, and the name that may be shown."""

    url: URL
    readings: Path | None
    shown: str

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on a server."""
        return Path(self.url.database) if self.url.drivername == "sqlite" and self.url.database else None

    @property
    def exists(self) -> bool:
        """Whether there is something to open; a server is asked when it is opened."""
        return self.file is None or self.file.exists()


def address(where: str | Path, readings: Path | None = None) -> Address:
    """Tell a folder, an SQLite file and a PostgreSQL address apart.

    Raises
    ------
    DafengError
        ``E_BOOKS_ADDRESS`` for another kind of address, ``E_NO_POSTGRES`` where psycopg is not installed.

    Examples
    --------
    >>> address("postgresql+psycopg://office:secret@db/books").shown
    'postgresql+psycopg://office:***@db/books'
    >>> address("out/books.sqlite").shown
    'books.sqlite'

    """
    if "://" in str(where):
        url = _server(str(where))
        return Address(url, readings, url.render_as_string(hide_password=True))
    path = Path(where)
    if path.is_file() or (path.suffix.lower() in SUFFIXES and not path.is_dir()):
        beside = path.parent / ("readings" if path.name == FILE else f"{path.stem}-readings")
        return Address(URL.create("sqlite", database=str(path)), readings or beside, path.name)
    return Address(
        URL.create("sqlite", database=str(path / FILE)),
        readings or path / "readings",
        path.resolve().name,
    )


def _server(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"postgresql", "postgresql+psycopg"}:
        # The address itself is not repeated: it may hold a password.
        raise DafengError(
            "E_BOOKS_ADDRESS",
            "账本地址应为文件夹、SQLite 文件，或 postgresql+psycopg://用户@主机/库名。",
            "Books are at a folder, an SQLite file or postgresql+psycopg://user@host/database.",
        ) from None
    if find_spec("psycopg") is None:
        raise DafengError(
            "E_NO_POSTGRES",
            "使用 PostgreSQL 需要 psycopg，请安装 dafeng[postgres]。",
            "PostgreSQL needs psycopg; install dafeng[postgres].",
        )
    return url.set(drivername="postgresql+psycopg")
