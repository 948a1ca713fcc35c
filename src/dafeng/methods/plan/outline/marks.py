"""The marks that open a heading: their rank, and the label each gives to a clause's id."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NUMERAL = "一二三四五六七八九十百"
_OPEN, _CLOSE = "[（(〔【\\[]", "[）)〕】\\]]"


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading mark: `rank` orders the styles from the outermost to the innermost.

    `level` is the level a clause under it has; `length` how many characters it takes; `weak` marks also
    occur inside sentences and count only where a sentence has ended before.
    """

    rank: int
    level: int
    label: str
    length: int
    weak: bool = False


# rank, level, weak, pattern; the label is group 1, or what `_label` makes of it.
_STYLES: tuple[tuple[int, int, bool, re.Pattern[str]], ...] = tuple(
    (rank, level, weak, re.compile(pattern))
    for rank, level, weak, pattern in (
        (1, 1, False, rf"(第[{_NUMERAL}\d]{{1,4}}[编篇])"),
        (2, 1, False, rf"(第[{_NUMERAL}\d]{{1,4}}章)"),
        (3, 1, False, rf"(第[{_NUMERAL}\d]{{1,4}}节)"),
        (4, 1, False, rf"([{_NUMERAL}]{{1,3}})[、．.。]"),
        (5, 2, False, rf"(第[{_NUMERAL}\d]{{1,4}}条)"),
        (6, 2, False, rf"{_OPEN}([{_NUMERAL}]{{1,3}}){_CLOSE}[、.．]?"),
        (6, 2, False, r"([㈠-㈩])"),
        (7, 3, False, r"(\d{1,2})[.．、](?:(?!\d)|(?=20\d\d年))"),
        (7, 3, False, r"([⒈-⒛])"),
        (7, 3, False, r"(——)"),
        (7, 3, True, rf"(第[{_NUMERAL}]{{1,2}})[、，](?!第)"),
        (7, 3, True, r"(首先|其次|再次|最后)[，、]"),
        (8, 4, False, rf"{_OPEN}(\d{{1,2}}){_CLOSE}[、.．]?"),
        (8, 4, False, r"([⑴-⒇])"),
        (9, 4, True, r"(\d{1,2})[）)](?!\d)"),
        (9, 4, True, r"([A-HＡ-Ｈ])[.．、](?![A-Za-z\d])"),
        (10, 5, False, r"([①-⑳])"),
    )
)
ANNEX = re.compile(
    r"附(件|录|表|)([一二三四五六七八九十]{1,2}|\d{1,2}(?:-\d{1,2})?|[A-E])?(?=[：:.、]|[^近属加图注则件录表]|$)[：:.、]?"
)
BOX = re.compile(rf"专栏([{_NUMERAL}]{{1,2}}|\d{{1,2}}(?:-\d{{1,2}})?)?[：:.、]?")
CAPTION = re.compile(rf"表([{_NUMERAL}]{{1,2}}|\d{{1,2}}(?:-\d{{1,2}})?)[：:.、]?(?=[^所中示列]|$)")
STRONG = 6  # marks up to this rank open parts of the plan; the others also number lists inside them


def mark_of(line: str) -> Mark | None:
    """The mark that a line of the view opens with, or None.

    >>> mark_of("（二）能源转型"), mark_of("2030年前达峰")
    (Mark(rank=6, level=2, label='(二)', length=3, weak=False), None)
    >>> mark_of("4.2030年目标").label, mark_of("4.2万千瓦")
    ('4', None)
    """
    for rank, level, weak, pattern in _STYLES:
        match = pattern.match(line)
        if match:
            return Mark(rank, level, _label(match.group(1), rank), match.end(), weak)
    return None


def _label(words: str, rank: int) -> str:
    plain = words if rank == 10 else unicodedata.normalize("NFKC", words).strip("().")
    if words == "——":
        return words
    if rank in {6, 8}:
        return f"({plain})"
    return f"{plain})" if rank == 9 and plain.isdigit() else plain


def is_heading(line: str) -> bool:
    """True if a line of the view begins with a heading mark such as 一、 （一） 1. ——."""
    mark = mark_of(line)
    return mark is not None and not mark.weak


def is_title(line: str) -> bool:
    """True for the title of an annex, a box or a table: 附件1：任务分工表, 专栏2 重点工程, 表3."""
    # what stands in brackets behind a title, 专栏2 热源结构（按供热面积计，总面积10亿平方米）, is no sentence
    line = re.sub(r"[（(][^（）()]*[）)]$", "", line)
    if len(line) > 45 or re.search("[。，；]", line):
        return False
    return any(pattern.match(line) for pattern in (ANNEX, BOX, CAPTION))


def is_label(line: str) -> bool:
    """True for the label of an annex or a box alone, whose title stands on the next line: 附件1."""
    return any(pattern.fullmatch(line) for pattern in (ANNEX, BOX, CAPTION))
