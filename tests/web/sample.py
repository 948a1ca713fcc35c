"""Write an output folder of an invented city; every number and sentence in it is made up."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

REGION = "990100"
PARTS = {
    "territorial": ("final_combustion", "power_combustion"),
    "territorial_process": ("final_combustion", "power_combustion", "process"),
    "statutory": ("final_combustion", "power_combustion", "net_inflow"),
    "consumption": ("final_combustion", "final_electricity"),
}
TERMS = {
    "territorial": ("辖区能源口径", "Territorial"),
    "territorial_process": ("辖区含过程口径", "Territorial with process"),
    "statutory": ("碳强度考核口径", "Statutory"),
    "consumption": ("消费侧口径", "Consumption"),
    "equivalent": ("等价值", "Equivalent value"),
    "calorific": ("当量值", "Calorific value"),
    "final_combustion": ("终端燃料燃烧", "Final fuel combustion"),
    "power_combustion": ("发电燃料燃烧", "Power-plant combustion"),
    "process": ("水泥熟料工业过程", "Clinker process"),
    "net_inflow": ("净调入电力", "Net electricity inflow"),
    "final_electricity": ("终端用电", "Final electricity"),
    "industry_cement": ("水泥制造", "Cement"),
    "industry_other": ("其他工业", "Other industry"),
    "transport": ("交通运输", "Transport"),
    "power_coal": ("煤电", "Coal power"),
    "raw_coal": ("原煤", "Raw coal"),
    "diesel": ("柴油", "Diesel"),
    "natural_gas": ("天然气", "Natural gas"),
    "final": ("终端用电量", "Final electricity use"),
    "local_nonfossil": ("本地非化石电量", "Local non-fossil electricity"),
    "energy": ("单位GDP能耗", "Energy per GDP"),
    "energy_assessed": ("单位GDP能耗（扣除后）", "Energy per GDP, after deductions"),
    "co2": ("单位GDP二氧化碳排放", "CO2 per GDP"),
    "growth": ("经济增速", "Growth"),
    "energy_intensity": ("能耗强度降幅", "Energy-intensity cut"),
}
CARDS = {
    "co2.total": ("口径合计", "Total under a convention", "M = Σ M分项", "t"),
    "co2.combustion": ("化石燃料燃烧排放", "CO2 of fuel combustion", "M = Q × NCV × CC × OF × 44/12", "t"),
    "co2.electricity": ("电力间接排放", "CO2 of electricity", "M = P × EF当年", "t"),
    "energy.total": ("能源消费总量", "Total energy", "E = Σ Q × k", "tce"),
    "pathway.peak": ("达峰概率", "Probability of a peak", "P = #{峰值年 ≤ y} / N", "probability"),
}


class Figures(dict[str, dict[str, Any]]):
    """The figures by id; `put` adds one and gives its id back."""

    def put(self, id: str, name: str, name_en: str, value: float | None, unit: str, **more: Any) -> str:
        blank = {
            "period": "",
            "region": REGION,
            "convention": "",
            "grade": "B",
            "formula": None,
            "inputs": [],
        }
        blank |= {
            "assumed": False,
            "rule": None,
            "cell": None,
            "source": "",
            "reason_zh": "",
            "reason_en": "",
        }
        assert not set(more) - set(blank)
        self[id] = {"id": id, "name": name, "name_en": name_en, "value": value, "unit": unit, **blank, **more}
        return id


def cell(column: str, row: int) -> dict[str, Any]:
    """A source cell of an invented table."""
    return {"file": "energy_balance.csv", "sheet": None, "row": row, "column": column, "sha256": "ab" * 32}


def rule(id: str, source: str) -> dict[str, Any]:
    """An invented rule row."""
    return {"id": id, "edition": "示例版", "document": source, "valid_from": "2015", "valid_to": "2030",
            "confidence": "confirmed", "source": source}  # fmt: skip


def account(figures: Figures, year: int) -> dict[str, Any]:
    """One year's account: four conventions from five components, and everything beside them."""
    grow, period = 1.03 ** (year - 2015), str(year)

    def at(name: str) -> str:
        return f"{name}/{REGION}/{year}"

    coal = figures.put(at("obs/energy/raw_coal"), "终端消费·原煤", "Raw coal, final use", 2.1e6 * grow, "t",
                       period=period, cell=cell("H", year - 2000), source="示例市能源平衡表")  # fmt: skip
    ncv = figures.put("rule/ncv/raw_coal", "原煤平均低位发热量", "Net calorific value of raw coal", 20.908, "GJ/t",
                      rule=rule("ncv-raw-coal", "示例统计报表制度"), grade="C")  # fmt: skip
    gap = figures.put(at("obs/energy/net_inflow"), "净调入电量", "Net electricity inflow", None if year == 2015 else 9e8,
                      "kWh", period=period, grade="D" if year == 2015 else "B",
                      reason_zh="未填报" if year == 2015 else "", reason_en="not reported" if year == 2015 else "")  # fmt: skip
    grid = figures.put(at("rule/grid"), "省级电网平均排放因子", "Provincial grid factor", 0.2e-3, "t/kWh", period=period,
                       rule=rule("grid-990000", "示例因子公告"))  # fmt: skip
    values: dict[str, float | None] = {
        "final_combustion": 6.0e6 * grow,
        "power_combustion": 3.1e6,
        "process": 2.4e6 * grow**0.5,
        "net_inflow": None if year == 2015 else 1.8e5,
        "final_electricity": 1.5e6 * grow,
    }
    inputs = {"final_combustion": [coal, ncv], "net_inflow": [gap, grid], "final_electricity": [grid]}
    components = {
        name: figures.put(at(f"co2/{name}"), *TERMS[name], value, "t", period=period, grade="C" if value else "D",
                          formula="co2.combustion" if name == "final_combustion" else "co2.electricity",
                          inputs=inputs.get(name, [coal]), reason_zh="" if value else "2015年净调入电量：未填报",
                          reason_en="" if value else "Net electricity inflow 2015: not reported")
        for name, value in values.items()
    }  # fmt: skip
    co2 = {}
    for convention, parts in PARTS.items():
        summands = [values[part] for part in parts]
        known = [value for value in summands if value is not None]
        whole = len(known) == len(summands)
        co2[convention] = figures.put(
            at(f"co2/{convention}"), f"{TERMS[convention][0]}排放", f"{TERMS[convention][1]} CO2",
            math.fsum(known) if whole else None, "t", period=period, convention=convention,
            grade="C" if whole else "D", formula="co2.total", inputs=[components[part] for part in parts],
            reason_zh="" if whole else "2015年净调入电量：未填报",
            reason_en="" if whole else "Net electricity inflow 2015: not reported")  # fmt: skip

    def plain(prefix: str, name: str, value: float, unit: str, **more: Any) -> str:
        return figures.put(at(f"{prefix}/{name}"), *TERMS[name], value, unit, period=period, inputs=[coal],
                           formula="energy.total", **more)  # fmt: skip

    default = "territorial_process"
    bridges = []
    for end, parts in PARTS.items():
        if end == default:
            continue
        gone = [(part, -1) for part in PARTS[default] if part not in parts]
        come = [(part, 1) for part in parts if part not in PARTS[default]]
        bridges.append({
            "start": default, "end": end, "from": co2[default], "to": co2[end],
            "terms": [{"component": part, "name_zh": TERMS[part][0], "name_en": TERMS[part][1], "sign": sign,
                       "value": None if (amount := values[part]) is None else sign * amount,
                       "figure": components[part]} for part, sign in gone + come],
        })  # fmt: skip
    published = None
    if year == 2020:
        published = figures.put(at("obs/published_co2"), "公开估算排放", "Published CO2 estimate", 1.21e7, "t",
                                period=period, grade="C", cell=cell("D", 3), source="示例公开数据集")  # fmt: skip
    sectors = {"industry_cement": 2.5e6, "industry_other": 2.0e6, "transport": 1.5e6, "power_coal": 3.1e6}
    fuels = {"raw_coal": 7.0e6, "diesel": 1.4e6, "natural_gas": 0.7e6}
    return {
        "co2": co2,
        "energy": {"equivalent": plain("energy", "equivalent", 5.6e6 * grow, "tce"),
                   "calorific": plain("energy", "calorific", 5.0e6 * grow, "tce")},
        "nonfossil_share": {"equivalent": plain("nonfossil", "equivalent", 21.5, "%"),
                            "calorific": plain("nonfossil", "calorific", 9.4, "%")},
        "components": components,
        "by_sector": {name: plain("co2/sector", name, value * grow, "t") for name, value in sectors.items()},
        "by_fuel": {name: plain("co2/fuel", name, value * grow, "t") for name, value in fuels.items()},
        "electricity": {"final": plain("electricity", "final", 7.2e9 * grow, "kWh"),
                        "local_nonfossil": plain("electricity", "local_nonfossil", 4.1e9, "kWh")},
        "intensities": {"energy": plain("intensity", "energy", 0.51 / grow**0.5, "tce/万元"),
                        "energy_assessed": plain("intensity", "energy_assessed", 0.44 / grow**0.5, "tce/万元"),
                        "co2": plain("intensity", "co2", 0.83 / grow**0.5, "t/万元")},
        "published_co2": published,
        "bridges": bridges,
    }  # fmt: skip


