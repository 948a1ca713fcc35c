"""The page on which a form is read: its file and sheet, and what has been remarked cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dafeng.domain.errors import Fault
from dafeng.domain.ledger import Return
from dafeng.readers.sheets import letter
from dafeng.rules.remarks import Remark, remark


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a form: its returns, the faults that refuse it, the notes on what was put right."""

    file: str
    sha256: str
    returns: tuple[Return, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    last: Return | None = None
    """Last period's rows as the form carries them, for comparison where the books have none."""


@dataclass
class Page:
    """A sheet under reading; rows and columns count from 0, places are as a spreadsheet shows them."""

    file: str
    sheet: str | None
    sha256: str
    typed: bool = True
    """Whether its cells have types; in CSV every number is text, which is then no matter for a note."""
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def place(self, row: int, column: int | None = None) -> str:
        """The address of a cell, or of a row when no column is given."""
        return self.at(f"{'' if column is None else letter(column)}{row + 1}")

    def at(self, cell: str) -> str:
        """The address of a cell known by its name."""
        return f"{self.file}!{self.sheet + '!' if self.sheet else ''}{cell}"

    def on(self, sheet: str, row: int, column: int) -> str:
        """The address of a cell on another sheet of the file."""
        return f"{self.file}!{sheet}!{letter(column)}{row + 1}"

    def say(self, place: str, code: str, **words: object) -> None:
        """A remark on a place, by its code and words."""
        self.tell(place, (remark(code, **words),))

    def tell(self, place: str, told: Iterable[Remark]) -> None:
        """Remarks on one place."""
        for one in told:
            (self.faults if one.refuses else self.notes).append(Fault(one.code, place, one.zh, one.en))

    def read(self, returns: tuple[Return, ...] = (), last: Return | None = None) -> Reading:
        """What has been read; a form with faults gives no return."""
        kept = () if self.faults else returns
        return Reading(self.file, self.sha256, kept, tuple(self.faults), tuple(self.notes), last)
