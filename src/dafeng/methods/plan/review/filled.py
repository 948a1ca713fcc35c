"""Whether what a thing is said to be made up of is the share of the whole that the plan promises of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import REST
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_MADE_UP = re.compile(
    r"(?:^|[，；。：])(?:其中)?(?P<thing>[一-鿿]{2,10}?)(?:主要)?由(?P<parts>[^。；]{4,120}?)(?:组成|构成|满足|保障|承担|提供|落实)"
)
_SHORT = 0.95
_TWO = 2


def share_not_filled(context: Context, check: Check) -> Iterator[Finding]:
    """绿电由5.5和9.0组成, 用电量52, 绿电占用电量45%: the share of the whole is more than the parts."""
    shares = [
        one for one in context.statements
        if one.unit == "%" and one.sense == "aim" and one.change == "level" and one.bound in {">=", "=", "~"}
    ]  # fmt: skip
    for sentence in context.sentences:
        for found in _MADE_UP.finditer(sentence.text):
            told = [
                one
                for one in context.statements
                if one.stop and one.sentence == sentence.text and one.clause == sentence.clause
            ]
            parts = [one for one in told if found.start("parts") <= one.begin < found.end("parts")]
            if len(parts) < _TWO or len({one.dimension for one in parts}) > 1 or REST.search(sentence.text):
                continue
            core = found["thing"][:_LETTERS]
            for share in shares:
                whole = _whole_of(context, share, parts[0], told) if core in share.subject else None
                if whole is None:
                    continue
                need, added = whole.amount * share.value / 100, sum(one.amount for one in parts)
                if added >= _SHORT * need:
                    continue
                factor = dimension_of(parts[0].unit)[1]
                yield finding(
                    check,
                    context,
                    [*parts, whole, share],
                    title=f"“{found['thing']}”所列来源合计{plain(added / factor, 4)}{parts[0].unit}，达不到{share.figure}的目标",
                    arithmetic=f"{whole.figure}×{share.figure}={plain(need / factor, 4)}{parts[0].unit}，"
                    f"所列{'+'.join(plain(one.amount / factor, 4) for one in parts)}={plain(added / factor, 4)}{parts[0].unit}",
                    severity=Severity.SERIOUS,
                    settles="各项来源的数量；是否还有未列出的来源。",
                    proposal="补列来源或相应调整目标，使两者相衔接。",
                )
                break


_LETTERS = 4


def _whole_of(context: Context, share: Statement, part: Statement, told: list[Statement]) -> Statement | None:
    """The amount that the share is of: told for its year, and named in the share (占全社会用电量的比重)."""
    place = share.subject.find("占")
    of = share.subject[place + 1 :] if place >= 0 else ""
    fitting = [
        one
        for one in (*told, *context.statements)
        if one.stop
        and one.sense == "aim"
        and one.dimension == part.dimension
        and one.year == share.year
        and len(one.subject) > _TWO
        and one.subject in of
    ]
    return fitting[0] if fitting else None
