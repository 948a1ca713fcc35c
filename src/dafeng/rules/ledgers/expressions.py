"""The small language of a ledger's rules: an SQL expression over its columns, read by polars."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@cache
def expression(text: str) -> pl.Expr:
    """The expression of a rule, to be computed over a frame of the ledger's columns.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"made": [3.0, 5.0], "used": [2.0, 6.0]})
    >>> frame.select(ok=expression("used <= made"))["ok"].to_list()
    [True, False]
    """
    import polars as pl

    return pl.sql_expr(text)


def columns_of(text: str) -> tuple[tuple[str, ...], str]:
    """The columns a rule names, and what is wrong with it (empty when nothing is).

    >>> columns_of("SUM(made) >= used * 0.9")
    (('made', 'used'), '')
    >>> columns_of("made >")[1] != ""
    True
    """
    import polars as pl

    try:
        names = expression(text).meta.root_names()
    except (pl.exceptions.PolarsError, ValueError) as error:
        return (), str(error).splitlines()[0]
    return tuple(dict.fromkeys(names)), ""


def one_other(rule: str) -> str:
    """The rule of a check against another ledger, with that ledger's sums taken once for each group.

    >>> one_other("SUM(made) <= other_used * 2")
    'SUM(made) <= MIN(other_used) * 2'
    """
    return re.sub(r"\b(other_\w+)\b", r"MIN(\1)", rule)
