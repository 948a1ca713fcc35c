"""Checks the totals a plan prints against its intensity cuts and its growth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review import told
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.growth import outgrown
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.wording import percent, plain

PRINTED_TOTALS = Check(
    "printed-totals",
    10,
    CONVENTION,
    "经济总量、能耗、排放与强度目标乘除不合",
    "GDP, energy and CO2 totals printed do not give the intensity cut printed",
)
_APART = 0.03  # printed figures are rounded; three points of intensity are no rounding


@register(PRINTED_TOTALS)
def printed_totals(context: Context) -> Iterator[Finding]:
    """Totals of both years against the intensity cut between them, and GDP against its own growth."""
    money = _totals(context, r"(?:地区|国内)?生产总值$|GDP$", {"money"})
    yield from _growth(context, money)
    yield from _reckoned(context)
    for name, pattern, dimensions in (
        ("energy_intensity", r"能源消费总量$|energy_total$|综合能源消费量$", {"coal_equivalent", "mass"}),
        ("co2_intensity", r"co2_total$|碳排放$|二氧化碳排放$|排放总量$", {"carbon", "mass"}),
    ):
        totals = _totals(context, pattern, dimensions)
        for cut in context.statements:
            if (
                cut.key != name
                or cut.change != "fall"
                or cut.unit != "%"
                or cut.sense != "aim"
                or cut.year is None
            ):
                continue
            base = next((year for year in sorted(money) if year < cut.year and year in totals), None)
            if base is None or cut.year not in money or cut.year not in totals:
                continue
            for last in totals[cut.year]:
                first = totals[base][0]
                gdp = money[cut.year][0].amount / money[base][0].amount
                made = 1 - last.amount / first.amount / gdp
                if cut.value / 100 - 0.004 <= made <= cut.value / 100 + _APART or last.bound == "<=":
                    continue
                yield told.finding(
                    PRINTED_TOTALS,
                    context,
                    [last, cut, money[cut.year][0]],
                    title=f"{cut.year}年总量与强度降幅{cut.figure}算不拢",
                    arithmetic=(
                        f"({last.figure}÷{money[cut.year][0].figure})÷({first.figure}÷{money[base][0].figure})={1 - made:.4f}，"
                        f"即强度下降{percent(made)}，目标写{cut.figure}"
                    ),
                    severity=Severity.SERIOUS,
                    settles="两年的经济总量、能源（排放）总量和强度目标。",
                    proposal="核对三项数值，使其满足“强度=总量÷经济总量”。",
                )


_RECKONS = re.compile("测算|推算|对应|意味|相当于|折算|计，|预计|约为|约")
_ROUNDED = 0.03


def _reckoned(context: Context) -> Iterator[Finding]:
    """按年均增长5.2%测算，强度下降13.5%对应2030年234万吨: base × growth × (1 − cut) against the total of the sentence."""
    for grown in outgrown(context):
        pattern = "co2_total$|排放(?:总量|量)?$" if grown.of_carbon else "energy_total$|能源消费(?:总)?量$"
        totals = [
            one
            for one in context.statements
            if one.stop
            and one.change == "level"
            and re.search(pattern, one.key)
            and one.dimension in {"mass", "carbon", "coal_equivalent"}
            and "单位" not in one.subject
        ]
        bases = [one for one in totals if one.year == grown.base_year and one.sense == "fact"]
        for total in totals:
            together = total.sentence == grown.cut.sentence and total.sentence in {
                one.sentence for one in grown.growth
            }
            if not together or total.year != grown.year or not bases or not _RECKONS.search(total.sentence):
                continue
            made = bases[0].amount * grown.factor
            if abs(total.amount - made) <= _ROUNDED * made or bases[0].dimension != total.dimension:
                continue
            factor = total.amount / total.value
            yield told.finding(
                PRINTED_TOTALS,
                context,
                [total, bases[0], grown.cut, *grown.growth],
                title=f"{grown.year}年“{total.subject}”{total.figure}与所写增速、降幅算不拢",
                arithmetic=(
                    f"{bases[0].figure}×{grown.shown}×(1−{grown.cut.figure})={plain(made / factor, 1)}{total.unit}，"
                    f"所写{total.figure}"
                ),
                severity=Severity.SERIOUS,
                settles="基期总量、增速和强度降幅。",
                proposal="核对四项数值，使其相符。",
            )


def _totals(context: Context, pattern: str, dimensions: set[str]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for one in context.statements:
        if re.search(r"强度不变|基准情景|不采取|趋势外推|照常", one.sentence):
            continue
        wanted = re.search(pattern, one.key) and one.dimension in dimensions and one.year is not None
        if (
            wanted
            and one.change == "level"
            and one.stop
            and one.bound != "<="
            and not re.search("[少多减增降]", one.words[-4:])
            and "单位" not in one.key
            and one.year
        ):
            found.setdefault(one.year, []).append(one)
    return found


def _growth(context: Context, money: dict[int, list[Statement]]) -> Iterator[Finding]:
    """GDP of two years printed with the yearly growth between them."""
    rates = [
        one
        for one in context.statements
        if one.unit == "%"
        and one.change == "rise"
        and re.search(r"生产总值[^，]{0,6}年均|GDP[^，]{0,4}年均", one.words)
    ]
    if len(rates) != 1 or len(money) < 2:
        return
    first, last = min(money), max(money)
    start, end = money[first][0], money[last][0]
    made = float((end.amount / start.amount) ** (1 / (last - first)) - 1)
    if abs(made * 100 - rates[0].value) > 0.25 and rates[0].sentence == end.sentence:
        yield told.finding(
            PRINTED_TOTALS,
            context,
            [end, rates[0]],
            title=f"{last}年经济总量与年均增速{rates[0].figure}算不拢",
            arithmetic=f"({end.figure}÷{start.figure})^(1/{last - first})−1={percent(made)}，与所写{rates[0].figure}不符",
            severity=Severity.SERIOUS,
            settles="两年的经济总量（同一价格）和增速。",
            proposal="核对增速与经济总量。",
        )
