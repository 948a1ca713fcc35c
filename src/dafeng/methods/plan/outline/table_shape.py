"""The tables of a plan: which rows belong together, what heads each column, what the table is for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dafeng.domain.plan import Cell, Table
from dafeng.methods.plan.outline.marks import CAPTION, is_title, mark_of
from dafeng.methods.plan.outline.structure import Block
from dafeng.methods.plan.view.surface import Surface

Row = tuple[Cell, ...]
_YEAR = re.compile(r"20\d\d|十[三四五六七]五")
_HEADS = re.compile(
    r"序号|编号|指标|名称|单位|部门|属性|性质|类别|类型|领域|目标|基期|现状|年均|累计|增速|任务|工作|措施|举措|事项|内容|时限"
    r"|完成时间|进度|项目|规模|投资|年限|地点|备注|县|市、区|地区|区域|街道|园区|行业|产品|品种|说明|来源|数值|规划值|合计|总计"
)
_VALUE = re.compile(r"^[≥≤<>=\[（【〔约-]*\d[\d.,]*[\]）】〕]?(?:%|[万亿]?[一-鿿]{0,5})?$")
_BY_AREA = re.compile(
    r"^(?:各?县|各?区|地区|区域|市、?州|各地|街道|乡镇|园区|行政区|所属区)|县（|区（|（市、区|区市?县|市州"
)


def view_tables(view: Surface, blocks: Sequence[Block]) -> list[Table]:
    """The tables, with the places of the reading view; rows with nothing between them are one table."""
    groups: list[tuple[int, list[Block]]] = []
    for number, block in enumerate(blocks):
        if not block.row:
            continue
        if number and blocks[number - 1].row and blocks[number - 1].clause == block.clause:
            groups[-1][1].append(block)
        else:
            groups.append((number, [block]))
    counts: Counter[str] = Counter()
    tables = []
    for number, members in groups:
        clause = members[0].clause
        counts[clause] += 1
        rows = [_cells(view, member) for member in members]
        header = _header(rows)
        body = tuple(
            row for row in rows[len(header) :] if _texts(row) not in {_texts(head) for head in header}
        )
        caption = _caption(view, blocks[max(0, number - 3) : number])
        table = Table(
            f"{clause}表{counts[clause]}",
            clause,
            "other",
            caption,
            header,
            body,
            members[0].start,
            members[-1].end,
        )
        tables.append(replace(table, kind=_kind(columns(table))))
    return tables


def sentence_cells(tables: Sequence[Table]) -> list[Block]:
    """The cells that hold sentences, outside indicator, project and area tables: they are read as prose."""
    return [
        Block(table.clause, cell.start, cell.end)
        for table in tables
        if table.kind in {"tasks", "other"}
        for row in table.rows
        for cell in row
        if len(cell.text) >= 12 and re.search("[，。；]", cell.text)
    ]


def placed(table: Table, view: Surface) -> Table:
    """The same table with the places of the file."""

    def cells(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(tuple(_placed(cell, view) for cell in row) for row in rows)

    start, end = view.span(table.start, table.end)
    return replace(table, header=cells(table.header), rows=cells(table.rows), start=start, end=end)


def _placed(cell: Cell, view: Surface) -> Cell:
    if cell.start == cell.end:
        place = view.offsets[min(cell.start, len(view.offsets) - 1)]
        return replace(cell, start=place, end=place)
    start, end = view.span(cell.start, cell.end)
    return replace(cell, start=start, end=end)


def _cells(view: Surface, block: Block) -> Row:
    cells = []
    place = block.start
    for text in view.text[block.start : block.end].split("\t"):
        cells.append(Cell(text, place, place + len(text)))
        place += len(text) + 1
    return tuple(cells)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def _header(rows: list[Row]) -> tuple[Row, ...]:
    """The first row if it names columns, and the second if it goes on naming them."""
    if not _names_columns(rows[0], least=2):
        return ()
    own = {cell.text for cell in rows[0]}
    second = len(rows) > 2 and [cell.text for cell in rows[1] if cell.text]
    if second and all(text in own or _heads(text) for text in second) and _names_columns(rows[1], least=1):
        return (rows[0], rows[1])
    return (rows[0],)


def _names_columns(row: Row, least: int) -> bool:
    filled = [cell.text for cell in row if cell.text]
    return sum(map(_heads, filled)) >= max(least, (len(filled) + 1) // 2) and not any(
        _VALUE.match(text) and not _YEAR.match(text) for text in filled
    )


def _heads(text: str) -> bool:
    return len(text) <= 24 and (_YEAR.search(text) is not None or _HEADS.search(text) is not None)


def _caption(view: Surface, before: Sequence[Block]) -> str:
    """The nearest short line above; a line that only gives the unit is added to it."""
    unit = ""
    for block in reversed(before):
        line = view.text[block.start : block.end]
        if block.row:
            break
        if re.fullmatch(r"（?单位[：:][^，。]{1,12}）?", line):
            unit = line.strip("（）")
            continue
        mark = mark_of(line)
        line = line[mark.length :] if mark else line
        title = line if is_title(line) or CAPTION.match(line) else re.sub(r"^.*[。；]", "", line)
        if len(title) <= 45 and title:
            return f"{title}（{unit}）" if unit else title
        break
    return unit


def columns(table: Table) -> tuple[str, ...]:
    """What heads each column of the body, the words of a two-row header joined."""
    if not table.header:
        return ()
    width = (
        Counter(len(row) for row in table.rows).most_common(1)[0][0] if table.rows else len(table.header[0])
    )
    upper = [cell.text for cell in table.header[0]]
    if len(table.header) == 1:
        return tuple(_widened(upper, width))
    lower = [cell.text for cell in table.header[1]]
    if len(lower) == width:
        return tuple(_joined(upper, lower))
    for place, text in enumerate(upper):  # the row below names only the parts of one merged cell
        if re.search(r"目标|规划|数值|年度|进度", text) and len(upper) - 1 + len(lower) == width:
            return tuple(upper[:place] + [text + part for part in lower] + upper[place + 1 :])
    return tuple(_widened(upper, width))


def _widened(names: list[str], width: int) -> list[str]:
    """A header with fewer cells than the body: the name's cell is merged over the columns that lack."""
    lacking = width - len(names)
    if lacking <= 0:
        return names
    place = next((i for i, name in enumerate(names) if re.search("指标|任务|名称|项目", name)), 0)
    return names[:place] + [names[place]] * (lacking + 1) + names[place + 1 :]


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    if len(upper) == len(lower):
        return [low if up == low or not up else up + low for up, low in zip(upper, lower, strict=True)]
    names: list[str] = []
    place, inside = 0, False
    for text in lower:
        current = upper[min(place, len(upper) - 1)]
        if not text or text == current:
            if inside:
                place, inside = place + 1, False
                current = upper[min(place, len(upper) - 1)]
            names.append(current)
            place += 1
        elif text in upper[place:]:
            place, inside = upper.index(text, place) + 1, False
            names.append(text)
        else:
            names.append(current + text)
            inside = True
    return names


