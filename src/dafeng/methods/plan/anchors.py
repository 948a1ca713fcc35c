"""Places of a plan by their words: made from offsets, found again in a text that was saved anew.

Only letters, digits, ``%`` and the decimal point count, so page furniture, line breaks, blanks and the
width of punctuation may change under a correction without losing it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from dafeng.domain.correction import Anchor
from dafeng.methods.plan.view.surface import Surface, surface

CONTEXT = 24
_KEPT = "%."


@dataclass(frozen=True, slots=True)
class Ground:
    """The letters and digits of a document with the way back to its reading view and its file."""

    view: Surface
    letters: str
    places: tuple[int, ...]  # letter -> character of the view

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The letters of the file's [start, end)."""
        first = bisect_left(self.view.offsets, start)
        last = bisect_left(self.view.offsets, end)
        return bisect_left(self.places, first), bisect_left(self.places, last)

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """The file offsets of the letters [start, end), which must not be empty."""
        return self.view.span(self.places[start], self.places[end - 1] + 1)

    def words(self, start: int, end: int) -> str:
        """The words of the view over the file's [start, end)."""
        return self.view.text[bisect_left(self.view.offsets, start) : bisect_left(self.view.offsets, end)]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds a file offset, from 1."""
        return bisect_left(self.view.breaks, bisect_left(self.view.offsets, offset) + 1)


def ground(text: str, simplified: Callable[[str], str]) -> Ground:
    """The letters of a text."""
    view = surface(text, simplified)
    places = tuple(index for index, character in enumerate(view.text) if _counts(character))
    return Ground(view, "".join(view.text[index] for index in places), places)


def squeezed(text: str, simplified: Callable[[str], str]) -> str:
    r"""The letters and digits of a quote.

    >>> squeezed("下降 14.5％，\n力争１５%", str)
    '下降14.5%力争15%'
    """
    return ground(text, simplified).letters


def letter_count(words: str) -> int:
    """How many letters and digits words of the view have; a lone figure is no page number here.

    >>> letter_count("1.5"), letter_count("8,000")
    (3, 4)
    """
    return sum(map(_counts, words))


def anchor(
    place: Ground, start: int, end: int, figure: tuple[int | None, int | None], nth: int = 0
) -> Anchor:
    """The anchor of the file's [start, end), with the place of its printed figure if it has one."""
    first = bisect_left(place.view.offsets, start)
    last = bisect_left(place.view.offsets, end)
    text = place.view.text
    at, printed = None, None
    begin, stop = figure
    if begin is not None and stop is not None:
        at = place.span(begin, stop)[0] - place.span(start, end)[0]
        printed = place.words(begin, stop)
    return Anchor(
        text[first:last], text[max(first - CONTEXT, 0) : first], text[last : last + CONTEXT], at, printed, nth
    )


def found(place: Ground, sought: Anchor, simplified: Callable[[str], str]) -> list[int]:
    """The letters where a quote begins, only those whose surroundings fit best; two mean that it is unclear."""
    quote = squeezed(sought.quote, simplified)
    if not quote:
        return []
    starts, at = [], place.letters.find(quote)
    while at >= 0:
        starts.append(at)
        at = place.letters.find(quote, at + 1)
    if len(starts) < 2:
        return starts
    before, after = squeezed(sought.before, simplified), squeezed(sought.after, simplified)
    fits = [
        _shared(place.letters[max(start - CONTEXT, 0) : start][::-1], before[::-1])
        + _shared(place.letters[start + len(quote) : start + len(quote) + CONTEXT], after)
        for start in starts
    ]
    return [start for start, fit in zip(starts, fits, strict=True) if fit == max(fits)]


def _shared(a: str, b: str) -> int:
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count


def _counts(character: str) -> bool:
    return character.isalnum() or character in _KEPT


def pasted(
    text: str, quote: str, printed: str, simplified: Callable[[str], str]
) -> tuple[Anchor | None, int]:
    """The anchor of a sentence that a person pasted, and in how many places of the text it stands.

    `printed` is the figure that belongs to it; empty, or not printed in the sentence, anchors the words.
    """
    place = ground(text, simplified)
    places = found(place, Anchor(quote, "", "", None, None, 0), simplified)
    if len(places) != 1:
        return None, len(places)
    start = places[0]
    letters = squeezed(quote, simplified)
    first, last = place.offsets(start, start + len(letters))
    at = _figure_at(letters, printed)
    figure: tuple[int | None, int | None] = (None, None)
    if at is not None:
        figure = place.offsets(start + at, start + at + len(printed))
    return anchor(place, first, last, figure), 1


def _figure_at(letters: str, printed: str) -> int | None:
    """Where a number stands by itself, not as part of a longer one."""
    at = letters.find(printed) if printed else -1
    while at >= 0:
        around = letters[max(at - 1, 0) : at] + letters[at + len(printed) : at + len(printed) + 1]
        if not any(character.isascii() and (character.isdigit() or character == ".") for character in around):
            return at
        at = letters.find(printed, at + 1)
    return None
