"""The reading view of a text: one script, one width, no page furniture, and the way back to the file.

A plan arrives with page numbers inside sentences, sentences broken by page turns, half-width
punctuation, Traditional characters or pinyin noise.  The view removes all that and keeps, for every
character it holds, the offset of that character in the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_CJK = "一-鿿"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_FURNITURE = re.compile(
    r"(?:(?<=\s)|^)[-—–－─]{1,2}[ \t\u3000]*\d{1,4}[ \t\u3000]*[-—–－─]{1,2}(?=\s|$)"
    r"|^[ \t\u3000]*\d{1,3}[ \t\u3000]*$"
    r"|^[ \t\u3000]*第[ \t\u3000]*\d{1,4}[ \t\u3000]*页"
    r"(?:[ \t\u3000，,/]*共[ \t\u3000]*\d{1,4}[ \t\u3000]*页)?[ \t\u3000]*$",
    re.MULTILINE,
)
_PINYIN = re.compile(
    rf"(?<=[{_CJK}])[(（](?=[a-z{_TONES}]*[{_TONES}])[a-z{_TONES}]{{1,7}}[)）]|\?[a-z{_TONES}]{{1,7}}[)）]"
)
_PLAIN_PINYIN = re.compile(rf"(?<=[{_CJK}])[(（][a-z]{{1,6}}[)）]")
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
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|（\d{1,2}）|[①-⑳]|——"
    r"|第[一二三四五六七八九十百]{1,4}[章节条]"
)
_SENTENCE_END = "。！？；：.》…"


@dataclass(frozen=True, slots=True)
class Surface:
    """Paragraphs of the reading view as one string, with the offset of each character in the file.

    `breaks` are the places where a paragraph starts.
    """

    text: str
    offsets: tuple[int, ...]
    breaks: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The file offsets of the view's [start, end), which must not be empty."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def paragraphs(self) -> Iterable[tuple[int, int]]:
        """Start and end of each paragraph in the view."""
        ends = (*self.breaks, len(self.text))[1:]
        return zip(self.breaks, ends, strict=True)


def is_heading(line: str) -> bool:
    """True if a line of the view begins with a heading mark such as 一、 （一） 1. ——."""
    return _HEADING.match(line) is not None


def surface(text: str, simplified: Mapping[str, str]) -> Surface:
    """The reading view of `text`; `simplified` maps Traditional characters one to one."""
    dropped = bytearray(len(text))
    patterns = [_FURNITURE, _PINYIN]
    if any(character in text for character in _TONES):
        patterns.append(_PLAIN_PINYIN)
    for pattern in patterns:
        for match in pattern.finditer(text):
            dropped[match.start() : match.end()] = b"\x01" * len(match.group())
    lines = [line for line in _lines(text, dropped, simplified) if line]
    one_sentence_a_line = _one_sentence_a_line(["".join(c for c, _ in line) for line in lines])
    characters: list[str] = []
    offsets: list[int] = []
    breaks: list[int] = []
    open_line = False
    for line in lines:
        words = "".join(character for character, _ in line)
        if not open_line or is_heading(words) or one_sentence_a_line:
            breaks.append(len(characters))
        characters.extend(character for character, _ in line)
        offsets.extend(offset for _, offset in line)
        open_line = words[-1] not in _SENTENCE_END and not _is_bare_heading(words)
    return Surface("".join(characters), tuple(offsets), tuple(breaks))


def _is_bare_heading(line: str) -> bool:
    return is_heading(line) and len(line) <= 30 and not re.search("[，。；]", line)


def _one_sentence_a_line(lines: list[str]) -> bool:
    """Converted texts put one sentence on a line and drop the full stop; there, a line is never joined."""
    long = [line for line in lines if len(line) >= 12]
    stops = sum(line.count("。") for line in lines)
    return len(long) >= 4 and stops < 0.2 * len(long)


def _lines(text: str, dropped: bytearray, simplified: Mapping[str, str]) -> Iterable[list[tuple[str, int]]]:
    line: list[tuple[str, int]] = []
    for offset, original in enumerate(text):
        if original in "\n\r\f\v\u2028\u2029":
            yield _punctuated(line)
            line = []
        elif not dropped[offset]:
            character = original.translate(_WIDTH)
            line.append((simplified.get(character, character), offset))
    yield _punctuated(line)


def _punctuated(line: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Full-width punctuation, no blanks except between Latin words."""
    result: list[tuple[str, int]] = []
    for index, (character, offset) in enumerate(line):
        after = next((c for c, _ in line[index + 1 :] if not c.isspace()), "")
        before = result[-1][0] if result else ""
        if character.isspace() or character in "\ufeff\u200b":
            if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
                result.append((" ", offset))
        elif character in ",:" and before.isdigit() and _digit_next(line, index):
            result.append((character, offset))
        elif (
            character == "." and before and not after.isdigit() and (before == "%" or "一" <= before <= "鿿")
        ):
            result.append(("。", offset))
        else:
            result.append((_PUNCTUATION.get(character, character), offset))
    return result


def _digit_next(line: list[tuple[str, int]], index: int) -> bool:
    """A comma inside 1,302 belongs to the number; one before a year (…14%,2025年) never follows a digit."""
    tail = "".join(character for character, _ in line[index + 1 : index + 5])
    return re.match(r"\d{3}(?!\d)", tail) is not None or (line[index][0] == ":" and tail[:1].isdigit())
