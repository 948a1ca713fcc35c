"""Checks that subtract, compound and divide what one sentence prints: start, end and change, part and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

STEP_ARITHMETIC = Check(
    "step-arithmetic",
    10,
    COPYING,
    "起点、终点与变化幅度算不拢",
    "start, end and change printed together do not square",
)
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)(万亿|千万|百万|亿|万)?"
_FROM_TO = re.compile(
    rf"[由从](?:20\d\d年[底末]?的?)?[^，。；\d]{{0,10}}{_NUMBER}([^\d，。；、（）]{{1,12}}?)[，、]?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|削减|压减|降|增|升)"
    rf"(?:到|至|为)[^，。；\d]{{0,4}}(?:20\d\d年的?)?[^，。；\d]{{0,6}}{_NUMBER}([^\d，。；、（）]{{1,12}}?)(?:以上|左右|以内)?[，（](?:即|共|累计|五年|净|合计|期间|比20\d\d年|较20\d\d年)*(提高|提升|增加|增长|上升|下降|降低|减少|削减|压减|降幅|增幅|升幅|增|降)"
    rf"[^\d，。；]{{0,6}}{_NUMBER}(个?百分点|%|[^\d，。；、（）]{{1,8}})"
)
_YEARLY = re.compile(
    r"年均(下降|降低|减少|增长|提高|提升|增加)[^\d，。；]{0,6}(\d+(?:\.\d+)?)%[^。；]{0,40}?(?:累计|五年|五年累计|合计|共|总体|期末|比20\d\d年|较20\d\d年)[^\d，。；]{0,12}(?:下降|降低|减少|增长|提高|提升|增加)[^\d，。；]{0,6}(\d+(?:\.\d+)?)%"
    r"|(?:累计|五年|比20\d\d年|较20\d\d年)[^\d，。；]{0,12}(?:下降|降低|减少|增长|提高|提升|增加)[^\d，。；]{0,6}(\d+(?:\.\d+)?)%[^。；\d]{0,24}年均[^\d，。；]{0,6}(下降|降低|减少|增长|提高|提升|增加)[^\d，。；]{0,6}(\d+(?:\.\d+)?)%"
)


@register(STEP_ARITHMETIC)
def step_arithmetic(context: Context) -> Iterator[Finding]:
    """'From A to B, by C' where B − A is not C; yearly rates that do not compound to the total."""
    for sentence in context.sentences:
        for found in _FROM_TO.finditer(sentence.text):
            line = _step(found)
            if line:
                yield _squared(context, sentence, line)
        for found in _YEARLY.finditer(sentence.text):
            line = _compound(found)
            if line and not _of_two(sentence.text[max(0, found.start() - 24) : found.start()], found.group()):
                yield _squared(context, sentence, line)


def _step(found: re.Match[str]) -> str | None:
    first, last = _float(found[1], found[2]), _float(found[4], found[5])
    change, unit = _float(found[8], found[9]), found[10]
    same = found[3].strip("的") == found[6].strip("的") or found[6].startswith(found[3])
    if not same or first <= 0:
        return None
    if unit == "%" and found[3] != "%":
        made = abs(last - first) / first * 100
        if abs(made - change) <= max(0.6, 0.03 * change):
            return None
        return f"|{plain(last)}−{plain(first)}|÷{plain(first)}={plain(made, 1)}%，与所写{plain(change)}%不符"
    if unit.endswith("百分点") or unit.strip("的") == found[3].strip("的"):
        made = abs(last - first)
        if abs(made - change) <= max(0.051, 0.006 * made):
            return None
        return f"|{plain(last)}−{plain(first)}|={plain(made)}{unit}，与所写{plain(change)}{unit}不符"
    return None


def _of_two(before: str, told: str) -> bool:
    """Whether the yearly rate is the economy's and the change that of its emissions or energy."""
    return (
        re.search("生产总值|GDP|经济", before) is not None and re.search("排放|能耗|消费", told) is not None
    )


def _compound(found: re.Match[str]) -> str | None:
    falls = (found[1] or found[5])[0] in "下降减"
    rate, total = float(found[2] or found[6]), float(found[3] or found[4])
    rates = [(1 - rate / 100) if falls else (1 + rate / 100)]
    made = [abs(rates[0] ** years - 1) * 100 for years in (4, 5, 6, 9, 10)] + [rate * 5, rate * 10]
    if any(abs(one - total) <= max(0.6, 0.06 * total) for one in made):
        return None
    sign = "−" if falls else "+"
    return f"|(1{sign}{plain(rate)}%)^5−1|={plain(made[1], 1)}%，与所写{plain(total)}%不符"


def _float(number: str, scale: str | None) -> float:
    scales = {"万亿": 1e12, "千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4}
    return float(number.replace(",", "")) * (scales[scale] if scale else 1)


def _squared(context: Context, sentence: Sentence, line: str) -> Finding:
    return finding(
        STEP_ARITHMETIC,
        context,
        [sentence],
        title="同一句中的起点、终点与变化幅度不相符，请核对",
        arithmetic=line,
        severity=Severity.SERIOUS,
        settles="原稿中的三个数值。",
        proposal="核对起点、终点和变化幅度，使三者一致。",
    )


QUOTIENT = Check(
    "quotient", 10, COPYING, "分子、分母与比率算不拢", "numerator, denominator and rate do not square"
)
_OF = re.compile(
    r"(\d[\d,]*)(?:个|座|家|台|辆|户|所|处|项|栋|公里)[^，。；\d]{2,24}(?:中|内)[，、]?[^。；\d]{0,20}?(?:完成|建成|达到|有|实现|创建|改造|更新|覆盖|执行)[^\d，。；]{0,8}(\d[\d,]*)(?:个|座|家|台|辆|户|所|处|项|栋|公里)[^\d。；%]{0,24}?"
    r"(?:率|占比|比例|覆盖面|达|达到|占)[^\d。；]{0,6}(\d+(?:\.\d+)?)%"
)


@register(QUOTIENT)
def quotient(context: Context) -> Iterator[Finding]:
    """'Of N, n are done, a rate of r %' where n ÷ N is not r."""
    for sentence in context.sentences:
        for found in _OF.finditer(sentence.text):
            whole, part = float(found[1].replace(",", "")), float(found[2].replace(",", ""))
            rate = float(found[3])
            if whole <= 0 or abs(part / whole * 100 - rate) <= 1.0:
                continue
            yield finding(
                QUOTIENT,
                context,
                [sentence],
                title="同一句中的件数与比率不相符，请核对",
                arithmetic=f"{plain(part)}÷{plain(whole)}={plain(part / whole * 100, 1)}%，与所写{plain(rate)}%不符",
                severity=Severity.SERIOUS,
                settles="分子、分母的清单。",
                proposal="核对件数和比率，使两者一致。",
            )
