"""Tables that lost their lines: the cells follow each other one to a line, or all in one line.

They are put together again only where the count of cells proves how: the header tells how many columns
there are, and 约束性 or 预期性 closes each row, or each row has exactly as many cells with figures in the
columns of the years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"[^\s|]+")
_FIRST = re.compile(r"序号|指标(?:名称)?")
_HEAD = re.compile(
    r"序号|指标(?:名称|属性)?|名称|(?:计量)?单位|属性|性质|类别|领域|备注|20\d\d年?(?:（?(?:基期|现状|目标|实际|规划)值?）?)?"
    r"|基期值?|现状值?|目标值?|年均(?:增速|增长)?（?%?）?|累计|[“]?十[四五]五[”]?末?|\[累计\]|年均.{0,8}|责任单位|牵头单位"
)
_NATURE = re.compile(r"（?(?:约束性|预期性)）?")
_FIGURE = re.compile(
    r"[\[（【〔≥≤<>=约]*[-–]?\d[\d.,]*(?:[-~—]\d[\d.,]*)?[\]）】〕]?%?(?:左右|以上|以内|以下)?|[-—–/]{1,2}|完成.{2,12}"
)
_PAGE = re.compile(r"[-—–─]{1,2}\d{1,4}[-—–─]{1,2}")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table put together again: the stretch of text it takes, and the cells of each row."""

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]


def flat_tables(text: str) -> tuple[FlatTable, ...]:
    """The flattened tables of a text in half-width punctuation.

    >>> flat_tables("指标 2025年 属性 能耗 13 约束性 绿化率 40 预期性")[0].rows[2]
    ((22, 25), (26, 28), (29, 32))
    """
    if "20" not in text:
        return ()
    tokens: list[Span] = []
    for line in re.finditer(r"[^\n\r\f\v]+", text):
        if "\t" not in line.group().strip() and "|" not in line.group():
            spans = [match.span() for match in _TOKEN.finditer(text, *line.span())]
            tokens += [span for span in spans if not _PAGE.fullmatch(text[slice(*span)])]
    found: list[FlatTable] = []
    place = 0
    while place < len(tokens):
        table = _table(text, tokens, place) if _FIRST.fullmatch(text[slice(*tokens[place])]) else None
        if table is None:
            place += 1
            continue
        found.append(table)
        place = next((i for i, span in enumerate(tokens) if span[0] >= table.end), len(tokens))
    return tuple(found)


def _table(text: str, tokens: Sequence[Span], first: int) -> FlatTable | None:
    words = [text[slice(*span)] for span in tokens[first : first + 400]]
    width = next((i for i, word in enumerate(words) if not _HEAD.fullmatch(word)), len(words))
    header = words[:width]
    years = {i for i, word in enumerate(header) if re.search(r"20\d\d|目标|基期|十[四五]五", word)}
    if width < 3 or not years or width == len(words):
        return None
    spans = tokens[first : first + width]
    apart = all("\n" in text[left[1] : right[0]] for left, right in pairwise(spans))
    together = "\n" not in text[spans[0][0] : tokens[first + width][0]]
    if not apart and not together:
        return None
    closed = bool(re.search("属性|性质", header[-1]))
    rows = _closed_rows(words, width) if closed else _counted_rows(words, width, years)
    if not rows:
        return None
    cells = [tuple(spans)]
    for begin, end in rows:
        row = tokens[first + begin : first + end]
        lack = len(row) - width
        name = next((i for i, word in enumerate(header) if re.search("指标|名称", word)), 0)
        if lack > 0:  # the name was printed with blanks inside
            row = [*row[:name], (row[name][0], row[name + lack][1]), *row[name + lack + 1 :]]
        # With fewer cells than columns nothing tells which are missing: the row stays one cell.
        cells.append(tuple(row) if lack >= 0 else ((row[0][0], row[-1][1]),))
    return FlatTable(spans[0][0], tokens[first + rows[-1][1] - 1][1], tuple(cells))


def _closed_rows(words: list[str], width: int) -> list[Span]:
    """Rows that 约束性 or 预期性 closes."""
    rows: list[Span] = []
    begin = width
    for place in range(width, len(words)):
        if place - begin > width + 4:
            break
        if _NATURE.fullmatch(words[place]):
            if (
                re.match(r"(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]）)", words[begin])
                and place - begin >= width
            ):
                rows.append((begin, begin + 1))
                begin += 1
            if not any(_FIGURE.fullmatch(word) for word in words[begin:place]):
                break
            rows.append((begin, place + 1))
            begin = place + 1
    return rows


def _counted_rows(words: list[str], width: int, years: set[int]) -> list[Span]:
    """Rows of exactly as many cells as the header has, with figures under the years and nowhere else."""
    rows: list[Span] = []
    begin = width
    while begin + width <= len(words):
        row = words[begin : begin + width]
        name = max((word for i, word in enumerate(row) if i not in years), key=len)
        if not all(_FIGURE.fullmatch(row[i]) for i in years) or not re.search("[一-鿿]{2}", name):
            break
        if any(len(word) > 40 or "。" in word for word in row):
            break
        rows.append((begin, begin + width))
        begin += width
    return rows
