"""Checks that the sources a plan lists, in a sentence or a table, cover the use they are to cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import REST, differs, gap, short_of
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.runs import Parts, listed_after, parts_of

SUPPLY_LIST_SHORT = Check(
    "supply-list-short",
    12,
    QUANTITY,
    "供应来源合计与用量不平衡",
    "the sources listed do not add to the use they are to cover",
)
_SUPPLY = re.compile(r"用电量|用气量|用热量|供热|需求|负荷|需水|用水|消费量")
_USE = re.compile(r"用电量|用气量|用热量|用水量|需求(?:量|总量)?|消费(?:总)?量|用煤量")
_SOURCE = re.compile(
    r"发电|调入|外购|购入|外来|来电|受入|自产|自供|供气|供电|供水|气源|供应|供给|进口|开采|接收站|抽采|自备"
)
_TWO = 2


@register(SUPPLY_LIST_SHORT)
def supply_list_short(context: Context) -> Iterator[Finding]:
    """A use whose sources are listed one by one and do not add to it."""
    told: set[int] = set()
    for parts in parts_of(context):
        total = parts.before
        if (
            total is None
            or total.change != "level"
            or not _SUPPLY.search(total.subject)
            or not differs(parts.added, total.amount)
        ):
            continue
        first = parts.items[0]
        if re.search(r"[，；][一-鿿]{2,10}由[^，；]*$", total.sentence[total.stop : first.begin]):
            continue  # 用电量52亿千瓦时，绿色电力由……: the list makes up another thing
        if re.search(
            r"供应|满足|供给|保障|解决|提供|由", total.sentence[total.stop : parts.items[-1].stop + 12]
        ):
            told.add(total.start)
            yield gap(SUPPLY_LIST_SHORT, context, total, parts)
    for parts in listed_after(context):
        total = parts.before
        assert total is not None, "listed after a total"
        sources = all(_SOURCE.search(one.subject + one.words) for one in parts.items)
        if total.start in told or not sources or not _USE.search(total.subject):
            continue
        if short_of(parts.added, total.amount) and not REST.search(total.sentence):
            yield gap(SUPPLY_LIST_SHORT, context, total, parts)
    yield from _tables(context)


def _tables(context: Context) -> Iterator[Finding]:
    """A balance printed as a table: the row of the use, and the rows of the sources."""
    for table in context.tables:
        places = {place for row in table.rows for place in row.places}
        cells = [one for one in context.statements if not one.stop and one.start in places]
        labels = {one.start: one.sentence.split(" | ")[0] for one in cells}
        uses = [
            one for one in cells if _USE.search(labels[one.start]) and not _SOURCE.search(labels[one.start])
        ]
        for use in uses:
            sources = [
                one
                for one in cells
                if one.words == use.words
                and _SOURCE.search(labels[one.start])
                and one.dimension == use.dimension
            ]
            parts = Parts(tuple(sources), use, None)
            rest = any(REST.search(label) for label in labels.values())
            if len(uses) == 1 and len(sources) >= _TWO and not rest and short_of(parts.added, use.amount):
                yield gap(SUPPLY_LIST_SHORT, context, use, parts)
