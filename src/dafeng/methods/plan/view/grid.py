"""Which lines of a text are rows of a table, and where their cells begin and end.

The readers of Word, web and PDF files hand a table over as lines of cells joined by tabs; a text may also
draw it with ``|`` or with wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Cells = tuple[tuple[int, int], ...]
_GAP = re.compile(r"[ \u3000\xa0]{2,}|\u3000")
_HEADER = re.compile(r"指标|项目名称|任务|单位|序号|名称|目标|区域|县|完成时限")
_RULE = re.compile(r"^[\s|+:\-—─=_┌┬┐├┼┤└┴┘]+$")
_MARK = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(].{1,3}[)）]|\d{1,2}[.、．)]|[①-⑳]|——)\s*$")


def grid(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, Cells]:
    r"""The rows among `lines`, by the place of the line, with the places of their cells.

    A row stands in a group of at least two; a short line without cells between two rows is a heading
    inside the table.

    >>> sorted(grid("指标\t目标\n能耗\t12\n说明", [(0, 5), (6, 11), (12, 14)]).items())
    [(0, ((0, 2), (3, 5))), (1, ((6, 8), (9, 11)))]
    """
    cut = [_cells(text, start, end) for start, end in lines]
    _wide_gaps(text, lines, cut)
    rows: dict[int, Cells] = {}
    group: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and len(cut[number]) > 1:
            group.append(number)
            continue
        if number < len(lines) and group and _inner_heading(text, lines, cut, number):
            group.append(number)
            continue
        if _is_table(text, [cut[member] for member in group]):
            rows |= {member: cut[member] for member in group}
        group = []
    return rows


def _cells(text: str, start: int, end: int) -> Cells:
    line = text[start:end]
    if "\t" in line.strip():
        return tuple(_pieces(text, start, end, "\t"))
    if line.count("|") >= 2:
        inner = line.strip()
        first = start + line.index(inner) + inner.startswith("|")
        # without a bar in front the last bar is no border: behind it stands an empty cell
        bordered = inner.startswith("|") and inner.endswith("|")
        last = first + len(inner) - inner.startswith("|") - bordered
        return tuple(_pieces(text, first, last, "|"))
    return ((start, end),)


def _pieces(text: str, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    places = [place for place in range(start, end) if text[place] == separator]
    return list(zip([start, *(place + 1 for place in places)], [*places, end], strict=True))


def _wide_gaps(text: str, lines: Sequence[tuple[int, int]], cut: list[Cells]) -> None:
    """Lines under a header whose columns stand apart by wide gaps, as long as they have as many columns."""
    columns = 0
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        words = line.strip()
        if len(cut[number]) > 1 or not words:
            columns = 0
            continue
        first = start + line.index(words)
        gaps = list(_GAP.finditer(words))
        named = len(_HEADER.findall(words)) + len(re.findall(r"20\d\d", words))
        if columns == 0 and not (len(gaps) >= 2 and named >= 2 and "。" not in words):
            continue
        if columns and abs(len(gaps) + 1 - columns) > 1:
            columns = 0
            continue
        columns = columns or len(gaps) + 1
        starts = [first, *(first + gap.end() for gap in gaps)]
        stops = [*(first + gap.start() for gap in gaps), first + len(words)]
        cut[number] = tuple(zip(starts, stops, strict=True))


def _inner_heading(text: str, lines: Sequence[tuple[int, int]], cut: list[Cells], number: int) -> bool:
    words = text[slice(*lines[number])].strip()
    if number + 1 >= len(lines) or len(words) > 20 or re.search(r"[。；]|^(?:附|专栏|表)", words):
        return False
    return len(cut[number + 1]) > 2 and abs(len(cut[number + 1]) - len(cut[number - 1])) <= 1


def _is_table(text: str, rows: list[Cells]) -> bool:
    if len(rows) < 2:
        return False
    filled = [[text[start:end].strip() for start, end in row] for row in rows]
    if sum(sum(map(bool, row)) >= 2 for row in filled) < 2:
        return False
    # 1.〈tab〉优化结构。 is a list with tabs after its numbers.
    return not all(len(row) == 2 and (not row[0] or _MARK.match(row[0])) for row in filled)


def is_rule(line: str) -> bool:
    """True for a line that only draws a border: |---|---|."""
    return (
        _RULE.match(line) is not None
        and len(line.strip()) >= 3
        and ("|" in line or "+" in line or "─" in line)
    )
