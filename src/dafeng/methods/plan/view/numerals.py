"""Numerals that a scanner misread, put right sign by sign: a letter for a digit, a stop for a point."""

from __future__ import annotations

import re

# The next character shows that the token before it was a number.
_UNIT = r"[ ]?(?:%|‰|年|万|亿|个|家|座|项|吨|千瓦|公里|辆|户|千米|平方米|立方米)"
# 2O25, 500O, 1〇0: a letter O or a ring after a digit, with no other letter about (H2O, N2O).
_RINGS = re.compile(
    r"(?<![A-Za-z\d.,])(?:\d[\d.,OoQ○〇]*[OoQ○〇][\d.,OoQ○〇]*|[Oo]\.\d+)(?![A-Za-z])"
    r"|(?<![A-Za-z\d.,])\d[\d.,]*[OQ○〇]+(?=[kMG]?W|tce|t(?![A-Za-z])|km)"
)
_ZEROS = str.maketrans("OoQ○〇", "00000")
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        # 3。5%, 3·5: a full stop or a raised dot for the decimal point.
        (r"(?<=\d)[·‧∙•・](?=\d)", "."),
        (r"(?<!20\d\d)(?<=[\dl])。(?=\d{1,2}[ ]?(?:%|‰|万|亿|个百分点))", "."),
        # l5%, 20l0年, 2丨: a stroke for 1.
        (rf"(?<=\d)[lI丨|](?=\d)|(?<=\d)[lI丨](?={_UNIT})|(?<=\d\.)[lI丨](?=\d|{_UNIT})", "1"),
        (rf"(?<![A-Za-z\d.])[lI丨](?=\d{{0,3}}(?:\.\d+)?{_UNIT})", "1"),
        # 3,5%: a comma for the point, where no group of three digits follows.
        (r"(?:(?<=^\d)|(?<=[^\d.,]\d)|(?<=[^\d.,]\d\d)),(?=\d{1,2}[ ]?%)", "."),
        (r"℅|﹪|٪", "%"),
    )
)


def mended(text: str) -> str:
    """The text, as long as before, with misread numerals put right.

    >>> mended("到2O25年下降l3。5%,面积5OO万平方米;CO2、O3和H2O")
    '到2025年下降13.5%,面积500万平方米;CO2、O3和H2O'
    """
    text = _RINGS.sub(lambda match: match.group().translate(_ZEROS), text)
    for pattern, plain in _STEPS:
        text = pattern.sub(plain, text)
    return text


def joins(left: str, gap: str, right: str) -> bool:
    """True if a blank between two digits is a scanner's slip: 1 5 %, 20 25年, 1 300万吨, 3. 5%.

    Two numbers side by side, as in a table that lost its lines, stay two.

    >>> joins("1", " ", "5%"), joins("12.5", " ", "13.8"), joins("20", " ", "25年")
    (True, False, True)
    """
    first = re.search(r"[\d.,]*$", left)
    second = re.match(r"[\d.,]*", right)
    if first is None or second is None or gap not in {" ", "\u3000", "\xa0", "\u2009"}:
        return False
    head, tail = first.group(), second.group()
    if head.endswith(".") or tail.startswith("."):
        return head.count(".") + tail.count(".") == 1
    if re.fullmatch(r"20\d\d", head + tail):
        return right[len(tail) : len(tail) + 1] in {"年", " "} or len(tail) == 1
    if re.fullmatch(r"\d{1,3}(?:,\d{3})*", head) and re.fullmatch(r"\d{3}", tail):
        return True
    return len(head) == len(tail) == 1
