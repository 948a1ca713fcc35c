"""Checks that the sources a plan lists cover the use they are to cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import differs, gap
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.runs import parts_of

SUPPLY_LIST_SHORT = Check(
    "supply-list-short",
    12,
    QUANTITY,
    "供应来源合计与用量不平衡",
    "the sources listed do not add to the use they are to cover",
)
_SUPPLY = re.compile(r"用电量|用气量|用热量|供热|需求|负荷|需水|用水|消费量")


@register(SUPPLY_LIST_SHORT)
def supply_list_short(context: Context) -> Iterator[Finding]:
    """A use whose sources are listed one by one and do not add to it."""
    for parts in parts_of(context):
        total = parts.before
        if (
            total is None
            or total.change != "level"
            or not _SUPPLY.search(total.subject)
            or not differs(parts.added, total.amount)
        ):
            continue
        if re.search(
            r"供应|满足|供给|保障|解决|提供|由", total.sentence[total.stop : parts.items[-1].stop + 12]
        ):
            yield gap(SUPPLY_LIST_SHORT, context, total, parts)
