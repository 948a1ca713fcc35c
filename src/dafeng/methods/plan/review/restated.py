"""Checks on figures that a table states again: the row of a sector or a task against the clause of its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.likeness import agree, core
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement, read_sentence
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.undertaken import is_undertaken
from dafeng.rules.vocabulary import load_vocabulary

RESTATED = Check(
    "restated",
    9,
    CONVENTION,
    "正文与附表同一指标数值不同",
    "a table gives another figure than the clause of the same sector or task",
)
_OF_SECTOR = r"(?:行业|领域|产业|部门|方面|碳达峰|达峰|行动|工程)*"
_WHOSE = re.compile(r"^(?:全?行业|领域|产业|本行业|其|该行业|全[省市县区州])+|(?:控制|目标|任务|总量|量)+$")
_A_NAME, _A_SHARED = 2, 3


@register(RESTATED)
def restated(context: Context) -> Iterator[Finding]:
    """碳排放 under 钢铁行业 against the row 钢铁 of a table; a rate in a task's row against the task's clause."""
    seen: set[tuple[int, int]] = set()
    for one, other in (*_of_sectors(context), *_of_tasks(context)):
        if agree(one, other) or (one.start, other.start) in seen:
            continue
        seen.add((one.start, other.start))
        yield finding(
            RESTATED,
            context,
            [one, other],
            title=f"“{one.subject}”正文与附表不一致：{one.figure}、{other.figure}",
            arithmetic=f"{one.clause}：{one.figure}；表中“{other.sentence[:30]}”：{other.figure}",
            settles="以正文还是附表为考核依据；上级下达的数值。",
            proposal="正文与附表统一为一个数值。",
        )


def _of_sectors(context: Context) -> Iterator[tuple[Statement, Statement]]:
    """A figure under a sector's heading and the cell of that sector's row under the same quantity."""
    cells = [one for one in context.statements if not one.stop and one.sense == "aim"]
    for clause in context.leaves():
        heading = context.headings(clause.id)[0]
        mine = [
            one
            for one in context.statements
            if one.clause == clause.id and one.stop and is_undertaken(context, one)
        ]
        for cell in cells:
            label = cell.sentence.split(" | ")[0]
            if len(label) < _A_NAME or not re.fullmatch(
                rf"(?:推动|推进)?{re.escape(label)}{_OF_SECTOR}", heading
            ):
                continue
            name = _WHOSE.sub("", cell.subject.removeprefix(label))
            for one in mine:
                same = name and core(_WHOSE.sub("", one.subject)) == core(name)
                if same and _of_one_sort(one, cell):
                    yield one, cell


def _of_tasks(context: Context) -> Iterator[tuple[Statement, Statement]]:
    """A figure in the words of a table's cell and the figure of that name in the clause which the cell is named by."""
    keys = load_vocabulary().spellings
    by_heading = {context.headings(clause.id)[0]: clause.id for clause in context.leaves()}
    for table in context.tables:
        for row in table.rows:
            for cell, place in zip(row.cells, row.places, strict=True):
                clause = by_heading.get(re.split("[，：；（]", cell)[0])
                if clause is None or not re.search(r"\d", cell):
                    continue
                offsets = tuple(range(place, place + len(cell)))
                there = context.clause_at(table.start) or ""
                for said in read_sentence(cell, there, offsets, keys, None, context.first_year):
                    for one in context.statements:
                        named = one.subject.endswith(said.subject) and len(said.subject) >= _A_SHARED
                        if one.clause == clause and one.stop and named and _of_one_sort(one, said):
                            yield one, said


def _of_one_sort(one: Statement, other: Statement) -> bool:
    years = {one.year, other.year} - {None}
    return (
        one.sense == "aim"
        and one.dimension == other.dimension
        and (one.change == other.change or not other.stop)
        and len(years) <= 1
    )
