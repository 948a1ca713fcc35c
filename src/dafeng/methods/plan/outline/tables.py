"""What the rows of a plan's tables say: who does what until when, which projects, which area's share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dafeng.domain.plan import Cell, Clause, Table
from dafeng.methods.plan.outline.marks import mark_of
from dafeng.methods.plan.outline.table_shape import aligned, columns

_WORK = re.compile("任务|工作|措施|举措|事项|内容|要点")
_FINE = re.compile("具体|主要|内容|举措|措施|要点|细化")
_LEAD = re.compile("牵头|主办|主责|责任领导")
_SUPPORT = re.compile("配合|协同|协办|参与|参加|支持")
_OWNER = re.compile("责任|单位|部门|承担|落实")
_DEADLINE = re.compile("时限|时间|期限|进度|完成")
_TAIL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?(?:负责|落实|配合)?|分工负责|负责(?:落实)?|牵头|配合|落实)?$"
)
_NOTHING = frozenset({"", "—", "——", "-", "/", "无"})
_DIRECTIONS = re.compile(r"牵头(?:负责)?[，；、：]?|(?:分别)?配合$")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a task table.

    `clause_ref` is the clause whose heading the row quotes; `lead` and `support` name departments as the
    table does; a `deadline` that the table does not state is None.  `start` and `end` enclose the row.
    """

    clause_ref: str | None
    work: Cell
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A row of a project table; what it does not state is None."""

    name: Cell
    content: str | None
    scale: str | None
    investment: str | None
    period: str | None
    owners: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AreaShare:
    """What a table that splits a target gives one area: the words above the column, and the cell."""

    area: str
    column: str
    value: Cell


def task_rows(table: Table, clauses: Sequence[Clause] = ()) -> tuple[TaskRow, ...]:
    """The rows of a task table; `clauses` are those of the plan, to link a row to the one it quotes.

    An owner's cell that is merged over several rows holds for each of them.
    """
    names = columns(table)
    work_places = [i for i, name in enumerate(names) if _WORK.search(name) and not _owner(name)]
    lead_place = next((i for i, name in enumerate(names) if _LEAD.search(name)), None)
    support_place = next(
        (i for i, name in enumerate(names) if _SUPPORT.search(name) and i != lead_place), None
    )
    owner_place = next(
        (i for i, name in enumerate(names) if _OWNER.search(name) and i not in {lead_place, support_place}),
        None,
    )
    if lead_place is None:
        lead_place, owner_place = owner_place, None
    support_place = owner_place if support_place is None else support_place
    deadline_place = next(
        (i for i, name in enumerate(names) if _DEADLINE.search(name) and not _WORK.search(name)), None
    )
    main = next((place for place in reversed(work_places) if _FINE.search(names[place])), None)
    main = work_places[-1] if main is None and work_places else main
    if main is None:
        return ()
    found: list[TaskRow] = []
    headings: dict[int, Cell] = {}
    lead_words = ""
    for row in table.rows:
        cells = aligned(table, row)
        if sum(bool(cell.text) for cell in row) < 2:
            headings = {main: row[0]} if row and row[0].text else headings
            lead_words = ""
            continue
        headings |= {place: cells[place] for place in work_places if place in cells and cells[place].text}
        lead_words = _text(cells, lead_place) or lead_words
        if main not in headings:
            continue
        lead, support = departments(lead_words)
        support += tuple(
            name for name in sum(departments(_text(cells, support_place)), ()) if name not in lead
        )
        quoted = [headings[place].text for place in reversed(work_places) if place in headings]
        found.append(
            TaskRow(
                _quoted_clause(quoted, table, clauses),
                headings[main],
                lead,
                support,
                _text(cells, deadline_place) or None,
                row[0].start,
                row[-1].end,
            )
        )
    return tuple(found)


def project_rows(table: Table) -> tuple[ProjectRow, ...]:
    """The rows of a project table, as printed."""
    names = columns(table)

    def place(pattern: str) -> int | None:
        return next((i for i, name in enumerate(names) if re.search(pattern, name)), None)

    name_place = place("(?:项目|工程)名称|^(?:项目|工程)$|名称")
    found = []
    for row in table.rows:
        cells = aligned(table, row)
        name = cells.get(name_place) if name_place is not None else None
        if name is None or not name.text or sum(bool(cell.text) for cell in row) < 2:
            continue
        found.append(
            ProjectRow(
                name,
                _text(cells, place("内容")) or None,
                _text(cells, place("规模")) or None,
                _text(cells, place("投资")) or None,
                _text(cells, place("年限|起止|时间|工期|进度")) or None,
                sum(departments(_text(cells, place("责任|牵头|业主|实施主体|建设单位"))), ()),
                row[0].start,
                row[-1].end,
            )
        )
    return tuple(found)


def area_shares(table: Table) -> tuple[AreaShare, ...]:
    """The cells of a table that splits a target over areas, with the area and the column's words."""
    names = columns(table)
    area_place = next((i for i, name in enumerate(names) if re.search("县|区|地|州|镇|街道|园", name)), 0)
    found = []
    for row in table.rows:
        cells = aligned(table, row)
        area = _text(cells, area_place)
        found += [
            AreaShare(area, names[place], cell)
            for place, cell in sorted(cells.items())
            if area and place > area_place and cell.text and place < len(names)
        ]
    return tuple(found)


