"""The numbers from outside the plan that the checks know how to use, and their validation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.finding import FindingInput
from dafeng.domain.interval import Interval


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One input: its key, both names, the unit it must come in and what it is for.

    A name ending in ``*`` is a family: the star stands for an indicator id or a year, and an empty
    unit means the unit of the target it is compared with.
    """

    name: str
    zh: str
    en: str
    unit: str
    use: str

    def covers(self, name: str) -> bool:
        """True if `name` is this input or a member of this family."""
        return name.startswith(self.name[:-1]) if self.name.endswith("*") else name == self.name


INPUTS: tuple[InputSpec, ...] = (
    InputSpec(
        "nonfossil_share_base", "基期非化石能源消费比重", "base-year non-fossil share", "%", "kaya-base"
    ),
    InputSpec(
        "nonfossil_share_base_candidates",
        "基期非化石能源消费比重的可能范围",
        "plausible base-year non-fossil share",
        "%",
        "kaya-base",
    ),
    InputSpec(
        "energy_total_*",
        "某年能源消费总量（等价值）",
        "energy use of a year, equivalent",
        "tce",
        "share-convention",
    ),
    InputSpec("gdp_growth_past", "基期至目标年GDP年均增速", "past GDP growth", "1/yr", "rising-co2"),
    InputSpec("gdp_growth_low", "后五年GDP年均增速（低）", "future GDP growth, low", "1/yr", "flat-co2"),
    InputSpec("gdp_growth_mid", "后五年GDP年均增速（中）", "future GDP growth, middle", "1/yr", "flat-co2"),
    InputSpec("gdp_growth_high", "后五年GDP年均增速（高）", "future GDP growth, high", "1/yr", "flat-co2"),
    InputSpec(
        "coal_capacity_mw", "煤电装机", "coal power capacity", "MW", "share-convention, dominant-driver"
    ),
    InputSpec("coal_hours", "煤电利用小时", "coal power full-load hours", "h", "share-convention"),
    InputSpec(
        "hours_swing", "煤电利用小时年际变幅", "year-to-year swing of coal hours", "h", "dominant-driver"
    ),
    InputSpec("coal_power_co2_rate", "煤电度电排放", "CO2 per kWh of coal power", "t/kWh", "dominant-driver"),
    InputSpec("electricity_use", "全社会用电量", "electricity use", "kWh", "share-convention"),
    InputSpec(
        "local_nonfossil_hours", "本地非化石电源利用小时", "local non-fossil hours", "h", "share-convention"
    ),
    InputSpec(
        "electricity_equivalent_rate",
        "电力等价折标系数",
        "kWh to tce, equivalent",
        "tce/kWh",
        "share-convention",
    ),
    InputSpec(
        "electricity_calorific_rate",
        "电力当量折标系数",
        "kWh to tce, calorific",
        "tce/kWh",
        "share-convention",
    ),
    InputSpec("coal_co2_per_tce", "煤炭排放系数", "CO2 per tce of coal", "t/tce", "kaya-identity"),
    InputSpec("gas_co2_per_tce", "天然气排放系数", "CO2 per tce of gas", "t/tce", "kaya-identity"),
    InputSpec(
        "gas_co2_per_10k_m3", "万立方米天然气排放", "CO2 per 10^4 m3 of gas", "t/万m³", "supply-target"
    ),
    InputSpec("methane_leakage", "天然气开采输配逸散率", "methane leakage", "%", "supply-target"),
    InputSpec("methane_density", "甲烷密度", "methane density", "t/万m³", "supply-target"),
    InputSpec("methane_gwp", "甲烷百年全球增温潜势", "methane GWP, 100 years", "t/t", "supply-target"),
    InputSpec(
        "territorial_co2", "属地能源活动排放", "territorial energy CO2", "t", "dominant-driver, boundary"
    ),
    InputSpec("process_co2", "工业过程排放", "industrial process CO2", "t", "boundary-missing"),
    InputSpec("consumption_co2", "消费侧排放", "consumption-based CO2", "t", "boundary-missing"),
    InputSpec(
        "industrial_solid_waste",
        "工业固体废物产生量",
        "industrial solid waste arising",
        "t",
        "capacity-balance",
    ),
    InputSpec("status_*", "某指标已公布的现状值", "published status of an indicator", "", "already-met"),
    InputSpec("pipeline_*", "已知在途项目的规模", "a project known to be under way", "", "banned-pipeline"),
    InputSpec("higher_*", "上级方案同一指标同一年份的目标值", "the higher plan's target", "", "higher-plan"),
)


def as_interval(given: FindingInput) -> Interval:
    """The input as an interval; a point is an interval of no width."""
    if given.low is not None and given.high is not None:
        return Interval(given.low, given.high)
    assert given.value is not None, "validated before use"
    return Interval.of(given.value)


def _believable(unit: str, number: float) -> bool:
    """Whether a number is possible in a declared unit: shares inside 0–100 %, growth below 30 %, amounts positive."""
    if unit == "%":
        return 0 < number < 100
    if unit == "1/yr":
        return -0.3 < number < 0.3
    return unit == "" or number > 0


def validate(inputs: Mapping[str, FindingInput]) -> None:
    """Refuse inputs without number, upside down, impossible, or in another unit than declared; all at once."""
    faults: list[Fault] = []
    for name, given in sorted(inputs.items()):
        numbers = [number for number in (given.value, given.low, given.high) if number is not None]
        spec = next((spec for spec in INPUTS if spec.covers(name)), None)
        if not numbers or not all(math.isfinite(number) for number in numbers):
            faults.append(Fault("E_INPUT_EMPTY", name, "没有有限数值，请补值或删去该项", "no finite number"))
        elif (given.low is None) != (given.high is None):
            faults.append(Fault("E_INPUT_HALF", name, "区间缺一端，请补全", "interval has one end only"))
        elif given.low is not None and given.high is not None and given.low > given.high:
            faults.append(Fault("E_INPUT_ORDER", name, "区间下限大于上限，请对调", "low end above high end"))
        if spec is not None and spec.unit and given.unit != spec.unit:
            faults.append(
                Fault(
                    "E_INPUT_UNIT",
                    name,
                    f"单位为“{given.unit}”，应为“{spec.unit}”，请先换算",
                    f"unit is {given.unit!r}, must be {spec.unit!r}; convert it first",
                )
            )
        elif spec is not None and numbers and not all(_believable(spec.unit, number) for number in numbers):
            faults.append(
                Fault(
                    "E_INPUT_RANGE",
                    name,
                    f"数值超出“{spec.unit or given.unit}”的可能范围，请核对单位和小数点",
                    f"value impossible in {spec.unit or given.unit!r}; check unit and decimal point",
                )
            )
    if faults:
        raise DafengError(
            "E_REVIEW_INPUTS",
            f"审查用数有 {len(faults)} 处不可用，未作审查",
            f"{len(faults)} faults in the review's inputs; nothing was reviewed",
            tuple(faults),
        )
