"""The city's energy balance 2015-2023 rebuilt from public anchors: bottom-up, then the remainder.

Everything here is an estimate (grade D); the method ids M1-M6 are explained in the method document.
"""

from __future__ import annotations

from dataclasses import dataclass

from inputs import YEARS, value
from published import Facts

GJ_PER_TCE = 29.3076
COAL, GASOLINE, DIESEL, LPG = 20.908, 43.070, 42.652, 50.179  # GJ/t
GAS = 38.931  # MJ/m3
COAL_FUELS = ("Raw Coal", "Cleaned Coal", "CleanedCoal", "Other Washed Coal", "Briquettes")
BALANCE_COAL = ("Coal Raw", "Coal Washed", "Coal Briquettes")

Cells = dict[tuple[str, str], float]


def mt_coal(mtce: float) -> float:
    """Million tce to 万吨 raw coal."""
    return mtce * GJ_PER_TCE / COAL * 100


def tonnes(mtce: float, ncv: float) -> float:
    """Million tce to 万吨 of a fuel of `ncv` GJ/t."""
    return mtce * GJ_PER_TCE / ncv * 100


def gas(mtce: float) -> float:
    """Million tce to 亿立方米 natural gas."""
    return mtce * GJ_PER_TCE / GAS * 10


@dataclass(frozen=True, slots=True)
class Province:
    """Yearly indices of the province that carry the city's remainder through time (2015 = 1)."""

    facts: Facts

    def fuel(self, *names: str) -> dict[int, float]:
        """CEADs provincial CO2 of some fuels, 2015-2019, then with the province's energy total."""
        level = {
            year: self.facts.total([f"CO2排放-全省合计-按品种:{name}" for name in names], year)
            for year in range(2015, 2020)
        }
        for year in range(2020, 2024):
            level[year] = level[year - 1] * self.energy(year) / self.energy(year - 1)
        return {year: level[year] / level[2015] for year in YEARS}

    def energy(self, year: int) -> float:
        """The province's energy total in 万吨标准煤; 2023 is printed in 亿吨 with two decimals."""
        if year == 2023:
            return float(self.facts.one("能源消费总量", "2023", "四川省")) * 1e4
        return float(self.facts.one("能源消费总量", str(year), "四川省"))

    def other_coal(self) -> dict[int, float]:
        """Coal outside power stations: the four coals less the power sector; flat after 2019."""
        power = "CO2排放-按部门:Production and Supply of Electric Power, Steam and Hot Water"
        level = {
            year: self.facts.total([f"CO2排放-全省合计-按品种:{name}" for name in COAL_FUELS], year)
            - self.facts.total([power], year)
            for year in range(2015, 2020)
        }
        level |= dict.fromkeys(range(2020, 2024), level[2019])
        return {year: level[year] / level[2015] for year in YEARS}

    def thermal(self) -> dict[int, float]:
        """Thermal output in 亿千瓦时: yearbook 2015-2017, 2021; proxies in the gap and after it."""
        sector = "CO2排放-按部门:Production and Supply of Electric Power, Steam and Hot Water"
        level = {year: float(self.facts.generation[year]["thermal"]) for year in (2015, 2016, 2017, 2021)}
        co2 = {year: self.facts.total([sector], year) for year in (2017, 2018, 2019)}
        for year in (2018, 2019):
            level[year] = level[2017] * co2[year] / co2[2017]
        weight = value("thermal_2020_weight")
        level[2020] = (1 - weight) * level[2019] + weight * level[2021]
        factors = {2021: 0.1255, 2022: 0.1404, 2023: 0.1564}  # provincial grid average, kgCO2/kWh
        for year in (2022, 2023):
            level[year] = level[2021] * factors[year] / factors[2021] * self.use(year) / self.use(2021)
        return level

    def use(self, year: int) -> float:
        """Provincial electricity use in 亿千瓦时; 2015 from the printed growth of 2016."""
        if year == 2015:
            growth = float(self.facts.one("全社会用电量增速", "2016", "四川省", "四川能源看板("))
            return self.use(2016) / (1 + growth / 100)
        return float(self.facts.one("全社会用电量", str(year), "四川省", "四川能源看板("))

    def cement(self) -> dict[int, float]:
        """Provincial cement in Mt: process CO2 to 2019, then flat, then with mineral products' electricity."""
        level = {
            year: self.facts.total(["CO2排放-全省合计-按品种:Process"], year) / value("ceads_cement_factor")
            for year in range(2015, 2020)
        }
        level |= {2020: level[2019], 2021: level[2019]}
        minerals = self.facts.series("用电量:非金属矿物制品业", "四川省")
        for year in (2022, 2023):
            level[year] = level[year - 1] * float(minerals[str(year)]) / float(minerals[str(year - 1)])
        return level