def aligned(table: Table, row: Row) -> dict[int, Cell]:
    """The cells of a row by column; a row that lacks cells lacks the first ones, merged with the row above."""
    width = len(columns(table))
    shift = width - len(row) if len(row) > 1 else 0
    return {place + max(shift, 0): cell for place, cell in enumerate(row)}


def _kind(names: tuple[str, ...]) -> str:
    whole = "|".join(names)
    if re.search(r"(?:项目|工程)(?:名称)?(?:\||$)", whole) and re.search(
        r"建设|规模|投资|年限|起止|地点|地址", whole
    ):
        return "projects"
    if re.search(r"任务|工作内容|重点工作|主要工作|措施|举措|事项|工作要点", whole) and re.search(
        r"牵头|责任|单位|部门|配合", whole
    ):
        return "tasks"
    dated = any(_YEAR.search(name) or re.search("目标|任务|下降|指标|占比|总量", name) for name in names[1:])
    if any(_BY_AREA.search(name) for name in names[:2]) and "指标名" not in whole and dated:
        return "split"
    if "指标" in whole and any(_YEAR.search(name) or re.search("目标|数值|规划值", name) for name in names):
        return "indicators"
    if re.search(r"属性|性质|(?:^|\|)(?:计量)?单位(?:\||$)", whole) and any(
        _YEAR.search(name) for name in names
    ):
        return "indicators"
    return "other"
