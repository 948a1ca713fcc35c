"""Published figures, carried as printed with their sources: economy, power, industry, forest."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from tables import CITY, PROVINCE, Row

PANEL = "296个地级市GDP相关数据(以2000年为基期)"
PEOPLE = "298个地级市人口密度1998-2024年"
GRID_DASHBOARD = "四川能源看板(国网四川经研院展示页)"
ALLOCATION = "Accessibility-of-clean-electricity 研究数据集"
EDGAR = "地级市碳排放强度(EDGAR v8.0 栅格汇总)"
LIGHTS = "County-level CO2 emissions and sequestration in China(Chen et al. 2020)"
YEARBOOK = "中国电力年鉴(经 GCAM-China 转录)"


class Facts:
    """The public figures collected for the city, looked up by region, indicator and year."""

    def __init__(self, shared: Path) -> None:
        data = shared / "data"
        self._rows = _records(data / "guangan" / "facts.csv")
        power = _records(data / "china_power" / "sichuan_chongqing_generation_by_source_100GWh.csv")
        self.generation = {int(row["year"]): row for row in power if row["province"] == "Sichuan"}
        balance = _records(data / "china_provincial_balance" / "sichuan_2015_energy_balance_mtce.csv")
        self._balance = {(row["process"], row["fuel"]): float(row["mtce"]) for row in balance}

    def series(self, indicator: str, region: str = "广安市", source: str = "") -> dict[str, str]:
        """Year to printed figure; `source` picks one source by the start of its title."""
        return {
            row["year"]: row["value"]
            for row in self._rows
            if row["indicator"] == indicator
            and row["region"] == region
            and row["source_title"].startswith(source)
        }

    def one(self, indicator: str, year: str, region: str = "广安市", source: str = "") -> str:
        """A single figure; KeyError if no source prints it."""
        return self.series(indicator, region, source)[year]

    def total(self, indicators: Iterable[str], year: int, region: str = "四川省") -> float:
        """Sum of several indicators of one year; one that is not printed that year does not occur."""
        return sum(float(self.series(name, region).get(str(year), 0)) for name in indicators)

    def balance(self, process: str, *fuels: str) -> float:
        """Million tce of the provincial balance of 2015, summed over fuels."""
        return sum(self._balance.get((process, fuel), 0.0) for fuel in fuels)


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def cited(facts: Facts, table: str) -> list[Row]:
    """Single figures named in citations.csv; `scale` turns the printed unit or a count of machines."""
    found = []
    for record in _records(Path(__file__).with_name("citations.csv")):
        if record["table"] != table:
            continue
        value = ""
        if not record["absence"]:
            stated = facts.one(
                record["indicator"], record["year"], record["region_name"], record["source_starts"]
            )
            value = (
                f"{(Decimal(stated) * Decimal(record['scale'])).normalize():f}" if record["scale"] else stated
            )
        keys = {key: record[key] for key in ("sector", "fuel", "plant", "unit", "grade", "absence")}
        found.append(
            Row(
                record["series"],
                record["region"],
                record["period"],
                value=value,
                source=record["source"],
                note=record["note"],
                **keys,
            )
        )
    return found


def yearly(series: str, region: str, figures: dict[str, str], sector: str = "", **rest: str) -> list[Row]:
    """One row a year of a printed series, all of grade C; `rest` gives unit, source and note."""
    return [
        Row(series, region, year, sector=sector, value=value, grade="C", **rest)
        for year, value in figures.items()
    ]


def economy(facts: Facts) -> list[Row]:
    """GDP at current and constant prices, its index, and resident population."""
    current = facts.series("地区生产总值(现价,修订序列)")
    constant = facts.series("实际地区生产总值(2000年价)")
    index = facts.series("地区生产总值指数(上年=100,可比价)")
    shares = {year: f"{Decimal(value) / 100:f}" for year, value in index.items()}
    people = facts.series("常住人口", source="298个地级市")
    return [
        *yearly("gdp_current", CITY, current, unit="亿元", source=PANEL, note="四经普修订序列，面板转载"),
        *yearly("gdp_constant", CITY, constant, unit="亿元", source=PANEL, note="2000年价，修订序列"),
        *yearly("gdp_index", CITY, shares, unit="1", source=PANEL, note="上年=1，可比价"),
        *yearly("population", CITY, people, unit="万人", source=PEOPLE, note="常住人口，面板转载"),
        *cited(facts, "economy"),
    ]


def generation(facts: Facts) -> list[Row]:
    """Provincial generation by source from 2005 on; years the yearbook copy lacks stay out."""
    joined = "2021年全国各省发电量(经 GCAM-China 转录)", "与此前年份不是同一来源"
    yearbook = YEARBOOK, "2017年后序列中断"
    found: list[Row] = []
    for year, row in sorted(facts.generation.items()):
        if year < 2005:
            continue
        source, note = joined if year == 2021 else yearbook
        for fuel in ("thermal", "hydro", "wind", "solar"):
            figure = {str(year): row[fuel]}
            found += yearly(
                "provincial_generation",
                PROVINCE,
                figure,
                fuel=fuel,
                unit="亿千瓦时",
                source=source,
                note=note,
            )
    return found


def published(facts: Facts) -> list[Row]:
    """Other people's estimates of the city, and provincial anchors."""
    edgar = facts.series("CO2排放量(EDGAR v8.0栅格汇总)")
    note = "化石与过程二氧化碳，第三方栅格汇总，非官方清单"
    rows = yearly("published_co2", CITY, edgar, unit="吨", source=EDGAR, note=note)
    for code, name in (
        ("511602", "广安区"),
        ("511621", "岳池县"),
        ("511622", "武胜县"),
        ("511623", "邻水县"),
        ("511681", "华蓥市"),
    ):
        lights = facts.series("CO2排放量(夜间灯光降尺度)", name)
        recent = {year: value for year, value in lights.items() if int(year) >= 2015}
        note = "夜间灯光降尺度，漏点源，不可与市级数相加减" + ("；含今前锋区" if name == "广安区" else "")
        rows += yearly("published_co2", code, recent, unit="百万吨", source=LIGHTS, note=note)
    for sector, label in (
        ("", "合计"),
        ("primary", "第一产业"),
        ("secondary", "第二产业"),
        ("tertiary", "第三产业"),
        ("households", "居民生活"),
    ):
        estimate = facts.series(f"能源消费量(研究估算,{label})")
        note = "按产业增加值分摊全省终端能源的研究估算，随GDP修订而跳变"
        rows += yearly(
            "published_energy_total", CITY, estimate, sector, unit="万吨标准煤", source=ALLOCATION, note=note
        )
    use = facts.series("全社会用电量", "四川省", "四川能源看板(")
    note = "全社会用电量，二手展示页；2016年口径与其后不同"
    return [
        *rows,
        *generation(facts),
        *yearly(
            "provincial_electricity_use", PROVINCE, use, unit="亿千瓦时", source=GRID_DASHBOARD, note=note
        ),
    ]
