"""Books to try the promises on: always in SQLite, and in PostgreSQL where there is a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dafeng.storage.books import Books

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where new books may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "books")
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def opened(where: str, tmp_path: Path) -> Iterator[Callable[..., Books]]:
    """Open those books, as often as a test likes; all are closed at its end."""
    made: list[Books] = []

    def open_(**options: object) -> Books:
        made.append(Books.open(where, readings=tmp_path / "readings", **options))  # type: ignore[arg-type]
        return made[-1]

    yield open_
    for one in made:
        one.close()


@pytest.fixture
def books(opened: Callable[..., Books]) -> Books:
    """New books."""
    return opened()
