"""The accounts page: one year under four conventions, the bridge between them, and what they are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.domain.errors import DafengError, Fault
from dafeng.web.charts import ChartView, chart_view
from dafeng.web.frame import address
from dafeng.web.numbers import FigureView, Results, figure_view, optional_figure, term_word
from dafeng.web.words import word
from dafeng.writers import charts


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a picker."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row of figures; an absent figure is None."""

    label: str
    figures: tuple[FigureView | None, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the bridge; `sign` is + or −."""

    name: str
    sign: str
    figure: FigureView


@dataclass(frozen=True, slots=True)
class BridgeView:
    """From the default convention to the chosen one."""

    start: str
    end: str
    first: FigureView
    last: FigureView
    steps: tuple[StepView, ...]
    chart: ChartView


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Context of accounts.html; without any year, `year` is empty and the rest blank."""

    year: str
    years: tuple[Choice, ...]
    conventions: tuple[tuple[str, bool, FigureView], ...]
    published: FigureView | None
    ends: tuple[Choice, ...]
    bridge: BridgeView | None
    conversions: tuple[str, ...]
    energy: tuple[Row, ...]
    intensities: tuple[Row, ...]
    electricity: tuple[Row, ...]
    components: tuple[Row, ...]
    sectors: tuple[Row, ...]
    fuels: tuple[Row, ...]
    history_heads: tuple[str, ...]
    history: tuple[Row, ...]
    charts: tuple[ChartView, ...]


def accounts_page(results: Results, year: str | None, end: str | None, lang: str) -> AccountsPage:
    """The context of the accounts page for a year (the last by default) and a convention to bridge to.

    Errors: DafengError `E_UNKNOWN_YEAR` or `E_UNKNOWN_CONVENTION`.
    """
    accounts = results["accounts"]
    years = sorted(accounts)
    if not years:
        return _empty()
    year = _known(years, year or years[-1], "year", "年份")
    account = accounts[year]
    default = results["default_convention"]
    ends = {bridge["end"]: bridge for bridge in account["bridges"] if bridge["start"] == default}
    if end is not None:
        _known([name for name in account["co2"] if name != default], end, "convention", "口径")
    chosen = end if end in ends else next(iter(ends), None)

    def rows(group: Mapping[str, str]) -> tuple[Row, ...]:
        return tuple(
            Row(term_word(results, name, lang), (figure_view(results, key, lang),))
            for name, key in group.items()
        )

    def named(group: Mapping[str, str]) -> tuple[Row, ...]:
        views = [figure_view(results, key, lang) for key in group.values()]
        return tuple(Row(view.name, (view,)) for view in views)

    energy = account["energy"]
    return AccountsPage(
        year=year,
        years=tuple(_choice("/accounts", name, name == year, lang, year=name, end=chosen) for name in years),
        conventions=tuple(
            (term_word(results, name, lang), name == default, figure_view(results, key, lang))
            for name, key in account["co2"].items()
        ),
        published=optional_figure(results, account["published_co2"], lang),
        ends=tuple(
            _choice("/accounts", term_word(results, name, lang), name == chosen, lang, year=year, end=name)
            for name in ends
        ),
        bridge=_bridge(results, year, ends[chosen], lang) if chosen else None,
        conversions=tuple(term_word(results, name, lang) for name in energy),
        energy=(
            _across(results, word(lang, "energy_total"), energy, energy, lang),
            _across(results, word(lang, "nonfossil_share"), account["nonfossil_share"], energy, lang),
        ),
        intensities=named(account["intensities"]),
        electricity=named(account["electricity"]),
        components=rows(account["components"]),
        sectors=rows(_largest_first(results, account["by_sector"])),
        fuels=rows(_largest_first(results, account["by_fuel"])),
        history_heads=tuple(term_word(results, name, lang) for name in account["co2"]),
        history=tuple(_across(results, name, accounts[name]["co2"], account["co2"], lang) for name in years),
        charts=(
            chart_view(
                results,
                "sectors",
                word(lang, "chart_title_sectors"),
                lambda: charts.sectors(dict(results)),
                lang,
            ),
            chart_view(
                results,
                "energy",
                word(lang, "chart_title_energy"),
                lambda: charts.energy(dict(results)),
                lang,
            ),
        ),
    )


def _bridge(results: Results, year: str, bridge: Mapping[str, Any], lang: str) -> BridgeView:
    start, end = term_word(results, bridge["start"], lang), term_word(results, bridge["end"], lang)
    return BridgeView(
        start=start,
        end=end,
        first=figure_view(results, bridge["from"], lang),
        last=figure_view(results, bridge["to"], lang),
        steps=tuple(
            StepView(
                step[f"name_{lang}"],
                "+" if step["sign"] > 0 else "−",
                figure_view(results, step["figure"], lang),
            )
            for step in bridge["terms"]
        ),
        chart=chart_view(
            results,
            f"bridge_{bridge['end']}",
            f"{year} · {start} → {end}",
            lambda: charts.bridge(dict(results), year, bridge["end"]),
            lang,
        ),
    )


def _largest_first(results: Results, group: Mapping[str, str]) -> dict[str, str]:
    # What is unknown stands last, not among the small.
    def size(entry: tuple[str, str]) -> float:
        value = results["figures"][entry[1]]["value"]
        return math.inf if value is None else -value

    return dict(sorted(group.items(), key=size))


def _across(
    results: Results, label: str, group: Mapping[str, str], columns: Mapping[str, str], lang: str
) -> Row:
    return Row(label, tuple(optional_figure(results, group.get(name), lang) for name in columns))


def _choice(path: str, label: str, current: bool, lang: str, **query: str | None) -> Choice:
    asked = {name: value for name, value in query.items() if value is not None}
    return Choice(label, address(path, lang, **asked), current)


def _known(names: list[str], name: str, kind: str, kind_zh: str) -> str:
    if name in names:
        return name
    raise DafengError(
        f"E_UNKNOWN_{kind.upper()}",
        f"没有{kind_zh}“{name}”，可选：{'、'.join(names)}",
        f"no {kind} {name!r}; choose one of {', '.join(names)}",
        tuple(Fault("E_NEAR", other, "可选", "a choice") for other in names),
    )


def _empty() -> AccountsPage:
    blank: dict[str, Any] = dict.fromkeys(AccountsPage.__dataclass_fields__, ())
    return AccountsPage(**{**blank, "year": "", "published": None, "bridge": None})
