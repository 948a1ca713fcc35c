"""The report as an official paper: what stands in the results, in words, tables and pictures."""

from __future__ import annotations

from typing import Any

from dafeng.rules.display import scale, show
from dafeng.writers import reading
from dafeng.writers.archive import settle
from dafeng.writers.official import OfficialPaper
from dafeng.writers.reading import Results, term


def report(results: Results, pngs: dict[str, bytes]) -> bytes:
    """The whole report; `pngs` holds the picture of each name in ``charts.all_charts``.

    A picture that is not given is left out.
    """
    city = results["city"]
    name = city["name_zh"] if city else ""
    plan = results["plan"]["title"] or results["plan"]["name"]
    paper = OfficialPaper(f"{plan}运行报告", f"{name}　数据截至{results['as_of']}".strip())
    for write in (_summary, _findings, _accounts, _bridge, _pathway, _standing, _requests, _basis):
        write(paper, results, pngs)
    return settle(paper.save(), results["as_of"])


def graded(results: Results, id: str | None, *, unit: bool = True) -> str:
    """A figure with its unit and grade; an assumed or synthetic one says so."""
    figure = reading.figure(results, id)
    if figure is None or figure["value"] is None:
        return str(show(None, ""))
    printed = show(figure["value"], figure["unit"])
    label = "，合成" if figure["grade"] == "S" else "，假设" if figure["assumed"] else ""
    return f"{printed if unit else printed.number}（{figure['grade']}{label}）"


def _summary(paper: OfficialPaper, results: Results, _pngs: dict[str, bytes]) -> None:
    plan = results["plan"]
    paper.part("总的判断")
    if results["synthetic_notice"]:
        paper.text(f"【注意】{results['synthetic_notice']}")
    paper.text(
        f"系统读出方案{plan['clauses']}个条款、{plan['targets']}个目标（{plan['numeric_targets']}个有数字）、"
        f"{plan['projects']}个点名项目，提出审查意见{len(results['findings'])}条。"
    )
    path = results["pathway"]
    paper.text(f"{reading.chance(results)}。")
    if path is not None:
        grades = reading.grade_span(results, [path["low"], path["high"]])
        paper.text(f"口径为{term(results, path['convention'])}，概率的数据等级为{grades}，在假设下推算得出。")
        paper.text(f"作为对照，不使用本市任何资料的模型给出{graded(results, path['uninformed'])}。")
    counts = "，".join(f"{word}{len(targets)}个" for _, word, targets in reading.by_state(results))
    paper.text(f"目标进展：{counts}。")


def _findings(paper: OfficialPaper, results: Results, _pngs: dict[str, bytes]) -> None:
    paper.part("方案审查意见")
    findings = reading.by_severity(results)
    if not findings:
        paper.text("没有发现需要提出的问题。")
        return
    paper.text("按轻重排列，每条附算式和建议；如何了结、用到的数及其来源见台账“审查意见”表。")
    rows = [
        (
            finding["alias"] or str(number),
            reading.SEVERITIES[finding["severity"]],
            f"【{finding['display_kind']}】{finding['title']}（{reading.some(finding['clauses'], 2) or '全文'}）",
            finding["arithmetic"],
            finding["proposal"] or finding["settles"],
        )
        for number, finding in enumerate(findings, start=1)
    ]
    paper.table(("编号", "轻重", "意见（条款）", "算式", "建议"), rows, (10, 10, 48, 50, 38))


def _accounts(paper: OfficialPaper, results: Results, pngs: dict[str, bytes]) -> None:
    paper.part("能源与二氧化碳核算")
    accounts = results["accounts"]
    if not accounts:
        paper.text("没有可核算的年份：未收到能源平衡表。")
        return
    for key, group, unit in (
        ("co2", "二氧化碳", "t"),
        ("energy", "能源消费总量", "tce"),
        ("nonfossil_share", "非化石能源消费比重", "%"),
    ):
        names = reading.names(results, key)
        rows = [
            (year, *(graded(results, accounts[year][key].get(name), unit=False) for name in names))
            for year in sorted(accounts)
        ]
        width = (156 - 18) / len(names)
        paper.note(f"{group}（单位：{scale(unit)[1]}；括号内为数据等级）")
        paper.table(("年份", *(term(results, name) for name in names)), rows, (18, *(width for _ in names)))
    _picture(paper, pngs, "sectors", "分部门二氧化碳排放与四种口径合计", 140)


def _bridge(paper: OfficialPaper, results: Results, pngs: dict[str, bytes]) -> None:
    year = reading.bridge_year(results)
    if year is None:
        return
    paper.part("口径桥接")
    paper.text(f"{year}年同一套数据在不同口径下总量不同，差额逐项列出。")
    rows = []
    for bridge in results["accounts"][year]["bridges"]:
        start, end = term(results, bridge["start"]), term(results, bridge["end"])
        rows.append((f"{start}到{end}", start, graded(results, bridge["from"])))
        rows.extend(
            ("", f"{'减' if step['sign'] < 0 else '加'}{step['name_zh']}", graded(results, step["figure"]))
            for step in bridge["terms"]
        )
        rows.append(("", end, graded(results, bridge["to"])))
    paper.table(("桥接", "项目", "数值（等级）"), rows, (56, 52, 48))
    ends = [bridge["end"] for bridge in results["accounts"][year]["bridges"]]
    if results["default_convention"] and "statutory" in ends:
        _picture(paper, pngs, "bridge_statutory", "默认口径到碳强度考核口径", 84)


