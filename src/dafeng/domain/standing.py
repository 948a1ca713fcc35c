"""Where a target stands, or why that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dafeng.domain.figure import Figure


class State(StrEnum):
    """A target's state (进展)."""

    MET = "met"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    OFF_COURSE = "off_course"
    CANNOT_BE_JUDGED = "cannot_be_judged"


@dataclass(frozen=True, slots=True)
class Standing:
    """A target's state with its evidence; `request` is the data request to send when it is blank."""

    target: str
    state: State
    reason_zh: str
    reason_en: str
    figures: tuple[Figure, ...] = ()
    request: str = ""
