"""Targets of indicator tables: one for each cell that holds a value for a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dafeng.domain.plan import Cell, Table
from dafeng.methods.plan.outline.table_columns import AGAINST, OTHER, Column, value_columns
from dafeng.methods.plan.outline.table_shape import aligned, columns
from dafeng.methods.plan.target.draft import Draft
from dafeng.rules.vocabulary import Vocabulary

_NAME = re.compile("指标|名称|内容")
_UNIT = re.compile(r"^(?:计量|指标)?单位$")
_FALL = re.compile(r"(?:累计)?(?:下降|降低|减少|削减|降幅|下降率|降低率|下降幅度|降低幅度)(?:率|幅度|比例)?$")
_RISE = re.compile(r"(?:累计)?(?:增长|提高|提升|增加|增幅|增长率|年均增长)(?:率|幅度)?$")
_MEASURE = re.compile("率|量|比重|占比|比例|强度|面积|规模|下降|降低|减少|增长|能耗|排放|容量|能力|数")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_VALUE = re.compile(
    r"(?P<hedge>力争|确保|争取|预计)?(?P<verb>达到|控制在|累计|年均|下降|降低|减少|削减|提高|提升|增长|增加|新增)*"
    r"(?P<before>≥|≤|>=|<=|>|<|=|不低于|不少于|不小于|不超过|不高于|不大于|超过|大于|高于|低于|小于|约)?"
    r"(?P<open>[\[（【〔])?(?P<sign>[-–−+])?(?P<value>"
    + _NUMBER
    + r")(?:[~\-—–至](?P<most>"
    + _NUMBER
    + r"))?"
    r"(?P<unit>[^\d\s\]）】〕（*#①-⑨以左上约]{0,8})(?P<close>[\]）】〕])?(?P<after>及?以上|及?以下|以内|之内|左右|上下)?(?P<tail>%)?(?:（累计）|[*#①-⑨])*"
)
_BOUNDS = {
    "<=": ("≤", "<=", "不超过", "不高于", "不大于", "以下", "及以下", "以内", "之内"),
    ">=": ("≥", ">=", "不低于", "不少于", "不小于", "以上", "及以上"),
    ">": (">", "超过", "大于", "高于"),
    "<": ("<", "低于", "小于"),
    "~": ("约", "左右", "上下"),
}
_COMPARATORS = {word: sign for sign, words in _BOUNDS.items() for word in words}


def table_targets(tables: Sequence[Table], vocabulary: Vocabulary, issued: int | None) -> list[Draft]:
    """The targets of all indicator tables; places are those of the reading view.

    A cell without a numeral (完成国家下达目标, —) gives nothing; the base column gives the base year.
    """
    drafts: list[Draft] = []
    for table in tables:
        if table.kind == "indicators":
            drafts += _of_table(table, vocabulary, issued)
    return drafts


def _of_table(table: Table, vocabulary: Vocabulary, issued: int | None) -> Iterator[Draft]:
    names = columns(table)
    values, base = value_columns(names, table.caption, issued)
    name_places = [i for i, name in enumerate(names) if _NAME.search(name) and not OTHER.search(name)]
    taken = {column.place for column in values}
    name_places = [place for place in name_places if place not in taken] or [
        place for place in range(len(names)) if place not in taken and not OTHER.search(names[place])
    ][:1]
    unit_place = next((i for i, name in enumerate(names) if _UNIT.match(name)), None)
    unit_above = re.search(r"单位[：:]([^（），]{1,10})", table.caption)
    carried: dict[int, Cell] = {}
    for row in table.rows:
        cells = aligned(table, row)
        if sum(bool(cell.text) for cell in row) < 2:
            carried = {}
            continue
        for place in (*name_places, *([] if unit_place is None else [unit_place])):
            if place in cells and cells[place].text:
                carried[place] = cells[place]
        words = list(dict.fromkeys(carried[place].text for place in name_places if place in carried))
        above = carried[unit_place].text if unit_place in carried else unit_above and unit_above.group(1)
        if not words:
            continue
        for column in values:
            cell = cells.get(column.place)
            again = (
                column.pace
                and any(
                    cells[other.place].text == cell.text
                    for other in values
                    if other is not column and other.place in cells
                )
                if cell
                else False
            )
            if cell is not None and cell.text and not again:
                headed = re.search(r"（([^（）]{1,10})）$", column.words)
                own = headed.group(1) if headed and _is_unit(headed.group(1), vocabulary) else None
                unit = own if own and column.pace is None else above or None
                yield from _draft(
                    table, row, _leaf(words, vocabulary), unit, column, cell, base, vocabulary, issued
                )


def _draft(
    table: Table,
    row: tuple[Cell, ...],
    words: str,
    unit: str | None,
    column: Column,
    cell: Cell,
    base: int | None,
    vocabulary: Vocabulary,
    issued: int | None,
) -> Iterator[Draft]:
    match = _VALUE.fullmatch(cell.text)
    if match is None or (issued and column.year and column.year < issued):
        return
    name, scope, own_unit = _indicator(words, vocabulary)
    printed = match["unit"] or match["tail"]
    if printed and not _is_unit(printed, vocabulary):
        return
    unit = printed or (own_unit if unit in {None, "-", "—", "/"} else unit)
    if column.pace in {"年均", "增速", "增幅"} and not printed and not match["open"]:
        unit = "%"
    kind, name = _kind(name, match, column, unit, vocabulary)
    mark = match["before"] or match["after"]
    value = float(match["value"].replace(",", ""))
    most = float(match["most"].replace(",", "")) if match["most"] else None
    comparator = "range" if most is not None else _COMPARATORS.get(mark or "", "=")
    hedge = "+".join(part for part in (match["hedge"], mark if mark != "=" else None) if part)
    known = vocabulary.spellings.get(name)
    value_start = cell.start + match.start("value")
    value_end = cell.start + match.end("most" if most is not None else "value")
    own = AGAINST.search(words) or AGAINST.search(column.words)
    yield Draft(
        clause=table.clause,
        indicator=name,
        indicator_id=known,
        comparator=comparator,
        value=value,
        value_max=most,
        unit=unit,
        year=column.year,
        base_year=int(own.group(1)) if own else base if kind in {"reduction", "increase"} else None,
        kind=kind,
        hedge=hedge or None,
        scope=scope,
        tier="table",
        start=row[0].start,
        end=row[-1].end,
        value_start=value_start,
        value_end=value_end,
    )


def _leaf(words: list[str], vocabulary: Vocabulary) -> str:
    """The indicator's own name where the cells beside it name the group it belongs to."""
    *groups, leaf = words
    if not groups or (_indicator(leaf, vocabulary)[0] in vocabulary.spellings and "减排" not in groups[-1]):
        return leaf
    if "主要污染物" in groups[-1]:
        return groups[-1].replace("主要污染物", leaf)
    measured = _MEASURE.search(leaf) or not _MEASURE.search(groups[-1])
    return leaf if measured else leaf + groups[-1]


