"""Generators of domain objects for property tests; one file that grows with the domain."""

from __future__ import annotations

import re

import numpy as np
import opencc
import polars as pl
from hypothesis import strategies as st

from dafeng.domain.balance import Layout
from dafeng.domain.grade import Grade
from dafeng.domain.observation import HEADINGS, Observation, SourceCell
from dafeng.methods.decomposition import Change
from dafeng.readers.typed import unsafe

REGION = "999900"
PROVINCE = "510000"
YEAR = 2021

quantities = st.floats(min_value=0, max_value=1e7, allow_nan=False).map(lambda value: round(value, 3))
signed = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def observation(
    series: str,
    value: float | None,
    unit: str,
    *,
    row: int = 2,
    region: str = REGION,
    period: str = str(YEAR),
    grade: Grade = Grade.B,
    absence=None,
    **keys: str,
) -> Observation:
    """One observation with only the keys that matter."""
    return Observation(
        series=series,
        region=region,
        period=period,
        flow=keys.get("flow", ""),
        sector=keys.get("sector", ""),
        fuel=keys.get("fuel", ""),
        plant=keys.get("plant", ""),
        value=value,
        low=None,
        high=None,
        unit=unit,
        grade=grade,
        absence=absence,
        source="测试",
        note="",
        stated_value=str(value),
        stated_unit=unit,
        cell=SourceCell("table.csv", None, row, "H", "0" * 64),
    )


