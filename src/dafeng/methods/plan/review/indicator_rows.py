"""The rows of indicator tables and boxes: what stands today, what is promised, what is asked from above, how it is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.plan import Cell, Table
from dafeng.methods.plan.outline.table_columns import ABOVE
from dafeng.methods.plan.outline.table_shape import aligned, columns
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement, dimension_of, key_of
from dafeng.rules.vocabulary import load_vocabulary

_NAME = re.compile("指标|名称|内容")
_UNIT = re.compile("^(?:计量|指标)?单位$")
_NOTE = re.compile("说明|备注|口径|注释|范围|来源|依据")
_BASE = re.compile("基期|现状|基准|基数|实际|完成|实绩|当前")
_YEAR = re.compile(r"20\d\d")
_CELL = re.compile(
    r"(?P<before>≥|≤|>=|<=|>|<|＞|＜|不低于|不少于|不小于|不超过|不高于|不大于|达到|控制在|约|累计|下降|降低|减少|提高|增长|[\[（【])*"
    r"(?P<sign>[-−–])?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[万亿千百]?[一-鿿]{0,5}?)?(?P<after>及?以上|及?以下|以内|左右)?[\]）】]?"
)
_FALL = re.compile("(?:下降|降低|减少|削减|降)(?:率|幅度|幅|比例|目标)*$")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a table: the figures of its row by what they mean, and the words of its notes."""

    clause: str
    name: str
    note: str
    facts: tuple[Statement, ...]
    aims: tuple[Statement, ...]
    orders: tuple[Statement, ...]


def indicator_rows(context: Context) -> Iterator[IndicatorRow]:
    """The rows of every indicator table that print at least one figure."""
    for table in context.plan.tables:
        if table.kind == "indicators":
            yield from _rows(context, table)


def _rows(context: Context, table: Table) -> Iterator[IndicatorRow]:
    names = columns(table)
    name_place = next((i for i, name in enumerate(names) if _NAME.search(name)), None)
    unit_place = next((i for i, name in enumerate(names) if _UNIT.match(name)), None)
    if name_place is None:
        return
    years = [int(year) for name in names for year in _YEAR.findall(name)]
    last = max(years, default=None)
    for row in table.rows:
        cells = aligned(table, row)
        if name_place not in cells or len(row) <= name_place:
            continue
        name = re.sub(r"[（(][^（）()]*[）)]$", "", cells[name_place].text)
        told: dict[str, list[Statement]] = {"fact": [], "aim": [], "higher": []}
        notes = []
        for place, cell in sorted(cells.items()):
            head = names[place] if place < len(names) else ""
            if place in {name_place, unit_place} or not cell.text:
                continue
            found = _CELL.fullmatch(cell.text)
            if _NOTE.search(head) or found is None:
                notes.append(cell.text)
                asked = ABOVE.search(cell.text)
                found = _CELL.search(cell.text, asked.end()) if asked else None
                if found is None:
                    continue
                head = asked.group() if asked else head
            own = re.findall(_YEAR, head)
            year = int(own[-1]) if own else None
            above = ABOVE.search(head) is not None
            if not above and year is None and not re.search("目标|规划", head) and not _BASE.search(head):
                continue
            past = _BASE.search(head) or (year is not None and year < context.first_year)
            sense = "higher" if above else "fact" if past else "aim"
            unit = found["unit"] or (
                cells[unit_place].text if unit_place is not None and unit_place in cells else ""
            )
            told[sense].append(
                _statement(table, row, name, head, cell, found, unit, year or (None if past else last), sense)
            )
        if any(told.values()):
            yield IndicatorRow(
                table.clause, name, "，".join(notes),
                tuple(told["fact"]), tuple(told["aim"]), tuple(told["higher"]),
            )  # fmt: skip


def _statement(
    table: Table,
    row: tuple[Cell, ...],
    name: str,
    head: str,
    cell: Cell,
    found: re.Match[str],
    unit: str,
    year: int | None,
    sense: str,
) -> Statement:
    unit = re.sub(r"[（(].*", "", unit).replace("％", "%")
    value = float(found["value"].replace(",", ""))
    dimension, factor = dimension_of(unit)
    marks = f"{found['before'] or ''}{found['after'] or ''}"
    bound = (
        ">="
        if re.search(r"≥|>|＞|不低于|不少于|不小于|以上", marks)
        else "<="
        if re.search(r"≤|<|＜|不超过|不高于|不大于|控制在|以下|以内", marks)
        else "="
    )
    falls = found["sign"] or re.search("下降|降低|减少", marks) or (unit == "%" and _FALL.search(name))
    subject = _FALL.sub("", name) if falls and _FALL.sub("", name) else name
    sentence = " | ".join(each.text for each in row)
    return Statement(
        table.clause, sentence, head, subject, key_of(subject, load_vocabulary().spellings), value, unit,
        dimension, value * factor, year, sense, "fall" if falls else "level", bound, cell.start, 0, 0,
    )  # fmt: skip
