"""The first page: the plan, whether it peaks, where its targets stand, what is wrong, what to download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dafeng.rules.display import show
from dafeng.web.findings import LOUDNESS, FindingView, loudest
from dafeng.web.frame import address
from dafeng.web.marks import target_anchor
from dafeng.web.numbers import FigureView, Results, figure_view, no_pathway, optional_figure
from dafeng.web.words import word

# From what needs attention to what is done.
STATES = ("off_course", "at_risk", "cannot_be_judged", "on_course", "met")
KINDS = {".docx": "word", ".xlsx": "excel", ".pdf": "pdf", ".html": "page", ".json": "data", ".csv": "data"}


@dataclass(frozen=True, slots=True)
class StandingView:
    """A target with its state and the evidence."""

    label: str
    indicator: str
    promise: str
    promised: FigureView | None
    reason: str
    request: str
    figures: tuple[FigureView, ...]
    href: str


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """The targets in one state."""

    state: str
    word: str
    targets: tuple[StandingView, ...]


@dataclass(frozen=True, slots=True)
class FillLine:
    """One way to fill what the plan leaves blank, and what follows."""

    name: str
    by_2029: FigureView
    by_2030: FigureView
    href: str


@dataclass(frozen=True, slots=True)
class PeakCard:
    """Whether the plan itself settles that the city peaks before 2030."""

    determined: bool
    low: FigureView
    high: FigureView
    uninformed: FigureView
    fills: tuple[FillLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file to download."""

    name: str
    kind: str
    size: str
    sha256: str
    href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Context of overview.html."""

    plan: Mapping[str, Any]
    peak: PeakCard | None
    no_pathway: str
    groups: tuple[StandingGroup, ...]
    findings: tuple[FindingView, ...]
    finding_counts: tuple[tuple[str, str, int], ...]
    years: int
    papers: tuple[DocumentView, ...]
    forms: tuple[DocumentView, ...]
    data: tuple[DocumentView, ...]


def overview_page(results: Results, documents: Iterable[tuple[str, int, str]], lang: str) -> OverviewPage:
    """The context of the first page; `documents` are names, sizes and hashes."""
    severities = [finding["severity"] for finding in results["findings"]]
    files = tuple(_document(*document) for document in documents)
    return OverviewPage(
        plan=results["plan"],
        peak=_peak(results, lang),
        no_pathway=no_pathway(results, lang),
        groups=standing_groups(results, lang),
        findings=loudest(results, 3, lang),
        finding_counts=tuple(
            (name, word(lang, f"severity_{name}"), severities.count(name)) for name in LOUDNESS
        ),
        years=len(results["accounts"]),
        papers=tuple(
            file for file in files if file.kind not in {"data", "file"} and not file.name.startswith("forms/")
        ),
        forms=tuple(file for file in files if file.name.startswith("forms/")),
        data=tuple(file for file in files if file.kind in {"data", "file"}),
    )


def standing_groups(results: Results, lang: str) -> tuple[StandingGroup, ...]:
    """All targets by state, every state present even when empty."""
    return tuple(
        StandingGroup(
            state,
            word(lang, f"state_{state}"),
            tuple(
                _standing(results, target, lang)
                for target in results["targets"]
                if target["standing"]["state"] == state
            ),
        )
        for state in STATES
    )


def promise(target: Mapping[str, Any], lang: str) -> str:
    """What a target promises, as the plan prints it: comparator, figure, unit and year."""
    sign = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ "}.get(target["comparator"], "")
    if target["value"] is not None:
        high = f"–{_plain(target['value_max'])}" if target["value_max"] is not None else ""
        amount = f"{sign}{_plain(target['value'])}{high}{_spaced(target['unit'])}"
    elif target.get("reading"):
        amount = f"{sign}{_plain(target['reading']['value'])}{_spaced(target['reading']['unit'])}"
    else:
        amount = word(lang, "no_number")
    year = f"{target['year']}{'年' if lang == 'zh' else ''}" if target["year"] else word(lang, "no_year")
    return f"{amount} · {year}"


def _plain(value: float) -> str:
    return show(value, "").number


def _spaced(unit: str | None) -> str:
    return "" if not unit else unit if unit == "%" else f" {unit}"


def _standing(results: Results, target: Mapping[str, Any], lang: str) -> StandingView:
    standing = target["standing"]
    return StandingView(
        label=target["alias"] or target["id"],
        indicator=target["indicator"],
        promise=promise(target, lang),
        promised=optional_figure(results, target["figure"], lang),
        reason=standing[f"reason_{lang}"],
        request=standing["request"],
        figures=tuple(figure_view(results, name, lang) for name in standing["figures"]),
        href=address("/plan", lang, quote(target_anchor(target["id"]))),
    )


def _peak(results: Results, lang: str) -> PeakCard | None:
    pathway = results["pathway"]
    if pathway is None:
        return None
    fills = tuple(
        FillLine(
            fill[f"name_{lang}"],
            figure_view(results, fill["probability_by_2029"], lang),
            figure_view(results, fill["probability_by_2030"], lang),
            address("/pathway", lang, fill=fill["fill"]),
        )
        for fill in pathway["fills"]
    )
    low, high, uninformed = (
        figure_view(results, pathway[name], lang) for name in ("low", "high", "uninformed")
    )
    return PeakCard(pathway["determined"], low, high, uninformed, fills)


def _document(name: str, size: int, sha256: str) -> DocumentView:
    suffix = f".{name.rpartition('.')[2].lower()}"
    shown = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"
    # What went in is data too, whatever its format.
    kind = "data" if name.startswith("inputs/") else KINDS.get(suffix, "file")
    return DocumentView(name, kind, shown, sha256, f"/api/v1/documents/{quote(name)}")
