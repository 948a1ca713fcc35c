"""The words for an absent, a non-occurring and a confidential number, as offices write them."""

from __future__ import annotations

from dafeng.domain.grade import Absence
from dafeng.rules.tables import rows


def absence_of(word: str) -> Absence | None:
    """The kind of absence that a word states, or None if it is no such word.

    >>> absence_of("未发生")
    <Absence.NOT_OCCURRING: 'not_occurring'>
    >>> absence_of("无") is None
    True
    """
    for row in rows("absence_words.csv"):
        if word.lower() in (row["absence"], row["zh"], *row["also"].split("|")):
            return Absence(row["absence"])
    return None


def absence_word(absence: Absence) -> str:
    """The one word we write for a kind of absence.

    >>> absence_word(Absence.CONFIDENTIAL)
    '保密'
    """
    return next(row["zh"] for row in rows("absence_words.csv") if row["absence"] == absence.value)


def absence_words() -> tuple[str, ...]:
    """The words we write, in the order of the table."""
    return tuple(row["zh"] for row in rows("absence_words.csv"))