def fill(figures: Figures, name: str, zh: str, en: str, cut: float, slope: float) -> dict[str, Any]:
    """One fill with a fan that widens and a histogram that adds to 1."""
    years = list(range(2024, 2061))
    middle = [1.34e7 * (1 + slope) ** (year - 2023) for year in years]
    spread = {"0.05": -1.64, "0.1": -1.28, "0.25": -0.67, "0.5": 0.0, "0.75": 0.67, "0.9": 1.28, "0.95": 1.64}
    peaks = {year: math.exp(-((year - 2034 - slope * 400) ** 2) / 60) for year in range(2018, 2061)}
    total = math.fsum(peaks.values())
    shares = {year: weight / total for year, weight in peaks.items()}
    growth = figures.put("assumption/growth", "2030年后经济增速", "Growth after 2030", 4.0, "%", grade="D", assumed=True,
                         source="示例：按上一期规划目标外推", period="2031–2060")  # fmt: skip
    probability = {
        year: figures.put(f"peak/{name}/{year}", f"不晚于{year}年达峰的概率（{zh}）", f"P(peak by {year}), {en}",
                          math.fsum(share for peak, share in shares.items() if peak <= year), "probability",
                          period=f"≤{year}", convention="territorial_process", grade="D", formula="pathway.peak",
                          inputs=[growth])
        for year in (2029, 2030)
    }  # fmt: skip
    quantiles: dict[str, list[Any]] = {"years": list(years)}
    for level, z in spread.items():
        quantiles[level] = [
            value * (1 + z * 0.012 * math.sqrt(year - 2023))
            for year, value in zip(years, middle, strict=True)
        ]
    drivers = [{"driver": driver, "name_zh": TERMS[driver][0], "name_en": TERMS[driver][1], "share": share}
               for driver, share in (("energy_intensity", 0.62), ("growth", 0.38))]  # fmt: skip
    return {
        "fill": name, "name_zh": zh, "name_en": en, "energy_intensity_cut": cut, "carbon_intensity_cut": None,
        "growth_zh": "每年 5.5 %，2031 年起 4 %", "growth_en": "5.5 % a year, 4 % from 2031",
        "probability_by_2029": probability[2029], "probability_by_2030": probability[2030],
        "already_peaked": 0.05, "no_peak": shares[2060], "median_year": 2034, "quantiles": quantiles,
        "peak_years": {str(year): share for year, share in shares.items()}, "drivers": drivers,
    }  # fmt: skip


