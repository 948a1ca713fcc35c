"""What a ledger's word is called in the accounts: 原煤 is raw_coal, 调入 is inflow."""

from __future__ import annotations

from functools import cache

from dafeng.rules.tables import rows

WORDED = ("flow", "sector", "fuel")
"""The keys of a series that hold a term of the accounts; a plant is called by its own name."""


@cache
def _terms() -> dict[tuple[str, str], str]:
    return {(row["key"], row["word"]): row["term"] for row in rows("feed_words.csv")}


def account_term(key: str, word: str) -> str | None:
    """The term for a ledger's word under a key of a series; None where the accounts know none.

    >>> account_term("fuel", "原煤"), account_term("fuel", "热力"), account_term("plant", "东岸电站")
    ('raw_coal', None, '东岸电站')
    """
    return _terms().get((key, word)) if key in WORDED else word
