"""A target before it has an id: places are those of the reading view."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.plan import Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read of one promise, with its places in the view.

    `lead` is where the time expression it stands under begins, if that is before its own words.
    """

    clause: str
    indicator: str
    indicator_id: str | None
    comparator: str
    value: float | None
    value_max: float | None
    unit: str | None
    year: int | None
    base_year: int | None
    kind: str
    hedge: str | None
    scope: str | None
    tier: str
    start: int
    end: int
    value_start: int | None
    value_end: int | None
    reading: Reading | None = None
    lead: int | None = None
