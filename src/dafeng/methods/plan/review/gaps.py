"""How far parts miss their total, and the finding that says so."""

from __future__ import annotations

import re

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.runs import Parts
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

ROUNDING = 0.006  # parts printed to three figures add to within half a per cent
AREA = re.compile(
    r"[一-鿿]{1,8}(?:县|区|市|旗|镇|乡|街道|园区|新区|开发区|高新区|经开区|州|盟|片区|组团|园|预留)$"
)
REST = re.compile(
    r"其余|剩余|余下|不足部分|缺口|差额|另有|另行|(?<!别无)(?<!没有)(?<!无)其他(?:项目|来源|措施|途径)|自行"
)


def differs(added: float, total: float) -> bool:
    """Whether a sum is off its printed total by more than rounding."""
    return abs(added - total) > ROUNDING * max(total, 1e-9)


def short_of(added: float, total: float) -> bool:
    """Whether a sum stays below what it is to make by more than rounding."""
    return added < (1 - ROUNDING) * total


def areas(parts: Parts) -> int:
    """How many of the parts are the quotas of areas."""
    return sum(AREA.search(one.subject) is not None for one in parts.items)


def gap(check: Check, context: Context, total: Statement, parts: Parts) -> Finding:
    """The finding that some parts do not make their total, with the sum."""
    factor = dimension_of(total.unit)[1]
    missed = parts.added - total.amount
    shown = "+".join(plain(one.amount / factor, 4) for one in parts.items)
    words = "多" if missed > 0 else "少"
    added = plain(parts.added / factor, 4)
    return finding(
        check,
        context,
        [total, *parts.items],
        title=f"“{total.subject}”分项合计{added}{total.unit}，与{total.figure}不符",
        arithmetic=f"{shown}={added}{total.unit}，比{plain(total.value, 4)}{total.unit}{words}{plain(abs(missed) / factor, 4)}{total.unit}",
        severity=Severity.SERIOUS,
        settles="分项和总数各自的来源；是否还有未列出的分项。",
        proposal="核对后使分项之和等于总数，或写明其余部分由谁承担。",
    )
