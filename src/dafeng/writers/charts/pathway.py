"""Charts of the pathway: a fan per way of filling the blank targets, and when each of them peaks."""

from __future__ import annotations

from typing import Any

from dafeng.rules.display import scale, show
from dafeng.writers.charts.style import (
    ACCENT,
    INK,
    QUIET,
    RULE,
    WARN,
    Option,
    frame,
    legend,
    value_axis,
    years_axis,
)
from dafeng.writers.reading import Results, grade_span, printed, term, value_of

_BANDS = ("25%～75%", "5%～95%")
_READINGS = ("2029", "2030")
"""The two readings of “before 2030”: no later than 2029, and no later than 2030."""


def fan(results: Results, fill: str) -> Option:
    """Observed history and the projected 5–95 and 25–75 % bands with the median, for one fill."""
    path = results["pathway"]
    found = next(item for item in path["fills"] if item["fill"] == fill)
    quantiles = found["quantiles"]
    observed = {str(point["year"]): value_of(results, point["figure"]) for point in path["observed"]}
    adjusted = {str(point["year"]): value_of(results, point["figure"]) for point in path["adjusted"]}
    projected = [str(year) for year in quantiles["years"]]
    first, last = min([*observed, *projected]), max([*observed, *projected])
    years = [str(year) for year in range(int(first), int(last) + 1)]
    lines = {
        level: dict(zip(projected, (printed(value, "t") for value in quantiles[level]), strict=True))
        for level in ("0.05", "0.25", "0.5", "0.75", "0.95")
    }
    unit = scale("t")[1]
    grades = grade_span(results, [point["figure"] for point in path["observed"]])
    note = f"口径：{term(results, path['convention'])}；单位：{unit}二氧化碳；观测等级：{grades}；推算为假设下的分布"
    return {
        **frame(found["name_zh"], f"{note}\n{found['growth_zh']}"),
        "legend": {
            **legend(
                data=[
                    "观测",
                    "按参考利用小时调整",
                    "中位数",
                    *({"name": band, "icon": "rect"} for band in _BANDS),
                ]
            ),
            "top": 66,
        },
        "grid": {"left": 58, "right": 24, "top": 116, "bottom": 30},
        "xAxis": {**years_axis(years, 4), "boundaryGap": False},
        "yAxis": {**value_axis(unit), "min": 0},
        "series": [
            *_band(_BANDS[1], years, lines["0.05"], lines["0.95"], "#c5dcea"),
            *_band(_BANDS[0], years, lines["0.25"], lines["0.75"], "#7fb0cf"),
            {
                "type": "line",
                "name": "中位数",
                "symbol": "none",
                "lineStyle": {"color": ACCENT, "width": 2, "type": [8, 4]},
                "itemStyle": {"color": ACCENT},
                "data": [lines["0.5"].get(year) for year in years],
                "markLine": _readings(),
            },
            {
                "type": "line",
                "name": "按参考利用小时调整",
                "symbol": "emptyCircle",
                "symbolSize": 5,
                "lineStyle": {"color": QUIET, "width": 1.5, "type": [3, 3]},
                "itemStyle": {"color": QUIET},
                "data": [printed(adjusted.get(year), "t") for year in years],
            },
            {
                "type": "line",
                "name": "观测",
                "symbol": "circle",
                "symbolSize": 5,
                "connectNulls": False,
                "lineStyle": {"color": INK, "width": 2},
                "itemStyle": {"color": INK},
                "data": [printed(observed.get(year), "t") for year in years],
            },
        ],
    }


def peak_histogram(results: Results) -> Option:
    """Share of draws peaking in each year, one panel per fill, the last bar being no peak in sight."""
    path = results["pathway"]
    fills = path["fills"]
    horizon = str(path["horizon"])
    shares = [{year: share for year, share in fill["peak_years"].items() if share} for fill in fills]
    seen = sorted({year for share in shares for year in share} | {*_READINGS, horizon})
    years = [str(year) for year in range(int(seen[0]), int(seen[-1]) + 1)]
    panel = (420 - 96) / max(len(fills), 1)
    tops = [92 + index * panel for index in range(len(fills))]
    head = frame(
        "达峰年份的分布（各种补法）",
        f"抽样 {results['draws']} 次中峰值落在各年的份额；虚线为2029年与2030年；灰柱为到{horizon}年仍未见峰值",
    )
    titles = [
        {
            "text": f"{fill['name_zh']}；仍未见峰值 {show(share.get(horizon, 0.0), 'probability')}",
            "left": 62,
            "top": top - 26,
            "textStyle": {"fontSize": 12, "fontWeight": "normal", "color": INK},
        }
        for fill, share, top in zip(fills, shares, tops, strict=True)
    ]
    series = [
        {
            "type": "bar",
            "xAxisIndex": index,
            "yAxisIndex": index,
            "barCategoryGap": "20%",
            "data": [_bar(share.get(year, 0.0), late=year == horizon) for year in years],
            "markLine": _readings(labels=False),
        }
        for index, share in enumerate(shares)
    ]
    last = len(fills) - 1
    return {
        **head,
        "title": [head["title"], *titles],
        "tooltip": {"show": False},
        "grid": [{"left": 62, "right": 30, "top": top, "height": panel - 44} for top in tops],
        "xAxis": [
            {
                **years_axis(years, 4),
                "gridIndex": index,
                **({} if index == last else {"axisLabel": {"show": False}}),
            }
            for index in range(len(fills))
        ],
        "yAxis": [
            {
                "type": "value",
                "gridIndex": index,
                "splitNumber": 2,
                "axisLabel": {"color": QUIET, "formatter": "{value}%"},
                "splitLine": {"lineStyle": {"color": RULE}},
            }
            for index in range(len(fills))
        ],
        "series": series,
    }


def _bar(share: float, *, late: bool) -> Option:
    colour, edge = ("#b8bfc7", INK) if late else (ACCENT, ACCENT)
    return {
        "value": printed(share, "probability"),
        "itemStyle": {"color": colour, "borderColor": edge, "borderWidth": 0.6},
    }


def _band(
    name: str, years: list[str], low: dict[str, Any], high: dict[str, Any], colour: str
) -> list[Option]:
    """A filled band: an invisible line at the lower edge and the width stacked on it."""
    width = [None if low.get(year) is None else round(high[year] - low[year], 6) for year in years]
    shared: Option = {
        "type": "line",
        "stack": name,
        "stackStrategy": "all",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "itemStyle": {"color": colour},
    }
    return [
        {**shared, "name": f"{name}下沿", "silent": True, "data": [low.get(year) for year in years]},
        {**shared, "name": name, "areaStyle": {"color": colour, "opacity": 1}, "data": width},
    ]


def _readings(*, labels: bool = True) -> Option:
    sides = {"2029": "right", "2030": "left"}
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": WARN, "type": [4, 3], "width": 1.2},
        "data": [
            {
                "xAxis": year,
                "label": {
                    "show": labels,
                    "formatter": f"{year}年",
                    "color": WARN,
                    "fontSize": 11,
                    "align": sides[year],
                },
            }
            for year in _READINGS
        ],
    }
