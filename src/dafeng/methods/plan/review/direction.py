"""Checks for measures that move their own indicator the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

WRONG_WAY = Check(
    "wrong-way",
    15,
    QUANTITY,
    "措施与本条目标方向相反",
    "a measure moves its own indicator the wrong way",
)


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None, str], ...]:
    return tuple(
        (
            re.compile(row["aim"]),
            re.compile(row["measure"]),
            re.compile(row["unless"]) if row["unless"] else None,
            row["why"],
        )
        for row in rows("review_wrong_way.csv")
    )


# new projects that must meet a condition are bound by it, not promoted
_REGULATED = re.compile(
    r"[^，。；]{0,8}?(?:须|应当?|必须|一律|要(?=[^求])|按照?|实行|执行|需|依法|严格|达到|不得|禁止)"
)


@register(WRONG_WAY)
def wrong_way(context: Context) -> Iterator[Finding]:
    """A clause that aims one way and orders what pushes the other way."""
    by_clause: dict[str, list[Sentence]] = {}
    for sentence in context.sentences:
        by_clause.setdefault(sentence.clause, []).append(sentence)
    for clause, told in by_clause.items():
        for aim, measure, unless, why in _pairs():
            hit = next(
                (
                    (sentence, found)
                    for sentence in told
                    if (found := measure.search(sentence.text))
                    and not (unless and unless.search(_around(sentence.text, found)))
                    and not _REGULATED.match(sentence.text[found.end() :])
                ),
                None,
            )
            if hit is None or not any(aim.search(one.text) for one in told):
                continue
            sentence, found = hit
            aimed = next(m for one in told if (m := aim.search(one.text)))
            yield finding(
                WRONG_WAY,
                context,
                [sentence],
                title=f"“{found.group()}”与本条的目标方向相反",
                arithmetic=f"{clause}：目标“{aimed.group()[:24]}”；措施“{found.group()}”；{why}",
                settles="该措施对本条指标影响的测算。",
                proposal="删去该措施，或写明其减量、替代来源和对指标的净影响。",
            )
            break


def _around(text: str, found: re.Match[str]) -> str:
    """The phrase of the measure with its neighbours up to the next stop."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "；，")
    end = min((place for mark in "；，" if (place := text.find(mark, found.end())) > 0), default=len(text))
    return text[start + 1 : end]
