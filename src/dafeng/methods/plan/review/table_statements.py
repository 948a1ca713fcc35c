"""What the rows of a plan's tables say in figures, read as the sentences of its text are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dafeng.methods.plan.review.statements import Statement, dimension_of, key_of
from dafeng.methods.plan.review.tables import Row, Table

_NAME = r"指标|名称|项目|任务|行业|领域|品种|产品"
_UNIT = r"^(?:计量|指标)?单位$"
_CELL = re.compile(
    r"(?P<before>≥|≤|>=|<=|>|<|=|不低于|不少于|不小于|不超过|不高于|不大于|超过|控制在|达到|约)?"
    r"(?P<sign>[-–−])?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d\s以左]{0,8}?)"
    r"(?P<after>及?以上|及?以下|以内|之内|左右)?"
)
_BOUNDS = {
    ">=": ("≥", ">=", ">", "不低于", "不少于", "不小于", "超过", "及以上", "以上"),
    "<=": ("≤", "<=", "<", "不超过", "不高于", "不大于", "控制在", "及以下", "以下", "以内", "之内"),
    "~": ("约", "左右"),
}
_BOUND_OF = {word: sign for sign, words in _BOUNDS.items() for word in words}
_BRACKET = re.compile(r"[（(]([^，）)]+)[^）)]*[）)]")
_YEAR = re.compile(r"(?<!比)(?<!较)(20\d\d)年?(?:底|末)?")
_TELLS = re.compile(r"基期|现状|基准|基数|实际|完成情况|实绩|目前")
_ASIDE = re.compile(r"序号|编号|属性|性质|备注|来源|说明|责任|部门|牵头|配合|时限|期限|口径|类别|类型")
_ROW_YEAR = r"^(?:目标|完成|实现|考核|达标|计划|规划)?(?:年份|年度|年|时间|时限|期限)$"
_FRAME = re.compile(r"^(?:目标|规划|数值|任务|计划|控制|累计)*值?$")
_FALL = re.compile(r"(?:累计)?(?:下降|降低|减少|削减)(?:率|幅度|比例)?$|降幅$")
_RISE = re.compile(r"(?:累计)?(?:增长|提高|提升|增加)(?:率|幅度|比例)?$|增幅$")


def read_table(table: Table, clause: str, keys: Mapping[str, str], now: int) -> Iterator[Statement]:
    """The figures of a table: a row's year or the column's dates them, the unit stands beside, above or with them."""
    named = table.column(_NAME) or 0
    unit_column, year_column = table.column(_UNIT), table.column(_ROW_YEAR)
    above = re.search(r"单位[：:]([^（），。]{1,10})", table.caption)
    for row in table.rows:
        label = row.cells[named] if named < len(row.cells) else ""
        beside = row.cells[unit_column] if unit_column is not None and unit_column < len(row.cells) else ""
        unit = beside or (above[1] if above else "")
        for column, heading in enumerate(table.header):
            if (
                column in {named, unit_column, year_column}
                or column >= len(row.cells)
                or _ASIDE.search(heading)
            ):
                continue
            one = _statement(row, column, heading, label, unit, clause, keys, now)
            if one is not None:
                due = row.cells[year_column] if year_column is not None and one.sense == "aim" else ""
                found = _YEAR.match(due)
                yield replace(one, year=int(found[1])) if one.year is None and found else one


def _unit_in(words: str) -> str:
    """The unit in the brackets of a heading or a name, first or last beside what they say of bound and whole."""
    parts = [part.strip() for found in _BRACKETED.findall(words) for part in re.split("[，,；]", found)]
    return next((part for part in parts if dimension_of(part)[0] not in {None, "ratio"}), "")


_BRACKETED = re.compile(r"[（(]([^（）()]*)[）)]")


def _statement(  # one argument per thing that a cell's meaning hangs on
    row: Row, column: int, heading: str, label: str, unit: str, clause: str, keys: Mapping[str, str], now: int
) -> Statement | None:
    cell = _CELL.fullmatch(row.cells[column].strip())
    if cell is None:
        return None
    printed = cell["unit"] or _unit_in(heading) or _unit_in(label) or unit
    dimension, factor = dimension_of(printed)
    if not printed or dimension is None:
        return None
    title = _BRACKET.sub("", heading)
    dated, label_year = _YEAR.search(title), re.match(r"(20\d\d)年?", label)
    title = _YEAR.sub("", title)
    if label_year:
        subject = title
    else:
        subject = _BRACKET.sub("", label) + ("" if _FRAME.match(title) else title)
    year = int(label_year[1]) if label_year else int(dated[1]) if dated else None
    fall, rise = _FALL.search(subject), _RISE.search(subject)
    step = fall or rise
    # 能耗下降率: the step is told by the word, the thing by what stands before it
    subject = subject[: step.start()] if step and step.start() else subject
    value = float(cell["number"].replace(",", ""))
    tells = (year is not None and year < now) or _TELLS.search(heading) is not None
    return Statement(
        clause, " | ".join(row.cells), heading, subject, key_of(subject, keys), value, printed, dimension,
        value * factor, year, "fact" if tells else "aim", "fall" if fall else "rise" if rise else "level",
        _BOUND_OF.get(cell["before"] or cell["after"] or "", "="),
        row.places[column] + cell.start("number"), 0, 0,
    )  # fmt: skip
