"""Plans built from domain objects: a clean one, one with the known defects, and how to change either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from dafeng.domain.finding import Finding, FindingInput
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Clause, Document, Plan, Reading, Target
from dafeng.methods.plan.review import review

BEFORE_DUE = date(2024, 3, 1)


@dataclass(frozen=True)
class Part:
    """One clause to be: its number, the line it opens with and the text under it."""

    id: str
    level: int
    heading: str
    body: str
    parent: str | None = None


@dataclass(frozen=True)
class Promise:
    """One target to be; `quote` must stand in the clause, `shown` is the figure inside the quote."""

    clause: str
    indicator: str
    indicator_id: str | None
    quote: str
    value: float | None = None
    unit: str | None = None
    year: int | None = None
    comparator: str = "="
    kind: str = "level"
    base_year: int | None = None
    hedge: str | None = None
    scope: str | None = None
    tier: str = "core"
    reading: Reading | None = None
    shown: str | None = None


@dataclass(frozen=True)
class Draft:
    """A plan before it is set in type; every change gives a new draft."""

    parts: tuple[Part, ...]
    promises: tuple[Promise, ...]
    title: str = "某市碳达峰实施方案"

    def swap(self, old: str, new: str) -> Draft:
        """The draft with words replaced in headings, bodies and quotes; the words must occur."""
        assert any(old in part.heading + "\n" + part.body for part in self.parts), old
        return replace(
            self,
            parts=tuple(
                replace(part, heading=part.heading.replace(old, new), body=part.body.replace(old, new))
                for part in self.parts
            ),
            promises=tuple(replace(one, quote=one.quote.replace(old, new)) for one in self.promises),
        )

    def change(self, indicator_id: str, of_year: int | None = None, **fields: object) -> Draft:
        """The draft with fields changed in the promises of one indicator (and year)."""
        hit = [
            one for one in self.promises if one.indicator_id == indicator_id and of_year in {None, one.year}
        ]
        assert hit, indicator_id
        return replace(
            self, promises=tuple(replace(one, **fields) if one in hit else one for one in self.promises)
        )

    def drop(self, indicator_id: str, year: int | None = None) -> Draft:
        """The draft without the promises of one indicator (and year); the words stay."""
        return replace(
            self,
            promises=tuple(
                one
                for one in self.promises
                if not (one.indicator_id == indicator_id and year in {None, one.year})
            ),
        )

    def add(self, *more: Part | Promise) -> Draft:
        """The draft with clauses and promises added at the end."""
        return replace(
            self,
            parts=self.parts + tuple(one for one in more if isinstance(one, Part)),
            promises=self.promises + tuple(one for one in more if isinstance(one, Promise)),
        )

    def plan(self) -> Plan:
        """The plan as a reader would give it."""
        text, clauses = f"{self.title}\n\n", []
        for part in self.parts:
            start = len(text)
            text += f"{part.heading}\n{part.body}\n\n" if part.body else f"{part.heading}\n\n"
            clauses.append(Clause(part.id, part.level, part.heading, part.parent, start, len(text)))
        places = {clause.id: clause for clause in clauses}
        targets = []
        counts: dict[str, int] = {}
        for one in self.promises:
            clause = places[one.clause]
            at = text.index(one.quote, clause.start, clause.end)
            counts[one.clause] = counts.get(one.clause, 0) + 1
            shown = one.shown or (None if one.value is None else f"{one.value:g}")
            value_at = None if shown is None else at + one.quote.index(shown)
            targets.append(
                Target(
                    id=f"{one.clause}#{counts[one.clause]}",
                    clause=one.clause,
                    indicator=one.indicator,
                    indicator_id=one.indicator_id,
                    comparator=one.comparator,
                    value=one.value,
                    value_max=None,
                    unit=one.unit,
                    year=one.year,
                    base_year=one.base_year,
                    kind=one.kind,
                    hedge=one.hedge,
                    scope=one.scope,
                    tier=one.tier,
                    quote=one.quote,
                    quote_start=at,
                    quote_end=at + len(one.quote),
                    value_start=value_at,
                    value_end=None if value_at is None or shown is None else value_at + len(shown),
                    confidence=1.0,
                    reading=one.reading,
                )
            )
        document = Document("plan.txt", text, "0" * 64, title=self.title)
        return Plan(document, tuple(clauses), tuple(targets), ())


def given(name: str, unit: str, *numbers: float, grade: Grade = Grade.D) -> FindingInput:
    """An outside number: one number is a point, two an interval."""
    point = numbers[0] if len(numbers) == 1 else None
    low, high = numbers if len(numbers) == 2 else (None, None)
    return FindingInput(name, point, low, high, unit, "test", grade)


CITY: dict[str, FindingInput] = {
    one.name: one
    for one in (
        given("energy_total_2020", "tce", 5.6e6, 8.5e6),
        given("energy_total_2025", "tce", 6.25e6, 9.5e6),
        given("gdp_growth_past", "1/yr", 0.055),
        given("gdp_growth_low", "1/yr", 0.05),
        given("gdp_growth_mid", "1/yr", 0.06),
        given("gdp_growth_high", "1/yr", 0.07),
        given("coal_capacity_mw", "MW", 2400.0, grade=Grade.B),
        given("coal_hours", "h", 3000.0, 4500.0),
        given("electricity_use", "kWh", 8.5e9, 12e9),
        given("local_nonfossil_hours", "h", 4000.0),
        given("electricity_equivalent_rate", "tce/kWh", 0.3016e-3, grade=Grade.B),
        given("electricity_calorific_rate", "tce/kWh", 0.1229e-3, grade=Grade.B),
        given("nonfossil_share_base_candidates", "%", 33.0, 34.0),
        given("coal_co2_per_tce", "t/tce", 2.66, grade=Grade.B),
        given("gas_co2_per_tce", "t/tce", 1.56, grade=Grade.B),
        given("gas_co2_per_10k_m3", "t/万m³", 19.7, 21.6, grade=Grade.B),
        given("coal_power_co2_rate", "t/kWh", 0.85e-3, grade=Grade.C),
        given("hours_swing", "h", 500.0),
        given("methane_leakage", "%", 0.5, 1.5),
        given("methane_density", "t/万m³", 6.57, 7.17),
        given("methane_gwp", "t/t", 28.0, 30.0),
        given("territorial_co2", "t", 12e6, 18e6),
        given("process_co2", "t", 2e6, 3e6),
        given("consumption_co2", "t", 7e6, 10e6),
        given("industrial_solid_waste", "t", 2.5e6, 2.9e6),
    )
}


def run(
    draft: Draft,
    inputs: dict[str, FindingInput] | None = None,
    as_of: date = BEFORE_DUE,
    *,
    closing: bool = True,
) -> tuple[Finding, ...]:
    """Review a draft with the city's numbers unless others are given."""
    return review(draft.plan(), CITY if inputs is None else inputs, as_of=as_of, closing=closing)