@st.composite
def balances(draw: st.DrawFn) -> list[Observation]:
    """A small closed energy balance of one city-year: three fuels, a coal plant, hydropower, grid exchange."""
    rows: list[tuple[str, str, str, float, str]] = []
    for sector in ("industry_other", "services", "households_urban"):
        for fuel, unit in (("raw_coal", "t"), ("natural_gas", "m3"), ("diesel", "t")):
            rows.append(("final", sector, fuel, draw(quantities), unit))
        rows.append(("final", sector, "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("transformation_in", "power_coal", "raw_coal", draw(quantities), "t"))
    rows.append(("transformation_out", "power_coal", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("transformation_out", "power_hydro", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("inflow", "", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("outflow", "", "electricity", draw(quantities) * 1e3, "kWh"))
    made = [
        observation("energy", value, unit, row=number, flow=flow, sector=sector, fuel=fuel)
        for number, (flow, sector, fuel, value, unit) in enumerate(rows, start=2)
    ]
    made.append(observation("clinker_output", draw(quantities), "t", row=90))
    made.append(observation("gdp_constant", draw(quantities) + 1.0, "CNY", row=91))
    made.extend(
        observation(
            "provincial_generation", draw(quantities) + 1.0, "kWh", row=92, region=PROVINCE, fuel=fuel
        )
        for fuel in ("thermal", "hydro")
    )
    return made


_PLAIN_TEXT = (
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=' \n,"“'), max_size=20)
    .map(str.strip)
    .filter(lambda text: unsafe(text) is None)
)
_SERIES_UNITS = {"gdp_current": "CNY", "population": "person", "clinker_output": "t", "coal_rate": "tce/kWh"}
# What a long table keeps: no more than the fifteen digits that a spreadsheet has.
_LONG_VALUES = st.floats(min_value=0, max_value=1e300).map(lambda value: float(f"{value:.15g}"))


@st.composite
def long_frames(draw: st.DrawFn) -> pl.DataFrame:
    """A frame of observations with every column of a long table: values, absences, bounds and notes."""
    rows = []
    for number in range(draw(st.integers(0, 8))):
        series = draw(st.sampled_from(sorted(_SERIES_UNITS)))
        value = draw(st.none() | _LONG_VALUES)
        rows.append(
            {
                "series": series,
                "region": f"5116{number:02}",
                "period": draw(st.sampled_from(["2023", "2023-H1", "2023-Q3", "2023-07"])),
                **{key: draw(_PLAIN_TEXT) for key in ("flow", "sector", "fuel")},
                "plant": draw(_PLAIN_TEXT) or "厂",
                "value": value,
                "low": draw(st.none() | _LONG_VALUES),
                "high": draw(st.none() | _LONG_VALUES),
                "unit": _SERIES_UNITS[series],
                "grade": draw(st.sampled_from("ABCDS")),
                "absence": draw(st.sampled_from(["absent", "not_occurring", "confidential"]))
                if value is None
                else None,
                "source": draw(_PLAIN_TEXT) or "测试",
                "note": draw(_PLAIN_TEXT),
            }
        )
    kinds = {name: pl.Float64 if name in ("value", "low", "high") else pl.String for name in HEADINGS}
    return pl.DataFrame(rows, schema=kinds)


PLAN_TITLE = "禾川市碳达峰工作方案"
# A made-up plan: every kind of heading, a box, a table and two annexes, for the laws of reading.
PLAN = (
    f"{PLAN_TITLE}\n\n一、总体要求\n\n"
    "（一）工作思路。坚持先立后破、分类施策，把节约能源放在首位，统筹城乡各个领域的减排工作，稳妥有序安排年度任务。\n\n"
    "（二）主要目标\n\n"
    "“十四五”期间，产业结构继续调整，清洁能源供应能力明显增强。到2025年，森林覆盖率达到36.5%以上，煤炭消费占比下降到40%左右。\n\n"
    "“十五五”期间，绿色生活方式普遍形成。到2030年，非化石能源消费比重达到27%。\n\n"
    "表1 主要指标\n\n"
    "指标\t单位\t2020年\t2025年\t2030年\t属性\n"
    "森林覆盖率\t%\t33\t≥36.5\t38\t约束性\n"
    "能源消费总量\t万吨标准煤\t800\t1,020\t—\t预期性\n\n"
    "二、重点任务\n\n"
    "（一）能源行动。有序发展新能源，加快电网改造。\n\n"
    "1. 光伏发电。鼓励公共机构利用屋顶建设光伏设施，到2027年，光伏发电装机容量达到45万千瓦。\n\n"
    "2. 余热利用。支持园区之间的余热互供，完善管网设施。\n\n"
    "（1）管网。到2026年，新建供热管网120公里。\n\n"
    "专栏1 能源工程\n\n"
    "1. 屋顶工程。到2025年，新建充电站60座。\n\n"
    "（二）建筑行动。到2025年，城镇新建建筑中星级绿色建筑占比达到30%以上。\n\n"
    "附件1：任务安排\n\n"
    "一、近期安排。到2025年，生活垃圾资源化利用率达到62%。\n\n"
    "二、远期安排。继续做好各项工作。\n\n"
    "附件2：说明\n\n"
    "一、名词解释。本方案中的指标以统计部门口径为准。\n"
)
_TURNS = (
    "\n\n— 12 —\n\n",
    "\n-3-\n",
    "\n\n第 4 页 共 20 页\n\n",
    "\n12 / 40\n",
    "\n\f\n",
    f"\n\n— 7 —\n{PLAN_TITLE}\n\n",
    f"\n{PLAN_TITLE}  8\n",
)
_WIDE = {character: chr(ord(character) + 0xFEE0) for character in "0123456789%(),.:;≥" if character.isascii()}
_SAME_WIDTH = {"（": "(", "）": ")", "，": ",", "；": ";", "：": ":"}
_TRADITIONAL = opencc.OpenCC("s2t")


def _may_break(text: str, place: int) -> bool:
    """A printer breaks lines anywhere but inside a numeral, a heading's mark, a title or a table's row."""
    start = text.rfind("\n", 0, place) + 1
    line = text[start : (text + "\n").index("\n", place)]
    inside = re.match(r"[\d.,]{2}", text[place - 1 : place + 1]) is not None
    return place - start > 6 and len(line) > 30 and "\t" not in line and not inside


@st.composite
def damaged_plans(draw: st.DrawFn) -> str:
    """The made-up plan as a scanner, a printer or a web page may hand it over; its words stay the same."""
    text = PLAN
    places = [place for place in range(1, len(text)) if _may_break(text, place)]
    turns = draw(
        st.lists(
            st.tuples(st.sampled_from(places), st.sampled_from(_TURNS)), max_size=4, unique_by=lambda x: x[0]
        )
    )
    for place, turn in sorted(turns, reverse=True):
        text = text[:place] + turn + text[place:]
    for pattern, wrong in draw(
        st.lists(
            st.sampled_from(
                [
                    (r"(?<=\d)0(?=[\d年])", "O"),
                    (r"(?<=\d)0(?=[^\d.])", "o"),
                    (r"(?<=[1-9])\.(?=\d+%)", "。"),
                    (r"(?<=\d)%", " ％"),
                    (r"(?<=\d)万", " 万"),
                    (r"(?<=[一-鿿])的(?=[一-鿿])", "的的"),
                    ("，", "，，"),
                    ("“", "&ldquo;"),
                    (r"(?<=[一-鿿]{4})(?=[一-鿿]{4})", "&nbsp;"),
                ]
            ),
            max_size=4,
            unique=True,
        )
    ):
        text = re.sub(pattern, wrong, text)
    if draw(st.booleans()):
        text = "".join(_SAME_WIDTH.get(character, character) for character in text)
    elif draw(st.booleans()):
        text = re.sub(r"&\w+;|[\d%(),.:;]", lambda m: _WIDE.get(m.group(), m.group()), text)
    if draw(st.booleans()):
        text = _TRADITIONAL.convert(text)
    if draw(st.booleans()):
        lines = text.split("\n")
        wrong = draw(st.sets(st.sampled_from(range(len(lines)))))
        text = "\n".join(
            line.encode().decode("latin-1") if place in wrong and "\t" not in line else line
            for place, line in enumerate(lines)
        )
    return text


@st.composite
def changes(draw: st.DrawFn, *, zeros: bool = False, groups: int = 1) -> Change:
    """Factors of one to five categories at both ends; with `zeros`, categories that appear and disappear.

    The first category of every group stands at both ends and is no smaller than another, so that every form and
    method is defined and its effects are numbers that a computer holds.
    """
    factors = draw(st.integers(1, 4))
    sizes = [draw(st.integers(1, 5)) for _ in range(groups)]
    number = st.floats(1e-3, 1e3)
    row = st.lists(number, min_size=factors, max_size=factors)
    start, end = (np.array([draw(row) for _ in range(sum(sizes))]) for _ in range(2))
    first = np.cumsum([0, *sizes[:-1]])
    for side in (start, end):
        side[first] = np.maximum.reduceat(side, first, axis=0)
    if zeros:
        for index in set(range(sum(sizes))) - set(first.tolist()):
            for side in (start, end):
                if draw(st.booleans()):
                    side[index, draw(st.lists(st.integers(0, factors - 1), min_size=1))] = 0.0
    return Change(start, end, first)


_FACTOR_UNITS = {"煤": "tCO2/t", "天然气": "kg CO2/GJ", "电力": "tCO2e/MWh"}
ACTIVITY_UNITS = {
    "煤": ("t", "10^4 t", "short ton", "kg"),
    "天然气": ("GJ", "GBtu", "MMBtu", "TJ"),
    "电力": ("MWh", "亿千瓦时", "kWh"),
}


@st.composite
def activities(draw: st.DrawFn) -> pl.DataFrame:
    """Rows of activity that `emission_factors` fit: some negative, some without a number, some alike."""
    fuel = st.sampled_from(sorted(ACTIVITY_UNITS))
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["甲县", "乙县", "丙县"]),
                st.integers(2005, 2024),
                st.sampled_from(["", "工业", "居民"]),
                fuel,
                st.none() | st.floats(-1e6, 1e9).map(lambda value: round(value, 3)),
            ),
            min_size=1,
            max_size=12,
        )
    )
    units = [draw(st.sampled_from(ACTIVITY_UNITS[row[3]])) for row in rows]
    kinds = {
        "region": pl.String,
        "year": pl.Int32,
        "sector": pl.String,
        "fuel": pl.String,
        "quantity": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=kinds, orient="row").with_columns(pl.Series("unit", units))
    return frame.with_row_index("row", 2).cast({"row": pl.Int64})


