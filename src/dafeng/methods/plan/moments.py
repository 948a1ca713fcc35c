"""Time expressions of a plan, told apart from base years, dates and history."""

from __future__ import annotations

import re

_PERIOD = r"“?十[一二三四五六七八九]五”?"
TIME = re.compile(
    r"(?:到|至|截至)?20\d\d年?[~\-—至]20\d\d年|(?:到|至|截至)?20\d\d年(?:底|末)?(?:以?前|起|左右)?"
    rf"|(?:到|至)?{_PERIOD}(?:(?:、|和|及|与){_PERIOD})*(?:期间|时期|期末|末)"
)
_BASE = re.compile(r"(?:比|较|与|以)20\d\d年|20\d\d年(?:的)?(?:基础|水平)")
_DATE = re.compile(r"20\d\d年\d{1,2}月|〔20\d\d〕|20\d\d-\d|《[^》]*》")

# A sentence that tells what was done promises nothing; neither does a segment that tells what stands.
HISTORY = re.compile(
    r"(?:下降|提高|增长|增加|减少|降低|达到|上升|完成|建成)了|超额完成|取得显著成[效就]|截[至止]20\d\d年|上年"
)
PAST = re.compile(r"已达|已建|已完成|已累计|截至目前|目前已|同比")
_TARGET_TIME = re.compile(r"^[到至]|(?:前|期间|时期|末)$")


def times_in(text: str) -> list[str]:
    """The time expressions of a segment; base years, dates and titles are none.

    >>> times_in("到2025年，单位面积能耗比2020年下降6%")
    ['到2025年']
    """
    return [match.group() for match in TIME.finditer(_masked(text))]


def looks_ahead(time: str) -> bool:
    """Whether a time expression by itself announces a goal.

    >>> looks_ahead("到2025年"), looks_ahead("2020年")
    (True, False)
    """
    return _TARGET_TIME.search(time) is not None


def _masked(text: str) -> str:
    for pattern in (_BASE, _DATE):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text
