"""A made-up city's results.json, small but with every part of the contract and every awkward case in it."""

from __future__ import annotations

from typing import Any

YEARS = (2019, 2020, 2021, 2022, 2023)
SECTORS = {
    "agriculture": 21.0,
    "industry_cement": 310.0,
    "industry_chemicals": 96.0,
    "industry_other": 140.0,
    "construction": 18.0,
    "transport": 122.0,
    "services": 37.0,
    "households_urban": 41.0,
    "households_rural": 29.0,
    "power_coal": 620.0,
    "power_waste": 8.0,
}
PARTS = {"final_combustion": 814.0, "power_combustion": 628.0, "process": 231.0, "net_inflow": -356.0,
         "final_electricity": 118.0}  # fmt: skip
BOOKS = {
    "territorial": ("final_combustion", "power_combustion"),
    "territorial_process": ("final_combustion", "power_combustion", "process"),
    "statutory": ("final_combustion", "power_combustion", "net_inflow"),
    "consumption": ("final_combustion", "final_electricity"),
}
TERMS = {
    "agriculture": "农林牧渔业", "industry_cement": "水泥制造", "industry_chemicals": "化工", "industry_other": "其他工业",
    "construction": "建筑业", "transport": "交通运输", "services": "服务业", "households_urban": "城镇居民生活",
    "households_rural": "乡村居民生活", "power_coal": "煤电", "power_waste": "垃圾焚烧发电", "raw_coal": "原煤",
    "natural_gas": "天然气", "final_combustion": "终端燃料燃烧", "power_combustion": "发电燃料燃烧",
    "process": "水泥熟料工业过程", "net_inflow": "净调入电力", "final_electricity": "终端用电",
    "territorial": "辖区能源口径", "territorial_process": "辖区含过程口径", "statutory": "碳强度考核口径",
    "consumption": "消费侧口径", "equivalent": "等价值", "calorific": "当量值", "energy_intensity": "单位GDP能耗",
    "energy_assessed_intensity": "单位GDP能耗（扣除原料与非化石）", "co2_intensity": "单位GDP二氧化碳排放",
    "electricity_net_inflow": "净调入电量",
}  # fmt: skip
FIXED = "a3" * 32


