"""Checks that add, subtract and compound what the plan prints: parts, shares, steps and yearly rates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import COPYING, QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed, plain

_ROUNDING = 0.006  # parts printed to three figures add to within half a per cent
_TOTAL = re.compile(r"合计|总计|共计|总和|全市|总量|总规模|总目标|总装机|累计|共(?:建|完成|新|形|实)")
_AREA = re.compile(r"[一-鿿]{1,6}(?:县|区|市|旗|镇|乡|园区|新区|开发区)$")
_ALL_GIVEN = re.compile(
    r"分解(?:到|至|下达|为)|分配|分县|按县|各县|由[^，。；]{2,30}(?:组成|构成)|分别(?:为|承担|完成|下达|安排|达到|形成|建设|新建|贡献)|合计|总计|三部分|四部分|两部分|五部分"
)
_MEASURES = re.compile(
    r"通过|依靠|依托|举措|措施|工程|行动|贡献|来自|来源|主要由|靠|支撑|项目|改造|领域|任务|可(?:形成|减|节|实现|新增|替代)|形成|预计"
)
_DIVIDES = re.compile(r"其中|分别|分解|分配|包括|即|：|（|由|通过|依靠|分县|按县|主要")
SUM_OF_PARTS = Check(
    "sum-of-parts", 10, COPYING, "分项之和与总数不符", "the parts do not add to the printed total"
)
PARTS_FALL_SHORT = Check(
    "parts-fall-short",
    11,
    QUANTITY,
    "所列措施合计达不到总目标",
    "the measures listed cannot deliver the target above them",
)


def _families(context: Context) -> Iterator[tuple[Statement, list[Statement]]]:
    """A total with the parts that follow it: in its sentence after 其中/分别/：, or in the next two sentences."""
    by_sentence: dict[str, list[Statement]] = {}
    for one in context.statements:
        if one.sense != "higher":
            by_sentence.setdefault(f"{one.clause}|{one.sentence}", []).append(one)
    for sentence in context.sentences:
        group = by_sentence.get(f"{sentence.clause}|{sentence.text}", [])
        if len(group) < 3:
            continue
        for index, total in enumerate(group[:-2]):
            rest = [
                one
                for one in group[index + 1 :]
                if one.dimension == total.dimension and one.dimension and one.change == total.change
            ]
            at = total.start - sentence.offset
            if len(rest) < 2 or total.unit == "个百分点":
                continue
            # the words before the total count only when they say how it is made up (通过……形成100万吨，其中……)
            if _DIVIDES.search(sentence.text[max(at, 0) : rest[0].start - sentence.offset]):
                yield total, _own_parts(rest, total)
                break


def _own_parts(rest: Sequence[Statement], total: Statement) -> list[Statement]:
    """Figures up to the next year or the next total."""
    parts: list[Statement] = []
    for one in rest:
        if one.year != total.year or (parts and _TOTAL.search(one.words) and not _AREA.search(one.subject)):
            break
        parts.append(one)
    return parts


@register(SUM_OF_PARTS)
def sum_of_parts(context: Context) -> Iterator[Finding]:
    """Quotas that do not add to the total they divide, or parts that pass it."""
    for total, parts in _families(context):
        if len(parts) < 2 or total.dimension == "share":
            continue
        added = sum(one.amount for one in parts)
        gap = added - total.amount
        if abs(gap) <= _ROUNDING * total.amount:
            continue
        areas = sum(_AREA.search(one.subject) is not None for one in parts)
        bounds = any(one.bound in {">=", "<="} for one in parts)
        whole = areas >= 2 or _ALL_GIVEN.search(total.sentence) is not None
        if gap < 0 and (not whole or (bounds and not areas)):
            continue
        yield _gap(SUM_OF_PARTS, context, total, parts, gap)
    yield from _shares_of_a_whole(context)


def _gap(
    check: Check, context: Context, total: Statement, parts: list[Statement], gap: float
) -> Finding:
    factor = dimension_of(total.unit)[1]
    shown = "+".join(plain(one.amount / factor, 4) for one in parts)
    added = plain(sum(one.amount for one in parts) / factor, 4)
    words = "多" if gap > 0 else "少"
    return finding(
        check,
        context,
        [total, *parts],
        title=f"“{total.subject}”分项合计{added}{total.unit}，与总数{total.figure}不符",
        arithmetic=(
            f"{shown}={added}{total.unit}，比总数{plain(total.value, 4)}{total.unit}{words}{plain(abs(gap) / factor, 4)}{total.unit}"
        ),
        severity=Severity.SERIOUS,
        settles="分项和总数各自的来源；是否还有未列出的分项。",
        proposal="核对后使分项之和等于总数，或写明其余部分的来源。",
    )


def _shares_of_a_whole(context: Context) -> Iterator[Finding]:
    """Shares of one whole (能源结构、交通方式) that do not make 100 %."""
    for sentence in context.sentences:
        group = [
            one
            for one in context.statements
            if one.clause == sentence.clause and one.sentence == sentence.text and one.unit == "%" and one.change == "level"
        ]
        found = re.search(
            r"(?:煤炭|煤品|原煤)[^。；]{0,20}(?:油品|石油)[^。；]{0,20}(?:天然气)[^。；]{0,24}非化石|(?:结构|构成|比例|占比|比重)[^。；]{0,24}分别(?:为|达到|占|调整为|优化为)"
            r"|第一产业|三次产业|一产",
            sentence.text,
        )
        if found is None or len(group) < 3:
            continue
        years = {one.year for one in group}
        for year in years:
            shares = [one for one in group if one.year == year]
            added = sum(one.value for one in shares)
            if len(shares) < 3 or abs(added - 100) <= 0.5 or not _one_whole(sentence, shares):
                continue
            yield finding(
                SUM_OF_PARTS,
                context,
                shares,
                title=f"各项占比合计{plain(added)}%，不等于100%",
                arithmetic=f"{'+'.join(plain(one.value) for one in shares)}={plain(added)}%，与100%相差{plain(abs(added - 100))}个百分点",
                severity=Severity.SERIOUS,
                settles="各项占比的原始数据和四舍五入规则。",
                proposal="核对各项占比，使其合计为100%。",
            )


def _one_whole(sentence: Sentence, shares: list[Statement]) -> bool:
    fuels = re.search(r"煤[^。；]{0,24}(?:油)[^。；]{0,24}气", sentence.text) is not None
    if fuels:
        return len(shares) >= 4 or sum(one.value for one in shares) > 100.5
    return re.search(r"结构|构成|三次产业|第一产业|一产", sentence.text) is not None


@register(PARTS_FALL_SHORT)
def parts_fall_short(context: Context) -> Iterator[Finding]:
    """Measures printed with their amounts that add to less than the target they are to deliver."""
    for total, parts in _families(context):
        if len(parts) < 2 or total.dimension == "share" or total.sense == "fact":
            continue
        gap = sum(one.amount for one in parts) - total.amount
        areas = sum(_AREA.search(one.subject) is not None for one in parts)
        if gap >= -_ROUNDING * total.amount or areas >= 2 or not _MEASURES.search(total.sentence):
            continue
        if re.search(r"其余|剩余|余下|不足部分|缺口", context.plan.text_of(context.plan.clause(total.clause))):
            continue
        yield _gap(PARTS_FALL_SHORT, context, total, parts, gap)


STEP_ARITHMETIC = Check(
    "step-arithmetic",
    10,
    COPYING,
    "起点、终点与变化幅度算不拢",
    "start, end and change printed together do not square",
)
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)(万亿|千万|百万|亿|万)?"
_FROM_TO = re.compile(
    rf"(?:[由从]|20\d\d年的?)[^，。；\d]{{0,8}}(?:20\d\d年的?)?[^，。；\d]{{0,10}}{_NUMBER}([^\d，。；、（）]{{1,12}}?)[，、]?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|削减|压减|降|增|升)"
    rf"(?:到|至|为)[^，。；\d]{{0,4}}(?:20\d\d年的?)?[^，。；\d]{{0,6}}{_NUMBER}([^\d，。；、（）]{{1,12}}?)(?:以上|左右|以内)?[，（；、][^。；\d]{{0,14}}(提高|提升|增加|增长|上升|下降|降低|减少|削减|压减|降幅|增幅|升幅|增|降)"
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
            if line:
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


