"""A promise to save, cut or build so much in all, and the clauses that each promise a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import REST, gap, short_of
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.runs import NEEDED, Parts
from dafeng.methods.plan.review.statements import Statement
from dafeng.rules.tables import rows

_ALL = re.compile(r"全[国省市区县州旗域]|本[省市区县]|我[省市区县]")
_BY_MEANS = re.compile(
    r"通过|依托|依靠|利用|以[^，。；]{1,10}代|领域|行业|企业|园区|项目|工程|环节|系统|机关|机构"
)
_YEARLY = re.compile(r"每年|年均|逐年|平均")
_FRAME = re.compile(
    r"到?20\d\d年?[底末前]?|[—–\-~～至到]|[“”]|十[三四五六七]五|期间|时期|累计|合计|共|总|全[国省市区县州旗域]|力争|确保|实现|形成|完成|达到|年|量|能力|面积|规模|消费|装机|减少|新增"
)
_COUNTED = re.compile(
    r"[两二三四五六七八九2-9](?:大|个|类|项|种)?(?:类|领域|行业|部门|方面|途径|渠道)|共同(?:承担|完成|分担)"
)
_A_FEW, _TWO = 3, 2


@dataclass(frozen=True, slots=True)
class _Deed:
    """One family of promises that add: what is saved, cut or built."""

    name: str
    pattern: re.Pattern[str]
    dimensions: frozenset[str]

    def holds(self, one: Statement) -> bool:
        own = one.words if one.stop else ""
        told = f"{own}，{one.subject}，{one.key}"
        return one.dimension in self.dimensions and self.pattern.search(told) is not None


@cache
def _deeds() -> tuple[_Deed, ...]:
    return tuple(
        _Deed(row["id"], re.compile(row["pattern"]), frozenset(row["dimensions"].split("|")))
        for row in rows("review_deeds.csv")
    )


def spread_over_clauses(context: Context, check: Check) -> Iterator[Finding]:
    """全市节能45万吨 in one clause, and 9 + 14 + 6 + 5 in four others: what is numbered does not reach the whole."""
    for deed in _deeds():
        mine = [
            one
            for one in context.statements
            if one.sense == "aim" and one.stop and deed.holds(one) and not _YEARLY.search(one.words)
        ]
        whole = _whole(context, deed, mine)
        if whole is None or whole.bound == "<=":
            continue
        parts = [
            one
            for one in mine
            if one.start != whole.start
            and one.clause != whole.clause
            and one.year in {None, whole.year}
            and not _is_whole(one)
        ]
        if len({one.clause for one in parts}) < (_TWO if _COUNTED.search(whole.sentence) else _A_FEW):
            continue
        added = Parts(tuple(parts), whole, None)
        if short_of(added.added, whole.amount) and not REST.search(whole.sentence):
            yield gap(check, context, whole, added)


_REST_TO_CLAUSES = re.compile(
    r"(?:其余|剩余|余下)[^，。；]{0,6}?(?:由|从|靠|分解到|落实到)(?:以下|各|重点|相关|有关|其他|上述|下述)[^，。；]{0,4}(?:领域|行业|部门|环节|方面|单位)"
)


def rest_in_clauses(context: Context, check: Check) -> Iterator[Finding]:
    """需节约36万吨，其中结构升级14万吨，其余由重点领域落实: what the clauses of the fields number does not make the rest."""
    for need in context.statements:
        if not need.stop or not NEEDED.search(need.words) or not _REST_TO_CLAUSES.search(need.sentence):
            continue
        deed = next((one for one in _deeds() if one.holds(need)), None)
        if deed is None:
            continue
        inside = [
            one
            for one in context.statements
            if (one.clause, one.sentence) == (need.clause, need.sentence)
            and one.start > need.start
            and one.dimension in deed.dimensions | {"mass"}
        ]
        others = [
            one
            for one in context.statements
            if one.stop
            and one.sense == "aim"
            and one.sentence != need.sentence
            and deed.holds(one)
            and not _YEARLY.search(one.words)
            and not _is_whole(one)
        ]
        parts = Parts((*inside, *others), need, None)
        if len(others) >= _TWO and short_of(parts.added, need.amount):
            yield gap(check, context, need, parts)


def _whole(context: Context, deed: _Deed, mine: list[Statement]) -> Statement | None:
    """The largest promise of the deed that speaks of the whole area, printed or as the fall between two levels."""
    wholes = [one for one in mine if _is_whole(one)]
    wholes += [one for one in mine if _is_bare(deed, one) and _heads(context, one)]
    wholes += _falls(context, deed)
    return max(wholes, key=lambda one: one.amount, default=None)


def _is_whole(one: Statement) -> bool:
    """Whether the promise is said of the whole area, and by no single means."""
    phrase = re.split("[，。；：]", one.sentence[: one.begin])[-1]
    return _ALL.search(phrase) is not None and not _BY_MEANS.search(phrase + one.subject)


def _is_bare(deed: _Deed, one: Statement) -> bool:
    """Whether the promise names nothing beside the deed itself."""
    rest = "" if "总量" in one.subject else _FRAME.sub("", deed.pattern.sub("", one.subject))
    return not re.search("[一-鿿]", rest) and not _BY_MEANS.search(
        re.split("[，。；：]", one.sentence[: one.begin])[-1]
    )


def _heads(context: Context, one: Statement) -> bool:
    """Whether the promise stands in a clause of aims, or where it is said to be shared out."""
    headed = any(re.search("目标|总任务|总量|总体要求", heading) for heading in context.headings(one.clause))
    return headed or "总量" in one.subject or _COUNTED.search(one.sentence) is not None


def _falls(context: Context, deed: _Deed) -> Iterator[Statement]:
    """煤炭消费总量由395万吨降到335万吨, or 比2025年的610万吨减少8%, as an amount cut."""
    if deed.name != "coal_cut":
        return
    totals = [one for one in context.statements if one.key == "coal_consumption" and one.stop]
    facts = [
        one
        for one in totals
        if one.sense == "fact" and one.dimension in deed.dimensions and one.change == "level"
    ]
    for fact in facts:
        for aim in totals:
            if aim.sense != "aim" or aim.clause != fact.clause:
                continue
            if aim.unit == "%" and aim.change == "fall":
                yield _as_cut(aim, fact, fact.amount * aim.value / 100)
            elif aim.dimension == fact.dimension and aim.change == "level" and aim.amount < fact.amount:
                yield _as_cut(aim, fact, fact.amount - aim.amount)


def _as_cut(aim: Statement, fact: Statement, amount: float) -> Statement:
    value = round(amount * fact.value / fact.amount, 2) if fact.amount else 0.0
    return replace(
        aim, value=value, amount=amount, unit=fact.unit, dimension=fact.dimension, change="fall", bound=">="
    )