class _Book:
    """The figures made so far."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[str, Any]] = {}

    def add(self, id: str, name: str, value: float | None, unit: str, period: str, **more: Any) -> str:
        blank = {"name_en": "", "region": "999900", "convention": "", "grade": "C", "formula": None, "inputs": [],
                 "assumed": False, "rule": None, "cell": None, "source": "", "reason_zh": "", "reason_en": ""}  # fmt: skip
        self.figures[id] = {
            "id": id,
            "name": name,
            "value": value,
            "unit": unit,
            "period": period,
            **blank,
            **more,
        }
        return id


def _account(book: _Book, year: int) -> dict[str, Any]:
    growth = 1 + 0.018 * (year - YEARS[0])
    period = str(year)
    known = year != 2021

    def add(id: str, name: str, value: float | None, unit: str, **more: Any) -> str:
        gap = (
            {}
            if value is not None
            else {"reason_zh": f"{year}年能源平衡表：未填报", "reason_en": "not reported"}
        )
        return book.add(f"{id}/{year}", name, value, unit, period, **gap, **more)

    coal = add("obs/energy/raw_coal", "原煤终端消费量", 2.1e6 * growth, "t", grade="B", source="市统计年鉴",
               cell={"file": "energy.csv", "sheet": None, "row": 12, "column": "H", "sha256": FIXED})  # fmt: skip
    factor = add("rule/raw_coal", "原煤单位热值含碳量", 0.02637, "tC/GJ", grade="C", rule={
        "id": "coal.cc", "edition": "inventory_guide", "document": "省级温室气体清单编制指南", "valid_from": "2011-05-01",
        "valid_to": "open", "confidence": "high", "source": "表1.7"})  # fmt: skip
    components = {
        part: add(
            f"co2/{part}",
            TERMS[part],
            value * 1e4 * growth if known else None,
            "t",
            formula="co2.combustion",
            inputs=[coal, factor],
            grade="D" if part == "process" else "C",
        )
        for part, value in PARTS.items()
    }
    co2 = {
        book_name: add(
            f"co2/{book_name}",
            TERMS[book_name],
            sum(PARTS[part] for part in parts) * 1e4 * growth if known else None,
            "t",
            convention=book_name,
            formula="balance.sum",
            inputs=[components[part] for part in parts],
            grade="D" if "process" in parts else "C",
        )
        for book_name, parts in BOOKS.items()
    }
    energy = {
        name: add(
            f"energy/{name}",
            "能源消费总量",
            value * 1e4 * growth,
            "tce",
            convention=name,
            grade="B",
            inputs=[coal],
        )
        for name, value in (("equivalent", 712.0), ("calorific", 598.0))
    }
    share = {
        name: add(f"share/{name}", "非化石能源消费比重", value if known else None, "%", convention=name)
        for name, value in (("equivalent", 31.45), ("calorific", 14.2))
    }
    return {
        "co2": co2,
        "energy": energy,
        "nonfossil_share": share,
        "components": components,
        "by_sector": {
            sector: add(
                f"sector/{sector}",
                TERMS[sector],
                value * 1e4 * growth if known else None,
                "t",
                convention="territorial",
                inputs=[coal],
                formula="co2.combustion",
            )
            for sector, value in SECTORS.items()
        },
        "by_fuel": {
            "raw_coal": add("fuel/raw_coal", "原煤", 9.1e6 * growth, "t"),
            "natural_gas": add("fuel/natural_gas", "天然气", 1.6e6 * growth, "t"),
        },
        "electricity": {"electricity_net_inflow": add("el/net", "净调入电量", -4.2e9 * growth, "kWh")},
        "intensities": {
            name: add(f"int/{name}", TERMS[name], value / growth if known else None, unit)
            for name, value, unit in (
                ("energy_intensity", 0.571, "tce/万元"),
                ("energy_assessed_intensity", 0.402, "tce/万元"),
                ("co2_intensity", 0.872, "t/万元"),
            )
        },
        "published_co2": add("pub/co2", "已发表的二氧化碳排放估算", 1.41e7, "t", grade="C")
        if year == YEARS[0]
        else None,
        "bridges": [
            {
                "start": "territorial_process",
                "end": end,
                "from": co2["territorial_process"],
                "to": co2[end],
                "terms": [
                    {
                        "component": part,
                        "name_zh": TERMS[part],
                        "name_en": part,
                        "sign": sign,
                        "value": sign * PARTS[part] * 1e4 * growth if known else None,
                        "figure": components[part],
                    }
                    for sign, part in steps
                ],
            }
            for end, steps in (
                ("territorial", ((-1, "process"),)),
                ("statutory", ((-1, "process"), (1, "net_inflow"))),
                ("consumption", ((-1, "power_combustion"), (-1, "process"), (1, "final_electricity"))),
            )
        ],
    }


def _fill(book: _Book, name: str, zh: str, by_2029: float, slope: float) -> dict[str, Any]:
    years = list(range(2024, 2061))
    middle = [1.80e7 + 2.2e5 * slope * (y - 2023) - 6500 * (y - 2023) ** 2 for y in years]
    spread = [3.0e5 + 1.1e5 * (y - 2023) for y in years]
    width = {"0.05": -1.64, "0.1": -1.28, "0.25": -0.67, "0.5": 0.0, "0.75": 0.67, "0.9": 1.28, "0.95": 1.64}
    shares = {str(y): 0.0 for y in range(YEARS[0], 2061)}
    for y in range(2023, 2060):
        shares[str(y)] = round(0.9 * slope / 30 * (1 - abs(y - 2031 - 4 * slope) / 40), 4)
    shares["2060"] = round(1 - sum(shares.values()), 4)
    return {
        "fill": name, "name_zh": zh, "name_en": name, "energy_intensity_cut": 14.5, "carbon_intensity_cut": None,
        "growth_zh": "2030年后年均增长 4.0%", "growth_en": "4 % a year after 2030",
        "probability_by_2029": book.add(f"peak/{name}/2029", "2029年及以前达峰的概率", by_2029, "probability", "2029",
                                        convention="territorial_process", grade="S", formula="peak.share", assumed=True),
        "probability_by_2030": book.add(f"peak/{name}/2030", "2030年及以前达峰的概率", by_2029 + 0.06, "probability",
                                        "2030", convention="territorial_process", grade="S", formula="peak.share",
                                        assumed=True),
        "already_peaked": 0.05, "no_peak": 0.1, "median_year": 2036,
        "quantiles": {"years": years, **{q: [m + z * s for m, s in zip(middle, spread, strict=True)]
                                         for q, z in width.items()}},
        "peak_years": shares,
        "drivers": [{"driver": "gdp", "name_zh": "经济增长", "name_en": "GDP", "share": 0.52},
                    {"driver": "coal_hours", "name_zh": "煤电利用小时", "name_en": "coal hours", "share": 0.31}],
    }  # fmt: skip


def _target(id: str, alias: str | None, clause: str, indicator: str, value: float | None, unit: str | None,
            year: int | None, state: str, reason: str, figures: list[str], request: str = "") -> dict[str, Any]:  # fmt: skip
    return {
        "id": id, "clause": clause, "indicator": indicator, "indicator_id": None, "comparator": ">=", "value": value,
        "value_max": None, "unit": unit, "year": year, "base_year": None, "kind": "level", "hedge": "以上", "scope": None,
        "tier": "core", "quote": f"{indicator}达到相应水平", "quote_start": 10, "quote_end": 22, "value_start": 18,
        "value_end": 20, "confidence": 0.95, "alias": alias, "figure": None,
        "reading": None if value is not None else {"value": 100.0, "unit": "%", "words": "全面"},
        "standing": {"state": state, "reason_zh": reason, "reason_en": "", "figures": figures, "request": request},
    }  # fmt: skip


def _targets(book: _Book) -> list[dict[str, Any]]:
    ask = "请市统计局于2026年12月10日前提供2020年和2025年按等价值计算的能源消费总量，注明口径与来源。"
    share = f"share/equivalent/{YEARS[-1]}"
    gap = book.add(
        "share/public_roof", "新建公共机构建筑屋顶光伏覆盖率", None, "%", "2025", reason_zh="缺少竣工面积"
    )
    return [
        _target("一(三)a#1", "T01", "一(三)a", "单位GDP能耗降幅", 14.5, "%", 2025, "cannot_be_judged",
                "方案未写明基期与等价值、当量值口径", [], ask),
        _target("一(三)a#2", "T02", "一(三)a", "非化石能源消费比重", 35.0, "%", 2025, "at_risk",
                "最近一年比重低于所需直线", [share]),
        _target("一(三)a#3", "T03", "一(三)a", "新能源装机容量", 400.0, "万千瓦", 2025, "on_course", "按近三年速度可以完成",
                [share]),
        _target("二(八)2#1", "T04", "二(八)2", "森林覆盖率", 32.0, "%", 2025, "met", "最近公布值已超过目标", [share]),
        _target("二(三)2#1", None, "二(三)2", "<b>熟料</b>产能", None, None, 2030, "off_course", "产能仍在增加", []),
        _target("二(四)3#2", "T05", "二(四)3", "=HYPERLINK(1)屋顶光伏覆盖率", 50.0, "%", 2025, "cannot_be_judged",
                "缺少分母：新建公共机构建筑屋顶面积", [gap], "请市住房城乡建设局提供竣工清单。"),
    ]  # fmt: skip


def _finding(n: int, severity: str, kind: str, title: str, arithmetic: str) -> dict[str, Any]:
    return {
        "id": f"check{n}:一(三)a#{n}", "alias": f"F{n:02d}", "check": f"check{n}", "kind": n, "kind_zh": "恒等式不闭合",
        "display_kind": kind, "title": title, "clauses": ["一(三)a"], "targets": ["一(三)a#1"], "severity": severity,
        "arithmetic": arithmetic, "details": ["换算：1 万千瓦 = 10 兆瓦", "两处数字出自同一条款"],
        "inputs": [{"name": "能耗强度降幅", "value": 14.5, "low": None, "high": None, "unit": "%", "source": "方案一(三)a",
                    "grade": "B"},
                   {"name": "年均经济增速", "value": None, "low": 5.0, "high": 6.5, "unit": "%", "source": "假设",
                    "grade": "D"}],
        "settles": "由牵头部门书面确认基期和口径", "proposal": "“比2020年下降14.5%以上（等价值）”",
    }  # fmt: skip


def sample() -> dict[str, Any]:
    """A fresh copy of the made-up results."""
    book = _Book()
    accounts = {str(year): _account(book, year) for year in YEARS}
    fills = [_fill(book, "extrapolated", "按本市上期降幅外推（能耗强度 −14.5%）", 0.124, 1.0),
             _fill(book, "national", "按全国能耗强度目标（−13%）", 0.083, 1.2),
             _fill(book, "national_pair", "按全国能耗强度与碳强度双目标（−13% / −18%）", 0.317, 0.6)]  # fmt: skip
    edge = {"convention": "territorial_process", "grade": "S", "assumed": True}
    low = book.add("peak/low", "各补法中最低的达峰概率", 0.083, "probability", "2029", **edge)
    high = book.add("peak/high", "各补法中最高的达峰概率", 0.317, "probability", "2029", **edge)
    blind = book.add("peak/uninformed", "一无所知的模型给出的概率", 0.25, "probability", "2029", grade="D")
    growth = book.add("assume/gdp", "经济年均增速（2024—2030年）", 5.5, "%", "2024-2030", grade="D", assumed=True,
                      source="按近年平均，假设")  # fmt: skip
    drivers = [{"driver": "gdp", "name_zh": "经济增长", "name_en": "GDP", "share": 0.52},
               {"driver": "coal_hours", "name_zh": "煤电利用小时", "name_en": "coal hours", "share": 0.31}]  # fmt: skip
    targets = _targets(book)
    clauses = ["通知", "一(三)a", "二(三)2", "二(四)3", "二(八)2"]
    headings = ["通知", "到2025年", "推动<建材>行业达峰", "优化用能结构", "提升生态碳汇"]
    spans = [(30 * i, 30 * (i + 1)) for i in range(len(clauses))]
    return {
        "schema": 1, "version": "0.1.0", "as_of": "2026-11-22", "seed": 20260101, "draws": 10000, "lang": "zh",
        "city": {"code": "999900", "name_zh": "示例市", "name_en": "Sample City", "province": "990000",
                 "province_zh": "示例省",
                 "areas": [{"code": "999901", "name_zh": "东区", "name_en": "East", "kind": "district"}]},
        "synthetic_notice": "本报告含合成数据（S 级）和假设（D 级），只用于演示，不得作为考核依据。",
        "synthetic_notice_en": "Made-up figures (grades S and D), for showing only.",
        "plan": {"title": "示例市碳达峰实施方案", "doc_number": "示府发〔2024〕1号", "issuer": "示例市人民政府",
                 "issued": "2024-01-30", "sha256": "5f" * 32, "characters": 24853, "name": "plan.txt", "clauses": 65,
                 "targets": 46, "numeric_targets": 26, "projects": 25},
        "clauses": [{"id": c, "level": 2, "heading": h, "parent": None, "text": f"{h}：合成的示例文字。", "start": s,
                     "end": e, "targets": [t["id"] for t in targets if t["clause"] == c], "findings": []}
                    for c, h, (s, e) in zip(clauses, headings, spans, strict=True)],
        "targets": targets,
        "projects": [{"name": "东河水电站", "kind": "hydro", "kind_zh": "水电站", "clause": "二(一)1", "start": 3, "end": 8},
                     {"name": "西山输气管道", "kind": "pipeline", "kind_zh": "管线", "clause": "二(一)1", "start": 9,
                      "end": 15}],
        "findings": [
            _finding(1, "hint", "口径待明确", "能耗强度目标未写基期", "1 − 14.5% = 0.855，基期不明则分母不明"),
            _finding(2, "serious", "疑似转录错误", "风电光伏分项之和大于总量", "50 + 360 = 410 万千瓦 > 400 万千瓦"),
            _finding(3, "notice", "量化不足", "达峰目标没有检验口径", "“<2030>”有两种读法：2029年及以前、2030年及以前"),
            _finding(4, "hint", "数据待补", "屋顶面积没有来源", "50% × 未知面积 = 未知"),
        ],
        "accounts": accounts, "default_convention": "territorial_process",
        "closing": [{"target": "一(三)a#1", "alias": "T01", "title": "单位GDP能耗降幅 ≥14.5%（2025年）",
                     "rows": [{"label_zh": "等价值", "label_en": "", "figure": "int/energy_intensity/2023"},
                              {"label_zh": "扣除原料与非化石", "label_en": "", "figure": "int/energy_assessed_intensity/2021"}],
                     "judgement_zh": "无法判断：缺2025年能源消费总量", "judgement_en": "",
                     "request": targets[0]["standing"]["request"]},
                    {"target": "一(三)a#2", "alias": "T02", "title": "非化石能源消费比重 35%左右（2025年）",
                     "rows": [{"label_zh": "等价值", "label_en": "", "figure": "share/equivalent/2023"},
                              {"label_zh": "当量值", "label_en": "", "figure": "share/calorific/2023"}],
                     "judgement_zh": "按等价值接近，按当量值不可能", "judgement_en": "", "request": ""}],
        "pathway_reason": None,
        "pathway": {"determined": False, "first_year": 2024, "horizon": 2060, "convention": "territorial_process",
                    "observed": [{"year": y, "figure": f"co2/territorial_process/{y}"} for y in YEARS],
                    "adjusted": [{"year": y, "figure": f"co2/territorial_process/{y}"} for y in YEARS],
                    "fills": fills, "low": low, "high": high, "uninformed": blind, "drivers": drivers,
                    "assumptions": [growth]},
        "responsibility": [
            {"clause": "一(三)a", "heading": "到2025年", "target": "一(三)a#1", "alias": "T01", "task": "单位GDP能耗下降",
             "owner": None, "support": None, "deadline": "2025年", "evidence": None, "source": ""},
            {"clause": "二(三)2", "heading": "推动<建材>行业达峰", "target": None, "alias": None,
             "task": "=1+1 严禁新增水泥熟料产能", "owner": "市经济和信息化局、市发展改革委", "support": None, "deadline": None,
             "evidence": "产能置换公告", "source": "示委办〔2024〕3号 2024-05-06"}],
        "departments": [{"code": "stats", "name_zh": "市统计局", "name_en": "Statistics"}],
        "forms": [{"code": "stats", "name_zh": "市统计局", "rows": [
            {"target": "一(三)a#1", "alias": "T01", "indicator": "能源消费总量（等价值）", "unit": "万吨标准煤",
             "period": "2025", "last_value": "energy/equivalent/2023", "basis": "地区能源平衡表"},
            {"target": "一(三)a#2", "alias": "T02", "indicator": "非化石能源消费比重", "unit": "%", "period": "2025",
             "last_value": "share/equivalent/2021", "basis": "@统计报表制度"}]}],
        "terms": {key: {"zh": zh, "en": key, "definition": f"{zh}的定义"} for key, zh in TERMS.items()},
        "cards": {key: {"name_zh": zh, "name_en": "", "formula": formula, "unit": "t", "source": "示例出处", "page": "co2"}
                  for key, zh, formula in (("co2.combustion", "化石燃料燃烧排放", "M = Q × NCV × CC × OF × 44/12"),
                                           ("balance.sum", "合计", "Σ 各分项"),
                                           ("peak.share", "达峰概率", "抽样中峰年不晚于该年的份额"))},
        "figures": book.figures,
    }  # fmt: skip


def without_pathway() -> dict[str, Any]:
    """The same city when nothing could be projected."""
    results = sample()
    results["pathway"] = None
    results["pathway_reason"] = {"zh": "没有能源平衡表，无法推算", "en": "no energy balance"}
    results["synthetic_notice"] = None
    return results
