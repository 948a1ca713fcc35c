"""The plan page: every clause with its targets marked in place and its findings beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dafeng.web.findings import FindingView, finding_view
from dafeng.web.frame import address
from dafeng.web.marks import Segment, clause_anchor, quote_anchor, segments, target_anchor
from dafeng.web.numbers import FigureView, Results, optional_figure
from dafeng.web.overview import promise
from dafeng.web.words import word

MANY_CLAUSES = 6


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target under its clause; `quote_href` leads to its words in the text."""

    anchor: str
    label: str
    indicator: str
    promise: str
    state: str
    state_word: str
    reason: str
    figure: FigureView | None
    quote_href: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A named project and the clause it stands in."""

    name: str
    kind: str
    clause: str
    href: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with what was found in it."""

    id: str
    anchor: str
    level: int
    heading: str
    segments: tuple[Segment, ...]
    targets: tuple[TargetView, ...]
    findings: tuple[FindingView, ...]
    projects: tuple[ProjectView, ...]


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the table of contents."""

    href: str
    id: str
    heading: str
    level: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Context of plan.html."""

    plan: Mapping[str, Any]
    contents: tuple[ContentsLine, ...]
    clauses: tuple[ClauseView, ...]
    whole_plan: tuple[FindingView, ...]
    projects: tuple[ProjectView, ...]


def plan_page(results: Results, lang: str) -> PlanPage:
    """The context of the plan page.

    A finding stands once: beside the first clause it names, or before them all if it names none or many.
    """
    targets = defaultdict(list)
    for target in results["targets"]:
        targets[target["clause"]].append(target)
    findings = defaultdict(list)
    for finding in results["findings"]:
        findings[_place(finding)].append(finding_view(results, finding, lang))
    projects = [(project["clause"], _project(project, lang)) for project in results["projects"]]
    return PlanPage(
        plan=results["plan"],
        contents=tuple(
            ContentsLine(
                "#" + quote(clause_anchor(clause["id"])), clause["id"], clause["heading"], clause["level"]
            )
            for clause in results["clauses"]
            if clause["level"] in {1, 2}
        ),
        clauses=tuple(
            ClauseView(
                id=clause["id"],
                anchor=clause_anchor(clause["id"]),
                level=clause["level"],
                heading=clause["heading"],
                segments=segments(clause, targets[clause["id"]]),
                targets=tuple(_target(results, target, lang) for target in targets[clause["id"]]),
                findings=tuple(findings[clause["id"]]),
                projects=tuple(view for where, view in projects if where == clause["id"]),
            )
            for clause in results["clauses"]
        ),
        whole_plan=tuple(findings[""]),
        projects=tuple(view for _, view in projects),
    )


def _place(finding: Mapping[str, Any]) -> str:
    named = finding["clauses"]
    return named[0] if 0 < len(named) <= MANY_CLAUSES else ""


def _target(results: Results, target: Mapping[str, Any], lang: str) -> TargetView:
    standing = target["standing"]
    return TargetView(
        anchor=target_anchor(target["id"]),
        label=target["alias"] or target["id"],
        indicator=target["indicator"],
        promise=promise(target, lang),
        state=standing["state"],
        state_word=word(lang, f"state_{standing['state']}"),
        reason=standing[f"reason_{lang}"],
        figure=optional_figure(results, target["figure"], lang),
        quote_href="#" + quote(quote_anchor(target["id"])),
    )


def _project(project: Mapping[str, Any], lang: str) -> ProjectView:
    clause = project["clause"]
    return ProjectView(
        project["name"], project["kind_zh"], clause, address("/plan", lang, quote(clause_anchor(clause)))
    )
