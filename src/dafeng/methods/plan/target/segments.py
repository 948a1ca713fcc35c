"""Sentences and segments of a paragraph, as places in the reading view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_NUMBERED = re.compile(r"\d+(?:\.\d+)?\s*(?:%|万|亿|[一-鿿])|[于过]\d")
# A stop that got lost after a share: …降低5%铁路货运量增长10%
_RUN_ON = re.compile(
    r"\d%(?=(?!以|之|的|左右|节能|能|及|与|和|标准|要求)[一-鿿]{4,20}?"
    r"(?:达到|下降|降低|提高|增长|控制在|(?:较|比)20\d\d年)[^，。；]{0,8}\d)"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two separators; `before` is the separator in front of it."""

    start: int
    end: int
    before: str


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph, without their full stops."""
    begin = start
    for match in re.finditer("[。！？]", text[start:end]):
        stop = start + match.start()
        if stop > begin:
            yield begin, stop
        begin = stop + 1
    if begin < end:
        yield begin, end


@cache
def _quantity(units: tuple[str, ...]) -> re.Pattern[str]:
    """A quantity in one of these units, with the 、 behind it."""
    alternatives = "|".join(re.escape(unit) for unit in units)
    return re.compile(
        rf"(?:\d[\d.]*|[一二两三四五六七八九]?[十百千][一二三四五六七八九十百千零]*)(?:万|亿)?(?:{alternatives})(?:以上|以下|以内|左右)?([、])(?=20\d\d年|(?!约?\d|不|超过))"
    )


@cache
def _measured(units: tuple[str, ...]) -> re.Pattern[str]:
    """A quantity in one of these units at the end of a stretch, perhaps with its bound."""
    alternatives = "|".join(re.escape(unit) for unit in units)
    return re.compile(rf"\d[\d.]*(?:万|亿)?(?:{alternatives})(?:及?以[上下内]|左右)?$")


def segments(text: str, start: int, end: int, units: Sequence[str]) -> list[Segment]:
    """The segments of a sentence.

    It is cut at ， and ；, at 、 after a quantity, and around a bracket that holds a quantity.
    """
    cuts: list[tuple[int, int, str]] = []
    depth = 0
    for place in range(start, end):
        character = text[place]
        if character == "（":
            close = text.find("）", place, end)
            if depth == 0 and close > 0:
                inner = text[place:close]
                if re.search(r"[于过到]\d", inner) and _NUMBERED.search(inner):
                    cuts += [(place, place + 1, "（"), (close, close + 1, "）")]
                elif _measured(tuple(units)).search(text, start, place):
                    cuts.append((place, close + 1, "，"))  # what only explains the number before it
            depth += 1
        elif character == "）":
            depth = max(0, depth - 1)
        elif character in "，；：" and depth == 0:
            cuts.append((place, place + 1, character))
    quantity = _quantity(tuple(units))
    cuts += [(match.start(1), match.end(1), "、") for match in quantity.finditer(text, start, end)]
    cuts += [(match.end(), match.end(), "，") for match in _RUN_ON.finditer(text, start, end)]
    result: list[Segment] = []
    begin, before = start, ""
    for place, after, separator in sorted(cuts):
        if place > begin:
            result.append(Segment(begin, place, before))
        begin, before = after, separator
    if begin < end:
        result.append(Segment(begin, end, before))
    return result
