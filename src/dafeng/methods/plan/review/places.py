"""Checks a target's place against what the plan tells of the area's own nature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

OTHER_PLACE = Check(
    "other-place",
    6,
    CONVENTION,
    "目标所指的地域、资源条件本地没有",
    "a target for a coast, a climate or a resource that the area says it lacks",
)
_OURS = re.compile(
    r"我[省市县区州]|本[省市县区州]|全[省市县区州]|[位地处]于|地处|属于?|市域|辖区|区位|平均日照|境内"
)


@cache
def _places() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["told"]), re.compile(row["aimed"]), row["why"]) for row in rows("review_places.csv")
    )


@register(OTHER_PLACE)
def other_place(context: Context) -> Iterator[Finding]:
    """A share or an amount promised for a kind of place that the plan says it has none of."""
    for told, aimed, why in _places():
        own = _told_of_us(context, told)
        if own is None:
            continue
        seen: set[str] = set()
        for one in context.statements:
            phrase = re.split("[。；]", one.sentence[: one.begin])[-1]
            hit = aimed.search(phrase) or aimed.search(one.subject)
            if (
                hit is None
                or one.sense != "aim"
                or not one.stop
                or one.sentence == own.text
                or one.sentence in seen
                or told.search(phrase)
                or not _promises(one)
            ):
                continue
            seen.add(one.sentence)
            yield finding(
                OTHER_PLACE,
                context,
                [one, own],
                title=f"“{one.subject}”{one.figure}针对“{hit.group()}”，方案所述本地情况不符",
                arithmetic=f"{own.clause}：“{own.text[:40]}”；{why}，适用对象数为0，0÷0不能记为{one.figure}",
                settles="适用对象的名单。",
                proposal="删去该目标，或写明本地适用对象。",
            )


def _told_of_us(context: Context, told: re.Pattern[str]) -> Sentence | None:
    return next(
        (
            sentence
            for sentence in context.sentences
            if told.search(sentence.text) and _OURS.search(sentence.text) and sentence.clause
        ),
        None,
    )


def _promises(one: Statement) -> bool:
    return one.unit == "%" or one.dimension in {"power", "count", "area", "length", "electricity", "mass"}
