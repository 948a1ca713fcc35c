"""Capacity, hours and output printed in the plan itself: what a capacity can make in a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.fleets import output_of_one_works
from dafeng.methods.plan.review.pieces import EACH
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_HOURS_OF_A_YEAR = 8760.0

OUTPUT_BEYOND_CAPACITY = Check(
    "output-beyond-capacity",
    12,
    QUANTITY,
    "装机与发电量不匹配",
    "the output needs more hours than the capacity can run",
)
# full-load hours that no plant of the kind reaches in a year, with margin
_MOST_HOURS = (
    (r"光伏|太阳能", 1900.0),
    (r"海上风电", 4800.0),
    (r"风电|风力|风能", 3800.0),
    (r"抽水蓄能", 3000.0),
    (r"水电|水力", 6500.0),
    (r"生物质|垃圾|沼气|焚烧", 8400.0),
    (r"", _HOURS_OF_A_YEAR),
)


def _hours(words: str) -> float:
    return next(hours for pattern, hours in _MOST_HOURS if re.search(pattern, words))


@register(OUTPUT_BEYOND_CAPACITY)
def output_beyond_capacity(context: Context) -> Iterator[Finding]:
    """Kilowatts and kilowatt-hours of one sentence that need more hours than a year, or than those printed."""
    yield from _by_source(context)
    yield from _stored(context)
    yield from output_of_one_works(context, OUTPUT_BEYOND_CAPACITY)
    for group in _by_sentence(context):
        powers = [one for one in group if one.dimension == "power" and not EACH.search(one.words)]
        outputs = [one for one in group if one.dimension == "electricity" and _is_output(one)]
        if not powers or not outputs:
            continue
        hours = _hours_printed(group[0].sentence)
        yield from _with_hours(context, powers, outputs, hours)
        if not hours and _own_source(outputs):
            continue
        if len({one.key for one in powers}) > 1 and not hours:
            yield from _beyond_all(context, powers, outputs)
        if len({one.key for one in powers}) == 1:
            power = max(powers, key=lambda one: one.amount)
            for output in outputs:
                needed = output.amount / power.amount if power.amount else 0.0
                most = _hours(power.subject + power.words + output.words + output.subject)
                if needed > most:
                    yield _unbalanced(
                        context,
                        [power, output],
                        f"{output.figure}÷{power.figure}={plain(needed, 0)}小时",
                        f"该类电源一年至多约{plain(most)}小时",
                    )
                    break


def _beyond_all(context: Context, powers: list[Statement], outputs: list[Statement]) -> Iterator[Finding]:
    """An output that all the capacities of its sentence together cannot make, whichever of them it is of."""
    power = sum(one.amount for one in powers)
    output = max(outputs, key=lambda one: one.amount)
    needed = output.amount / power if power else 0.0
    most = max(_hours(one.subject + one.words) for one in powers)
    if re.search("全社会|全[国省市州区县]|总", output.words + output.subject) or all(
        re.search("新增|新建|扩建", one.words + one.subject) for one in powers
    ):
        return  # the output of more than these
    if needed > most and _is_made(output) and not re.search("累计|五年|期间", output.words):
        yield _unbalanced(
            context,
            [*powers, output],
            f"{output.figure}÷所列装机之和{plain(power / 1e4, 2)}万千瓦={plain(needed, 0)}小时",
            f"该类电源一年至多约{plain(most)}小时",
        )


def _own_source(outputs: list[Statement]) -> bool:
    """Whether each output names its source, so that it is held against that source's capacity."""
    return len(outputs) > 1 and all(_source(one) for one in outputs)


_SOURCES = (
    r"光伏|太阳能",
    r"海上风电",
    r"陆上风电",
    r"风电|风力|风能",
    r"抽水蓄能",
    r"水电|水力",
    r"生物质|沼气",
    r"垃圾",
    r"核电",
    r"煤电|火电",
)


def _source(one: Statement) -> str | None:
    own = re.split("[，；]", one.words)[-1] + one.subject
    return next((pattern for pattern in _SOURCES if re.search(pattern, own)), None)


