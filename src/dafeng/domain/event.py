"""What was done, by whom and why; each event holds the hash of the one before."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = "0" * 64  # what stands before the first event


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the chain; `detail` is the JSON text that was hashed, `at` is in UTC."""

    number: int
    at: str
    by: str
    role: str
    action: str
    subject: str
    detail: str
    reason: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the last event's number and hash; number 0 in empty books."""

    number: int = 0
    hash: str = FIRST
