"""Write the example city's tables from the public facts; the same facts give the same bytes.

Run ``python reconstruct.py [--out FOLDER]``.  The facts are looked for in the folder named by the
environment variable DAFENG_SHARED, or in ``shared`` beside the checkout.
"""

from __future__ import annotations

import argparse
import os
import sys
from decimal import Decimal
from pathlib import Path

from balance import (
    Province,
    Shares,
    clinker,
    coal_hours,
    electricity,
    mt_coal,
    net_coal_rate,
    remainder,
)
from inputs import INPUTS, RANGE, YEARS, value
from published import Facts, cited, economy, published
from tables import CITY, Row, printed, write

COAL_CAPACITY = 2400.0
WASTE_CAPACITY = 18.0
MINE_GAS_CAPACITY = 36.0
UNITS = {"raw_coal": "万吨", "gasoline": "万吨", "diesel": "万吨", "lpg": "万吨", "natural_gas": "亿立方米",
         "electricity": "亿千瓦时"}  # fmt: skip
PLACES = {"raw_coal": 2, "gasoline": 2, "diesel": 2, "lpg": 2, "natural_gas": 2, "electricity": 2}
SOURCES = {
    "M1": "电力年鉴利用小时、行业对标煤耗、全省火电电量推算",
    "M2": "水泥铭牌产能、CEADs 全省过程排放、GB 16780-2021 推算",
    "M3": "2015年四川省能源平衡表、CEADs 分品种排放与本市份额推算",
    "M4": "四川能源看板用电量、2015年四川省能源平衡表与本市份额推算",
    "M5": "公开电站名录与声明的利用小时推算",
    "M6": "平衡差额推算",
}


