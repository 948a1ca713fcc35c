"""Checks for targets that arithmetic on others leaves with nothing of their own: a slack sum, a smaller growth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

SLACK_SUM = Check(
    "slack-sum",
    14,
    CONVENTION,
    "合计目标低于分项目标之和",
    "a sum asks less than its parts already do",
)
_TAIL = re.compile(
    r"(?:发电|并网|投产|累计|总|年|新增)*(?:装机|产量|产能|规模|容量|能力|面积|数量|量)*(?:合计|总计|总和|之和|共计|总量|总规模)*$"
)
_TOGETHER = re.compile(r"合计|总计|总和|之和|共计|两项|两者|总(?:装机|量|规模|面积|产|容量|能力)")
_ENOUGH = 2


def _kernel(name: str) -> str:
    """The thing itself, without its measure: 太阳能发电并网装机 → 太阳能."""
    return _TAIL.sub("", re.sub(r"^(?:其中|—|全[省市区县])+", "", name))


def _same_kernel(first: str, second: str) -> bool:
    return len(first) > 1 and (first.startswith(second) or second.startswith(first))


@register(SLACK_SUM)
def slack_sum(context: Context) -> Iterator[Finding]:
    """A total of named things for which the plan sets each its own target, and these add to more."""
    aims = [
        one for one in context.statements if one.sense == "aim" and one.dimension and one.change == "level"
    ]
    for total in aims:
        told = total.subject + total.words
        names = [
            kernel for piece in re.split("[、和与及]", total.subject) if len(kernel := _kernel(piece)) > 1
        ]
        if total.bound == "<=" or len(names) < _ENOUGH or not _TOGETHER.search(told) or total.unit == "%":
            continue
        parts: list[Statement] = []
        for name in names:
            own = [
                one
                for one in aims
                if _same_kernel(_kernel(one.subject), name)
                and one.dimension == total.dimension
                and one.year == total.year
                and one.bound != "<="
                and one.sentence != total.sentence
            ]
            parts += own[:1]
        added = sum(one.amount for one in parts)
        if len(parts) < len(names) or added <= total.amount * 1.001:
            continue
        yield _follows(
            SLACK_SUM,
            context,
            [total, *parts],
            f"{'+'.join(one.figure for one in parts)}={plain(added * total.value / total.amount, 4)}{total.unit}>{total.figure}",
        )


SMALLER_GROWTH = Check(
    "smaller-growth",
    14,
    CONVENTION,
    "增量目标已由期末水平包含",
    "a growth that the level set for the same year already contains",
)
_GROWTH = re.compile(r"(?:净增加?|净增长|净新增|增加|增长|累计增加|新增)(?:量)?[^，。；\d]{0,4}$")


@register(SMALLER_GROWTH)
def smaller_growth(context: Context) -> Iterator[Finding]:
    """A growth smaller than the end level less the level of the year before the period, all printed."""
    for grown in context.statements:
        if (
            grown.sense != "aim"
            or not grown.dimension
            or grown.unit == "%"
            or not _GROWTH.search(grown.words)
        ):
            continue
        name = re.sub(r"(?:净|累计|年均|—)+|(?:增加|增长|增)$", "", grown.subject)
        if len(name) <= 1 or re.search(r"每年|年均|其中", grown.words):
            continue
        same = [
            one
            for one in context.statements
            if one.dimension == grown.dimension
            and one.start != grown.start
            and name in one.subject
            and one.clause == grown.clause
            and one.year is not None
        ]
        begins = re.search(r"(20\d\d)年?[—–~至\-](20\d\d)年", grown.sentence[: grown.begin])
        start = int(begins[1]) - 1 if begins else None
        for level in (one for one in same if one.sense == "aim" and one.year == grown.year):
            for base in (one for one in same if one.sense == "fact" and (start is None or one.year == start)):
                step = level.amount - base.amount
                if 0 < grown.amount < 0.999 * step:
                    unit = level.amount / level.value if level.value else 1.0
                    yield _follows(
                        SMALLER_GROWTH,
                        context,
                        [grown, level, base],
                        f"{level.figure}−{base.figure}={plain(step / unit, 4)}>{grown.figure}",
                    )
                    break


def _follows(check: Check, context: Context, told: list[Statement], line: str) -> Finding:
    return finding(
        check,
        context,
        told,
        title=f"“{told[0].subject}”{told[0].figure}已由其他目标包含，没有独立约束",
        arithmetic=f"{line}：完成后者即完成前者",
        settles="以哪一项为考核指标。",
        proposal="只保留可独立考核的指标，另一项注明为推算值，或提高到不低于推算值。",
    )
