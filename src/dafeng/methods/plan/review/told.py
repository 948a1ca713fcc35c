"""One way to turn statements or sentences into a finding of a check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dafeng.domain.finding import Finding, FindingInput, Severity
from dafeng.domain.grade import Grade
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement


def as_input(statement: Statement) -> FindingInput:
    """A printed amount as an input of a finding: grade B, sourced to its clause."""
    year = "" if statement.year is None else f"（{statement.year}年）"
    name = f"{statement.subject or statement.words[-12:]}{year}"
    return FindingInput(name, statement.value, None, None, statement.unit, statement.clause, Grade.B)


def finding(  # one argument per part of a finding
    check: Check,
    context: Context,
    told: Sequence[Statement | Sentence],
    *,
    title: str,
    arithmetic: str,
    settles: str,
    proposal: str,
    details: Iterable[str] = (),
    inputs: Iterable[FindingInput] = (),
    severity: Severity = Severity.NOTICE,
    assumes: bool = False,
) -> Finding:
    """The finding of a check on what some sentences say, with the targets and clauses they touch."""
    targets = []
    for one in told:
        if isinstance(one, Statement):
            targets += [
                target.id
                for target in context.plan.targets
                if target.value_start is not None and target.value_start == one.start
            ]
    clauses = [
        place
        for one in told
        for place in context.places_at(one.start if isinstance(one, Statement) else one.offset, one.clause)
    ]
    places = dict.fromkeys(
        f"{one.clause}@{one.start if isinstance(one, Statement) else one.offset}" for one in told
    )
    return check.finding(
        places,
        title=title,
        clauses=clauses,
        targets=targets,
        arithmetic=arithmetic,
        details=details,
        inputs=[*(as_input(one) for one in told if isinstance(one, Statement)), *inputs],
        severity=severity,
        assumes=assumes,
        settles=settles,
        proposal=proposal,
    )
