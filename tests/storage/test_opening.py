"""How books are found, made, moved to this version, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine, text

from dafeng.domain.errors import DafengError
from dafeng.storage.address import address
from dafeng.storage.books import Books
from dafeng.storage.preparing import VERSION_TABLE
from dafeng.storage.schema import metadata
from tests.storage.entries import ALL, put


def run(where: str, *statements: str) -> None:
    """Change a database as another program would, before dafeng opens it."""
    url = where if "://" in where else URL.create("sqlite", database=str(Path(where) / "books.sqlite"))
    if isinstance(url, URL):
        Path(where).mkdir(exist_ok=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_migrations_make_what_the_schema_says(books: Books) -> None:
    """The tables that the migrations leave are those that the code reads and writes."""
    options = {"version_table": VERSION_TABLE, "compare_type": True}
    with books._engines.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_books_are_opened_again_as_they_were(opened: Callable[..., Books]) -> None:
    """Closing and opening loses nothing and writes nothing."""
    first = opened()
    put(first)
    head = first.head()
    first.close()
    again = opened(create=False)
    assert (again.current(), again.head()) == (ALL, head)


def test_absent_books_are_not_made_by_a_reader(opened: Callable[..., Books], tmp_path: Path) -> None:
    """Where books must exist, their absence is told and nothing is made."""
    with pytest.raises(DafengError, match="E_NO_BOOKS"):
        opened(create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (("CREATE TABLE files (sha256 TEXT)", "CREATE TABLE observations (series TEXT)",
          "CREATE TABLE events (number INTEGER)"), "E_BOOKS_OLD"),
        (("CREATE TABLE customers (name TEXT)",), "E_BOOKS_FOREIGN"),
        ((f"CREATE TABLE {VERSION_TABLE} AS SELECT '9999' AS version_num",), "E_BOOKS_NEWER"),
    ],
)  # fmt: skip
def test_another_database_is_refused(
    where: str, opened: Callable[..., Books], statements: tuple[str, ...], code: str
) -> None:
    """Books of an older dafeng, of a newer one, and a database of somebody else's are told apart and left alone."""
    run(where, *statements)
    with pytest.raises(DafengError) as caught:
        opened()
    assert caught.value.code == code


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """A file of another kind is told, not overwritten."""
    path = tmp_path / "books.sqlite"
    path.write_bytes(b"name,value\n" * 1000)
    with pytest.raises(DafengError, match="E_BOOKS_FOREIGN"):
        Books.open(path)
    assert path.read_bytes() == b"name,value\n" * 1000


def test_a_folder_and_its_file_are_the_same_books(tmp_path: Path) -> None:
    """The folder and the file in it are two names of one set of books, readings beside the file."""
    with Books.open(tmp_path / "city") as books:
        put(books)
    with Books.open(tmp_path / "city" / "books.sqlite", create=False) as books:
        assert books.current() == ALL
    assert address(tmp_path / "city").readings == address(tmp_path / "city" / "books.sqlite").readings


@pytest.mark.parametrize("where", ["mysql://office:s3cret@db/books", "postgresql://office:s3cret@:::/"])
def test_an_address_of_another_kind_is_refused_without_its_password(where: str) -> None:
    """An unknown address is refused, and the message never repeats a password."""
    with pytest.raises(DafengError, match="E_BOOKS_ADDRESS") as caught:
        Books.open(where)
    assert "s3cret" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    """An unreachable server is an error with its place; no message or representation holds the password."""
    with pytest.raises(DafengError, match="E_BOOKS_UNREACHABLE") as caught:
        Books.open("postgresql+psycopg://office:s3cret@127.0.0.1:1/books", wait=1)
    assert "s3cret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_postgres_without_psycopg_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the refusal names it."""
    monkeypatch.setattr("dafeng.storage.address.find_spec", lambda _name: None)
    with pytest.raises(DafengError, match=r"dafeng\[postgres\]"):
        Books.open("postgresql://office@db/books")
