"""Findings as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.rules.display import show
from dafeng.web.frame import address
from dafeng.web.marks import clause_anchor, finding_anchor, target_anchor
from dafeng.web.numbers import Results
from dafeng.web.words import word

LOUDNESS = ("serious", "notice", "hint")


@dataclass(frozen=True, slots=True)
class InputView:
    """A number a finding rests on, with its source and grade."""

    name: str
    number: str
    source: str
    grade: str
    grade_word: str


@dataclass(frozen=True, slots=True)
class Place:
    """A link to a clause or target."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its arithmetic, its inputs and what would settle it."""

    anchor: str
    href: str
    label: str
    title: str
    severity: str
    severity_word: str
    kind: str
    arithmetic: str
    details: tuple[str, ...]
    inputs: tuple[InputView, ...]
    settles: str
    proposal: str
    clauses: tuple[Place, ...]
    targets: tuple[Place, ...]


def finding_view(results: Results, finding: Mapping[str, Any], lang: str) -> FindingView:
    """The view of one finding."""
    labels = {target["id"]: target.get("alias") or target["id"] for target in results["targets"]}
    anchor = finding_anchor(finding["id"])
    return FindingView(
        anchor=anchor,
        href=address("/plan", lang, anchor),
        label=finding.get("alias") or "",
        title=finding["title"],
        severity=finding["severity"],
        severity_word=word(lang, f"severity_{finding['severity']}"),
        kind=finding.get("display_kind") or finding.get("kind_zh") or "",
        arithmetic=finding["arithmetic"],
        details=tuple(finding["details"]),
        inputs=tuple(_input(given, lang) for given in finding["inputs"]),
        settles=finding["settles"],
        proposal=finding["proposal"],
        clauses=tuple(Place(key, address("/plan", lang, clause_anchor(key))) for key in finding["clauses"]),
        targets=tuple(
            Place(labels.get(key, key), address("/plan", lang, target_anchor(key)))
            for key in finding["targets"]
        ),
    )


def loudest(results: Results, count: int, lang: str) -> tuple[FindingView, ...]:
    """The findings that speak loudest, in the order of the review among equals."""
    ranked = sorted(results["findings"], key=lambda finding: LOUDNESS.index(finding["severity"]))
    return tuple(finding_view(results, finding, lang) for finding in ranked[:count])


def _input(given: Mapping[str, Any], lang: str) -> InputView:
    if given["value"] is None and given["low"] is not None:
        number = (
            f"{show(given['low'], given['unit'], lang).number}–{show(given['high'], given['unit'], lang)}"
        )
    else:
        number = str(show(given["value"], given["unit"], lang))
    grade = given["grade"]
    return InputView(given["name"], number, given["source"], grade, word(lang, f"grade_{grade}"))
