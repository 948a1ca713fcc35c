"""Checks that what is listed delivers what is promised: lists, yearly paces, areas' shares, tables, other clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.columns import carried_out_by_table, one_project_for_all
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.deeds import rest_in_clauses, spread_over_clauses
from dafeng.methods.plan.review.filled import share_not_filled
from dafeng.methods.plan.review.gaps import REST, areas, gap, short_of
from dafeng.methods.plan.review.net import step_not_made
from dafeng.methods.plan.review.pace import by_year
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.runs import NEEDED, OF_A_YEAR, Parts, listed_after, parts_of
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.sums import SUM_OF_PARTS
from dafeng.methods.plan.review.weights import split_too_low

PARTS_FALL_SHORT = Check(
    "parts-fall-short",
    11,
    QUANTITY,
    "所列措施合计达不到总目标",
    "the measures listed cannot deliver the target above them",
)
_WHOLLY = re.compile(
    r"全部|别无|没有其他|仅|分解|分配|为此|由(?!于|20)[^，。；]{2,60}(?:组成|构成|满足|承担|完成|实现|保障|提供|支撑|贡献|予以)"
    r"|分别(?:为|承担|完成|下达|安排|减少|削减|压减|节约|新增)|措施为|具体为|即(?!使)|(?:依托|依靠|通过|安排|实施|组织|按)[^，。；]{0,16}(?:实现|完成|落实|如下|分解|推进)?[：:]"
    r"|(?:任务|指标|安排|贡献|来源|构成|分工)[^，。；]{0,8}(?:为|是|如下)?[：:]|(?:任务|安排)(?:分别)?为|^(?:以上|左右)?[：:]"
)
_SOME = re.compile(
    r"其中|包括|重点|主要(?!措施|来源|由)|例如|等(?=\d|项目|工程|措施|领域|方面)|优先|首批|率先"
)
_SUPPLY = re.compile(r"用电量|用气量|用热量|供热|需求|负荷|需水|用水|消费量")
_FOR_DELIVERY = re.compile(
    r"措施|工程|行动|贡献|减排|少排|削减|节能|替代|压减|来源|安排|项目|改造|通过|依靠|依托|任务|支撑|签约|节约|减碳|降碳|减少|下降|新增|新建|建成|完成|造林|推广|累计"
)
_GIVES = re.compile(
    r"节约|节能|减排|减碳|降碳|减少|压减|削减|新增|改造|完成|建成|贡献|承担|形成|替代|造林|推广|更新"
)
_A_FEW = 3


@register(PARTS_FALL_SHORT)
def parts_fall_short(context: Context) -> Iterator[Finding]:
    """Measures printed with their amounts that add to less than the target they are to deliver."""
    told: set[int] = set()
    for parts in listed_after(context):
        total = parts.before
        assert total is not None, "listed after a total"
        if total.start in told or not _delivers(total, parts) or _only_the_step(context, total, parts):
            continue
        told |= {total.start, *(one.start for one in parts.items)}
        if short_of(parts.added, total.amount):
            yield gap(PARTS_FALL_SHORT, context, total, parts)
    for parts in parts_of(context):
        need = _need(context, parts)
        if need is None or need.start in told:
            continue
        answers = _answers(context, need, parts)
        if short_of(answers.added, need.amount):
            told.add(need.start)
            yield gap(PARTS_FALL_SHORT, context, need, answers)
    yield from spread_over_clauses(context, PARTS_FALL_SHORT)
    yield from rest_in_clauses(context, PARTS_FALL_SHORT)
    yield from carried_out_by_table(context, PARTS_FALL_SHORT)
    yield from one_project_for_all(context, PARTS_FALL_SHORT)
    yield from split_too_low(context, PARTS_FALL_SHORT)
    yield from by_year(context, PARTS_FALL_SHORT, SUM_OF_PARTS)
    yield from _built_too_little(context)
    yield from step_not_made(context, PARTS_FALL_SHORT)
    yield from share_not_filled(context, PARTS_FALL_SHORT)


def _delivers(total: Statement, parts: Parts) -> bool:
    """Whether what follows is said to make up the total: wholly, by area, by year, or each by the total's own deed."""
    first, last = parts.items[0], parts.items[-1]
    if first.sentence == total.sentence:
        lead = total.sentence[total.stop : first.begin]
    else:
        lead = total.sentence[total.stop :] + first.sentence[: first.begin]
    tail = re.split("[。；]", last.sentence[last.stop :])[0]
    if REST.search(lead + _between(parts) + tail) or _SOME.search(tail[:8]) or tail.startswith("等"):
        return False
    if total.bound == "<=" or (_SUPPLY.search(total.subject) and total.change == "level"):
        return False
    if not _FOR_DELIVERY.search(total.sentence) or not _told_apart(total, parts):
        return False
    if all(OF_A_YEAR.search(one.words) for one in parts.items):
        years = re.findall(r"(20\d\d)年", _between(parts) + first.words)
        return len(set(years)) >= _A_FEW
    if first.sentence == total.sentence and re.match("(?:以上|左右)?[、和]", lead):
        return False  # one of a row
    if _SOME.search(lead):
        return re.search("分别|分解|由|全部|仅", lead) is not None and _WHOLLY.search(lead) is not None
    if areas(parts) == len(parts.items):
        return True
    own = re.split("[，。；：]", total.sentence[: total.begin])[-1]
    if _WHOLLY.search(own + lead) or _WHOLLY.search(lead + _between(parts) + tail):
        return True
    gives = all(_GIVES.search(one.words) for one in parts.items)
    return (
        gives
        and (first.sentence != total.sentence or re.search("[；：]", lead) is not None)
        and len(parts.items) >= _A_FEW
        and _GIVES.search(total.words + total.subject) is not None
    )