@st.composite
def emission_factors(draw: st.DrawFn) -> pl.DataFrame:
    """Factors for every fuel, better ones for some sectors, regions and years, and no tie among them."""
    value = st.floats(1e-3, 1e3).map(lambda value: round(value, 6))
    rows = []
    for fuel, unit in _FACTOR_UNITS.items():
        gas = "CO2e" if "CO2e" in unit else "CO2"
        split = draw(st.integers(2005, 2024))
        for first, last in ((1, split), (split + 1, 9999)):
            rows.append((fuel, "", "", gas, draw(value), unit, first, last))
        if draw(st.booleans()):
            rows.append((fuel, "工业", "", gas, draw(value), unit, 1, 9999))
        if draw(st.booleans()):
            rows.append((fuel, "工业", "甲县", gas, draw(value), unit, split, split))
        if gas == "CO2" and draw(st.booleans()):
            rows.append((fuel, "", "", "CH4", draw(value), f"g{unit[unit.index('/') :]}", 1, 9999))
    schema = ["fuel", "sector", "region", "gas", "value", "unit", "first", "last"]
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_row_index("row", 2).with_columns(
        pl.col("row").cast(pl.Int64), pl.lit("测试").alias("source")
    )


@st.composite
def closed_balances(draw: st.DrawFn, layout: Layout) -> pl.DataFrame:
    """A whole physical balance under a layout: every cell listed, every identity closed but for rounding."""
    totals = {one.total: one for one in layout.identities}
    amounts = st.floats(-1e5, 1e5, allow_nan=False).map(lambda value: round(value, 2))
    made: dict[tuple[str, str], float] = {}

    def amount(flow: str, carrier: str) -> float:
        if (flow, carrier) not in made:
            column = totals.get(carrier)
            row = next((one for one in layout.identities if one.total == flow), None)
            if column is not None and flow not in column.except_in:
                made[flow, carrier] = sum(amount(flow, part) for part in column.plus)
            elif row is not None:
                plus = sum(amount(part, carrier) for part in row.plus)
                made[flow, carrier] = plus - sum(amount(part, carrier) for part in row.minus)
            else:
                made[flow, carrier] = drawn[len(made) % len(drawn)] + len(made)
        return made[flow, carrier]

    drawn = draw(st.lists(amounts, min_size=7, max_size=7))
    balances_of_totals = [one for one in layout.identities if one.by == "flow"]
    for carrier in (one.id for one in layout.carriers):
        for flow in (one.id for one in layout.flows if one.id != layout.difference):
            amount(flow, carrier)
        # the difference closes what two identities say of one row
        for one in balances_of_totals:
            if layout.difference in one.minus and carrier not in totals:
                rest = sum(made[part, carrier] for part in one.plus)
                rest -= sum(made[part, carrier] for part in one.minus if part != layout.difference)
                made[layout.difference, carrier] = rest - made[one.total, carrier]
    for carrier in (one.id for one in layout.carriers):
        amount(layout.difference, carrier)
    return pl.DataFrame(
        [("甲", YEAR, "physical", *key, key[1], value, 0.0) for key, value in made.items()],
        schema=["region", "year", "measure", "flow", "carrier", "label", "value", "half"],
        orient="row",
    )
