"""Checks for one promise told two ways: two peak dates, two values, two years."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.clock import two_dates
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.likeness import (
    agree,
    is_promise,
    manner,
    names_a_thing,
    same_thing,
    strives,
    whole_area_out,
)
from dafeng.methods.plan.review.orders import orders
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed


@dataclass(frozen=True, slots=True)
class _Peak:
    """A year, whether it is a deadline, and whether the peak is promised rather than reckoned for it."""

    year: int
    before: bool
    promised: bool


PEAK_TWICE = Check("peak-twice", 9, CONVENTION, "达峰时间两种表述", "the peak is dated two ways")
_YEAR = r"(?P<year>20\d\d)年(?:[底末]|年底)?(?P<before>以?之?前(?!后))?"
_NO_PEAK = r"实施|行动|方案|工作|路径|项目|认定|评价|情况|试点|评估|形势|年份|专项|目标任务|基础|能力|进展|任务|后|时"
_AT_YEAR = _YEAR.replace("<year>", "<at>").replace("<before>", "<by>")
_PEAKS = re.compile(
    rf"{_YEAR}[^，。；、年月]{{0,16}}?"
    rf"(?:达(?:到)?峰(?:值)?(?!{_NO_PEAK})|(?:出现|形成|到达|迎来)峰值|达到(?:历史)?(?:最高|峰值))"
    r"|(?:达峰(?:时间|年份?|目标年)?|峰值(?:年份?|时间)?)"
    rf"(?:确定|安排|定|锁定|明确|出现|预计|设定)*(?:为|是|在|于){_AT_YEAR}"
)
_PART_OF = re.compile(
    r"县|镇|街道|园区|工业|建筑|交通|领域|行业|企业|石油|煤炭|水泥|钢铁|电力|农业|部门|梯次|第[一二三]|率先|市[、2]|区[、2]|区域|旗|乡|公共机构|有条件|地区|试点|部分|[一-鿿]{2}[市区](?=20|于|力争|确保|，|$)"
)
_OTHERS_PEAK = re.compile(r"全国|我国|国家|党中央|国务院|世界|负荷|用电高峰|洪峰|客流|产量|消费")
_OF_CARBON = re.compile(r"碳|全[市省区县州旗域]|[我本][市省区县州旗]|如期")


@register(PEAK_TWICE)
def peak_twice(context: Context) -> Iterator[Finding]:
    """The whole area's peak 'before' a year in one sentence and 'in' it, or in another, elsewhere."""
    said: dict[_Peak, Sentence] = {}
    for sentence in context.sentences:
        if sentence.clause:
            for peak in _peaks(context, sentence):
                said.setdefault(peak, sentence)
    pair = next(
        (
            (one, other)
            for one, other in itertools.combinations(said, 2)
            if said[one] is not said[other] and not _one_peak(one, other)
        ),
        None,
    )
    if pair is None or any("达峰" in found.title for found in two_dates(context)):
        return
    told = [said[one] for one in pair]
    words = [f"{one.year}年{'前' if one.before else ''}" for one in pair]
    yield finding(
        PEAK_TWICE,
        context,
        told,
        title=f"达峰时间有{len(words)}种表述：{listed(words)}",
        arithmetic="；".join(f"{one.clause}：{word}" for one, word in zip(told, words, strict=True)),
        settles="上级下达的表述；以哪一处为考核依据。",
        proposal=f"全文统一为“{words[0]}”，并写明达峰的认定规则。",
    )


def _peaks(context: Context, sentence: Sentence) -> Iterator[_Peak]:
    """The years in which a sentence puts the peak of the whole area."""
    plain = re.sub("《[^》]*》", "", sentence.text)
    of_part = any(_PART_OF.search(one) for one in context.headings(sentence.clause)[:2])
    for found in _PEAKS.finditer(plain):
        lead = re.split("[，。；：]", plain[: found.start()])[-1][-30:]
        around = whole_area_out(context, lead + found.group())
        if _PART_OF.search(around) or _OTHERS_PEAK.search(lead + found.group()):
            continue
        if of_part and around == lead + found.group():  # under 工业 only 全市 makes it the whole area's
            continue
        if _OF_CARBON.search(plain[max(0, found.start() - 40) : found.end() + 4]):
            year, before = found["year"] or found["at"], found["before"] or found["by"]
            yield _Peak(int(year), bool(before), promised="达峰" in found.group() and found["at"] is None)


