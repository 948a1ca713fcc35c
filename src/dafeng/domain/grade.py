"""How good a number is, and the ways in which it can be missing."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Grade(StrEnum):
    """Data grade (数据等级), best to worst."""

    A = "A"  # metered or verified
    B = "B"  # official statistics
    C = "C"  # published estimate
    D = "D"  # proxy or assumption
    S = "S"  # synthetic

    @property
    def rank(self) -> int:
        """0 for A up to 4 for S."""
        return "ABCDS".index(self.value)


class Absence(StrEnum):
    """Absent, not occurring and confidential are three different things; none is zero."""

    ABSENT = "absent"
    NOT_OCCURRING = "not_occurring"
    CONFIDENTIAL = "confidential"


def weakest(grades: Iterable[Grade]) -> Grade:
    """The worst of several grades: a result is no better than its weakest material input.

    >>> weakest([Grade.B, Grade.D, Grade.A])
    <Grade.D: 'D'>
    """
    return max(grades, key=lambda grade: grade.rank, default=Grade.A)