def _pathway(paper: OfficialPaper, results: Results, pngs: dict[str, bytes]) -> None:
    path = results["pathway"]
    paper.part("排放路径与达峰概率")
    if path is None:
        paper.text(f"{reading.chance(results)}。")
        return
    paper.text(
        f"口径为{term(results, path['convention'])}，每种补法抽样{results['draws']}次。"
        "“2030年前”有两种读法，并列给出：到2029年底为止，或含2030年。"
    )
    rows = [
        (
            fill["name_zh"],
            graded(results, fill["probability_by_2029"]),
            graded(results, fill["probability_by_2030"]),
            fill["growth_zh"],
            str(fill["median_year"] or show(None, "")),
        )
        for fill in path["fills"]
    ]
    head = ("留白目标的补法", "2029年及以前", "2030年及以前", "2030年后增长假设", "达峰年中位数")
    paper.table(head, rows, (44, 24, 24, 48, 16))
    if path["fills"]:
        first = path["fills"][0]
        _picture(paper, pngs, f"fan_{first['fill']}", first["name_zh"], 112)
    _picture(paper, pngs, "peak_years", "达峰年份的分布", 140)
    if path["assumptions"]:
        paper.item("主要假设")
        paper.table(("假设", "取值（等级）", "来源"), [
            (results["figures"][key]["name"], graded(results, key), results["figures"][key]["source"])
            for key in path["assumptions"]
        ], (60, 46, 50))  # fmt: skip
    if path["drivers"]:
        share = "，".join(
            f"{driver['name_zh']}{show(driver['share'], 'probability')}" for driver in path["drivers"]
        )
        paper.text(f"左右结果的因素（方差份额）：{share}。")


def _standing(paper: OfficialPaper, results: Results, _pngs: dict[str, bytes]) -> None:
    paper.part("目标进展")
    for _, word, targets in reading.by_state(results):
        if not targets:
            continue
        paper.item(f"{word}（{len(targets)}个）")
        told = [target for target in targets if target["standing"]["figures"]]
        if told:
            rows = [(*_promise(target), _evidence(results, target)) for target in told]
            paper.table(("编号", "目标", "依据与理由"), rows, (16, 56, 84))
        reasons: dict[str, list[str]] = {}
        for target in targets:
            if not target["standing"]["figures"]:
                reasons.setdefault(target["standing"]["reason_zh"], []).append(" ".join(_promise(target)))
        if reasons:
            grouped = [(reason, "；".join(names)) for reason, names in reasons.items()]
            paper.table(("理由", "目标"), grouped, (46, 110))


def _promise(target: dict[str, Any]) -> tuple[str, str]:
    year = f"{target['year']}年" if target["year"] else "年份未明确"
    return target["alias"] or target["id"], f"{target['indicator']}{reading.promise(target)}（{year}）"


def _evidence(results: Results, target: dict[str, Any]) -> str:
    standing = target["standing"]
    facts = [f"{reading.about(results, key)}：{graded(results, key)}" for key in standing["figures"]]
    return "；".join([*facts, standing["reason_zh"]])


def _requests(paper: OfficialPaper, results: Results, _pngs: dict[str, bytes]) -> None:
    closing = [row for row in results["closing"] if row["request"]]
    asked = sum(1 for target in results["targets"] if target["standing"]["request"])
    if asked or closing:
        paper.part("需要补充的资料")
        paper.text(
            f"为{asked}个目标拟好了数据请求，见台账“需要的资料”列；收官目标的请求如下。"
            if closing
            else f"为{asked}个目标拟好了数据请求，见台账“需要的资料”列。"
        )
    if closing:
        rows = [(row["alias"] or row["target"], row["request"]) for row in closing]
        paper.table(("目标", "请提供"), rows, (20, 136))


def _basis(paper: OfficialPaper, results: Results, _pngs: dict[str, bytes]) -> None:
    paper.part("数据等级与复现")
    paper.text("；".join(f"{letter}级为{word}" for letter, word in reading.GRADES.items()) + "。")
    paper.text(
        f"程序版本{results['version']}，随机种子{results['seed']}，抽样{results['draws']}次，方案文件哈希"
        f"{results['plan']['sha256'][:16]}。数字在来源表中更正后重新运行，手工改动本文件不会保留。"
    )


def _picture(paper: OfficialPaper, pngs: dict[str, bytes], name: str, alt: str, width: float = 154) -> None:
    if name in pngs:
        paper.picture(pngs[name], width, alt)
        paper.note(f"图：{alt}")
