"""Tasks, duties and bans of a plan: one for each imperative, with owner, deadline and what it serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from dafeng.domain.plan import Project, Target, Task
from dafeng.methods.plan.outline.structure import PREAMBLE, Block, Outline
from dafeng.methods.plan.target.segments import sentences
from dafeng.methods.plan.task.deadlines import deadline_in
from dafeng.methods.plan.task.imperatives import Imperative, Imperatives, imperatives
from dafeng.methods.plan.task.owners import Statement, first_leads, statements
from dafeng.methods.plan.task.task_sentences import TaskDraft, of_sentence
from dafeng.methods.plan.view.surface import Surface
from dafeng.rules.task_words import TaskWords

# Parts of a plan that say why, by what principle and to what end, not what to do.
_NO_TASKS = re.compile(
    r"总体要求|指导思想|总体思路|(?:基本|工作|遵循)原则|(?:主要|总体|工作|发展|行动|规划|具体|量化)目标|^目标|目标$|形势|背景|现状|成效"
    r"|(?:工作|发展|现实)基础|编制依据|适用范围|发展环境|名词解释|有关说明"
)
_MARK = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[章节条]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)|[①-⑳]|——"
)
_TITLE = 40  # a longer first sentence is text, not a title
_WIDE = re.compile("^(?:以上|上述|本章|本节|本部分)")
# A title, a date line, a source or a formula of the letter that carries a plan.
_LETTER = re.compile(
    r"(?:方案|规划|通知|意见|计划|办法)(?:（[^（）]*）)?$|^[^，。]*印发|制定(?:本|.{0,6}(?:实施|工作)方案)|发布时间|来源|http|现将|以下简称|^#|摘要"
)
_READ, _UNREAD = 0.95, 0.7  # confidence in a row of a table with and without a verb
_LEAF = re.compile("等$")


class Words(Protocol):
    """The text of a cell with its place in the document."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Row(Protocol):
    """A row of a task table, as `tables.task_rows` gives them."""

    @property
    def clause_ref(self) -> str | None: ...
    @property
    def work(self) -> Words: ...
    @property
    def lead(self) -> tuple[str, ...]: ...
    @property
    def support(self) -> tuple[str, ...]: ...
    @property
    def deadline(self) -> str | None: ...


def read_tasks(
    view: Surface, outline: Outline, targets: Sequence[Target], projects: Sequence[Project], words: TaskWords
) -> tuple[Task, ...]:
    """The tasks of a plan's action parts, in the order of the text.

    Goals, principles, background and history give none.  A heading is a task only where its clause has no
    text of its own below it.  Owners come from the sentence's subject, else from the bracket or line that
    closes the clause, else from those of the clause above.
    """
    orders = imperatives(words)
    named = statements(view.text, view.breaks, first=first_leads(view.text))
    masked = _masked(view.text, named)
    working = _working(outline)
    drafts: list[TaskDraft] = []
    for block in outline.blocks:
        if block.clause in working and not block.row:
            drafts += _of_block(masked, block, orders)
    drafts += _of_titles(masked, outline, working, drafts, orders)
    drafts.sort(key=lambda draft: draft.start)
    owners = _Assignment(view.text, outline, named, drafts)
    return _linked(view, [owners.given(draft) for draft in drafts], targets, projects)


def tasks_of_rows(rows: Iterable[tuple[str, Row]], words: TaskWords) -> tuple[Task, ...]:
    """The tasks of task tables, from each row with the clause its table stands in.

    A row that quotes a clause belongs to that one.
    """
    orders = imperatives(words)
    counts: dict[str, int] = {}
    tasks = []
    for clause, row in rows:
        read = orders.read(row.work.text) or Imperative("action", "", row.work.text)
        place = row.clause_ref or clause
        counts[place] = counts.get(place, 0) + 1
        tasks.append(
            Task(
                f"{place}#r{counts[place]}",
                place,
                "ban" if read.kind == "ban" else "task",
                read.verb,
                read.object,
                read.scope,
                row.lead,
                row.support,
                (deadline_in(row.deadline) or row.deadline) if row.deadline else None,
                row.work.start,
                row.work.end,
                _READ if read.verb else _UNREAD,
            )
        )
    return tuple(tasks)


def _masked(text: str, named: list[Statement]) -> str:
    """The text with every statement of owners turned into full stops, so that it is read as no task."""
    parts, begin = [], 0
    for statement in named:
        parts += [text[begin : statement.start], "。" * (statement.end - statement.start)]
        begin = statement.end
    return "".join([*parts, text[begin:]])


def _working(outline: Outline) -> frozenset[str]:
    """The clauses that can hold tasks; the text before the first heading only if there is no heading."""
    if not outline.clauses:
        return frozenset((PREAMBLE,))
    idle: set[str] = set()
    for clause in outline.clauses:
        if clause.parent in idle or _NO_TASKS.search(clause.heading):
            idle.add(clause.id)
    return frozenset(clause.id for clause in outline.clauses if clause.id not in idle)


