"""The reading view of a text: one script, one width, no page furniture, and the way back to the file.

A plan arrives with page numbers inside sentences, sentences broken by page turns, half-width
punctuation, Traditional characters, misread numerals or wrongly decoded paragraphs.  The view mends all
that and keeps, for every character it holds, the place of that character in the untouched text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dafeng.methods.plan.outline.marks import is_label, is_title, mark_of
from dafeng.methods.plan.view.doubling import doubled
from dafeng.methods.plan.view.flat import flat_tables
from dafeng.methods.plan.view.furniture import furniture
from dafeng.methods.plan.view.grid import Cells, grid, is_rule
from dafeng.methods.plan.view.numerals import joins, mended
from dafeng.methods.plan.view.repair import decoded

_WIDTH = str.maketrans(
    {chr(0xFF01 + index): chr(0x21 + index) for index in range(94)}
    | {
        "\u3000": " ",
        "«": "《",
        "»": "》",
        "〈": "《",
        "〉": "》",
        "～": "~",
        "—": "—",
        "﹪": "%",
        "㎡": "㎡",
    }
)
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
_SENTENCE_END = "。！？；：.》…"
_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u00ad"

_Signs = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Surface:
    """Paragraphs of the reading view as one string, with the place of each character in the file.

    Character `n` stands for the file's characters from `offsets[n]` to `ends[n]`.  `breaks` are the places
    where a paragraph starts; of these, `rows` start a table row, whose cells are parted by tabs, `gaps`
    follow a blank line and `parts` a form feed.
    """

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...]
    rows: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The file offsets of the view's [start, end), which must not be empty."""
        return self.offsets[start], self.ends[end - 1]

    def paragraphs(self) -> Iterable[tuple[int, int]]:
        """Start and end of each paragraph in the view."""
        ends = (*self.breaks, len(self.text))[1:]
        return zip(self.breaks, ends, strict=True)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the view before it is joined to its neighbours."""

    signs: _Signs
    row: bool
    gap: bool
    part: bool

    @property
    def words(self) -> str:
        return "".join(character for character, _ in self.signs)


def surface(text: str, simplified: Callable[[str], str]) -> Surface:
    """The reading view of `text`; `simplified` gives as many Simplified characters as it is handed."""
    source = decoded(text)
    plain = mended(simplified(source.text).translate(_WIDTH))
    lines = _lines(plain, furniture(plain))
    prose = [line.words for line in lines if not line.row]
    joined = not _one_sentence_a_line(prose)
    signs: _Signs = []
    starts: list[tuple[int, _Line]] = []
    open_line = labelled = False
    for line in lines:
        words = line.words
        mark = mark_of(words)
        opens = is_title(words) or (mark is not None and not (mark.weak and open_line))
        if line.row or not open_line or opens or not joined:
            starts.append((len(signs), line))
        signs.extend(line.signs)
        closed = line.row or words[-1] in _SENTENCE_END or _is_short(words, heading=opens or labelled)
        open_line, labelled = not closed, is_label(words)
    return _view(signs, starts, source.starts, source.ends)


def _view(
    signs: _Signs, starts: list[tuple[int, _Line]], offsets: tuple[int, ...], ends: tuple[int, ...]
) -> Surface:
    """The view without second copies of characters."""
    extra = doubled("".join(character for character, _ in signs), frozenset(place for place, _ in starts))
    kept = [sign for place, sign in enumerate(signs) if place not in extra]
    before = sorted(extra)
    moved = [(place - bisect_left(before, place), line) for place, line in starts]
    return Surface(
        "".join(character for character, _ in kept),
        tuple(offsets[index] for _, index in kept),
        tuple(ends[index] for _, index in kept),
        tuple(place for place, _ in moved),
        frozenset(place for place, line in moved if line.row),
        frozenset(place for place, line in moved if line.gap),
        frozenset(place for place, line in moved if line.part),
    )


def _is_short(line: str, *, heading: bool) -> bool:
    """True for a heading or title that stands alone on its line."""
    return heading and len(line) <= 30 and not re.search("[，。；]", line)


def _one_sentence_a_line(lines: list[str]) -> bool:
    """Converted texts put one sentence on a line and drop the full stop; there, a line is never joined.

    A page whose lines are all of one length was broken by a printer, however long its sentences are.
    """
    long = [line for line in lines if len(line) >= 12]
    stops = sum(line.count("。") for line in lines)
    if len(long) < 4 or stops >= 0.2 * len(long):
        return False
    usual = Counter(len(line) for line in long).most_common(1)[0][0]
    return 2 * sum(abs(len(line) - usual) <= 2 for line in long) < len(long)


def _lines(text: str, dropped: bytearray) -> list[_Line]:
    """The lines that hold something; the cells of a table row are parted by tabs."""
    places, flat = _places(text, dropped)
    rows = {number: flat[place] for number, place in enumerate(places) if place in flat}
    rows |= grid(text, [(end, end) if (start, end) in flat else (start, end) for start, end in places])
    lines: list[_Line] = []
    done = 0
    for number, (start, end) in enumerate(places):
        between = text[done:start]
        cells = rows.get(number)
        signs = _row(text, cells, dropped) if cells else _punctuated(_signs(text, start, end, dropped))
        if signs:
            gap = "\f" in between or between.replace("\r\n", "\n").count("\n") > 1
            lines.append(_Line(signs, cells is not None, gap, "\f" in between))
        done = end
    return lines


def _places(text: str, dropped: bytearray) -> tuple[list[tuple[int, int]], dict[tuple[int, int], Cells]]:
    """The lines that hold something, flattened tables cut into their rows; and the cells of those rows."""
    flat: dict[tuple[int, int], Cells] = {}
    places: list[tuple[int, int]] = []
    stretches: list[tuple[int, int, tuple[Cells, ...]]] = []
    done = 0
    for table in flat_tables(text):
        stretches += [(done, table.start, ()), (table.start, table.end, table.rows)]
        done = table.end
    for start, end, rows in (*stretches, (done, len(text), ())):
        for row in rows:
            place = (row[0][0], row[-1][1])
            flat[place] = row
            places.append(place)
            for first, last in row:  # a figure alone on its line is no page number here
                dropped[first:last] = bytes(last - first)
        if not rows:
            places += [
                match.span()
                for match in _LINE.finditer(text, start, end)
                if not is_rule(match.group())
                and not all(dropped[place] or text[place].isspace() for place in range(*match.span()))
            ]
    return places, flat


def _signs(text: str, start: int, end: int, dropped: bytearray) -> _Signs:
    return [(text[place], place) for place in range(start, end) if not dropped[place]]


def _row(text: str, cells: Cells, dropped: bytearray) -> _Signs:
    signs: _Signs = []
    for number, (start, end) in enumerate(cells):
        if number:
            signs.append(("\t", cells[number - 1][1]))
        signs.extend(_punctuated(_signs(text, start, end, dropped)))
    return signs


def _punctuated(line: _Signs) -> _Signs:
    """Full-width punctuation, no blanks except between Latin words and between two numbers."""
    result: _Signs = []
    whole = "".join(character for character, _ in line)
    parted = _parted_by_blanks(whole)
    for index, (character, offset) in enumerate(line):
        before = result[-1][0] if result else ""
        if character.isspace() or character in _INVISIBLE:
            if _keeps_blank(whole, index, before):
                result.append((" ", offset))
            elif parted and before not in ("", "，") and whole[index + 1 :].strip():
                result.append(("，", offset))
        elif character in ",:" and before.isdigit() and _digit_next(whole, index):
            result.append((character, offset))
        elif character == "." and before and (before == "%" or "一" <= before <= "鿿"):
            after = whole[index + 1 :].lstrip()[:1]
            result.append((character if after.isdigit() else "。", offset))
        else:
            result.append((_PUNCTUATION.get(character, character), offset))
    return result


def _parted_by_blanks(line: str) -> bool:
    """Whether a line has lost its stops in conversion and only blanks still part its phrases."""
    phrases = line.split()
    stops = len(re.findall("[，。；,;]", line))
    long = sum(len(phrase) >= 6 for phrase in phrases)
    return len(phrases) >= 3 and 4 * stops < len(phrases) and long >= 0.7 * len(phrases)


def _keeps_blank(line: str, index: int, before: str) -> bool:
    rest = line[index + 1 :].lstrip()
    after = rest[:1]
    if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
        return True
    if not (before.isdigit() and after.isdigit()):
        return False
    left = line[:index].rstrip()
    gap = line[len(left) : len(line) - len(rest)]
    return not joins(left, gap, rest)


def _digit_next(line: str, index: int) -> bool:
    """A comma inside 1,302 belongs to the number; one after a year (2025,300个) or before one does not."""
    tail = line[index + 1 :].lstrip()[:4]
    if line[index] == ":":
        return tail[:1].isdigit()
    groups = re.search(r"(?<![\d.])\d{1,3}(?:,\s?\d{3})*$", line[:index].rstrip())
    return groups is not None and re.match(r"\d{3}(?!\d)", tail) is not None
