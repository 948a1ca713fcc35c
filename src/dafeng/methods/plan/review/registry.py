"""The register of checks, and the one way to make a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dafeng.domain.finding import Finding, FindingInput, Severity
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Plan
from dafeng.methods.plan.review.context import Context, dated, simplified
from dafeng.methods.plan.review.inputs import validate

CONVENTION = "口径待明确"
DATA = "数据待补"
QUANTITY = "量化不足"
RULE = "依据更新"
COPYING = "疑似转录错误"


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of defect the review looks for.

    `kind` is its number in the list of twenty defect kinds; `needs` names the outside numbers
    without which it stays silent.
    """

    name: str
    kind: int
    display_kind: str
    zh: str
    en: str
    needs: tuple[str, ...] = ()

    def finding(
        self,
        subjects: Iterable[str],
        *,
        title: str,
        arithmetic: str,
        settles: str,
        proposal: str,
        clauses: Iterable[str] = (),
        targets: Iterable[str] = (),
        details: Iterable[str] = (),
        inputs: Iterable[FindingInput] = (),
        severity: Severity = Severity.NOTICE,
        assumes: bool = False,
    ) -> Finding:
        """A finding of this check; grade D or S inputs and assumptions make it a hint at most."""
        used = tuple(inputs)
        weak = assumes or any(given.grade in (Grade.D, Grade.S) for given in used)
        return Finding(
            id=f"{self.name}:{','.join(subjects)}",
            check=self.name,
            kind=self.kind,
            display_kind=self.display_kind,
            title=title,
            clauses=tuple(dict.fromkeys(clauses)),
            targets=tuple(dict.fromkeys(targets)),
            severity=Severity.HINT if weak else severity,
            arithmetic=" ".join(arithmetic.split()),  # one line, whatever line breaks the plan's words carry
            details=tuple(details),
            inputs=used,
            settles=settles,
            proposal=proposal,
        )


_GRAVEST_FIRST = (Severity.SERIOUS, Severity.NOTICE, Severity.HINT)
CheckFunction = Callable[[Context], Iterable[Finding]]
_CHECKS: dict[str, tuple[Check, CheckFunction]] = {}


def register(check: Check) -> Callable[[CheckFunction], CheckFunction]:
    """Put a function on the register under its check; two may not share a name."""

    def put(function: CheckFunction) -> CheckFunction:
        if check.name in _CHECKS:
            raise ValueError(f"two checks share the name {check.name!r}")
        _CHECKS[check.name] = (check, function)
        return function

    return put


def checks() -> Mapping[str, Check]:
    """All registered checks by name."""
    return MappingProxyType({name: check for name, (check, _) in _CHECKS.items()})


def review(
    plan: Plan,
    inputs: Mapping[str, FindingInput],
    *,
    as_of: date,
    higher: Iterable[Plan] = (),
    closing: bool = False,
) -> tuple[Finding, ...]:
    """Every finding of every registered check: gravest first, then in the order of the plan.

    Parameters
    ----------
    plan : the plan as read
    inputs : outside numbers by the names of `INPUTS`; any may be absent
    as_of : the day of the review, which decides what has been superseded and what is due
    closing : whether targets whose year is over by that day are to be closed, and so reported
    higher : the plans above this one, the province's and the nation's, as read

    """
    validate(inputs)
    context = Context(simplified(plan), inputs, as_of)
    context = Context(dated(context), inputs, as_of, tuple(simplified(one) for one in higher), closing)
    order = {clause.id: place for place, clause in enumerate(plan.clauses)}
    findings = [finding for _, function in _CHECKS.values() for finding in function(context)]
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                _GRAVEST_FIRST.index(one.severity),
                min((order.get(clause, len(order)) for clause in one.clauses), default=len(order)),
                one.kind,
                one.id,
            ),
        )
    )
