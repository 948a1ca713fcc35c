"""Checks that rest on the Kaya identity: CO2 / GDP = (energy / GDP) x (CO2 / energy)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.methods.cards import card
from dafeng.methods.plan.review.context import Context, base_year_of
from dafeng.methods.plan.review.registry import CONVENTION, DATA, Check, register
from dafeng.methods.plan.review.wording import bound_word, percent, span


@card(
    id="review.carbon_per_energy",
    name_zh="单位能耗碳排放变化倍数",
    name_en="carbon per energy, target year over base year",
    formula="f = (1 - b) / (1 - a)",
    unit="1",
    source="Kaya identity",
    page="review",
)
def carbon_per_energy(energy_cut: float, carbon_cut: float) -> float:
    """CO2 per unit of energy, target year over base year, from the two intensity cuts (fractions).

    Raises ValueError if a cut is 100 % or more.

    >>> round(1 - carbon_per_energy(0.145, 0.195), 4)
    0.0585
    """
    if not (energy_cut < 1 and carbon_cut < 1):
        raise ValueError("an intensity cannot be cut by 100 % or more")
    return (1 - carbon_cut) / (1 - energy_cut)


@card(
    id="review.implied_base_share",
    name_zh="仅靠非化石能源时隐含的基期比重",
    name_en="base-year non-fossil share implied if nothing else moves",
    formula="s0 = 1 - (1 - s1) / f",
    unit="1",
    source="Kaya identity with constant carbon per fossil energy",
    page="review",
)
def implied_base_share(share: float, factor: float) -> float:
    """The base-year non-fossil share that alone explains the fall `factor` in carbon per energy.

    >>> round(implied_base_share(0.35, 0.805 / 0.855), 4)
    0.3096
    """
    return 1 - (1 - share) / factor


@card(
    id="review.fuel_switch_part",
    name_zh="须由化石能源内部替代完成的部分",
    name_en="part of the fall left to switching among fossil fuels",
    formula="1 - ln((1 - s1) / (1 - s0)) / ln(f)",
    unit="1",
    source="logarithmic split of the Kaya identity",
    page="review",
)
def fuel_switch_part(base_share: float, share: float, factor: float) -> float:
    """The part of the fall in carbon per energy that non-fossil growth leaves to fuel switching.

    Negative when non-fossil growth alone does more than is needed.  Raises ValueError if nothing falls.

    >>> round(fuel_switch_part(0.33, 0.35, 0.805 / 0.855), 2)
    0.5
    """
    if not 0 < factor < 1:
        raise ValueError("carbon per energy does not fall")
    return 1 - math.log((1 - share) / (1 - base_share)) / math.log(factor)


def intensity_pairs(context: Context) -> Iterator[tuple[Target, Target, int]]:
    """The energy and carbon intensity cuts for the same year on the same base, with the base year."""
    carbon = context.percents("co2_intensity", "reduction")
    for year, energy in context.percents("energy_intensity", "reduction").items():
        base, other = base_year_of(energy), base_year_of(carbon[year]) if year in carbon else None
        if base is not None and other is not None and base[0] == other[0]:
            yield energy, carbon[year], base[0]


# 非化石能源占16%: of what stands in the name itself; shares of capacity or of power are other shares
_NONFOSSIL = re.compile(r"^非化石能源(?!.*(?:装机|发电|电量|电力))")


def stated_base_share(context: Context, base_year: int) -> Interval | None:
    """The base-year non-fossil share (fraction) given from outside or printed in the plan, or None.

    A target for the base year counts: it is the base that the plan itself intends.
    """
    given = context.interval("nonfossil_share_base")
    if given is not None:
        return given.scale(0.01)
    for one in context.statements:
        if (
            (one.key.endswith("nonfossil_share") or _NONFOSSIL.search(one.subject))
            and one.year == base_year
            and one.unit == "%"
            and one.sense == "fact"
        ):
            return Interval.of(one.value / 100)
    for one in context.statements:
        if one.key.endswith("nonfossil_share") and one.unit == "%" and re.search("[由从]$", one.words):
            return Interval.of(one.value / 100)
    planned = context.percents("nonfossil_share", "share").get(base_year)
    if planned is not None and planned.value is not None:
        return Interval.of(planned.value / 100)
    number = r"(\d+(?:\.\d+)?)\s*[%％]"
    patterns = (
        rf"{base_year}\s*年[^。；\d]{{0,40}}?非化石能源[^。；\d]{{0,12}}(?:比重|占比|比例)[^。；\d]{{0,8}}{number}",
        rf"非化石能源[^。；\d]{{0,12}}(?:比重|占比|比例)[^。；\d]{{0,6}}[由从]{base_year}\s*年的?{number}",
        rf"非化石能源[^。；\d]{{0,12}}(?:比重|占比|比例)[^。；\d]{{0,4}}[（(]{base_year}\s*年[^\d）)]{{0,4}}{number}",
    )
    for pattern in patterns:
        found = re.search(pattern, context.plan.document.text)
        if found:
            return Interval.of(float(found[1]) / 100)
    return None


KAYA_BASE = Check(
    "kaya-base",
    1,
    DATA,
    "强度指标与非化石比重缺基期，无法相互印证",
    "intensity cuts and non-fossil share cannot be squared without a base share",
)


@register(KAYA_BASE)
def kaya_base(context: Context) -> Iterator[Finding]:
    """An intensity pair and a non-fossil share for one year, with no base-year share published."""
    shares = context.percents("nonfossil_share", "share")
    for energy, carbon, base_year in intensity_pairs(context):
        share = shares.get(energy.year or 0)
        if share is None or stated_base_share(context, base_year) is not None:
            continue
        assert energy.value is not None and carbon.value is not None and share.value is not None
        factor = carbon_per_energy(energy.value / 100, carbon.value / 100)
        base = implied_base_share(share.value / 100, factor)
        candidates = context.interval("nonfossil_share_base_candidates")
        details = [
            f"读法一（能耗强度按全部能源计）：若只有非化石能源变化，{base_year}年比重须为{percent(base)}。",
            (
                f"读法二（按发改环资〔2024〕113号，基期与目标年均扣除非化石能源）：能耗强度只计化石能源，"
                f"单位化石能源碳排放本身须{_moves(factor)}，与基期比重无关，全靠化石能源内部替代。"
            ),
        ]
        if candidates is not None and factor < 1:
            ends = [
                fuel_switch_part(end / 100, share.value / 100, factor)
                for end in (candidates.low, candidates.high)
            ]
            part = Interval(min(ends), max(ends))
            details.insert(
                1,
                f"若{base_year}年比重为{span(candidates, digits=1)}%，读法一下降幅的{span(part, 100, 1)}%"
                "须靠煤改气、煤改油等完成。",
            )
        trio = (energy, carbon, share)
        yield KAYA_BASE.finding(
            (target.id for target in trio),
            title=f"{base_year}年非化石能源消费比重未公布，{energy.year}年三项目标能否同时成立无从判断",
            clauses=(target.clause for target in trio),
            targets=(target.id for target in trio),
            arithmetic=(
                f"(1−{percent(carbon.value / 100)})÷(1−{percent(energy.value / 100)})={factor:.4f}，"
                f"单位能耗碳排放须{_moves(factor)}；1−(1−{percent(share.value / 100)})÷{factor:.4f}={percent(base)}"
            ),
            details=details,
            inputs=(
                *(context.as_input(target) for target in trio),
                *context.given("nonfossil_share_base_candidates"),
            ),
            settles=f"{base_year}年非化石能源消费比重及其核算口径；能耗强度是否扣除非化石能源（适用哪一文件）。",
            proposal=(
                f"非化石能源消费比重由{base_year}年的（  ）%提高到{energy.year}年的{percent(share.value / 100)}"
                f"{bound_word(share)}；能耗强度按（扣除/不扣除）非化石能源的口径核算，基期与目标年一致。"
            ),
        )


def _moves(factor: float) -> str:
    return f"下降{percent(1 - factor)}" if factor < 1 else f"上升{percent(factor - 1)}"


KAYA_IDENTITY = Check(
    "kaya-identity",
    10,
    CONVENTION,
    "能耗强度、碳强度与非化石比重不合恒等式",
    "the intensity cuts and the non-fossil share break the Kaya identity",
)


@register(KAYA_IDENTITY)
def kaya_identity(context: Context) -> Iterator[Finding]:
    """Carbon intensity falling less than energy intensity, or more than the fossil fuels allow."""
    shares = context.percents("nonfossil_share", "share")
    for energy, carbon, base_year in intensity_pairs(context):
        assert energy.value is not None and carbon.value is not None
        factor = carbon_per_energy(energy.value / 100, carbon.value / 100)
        share = shares.get(energy.year or 0)
        used = [energy, carbon]
        names: tuple[str, ...] = ()
        reason = ""
        if factor > 1:
            reason = f"碳强度降幅小于能耗强度降幅，意味着单位能耗碳排放{_moves(factor)}"
            tail = ""
        else:
            base = stated_base_share(context, base_year)
            coal, gas = context.interval("coal_co2_per_tce"), context.interval("gas_co2_per_tce")
            if base is None or coal is None or gas is None or share is None or share.value is None:
                continue
            fossil = factor * (1 - base.low) / (1 - share.value / 100)
            floor = gas.low / coal.high
            if fossil >= floor:
                continue
            used.append(share)
            names = ("nonfossil_share_base", "coal_co2_per_tce", "gas_co2_per_tce")
            reason = f"单位化石能源碳排放须降至{fossil:.3f}倍，低于煤全部改气的{floor:.3f}倍"
            tail = f"；{factor:.4f}×(1−{percent(base.low)})÷(1−{percent(share.value / 100)})={fossil:.3f}"
        yield KAYA_IDENTITY.finding(
            (target.id for target in used),
            title=f"{energy.year}年能耗强度与碳强度目标请核对：{reason}",
            clauses=(target.clause for target in used),
            targets=(target.id for target in used),
            arithmetic=(
                f"(1−{percent(carbon.value / 100)})÷(1−{percent(energy.value / 100)})={factor:.4f}{tail}"
            ),
            inputs=(*(context.as_input(target) for target in used), *context.given(*names)),
            severity=Severity.SERIOUS,
            settles="两项强度目标的下达文件、基期与口径。",
            proposal=f"请按下达文件核定{energy.year}年能耗强度、碳强度和非化石能源消费比重三项数值，使之满足恒等式。",
        )
