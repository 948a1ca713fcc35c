"""One look for all charts: ink, greys that differ in print, fonts by name, labels that are exact."""

from __future__ import annotations

from typing import Any

Option = dict[str, Any]
"""An ECharts option: JSON values only, no functions."""

INK = "#1d2733"
QUIET = "#5b6775"
RULE = "#d9dee4"
ACCENT = "#0b5c8f"
WARN = "#a8410b"
FONT = "Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
# Hues safe for colour-blind readers, ordered so that neighbours differ in lightness and part in grey print.
SHADES = (
    "#0b3c5d", "#7fb4d6", "#b3541e", "#f0c48a", "#3f6f4f", "#b9d8b0", "#5d3a6e", "#cdb4db", "#4a4a4a", "#c9c9c9",
    "#8c6d1f", "#efe3a4",
)  # fmt: skip
DASHES: tuple[Any, ...] = ("solid", [8, 4], [2, 3], [10, 3, 2, 3])
MARKS = ("circle", "rect", "triangle", "diamond")
SCREEN = {
    "sectors": (1040, 470),
    "energy": (1040, 320),
    "peak_years": (1040, 420),
    "fan": (680, 390),
    "bridge": (500, 360),
}
PAPER = {
    "sectors": (720, 440),
    "energy": (720, 320),
    "peak_years": (720, 420),
    "fan": (620, 370),
    "bridge": (460, 330),
}


def size(name: str, *, paper: bool = False) -> tuple[int, int]:
    """Width and height in pixels of the chart of that name; on paper it is drawn smaller, so letters read larger."""
    sizes = PAPER if paper else SCREEN
    return sizes.get(name) or sizes[name.split("_", 1)[0]]


def frame(title: str, note: str) -> Option:
    """What all charts share: title, the note with convention, unit and grade, and no motion."""
    return {
        "animation": False,
        "backgroundColor": "#ffffff",
        "textStyle": {"fontFamily": FONT, "color": INK, "fontSize": 12},
        "title": {
            "text": title,
            "subtext": note,
            "left": 8,
            "top": 4,
            "itemGap": 6,
            "textStyle": {"fontFamily": FONT, "fontSize": 14, "fontWeight": "bold", "color": INK},
            "subtextStyle": {"fontFamily": FONT, "fontSize": 11, "lineHeight": 16, "color": QUIET},
        },
        "tooltip": {"trigger": "axis", "confine": True},
        "grid": {"left": 58, "right": 24, "top": 84, "bottom": 34},
    }


def years_axis(years: list[str], every: int = 0) -> Option:
    """A category axis of years."""
    return {
        "type": "category",
        "data": years,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": QUIET}},
        "axisLabel": {"color": QUIET, "interval": every},
    }


def value_axis(unit: str) -> Option:
    """A value axis with its unit above it."""
    return {
        "type": "value",
        "name": unit,
        "nameLocation": "end",
        "nameGap": 10,
        "nameTextStyle": {"color": QUIET, "align": "right"},
        "axisLabel": {"color": QUIET},
        "splitLine": {"lineStyle": {"color": RULE}},
    }


def legend(**more: Any) -> Option:
    """The legend line under the title."""
    return {
        "top": 48,
        "left": 8,
        "itemWidth": 18,
        "itemHeight": 10,
        "textStyle": {"color": INK, "fontSize": 11},
        **more,
    }