def of(findings: Iterable[Finding], check: str) -> list[Finding]:
    """The findings of one check."""
    return [finding for finding in findings if finding.check == check]


def only(findings: Iterable[Finding], check: str) -> Finding:
    """The one finding of one check."""
    found = of(findings, check)
    assert len(found) == 1, [finding.id for finding in found]
    return found[0]


def _cut(clause: str, name: str, key: str, quote: str, value: float, year: int, base: int) -> Promise:
    return Promise(clause, name, key, quote, value, "%", year, ">=", "reduction", base_year=base)


CLEAN = Draft(
    parts=(
        Part("一", 1, "一、总体要求", ""),
        Part(
            "一(一)",
            2,
            "（一）主要目标",
            "到2025年，单位地区生产总值能源消耗比2020年下降14.5%以上，单位地区生产总值二氧化碳排放比2020年下降19.5%以上，"
            "非化石能源消费比重由2020年的31%提高到35%左右（按发电煤耗法核算），可再生能源装机容量达到40万千瓦以上，"
            "二氧化碳排放总量控制在1600万吨以内。到2030年，单位地区生产总值能源消耗比2025年下降19.2%以上，"
            "单位地区生产总值二氧化碳排放比2025年下降22%以上，非化石能源消费比重达到37%左右，2030年前实现碳达峰，"
            "以连续三年下降且按多年平均来水修正后仍下降为准。二氧化碳排放指能源活动排放，含净调入电力。（市发展改革委牵头）",
            "一",
        ),
        Part("二", 1, "二、重点行动", ""),
        Part(
            "二(一)",
            2,
            "（一）工业和建筑",
            "“十四五”期间，累计实施100个重点技术改造项目。到2025年，再生资源回收利用量达到83万吨，"
            "工业固体废物综合利用率超过50%，大宗工业固废综合利用能力超过150万吨，城镇新建建筑中星级绿色建筑占比达到30%以上，"
            "既有建筑节能改造比例达到20%，森林覆盖率达到32%左右。煤炭消费量到2025年控制在300万吨以内。"
            "（市经济和信息化局牵头，市住房城乡建设局按职责分工负责）",
            "二",
        ),
        Part(
            "二(二)",
            2,
            "（二）实施各县区梯次达峰行动",
            "第一梯队甲县、乙区于2027年前达峰，第二梯队丙县、丁县于2029年前达峰。（市生态环境局牵头）",
            "二",
        ),
        Part(
            "二(三)",
            2,
            "（三）加强统筹",
            "市碳达峰碳中和工作领导小组统筹推进，市碳达峰碳中和工作领导小组办公室设在市发展改革委。责任单位：市发展改革委。",
            "二",
        ),
    ),
    promises=(
        _cut(
            "一(一)",
            "单位地区生产总值能源消耗",
            "energy_intensity",
            "单位地区生产总值能源消耗比2020年下降14.5%以上",
            14.5,
            2025,
            2020,
        ),
        _cut(
            "一(一)",
            "单位地区生产总值二氧化碳排放",
            "co2_intensity",
            "单位地区生产总值二氧化碳排放比2020年下降19.5%以上",
            19.5,
            2025,
            2020,
        ),
        Promise(
            "一(一)",
            "非化石能源消费比重",
            "nonfossil_share",
            "非化石能源消费比重由2020年的31%提高到35%左右",
            35,
            "%",
            2025,
            "~",
            "share",
        ),
        Promise(
            "一(一)",
            "可再生能源装机容量",
            "renewable_capacity",
            "可再生能源装机容量达到40万千瓦以上",
            40,
            "万千瓦",
            2025,
            ">=",
        ),
        Promise(
            "一(一)",
            "二氧化碳排放总量",
            "co2_total",
            "二氧化碳排放总量控制在1600万吨以内",
            1600,
            "万吨",
            2025,
            "<=",
        ),
        _cut(
            "一(一)",
            "单位地区生产总值能源消耗",
            "energy_intensity",
            "单位地区生产总值能源消耗比2025年下降19.2%以上",
            19.2,
            2030,
            2025,
        ),
        _cut(
            "一(一)",
            "单位地区生产总值二氧化碳排放",
            "co2_intensity",
            "单位地区生产总值二氧化碳排放比2025年下降22%以上",
            22,
            2030,
            2025,
        ),
        Promise(
            "一(一)",
            "非化石能源消费比重",
            "nonfossil_share",
            "非化石能源消费比重达到37%左右",
            37,
            "%",
            2030,
            "~",
            "share",
        ),
        Promise("一(一)", "碳达峰", "co2_peak", "2030年前实现碳达峰", year=2030, tier="qualitative"),
        Promise(
            "二(一)",
            "重点技术改造项目",
            "technical_renovation_projects",
            "“十四五”期间，累计实施100个重点技术改造项目",
            100,
            "个",
            2025,
            kind="cumulative",
        ),
        Promise(
            "二(一)",
            "再生资源回收利用量",
            "recycled_resources",
            "再生资源回收利用量达到83万吨",
            83,
            "万吨",
            2025,
        ),
        Promise(
            "二(一)",
            "工业固体废物综合利用率",
            "solid_waste_utilisation_rate",
            "工业固体废物综合利用率超过50%",
            50,
            "%",
            2025,
            ">",
            "share",
        ),
        Promise(
            "二(一)",
            "大宗工业固废综合利用能力",
            "bulk_solid_waste_capacity",
            "大宗工业固废综合利用能力超过150万吨",
            150,
            "万吨",
            2025,
            ">",
        ),
        Promise(
            "二(一)",
            "星级绿色建筑占比",
            "green_building_star_share",
            "城镇新建建筑中星级绿色建筑占比达到30%以上",
            30,
            "%",
            2025,
            ">=",
            "share",
        ),
        Promise(
            "二(一)", "既有建筑节能改造比例", None, "既有建筑节能改造比例达到20%", 20, "%", 2025, kind="share"
        ),
        Promise("二(一)", "森林覆盖率", "forest_cover", "森林覆盖率达到32%左右", 32, "%", 2025, "~", "share"),
        Promise(
            "二(一)",
            "煤炭消费量",
            "coal_consumption",
            "煤炭消费量到2025年控制在300万吨以内",
            300,
            "万吨",
            2025,
            "<=",
        ),
    ),
)

