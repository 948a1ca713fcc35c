"""Checks that add, subtract and compound what the plan prints: parts, shares, steps and yearly rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.columns import caps_split_in_table, columns_off
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import AREA, ROUNDING, areas, differs, gap
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.runs import Parts, parts_of
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.weights import (
    shares_listed,
    shares_of_a_whole,
    shares_of_amounts,
    weights_off,
    worded_shares,
)
from dafeng.methods.plan.review.wording import plain

SUM_OF_PARTS = Check(
    "sum-of-parts", 10, COPYING, "分项之和与总数不符", "the parts do not add to the printed total"
)


@register(SUM_OF_PARTS)
def sum_of_parts(context: Context) -> Iterator[Finding]:
    """Quotas that do not add to the total they divide, or parts that pass it."""
    for parts in parts_of(context):
        total = parts.after
        if total is not None and parts.items[0].dimension != "share" and differs(parts.added, total.amount):
            yield gap(SUM_OF_PARTS, context, total, parts)
        total = parts.before
        if total is None or total.dimension == "share" or not differs(parts.added, total.amount):
            continue
        if _MUST.search(total.words) and parts.added > total.amount:
            continue  # more than is needed is no fault
        if _countered(context, parts) or total.dimension == "points" or parts.added > _FAR * total.amount:
            continue
        quotas = areas(parts) >= 2 or _handed_out(parts)
        if (parts.added > total.amount or quotas) and not (quotas and AREA.search(total.subject)):
            yield gap(SUM_OF_PARTS, context, total, parts)
    yield from columns_off(context, SUM_OF_PARTS)
    yield from caps_split_in_table(context, SUM_OF_PARTS)
    yield from _years(context)
    yield from _by_sector(context)
    yield from _part_beyond(context)
    yield from _per_head(context)
    yield from weights_off(context, SUM_OF_PARTS)
    yield from shares_of_a_whole(context, SUM_OF_PARTS)
    yield from worded_shares(context, SUM_OF_PARTS)
    yield from shares_listed(context, SUM_OF_PARTS)
    yield from shares_of_amounts(context, SUM_OF_PARTS)


def _countered(context: Context, parts: Parts) -> bool:
    """Whether the sentence goes on with a part that moves the other way (减少……，煤电增加70万吨)."""
    last = parts.items[-1]
    other = {"fall": "rise", "rise": "fall"}.get(last.change)
    return any(
        one.sentence == last.sentence
        and one.clause == last.clause
        and one.begin > last.begin
        and one.change == other
        and one.dimension == last.dimension
        for one in context.statements
    )


def _handed_out(parts: Parts) -> bool:
    """Whether the total is said to be split into the parts (分解为朔安150……), whatever the areas' names end in."""
    total, first = parts.before, parts.items[0]
    return (
        total is not None
        and len(parts.items) >= _A_FEW
        and re.search("分解为|分解如下|分配为|分别下达", total.sentence[total.stop : first.begin + 2])
        is not None
    )


def _part_beyond(context: Context) -> Iterator[Finding]:
    """其中…… larger than what it is part of."""
    for before, one in pairwise(context.statements):
        between = one.sentence[before.stop : one.begin] if one.sentence == before.sentence else ""
        if (
            one.stop
            and not _in_a_row(before)
            and re.fullmatch("(?:以上|左右|以内)?，其中[^，。；\\d]{2,20}", between)
            and before.change == one.change == "level"
            and before.dimension == one.dimension
            and before.dimension not in {"share", "points", None}
            and one.amount > before.amount * (1 + ROUNDING)
        ):
            yield gap(SUM_OF_PARTS, context, before, Parts((one,), before, None))


def _in_a_row(one: Statement) -> bool:
    """Whether the figure is one of a row, so that 其中 after it speaks of the whole row."""
    place = one.begin - len(one.words) - 1
    return place >= 0 and one.sentence[place] == "、"


def _per_head(context: Context) -> Iterator[Finding]:
    """人口 × 人均 against the total printed in the same sentence."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.change == "level":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        people = [one for one in group if one.dimension == "people" and "人口" in one.subject]
        heads = [one for one in group if one.subject.startswith("人均")]
        for many, each in ((many, each) for many in people for each in heads):
            for total in group:
                same = total.dimension == each.dimension and total.year == each.year == many.year
                if total in heads or not same or not each.dimension:
                    continue
                made = many.amount * each.amount
                if abs(made - total.amount) > _HEADS_WITHIN * total.amount:
                    factor = dimension_of(total.unit)[1]
                    yield finding(
                        SUM_OF_PARTS,
                        context,
                        [total, many, each],
                        title=f"“{total.subject}”{total.figure}与人均值乘人口不符",
                        arithmetic=f"{many.figure}×{each.figure}={plain(made / factor, 2)}{total.unit}，与所写{total.figure}不符",
                        severity=Severity.SERIOUS,
                        settles="人口、人均值和总量的统计口径。",
                        proposal="核对三项数值，使其相符。",
                    )


_HEADS_WITHIN = 0.06
_A_FEW = 3
_SECTORS = re.compile(r"分(?:领域|行业|部门|地区|区域|品种|能源品种|来源|项|类)(?:看|来看|排放|为)*[：:，]?")


def _by_sector(context: Context) -> Iterator[Finding]:
    """分领域为…… after a total printed earlier in the sentence, with other figures in between."""
    for parts in parts_of(context, alone=True):
        first = parts.items[0]
        lead = re.split("[；。]", first.sentence[: first.begin])[-1]
        if not _SECTORS.match(lead.strip()) or parts.before is not None or parts.after is not None:
            continue
        totals = [
            one
            for one in context.statements
            if one.sentence == first.sentence
            and one.clause == first.clause
            and 0 < one.stop <= first.begin
            and one.dimension == first.dimension
            and one.change == "level"
        ]
        if totals and all(differs(parts.added, one.amount) for one in totals):
            yield gap(SUM_OF_PARTS, context, totals[0], parts)


_MUST = re.compile(r"须|需(?!求)|必须|缺口|还差")
_FAR = 3.0  # parts so much larger belong to another total


def _years(context: Context) -> Iterator[Finding]:
    """Yearly amounts printed year by year against 五年累计 of the same thing."""
    for total in context.statements:
        if not re.search(r"[三四五六]年(?:累计|合计|共)", total.words) or total.sense != "aim":
            continue
        years: dict[int, Statement] = {}
        for one in context.statements:
            same = one.key == total.key and one.dimension == total.dimension and one.start != total.start
            if (
                same
                and one.year is not None
                and not re.search("累计|合计", one.words)
                and one.change != "fall"
            ):
                years.setdefault(one.year, one)
        wanted = 3 + "三四五六".index(re.findall(r"([三四五六])年(?:累计|合计|共)", total.words)[0])
        parts = Parts(tuple(years[year] for year in sorted(years)), None, total)
        if len(years) == wanted and differs(parts.added, total.amount):
            yield gap(SUM_OF_PARTS, context, total, parts)
