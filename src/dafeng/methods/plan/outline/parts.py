"""Where a new document begins inside a text: an annex, or the next of several files joined by form feeds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.methods.plan.outline.marks import ANNEX, STRONG, Mark, is_title, mark_of
from dafeng.methods.plan.view.surface import Surface

_NUMERALS = {numeral: str(index) for index, numeral in enumerate("一二三四五六七八九", 1)} | {"十": "10"}


@dataclass(frozen=True, slots=True)
class Annex:
    """The start of an annex: what its clauses' ids begin with, and its title."""

    label: str
    title: str


def annexes(view: Surface, lines: Sequence[tuple[int, int]]) -> dict[int, Annex]:
    """The annexes by the place of their first line.

    A list of annexes at the end of a notice is none: there, no contents follow.
    """
    titles = [
        number
        for number, (start, end) in enumerate(lines)
        if start not in view.rows and _names_annex(view.text[start:end])
    ]
    found: dict[int, Annex] = {}
    for number, following in zip(titles, [*titles, len(lines)][1:], strict=True):
        contents = lines[number + 1 : following]
        if any(_is_content(view, start, end) for start, end in contents):
            found[lines[number][0]] = _annex(view, lines, number)
    return found


def _names_annex(line: str) -> bool:
    match = ANNEX.match(line)
    if match is None or not is_title(line):
        return False
    rest = line[match.end() :]
    labelled = match.group(1) or match.group(2) or rest.startswith("：") or match.group().endswith("：")
    return bool(labelled) and re.match(r"\d{1,2}[.、．]", rest) is None


def lists_annexes(line: str) -> bool:
    """True for the line that begins a list of annexes: 附件：1.任务分工表."""
    match = ANNEX.match(line)
    return match is not None and re.match(r"\d{1,2}[.、．]", line[match.end() :]) is not None


def _is_content(view: Surface, start: int, end: int) -> bool:
    line = view.text[start:end]
    mark = mark_of(line)
    listed = mark is not None and mark.rank > STRONG and len(line) < 40 and "。" not in line
    return start in view.rows or (mark is not None and not listed) or (len(line) >= 40 and "。" in line)


def _annex(view: Surface, lines: Sequence[tuple[int, int]], number: int) -> Annex:
    line = view.text[slice(*lines[number])]
    match = ANNEX.match(line)
    assert match is not None  # the line was chosen by this pattern
    sort, given = match.group(1), match.group(2) or ""
    label = ("附" if sort in {"件", ""} else f"附{sort}") + _NUMERALS.get(given, given)
    title = line[match.end() :]
    if not title and number + 1 < len(lines):
        start, end = lines[number + 1]
        following = view.text[start:end]
        if start not in view.rows and mark_of(following) is None and len(following) <= 45:
            title = re.sub("[。，；].*", "", following)
    return Annex(unicodedata.normalize("NFKC", label), title)


def begins_again(
    view: Surface, lines: Sequence[tuple[int, int]], number: int, top: int, taken: frozenset[str]
) -> bool:
    """True if, after a form feed, the outermost numbering (`top`) starts with a label already `taken`.

    A form feed is also what a page turn leaves; there, the numbering goes on.
    """
    if lines[number][0] not in view.parts:
        return False
    for start, end in lines[number:]:
        mark: Mark | None = None if start in view.rows else mark_of(view.text[start:end])
        if mark is not None and mark.rank <= top:
            return mark.label in taken
    return False