# the headline targets as a real plan words them: no base, no convention, the later cuts left to the province
BARE = Draft(
    parts=(
        Part("一(一)", 2, "（一）指导思想", "确保2030年前实现碳达峰。"),
        Part(
            "一(三)",
            2,
            "（三）主要目标",
            "到2025年，单位地区生产总值能源消耗下降14.5%以上，单位地区生产总值二氧化碳排放下降19.5%，"
            "非化石能源消费比重达到35%左右，水电、风电、太阳能发电总装机容量达到40万千瓦以上。"
            "到2030年，单位地区生产总值能源消耗和单位地区生产总值二氧化碳排放完成省上下达目标，"
            "非化石能源消费比重达到37%左右，如期实现2030年碳达峰目标。",
        ),
    ),
    promises=(
        Promise("一(一)", "碳达峰", "co2_peak", "确保2030年前实现碳达峰", year=2030, tier="qualitative"),
        Promise(
            "一(三)",
            "单位地区生产总值能源消耗",
            "energy_intensity",
            "单位地区生产总值能源消耗下降14.5%以上",
            14.5,
            "%",
            2025,
            ">=",
            "reduction",
        ),
        Promise(
            "一(三)",
            "单位地区生产总值二氧化碳排放",
            "co2_intensity",
            "单位地区生产总值二氧化碳排放下降19.5%",
            19.5,
            "%",
            2025,
            "=",
            "reduction",
        ),
        Promise(
            "一(三)",
            "非化石能源消费比重",
            "nonfossil_share",
            "非化石能源消费比重达到35%左右",
            35,
            "%",
            2025,
            "~",
            "share",
        ),
        Promise(
            "一(三)",
            "水电、风电、太阳能发电总装机容量",
            "renewable_capacity",
            "总装机容量达到40万千瓦以上",
            40,
            "万千瓦",
            2025,
            ">=",
        ),
        Promise(
            "一(三)",
            "单位地区生产总值能源消耗",
            "energy_intensity",
            "单位地区生产总值能源消耗和单位地区生产总值二氧化碳排放完成省上下达目标",
            year=2030,
            kind="reduction",
            hedge="完成省上下达目标",
            tier="qualitative",
        ),
        Promise(
            "一(三)",
            "单位地区生产总值二氧化碳排放",
            "co2_intensity",
            "单位地区生产总值二氧化碳排放完成省上下达目标",
            year=2030,
            kind="reduction",
            hedge="完成省上下达目标",
            tier="qualitative",
        ),
        Promise(
            "一(三)",
            "非化石能源消费比重",
            "nonfossil_share",
            "非化石能源消费比重达到37%左右",
            37,
            "%",
            2030,
            "~",
            "share",
        ),
        Promise(
            "一(三)",
            "碳达峰",
            "co2_peak",
            "如期实现2030年碳达峰目标",
            year=2030,
            hedge="如期",
            tier="qualitative",
        ),
    ),
)
