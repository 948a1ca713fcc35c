"""Declared inputs of the reconstruction: every number that is not read from a public table.

Each has an id, a value, a low and a high, and the reason; the method document repeats them.
"""

from __future__ import annotations

from dataclasses import dataclass

YEARS = tuple(range(2015, 2024))


@dataclass(frozen=True, slots=True)
class Input:
    """An assumption (grade D) with its range and why it was chosen."""

    value: float
    low: float
    high: float
    unit: str
    why: str


INPUTS = {
    "fleet_growth": Input(
        0.035, 0.02, 0.05, "1/yr", "全省火电装机年均增长，使存量机组小时数低于全省火电电量指数"
    ),
    "station_use": Input(0.065, 0.055, 0.08, "1", "300—600兆瓦亚临界及超临界机组厂用电率常见值"),
    "thermal_2020_weight": Input(0.5, 0.3, 0.7, "1", "2020年全省火电取2019年估计与2021年实数之间"),
    "cement_utilisation": Input(0.62, 0.48, 0.75, "1", "铭牌产能利用率，2015—2019年平均"),
    "clinker_ratio": Input(0.60, 0.54, 0.68, "1", "熟料与水泥之比"),
    "kiln_heat": Input(108, 100, 115, "kgce/t", "单位熟料综合煤耗，GB 16780-2021 三级为109"),
    "cement_power": Input(68, 55, 80, "kWh/t", "单位水泥净购电，已扣窑尾余热自发电"),
    "ceads_cement_factor": Input(
        0.2906, 0.2906, 0.2906, "t/t", "CEADs 过程排放采用的单位水泥系数，用于还原全省水泥产量"
    ),
    "chemicals_quotient": Input(1.5, 1.0, 2.5, "1", "化工在本市的集中度，相对第二产业份额"),
    "chemicals_gas_share": Input(0.6, 0.45, 0.75, "1", "化工占全省工业燃料用天然气的份额"),
    "provincial_loss": Input(0.06, 0.05, 0.085, "1", "全省线损占全社会用电量"),
    "provincial_station_use": Input(0.07, 0.06, 0.08, "1", "全省火电厂用电率"),
    "urban_rural_ratio": Input(1.5, 1.2, 1.9, "1", "城镇与乡村人均生活用电之比"),
    "urbanisation_step": Input(1.1, 0.9, 1.3, "百分点/年", "由2022年45.32%向两侧推算"),
    "provincial_urban_2015": Input(
        0.477, 0.47, 0.485, "1", "2015年全省常住人口城镇化率，用于把全省居民用能分到人"
    ),
    "hydro_capacity": Input(380, 350, 430, "MW", "名录338兆瓦，另加三座无公开数的电站；上限为旧资料43万千瓦"),
    "hydro_hours": Input(4000, 3200, 4600, "h", "径流式电站常见值；旧资料发电量合计约15.8亿千瓦时，年份不明"),
    "hydro_2022": Input(0.85, 0.7, 0.95, "1", "2022年伏旱的来水折减"),
    "waste_hours": Input(5500, 0, 7000, "h", "18兆瓦，投产时间不明，下限取零"),
    "mine_gas_hours": Input(3500, 1000, 5500, "h", "36兆瓦，煤矿关闭后可能下降"),
    "solar_wind_2023": Input(0.10, 0, 0.2, "亿kWh", "无公开装机；上限为40万千瓦目标扣除水电后的余量"),
    "city_loss": Input(0.065, 0.05, 0.085, "1", "市内输配电损失占供电量；2015年全省平衡表约8.6%"),
    "gas_output": Input(15, 10, 20, "亿m3", "仅有约2010—2014年的15亿与2025年目标20亿两个锚点"),
}

RANGE = {
    "M1": 0.15,
    "M2": 0.25,
    "M3": 0.30,
    "M4": 0.20,
}


def value(name: str) -> float:
    """The central value of a declared input."""
    return INPUTS[name].value
