"""Checks whether growth, intensity cuts and the energy mix that a plan prints give the CO2 it promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.identity import stated_base_share
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import percent, plain
from dafeng.rules.factors import default_rows

KAYA_DELIVERS = Check(
    "kaya-delivers",
    11,
    QUANTITY,
    "增速、强度与结构目标给不出所写的排放",
    "growth, intensity and mix as printed do not give the CO2 promised",
)
_ROUNDED = 0.012  # what rounding of three printed figures can make
_SWITCH = 0.05  # carbon per fossil energy over five years, from gas for coal, without a printed mix
_LONG = 10
_FUELS = (("coal", r"煤"), ("oil", r"油"), ("gas", r"气"))
_GROWTH = re.compile(
    r"(?:生产总值|GDP|经济)[^，。；]{0,10}(?:年均|平均每年)[^，。；]{0,8}(?:增长|增速)|(?:生产总值|GDP|经济)[^，。；]{0,6}(?:增速|增长率)[^，。；]{0,6}年均"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A cut with the years it runs over."""

    cut: Statement
    base: int
    end: int

    @property
    def years(self) -> int:
        return self.end - self.base


@register(KAYA_DELIVERS)
def kaya_delivers(context: Context) -> Iterator[Finding]:
    """Growth that outruns the carbon cut, and a carbon cut that energy cut and mix together do not reach."""
    energy = _cuts(context, "energy_intensity")
    carbon = _cuts(context, "co2_intensity")
    for end, period in sorted(carbon.items()):
        yield from _outrun(context, period)
        beside = energy.get(end)
        if beside is not None and beside.base == period.base:
            yield from _not_reached(context, period, beside)
    for end, period in sorted(energy.items()):
        if end not in carbon:
            yield from _outrun(context, period, whole=False)


def _cuts(context: Context, key: str) -> dict[int, Period]:
    """The cut of the whole area for each year, with its base: told, or five years before the end of a plan."""
    found: dict[int, Period] = {}
    for one in context.statements:
        if (
            one.key != key
            or one.change != "fall"
            or one.unit != "%"
            or one.sense != "aim"
            or one.year is None
        ):
            continue
        told = re.search(r"[比较](20\d\d)年", one.words)
        base = int(told[1]) if told else one.year - 5
        if 0 < one.year - base <= _LONG and one.bound != "<=":
            found.setdefault(one.year, Period(one, base, one.year))
    return found


def _outrun(context: Context, period: Period, *, whole: bool = True) -> Iterator[Finding]:
    """CO2 at the printed growth and cut, against the total, the change or the peak that the plan promises."""
    growth = _growth(context, period)
    if growth is None:
        return
    factor = (1 - period.cut.value / 100) * (1 + growth.value / 100) ** period.years
    told: list[Statement] = [period.cut, growth]
    words = f"(1−{percent(period.cut.value / 100)})×(1+{percent(growth.value / 100)})^{period.years}"
    if not whole:
        shares = _shares(context, period)
        if shares is None:
            return
        factor *= (1 - shares[1]) / (1 - shares[0]) * (1 - _SWITCH)
        words += f"×(1−{percent(shares[1])})÷(1−{percent(shares[0])})×{1 - _SWITCH:g}"
    limit, why, used = _promised(context, period)
    if limit is None or factor <= limit * (1 + _ROUNDED):
        return
    told += used
    yield finding(
        KAYA_DELIVERS,
        context,
        told,
        title=f"按年均增长{growth.figure}、强度下降{period.cut.figure}，{period.end}年排放为{period.base}年的{percent(factor, 1)}，达不到{why}",
        arithmetic=f"{words}={plain(factor, 4)}；{why}要求不高于{plain(limit, 4)}",
        severity=Severity.SERIOUS,
        settles="规划期经济增速预期、强度目标和排放总量三者的测算底稿。",
        proposal="下调增速预期或提高强度降幅，使(1−降幅)×(1+增速)^年数不高于总量目标所要求的倍数。",
    )


def _growth(context: Context, period: Period) -> Statement | None:
    return next(
        (
            one
            for one in context.statements
            if one.unit == "%"
            and one.year == period.end
            and one.change in {"rise", "level"}
            and _GROWTH.search(one.words)
            and re.search("工业|第[一二三]产业|服务业|农业", one.words) is None
        ),
        None,
    )


