"""Checks on what the intensity targets mean for CO2 itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dafeng.domain.finding import Finding
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.methods.cards import card
from dafeng.methods.plan.review.context import Context, base_year_of
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.wording import listed, percent, span

_SCENARIOS = ("gdp_growth_low", "gdp_growth_mid", "gdp_growth_high")
# a plan that caps or forecasts total emissions says itself what its intensity cut means
_SAYS_TOTAL = (
    r"(?:碳|二氧化碳|温室气体)排放(?:总量)?[^。；，]{0,10}(?:控制在|不超过|不高于|增量|增幅|仍会|仍将|仍可能|可能(?:上升|增加)|持平)[^。；]{0,12}"
    r"|排放总量(?:为|约|达到?|控制到?|降(?:到|至))[^。；，]{0,6}\d|峰值(?:不高于|控制在|为|约)\d|总量(?:仍会|仍将|仍可能)"
)


@card(
    id="review.flat_growth",
    name_zh="排放持平所允许的GDP年均增速",
    name_en="GDP growth at which CO2 stays flat",
    formula="g = (1 / factor)^(1/n) - 1",
    unit="1/yr",
    source="Kaya identity",
    page="review",
)
def flat_growth(factor: float, years: int) -> float:
    """GDP growth a year at which CO2 stays flat when CO2 per GDP is multiplied by `factor` over `years`.

    >>> round(flat_growth(0.805, 5), 3), round(flat_growth(0.855 * 0.63 / 0.65, 5), 4)
    (0.044, 0.0383)
    """
    if factor <= 0 or years <= 0:
        raise ValueError("factor and years must be positive")
    return float(factor ** (-1 / years) - 1)


@card(
    id="review.flat_cut",
    name_zh="排放持平所需的强度降幅",
    name_en="intensity cut that only keeps CO2 flat",
    formula="c = 1 - 1 / ((1 + g)^n x h)",
    unit="1",
    source="Kaya identity",
    page="review",
)
def flat_cut(growth: float, years: int, carbon_factor: float = 1.0) -> float:
    """The cut that keeps CO2 flat at a GDP growth, when carbon per energy is multiplied by `carbon_factor`.

    With `carbon_factor` 1 it is the carbon-intensity cut.

    >>> round(flat_cut(0.05, 5), 3), round(flat_cut(0.06, 5, 0.63 / 0.65), 3)
    (0.216, 0.229)
    """
    return 1 - 1 / ((1 + growth) ** years * carbon_factor)


_CAP = re.compile(r"(?:碳|二氧化碳)排放总量|排放(?:上限|控制数)|峰值上限")

FLAT_CO2 = Check(
    "flat-co2",
    11,
    QUANTITY,
    "后五年的目标不足以使排放持平，或关键目标留白",
    "the later targets cannot by themselves hold CO2 flat, or the deciding ones are blank",
)


@register(FLAT_CO2)
def flat_co2(context: Context) -> Iterator[Finding]:
    """Two non-fossil shares in sequence with the intensity cuts of the later year blank or too small."""
    shares = context.percents("nonfossil_share", "share")
    energy = context.percents("energy_intensity", "reduction")
    carbon = context.percents("co2_intensity", "reduction")
    if not context.targets("co2_peak"):
        return
    peak = max((one.year or 0 for one in context.targets("co2_peak")), default=0)
    for first, second in pairwise(sorted(shares)):
        if peak and first >= peak:
            continue  # past the peak the plan asks for a fall, not for a plateau
        if any(one.year == second and _CAP.search(one.words + one.subject) for one in context.statements):
            continue  # the later year has a cap or a cut of its own
        if any(one.year == second and one.key.endswith("co2_total") for one in context.statements):
            continue
        if second in carbon or not (second in energy or first in energy):
            continue
        growths = {name: rate for name in _SCENARIOS if (rate := context.interval(name)) is not None}
        cut = energy[second] if second in energy else energy[first]
        years = second - first
        start, end = shares[first], shares[second]
        assert start.value is not None and end.value is not None and cut.value is not None
        carbon_factor = (100 - end.value) / (100 - start.value)
        limit = flat_growth((1 - cut.value / 100) * carbon_factor, years)
        slowest = min((rate.low for rate in growths.values()), default=None)
        if second in energy and (slowest is None or slowest <= limit):
            continue
        limit_deducted = flat_growth(1 - cut.value / 100, years)
        blanks = [
            target
            for name in ("energy_intensity", "co2_intensity")
            for target in context.targets(name)
            if target.year == second and not target.is_numeric
        ]
        deciding = "强度目标未给数值（" + listed(_words(blanks)) + "）" if blanks else "未列强度目标"
        details = [
            *_needed(growths, years, carbon_factor),
            (
                f"若能耗强度按扣除非化石能源的口径计，比重提高不再起作用，降{percent(cut.value / 100)}时"
                f"排放持平要求GDP年均增速不高于{percent(limit_deducted)}。"
            ),
            f"{second}年碳强度目标未给数值，按已列能耗强度推算。"
            if second in energy
            else f"{second}年{deciding}，能否达峰取决于这些空白如何填写：留白的目标就是方案本身。",
        ]
        subjects = list(dict.fromkeys([start, end, cut, *blanks]))
        yield FLAT_CO2.finding(
            (target.id for target in subjects),
            title=f"{first}—{second}年已列目标能否使二氧化碳排放持平，取决于未填写的强度目标和GDP增速",
            clauses=(target.clause for target in subjects),
            targets=(target.id for target in subjects),
            arithmetic=(
                f"(1−{percent(end.value / 100)})÷(1−{percent(start.value / 100)})={carbon_factor:.4f}，{years}年"
                f"降{percent(1 - carbon_factor)}（年均{percent(1 - carbon_factor ** (1 / years))}）；能耗强度"
                f"{'再' if second not in energy else ''}降{percent(cut.value / 100)}时，排放持平要求GDP年均增速≤"
                f"(1÷({1 - cut.value / 100:.3f}×{carbon_factor:.4f}))^(1/{years})−1={percent(limit)}"
            ),
            details=details,
            inputs=(*(context.as_input(target) for target in (start, end, cut)), *context.given(*growths)),
            settles=f"省下达的{second}年能耗强度、碳强度目标值，以及规划期GDP增速预期。",
            proposal=(
                f"到{second}年，单位地区生产总值能源消耗比{first}年下降（  ）%，单位地区生产总值二氧化碳排放"
                f"比{first}年下降（  ）%；省下达目标后以其为准。"
            ),
        )


def _needed(growths: dict[str, Interval], years: int, carbon_factor: float) -> list[str]:
    """One line per growth scenario: the cuts that keep CO2 flat, with and without the deduction."""
    lines = []
    for rate in growths.values():
        with_share = Interval(*(flat_cut(end, years, carbon_factor) for end in (rate.low, rate.high)))
        alone = Interval(*(flat_cut(end, years) for end in (rate.low, rate.high)))
        lines.append(
            f"GDP年均增长{span(rate, 100, 1)}%时，排放持平需能耗强度{years}年降{span(with_share, 100, 1)}%"
            f"（扣除非化石能源口径下{span(alone, 100, 1)}%），碳强度降{span(alone, 100, 1)}%。"
        )
    return lines


def _words(targets: list[Target]) -> list[str]:
    return [f"{target.clause} {target.indicator}：{target.hedge or '未定'}" for target in targets]


def _says_total(context: Context) -> bool:
    """Whether the plan prints any figure for what is emitted in all, now or later, or says how it moves."""
    if context.says(_SAYS_TOTAL):
        return True
    return any(
        one.dimension in {"carbon", "mass"}
        and re.search(r"排放(?:控制)?(?:总量|控制数|上限|峰值|增量)?$|co2_total$", one.key)
        and re.search(
            r"过程|甲烷|燃烧|增加|化石源|间接|焚烧|减少|少排|工业|建筑|交通|污染|二氧化硫|氮氧|有机物|化学需氧|氨氮",
            one.subject,
        )
        is None
        and one.sense == "aim"
        and one.year is not None
        and one.year >= context.first_year
        for one in context.statements
    )


_LONG = 10  # over longer spans the cut says nothing of the plan's own period
RISING_CO2 = Check(
    "rising-co2",
    20,
    QUANTITY,
    "强度下降不等于排放下降，方案未说明",
    "meeting the intensity cut exactly may still mean more CO2, and the plan does not say so",
)


@register(RISING_CO2)
def rising_co2(context: Context) -> Iterator[Finding]:
    """A carbon-intensity cut that growth outruns, in a plan that says nothing of total CO2."""
    if _says_total(context):
        return
    growth = context.interval("gdp_growth_past")
    for year, target in context.percents("co2_intensity", "reduction").items():
        base = base_year_of(target)
        if base is None:
            continue
        base_year, stated = base
        years = year - base_year
        assert target.value is not None
        if years > _LONG:
            continue
        limit = flat_growth(1 - target.value / 100, years)
        if growth is not None and growth.high <= limit:
            continue
        details = [] if stated else [f"基期未写明，按五年规划惯例取{base_year}年。"]
        if growth is not None:
            rise = Interval(
                *((1 - target.value / 100) * (1 + end) ** years - 1 for end in (growth.low, growth.high))
            )
            details.append(
                f"GDP年均增长{span(growth, 100, 1)}%时，恰好完成目标，{year}年排放比{base_year}年"
                f"变化{span(rise, 100, 1)}%。"
            )
        yield RISING_CO2.finding(
            (target.id,),
            title=f"恰好完成{year}年碳强度目标，二氧化碳排放总量仍可能上升，方案未作说明",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=(
                f"(1÷(1−{percent(target.value / 100)}))^(1/{years})−1={percent(limit)}：GDP年均增速高于此值，"
                f"{year}年排放即高于{base_year}年"
            ),
            details=details,
            inputs=(context.as_input(target), *context.given("gdp_growth_past")),
            assumes=not stated,
            settles=f"{base_year}年至{year}年不变价GDP增速和排放总量核算结果。",
            proposal=(
                f"到{year}年，单位地区生产总值二氧化碳排放比{base_year}年下降{percent(target.value / 100)}，"
                "相应的二氧化碳排放总量控制在（  ）万吨左右。"
            ),
        )
