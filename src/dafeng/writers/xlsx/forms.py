"""Sheets that come back filled in: the responsibility list, a department's form, the table of observations."""

from __future__ import annotations

from typing import Any

from dafeng.rules.display import show
from dafeng.rules.tables import rows
from dafeng.writers import reading
from dafeng.writers.reading import Results
from dafeng.writers.xlsx.book import Book

KEY = "键"
NO_DATE = "1980-01-01"
ABSENCES = {
    "absent": "未填报：有这回事，但没有数",
    "not_occurring": "不发生：本地没有这件事",
    "confidential": "保密：有数但不能提供",
}
# The columns a table of observations is read by, with what to write there.
COLUMNS = {
    "指标": "从下拉列表选择指标代码，代码的含义见“说明”表",
    "地区": "行政区划代码，六位，按 GB/T 2260",
    "时期": "年写作 2023，半年 2023-H1，季 2023-Q3，月 2023-07",
    "流向": "能源平衡表的行，如 production、inflow、final；其他指标不填",
    "部门": "终端消费的部门代码；其他指标不填",
    "能源品种": "能源品种代码；其他指标不填",
    "电厂或企业": "电厂或企业名称；其他指标不填",
    "数值": "只填数字；没有数时留空，并在“缺失类型”写明原因，不要填 0",
    "下限": "只知道范围时填下限",
    "上限": "只知道范围时填上限",
    "单位": "从下拉列表选择，系统自动换算",
    "数据等级": "A 计量或核查，B 官方统计，C 公开发表的估算，D 替代或假设，S 合成",
    "缺失类型": "数值为空时必填：absent 未填报，not_occurring 不发生，confidential 保密",
    "来源": "年鉴名称和表号、公报、台账等，必填",
    "备注": "其他需要说明的事",
}  # fmt: skip
_WIDE = {"指标": 24, "来源": 34, "备注": 24, "流向": 18, "部门": 18, "能源品种": 16, "电厂或企业": 18}


def responsibility(results: Results) -> bytes:
    """责任清单: a row per clause and task; what the plan does not say is an empty yellow cell to fill in.

    The hidden last column ``键`` holds ``<clause>|<target id or nothing>`` for reading the list back.
    """
    book = Book("责任清单")
    sheet = book.sheet("责任清单", [
        ("条款", 12), ("目标编号", 10), ("任务", 46), ("牵头单位", 24), ("配合单位", 24), ("完成时限", 14), ("佐证材料", 26),
        ("来源/更正依据", 30), (KEY, 4),
    ])  # fmt: skip
    blanks = dict.fromkeys(("牵头单位", "配合单位", "完成时限", "佐证材料"), reading.UNSTATED) | {
        "来源/更正依据": ""
    }
    for duty in results["responsibility"]:
        key = f"{duty['clause']}|{duty['target'] or ''}"
        stated = (duty["owner"], duty["support"], duty["deadline"], duty["evidence"], duty["source"])
        code = None if duty["target"] is None else duty["alias"] or duty["target"]
        sheet.row((duty["clause"], code, duty["task"], *stated, key), blanks)
    sheet.hide(KEY)
    sheet.filter()
    return book.save(results["as_of"])


def form(results: Results, form: dict[str, Any]) -> bytes:
    """A department's form (one item of ``results["forms"]``) with the last values beside the cells to fill.

    The hidden last column ``键`` holds ``<target id>|<period>`` for reading the form back.
    """
    book = Book(f"{form['name_zh']}填报表")
    sheet = book.sheet("填报", [
        ("目标编号", 10), ("指标", 34), ("依据", 30), ("时期", 10), ("上期值", 12), ("上期单位", 14), ("上期等级", 9),
        ("本期值", 14), ("单位", 14), ("数据等级", 9), ("缺失类型", 16), ("来源", 34), ("备注", 24), (KEY, 4),
    ])  # fmt: skip
    blanks = {
        "本期值": "请填报；没有数时留空，并选择缺失类型，不要填 0",
        "数据等级": "",
        "缺失类型": "",
        "来源": "",
        "备注": "",
    }
    for line in form["rows"]:
        last = reading.figure(results, line["last_value"])
        before: tuple[str | float | None, ...] = (str(show(None, "")), None, None)
        if last is not None and last["value"] is not None:
            before = (
                reading.printed(last["value"], last["unit"]),
                show(0.0, last["unit"]).unit,
                last["grade"],
            )
        sheet.row(
            (
                line["alias"] or line["target"], line["indicator"], line["basis"], line["period"], *before,
                None, line["unit"], None, None, None, None, f"{line['target']}|{line['period']}",
            ),
            blanks,
        )  # fmt: skip
    count = max(len(form["rows"]), 1)
    sheet.choose("数据等级", list(reading.GRADES), "A 最好，S 为合成", last=count)
    sheet.choose("缺失类型", list(ABSENCES), COLUMNS["缺失类型"], last=count)
    sheet.hide(KEY)
    return book.save(results["as_of"])


def data_template() -> bytes:
    """An empty table of observations with drop-downs, and the sheet 说明 that explains every column and code."""
    book = Book("数据填报模板")
    sheet = book.sheet("数据", [(name, _WIDE.get(name, 11)) for name in COLUMNS])
    series, units = rows("series.csv"), _units()
    sheet.choose("指标", f"=说明!$D$2:$D${1 + len(series)}", "指标代码")
    sheet.choose("单位", f"=说明!$I$2:$I${1 + len(units)}", "系统自动换算")
    sheet.choose("数据等级", list(reading.GRADES), "A 最好，S 为合成")
    sheet.choose("缺失类型", list(ABSENCES), "数值为空时必填")
    legend = book.sheet("说明", [
        ("列名", 12), ("怎样填", 56), ("", 3), ("指标代码", 26), ("指标名称", 34), ("基准单位", 14), ("必须填写的列", 16), ("", 3),
        ("可用单位", 16),
    ])  # fmt: skip
    columns, words = (
        list(COLUMNS.items()),
        {"flow": "流向", "fuel": "能源品种", "plant": "电厂或企业", "sector": "部门"},
    )
    for index in range(max(len(columns), len(series), len(units))):
        about = columns[index] if index < len(columns) else (None, None)
        declared: tuple[str | None, ...] = (None,) * 4
        if index < len(series):
            item = series[index]
            unit = "按品种" if item["unit"] == "by fuel" else item["unit"]
            needs = "、".join(words[need] for need in item["needs"].split())
            declared = (item["series"], item["name_zh"], unit, needs)
        legend.row((*about, None, *declared, None, units[index] if index < len(units) else None))
    return book.save(NO_DATE)


def _units() -> list[str]:
    """Units an observation may come in: the canonical ones and those they are shown in."""
    canonical = [item["unit"] for item in rows("series.csv") if item["unit"] != "by fuel"]
    canonical += [item["unit"] for item in rows("energy_fuels.csv")]
    shown = [show(0.0, unit).unit for unit in canonical]
    return list(dict.fromkeys(unit for unit in (*canonical, *shown) if unit))
