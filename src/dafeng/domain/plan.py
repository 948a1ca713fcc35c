"""What was promised: a plan, its clauses, targets, projects, tables and boxes, each with its place.

Offsets count Unicode code points of the decoded document before any cleaning.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from dafeng.domain.place import Part, Place


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a document; `sha256` is of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A plan document as read from disk.

    `text` is the decoded file, untouched; `sha256` is of the file's bytes, or of all files in their order.
    `issued` is an ISO date or None; a field the document does not state is None.
    `parts` are in the order of the text and never overlap; plain text has none.
    """

    name: str
    text: str
    sha256: str
    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    parts: tuple[Part, ...] = ()
    files: tuple[SourceFile, ...] = ()

    @property
    def characters(self) -> int:
        return len(self.text)

    def place_of(self, start: int) -> Place | None:
        """The place of the character at that offset; None in plain text and between two parts."""
        index = bisect_right(self.parts, start, key=lambda part: part.start) - 1
        if index < 0 or start >= self.parts[index].end:
            return None
        return self.parts[index].place


@dataclass(frozen=True, slots=True)
class Clause:
    """An addressable part of the plan, such as ``一(三)a`` or ``二(一)1``.

    `level` is 0 for the notice or preamble and for an annex, 1 for 一、, 2 for （一）, 3 for 1. and for the unnumbered
    paragraphs a, b … of a clause split by period.  `start` and `end` delimit its own text.
    """

    id: str
    level: int
    heading: str
    parent: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worded target amounts to (全面 → 100 %), always marked as read from words."""

    value: float
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Target:
    """One promise of the plan; what the text does not say is None, never zero and never a guess.

    `comparator` is one of ``= >= <= > < ~ range``; `kind` one of ``share reduction increase
    cumulative rate level``; `tier` one of ``core standing table qualitative``.
    `value` is the printed figure in the printed `unit`; it is None for a worded target, whose
    numerical meaning, if it has one, stands in `reading`.  `checked` is one of ``confirmed corrected
    added`` once a person vouches for the whole record, and None while only the reader has seen it.
    """

    id: str
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
    quote: str
    quote_start: int
    quote_end: int
    value_start: int | None
    value_end: int | None
    confidence: float
    reading: Reading | None = None
    checked: str | None = None

    @property
    def is_numeric(self) -> bool:
        """True if the plan prints a numeral for it."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Project:
    """A named plant, line, park, zone or enterprise; capacity, date, owner and cost are rarely stated."""

    name: str
    kind: str
    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words in the reading view, and where they stand in the document.

    `start` equals `end` for an empty cell.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the plan: the rows of its header and of its body, each cell with its place.

    `kind` is one of ``indicators tasks projects split other``.  A row has as many cells as the text
    prints, so that a cell merged over several columns stands once.
    """

    id: str
    clause: str
    kind: str
    caption: str
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A box (专栏) with its title and its contents, from `start` to `end`."""

    id: str
    title: str
    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Task:
    """One imperative of the plan: what is to be done to what, by whom and until when.

    `kind` is ``task``, ``duty`` (a named body has to do it) or ``ban``.  `scope` is what it applies to, if
    that stands in front of the verb (对…, 在…领域, 将…).  `lead` and `support` name the bodies as written, in
    Simplified script; a plan that names none leaves them empty.  `deadline` is a year, month or day in
    ISO form; None if the sentence states none.  `targets` are ids, `projects` names, of what it serves.
    """

    id: str
    clause: str
    kind: str
    verb: str
    object: str
    scope: str | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: str | None
    start: int
    end: int
    confidence: float
    targets: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()

    @property
    def owner(self) -> str | None:
        """The leading bodies in one string, or None."""
        return "、".join(self.lead) or None


@dataclass(frozen=True, slots=True)
class Actor:
    """A named organisation or place of action, where it is first named.

    `standard` is the usual name of a department whose spellings vary (市发改委 → 市发展改革委);
    `mentions` counts how often it is named under any of its spellings.
    """

    name: str
    kind: str
    clause: str
    start: int
    end: int
    standard: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A read plan: the document and what was found in it, in the order of the text."""

    document: Document
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...]
    projects: tuple[Project, ...]
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box, ...] = ()
    tasks: tuple[Task, ...] = ()
    actors: tuple[Actor, ...] = ()

    @property
    def numeric_targets(self) -> tuple[Target, ...]:
        return tuple(target for target in self.targets if target.is_numeric)

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; KeyError if there is none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)

    def text_of(self, clause: Clause) -> str:
        return self.document.text[clause.start : clause.end]