def _by_source(context: Context) -> Iterator[Finding]:
    """An output of one source in one sentence against that source's capacity in another sentence of the clause."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        for output in group:
            source = _source(output)
            if output.dimension != "electricity" or source is None or not _is_made(output):
                continue
            powers = [
                one
                for one in group
                if one.dimension == "power"
                and _source(one) == source
                and one.sentence != output.sentence
                and (one.year is None or output.year is None or one.year <= output.year)
            ]
            power = max(powers, key=lambda one: one.amount, default=None)
            if power is None or power.amount <= 0:
                continue
            needed = output.amount / power.amount
            printed = _hours_printed(output.sentence)
            most = printed[0] * _WITHIN if len(printed) == 1 else _hours(output.subject + power.subject)
            if needed > most:
                words = "所列利用小时为" if printed else "该类电源一年至多约"
                yield _unbalanced(
                    context,
                    [power, output],
                    f"{output.figure}÷{power.figure}={plain(needed, 0)}小时",
                    f"{words}{plain(printed[0] if len(printed) == 1 else most)}小时",
                )


_WITHIN = 1.06  # figures are rounded, and hours are means


def _stored(context: Context) -> Iterator[Finding]:
    """Storage whose energy is not its power times the hours it is to run."""
    for group in _by_sentence(context):
        mine = [
            one
            for one in group
            if one.stop and "储能" in one.subject + one.words and "抽水" not in one.subject
        ]
        powers = [one for one in mine if one.dimension == "power"]
        stored = [
            one
            for one in mine
            if one.dimension == "electricity" and "量" in one.subject and "年" not in one.words
        ]
        hours = [
            one for one in group if one.dimension == "hours" and re.search("放电|储能|时长", one.subject)
        ]
        if len(powers) != 1 or len(stored) != 1 or len(hours) != 1 or powers[0].year != stored[0].year:
            continue
        made = powers[0].amount * hours[0].value
        if abs(made - stored[0].amount) > (_WITHIN - 1) * made:
            yield _unbalanced(
                context,
                [powers[0], stored[0], hours[0]],
                f"{powers[0].figure}×{hours[0].figure}={plain(made / 1e4, 2)}万千瓦时",
                f"与所写{stored[0].figure}不符",
            )


def _is_made(one: Statement) -> bool:
    return re.search("用电|节电|储能|交易|外来|调入|消纳|购", one.words + one.subject) is None


_HOURS = re.compile(r"(?P<list>\d[\d,]{2,4}(?:(?:小时)?(?:、|和|及)\d[\d,]{2,4})*)小时")


def _hours_printed(sentence: str) -> list[float]:
    """The full-load hours of 按3500、2000和1000小时测算."""
    found = [
        one
        for one in _HOURS.finditer(sentence)
        if not re.search(r"日照|持续|由\d{4}|响应", sentence[max(0, one.start() - 8) : one.end()])
    ]
    if len(found) != 1:
        return []
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]{2,4}", found[0]["list"])]


def _with_hours(
    context: Context, powers: list[Statement], outputs: list[Statement], hours: list[float]
) -> Iterator[Finding]:
    """The last capacities of the sentence times the printed hours against the output printed after them."""
    aims = [
        one
        for one in powers
        if one.sense == "aim" and not re.search("总装机|总规模|合计|共", one.subject + one.words)
    ]
    used = aims[-len(hours) :] if hours else []
    later = [one for one in outputs if used and one.start > used[-1].start]
    if (
        not hours
        or len(used) != len(hours)
        or len(later) != 1
        or re.search(r"单独|每年|其中", later[0].words)
    ):
        return
    made = sum(power.amount * hour for power, hour in zip(used, hours, strict=True))
    if abs(made - later[0].amount) <= 0.06 * later[0].amount:
        return
    terms = "+".join(f"{power.figure}×{plain(hour)}小时" for power, hour in zip(used, hours, strict=True))
    yield _unbalanced(
        context, [*used, later[0]], f"{terms}={plain(made / 1e8, 2)}亿千瓦时", f"与所写{later[0].figure}不符"
    )


def _is_output(one: Statement) -> bool:
    made = re.search(r"发电|电量|上网|出力", one.words + one.subject)
    return made is not None and re.search(r"用电量|节电|节约|储能|签约|交易|外来|调入", one.words) is None


def _unbalanced(context: Context, told: list[Statement], sum_line: str, verdict: str) -> Finding:
    return finding(
        OUTPUT_BEYOND_CAPACITY,
        context,
        told,
        title="装机、利用小时与发电量不匹配",
        arithmetic=f"{sum_line}，{verdict}",
        severity=Severity.SERIOUS,
        settles="装机、利用小时和发电量三项的原始数据。",
        proposal="核对装机、利用小时和发电量，使三者相符。",
    )


def _by_sentence(context: Context) -> Iterator[list[Statement]]:
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        groups.setdefault((one.clause, one.sentence), []).append(one)
    yield from groups.values()
