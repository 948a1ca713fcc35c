"""A generic account as CSV, written a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import polars as pl


def account_csv(stretches: Iterable[pl.DataFrame], target: BinaryIO, *, bom: bool) -> None:
    """Write the stretches under one heading; `bom` is for Excel, which needs it to read Chinese.

    A text that Excel would take for a formula cannot stand here: it is refused where it comes in.
    """
    for number, stretch in enumerate(stretches):
        empty = pl.col(pl.String).replace("", None)  # else every cell that holds nothing is a pair of quotes
        stretch.select(empty, ~pl.selectors.string()).select(stretch.columns).write_csv(
            target, include_header=number == 0, include_bom=bom and number == 0
        )
