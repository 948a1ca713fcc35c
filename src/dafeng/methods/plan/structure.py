"""The outline of a plan: headings of any of the usual styles become addressable clauses.

A clause's id is the chain of its marks: 二 → 二(一) → 二(一)1 → 二(一)1(1) → 二(一)1(1)①.  Unnumbered
principles under —— are counted 1, 2, …; unnumbered paragraphs that each open with a planning period are
lettered a, b, ….  A heading without text of its own is a container: it can be a parent but is no clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.domain.plan import Clause
from dafeng.methods.plan.surface import Surface

PREAMBLE = "前言"
_NUMERAL = "一二三四五六七八九十百"
_MARKS = (
    (1, re.compile(rf"(第[{_NUMERAL}]{{1,4}}[章节])")),
    (1, re.compile(rf"([{_NUMERAL}]{{1,3}})、")),
    (2, re.compile(rf"(第[{_NUMERAL}]{{1,4}}条)")),
    (2, re.compile(rf"(（[{_NUMERAL}]{{1,3}}）)")),
    (3, re.compile(r"(\d{1,2})[.．、](?!\d)")),
    (3, re.compile(r"(——)")),
    (4, re.compile(r"(（\d{1,2}）)")),
    (5, re.compile(r"([①-⑳])")),
)
_PERIOD = re.compile(r"“?十[一二三四五六七八九]五”?(?:期间|时期)|到?20\d\d年")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the view with the clause it belongs to."""

    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document in the order of the text; `bare` names the headings that hold no text."""

    clauses: tuple[Clause, ...]
    bare: frozenset[str]
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class _Open:
    """A heading whose text is still being collected."""

    id: str
    level: int
    heading: str
    parent: str | None
    start: int
    end: int
    bare: bool
    letters: int = 0
    principles: int = 0
    paragraphs: int = 1


def read_structure(view: Surface) -> Outline:
    """Every heading with its own text, and every paragraph with the heading it belongs to."""
    found: list[_Open] = []
    blocks: list[Block] = []
    stack: list[_Open] = []
    used: dict[str, int] = {}
    for start, end in view.paragraphs():
        line = view.text[start:end]
        level, mark = _mark(line)
        if level:
            while stack and stack[-1].level >= level:
                stack.pop()
            if mark == "——" and stack:
                stack[-1].principles += 1
            clause = _opened(view, start, end, level, mark, stack, used)
            stack.append(clause)
            found.append(clause)
        elif stack:
            lettered = _lettered(view, start, end, stack)
            if lettered:
                found.append(lettered)
            stack[-1].end = end
            stack[-1].paragraphs += 1
            stack[-1].bare = False
        blocks.append(Block(stack[-1].id if stack else PREAMBLE, start, end))
    parents = {item.parent for item in found}
    bare = frozenset(item.id for item in found if item.bare and item.id in parents)
    return Outline(tuple(_clause(view, item) for item in found), bare, tuple(blocks))


def _mark(line: str) -> tuple[int, str]:
    for level, pattern in _MARKS:
        match = pattern.match(line)
        if match:
            return level, match.group(1)
    return 0, ""


def _opened(
    view: Surface, start: int, end: int, level: int, mark: str, stack: list[_Open], used: dict[str, int]
) -> _Open:
    parent = stack[-1] if stack else None
    label = mark.translate(str.maketrans("（）", "()"))
    if mark == "——":
        label = str(parent.principles) if parent else "1"
    clause_id = _unique((parent.id if parent else "") + label, used)
    heading, has_text = _heading(view.text[start:end], mark)
    return _Open(clause_id, level, heading, parent.id if parent else None, start, end, bare=not has_text)


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
        letter_id, 3, period.group(), owner.id, start, end, bare=False, letters=letters, paragraphs=0
    )
    stack.append(letter)
    return letter


def _unique(clause_id: str, used: dict[str, int]) -> str:
    """A number used twice (excerpts, slips) gets ~2, ~3 …, so that every clause stays addressable."""
    used[clause_id] = used.get(clause_id, 0) + 1
    return clause_id if used[clause_id] == 1 else f"{clause_id}~{used[clause_id]}"


def _heading(line: str, mark: str) -> tuple[str, bool]:
    """The heading's words and whether text follows on the same line."""
    body = re.sub(r"^[.．、]", "", line[len(mark) :]).strip()
    stop = body.find("。")
    if stop < 0:
        return body, bool(re.search("[，；]", body))
    return body[: min(stop, 40)], True


def _clause(view: Surface, item: _Open) -> Clause:
    start, end = view.span(item.start, item.end)
    return Clause(item.id, item.level, item.heading, item.parent, start, end)
