"""Where the office keeps its books, told without opening them."""

from __future__ import annotations

import os
from pathlib import Path

BOOKS = "DAFENG_BOOKS"
DEFAULT = "dafeng-books"
BOOKS_TABLE = "books.csv"
"""The table into which a run writes what it takes from the books, so that it can be made again without them."""


def usual_books() -> str:
    """The place that DAFENG_BOOKS names, else ``dafeng-books`` here."""
    return os.environ.get(BOOKS) or DEFAULT


def has_usual_books() -> bool:
    """Whether there are books in the usual place; a server is taken at its word."""
    return "://" in usual_books() or Path(usual_books()).exists()
