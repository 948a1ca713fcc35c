"""From a document to a plan."""

from __future__ import annotations

from dafeng.domain.plan import Clause, Document, Plan, Target
from dafeng.methods.plan.actors import named_actors
from dafeng.methods.plan.draft import Draft
from dafeng.methods.plan.grammar import TargetGrammar
from dafeng.methods.plan.moments import first_year
from dafeng.methods.plan.projects import named_projects
from dafeng.methods.plan.structure import PREAMBLE, Block, read_structure
from dafeng.methods.plan.surface import Surface, surface
from dafeng.methods.plan.targets import numeric_targets
from dafeng.methods.plan.tasks import read_tasks
from dafeng.methods.plan.worded import worded_targets
from dafeng.rules.vocabulary import Vocabulary


def read_plan(document: Document, vocabulary: Vocabulary) -> Plan:
    """The clauses, targets, projects, tasks and actors of a document, in the order of its text.

    A text that promises nothing gives a plan without targets.
    """
    view = surface(document.text, vocabulary.simplified)
    outline = read_structure(view)
    blocks = outline.blocks
    grammar = TargetGrammar(vocabulary)
    since = first_year(view.text, int(document.issued[:4]) if document.issued else None)
    numeric = numeric_targets(view, blocks, grammar, since)
    worded = worded_targets(view, blocks, vocabulary, numeric, since)
    drafts = sorted((*numeric, *worded), key=lambda draft: (draft.end, draft.value_start or 0))
    targets = _targets(document, view, drafts)
    projects = named_projects(document, view, blocks, vocabulary)
    tasks = read_tasks(view, outline, targets, projects, vocabulary.tasks)
    actors = named_actors(view, outline, projects, vocabulary.tasks)
    used = {target.clause for target in targets} | {project.clause for project in projects}
    used |= {task.clause for task in tasks}
    silent = outline.bare - used  # a heading without text is a clause only when it promises something itself
    clauses = tuple(clause for clause in outline.clauses if clause.id not in silent)
    if PREAMBLE in used:
        clauses = (_preamble(view, blocks), *clauses)
    return Plan(document, clauses, targets, projects, tasks, actors)


def _preamble(view: Surface, blocks: tuple[Block, ...]) -> Clause:
    """The text before the first heading; it is a clause only when something is promised there."""
    own = [block for block in blocks if block.clause == PREAMBLE]
    start, end = view.span(own[0].start, own[-1].end)
    return Clause(PREAMBLE, 0, PREAMBLE, None, start, end)


def _targets(document: Document, view: Surface, drafts: list[Draft]) -> tuple[Target, ...]:
    counts: dict[str, int] = {}
    led: dict[int, int] = {}
    targets: list[Target] = []
    for draft in drafts:
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
                draft.scope,
                draft.tier,
                document.text[start:end],
                start,
                end,
                *value,
                draft.confidence,
                draft.reading,
            )
        )
    return tuple(targets)
