"""The trace of one figure, one step at a time: formula, inputs, rule row, source cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.web.numbers import FigureView, Results, figure_view


@dataclass(frozen=True, slots=True)
class TracePage:
    """Context of trace.html and of trace_card.html, which is the same without its page."""

    figure: FigureView
    shares: tuple[tuple[str, str], ...]
    region: str
    kind: str
    card: Mapping[str, Any] | None
    formula: str
    inputs: tuple[FigureView, ...]
    rule: Mapping[str, Any] | None
    cell: Mapping[str, Any] | None
    source: str
    used_by: tuple[FigureView, ...]


def trace_page(results: Results, figure_id: str, lang: str) -> TracePage:
    """The context of a trace; KeyError if results holds no such figure."""
    figure = results["figures"][figure_id]
    city = results["city"]
    here = city is not None and figure["region"] == city["code"]
    users = (key for key, other in results["figures"].items() if figure_id in other["inputs"])
    return TracePage(
        figure=figure_view(results, figure_id, lang),
        shares=_shares(figure),
        region=f"{city[f'name_{lang}']} {city['code']}" if here else figure["region"],
        kind=kind_of(figure),
        card=results["cards"].get(figure["formula"]) if figure["formula"] else None,
        formula=figure["formula"] or "",
        inputs=tuple(figure_view(results, key, lang) for key in figure["inputs"]),
        rule=figure["rule"],
        cell=figure["cell"],
        source=figure["source"],
        used_by=tuple(figure_view(results, key, lang) for _, key in zip(range(6), users, strict=False)),
    )


def _shares(figure: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Which part of a result rests on which grade, where it is more than one."""
    found = figure.get("shares", {})
    return tuple((grade, f"{share:.1%}") for grade, share in found.items()) if len(found) > 1 else ()


def kind_of(figure: Mapping[str, Any]) -> str:
    """What a figure is: derived, rule, assumption, observation or statement."""
    if figure["formula"]:
        return "derived"
    if figure["rule"]:
        return "rule"
    if figure["assumed"]:
        return "assumption"
    return "observation" if figure["cell"] else "statement"
