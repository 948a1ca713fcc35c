"""From a document to a plan."""

from __future__ import annotations

import math

from dafeng.domain.plan import Clause, Document, Plan, Target
from dafeng.methods.plan.confidence import features, overlaps, probability
from dafeng.methods.plan.outline.structure import PREAMBLE, Block, read_structure
from dafeng.methods.plan.outline.table_shape import placed, sentence_cells, view_tables
from dafeng.methods.plan.outline.table_targets import table_targets
from dafeng.methods.plan.outline.tables import task_rows
from dafeng.methods.plan.projects import named_projects
from dafeng.methods.plan.target.draft import Draft
from dafeng.methods.plan.target.grammar import TargetGrammar
from dafeng.methods.plan.target.moments import first_year
from dafeng.methods.plan.target.targets import numeric_targets
from dafeng.methods.plan.target.worded import worded_targets
from dafeng.methods.plan.task.actors import named_actors
from dafeng.methods.plan.task.tasks import read_tasks, tasks_of_rows
from dafeng.methods.plan.view.surface import Surface, surface
from dafeng.rules.confidence import reading_weights
from dafeng.rules.vocabulary import Vocabulary

Evidence = tuple[dict[str, float], ...]
"""What was seen of each target, for its confidence."""


def read_plan(document: Document, vocabulary: Vocabulary) -> Plan:
    """The clauses, targets, projects, tables, boxes, tasks and actors of a document, in the order of its text.

    A text that promises nothing gives a plan without targets.
    """
    return read_with_evidence(document, vocabulary)[0]


def read_with_evidence(document: Document, vocabulary: Vocabulary) -> tuple[Plan, Evidence]:
    """The plan as `read_plan` gives it, and the features that each target's confidence rests on."""
    view = surface(document.text, vocabulary.simplified)
    outline = read_structure(view)
    tables = view_tables(view, outline.blocks)
    prose = (block for block in outline.blocks if not block.row)
    blocks = tuple(sorted((*prose, *sentence_cells(tables)), key=lambda block: block.start))
    grammar = TargetGrammar(vocabulary, view.text)
    since = first_year(view.text, int(document.issued[:4]) if document.issued else None)
    numeric = numeric_targets(view, blocks, grammar, since)
    worded = worded_targets(view, blocks, vocabulary, numeric, since)
    tabled = table_targets(tables, vocabulary, since)
    found = (draft for draft in (*numeric, *worded, *tabled) if _is_finite(draft))
    drafts = sorted(found, key=lambda draft: (draft.end, draft.value_start or 0))
    evidence = tuple(
        features(draft, view.text, beside) for draft, beside in zip(drafts, overlaps(drafts), strict=True)
    )
    targets = _targets(document, view, drafts, evidence)
    projects = named_projects(document, view, blocks, vocabulary)
    tasks = read_tasks(view, outline, targets, projects, vocabulary.tasks)
    actors = named_actors(view, outline, projects, vocabulary.tasks)
    used = {target.clause for target in targets} | {project.clause for project in projects}
    used |= {table.clause for table in tables} | {task.clause for task in tasks}
    silent = outline.bare - used  # a heading without text is a clause only when it promises something itself
    clauses = tuple(clause for clause in outline.clauses if clause.id not in silent)
    if PREAMBLE in used:
        clauses = (_preamble(view, outline.blocks), *clauses)
    placed_tables = tuple(placed(table, view) for table in tables)
    listed = [
        (table.clause, row)
        for table in placed_tables
        if table.kind == "tasks"
        for row in task_rows(table, clauses)
    ]
    tasks += tasks_of_rows(listed, vocabulary.tasks)
    tasks = tuple(sorted(tasks, key=lambda task: task.start))
    plan = Plan(document, clauses, targets, projects, placed_tables, outline.boxes, tasks, actors)
    return plan, evidence


def _is_finite(draft: Draft) -> bool:
    """False for a row of hundreds of digits or a share of nothing, which is a slip and no promise."""
    return all(math.isfinite(value) for value in (draft.value, draft.value_max) if value is not None)


def _preamble(view: Surface, blocks: tuple[Block, ...]) -> Clause:
    """The text before the first heading; it is a clause only when something is promised there."""
    own = [block for block in blocks if block.clause == PREAMBLE]
    start, end = view.span(own[0].start, own[-1].end)
    return Clause(PREAMBLE, 0, PREAMBLE, None, start, end)


def _as_written(words: str | None, document: Document, view: Surface, *, end_of: int) -> str | None:
    """The words in the script of the document, if they stand together not long before this place."""
    if words is None:
        return None
    start = view.text.rfind(words, max(0, end_of - 400), end_of)
    if start < 0:
        return words
    return "".join(
        written if len(written := document.text[place : view.ends[index]]) == 1 else view.text[index]
        for index, place in enumerate(view.offsets[start : start + len(words)], start)
    )


def _targets(
    document: Document, view: Surface, drafts: list[Draft], evidence: Evidence
) -> tuple[Target, ...]:
    weights = reading_weights()
    counts: dict[str, int] = {}
    led: dict[int, int] = {}
    targets: list[Target] = []
    for draft, seen in zip(drafts, evidence, strict=True):
        counts[draft.clause] = counts.get(draft.clause, 0) + 1
        # The first promise after a time expression is quoted with it; the later ones from their own words.
        begin = draft.start
        if draft.lead is not None and led.setdefault(draft.lead, draft.start) == draft.start:
            begin = min(begin, draft.lead)
        start, end = view.span(begin, draft.end)
        value: tuple[int | None, int | None] = (None, None)
        if draft.value_start is not None and draft.value_end is not None:
            value = view.span(draft.value_start, draft.value_end)
        targets.append(
            Target(
                f"{draft.clause}#{counts[draft.clause]}",
                draft.clause,
                draft.indicator,
                draft.indicator_id,
                draft.comparator,
                draft.value,
                draft.value_max,
                draft.unit,
                draft.year,
                draft.base_year,
                draft.kind,
                draft.hedge,
                _as_written(draft.scope, document, view, end_of=draft.end),
                draft.tier,
                document.text[start:end],
                start,
                end,
                *value,
                probability(seen, weights),
                draft.reading,
            )
        )
    return tuple(targets)
