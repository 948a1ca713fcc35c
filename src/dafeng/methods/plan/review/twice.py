"""Checks for one promise told two ways: two peak dates, two values, two years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.clock import two_dates
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement, same_subject
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed

PEAK_TWICE = Check("peak-twice", 9, CONVENTION, "达峰时间两种表述", "the peak is dated two ways")
_PEAK = re.compile(
    r"(?P<lead>[^，。；]{0,30}?)(?:于|在|力争|确保|到|实现|如期)*(?P<year>20\d\d)年(?P<end>底|末)?(?P<before>以?之?前)?(?P<tail>[^，。；、月年]{0,14}?)达(?:到)?峰(?!实施|行动|方案|工作|路径|项目|认定|评价|情况|试点|评估|形势|年份|专项|目标任务|基础|能力|进展|任务|后)(?P<after>[^，。；]{0,4})"
)
_PART_OF = re.compile(
    r"县|镇|街道|园区|工业|建筑|交通|领域|行业|企业|石油|煤炭|水泥|钢铁|电力|农业|部门|梯次|第[一二三]|率先|市[、2]|区[、2]|区域|旗|乡|公共机构|有条件|地区|试点|部分"
)


@register(PEAK_TWICE)
def peak_twice(context: Context) -> Iterator[Finding]:
    """The whole area's peak 'before' a year in one sentence and 'in' it, or in another, elsewhere."""
    said: dict[str, list[Sentence]] = {}
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for found in _PEAK.finditer(re.sub("《[^》]*》", "", sentence.text)):
            around = found["lead"] + found["tail"]
            if _PART_OF.search(around) or not re.search(
                r"碳|全市|全省|全区|全县|我市|本市|如期|二氧化碳", found.group() + around
            ):
                continue
            words = f"{found['year']}年{'前' if found['before'] else ''}"
            said.setdefault(words, []).append(sentence)
    told_years = _peak_years(context)
    for year, sentence in told_years.items():
        # a peak year reckoned within the deadline agrees with it; one on or after it does not
        clash = [
            words
            for words in said
            if (words.endswith("前") and int(words[:4]) <= year)
            or (not words.endswith("前") and int(words[:4]) != year)
        ]
        if clash:
            said.setdefault(f"{year}年", []).append(sentence)
    if len(said) < 2 or _reported(context, said):
        return
    told = [sentences[0] for sentences in said.values()]
    yield finding(
        PEAK_TWICE,
        context,
        told,
        title=f"达峰时间有{len(said)}种表述：{listed(said)}",
        arithmetic="；".join(f"{sentences[0].clause}：{words}" for words, sentences in said.items()),
        settles="上级下达的表述；以哪一处为考核依据。",
        proposal=f"全文统一为“{next(iter(said))}”，并写明达峰的认定规则。",
    )


_PEAK_YEAR = re.compile(
    r"(?:达峰年份?|峰值(?:年份?)?)(?:为|是|在|出现在|预计(?:为|在))?(20\d\d)年(?!以?之?前)|(20\d\d)年(?!以?之?前)[^，。；\d]{0,10}(?:出现|达到|形成)峰值"
)


def _peak_years(context: Context) -> dict[int, Sentence]:
    """The years in which a reckoning of the whole area puts the peak."""
    return {
        int(found[1] or found[2]): sentence
        for sentence in context.sentences
        for found in _PEAK_YEAR.finditer(sentence.text)
        if sentence.clause and not _PART_OF.search(sentence.text[max(0, found.start() - 12) : found.end()])
    }


def _reported(context: Context, said: dict[str, list[Sentence]]) -> bool:
    """Whether two-dates has said it already from the targets."""
    del said
    return any(True for found in two_dates(context) if "达峰" in found.title or "碳达峰" in found.title)


SAME_TWICE = Check(
    "same-twice", 9, CONVENTION, "同一指标两处数值或年份不同", "one indicator with two values or two years"
)
_RECKONS = re.compile(r"节能能力|减排能力|测算|推算|估算|预计|其中|每年|新增|比20\d\d年少|情景|单独|力争")


@register(SAME_TWICE)
def same_twice(context: Context) -> Iterator[Finding]:
    """One indicator, one year and two amounts in two places; or one amount due in two years."""
    aims = [
        one
        for one in context.statements
        if one.sense == "aim"
        and one.change == "level"
        and one.year is not None
        and len(one.key) >= 4
        and one.dimension is not None
        and "每" not in one.words
        and not _RECKONS.search(one.words + one.subject)
    ]
    by_key: dict[tuple[str, str], list[Statement]] = {}
    for one in aims:
        by_key.setdefault((_whole_area(one.key), one.dimension or ""), []).append(one)
    for group in by_key.values():
        for index, first in enumerate(group):
            for second in group[index + 1 :]:
                if not same_subject(first, second):
                    continue
                if first.clause == second.clause and (first.stop or not second.stop) and second.stop:
                    continue
                amounts = abs(first.amount - second.amount) > 1e-6 * max(first.amount, second.amount)
                dates = first.year != second.year
                same_figure = not amounts and dates and first.unit == "%" and first.value < 100
                if not ((amounts and not dates) or same_figure) or not (
                    _promised(first) and _promised(second)
                ):
                    continue
                yield finding(
                    SAME_TWICE,
                    context,
                    [first, second],
                    title=f"“{first.subject}”两处不一致：{first.year}年{first.figure}、{second.year}年{second.figure}",
                    arithmetic=f"{first.clause}：{first.year}年{first.figure}；{second.clause}：{second.year}年{second.figure}",
                    settles="上级下达的数值；以哪一处为考核依据。",
                    proposal="全文统一为一个数值和一个年份。",
                )
                break


def _whole_area(key: str) -> str:
    return re.sub(r"^(?:全市|全省|全区|全县|我市|我省|本市|支撑|推动|确保|力争|市域|使|年度|年)+", "", key)


def _promised(one: Statement) -> bool:
    firm = one.bound != "=" or re.search(r"达|提高|提升|增加|扩大|降|控制|为|上限", one.words) is not None
    return firm or not one.stop