def departments(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The departments named in a cell: those that lead, and those that support.

    >>> departments("市发展改革委、市财政局（市国资委）等按职责分工负责")
    (('市发展改革委', '市财政局（市国资委）'), ())
    >>> departments("市住房城乡建设局牵头，市财政局、各县（市、区）人民政府配合")
    (('市住房城乡建设局',), ('市财政局', '各县（市、区）人民政府'))
    """
    labelled = re.match(r"牵头(?:单位|部门)?[：:](.*?)[，；]?(?:配合|责任)(?:单位|部门)?[：:](.*)$", words)
    if labelled:
        return _names(labelled.group(1)), _names(labelled.group(2))
    match = _DIRECTIONS.search(words)
    if match and match.group().startswith("牵头") and match.end() < len(words):
        return _names(words[: match.start()]), _names(words[match.end() :])
    return _names(words), ()


def _names(words: str) -> tuple[str, ...]:
    """Cut at 、，； outside brackets, blanks and line breaks."""
    cut = re.split(r"[、，；;,\s]+(?![^（]*）)", words.strip("（）。 ") if words.startswith("（") else words)
    names = [
        _TAIL.sub("", re.sub(r"^(?:(?:责任|牵头|配合)(?:单位|部门)[：:])", "", name).rstrip("。"))
        for name in cut
    ]
    return tuple(dict.fromkeys(name for name in names if name not in _NOTHING))


def _owner(name: str) -> bool:
    return (
        any(pattern.search(name) for pattern in (_LEAD, _SUPPORT)) or re.search("单位|部门", name) is not None
    )


def _text(cells: dict[int, Cell], place: int | None) -> str:
    words = cells[place].text if place is not None and place in cells else ""
    return "" if words in _NOTHING else words


def _quoted_clause(quoted: Iterable[str], table: Table, clauses: Sequence[Clause]) -> str | None:
    """The clause with the longest heading that a cell quotes, the finest cell first."""
    inside = table.clause.split("·")[0] if re.match("[附文]", table.clause) else table.clause
    others = [
        clause for clause in clauses if clause.id != table.clause and not clause.id.startswith(f"{inside}·")
    ]
    for words in quoted:
        plain = _plain(words)
        best: tuple[int, str] | None = None
        for clause in others:
            heading = _plain(clause.heading)
            if len(heading) < 4 or len(plain) < 4:
                continue
            if (heading in plain or plain in heading) and (best is None or len(heading) > best[0]):
                best = (len(heading), clause.id)
        if best:
            return best[1]
    return None


def _plain(words: str) -> str:
    mark = mark_of(words)
    return re.sub(r"[，。、；：“”\s]", "", words[mark.length :] if mark else words)
