"""How firmly a promise is worded: 确保 binds, 力争 tries, 左右 leaves room."""

from __future__ import annotations

from functools import cache

from dafeng.rules.tables import rows


@cache
def _strengths() -> dict[str, int]:
    found = {}
    for row in rows("plan_hedges.csv"):
        if not row["source"]:
            raise ValueError(f"rules/plan_hedges.csv: {row['word']}: no source")
        found[row["word"]] = int(row["strength"])
    return found


def firmness(hedge: str | None) -> int:
    """The summed strength of the words of a hedge as the reader joins them; a word nobody listed counts nothing.

    >>> firmness("确保+以上"), firmness("力争+左右"), firmness(None)
    (1, -2, 0)
    """
    return sum(_strengths().get(word, 0) for word in (hedge or "").split("+"))