CLAUSES = (
    ("一", 1, "一、总体要求", None, "一、总体要求"),
    ("一(一)", 2, "（一）主要目标", "一",
     "（一）主要目标\n到2025年，示例市非化石能源消费比重提高到30%以上，单位地区生产总值能耗下降有序推进。"),
    ("二", 1, "二、重点任务", None, "二、重点任务"),
    ("二(一)1", 3, "1. 有序发展清洁电力", "二", "1. 有序发展清洁电力。到2025年，水电装机达到50万千瓦，建成示例湖光伏电站。"),
)  # fmt: skip
PROMISES = (
    ("一(一)#1", "T01", "非化石能源消费比重", "30%", 30.0, "%", ">=", 2025, "at_risk"),
    ("一(一)#2", "T02", "单位地区生产总值能耗", "下降有序推进", None, None, "=", None, "cannot_be_judged"),
    ("二(一)1#1", None, "水电装机", "50万千瓦", 50.0, "万千瓦", "=", 2025, "on_course"),
)


def targets(figures: Figures, text: str) -> list[dict[str, Any]]:
    """The three promises of the invented plan, with their spans in its text."""
    made = []
    for key, alias, indicator, words, value, unit, comparator, year, state in PROMISES:
        start = text.index(words)
        quote = indicator if indicator in text else words
        share = f"nonfossil/equivalent/{REGION}/2023"
        figure = None
        if value is not None:
            figure = figures.put(f"target/{key}", indicator, f"target {key}", value, "%" if unit == "%" else "kW",
                                 period=str(year), cell={"file": "plan.txt", "sheet": None, "row": start, "column": "",
                                                         "sha256": "cd" * 32}, source="示例方案")  # fmt: skip
        made.append({
            "id": key, "alias": alias, "clause": key.partition("#")[0], "indicator": indicator, "indicator_id": None,
            "comparator": comparator, "value": value, "value_max": None, "unit": unit, "year": year, "base_year": None,
            "kind": "share", "hedge": None, "scope": None, "tier": "core", "quote": text[text.index(quote):start + len(words)],
            "quote_start": text.index(quote), "quote_end": start + len(words),
            "value_start": start if value is not None else None,
            "value_end": start + len(words) if value is not None else None, "confidence": 0.9,
            "reading": None, "figure": figure,
            "standing": {"state": state, "reason_zh": "示例理由：按最近一年数据判断", "reason_en": "example reason",
                         "figures": [share] if state == "at_risk" else [],
                         "request": "请补充2025年能耗强度降幅" if state == "cannot_be_judged" else ""},
        })  # fmt: skip
    return made


