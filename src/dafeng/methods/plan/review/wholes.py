"""Checks for a part promised beside its whole: nought and a cap, all and a share, a level and its increase."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

PART_OF_WHOLE = Check(
    "part-of-whole",
    14,
    CONVENTION,
    "一项目标已包含在另一项之内",
    "a target is contained in another of the same clause",
)
_NOUGHT = re.compile(
    r"(?P<what>[一-鿿]{2,10}?)(?:实现|保持|达到)?零(?P<verb>填埋|排放|废弃|外排|弃置|增长|焚烧)"
)
_ALL = re.compile(
    r"(?P<subject>[^，。；]{2,30}?)(?:全部|全面|均|一律)(?P<done>(?:完成|建成|实现|达到|执行|开展|实施|接入|配备|改造)[^，。；]{2,20})"
)
_FILLER = re.compile(
    r"的|占|比重|比例|占比|率|数量|面积|达到|完成|建成|实现|执行|开展|实施|全部|全市|全省|全区|全县|到|年|底|前|\d|以上|验收|个|家|座|并通过|中|等"
)
_ENOUGH = 0.9  # a word more (星级) makes the share one of something narrower
_NARROWER = 4
_MORE = 1.01  # levels that give exactly the increase only show how it was reckoned


@register(PART_OF_WHOLE)
def part_of_whole(context: Context) -> Iterator[Finding]:
    """零填埋 with a cap on landfill, 全部完成 with a share, 100 % with 其中95 %, a stock with its own increase."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        if one.stop:
            by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        yield from _nought(context, group)
        yield from _all(context, group)
        yield from _subset(context, group)
        yield from _part_of_all(context, group)
        yield from _increase(context, group)


def _shares(group: list[Statement]) -> list[Statement]:
    return [one for one in group if one.unit == "%" and one.sense == "aim" and one.change == "level"]


def _nought(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """原生垃圾零填埋，填埋比例控制在5%以内: the cap says less than the nought."""
    for one in _shares(group):
        for found in _NOUGHT.finditer(one.sentence):
            if found["verb"] in one.subject and one.bound == "<=" and 0 < one.value < 100:
                yield _contained(context, [one], f"{found.group()}即0%，0%<{one.figure}：完成前者即完成后者")
                break


def _all(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """全部完成改造，改造的占比达到80%: the share says less than all."""
    for one in _shares(group):
        if one.value >= 100 or one.bound == "<=":
            continue
        mine = _letters(one.subject)
        for found in _ALL.finditer(one.sentence):
            if found.start() <= one.begin <= found.end():
                continue
            of = _letters(found["subject"].split("，")[-1])
            if len(of - mine) > _NARROWER:
                continue  # all of a part only
            those = of | _letters(found["done"])
            if mine and len(mine & those) >= _ENOUGH * len(mine):
                yield _contained(context, [one], f"“{found.group()[-24:]}”即100%，100%>{one.figure}")
                break


def _subset(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """比例达到100%，其中甲达到95%以上: a part of all is all done as well."""
    for whole in _shares(group):
        if whole.value < 100:
            continue
        for one in _shares(group):
            between = one.sentence[whole.stop : one.begin]
            within = one.sentence == whole.sentence and one.begin > whole.stop and one.year == whole.year
            if within and one.value < 100 and re.match(r"(?:以上)?，其中[^，。；]*$", between):
                yield _contained(context, [one, whole], f"全部为100%，其中各部分也为100%>{one.figure}")


_ALL_DONE = re.compile(r"(?:全部|均|一律|全面|全都?)[^，。；]{2,24}(?:，|（)其中(?P<part>[^，。；]*)$")


def _part_of_all(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """436家企业全部建成，其中钢铁企业建成率90%: of all a part is all as well."""
    for one in _shares(group):
        found = _ALL_DONE.search(one.sentence[: one.begin])
        if found and one.value < 100 and one.bound != "<=" and "率" in one.subject + found["part"]:
            yield _contained(context, [one], f"“{found.group()[:20]}”即100%，其中各部分也为100%>{one.figure}")


def _increase(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """由620增至660，净增30以上: the two levels give more than the increase asks."""
    for grown in group:
        if grown.sense != "aim" or grown.unit == "%" or not re.search("净增|增加$|增长$|新增$", grown.words):
            continue
        facts = [
            one for one in group if one.key == grown.key and one.sense == "fact" and one.change == "level"
        ]
        aims = [
            one
            for one in group
            if one.key == grown.key and one.sense == "aim" and one.change == "level" and one is not grown
        ]
        for fact, aim in ((fact, aim) for fact in facts for aim in aims):
            made = aim.amount - fact.amount
            if (
                aim.dimension == grown.dimension
                and aim.year == grown.year
                and made > _MORE * grown.amount > 0
            ):
                yield _contained(
                    context,
                    [grown, aim, fact],
                    f"{aim.figure}−{fact.figure}={plain(made / (grown.amount / grown.value), 4)}{grown.unit}>{grown.figure}",
                )
                return


def _letters(words: str) -> set[str]:
    return set(re.sub(r"[^一-鿿]", "", _FILLER.sub("", words)))


def _contained(context: Context, told: list[Statement], line: str) -> Finding:
    return finding(
        PART_OF_WHOLE,
        context,
        told,
        title=f"“{told[0].subject}”{told[0].figure}已包含在同条另一项目标之内",
        arithmetic=line,
        settles="两处的范围和时间是否相同。",
        proposal="只保留其中一项为目标，另一项注明为推算值或写明范围的区别。",
    )
