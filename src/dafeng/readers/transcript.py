"""The text of a file while it is written down, with the place of every stretch."""

from __future__ import annotations

import re

from dafeng.domain.place import Part, Place

# Half of a surrogate pair and the control characters have no place in a text.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


class Transcript:
    r"""A text that grows at its end; stretches in the same place become one part.

    >>> notes = Transcript()
    >>> notes.write("一、目标", Place(paragraph=1))
    >>> notes.write("\n")
    >>> notes.text, [(part.start, part.end) for part in notes.parts]
    ('一、目标\n', [(0, 4)])
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._parts: list[Part] = []
        self._length = 0

    def write(self, text: str, place: Place | None = None) -> None:
        """Add `text` at the end; without a place it belongs to none, as a line end does."""
        text = speakable(text)
        if not text:
            return
        start, self._length = self._length, self._length + len(text)
        self._pieces.append(text)
        if place is None:
            return
        # Only line ends are written without a place, so that equal neighbours are one stretch.
        if self._parts and self._parts[-1].place == place:
            start = self._parts.pop().start
        self._parts.append(Part(start, self._length, place))

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._parts)


def speakable(text: str) -> str:
    """`text` without control characters other than blanks and line ends, and without half surrogates."""
    return _UNSPEAKABLE.sub("", text)
