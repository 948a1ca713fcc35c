"""Checks on parts that make up a whole by their nature or by number: 公共、专用; 三类电源."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import AREA, ROUNDING, gap
from dafeng.methods.plan.review.registry import COPYING, QUANTITY, Check, register
from dafeng.methods.plan.review.runs import NEEDED, Parts, parts_of
from dafeng.methods.plan.review.shortfall import parts_fall_short
from dafeng.methods.plan.review.statements import Statement, bare_subject
from dafeng.methods.plan.review.sums import sum_of_parts
from dafeng.rules.tables import rows

PARTITION_GAP = Check(
    "partition-gap",
    10,
    COPYING,
    "应当互补的分项之和与总数不符",
    "parts that make up the whole do not add to it",
)
SAVINGS_SHORT = Check(
    "savings-short",
    11,
    QUANTITY,
    "各分项合计达不到总目标",
    "the parts told do not add to what is promised at least",
)
_SAVING = re.compile(r"节能|节约|减排|减碳|降碳|少排|削减|压减|减少|替代量|节电|节煤|energy_savings")
_SAVED = frozenset({"coal_equivalent", "mass", "carbon", "electricity", "volume"})
_REST = re.compile(r"其余|其他|剩余|余下|另有|另行|不足部分|等(?=\d|[，。；])|主要|重点")
_NUMERALS = "两三四五六七八九"
_SHARED = re.compile(r"(?P<what>[^，。；：]{2,30}?)(?:指标|任务|目标|规模|额度)*(?:分解|分配|安排|下达)")
_GIVES = re.compile(r"贡献|减排|节能|减少|减碳|降碳|承担|压减|节约|替代")
_A_FEW = 3


@cache
def _partitions() -> tuple[tuple[re.Pattern[str], ...], ...]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for row in rows("review_partitions.csv"):
        found.setdefault(row["id"], []).append(re.compile(row["part"]))
    return tuple(tuple(parts) for parts in found.values())


@register(PARTITION_GAP)
def partition_gap(context: Context) -> Iterator[Finding]:
    """A total with parts that leave nothing out and do not add to it; quotas against the total told before."""
    for check, total, parts in _gaps(context):
        if check is PARTITION_GAP:
            yield gap(check, context, total, parts)


@register(SAVINGS_SHORT)
def savings_short(context: Context) -> Iterator[Finding]:
    """A saving promised in all, with all who are to save, and they save less."""
    for check, total, parts in _gaps(context):
        if check is SAVINGS_SHORT:
            yield gap(check, context, total, parts)


def _gaps(context: Context) -> Iterator[tuple[Check, Statement, Parts]]:
    told = {
        place
        for check in (sum_of_parts, parts_fall_short)
        for one in check(context)
        for place in one.id.split(":", 1)[1].split(",")
    }
    for parts in parts_of(context, alone=True):
        total = parts.before
        if parts.after is not None:
            continue
        if total is None:
            total = _told_before(context, parts) or _needed(context, parts)
        elif not _exhausts(parts, total):
            total = None
        if total is None or total.dimension in {"share", "points"} or f"{total.clause}@{total.start}" in told:
            continue
        if abs(parts.added - total.amount) <= ROUNDING * total.amount:
            continue
        saves = total.dimension in _SAVED and _SAVING.search(total.subject + total.key + total.words)
        short = parts.added < total.amount
        if short and (saves or (total.sense == "aim" and total.bound == ">=")):
            yield SAVINGS_SHORT, total, parts
        if not (short and saves):
            yield PARTITION_GAP, total, parts


def _needed(context: Context, parts: Parts) -> Statement | None:
    """The saving that the same sentence needs before it says who contributes what."""
    first, last = parts.items[0], parts.items[-1]
    lead = first.sentence[: last.stop + 6]
    if not all(_GIVES.search(one.words) for one in parts.items) or _REST.search(lead):
        return None
    return next(
        (
            one
            for one in context.statements
            if one.clause == first.clause
            and one.sentence == first.sentence
            and 0 < one.stop <= first.begin
            and one.dimension == first.dimension
            and NEEDED.search(one.words)
        ),
        None,
    )


def _exhausts(parts: Parts, total: Statement) -> bool:
    """Whether the parts leave nothing out: a partition known by its words, or as many as the sentence counts."""
    first, last = parts.items[0], parts.items[-1]
    sentence = first.sentence
    tail = re.split("[。；]", sentence[last.stop :])[0]
    if _REST.search(sentence[total.stop : last.begin]) or re.match("(?:以上|左右)?(?:等|，其[余他])", tail):
        return False
    lead = sentence[max(0, total.begin - 40) : first.begin]
    counted = re.search(
        rf"(?<!第)(?:([{_NUMERALS}])|([2-9]))(?:大|个|类|项|种)?(?:类|领域|行业|部门|方面|部分|电源|来源|渠道|地区|品种|环节|板块)",
        lead,
    )
    if counted:
        wanted = 2 + _NUMERALS.index(counted[1]) if counted[1] else int(counted[2])
        return wanted == len(parts.items)
    if re.search("其中|包括|分别", sentence[total.stop : first.begin]) is None:
        return False
    names = [one.subject or one.words for one in parts.items]
    return any(
        len(names) >= len(partition)
        and all(any(pattern.search(name) for name in names) for pattern in partition)
        and not _narrow(total, names)
        for partition in _partitions()
    )


def _narrow(total: Statement, names: list[str]) -> bool:
    """Whether the whole is wider than the partition: 可再生能源装机 may hold more than wind and sun."""
    two = len(names) == len(("风电", "光伏")) and all(re.search("风|太阳|光伏", name) for name in names)
    wide = re.search("风电[^，。；]{0,6}(?:太阳|光伏)|风光", total.subject + total.words) is None
    three = all(re.search("煤|油|气", name) for name in names)
    renewables = len(names) >= _A_FEW and all(re.search("水|风|太阳|光伏", name) for name in names)
    return (
        (two and wide)
        or three
        or (renewables and re.search("可再生|非化石|清洁|新能源", total.subject) is not None)
    )


def _told_before(context: Context, parts: Parts) -> Statement | None:
    """The total of a list of areas' quotas that stands in a sentence before: 装机达到50万千瓦。……分解为甲区8万千瓦."""
    first = parts.items[0]
    if sum(AREA.search(one.subject) is not None for one in parts.items) < _A_FEW:
        return None
    shared = _SHARED.search(first.sentence[: first.begin])
    if shared is None:
        return None
    what = bare_subject(re.split("[，。；]", shared["what"])[-1]).replace("的", "")
    for one in context.statements:
        if (
            one.clause == first.clause
            and one.start < first.start
            and one.sense == "aim"
            and one.year == first.year
            and one.dimension == first.dimension
            and one.change == first.change
            and len(one.subject) >= _A_FEW
            and (one.subject.replace("的", "") in what or what in one.subject.replace("的", ""))
        ):
            return one
    return None