def finding(id: str, severity: str, title: str, clauses: list[str], of: list[str]) -> dict[str, Any]:
    """A finding with one line of arithmetic and one graded input."""
    return {
        "id": id, "alias": None, "check": id.partition(":")[0], "kind": 4, "kind_zh": "量纲不符", "display_kind": "量化不足",
        "title": title, "clauses": clauses, "targets": of, "severity": severity, "arithmetic": "50 × 4000 ÷ 10000 = 20",
        "details": ["按年利用 4000 小时计"],
        "inputs": [{"name": "年利用小时", "value": 4000.0, "low": None, "high": None, "unit": "小时",
                    "source": "示例统计", "grade": "C"},
                   {"name": "外送比例", "value": None, "low": 0.1, "high": 0.3, "unit": "", "source": "示例假设", "grade": "D"}],
        "settles": "能源局给出分电站装机", "proposal": "写明装机口径与年份",
    }  # fmt: skip


def results() -> dict[str, Any]:
    """The whole of an invented results.json."""
    figures = Figures()
    accounts = {str(year): account(figures, year) for year in range(2015, 2024)}
    text, clauses = "", []
    for key, level, heading, parent, body in CLAUSES:
        clauses.append({"id": key, "level": level, "heading": heading, "parent": parent, "text": body,
                        "start": len(text), "end": len(text) + len(body), "targets": [], "findings": []})  # fmt: skip
        text += body + "\n"
    promises = targets(figures, text)
    findings = [
        finding("hydro_capacity:二(一)1#1", "serious", "水电装机与发电量对不上", ["二(一)1"], ["二(一)1#1"]),
        finding("no_number:一(一)#2", "notice", "能耗强度目标没有数值", ["一(一)"], ["一(一)#2"]),
        finding("wording:二(一)1", "hint", "示例湖光伏电站没有规模", ["二(一)1"], []),
        finding("whole_plan:", "notice", "全文没有绝对总量目标", [], []),
    ]
    for clause in clauses:
        clause["targets"] = [target["id"] for target in promises if target["clause"] == clause["id"]]
        clause["findings"] = [entry["id"] for entry in findings if clause["id"] in entry["clauses"]]
    fills = [fill(figures, "extrapolated", "按本市上期降幅外推", "repeats the last cut", 14.5, 0.004),
             fill(figures, "national", "按全国能耗强度目标", "national energy target", 13.5, 0.008)]  # fmt: skip
    low, high = sorted(
        (entry["probability_by_2029"] for entry in fills), key=lambda name: figures[name]["value"]
    )
    uninformed = figures.put("peak/uninformed", "无信息模型的达峰概率", "P(peak), uninformed model", 0.41, "probability",
                             period="≤2029", grade="D", formula="pathway.peak", inputs=["assumption/growth"])  # fmt: skip
    start = text.index("示例湖光伏电站")
    return {
        "schema": 1, "version": "0.1.0", "as_of": "2026-11-22", "seed": 7, "draws": 1000, "lang": "zh",
        "city": {"code": REGION, "name_zh": "示例市", "name_en": "Example City", "province": "990000",
                 "province_zh": "示例省", "areas": []},
        "synthetic_notice": "示例数据均为虚构（等级 S、D），不代表任何城市。",
        "synthetic_notice_en": "Made-up figures (grades S and D), for showing only.",
        "plan": {"title": "示例市碳达峰实施方案", "doc_number": "示府发〔2023〕1号", "issuer": "示例市人民政府",
                 "issued": "2023-05-01", "sha256": "cd" * 32, "characters": len(text), "name": "plan.txt",
                 "clauses": len(clauses), "targets": 3, "numeric_targets": 2, "projects": 1},
        "clauses": clauses, "targets": promises, "findings": findings,
        "projects": [{"name": "示例湖光伏电站", "kind": "plant", "kind_zh": "电站", "clause": "二(一)1",
                      "start": start, "end": start + 7}],
        "accounts": accounts, "default_convention": "territorial_process",
        "closing": [{"target": "一(一)#1", "alias": "T01", "title": "非化石能源消费比重", "rows": [
            {"label_zh": "2023年（等价值）", "label_en": "2023, equivalent", "figure": f"nonfossil/equivalent/{REGION}/2023"}],
            "judgement_zh": "有风险", "judgement_en": "at risk", "request": ""}],
        "pathway": {
            "determined": False, "first_year": 2024, "horizon": 2060, "convention": "territorial_process",
            "observed": [{"year": year, "figure": f"co2/territorial_process/{REGION}/{year}"} for year in range(2015, 2024)],
            "adjusted": [{"year": 2023, "figure": f"co2/territorial_process/{REGION}/2023"}],
            "fills": fills, "low": low, "high": high, "uninformed": uninformed, "drivers": fills[0]["drivers"],
            "assumptions": ["assumption/growth"],
        },
        "responsibility": [], "departments": [], "forms": [],
        "terms": {name: {"zh": zh, "en": en, "definition": "示例"} for name, (zh, en) in TERMS.items()},
        "cards": {name: {"name_zh": zh, "name_en": en, "formula": formula, "unit": unit, "source": "示例指南", "page": "co2"}
                  for name, (zh, en, formula, unit) in CARDS.items()},
        "figures": dict(figures),
    }  # fmt: skip


def build(folder: Path) -> Path:
    """Write results, plan, manifest and one paper into the folder, and give it back."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = results()
    plan = {"document": whole["plan"], "clauses": whole["clauses"], "targets": whole["targets"]}
    paper = folder / "简报.docx"
    paper.write_bytes(b"PK\x03\x04 not a real document")
    (folder / "inputs" / "plan").mkdir(parents=True, exist_ok=True)
    (folder / "inputs" / "plan" / "plan.txt").write_text("示例", "utf-8")
    manifest = {
        "dafeng": "0.1.0", "as_of": "2026-11-22", "seed": 7, "draws": 1000, "lang": "zh", "rules": {},
        "inputs": [{"name": "plan/plan.txt", "bytes": 6, "sha256": "ef" * 32}],
        "outputs": [{"name": name, "bytes": 1, "sha256": "12" * 32} for name in ("results.json", "plan.json", paper.name)],
    }  # fmt: skip
    for name, content in (("results.json", whole), ("plan.json", plan), ("manifest.json", manifest)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return folder