class Ledger:
    """Rows of the balance, each rounded to its printed precision when it is entered."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._below_print: list[Row] = []

    def enter(
        self,
        year: int,
        flow: str,
        sector: str,
        fuel: str,
        amount: float | Decimal,
        method: str,
        note: str,
        bounds: tuple[float, float] | None = None,
    ) -> Decimal:
        """Enter a cell; one that prints as zero is held back, see `closed`."""
        figure = printed(amount, PLACES[fuel])
        if bounds is None and method in RANGE:
            bounds = (float(figure) * (1 - RANGE[method]), float(figure) * (1 + RANGE[method]))
        low, high = ("", "") if bounds is None else (str(printed(bound, PLACES[fuel])) for bound in bounds)
        rows = self.rows if figure else self._below_print
        rows.append(
            Row("energy", CITY, str(year), flow, sector, fuel, value=str(figure), low=low, high=high,
                unit=UNITS[fuel], grade="D", source=SOURCES[method], note=f"{method} {note}")
        )  # fmt: skip
        return figure

    def closed(self) -> list[Row]:
        """The rows, and those printing as zero of cells that other years have: a gap there would mean unknown.

        A cell that prints as zero in every year is left out, because a row of zeros would be a claim.
        """
        seen = {(row.flow, row.sector, row.fuel) for row in self.rows}
        small = [row for row in self._below_print if (row.flow, row.sector, row.fuel) in seen]
        return self.rows + small


def one_year(ledger: Ledger, facts: Facts, year: int, clinker_output: float, hours: float) -> None:
    """Enter one year: power stations, kilns, the remainder, electricity, and what closes each fuel."""
    province, shares = Province(facts), Shares(facts)
    output = COAL_CAPACITY * hours / 1e5
    coal = mt_coal(output * 1e8 * (1 - value("station_use")) * net_coal_rate(facts) / 1e6 / 1e6)
    used = {fuel: Decimal(0) for fuel in UNITS}
    note = "三期2336小时为实数，一二期同小时数" if year == 2016 else "发电量×(1-厂用电率)×供电煤耗"
    used["raw_coal"] += ledger.enter(year, "transformation_in", "power_coal", "raw_coal", coal, "M1", note)
    made = ledger.enter(
        year, "transformation_out", "power_coal", "electricity", output, "M1", f"发电量，{hours:.0f}小时"
    )

    dry = value("hydro_2022") if year == 2022 else 1.0
    hydro = INPUTS["hydro_capacity"], INPUTS["hydro_hours"]
    made += ledger.enter(
        year, "transformation_out", "power_hydro", "electricity",
        hydro[0].value * hydro[1].value * dry / 1e5, "M5", "装机×小时" + ("，伏旱折减" if dry < 1 else ""),
        (hydro[0].low * hydro[1].low * dry / 1e5, hydro[0].high * hydro[1].high * dry / 1e5),
    )  # fmt: skip
    for sector, capacity, name in (
        ("power_waste", WASTE_CAPACITY, "waste_hours"),
        ("power_mine_gas", MINE_GAS_CAPACITY, "mine_gas_hours"),
    ):
        stated = INPUTS[name]
        made += ledger.enter(
            year, "transformation_out", sector, "electricity", capacity * stated.value / 1e5, "M5", "装机×小时",
            (capacity * stated.low / 1e5, capacity * stated.high / 1e5),
        )  # fmt: skip
    sun = INPUTS["solar_wind_2023"]
    grown = (year - 2014) / 9
    made += ledger.enter(
        year, "transformation_out", "power_solar_wind", "electricity", sun.value * grown, "M5",
        "无公开装机，近零先验", (sun.low, sun.high),
    )  # fmt: skip

    cells, feedstock = remainder(facts, province, shares, year)
    kiln = clinker_output * value("kiln_heat") / 1000 / 100
    used["raw_coal"] += ledger.enter(
        year, "final", "industry_cement", "raw_coal", mt_coal(kiln), "M2", "熟料×单位煤耗，全市合计"
    )
    for (sector, fuel), amount in sorted(cells.items()):
        used[fuel] += ledger.enter(year, "final", sector, fuel, amount, "M3", "全省同部门×份额×品种指数")
    used["natural_gas"] += ledger.enter(
        year, "feedstock", "industry_chemicals", "natural_gas", feedstock, "M3", "原料用气，不含于终端消费"
    )

    cement = clinker_output / value("clinker_ratio")
    final = Decimal(0)
    for sector, amount in electricity(facts, province, shares, year, cement, output).items():
        note = "含燃煤电厂厂用电" if sector == "industry_other" else "全省用电×份额"
        final += ledger.enter(
            year, "final", sector, "electricity", amount, "M2" if sector == "industry_cement" else "M4",
            "单位水泥净购电" if sector == "industry_cement" else note,
        )  # fmt: skip
    loss = ledger.enter(
        year, "loss", "", "electricity", float(final) * value("city_loss") / (1 - value("city_loss")), "M4",
        "输配电损失",
    )  # fmt: skip
    # The plant is dispatched by the province: its net output leaves, what the city uses comes in.
    sent = ledger.enter(
        year,
        "outflow",
        "",
        "electricity",
        output * (1 - value("station_use")),
        "M1",
        "省调机组上网电量全部记调出",
    )
    ledger.enter(year, "inflow", "", "electricity", final + loss + sent - made, "M6", "闭合差额，记为调入")

    for fuel in ("raw_coal", "gasoline", "diesel", "lpg"):
        note = "净调入与本地产量之和，本地产量无公开数" if fuel == "raw_coal" else "等于消费"
        ledger.enter(year, "inflow", "", fuel, used[fuel], "M6", note)
    stated = INPUTS["gas_output"]
    gas_made = ledger.enter(
        year,
        "production",
        "",
        "natural_gas",
        stated.value,
        "M5",
        "仅两个锚点之间的常数",
        (stated.low, stated.high),
    )
    ledger.enter(year, "outflow", "", "natural_gas", gas_made - used["natural_gas"], "M6", "净调出")


def industry(facts: Facts, made: dict[int, float]) -> list[Row]:
    """Clinker output of the city and nameplate capacity of the works."""
    rows = [
        Row("clinker_output", CITY, str(year), value=str(printed(amount, 0)),
            low=str(printed(amount * (1 - RANGE["M2"]), 0)), high=str(printed(amount * (1 + RANGE["M2"]), 0)),
            unit="万吨", grade="D", source=SOURCES["M2"], note="M2 铭牌×利用率×全省水泥指数×熟料比，只记到全市")
        for year, amount in made.items()
    ]  # fmt: skip
    return rows + cited(facts, "industry")


def build(shared: Path, out: Path) -> None:
    """Read the facts and write every table of the example."""
    facts = Facts(shared)
    province = Province(facts)
    capacity = sum(float(row.value) for row in cited(facts, "industry"))
    made = clinker(province, capacity)
    hours = coal_hours(province)
    ledger = Ledger()
    for year in YEARS:
        one_year(ledger, facts, year, float(printed(made[year], 0)), float(printed(hours[year], 0)))
    out.mkdir(parents=True, exist_ok=True)
    write(out / "economy.csv", economy(facts))
    write(out / "power.csv", cited(facts, "power"))
    write(out / "energy_balance.csv", ledger.closed())
    write(out / "industry.csv", industry(facts, made))
    write(out / "published.csv", published(facts))
    write(out / "targets_observed.csv", cited(facts, "targets_observed"))


def main() -> int:
    """Parse the command line; 2 if the facts are not there."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="重建示例城市数据表 / rebuild the example city's tables")
    parser.add_argument("--out", type=Path, default=here / "data", help="输出目录 / output folder")
    arguments = parser.parse_args()
    shared = Path(os.environ.get("DAFENG_SHARED", here.parents[2] / "shared"))
    if not (shared / "data" / "guangan" / "facts.csv").is_file():
        sys.stderr.write(
            "找不到公开资料表，请用环境变量 DAFENG_SHARED 指明其所在目录。\n"
            "The public facts were not found; name their folder in DAFENG_SHARED.\n"
        )
        return 2
    build(shared, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
