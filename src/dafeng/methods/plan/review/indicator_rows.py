"""The rows of indicator tables and boxes: what stands today, what is promised, what is asked from above, how it is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.plan import Cell, Table
from dafeng.methods.plan.outline.table_columns import ABOVE, AGAINST
from dafeng.methods.plan.outline.table_shape import aligned, columns
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement, dimension_of, key_of
from dafeng.rules.vocabulary import load_vocabulary

_NAME = re.compile("指标|名称|内容")
_UNIT = re.compile("^(?:计量|指标)?单位$")
_NOTE = re.compile("说明|备注|口径|注释|范围|来源|依据")
_BASE = re.compile("基期|现状|基准|基数|实际|完成|实绩|当前")
_DUE = re.compile("^(?:目标|完成|实现|考核|达标|计划|规划)?(?:年份|年度|年|时间|时限|期限)$")
_YEAR = re.compile(r"20\d\d")
_CELL = re.compile(
    r"(?P<before>≥|≤|>=|<=|>|<|＞|＜|不低于|不少于|不小于|不超过|不高于|不大于|达到|控制在|约|累计|下降|降低|减少|提高|增长|[\[（【])*"
    r"(?P<sign>[-−–])?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[万亿千百]?[一-鿿]{0,5}?)?(?P<after>及?以上|及?以下|以内|左右)?[\]）】]?"
)
_STEP = re.compile("年均|累计|增速|增幅|降幅|五年|增长|下降|降低|减少|变化")
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]$")
_FALL = re.compile("(?:下降|降低|减少|削减|降)(?:率|幅度|幅|比例|目标)*$")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a table: the figures of its row by what they mean, and the words of its notes.

    `counted` holds how base and target are counted, by the brackets in their columns' headings or cells.
    """

    clause: str
    name: str
    note: str
    facts: tuple[Statement, ...]
    aims: tuple[Statement, ...]
    orders: tuple[Statement, ...]
    counted: tuple[str, str]


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
    year_place = next((i for i, name in enumerate(names) if _DUE.search(name)), None)
    last = max(
        (year for name in names if (year := _year_in(name)) and year >= context.first_year), default=None
    )
    for row in table.rows:
        cells = aligned(table, row)
        if name_place not in cells or len(row) <= name_place:
            continue
        name = _BRACKET.sub("", cells[name_place].text)
        row_unit = cells[unit_place].text if unit_place is not None and unit_place in cells else ""
        row_unit = row_unit or _unit_in(cells[name_place].text)
        due = cells[year_place].text if year_place is not None and year_place in cells else ""
        row_last = int(due[:4]) if _YEAR.match(due) else last
        told: dict[str, list[Statement]] = {"fact": [], "aim": [], "higher": []}
        notes, counted = [], dict[str, str]()
        for place, cell in sorted(cells.items()):
            head = names[place] if place < len(names) else ""
            if place in {name_place, unit_place, year_place} or not cell.text:
                continue
            found = None if _NOTE.search(head) else _CELL.fullmatch(_BRACKET.sub("", cell.text))
            if found is None:
                notes.append(cell.text)
                asked = ABOVE.search(cell.text)
                found = _CELL.search(cell.text, asked.end()) if asked else None
                head = asked.group() if asked else head
            sense = _sense(context, head)
            if found is None or sense is None:
                continue
            year = _year_in(head) or (None if sense == "fact" else row_last)
            unit = found["unit"] or row_unit
            told[sense].append(_statement(table, row, name, head, cell, found, unit, year, sense))
            brackets = [one[1] for text in (head, cell.text) if (one := _BRACKET.search(text))]
            counted.setdefault(sense, "".join(brackets))
        if any(told.values()):
            yield IndicatorRow(
                table.clause, name, "，".join(notes), tuple(told["fact"]), tuple(told["aim"]),
                tuple(told["higher"]), (counted.get("fact", ""), counted.get("aim", "")),
            )  # fmt: skip


def _unit_in(name: str) -> str:
    """The unit in the bracket behind a name: 煤炭消费量（万吨）, 覆盖率（占企业数，%）."""
    found = _BRACKET.search(name)
    unit = re.split("[，,；]", found[1])[-1].strip() if found else ""
    return unit if unit and dimension_of(unit)[0] else ""


def _year_in(head: str) -> int | None:
    """The year of a column; that of 比2025年 is its base."""
    years = _YEAR.findall(AGAINST.sub("", head))
    return int(years[-1]) if years else None


def _sense(context: Context, head: str) -> str | None:
    """What the figures of a column are by its heading, or None where it is no column of figures."""
    year = _year_in(head)
    if ABOVE.search(head):
        return "higher"
    if _BASE.search(head) or (year is not None and year < context.first_year):
        return "fact"
    return "aim" if year is not None or re.search("目标|规划", head) else None


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
    stepped = _STEP.search(head) or AGAINST.search(head) or cell.text[:1] in set("[［【")
    falls = (
        found["sign"] or re.search("下降|降低|减少", f"{marks}{head}") or (unit == "%" and _FALL.search(name))
    )
    subject = _FALL.sub("", name) if falls and _FALL.sub("", name) else name
    sentence = " | ".join(each.text for each in row)
    return Statement(
        table.clause, sentence, head, subject, key_of(subject, load_vocabulary().spellings), value, unit,
        dimension, value * factor, year, sense, "fall" if falls else "rise" if stepped else "level", bound, cell.start, 0, 0,
    )  # fmt: skip