def _of_block(text: str, block: Block, orders: Imperatives) -> Iterator[TaskDraft]:
    for start, end in sentences(text, *_body(text, block)):
        if block.clause == PREAMBLE and _LETTER.search(text[start:end]):
            continue
        yield from of_sentence(text, block.clause, start, end, orders)


def _body(text: str, block: Block) -> tuple[int, int]:
    """A paragraph without its mark and its title."""
    mark = _MARK.match(text, block.start, block.end)
    if mark is None:
        return block.start, block.end
    stop = text.find("。", mark.end(), block.end)
    title = text[mark.end() : stop if stop >= 0 else block.end]
    if len(title) <= _TITLE and not re.search("[，；：]", title):
        return (stop if stop >= 0 else block.end), block.end
    return mark.end(), block.end


def _of_titles(
    text: str, outline: Outline, working: frozenset[str], drafts: list[TaskDraft], orders: Imperatives
) -> Iterator[TaskDraft]:
    """The titles of clauses that say nothing else: a list of one-line tasks."""
    spoken = {draft.clause for draft in drafts} | {clause.parent for clause in outline.clauses}
    firsts: dict[str, Block] = {}
    for block in outline.blocks:
        firsts.setdefault(block.clause, block)
    for clause in outline.clauses:
        own = firsts.get(clause.id)
        if own is not None and not own.row and clause.id in working and clause.id not in spoken:
            mark = _MARK.match(text, own.start, own.end)
            for start, end in sentences(text, mark.end() if mark else own.start, own.end):
                yield from of_sentence(text, clause.id, start, end, orders)


class _Assignment:
    """Which statement of owners holds for which task."""

    def __init__(self, text: str, outline: Outline, named: list[Statement], drafts: list[TaskDraft]) -> None:
        self._firsts: dict[str, int] = {}
        for draft in drafts:
            self._firsts.setdefault(draft.clause, draft.start)
        self._parents = {clause.id: clause.parent for clause in outline.clauses}
        self._by_clause: dict[str | None, list[Statement]] = {}
        blocks = iter(outline.blocks)
        block = next(blocks, None)
        for statement in named:
            while block is not None and block.end <= statement.start:
                block = next(blocks, None)
            if block is not None:
                wide = _WIDE.match(text[statement.start : statement.end])
                place = self._parents.get(block.clause) if wide else block.clause
                self._by_clause.setdefault(place, []).append(statement)

    def given(self, draft: TaskDraft) -> TaskDraft:
        """The task with the owners that its sentence does not name itself."""
        if draft.owners or draft.kind == "duty":
            return draft
        own = self._by_clause.get(draft.clause, [])
        following = next((statement for statement in own if statement.start >= draft.start), None)
        if following:
            return replace(draft, owners=following.owners)
        if own and own[-1].start < self._firsts[draft.clause]:
            return replace(draft, owners=own[-1].owners)
        if own:
            return draft
        above = self._parents.get(draft.clause)
        while above is not None:
            if above in self._by_clause:
                return replace(draft, owners=self._by_clause[above][-1].owners)
            above = self._parents.get(above)
        return draft


def _linked(
    view: Surface, drafts: list[TaskDraft], targets: Sequence[Target], projects: Sequence[Project]
) -> tuple[Task, ...]:
    """The tasks with ids and places in the file, each with the targets and projects it serves."""
    spans = [view.span(draft.start, draft.end) for draft in drafts]
    around = [view.span(*draft.sentence) for draft in drafts]
    served: dict[int, list[str]] = {}
    of_clause: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        of_clause.setdefault(draft.clause, []).append(i)
    for target in targets:
        near = of_clause.get(target.clause, [])
        beside = [i for i in near if around[i][0] < target.quote_end <= around[i][1]]
        near = [i for i in near if drafts[i].kind != "ban"]
        earlier = [i for i in near if around[i][1] < target.quote_end]
        closest = max((around[i] for i in earlier), default=None)
        same = [i for i in beside if spans[i][0] < target.quote_end]
        for i in (
            same
            or beside
            or [i for i in earlier if around[i] == closest]
            or near[: len(near) * (target.clause != PREAMBLE)]
        ):
            served.setdefault(i, []).append(target.id)
    counts: dict[str, int] = {}
    tasks = []
    for i, draft in enumerate(drafts):
        start, end = spans[i]
        counts[draft.clause] = counts.get(draft.clause, 0) + 1
        tasks.append(
            Task(
                f"{draft.clause}#t{counts[draft.clause]}",
                draft.clause,
                draft.kind,
                draft.read.verb,
                _LEAF.sub("", draft.read.object),
                draft.read.scope,
                draft.owners.lead,
                draft.owners.support,
                draft.deadline,
                start,
                end,
                draft.confidence,
                tuple(served.get(i, ())),
                tuple(project.name for project in projects if start <= project.start < end),
            )
        )
    return tuple(tasks)
