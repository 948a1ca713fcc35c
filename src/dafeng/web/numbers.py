"""A figure as a reader sees it: number, unit, period, convention, grade and the way to its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dafeng.rules.display import show
from dafeng.web.words import word

Results = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number ready for a template; `number` is words when the value is unknown, and `reason` says why."""

    id: str
    name: str
    number: str
    unit: str
    known: bool
    period: str
    convention: str
    grade: str
    grade_word: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """A share that was read off the same draws as a figure, and opens that figure's trace."""

    number: str
    via: FigureView


def figure_view(results: Results, figure_id: str, lang: str) -> FigureView:
    """The view of a figure; KeyError if results holds none of that id."""
    figure = results["figures"][figure_id]
    shown = show(figure["value"], figure["unit"], lang)
    return FigureView(
        id=figure_id,
        name=figure["name"] if lang == "zh" else figure["name_en"] or figure["name"],
        number=shown.number,
        unit=shown.unit,
        known=figure["value"] is not None,
        period=figure["period"],
        convention=term_word(results, figure["convention"], lang),
        grade=figure["grade"],
        grade_word=word(lang, f"grade_{figure['grade']}"),
        reason=figure.get(f"reason_{lang}") or "",
        href=trace_href(figure_id, lang),
    )


def optional_figure(results: Results, figure_id: str | None, lang: str) -> FigureView | None:
    """The view of a figure that may not be there."""
    return None if figure_id is None else figure_view(results, figure_id, lang)


def share_view(share: float, via: FigureView, lang: str) -> ShareView:
    """A share between 0 and 1 as a percentage."""
    return ShareView(str(show(share, "probability", lang)), via)


def no_pathway(results: Results, lang: str) -> str:
    """Why a run has no pathway, in its own words; empty if it has one."""
    return str((results.get("pathway_reason") or {}).get(lang, ""))


def trace_href(figure_id: str, lang: str) -> str:
    """The address of a figure's trace."""
    return f"/trace/{quote(figure_id)}{'?lang=en' if lang == 'en' else ''}"


def term_word(results: Results, identifier: str, lang: str) -> str:
    """The word for an identifier, from the terms of the run; an identifier without one stands as it is."""
    found = results["terms"].get(identifier)
    return str(found[lang]) if found else identifier