def _only_the_step(context: Context, total: Statement, parts: Parts) -> bool:
    """Whether the parts are what is added to a level told beside the total (由120增加到300，新增……)."""
    first = parts.items[0]
    stands = any(
        one.sense == "fact"
        and (one.clause, one.sentence) == (total.clause, total.sentence)
        and one.subject == total.subject
        and one.dimension == total.dimension
        for one in context.statements
    )
    lead = first.sentence[total.stop if first.sentence == total.sentence else 0 : first.begin]
    return stands and total.change == "level" and re.search("新增|净增|增加|新建|减", lead) is not None


def _between(parts: Parts) -> str:
    """The words from the first part to the last."""
    first, last = parts.items[0], parts.items[-1]
    if first.sentence == last.sentence:
        return first.sentence[first.begin : last.begin]
    return first.sentence[first.begin :] + last.sentence[: last.begin]


def _told_apart(total: Statement, parts: Parts) -> bool:
    """Whether the parts are other things than the total and than each other."""
    names = [one.subject for one in parts.items]
    years = all(OF_A_YEAR.search(one.words) for one in parts.items)
    return years or (len(set(names)) == len(names) and total.subject not in names)


def _need(context: Context, parts: Parts) -> Statement | None:
    """The amount that the same clause says must be saved before it lists who saves what."""
    first = parts.items[0]
    needs = [
        one
        for one in context.statements
        if one.clause == first.clause
        and one.start < first.start
        and one.dimension == first.dimension
        and NEEDED.search(re.sub(r"[比较在]20\d\d年[^，。；\d]{0,8}", "", one.words))
    ]
    return needs[-1] if needs else None  # the list answers the need told last


def _answers(context: Context, need: Statement, parts: Parts) -> Parts:
    """All that the sentence of the list prints of the need's stuff, so that no shortfall is made by the reading."""
    first = parts.items[0]
    items = [
        one
        for one in context.statements
        if one.clause == first.clause
        and one.sentence == first.sentence
        and one.start >= first.start
        and one.dimension == need.dimension
        and not re.search("合计|总计|(?<!公)共计?约?$", one.words)
    ]
    return Parts(tuple(items), need, None)


def _built_too_little(context: Context) -> Iterator[Finding]:
    """现有45、新增40、达到120: what stands and what is to be built do not make the level promised."""
    for built in context.statements:
        name = re.sub("^(?:累计|期间)*(?:新增|新建|扩建|再建)", "", built.subject)
        if built.sense != "aim" or not built.stop or name == built.subject or built.dimension in _NO_AMOUNT:
            continue
        same = [
            one
            for one in context.statements
            if one.clause == built.clause and one.dimension == built.dimension and one.subject == name
        ]
        for fact in (one for one in same if one.sense == "fact"):
            for aim in (one for one in same if one.sense == "aim" and one.year == built.year):
                parts = Parts((fact, built), aim, None)
                if aim.bound != "<=" and short_of(parts.added, aim.amount):
                    yield gap(PARTS_FALL_SHORT, context, aim, parts)
                    return


_NO_AMOUNT = frozenset({None, "share", "points", "ratio"})
