"""The pathway page: what the plan leaves blank, each way to fill it, and when CO2 would peak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.domain.errors import DafengError, Fault
from dafeng.rules.display import show
from dafeng.web.accounts import Choice
from dafeng.web.charts import ChartView, chart_view
from dafeng.web.frame import address
from dafeng.web.numbers import FigureView, Results, ShareView, figure_view, no_pathway, share_view, term_word
from dafeng.web.words import word
from dafeng.writers import charts

LEVELS = ("0.05", "0.25", "0.5", "0.75", "0.95")
TABLE_STEP = 5


@dataclass(frozen=True, slots=True)
class FillView:
    """One way to fill what the plan leaves blank, and what follows from it."""

    name: str
    cut: str
    carbon_cut: str
    growth: str
    by_2029: FigureView
    by_2030: FigureView
    already_peaked: ShareView
    no_peak: ShareView
    median_year: str
    current: bool


@dataclass(frozen=True, slots=True)
class DriverView:
    """What the spread of the peak year comes from; `percent` draws the bar."""

    name: str
    share: ShareView
    percent: int


@dataclass(frozen=True, slots=True)
class AssumptionView:
    """A number nobody observed, with where it is taken from."""

    figure: FigureView
    source: str


@dataclass(frozen=True, slots=True)
class BandRow:
    """The quantiles of one year, as printed."""

    year: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathwayPage:
    """Context of pathway.html; `exists` is False when the run has no pathway."""

    exists: bool
    reason: str
    determined: bool
    convention: str
    low: FigureView | None
    high: FigureView | None
    uninformed: FigureView | None
    switch: tuple[Choice, ...]
    fill: FillView | None
    fills: tuple[FillView, ...]
    fan: ChartView | None
    histogram: ChartView | None
    band_unit: str
    bands: tuple[BandRow, ...]
    drivers: tuple[DriverView, ...]
    assumptions: tuple[AssumptionView, ...]
    observed: tuple[tuple[str, FigureView], ...]
    adjusted: tuple[tuple[str, FigureView], ...]


def pathway_page(results: Results, fill: str | None, lang: str) -> PathwayPage:
    """The context of the pathway page with one fill chosen (the first by default).

    Errors: DafengError `E_UNKNOWN_FILL`.
    """
    pathway = results["pathway"]
    if pathway is None or not pathway["fills"]:
        return _empty(no_pathway(results, lang))
    entries = {entry["fill"]: entry for entry in pathway["fills"]}
    chosen = fill or next(iter(entries))
    if chosen not in entries:
        raise DafengError(
            "E_UNKNOWN_FILL",
            f"没有补法“{chosen}”，可选：{'、'.join(entries)}",
            f"no fill {chosen!r}; choose one of {', '.join(entries)}",
            tuple(Fault("E_NEAR", name, "可选", "a choice") for name in entries),
        )
    views = {name: _fill(results, entry, name == chosen, lang) for name, entry in entries.items()}
    entry, view = entries[chosen], views[chosen]
    low, high, uninformed = (
        figure_view(results, pathway[name], lang) for name in ("low", "high", "uninformed")
    )
    return PathwayPage(
        exists=True,
        reason="",
        determined=pathway["determined"],
        convention=term_word(results, pathway["convention"], lang),
        low=low,
        high=high,
        uninformed=uninformed,
        switch=tuple(
            Choice(option.name, address("/pathway", lang, "fan", fill=name), option.current)
            for name, option in views.items()
        ),
        fill=view,
        fills=tuple(views.values()),
        fan=chart_view(results, f"fan_{chosen}", view.name, lambda: charts.fan(dict(results), chosen), lang),
        histogram=chart_view(
            results,
            "peak_years",
            word(lang, "peak_years"),
            lambda: charts.peak_histogram(dict(results)),
            lang,
        ),
        band_unit=show(0.0, "t", lang).unit,
        bands=_bands(entry["quantiles"], lang),
        drivers=tuple(_driver(driver, view, lang) for driver in entry["drivers"] or pathway["drivers"]),
        assumptions=tuple(
            AssumptionView(figure_view(results, key, lang), _source(results, key))
            for key in pathway["assumptions"]
        ),
        observed=_series(results, "observed", lang),
        adjusted=_series(results, "adjusted", lang),
    )


def _series(results: Results, name: str, lang: str) -> tuple[tuple[str, FigureView], ...]:
    points = results["pathway"][name]
    return tuple((str(point["year"]), figure_view(results, point["figure"], lang)) for point in points)


def _fill(results: Results, entry: Mapping[str, Any], current: bool, lang: str) -> FillView:
    late = figure_view(results, entry["probability_by_2030"], lang)
    # A median in the horizon year means that most draws are still rising there.
    beyond = entry["no_peak"] >= 0.5
    return FillView(
        name=entry[f"name_{lang}"],
        cut=_cut(entry["energy_intensity_cut"], lang),
        carbon_cut=_cut(entry["carbon_intensity_cut"], lang),
        growth=entry[f"growth_{lang}"],
        by_2029=figure_view(results, entry["probability_by_2029"], lang),
        by_2030=late,
        already_peaked=share_view(entry["already_peaked"], late, lang),
        no_peak=share_view(entry["no_peak"], late, lang),
        median_year=word(lang, "beyond_horizon") if beyond else str(entry["median_year"]),
        current=current,
    )


def _cut(cut: float | None, lang: str) -> str:
    return word(lang, "not_set") if cut is None else str(show(-cut, "%", lang))


def _driver(driver: Mapping[str, Any], view: FillView, lang: str) -> DriverView:
    share = share_view(driver["share"], view.by_2030, lang)
    return DriverView(driver[f"name_{lang}"], share, round(100 * driver["share"]))


def _bands(quantiles: Mapping[str, Any], lang: str) -> tuple[BandRow, ...]:
    return tuple(
        BandRow(str(year), tuple(show(quantiles[level][place], "t", lang).number for level in LEVELS))
        for place, year in enumerate(quantiles["years"])
        if year % TABLE_STEP == 0
    )


def _source(results: Results, figure_id: str) -> str:
    figure = results["figures"][figure_id]
    rule = figure.get("rule")
    return str(figure["source"] or (rule["source"] if rule else ""))


def _empty(reason: str) -> PathwayPage:
    blank: dict[str, Any] = dict.fromkeys(PathwayPage.__dataclass_fields__, ())
    nothing = dict.fromkeys(("low", "high", "uninformed", "fill", "fan", "histogram"))
    return PathwayPage(
        **{
            **blank,
            **nothing,
            "exists": False,
            "reason": reason,
            "determined": False,
            "convention": "",
            "band_unit": "",
        }
    )
