"""Periods of a return: a year, half, quarter or month, written 2025, 2025-H1, 2025-Q3 or 2025-07."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dafeng.domain.ledger import Frequency

_WRITTEN = re.compile(r"((?:19|20)\d\d)(?:-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")
_MONTHS = {Frequency.YEAR: 12, Frequency.HALF_YEAR: 6, Frequency.QUARTER: 3, Frequency.MONTH: 1}
EXAMPLES = {
    Frequency.YEAR: "2025",
    Frequency.HALF_YEAR: "2025-H1",
    Frequency.QUARTER: "2025-Q3",
    Frequency.MONTH: "2025-07",
}

FREQUENCY_ZH = {
    Frequency.YEAR: "年",
    Frequency.HALF_YEAR: "半年",
    Frequency.QUARTER: "季",
    Frequency.MONTH: "月",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months: its year, its frequency and its number in the year, counted from 1."""

    year: int
    frequency: Frequency
    number: int

    def __str__(self) -> str:
        match self.frequency:
            case Frequency.YEAR:
                return str(self.year)
            case Frequency.HALF_YEAR:
                return f"{self.year}-H{self.number}"
            case Frequency.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Frequency.MONTH:
                return f"{self.year}-{self.number:02}"

    @property
    def first_day(self) -> date:
        """The day it begins.

        >>> period_of("2025-Q3").first_day
        datetime.date(2025, 7, 1)
        """
        return date(self.year, (self.number - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def last_day(self) -> date:
        """The day it ends.

        >>> period_of("2024-02").last_day
        datetime.date(2024, 2, 29)
        """
        month = self.number * _MONTHS[self.frequency]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def before(self) -> Period:
        """The period of the same length before it.

        >>> str(period_of("2025-Q1").before), str(period_of("2025").before)
        ('2024-Q4', '2024')
        """
        if self.number > 1:
            return Period(self.year, self.frequency, self.number - 1)
        return Period(self.year - 1, self.frequency, 12 // _MONTHS[self.frequency])

    def parts(self, frequency: Frequency) -> tuple[Period, ...]:
        """The periods of another frequency that make it up; itself for its own, none for a longer one.

        >>> [str(one) for one in period_of("2025-H2").parts(Frequency.QUARTER)]
        ['2025-Q3', '2025-Q4']
        >>> period_of("2025-07").parts(Frequency.YEAR)
        ()
        """
        count = _MONTHS[self.frequency] // _MONTHS[frequency]
        first = (self.number - 1) * count + 1
        return tuple(Period(self.year, frequency, number) for number in range(first, first + count))

    def around(self, frequency: Frequency) -> Period | None:
        """The period of another frequency that it lies in; None for a shorter one.

        >>> str(period_of("2025-11").around(Frequency.QUARTER)), period_of("2025").around(Frequency.MONTH)
        ('2025-Q4', None)
        """
        months, longer = _MONTHS[self.frequency], _MONTHS[frequency]
        if longer < months:
            return None
        return Period(self.year, frequency, (self.number - 1) * months // longer + 1)

    def due(self, days: int) -> date:
        """The last day on which a return that is due `days` after the end is in time."""
        return self.last_day + timedelta(days=days)


def period_of(text: str) -> Period | None:
    """The period that a text writes, or None.

    >>> period_of("2025-07").frequency, period_of("2025-7")
    (<Frequency.MONTH: 'month'>, None)
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, part = int(found[1]), found[2]
    if part is None:
        return Period(year, Frequency.YEAR, 1)
    if part[0] in "HQ":
        return Period(year, Frequency.HALF_YEAR if part[0] == "H" else Frequency.QUARTER, int(part[1]))
    return Period(year, Frequency.MONTH, int(part))
