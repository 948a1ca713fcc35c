"""Chart options for the page: the page says title and note itself, and charts speak its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.rules.tables import rows
from dafeng.web.numbers import Results
from dafeng.web.words import words
from dafeng.writers.charts import Option, size

_MARGIN = {True: 6, False: 34}  # above a legend or panel title; above a bare plot, where the unit stands
_PANEL = 140  # one panel of several, with its title and axis
_YEAR = re.compile(r"(\d{4})年")


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart for a template: the option travels as JSON, and `height` is in pixels."""

    name: str
    label: str
    option: Option
    height: int


def chart_view(results: Results, name: str, label: str, draw: Callable[[], Option], lang: str) -> ChartView:
    """A chart made ready for the page.

    Parameters
    ----------
    results : where the words of the other language are found
    name : the chart's name, which decides its height
    label : what the chart shows, for those who do not see it
    draw : makes the option
    lang : zh or en

    """
    option, gained = without_title(draw())
    height = size(name)[1] - gained
    if isinstance(option["grid"], list):
        option, height = roomier(option)
    if lang == "en":
        option = spoken(option, english(results))
    # HTML tooltips carry inline styles, which the content security policy refuses.
    tooltip = {**option.get("tooltip", {}), "renderMode": "richText"}
    return ChartView(name, label, {**option, "tooltip": tooltip}, height)


def without_title(option: Option) -> tuple[Option, int]:
    """The option without its heading, everything moved up by the pixels gained; panel titles stay."""
    title = option.get("title")
    panels = title[1:] if isinstance(title, list) else []
    placed = {"title": panels, "grid": option.get("grid", []), "legend": option.get("legend", [])}
    tops = [part["top"] for parts in placed.values() for part in _many(parts) if "top" in part]
    gained = max(min(tops) - _MARGIN[bool(panels or option.get("legend"))], 0) if tops else 0

    def moved(parts: Any) -> Any:
        up = [{**part, "top": part["top"] - gained} if "top" in part else part for part in _many(parts)]
        return up if isinstance(parts, list) else up[0]

    bare = {key: value for key, value in option.items() if key != "title"}
    changed = {key: moved(parts) for key, parts in placed.items() if parts}
    if "legend" in changed:
        changed["legend"] = {**changed["legend"], "width": "92%"}
    return {**bare, **changed}, gained


def roomier(option: Option) -> tuple[Option, int]:
    """Panels under each other with the height a screen can give them; the height of them all."""
    panels, grids = option["title"], option["grid"]
    placed = {
        "title": [{**panel, "top": place * _PANEL + 6} for place, panel in enumerate(panels)],
        "grid": [
            {**grid, "top": place * _PANEL + 32, "height": _PANEL - 56} for place, grid in enumerate(grids)
        ],
    }
    return {**option, **placed}, len(grids) * _PANEL + 12


def english(results: Results) -> dict[str, str]:
    """Chinese to English for everything a chart may say, longest first, so that no word breaks another."""
    zh, en = vars(words("zh")), vars(words("en"))
    pairs = {zh[name]: en[name] for name in zh if name.startswith("chart_")}
    pairs |= {row["shown"]: row["shown_en"] for row in rows("display_units.csv")}
    pairs |= {term["zh"]: term["en"] for term in results["terms"].values()}
    for account in results["accounts"].values():
        for bridge in account["bridges"]:
            pairs |= {step["name_zh"]: step["name_en"] for step in bridge["terms"]}
    for fill in (results["pathway"] or {"fills": []})["fills"]:
        pairs[fill["name_zh"]] = fill["name_en"]
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def spoken(value: Any, pairs: Mapping[str, str]) -> Any:
    """The same option with every string in the other language."""
    if isinstance(value, dict):
        return {key: spoken(inner, pairs) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoken(inner, pairs) for inner in value]
    if not isinstance(value, str) or value.isascii():
        return value
    for zh, en in pairs.items():
        if zh:
            value = value.replace(zh, en)
    return _YEAR.sub(r"\1", value)


def _many(parts: Any) -> list[Any]:
    return parts if isinstance(parts, list) else [parts]