@dataclass(frozen=True, slots=True)
class Shares:
    """The city's part of the province: by value added measured in 2019 and 2021, moved with GDP."""

    facts: Facts

    def gdp(self, year: int) -> float:
        city = float(self.facts.one("地区生产总值(现价,修订序列)", str(year)))
        return city / float(self.facts.one("地区生产总值(NBS修订序列)", str(year), "四川省"))

    def sector(self, name: str, year: int) -> float:
        """`name` is 第一产业, 第二产业 or 第三产业."""
        measured = [
            float(self.facts.one(f"{name}增加值(现价,初版)", str(anchor)))
            / float(self.facts.one(f"{name}增加值", str(anchor), "四川省"))
            / self.gdp(anchor)
            for anchor in (2019, 2021)
        ]
        return sum(measured) / 2 * self.gdp(year)

    def people(self, year: int) -> float:
        """Resident population; the province's 2022 figure stands for 2023."""
        city = float(self.facts.one("常住人口", str(year), source="298个地级市"))
        return city / float(self.facts.one("常住人口", str(min(year, 2022)), "四川省"))

    def urban(self, year: int) -> float:
        """Urban share of the city's people."""
        return float(self.facts.one("常住人口城镇化率", "2022")) / 100 + value("urbanisation_step") / 100 * (
            year - 2022
        )


def coal_hours(province: Province) -> dict[int, float]:
    """M1: hours of the coal plant, anchored on the 2,336 h its third phase ran in 2016."""
    anchor = float(province.facts.one("广安发电厂(三期)利用小时", "2016"))
    thermal = province.thermal()
    return {
        year: anchor * thermal[year] / thermal[2016] / (1 + value("fleet_growth")) ** (year - 2016)
        for year in YEARS
    }


def net_coal_rate(facts: Facts) -> float:
    """gce/kWh, weighted by capacity over the six units."""
    small = [float(facts.one(f"广安发电有限责任公司机组{n}供电煤耗", "2015")) for n in (1, 2, 3, 4)]
    large = [
        float(facts.one(f"广安发电有限责任公司机组{n}供电煤耗", "2012"))
        for n in ("61(600MW级1)", "62(600MW级2)")
    ]
    return (300 * sum(small) + 600 * sum(large)) / 2400


def clinker(province: Province, capacity: float) -> dict[int, float]:
    """M2: 万吨 of clinker from nameplate, utilisation, the provincial cement output and the clinker ratio."""
    cement = province.cement()
    mean = sum(cement[year] for year in range(2015, 2020)) / 5
    return {
        year: capacity * value("cement_utilisation") * output / mean * value("clinker_ratio")
        for year, output in cement.items()
    }


def remainder(facts: Facts, province: Province, shares: Shares, year: int) -> tuple[Cells, float]:
    """M3: final fossil fuels by sector and fuel, and the gas used as feedstock.

    The provincial balance of 2015 by sector and fuel, times the city's share, times the fuel's index.
    """
    coal = province.other_coal()[year]
    natural = province.fuel("Natural Gas")[year]
    gasoline = province.fuel("Gasoline")[year]
    diesel = province.fuel("Diesel Oil")[year]
    lpg = province.fuel("LPG")[year]
    industry, services = shares.sector("第二产业", year), shares.sector("第三产业", year)
    farming, people = shares.sector("第一产业", year), shares.people(year)
    urban, rural = people * shares.urban(year), people * (1 - shares.urban(year))
    urban, rural = urban / value("provincial_urban_2015"), rural / (1 - value("provincial_urban_2015"))

    kiln = province.cement()[2015] * value("clinker_ratio") * value("kiln_heat") / 1000
    nonenergy = facts.balance("Industry - NonEnergy Use", "Natural Gas")
    fuel_gas = facts.balance("Industry", "Natural Gas") - nonenergy
    chemical = industry * value("chemicals_quotient")
    chemicals_gas = fuel_gas * value("chemicals_gas_share")

    cells: Cells = {
        ("industry_chemicals", "natural_gas"): gas(chemicals_gas * chemical * natural),
        ("industry_other", "natural_gas"): gas((fuel_gas - chemicals_gas) * industry * natural),
        ("industry_other", "raw_coal"): mt_coal(
            (facts.balance("Industry", *BALANCE_COAL) - kiln) * industry * coal
        ),
    }
    blocks = (
        ("agriculture", "Agriculture", farming),
        ("industry_other", "Industry", industry),
        ("construction", "Construction", industry),
        ("transport", "Transportation, Telecommunications, Postal", services),
        ("services", "Wholesale, Retail Trade, and Catering Service", services),
        ("services", "Other", services),
        ("households_urban", "Residential consumption - Urban", urban),
        ("households_rural", "Residential consumption - Rural", rural),
    )
    for sector, process, share in blocks:
        converted = [
            ("gasoline", tonnes(facts.balance(process, "Gasoline"), GASOLINE) * gasoline),
            ("diesel", tonnes(facts.balance(process, "Diesel Oil"), DIESEL) * diesel),
            ("lpg", tonnes(facts.balance(process, "Liquid Petroleum Gas"), LPG) * lpg),
        ]
        if process != "Industry":
            converted += [
                ("raw_coal", mt_coal(facts.balance(process, *BALANCE_COAL)) * coal),
                ("natural_gas", gas(facts.balance(process, "Natural Gas", "LNG")) * natural),
            ]
        for fuel, amount in converted:
            cells[sector, fuel] = cells.get((sector, fuel), 0.0) + amount * share
    return cells, gas(nonenergy * chemical * natural)


