"""Observations as one long table, in CSV or Parquet, that reads back as the same observations."""

from __future__ import annotations

from typing import BinaryIO

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.domain.observation import HEADINGS

_OF_A_LEDGER = ("item", "text")


def long_csv(frame: pl.DataFrame, target: BinaryIO) -> None:
    """Write a frame of observations as CSV with Chinese headings and a byte-order mark, for Excel.

    Values stand in their canonical units, with every digit that tells them from their neighbours.  A text
    that Excel would take for a formula cannot stand here: it is refused where it comes in.

    Raises
    ------
    DafengError
        ``E_NOT_LONG`` for the observations of a ledger, whose rows and words have no column here.

    """
    empty = pl.col(pl.String).replace("", None)  # else every cell that holds nothing is a pair of quotes
    table = _long(frame).select(empty, ~pl.selectors.string()).select(*HEADINGS).rename(HEADINGS)
    table.write_csv(target, include_bom=True, line_terminator="\r\n")


def long_parquet(frame: pl.DataFrame, target: BinaryIO) -> None:
    """Write a frame of observations as Parquet, with numbers as numbers.

    Raises
    ------
    DafengError
        ``E_NOT_LONG`` for the observations of a ledger, whose rows and words have no column here.

    """
    _long(frame).write_parquet(target, compression="zstd")


def _long(frame: pl.DataFrame) -> pl.DataFrame:
    ledgers = [pl.col(name).fill_null("") != "" for name in _OF_A_LEDGER if name in frame.columns]
    count = int(frame.select(pl.any_horizontal(*ledgers).sum()).item()) if ledgers else 0
    if count:
        raise DafengError(
            "E_NOT_LONG",
            f"{count} 条观测值是台账的单元格，不能写成长表；请按台账导出。",
            f"{count} observations are cells of a ledger, which a long table cannot hold; export the ledger.",
        )
    return frame.select(*HEADINGS)