def _is_unit(words: str, vocabulary: Vocabulary) -> bool:
    plain = re.sub(r"^[万亿千百]+", "", words)
    return plain in vocabulary.units or plain == "" or "/" in plain


def _indicator(words: str, vocabulary: Vocabulary) -> tuple[str, str | None, str | None]:
    """The name without its number, footnote mark and scope, and the unit it carries in brackets."""
    name = re.sub(
        r"^(?:\d{1,2}[.、．]?|（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|[一二三四五六七八九十]{1,2}、|其中：|[*#])+",
        "",
        words,
    )
    name = re.sub(r"[*#①-⑤\d]$", "", name)
    unit = None
    bracket = re.search(r"[（\[]([^（）\[\]]{1,14})[）\]]$", name)
    if bracket and _is_unit(bracket.group(1).split("/")[0], vocabulary):
        unit, name = bracket.group(1), name[: bracket.start()]
    if name in vocabulary.spellings:
        return name, None, unit
    for scope in sorted(vocabulary.scopes, key=len, reverse=True):
        if name.startswith(scope) and len(name) - len(scope) >= 3:
            return name[len(scope) :], scope, unit
    return name, None, unit


def _kind(
    name: str, match: re.Match[str], column: Column, unit: str | None, vocabulary: Vocabulary
) -> tuple[str, str]:
    """The kind of the target, and the indicator's name without the word that tells it."""
    name = AGAINST.sub("", name)
    verb, sign = match["verb"] or "", match["sign"]
    fall, rise = _FALL.search(name), _RISE.search(name)
    if fall or verb in {"下降", "降低", "减少", "削减"}:
        return "reduction", name[: fall.start()] if fall and fall.start() else name
    if column.pace and not match["open"] and column.pace in {"年均", "增速"}:
        return "rate", name
    if rise or verb in {"提高", "提升", "增长", "增加", "新增"} or name.startswith("新增"):
        return "increase", name[: rise.start()] if rise and rise.start() else name
    if re.search("减排量|改造面积|建设面积|改造量$", name):
        return "cumulative", name
    known = vocabulary.spellings.get(name)
    kind = vocabulary.indicator(known).kind if known else None
    if match["open"] and match["close"] and kind != "share":
        return ("reduction" if kind == "reduction" or sign in {"-", "–", "−"} else "increase"), name
    if kind in {"share", "level", "cumulative"} or (kind == "reduction" and unit == "%"):
        return str(kind), name
    return ("share" if unit == "%" else "level"), name