def electricity(
    facts: Facts, province: Province, shares: Shares, year: int, cement: float, coal_output: float
) -> dict[str, float]:
    """M4: electricity use by sector in 亿千瓦时, own use of the coal station inside 其他工业."""
    use = province.use(year)
    begin = {
        "agriculture": facts.balance("Agriculture", "Electricity"),
        "construction": facts.balance("Construction", "Electricity"),
        "transport": facts.balance("Transportation, Telecommunications, Postal", "Electricity"),
        "services": facts.balance("Wholesale, Retail Trade, and Catering Service", "Electricity")
        + facts.balance("Other", "Electricity"),
        "households": facts.balance("Residential consumption", "Electricity"),
    }
    total = facts.balance("Total Consumption", "Electricity") + facts.balance("Losses", "Electricity")
    early = {name: amount / total for name, amount in begin.items()}
    third = float(facts.one("用电量:第三产业", "2023", "四川省"))
    moving = early["transport"] / (early["transport"] + early["services"])
    printed = float(facts.one("全社会用电量", "2023", "四川省", "四川能源看板 "))
    late = {
        "agriculture": float(facts.one("用电量:第一产业", "2023", "四川省")) / printed,
        "construction": early["construction"],
        "transport": third * moving / printed,
        "services": third * (1 - moving) / printed,
        "households": float(facts.one("用电量:城乡居民生活", "2023", "四川省")) / printed,
    }
    weight = (year - 2015) / 8
    province_use = {name: use * ((1 - weight) * early[name] + weight * late[name]) for name in early}

    def branch(name: str) -> float:
        series = facts.series(f"用电量:{name}", "四川省")
        if str(year) in series:
            return float(series[str(year)])
        return float(series["2017"]) * use / province.use(2017)

    chemicals = branch("化学原料及化学制品制造业")
    heavy = chemicals + sum(
        branch(name) for name in ("非金属矿物制品业", "黑色金属冶炼及压延加工业", "有色金属冶炼及压延加工业")
    )
    kilns = province.cement()[year] * value("cement_power") / 100
    minerals = branch("非金属矿物制品业") - kilns
    unproductive = use * value("provincial_loss") + province.thermal()[year] * value("provincial_station_use")
    industry = use - sum(province_use.values()) - heavy - unproductive + minerals
    second, third_share = shares.sector("第二产业", year), shares.sector("第三产业", year)
    households = province_use["households"] * shares.people(year)
    ratio = value("urban_rural_ratio")
    urban = ratio * shares.urban(year) / (ratio * shares.urban(year) + 1 - shares.urban(year))
    return {
        "agriculture": province_use["agriculture"] * shares.sector("第一产业", year),
        "industry_cement": cement * value("cement_power") / 1e4,
        "industry_chemicals": chemicals * second * value("chemicals_quotient"),
        "industry_other": industry * second + coal_output * value("station_use"),
        "construction": province_use["construction"] * second,
        "transport": province_use["transport"] * third_share,
        "services": province_use["services"] * third_share,
        "households_urban": households * urban,
        "households_rural": households * (1 - urban),
    }