def _promised(context: Context, period: Period) -> tuple[float | None, str, list[Statement]]:
    """The multiple of the base year's CO2 that the plan allows at the end, and by what words."""
    totals = [
        one
        for one in context.statements
        if one.key == "co2_total"
        and one.dimension in {"mass", "carbon"}
        and one.change == "level"
        and one.stop
    ]
    first = [one for one in totals if one.year == period.base]
    last = [one for one in totals if one.year == period.end and one.sense == "aim" and one not in first]
    # 总量比2020年的1318万吨仍增长: the figure behind the year it is compared with belongs to that year
    compared = [one for one in totals if re.search(rf"[比较于]{period.base}年的?$", one.words)]
    last = [one for one in last if one not in compared]
    first = [*compared, *first]
    if first and last:
        cap = max(last, key=lambda one: one.amount)
        base = first[0]
        if base.amount > 0:
            return (
                cap.amount / base.amount,
                f"“{cap.subject}”{cap.figure}（{period.base}年{base.figure}）",
                [cap],
            )
    changes = [
        one
        for one in context.statements
        if one.unit == "%"
        and one.year == period.end
        and one.change in {"rise", "fall"}
        and re.search(r"(?<!单位)(?:二氧化碳|碳)排放(?:总量)?$|co2_total$", one.key)
        and "单位" not in one.subject
        and re.search("工业|建筑|交通|甲烷|过程", one.subject) is None
    ]
    if changes:
        sign = -1 if changes[0].change == "fall" else 1
        return 1 + sign * changes[0].value / 100, f"“{changes[0].subject}”{changes[0].figure}", changes[:1]
    peaks = [target.year for target in context.targets("co2_peak") if target.year is not None]
    if peaks and period.end >= max(peaks) and not totals:
        return 1.0, f"{max(peaks)}年达峰", []
    if peaks and period.end >= max(peaks) and not re.search(r"仍(?:将|会|可能)?增", context.prose):
        return 1.0, f"{max(peaks)}年达峰", []
    return None, "", []


def _shares(context: Context, period: Period) -> tuple[float, float] | None:
    """The non-fossil shares of base and end, as fractions."""
    if context.says(r"(?:扣除|不含|剔除|不计)[^，。；]{0,6}(?:可再生能源|非化石能源)"):
        return None  # the energy cut counts fossil energy only
    base = stated_base_share(context, period.base)
    planned = context.percents("nonfossil_share", "share").get(period.end)
    told = next(
        (
            one.value
            for one in context.statements
            if one.key.endswith("nonfossil_share")
            and one.year == period.end
            and one.unit == "%"
            and one.sense == "aim"
            and one.change == "level"
            and not one.words.endswith(("由", "从"))
        ),
        planned.value if planned is not None else None,
    )
    if base is None or told is None or not base.low < 1:
        return None
    return base.low, told / 100


def _not_reached(context: Context, carbon: Period, energy: Period) -> Iterator[Finding]:
    """The carbon cut against what the energy cut and the mix give."""
    first, last = _mix(context, carbon.base), _mix(context, carbon.end)
    left = 1 - energy.cut.value / 100
    if first is not None and last is not None:
        made, words, slack = left * last / first, f"×{plain(last, 4)}÷{plain(first, 4)}", _ROUNDED
        by = "所列能源结构"
    else:
        shares = _shares(context, carbon)
        if shares is None:
            return
        made = left * (1 - shares[1]) / (1 - shares[0])
        words, slack = f"×(1−{percent(shares[1])})÷(1−{percent(shares[0])})", _SWITCH
        by = f"非化石能源比重{percent(shares[0])}到{percent(shares[1])}"
    wanted = 1 - carbon.cut.value / 100
    if wanted >= made * (1 - slack):
        return
    yield finding(
        KAYA_DELIVERS,
        context,
        [carbon.cut, energy.cut],
        title=f"能耗强度下降{energy.cut.figure}、{by}只能使碳强度下降{percent(1 - made, 1)}，达不到{carbon.cut.figure}",
        arithmetic=f"1−(1−{percent(energy.cut.value / 100)}){words}={percent(1 - made)}<{carbon.cut.figure}",
        severity=Severity.SERIOUS,
        settles="碳强度目标的测算底稿：节能、非化石能源、化石能源内部替代各贡献多少。",
        proposal="提高能耗强度降幅或非化石能源比重，或写明化石能源内部替代的数量。",
    )


def _mix(context: Context, year: int) -> float | None:
    """CO2 per tonne of standard coal of all energy, from the shares of coal, oil and gas printed for a year."""
    rates = {row.subject: row.value for row in default_rows() if row.factor == "co2_per_tce" and row.value}
    total = 0.0
    for fuel, word in _FUELS:
        share = next(
            (
                one
                for one in context.statements
                if one.year == year
                and one.unit == "%"
                and one.change == "level"
                and re.search(rf"^[^占]{{0,4}}{word}[^占]{{0,3}}(?:的|占|消费|比重|占比)", one.subject)
                and re.search(r"终端|发电|非化石", one.subject) is None
            ),
            None,
        )
        if share is None or fuel not in rates:
            return None
        total += share.value / 100 * rates[fuel]
    return total
