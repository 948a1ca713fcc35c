"""An import into the books: what it brought, and the versions of a fact that it left."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.observation import Observation


@dataclass(frozen=True, slots=True)
class Submission:
    """One import: when, who, what for, from which file and why; `event` is its place in the chain.

    `file` is the SHA-256 of the original; empty where the observations name several files.
    """

    id: int
    at: str
    by: str
    action: str
    ledger: str
    area: str
    period: str
    file: str
    reason: str
    event: int
    event_hash: str


@dataclass(frozen=True, slots=True)
class Version:
    """One statement of a fact; a withdrawn one repeats what is no longer said."""

    number: int
    withdrawn: bool
    observation: Observation
    submission: Submission


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an import, row by row: new facts, corrections, withdrawals and what was held already."""

    submission: int
    event: int
    event_hash: str
    new: int
    corrected: int
    withdrawn: int
    held: int

    @property
    def stored(self) -> int:
        """Rows that were written."""
        return self.new + self.corrected + self.withdrawn
