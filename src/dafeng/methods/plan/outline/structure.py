"""The outline of a plan: headings of any of the usual styles become addressable clauses.

A clause's id is the chain of its marks: 二 → 二(一) → 二(一)1 → 二(一)1(1) → 二(一)1(1)①.  Unnumbered
principles under —— are counted 1, 2, …; unnumbered paragraphs that each open with a planning period are
lettered a, b, ….  A heading without text of its own is a container: it can be a parent but is no clause.
In an annex or a further file, where numbering starts again, ids begin with its label: 附1·一(二), 文2·一.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dafeng.domain.plan import Box, Clause
from dafeng.methods.plan.outline.boxes import OpenBox, opened_box
from dafeng.methods.plan.outline.marks import Mark, mark_of
from dafeng.methods.plan.outline.parts import Annex, annexes, begins_again, lists_annexes
from dafeng.methods.plan.view.surface import Surface

PREAMBLE = "前言"
_PERIOD = re.compile(r"“?十[一二三四五六七八九]五”?(?:期间|时期)|到?20\d\d年")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the view with the clause it belongs to; a `row` is one of a table."""

    clause: str
    start: int
    end: int
    row: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document in the order of the text; `bare` names the headings that hold no text."""

    clauses: tuple[Clause, ...]
    bare: frozenset[str]
    blocks: tuple[Block, ...]
    boxes: tuple[Box, ...] = ()


@dataclass(slots=True)
class _Open:
    """A heading whose text is still being collected."""

    id: str
    rank: int
    level: int
    heading: str
    parent: str | None
    start: int
    end: int
    bare: bool
    letters: int = 0
    principles: int = 0
    paragraphs: int = 1


@dataclass(slots=True)
class _Reading:
    """What is known while the paragraphs are read one by one."""

    view: Surface
    found: list[_Open] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    boxes: list[OpenBox] = field(default_factory=list)
    box: OpenBox | None = None
    tops: dict[int, set[str]] = field(default_factory=dict)  # labels by rank since the part began
    files: int = 1
    listing: bool = False  # in a list of annexes: 附件：1.…

    @property
    def here(self) -> str:
        return self.stack[-1].id if self.stack else PREAMBLE

    def paragraph(self, start: int, end: int) -> None:
        """Open a clause or a box with it, or add it to the one that is open."""
        line = self.view.text[start:end]
        row = start in self.view.rows
        mark = None if row else mark_of(line)
        self.listing = lists_annexes(line) or (self.listing and mark is not None and mark.label.isdigit())
        if self.listing:
            mark = None
        if self.box and not self.box.takes(self.view, start, end, mark):
            self.box = None
        if self.box:
            self._goes_on(end)
        elif not row and (box := opened_box(line, start, end, self.here, self._outer())):
            self.box = box
            self.boxes.append(box)
            self._goes_on(end)
        elif mark is not None:
            self._opens(start, end, mark)
        elif self.stack:
            lettered = None if row else _lettered(self.view, start, end, self.stack)
            if lettered:
                self.found.append(lettered)
            self._goes_on(end, bare=self.stack[-1].bare and line == self.stack[-1].heading)
        self.blocks.append(Block(self.here, start, end, row))

    def part(self, start: int, end: int, annex: Annex | None) -> None:
        """Begin an annex or a further file, whose numbering starts again."""
        self.box = None
        self.stack.clear()
        self.tops.clear()
        if annex is None:
            self.files += 1
        label = annex.label if annex else f"文{self.files}"
        if annex and self.files > 1:
            label = f"文{self.files}·{label}"
        line = self.view.text[start:end]
        title = annex.title if annex else line[:40] if mark_of(line) is None else ""
        clause = _Open(_unique(label, self.used), 0, 0, title, None, start, end, bare=True)
        self.stack.append(clause)
        self.found.append(clause)

    def _goes_on(self, end: int, *, bare: bool = False) -> None:
        if self.stack:
            self.stack[-1].end = end
            self.stack[-1].paragraphs += 1
            self.stack[-1].bare = bare

    def _outer(self) -> int:
        """The last number of the list that a box interrupts."""
        numbers = [item.id for item in self.stack if item.rank == 7]
        match = re.search(r"(\d+)$", numbers[-1]) if numbers else None
        return int(match.group(1)) if match else 0

    def _opens(self, start: int, end: int, mark: Mark) -> None:
        while self.stack and self.stack[-1].rank >= mark.rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        label = mark.label
        if label == "——":
            if parent:
                parent.principles += 1
            label = str(parent.principles) if parent else "1"
        self.tops.setdefault(mark.rank, set()).add(mark.label)
        link = "" if parent is None else f"{parent.id}·" if parent.rank == 0 else parent.id
        heading, has_text = _heading(self.view.text[start:end], mark)
        clause = _Open(
            _unique(link + label, self.used),
            mark.rank,
            mark.level,
            heading,
            parent.id if parent else None,
            start,
            end,
            bare=not has_text,
        )
        self.stack.append(clause)
        self.found.append(clause)


def read_structure(view: Surface) -> Outline:
    """Every heading with its own text, and every paragraph with the heading it belongs to."""
    reading = _Reading(view)
    lines = list(view.paragraphs())
    starts = annexes(view, lines)
    for number, (start, end) in enumerate(lines):
        annex = starts.get(start)
        # A plan that is itself the annex of a notice without numbered clauses is the main text.
        if reading.found and (annex or _next_file(view, lines, number, reading)):
            reading.part(start, end, annex)
            if annex or mark_of(view.text[start:end]) is None:
                reading.blocks.append(Block(reading.here, start, end))
                continue
        reading.paragraph(start, end)
    parents = {item.parent for item in reading.found}
    bare = frozenset(item.id for item in reading.found if item.bare and item.id in parents)
    clauses = tuple(_clause(view, item) for item in reading.found)
    return Outline(clauses, bare, tuple(reading.blocks), _boxes(view, reading.boxes))


def _next_file(view: Surface, lines: Sequence[tuple[int, int]], number: int, reading: _Reading) -> bool:
    top = min(reading.tops, default=0)
    return begins_again(view, lines, number, top, frozenset(reading.tops.get(top, ())))


def _boxes(view: Surface, boxes: list[OpenBox]) -> tuple[Box, ...]:
    counts: dict[str, int] = {}
    found = []
    for box in boxes:
        counts[box.clause] = counts.get(box.clause, 0) + 1
        start, end = view.span(box.start, box.end)
        found.append(Box(f"{box.clause}专栏{counts[box.clause]}", box.title, box.clause, start, end))
    return tuple(found)


def _lettered(view: Surface, start: int, end: int, stack: list[_Open]) -> _Open | None:
    """A new letter, put on the stack, if the paragraph opens with a period as its elder siblings do."""
    top = stack[-1]
    period = _PERIOD.match(view.text[start:end])
    elder = stack[-2] if len(stack) > 1 and top.letters else None
    if period is None:
        return None
    style = period.group()[0] in "“十"
    if elder is not None and top.letters:
        if (view.text[top.start] in "“十") != style:
            return None
        stack.pop()
        letters, owner = top.letters + 1, elder
    elif top.bare and top.paragraphs == 1:
        letters, owner = 1, top
    else:
        return None
    letter_id = f"{owner.id}{chr(96 + letters)}"
    letter = _Open(
        letter_id, 7, 3, period.group(), owner.id, start, end, bare=False, letters=letters, paragraphs=0
    )
    stack.append(letter)
    return letter


def _unique(clause_id: str, used: dict[str, int]) -> str:
    """A number used twice (excerpts, slips) gets ~2, ~3 …, so that every clause stays addressable."""
    used[clause_id] = used.get(clause_id, 0) + 1
    return clause_id if used[clause_id] == 1 else f"{clause_id}~{used[clause_id]}"


def _heading(line: str, mark: Mark) -> tuple[str, bool]:
    """The heading's words and whether text follows on the same line."""
    body = line[mark.length :].strip()
    stop = body.find("。")
    if stop < 0:
        return body, bool(re.search("[，；]", body))
    return body[: min(stop, 40)], True


def _clause(view: Surface, item: _Open) -> Clause:
    start, end = view.span(item.start, item.end)
    return Clause(item.id, item.level, item.heading, item.parent, start, end)
