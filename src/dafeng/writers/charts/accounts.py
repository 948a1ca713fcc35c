"""Charts of the accounts: sectors with the four totals, energy both ways, the bridge between conventions."""

from __future__ import annotations

from dafeng.rules.display import scale, show
from dafeng.writers import reading
from dafeng.writers.charts.style import (
    ACCENT,
    DASHES,
    INK,
    MARKS,
    QUIET,
    SHADES,
    WARN,
    Option,
    frame,
    legend,
    value_axis,
    years_axis,
)
from dafeng.writers.reading import Results, grade_span, printed, shown, signed, term, value_of


def sectors(results: Results) -> Option:
    """CO2 by sector, stacked per year, with the totals of the four conventions as lines."""
    accounts = results["accounts"]
    years = sorted(accounts)
    names = reading.names(results, "by_sector")
    used = [key for year in years for key in accounts[year]["by_sector"].values()]
    books = reading.names(results, "co2")
    bars: list[Option] = []
    for name in names:
        values = [value_of(results, accounts[year]["by_sector"].get(name)) for year in years]
        if any(values):
            shade = SHADES[len(bars) % len(SHADES)]
            bars.append(
                {
                    "type": "bar",
                    "stack": "sectors",
                    "name": term(results, name),
                    "barMaxWidth": 54,
                    "itemStyle": {"color": shade, "borderColor": "#ffffff", "borderWidth": 0.6},
                    "data": [printed(value, "t") for value in values],
                }
            )
    lines = [
        {
            "type": "line",
            "name": f"合计：{term(results, name)}",
            "symbol": MARKS[index % len(MARKS)],
            "symbolSize": 8,
            "lineStyle": {"color": INK, "width": 1.6, "type": DASHES[index % len(DASHES)]},
            "itemStyle": {"color": "#ffffff", "borderColor": INK, "borderWidth": 1.4},
            "z": 5,
            "data": [printed(value_of(results, accounts[year]["co2"].get(name)), "t") for year in years],
        }
        for index, name in enumerate(books)
    ]
    note = (
        f"柱：分部门；线：四种口径合计。单位：{scale('t')[1]}二氧化碳；数据等级：{grade_span(results, used)}"
    )
    return {
        **frame("分部门二氧化碳排放与四种口径合计", note),
        "legend": legend(right=8),
        "grid": {"left": 62, "right": 24, "top": 136, "bottom": 30},
        "xAxis": years_axis(
            [year if _any(results, accounts[year]["co2"]) else f"{year}（无数据）" for year in years]
        ),
        "yAxis": value_axis(scale("t")[1]),
        "series": bars + lines,
    }


def energy(results: Results) -> Option:
    """Total energy per year by 等价 and by 当量, side by side."""
    accounts = results["accounts"]
    years = sorted(accounts)
    names = reading.names(results, "energy")
    used = [key for year in years for key in accounts[year]["energy"].values()]
    series = []
    for index, name in enumerate(names):
        values = [value_of(results, accounts[year]["energy"].get(name)) for year in years]
        series.append(
            {
                "type": "bar",
                "name": term(results, name),
                "barMaxWidth": 40,
                "itemStyle": {"color": SHADES[index], "borderColor": INK, "borderWidth": 0.6},
                "label": {"show": True, "position": "top", "color": INK, "fontSize": 11},
                "data": [
                    {"value": printed(value, "tce"), "label": {"formatter": show(value, "tce").number}}
                    for value in values
                ],
            }
        )
    note = f"单位：{scale('tce')[1]}；数据等级：{grade_span(results, used)}"
    return {
        **frame("能源消费总量：等价值与当量值", note),
        "legend": legend(),
        "grid": {"left": 58, "right": 24, "top": 104, "bottom": 30},
        "xAxis": years_axis(years),
        "yAxis": value_axis(scale("tce")[1]),
        "series": series,
    }


def bridge(results: Results, year: str, end: str) -> Option:
    """The steps from the default convention's total to the convention `end`, as floating boxes."""
    found = next(item for item in results["accounts"][year]["bridges"] if item["end"] == end)
    first, last = value_of(results, found["from"]), value_of(results, found["to"])
    labels = [
        term(results, found["start"]),
        *(step["name_zh"] for step in found["terms"]),
        term(results, end),
    ]
    boxes, texts = [_box(0.0, first, ACCENT)], [shown(results, found["from"])]
    level = first
    for step in found["terms"]:
        value = step["value"]
        after = None if level is None or value is None else level + value
        boxes.append(_box(level, after, WARN if step["sign"] > 0 else SHADES[1]))
        texts.append(signed(show(value, "t").number))
        level = after
    boxes.append(_box(0.0, last, ACCENT))
    texts.append(shown(results, found["to"]))
    tops = [max(box["value"][:2]) if box["value"][0] is not None else 0.0 for box in boxes]
    grades = grade_span(results, [found["from"], found["to"], *(step["figure"] for step in found["terms"])])
    return {
        **frame(
            f"{year}年：从{labels[0]}到{labels[-1]}", f"单位：{scale('t')[1]}二氧化碳；数据等级：{grades}"
        ),
        "tooltip": {"show": False},
        "grid": {"left": 58, "right": 16, "top": 76, "bottom": 56},
        "xAxis": {
            **years_axis(labels),
            "axisLabel": {"color": INK, "interval": 0, "width": 84, "overflow": "break", "fontSize": 11},
        },
        "yAxis": value_axis(scale("t")[1]),
        "series": [
            {"type": "candlestick", "barWidth": 46, "data": boxes},
            {
                "type": "scatter",
                "symbolSize": 0.1,
                "silent": True,
                "itemStyle": {"color": QUIET},
                "label": {"show": True, "position": "top", "distance": 6, "color": INK, "fontWeight": "bold"},
                "data": [
                    {"value": top, "label": {"formatter": text}}
                    for top, text in zip(tops, texts, strict=True)
                ],
            },
        ],
    }


def _any(results: Results, figures: dict[str, str]) -> bool:
    return any(value_of(results, key) is not None for key in figures.values())


def _box(low: float | None, high: float | None, colour: str) -> Option:
    """A floating box; candlesticks carry no body below zero of their own, so both ends are given."""
    start, stop = printed(low, "t"), printed(high, "t")
    if start is None or stop is None:
        return {"value": [None, None, None, None]}
    style = {"color": colour, "color0": colour, "borderColor": INK, "borderColor0": INK, "borderWidth": 0.8}
    return {"value": [start, stop, min(start, stop), max(start, stop)], "itemStyle": style}
