"""A text whose characters were decoded wrongly, put right paragraph by paragraph.

A web page saved in one encoding and opened in another shows 锛屽埌 for ，到, and a page copied with its
source shows ``&nbsp;`` and ``<br>``.  What can be put right without a guess is; a sentence that lost bytes
is taken out, so that nothing is read from it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

LOST = "\ufffd"
_MARKUP = re.compile(
    r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8}\d?);?"
    r"|</?(?:p|br|div|span|strong|b|i|u|em|font|a|h\d|section|ul|ol|li)(?:\s[^<>\n]{0,300})?/?>",
)
_ENDS_LINE = re.compile(r"<br|</(?:p|div|h\d|li)")
# What the first two bytes of a Chinese character in UTF-8 look like when they are read as GBK.
_GBK_TRACES = re.compile(
    "["
    + "".join(
        re.escape(bytes((lead, trail)).decode("gbk", errors="ignore"))
        for lead in (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)
        for trail in range(0x80, 0xC0)
    )
    + "]"
)
_LATIN_TRACES = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a]"
)
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_WESTERN_SIGNS = "·×÷°±–—‘’“”…‰℃≤≥①②③④⑤⑥⑦⑧⑨⑩㎡α"
_SENTENCE = re.compile("[^。！？；]*[。！？；]?")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in which character `n` stands for the file's characters from `starts[n]` to `ends[n]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


_Piece = tuple[str, int, int]


def decoded(text: str) -> Decoded:
    r"""The text with its characters put right.

    >>> wrong = "到2025年，".encode().decode("latin-1")
    >>> decoded(wrong).text
    '到2025年，'
    >>> decoded("达到&nbsp;5&#37;").text
    '达到\xa05%'
    """
    pieces: list[_Piece] = []
    for match in re.finditer(r"[^\n]*\n?", text):
        pieces.extend(_line(match.group(), match.start()))
    return Decoded(
        "".join(character for character, _, _ in pieces),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
    )


def _line(line: str, start: int) -> list[_Piece]:
    pieces = _from_gbk(line, start) or _from_latin(line, start)
    if pieces is None:
        pieces = [(character, start + index, start + index + 1) for index, character in enumerate(line)]
    if "&" in line or "<" in line:
        pieces = list(_without_markup(pieces))
    return _readable(pieces) if any(piece[0] == LOST for piece in pieces) else pieces


def _from_gbk(line: str, start: int) -> list[_Piece] | None:
    """UTF-8 read as GBK: each character is one or two bytes; � stands for bytes that were lost."""
    traces = len(_GBK_TRACES.findall(line))
    wide = sum(character > "\x7f" for character in line)
    if traces < 2 or traces < 0.15 * wide:
        return None
    stream: list[tuple[int, int]] = []
    for index, character in enumerate(line):
        code = b"\xff" if character == LOST else character.encode("gb18030", errors="replace")
        stream.extend((byte, start + index) for byte in code)
    return _from_utf8(stream)


def _from_latin(line: str, start: int) -> list[_Piece] | None:
    """UTF-8 or GBK read as a Western code page: each character is one byte."""
    if len(_LATIN_TRACES.findall(line)) < 3 or _CHINESE.search(line):
        return None
    stream: list[tuple[int, int]] = []
    for index, character in enumerate(line):
        code = bytes([ord(character)]) if character <= "\xff" else character.encode("cp1252", errors="ignore")
        stream.append((code[0] if code else 0xFF, start + index))
    exact = bytes(byte for byte, _ in stream).decode("utf-8", errors="replace")
    # A line of signs alone (— 12 —) is too short to be told by its Chinese, but it is exact.
    return _from_utf8(stream, least=0 if LOST not in exact else 2) or _from_gbk_bytes(stream)


def _from_utf8(stream: list[tuple[int, int]], least: int = 2) -> list[_Piece] | None:
    pieces: list[_Piece] = []
    place = 0
    while place < len(stream):
        length = _utf8_length(stream[place][0])
        code = bytes(byte for byte, _ in stream[place : place + length])
        character = code.decode("utf-8", errors="ignore")
        believed = len(character) == 1 and (
            character <= "\x7f" or _CHINESE.match(character) or character in _WESTERN_SIGNS
        )
        if not believed or len(code) < length:
            character, length = LOST, 1
        pieces.append((character, stream[place][1], stream[place + length - 1][1] + 1))
        place += length
    return _believed(_merged(pieces), least)


def _utf8_length(lead: int) -> int:
    return 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _from_gbk_bytes(stream: list[tuple[int, int]]) -> list[_Piece] | None:
    pieces: list[_Piece] = []
    place = 0
    while place < len(stream):
        length = 1 if stream[place][0] < 0x80 else 2
        code = bytes(byte for byte, _ in stream[place : place + length])
        character = code.decode("gbk", errors="ignore")
        if len(character) != 1 or len(code) < length:
            character, length = LOST, 1
        pieces.append((character, stream[place][1], stream[place + length - 1][1] + 1))
        place += length
    return _believed(_merged(pieces))


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Lost bytes side by side are one lost character; places never run backwards."""
    merged: list[_Piece] = []
    for character, start, end in pieces:
        if merged and (start <= merged[-1][1] or (character == LOST and merged[-1][0] == LOST)):
            merged[-1] = (merged[-1][0], merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((character, start, end))
    return merged


def _believed(pieces: list[_Piece], least: int = 2) -> list[_Piece] | None:
    """A decoding counts if it gives enough Chinese and loses little."""
    chinese = sum(_CHINESE.match(character) is not None for character, _, _ in pieces)
    lost = sum(character == LOST for character, _, _ in pieces)
    return pieces if chinese >= least and lost <= 0.25 * chinese else None


def _without_markup(pieces: list[_Piece]) -> Iterator[_Piece]:
    text = "".join(character for character, _, _ in pieces)
    done = 0
    for match in _MARKUP.finditer(text):
        mark = match.group()
        sign = html.unescape(mark) if mark.startswith("&") else "\n" if _ENDS_LINE.match(mark) else ""
        if len(sign) > 1 or (mark.startswith("&") and sign == mark):
            continue  # no entity after all
        yield from pieces[done : match.start()]
        if sign:
            yield sign, pieces[match.start()][1], pieces[match.end() - 1][2]
        done = match.end()
    yield from pieces[done:]


def _readable(pieces: list[_Piece]) -> list[_Piece]:
    """A sentence with lost characters leaves one mark of the loss, and its heading mark if it has one."""
    text = "".join(character for character, _, _ in pieces)
    kept: list[_Piece] = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if LOST not in sentence:
            kept.extend(pieces[match.start() : match.end()])
            continue
        head = re.match(rf"\s*[^\d，,{LOST}]{{2,30}}", sentence) if match.start() == 0 else None
        first = head.end() if head and not re.search(r"\d", head.group()) else 0
        kept.extend(pieces[match.start() : match.start() + first])
        kept.append(pieces[match.start() + sentence.index(LOST)])
        if sentence[-1] in "。！？；":
            kept.append(pieces[match.end() - 1])
        elif text.endswith("\n") and match.end() == len(text):
            kept.append(pieces[-1])
    return kept
