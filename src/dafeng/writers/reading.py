"""Look things up in a parsed results.json, so that every writer shows a figure the same way."""

from __future__ import annotations

from typing import Any

from dafeng.rules.display import MINUS, Shown, show

Results = dict[str, Any]
"""The parsed results.json."""

GRADES = {
    "A": "计量或核查数据",
    "B": "官方统计数据",
    "C": "公开发表的估算",
    "D": "替代或假设数据",
    "S": "合成数据",
}
STATES = {
    "off_course": "偏离",
    "at_risk": "有风险",
    "on_course": "正常推进",
    "met": "已达到",
    "cannot_be_judged": "无法判断",
}
SEVERITIES = {"serious": "重要", "notice": "关注", "hint": "提示"}
COMPARATORS = {"=": "", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "~": "约", "range": ""}
CONFIDENCES = {"high": "可信度高", "medium": "可信度中", "low": "可信度低", "unconfirmed": "未确认"}
CONVERSIONS = {"equivalent": "电力按发出它所需的煤折算为标准煤", "calorific": "电力按自身的热量折算为标准煤"}
UNSTATED = "方案未明确"


def figure(results: Results, id: str | None) -> dict[str, Any] | None:
    """The figure of that id; None for None; KeyError for an id the results do not hold."""
    return None if id is None else results["figures"][id]


def value_of(results: Results, id: str | None) -> float | None:
    """The value of a figure, or None."""
    found = figure(results, id)
    return None if found is None else found["value"]


def shown(results: Results, id: str | None) -> str:
    """A figure's number with its unit, or the words for an unknown one."""
    found = figure(results, id)
    return str(show(None, "")) if found is None else str(show(found["value"], found["unit"]))


def printed(value: float | None, unit: str) -> float | None:
    """The number that is printed, as a number, for charts and cells; None stays None.

    >>> printed(13_446_543.0, "t"), printed(None, "t")
    (1344.7, None)
    """
    return None if value is None else float(show(value, unit).number.replace(MINUS, "-"))


def term(results: Results, identifier: str) -> str:
    """The Chinese term of an identifier; an empty one stays empty."""
    return results["terms"][identifier]["zh"] if identifier else ""


def plain(value: float | None) -> str:
    """A number of the plan as it was printed there, without rounding.

    >>> plain(14.5), plain(400.0), plain(None)
    ('14.5', '400', '')
    """
    return "" if value is None else show(value, "").number


def promise(target: dict[str, Any]) -> str:
    """What a target promises: comparator, number and unit as printed, or its words.

    >>> promise({"comparator": ">=", "value": 14.5, "value_max": None, "unit": "%", "reading": None})
    '≥14.5%'
    """
    if target["value"] is None:
        reading = target["reading"]
        if reading is None:
            return "文字目标"
        return f"“{reading['words']}”（读作 {plain(reading['value'])}{reading['unit'] or ''}）"
    top = "" if target["value_max"] is None else f"—{plain(target['value_max'])}"
    return f"{COMPARATORS[target['comparator']]}{plain(target['value'])}{top}{target['unit'] or ''}"


def bounds(given: dict[str, Any]) -> str:
    """A finding's input: a point, an interval, or the words for neither."""
    if given["value"] is not None:
        return str(_as_office(given["value"], given["unit"]))
    if given["low"] is None or given["high"] is None:
        return str(show(None, ""))
    return f"{_as_office(given['low'], given['unit']).number}～{_as_office(given['high'], given['unit'])}"


def _as_office(value: float, unit: str) -> Shown:
    # A percentage is the plan's own figure and keeps the digits it was printed with.
    return Shown(plain(value), "%") if unit == "%" else show(value, unit)


def about(results: Results, id: str) -> str:
    """What a figure is: its period, its name and, unless the name says it, its convention."""
    found = results["figures"][id]
    convention = term(results, found["convention"])
    period = f"{found['period']}年" if found["period"].isdigit() else found["period"]
    told = not convention or convention in found["name"]
    return f"{period}{found['name']}{'' if told else f'，{convention}'}"


def meaning(results: Results, convention: str) -> str:
    """What a convention counts: the parts of its total, or how it turns electricity into coal."""
    for account in results["accounts"].values():
        total = figure(results, account["co2"].get(convention))
        if total is not None:
            return " ＋ ".join(results["figures"][part]["name"] for part in total["inputs"])
    return CONVERSIONS.get(convention, "")


def some(names: list[str], limit: int = 3) -> str:
    """A list cut short with its length, for places without room.

    >>> some(["甲", "乙", "丙", "丁"], 2)
    '甲、乙等4处'
    """
    return "、".join(names) if len(names) <= limit else f"{'、'.join(names[:limit])}等{len(names)}处"


def grade_span(results: Results, ids: list[str]) -> str:
    """The grades that stand behind several figures, best to worst, such as ``B、D``."""
    grades = {results["figures"][key]["grade"] for key in ids}
    return "、".join(grade for grade in GRADES if grade in grades)


def signed(text: str) -> str:
    """A printed number with its sign always shown."""
    return text if text.startswith(MINUS) or not text[:1].isdigit() else f"+{text}"


def names(results: Results, part: str) -> list[str]:
    """The identifiers that occur in one part of the accounts, such as ``co2``, over all years."""
    return list(dict.fromkeys(name for account in results["accounts"].values() for name in account[part]))


def by_state(results: Results) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Targets in groups of standing, those that need attention first; empty groups stay."""
    return [
        (state, word, [target for target in results["targets"] if target["standing"]["state"] == state])
        for state, word in STATES.items()
    ]


def by_severity(results: Results) -> list[dict[str, Any]]:
    """Findings from the gravest to the slightest, in the order found within each."""
    order = list(SEVERITIES)
    return sorted(results["findings"], key=lambda finding: order.index(finding["severity"]))


def bridge_year(results: Results) -> str | None:
    """The latest year whose bridges are known in full, else the latest year with any, else None."""
    years = sorted(
        (year for year, account in results["accounts"].items() if account["bridges"]), reverse=True
    )
    for year in years:
        ends = [bridge[end] for bridge in results["accounts"][year]["bridges"] for end in ("from", "to")]
        if all(value_of(results, key) is not None for key in ends):
            return year
    return years[0] if years else None


def chance(results: Results) -> str:
    """The headline in one sentence: what can be said about a peak by 2029, and why no more."""
    path = results["pathway"]
    if path is None:
        return f"达峰概率无法判断：{results['pathway_reason']['zh']}"
    low, high = shown(results, path["low"]), shown(results, path["high"])
    if path["determined"]:
        return f"按方案自身的目标推算，2029年及以前达峰的概率为 {low if low == high else f'{low}～{high}'}"
    return f"方案本身不能确定达峰概率：{low}～{high}（2029年及以前）"