def _one_peak(one: _Peak, other: _Peak) -> bool:
    """Two promises are worded alike; a peak reckoned for a year agrees with a deadline after it."""
    if one.before == other.before or (one.promised and other.promised):
        return (one.year, one.before) == (other.year, other.before)
    exact, deadline = (other, one) if one.before else (one, other)
    return exact.year < deadline.year


SAME_TWICE = Check(
    "same-twice", 9, CONVENTION, "同一指标两处数值或年份不同", "one indicator with two values or two years"
)
_PARTS = 3  # as many amounts under one name are the parts that several chapters have of it


@register(SAME_TWICE)
def same_twice(context: Context) -> Iterator[Finding]:
    """One indicator, one year and two amounts in two places; or one amount due in two years."""
    asked = {one.start for one in orders(context)}  # what is owed to those above is another check's
    aims = [
        one for one in context.statements if one.start not in asked and is_promise(one) and names_a_thing(one)
    ]
    groups: list[list[Statement]] = []
    for one in aims:
        group = next(
            (group for group in groups if any(same_thing(context, each, one) for each in group)), None
        )
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    for group in groups:
        pair = _clashing(context, group)
        if pair is None:
            continue
        first, second = pair
        yield finding(
            SAME_TWICE,
            context,
            [first, second],
            title=f"“{first.subject}”两处不一致：{first.year}年{_said(first, second)}、{second.year}年{_said(second, first)}",
            arithmetic=f"{first.clause}：{first.year}年{_said(first, second)}；{second.clause}：{second.year}年{_said(second, first)}",
            settles="上级下达的数值；以哪一处为考核依据。",
            proposal="全文统一为一个数值和一个年份。",
        )


def _clashing(context: Context, group: list[Statement]) -> tuple[Statement, Statement] | None:
    """The first two figures of one thing that cannot both be so."""
    parts = {
        year
        for year in {one.year for one in group}
        if group[0].unit != "%" and len({round(one.amount, 6) for one in group if one.year == year}) >= _PARTS
    }
    for first, second in itertools.combinations(group, 2):
        if parts & {first.year, second.year} or (
            first.sentence == second.sentence and first.clause == second.clause
        ):
            continue
        if not same_thing(context, first, second):  # a third name may have brought the two together
            continue
        if first.year == second.year and not agree(first, second) and strives(first) == strives(second):
            return first, second
        if first.year == second.year and first.amount == second.amount and _opposed(first, second):
            return first, second
        if first.year != second.year and _one_figure_two_years(first, second, group):
            return first, second
    return None


def _said(one: Statement, other: Statement) -> str:
    """The figure, with its bound where only that tells the two apart."""
    if one.amount != other.amount or not _opposed(one, other):
        return one.figure
    return f"{one.figure}{'以上' if one.bound == '>=' else '以内'}"


def _opposed(first: Statement, second: Statement) -> bool:
    """Whether one figure is the least in one place and the most in another."""
    return {first.bound, second.bound} == {">=", "<="} and first.change == second.change


def _one_figure_two_years(first: Statement, second: Statement, group: list[Statement]) -> bool:
    """Whether one and the same step is dated twice; what is only held below or above may be so in any year."""
    others = {one.year for one in group if one.sentence in {first.sentence, second.sentence}}
    return (
        first.clause != second.clause
        and all(
            _dated_here(one) and (not _ADDS.search(" ".join(manner(one))) or _due(one))
            for one in (first, second)
        )
        and len(others) == len({first.year, second.year})
        and abs(first.amount - second.amount) <= 1e-9 * first.amount
        and first.bound == second.bound
        and not _KEPT.search(first.words + second.words)
        and (first.unit != "%" or first.value < 100)
        and not (first.bound == "<=" and first.change == "level" and not _FALLS.search(first.words))
    )


def _dated_here(one: Statement) -> bool:
    """Whether the figure's own sentence says when; a chapter for each year repeats what every year brings."""
    return str(one.year) in one.sentence + one.words or "五" in one.sentence


def _due(one: Statement) -> bool:
    """Whether the figure is due by the year, rather than within it as in every other year."""
    return (
        re.search(rf"[到至—－-]{one.year}年|{one.year}年(?:年?[底末]|以?之?前)", one.sentence[: one.begin])
        is not None
    )


_ADDS = re.compile(r"rise|added|yearly")
_KEPT = re.compile(r"保持|维持|稳定|控制|不超过|以内")
_FALLS = re.compile(r"降|减|压")
