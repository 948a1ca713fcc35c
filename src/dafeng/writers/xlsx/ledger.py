"""The ledger of targets with its closing book, findings and legend."""

from __future__ import annotations

from typing import Any

from dafeng.rules.display import show
from dafeng.writers import reading
from dafeng.writers.reading import Results
from dafeng.writers.xlsx.book import Book, Value

KINDS = {
    "share": "占比",
    "reduction": "下降",
    "increase": "增长",
    "cumulative": "累计",
    "rate": "速率",
    "level": "水平",
}
TIERS = {"core": "主要目标", "standing": "常设要求", "table": "表内目标", "qualitative": "定性目标"}
COMPARISONS = {
    "=": "等于",
    ">=": "不低于",
    "<=": "不超过",
    ">": "大于",
    "<": "小于",
    "~": "约",
    "range": "区间",
}


def targets(results: Results) -> bytes:
    """The workbook: 目标台账, 收官核算, 审查意见 and 口径与等级."""
    book = Book("目标台账")
    _targets(book, results)
    _closing(book, results)
    _findings(book, results)
    _legend(book, results)
    return book.save(results["as_of"])


def _targets(book: Book, results: Results) -> None:
    sheet = book.sheet("目标台账", [
        ("目标编号", 9), ("条款", 11), ("指标", 30), ("范围", 14), ("关系", 8), ("目标值", 10), ("上限", 8), ("单位", 11),
        ("年份", 8), ("基期", 8), ("类型", 8), ("层级", 10), ("限定词", 9), ("文字读法", 18), ("原文", 40), ("原文起", 8),
        ("原文止", 8), ("识别把握", 9), ("进展", 10), ("依据数字", 34), ("理由", 40), ("需要的资料", 40), ("系统编号", 16),
    ])  # fmt: skip
    missing = dict.fromkeys(("目标值", "单位", "年份", "基期"), reading.UNSTATED)
    for target in results["targets"]:
        standing, words = target["standing"], target["reading"]
        sheet.row(
            (
                target["alias"] or target["id"],
                target["clause"],
                target["indicator"],
                target["scope"],
                COMPARISONS[target["comparator"]],
                target["value"],
                target["value_max"],
                target["unit"],
                target["year"],
                target["base_year"],
                KINDS[target["kind"]],
                TIERS[target["tier"]],
                target["hedge"],
                None
                if words is None
                else f"“{words['words']}”读作 {reading.plain(words['value'])}{words['unit'] or ''}",
                target["quote"],
                target["quote_start"],
                target["quote_end"],
                target["confidence"],
                reading.STATES[standing["state"]],
                "；".join(_fact(results, key) for key in standing["figures"]),
                standing["reason_zh"],
                standing["request"],
                target["id"],
            ),
            missing,
        )
    sheet.filter()


def _closing(book: Book, results: Results) -> None:
    sheet = book.sheet("收官核算", [
        ("目标编号", 9), ("目标", 36), ("口径或桥接项", 28), ("数值", 14), ("单位", 16), ("时期", 10), ("数据等级", 9),
        ("说明", 30), ("判断", 36), ("数据请求（拟稿）", 50),
    ])  # fmt: skip
    for closing in results["closing"]:
        name = closing["alias"] or closing["target"]
        tail = (closing["judgement_zh"], closing["request"])
        if not closing["rows"]:
            sheet.row((name, closing["title"], None, reading.STATES["cannot_be_judged"], *[None] * 4, *tail))
        for line in closing["rows"]:
            sheet.row((name, closing["title"], line["label_zh"], *_cells(results, line["figure"]), *tail))


def _cells(results: Results, id: str | None) -> tuple[Value, ...]:
    """Value, unit, period, grade and note of a figure; an unknown value says that it cannot be judged."""
    figure = reading.figure(results, id)
    if figure is None:
        return (reading.STATES["cannot_be_judged"], None, None, None, None)
    value, unit = reading.printed(figure["value"], figure["unit"]), show(0.0, figure["unit"]).unit
    labels = [
        word for word, applies in (("合成", figure["grade"] == "S"), ("假设", figure["assumed"])) if applies
    ]
    note = "；".join(part for part in (*labels, figure["reason_zh"]) if part)
    if value is None:
        return (reading.STATES["cannot_be_judged"], unit, figure["period"], figure["grade"], note)
    return (value, unit, figure["period"], figure["grade"], note)


def _findings(book: Book, results: Results) -> None:
    sheet = book.sheet("审查意见", [
        ("编号", 8), ("轻重", 8), ("类别", 13), ("缺陷类型", 20), ("意见", 36), ("条款", 16), ("目标", 14), ("算式", 44),
        ("补充算式", 44), ("用到的数", 44), ("如何了结", 30), ("建议表述", 44),
    ])  # fmt: skip
    alias = {target["id"]: target["alias"] or target["id"] for target in results["targets"]}
    for number, finding in enumerate(reading.by_severity(results), start=1):
        sheet.row(
            (
                finding["alias"] or str(number),
                reading.SEVERITIES[finding["severity"]],
                finding["display_kind"],
                finding["kind_zh"],
                finding["title"],
                "、".join(finding["clauses"]),
                "、".join(alias[target] for target in finding["targets"]),
                finding["arithmetic"],
                "\n".join(finding["details"]),
                "\n".join(_input(given) for given in finding["inputs"]),
                finding["settles"],
                finding["proposal"],
            )
        )
    sheet.filter()


def _legend(book: Book, results: Results) -> None:
    sheet = book.sheet("口径与等级", [("类别", 12), ("名称", 28), ("含义", 70)])
    for letter, word in reading.GRADES.items():
        sheet.row(("数据等级", letter, word))
    for account in list(results["accounts"].values())[:1]:
        for name in (*account["co2"], *account["energy"]):
            sheet.row(("口径", reading.term(results, name), reading.meaning(results, name)))
    for word in reading.STATES.values():
        sheet.row(("进展", word, None))
    for name, value in (
        ("程序版本", results["version"]),
        ("数据截至", results["as_of"]),
        ("随机种子", str(results["seed"])),
    ):
        sheet.row(("复现", name, value))
    if results["synthetic_notice"]:
        sheet.row(("注意", None, results["synthetic_notice"]))


def _fact(results: Results, id: str) -> str:
    figure = results["figures"][id]
    label = "，合成" if figure["grade"] == "S" else "，假设" if figure["assumed"] else ""
    grade = "" if figure["value"] is None else f"（{figure['grade']}{label}）"
    return f"{reading.about(results, id)}：{reading.shown(results, id)}{grade}"


def _input(given: dict[str, Any]) -> str:
    return f"{given['name']}：{reading.bounds(given)}（{given['grade']}；{given['source']}）"
