"""By when a task is to be done, if its sentence says so."""

from __future__ import annotations

import re

from dafeng.methods.plan.target.amounts import years_of
from dafeng.methods.plan.target.moments import times_in

_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?(?!印发|发布|起|以来)")
_FROM = re.compile("起$")


def deadline_in(words: str) -> str | None:
    """The last year or date by which something is to be done; a period ends with its last year.

    >>> deadline_in("“十四五”期间"), deadline_in("2026年6月底前"), deadline_in("自2024年起")
    ('2025', '2026-06', None)
    """
    date = _DATE.search(words)
    if date:
        parts = (date.group(1), *(f"{int(part):02d}" for part in date.groups()[1:] if part))
        return "-".join(parts)
    times = [time for time in times_in(words) if not _FROM.search(time)]
    years = years_of(times[-1]) if times else []
    return str(years[-1]) if years else None
