"""The inputs of a run with the numbers of the office's books."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.services.inputs import Inputs
from dafeng.services.whereabouts import BOOKS_TABLE
from dafeng.storage.books import Books
from dafeng.writers.observations import long_csv


def with_books(inputs: Inputs, books: Books, folder: Path) -> Inputs:
    """The same inputs with the numbers of the books, written into `folder`, in place of the city's tables.

    What a ledger's rows say is left out: the accounts read the series that it feeds.
    """
    held = books.current_frame()
    series = held.filter((pl.col("item").fill_null("") == "") & pl.col("text").is_null())
    if not series.height:
        raise DafengError(
            "E_NO_SERIES_HELD",
            f"账本“{books.shown}”中还没有核算所需的指标；请先导入，或不用 --books。",
            f"The books {books.shown!r} hold no series for the accounts yet; import some, or leave --books out.",
        )
    table = folder / BOOKS_TABLE
    with table.open("wb") as target:
        long_csv(series, target)
    return replace(inputs, tables=(table,))
