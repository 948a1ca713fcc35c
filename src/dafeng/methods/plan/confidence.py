"""How likely a reading is right as a whole: an additive table over features that anybody can check.

The weights are log-odds in ``rules/reading_confidence.csv``; ``benchmarks/confidence.py`` fits them on
labelled plans.  Of the items told at 0.9, about nine in ten should be right in every field.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from dafeng.methods.plan.target.amounts import years_of
from dafeng.methods.plan.target.draft import Draft
from dafeng.methods.plan.target.moments import times_in

INTERCEPT = "intercept"
LOWEST, HIGHEST = 0.02, 0.99
"""A table fitted on a few hundred items cannot tell one in a thousand."""
_NEAR = 12
_STOPS = "。；！？"
_DAMAGE = re.compile(
    r"[\ufffd□■◆▲?]|(?<=[一-鿿])[a-zA-Z]{1,2}(?=[一-鿿])|(?<=\d)[OolI](?=\d)|([一-鿿]{3,})\1"
)
_LIST = re.compile(r"分别|各(?:达|为)|、")
_OPEN_ENDS = re.compile(r"^(?:的|和|及|与|并|使|将|对|在|以)|(?:的|和|及|与|、)$|[，；：“”]")
_SHORT, _LONG = 3, 18
_LONG_QUOTE = 45
_PLAIN_UNITS = frozenset({"%", "个", "项", "家", "座", "万千瓦", "吨", "万吨", "亿元", "万元", "亿千瓦时"})


def features(draft: Draft, text: str, beside: int = 0) -> dict[str, float]:
    """What can be seen of a reading: names with 1.0, or a size for the few that are counted.

    `text` is the reading view the draft's places belong to; `beside` is the number of other drafts whose
    words overlap its own.

    Examples
    --------
    >>> words = "到2030年，绿电比例达到40%以上。"
    >>> seen = features(
    ...     Draft("一", "绿电比例", None, ">=", 40.0, None, "%", 2030, None, "share", "以上", None, "core",
    ...           0, 16, 13, 15), words
    ... )
    >>> sorted(seen)
    ['bounded', 'indicator_open', 'intercept', 'kind:share', 'year:own']

    """
    quote = text[draft.start : draft.end]
    worded = draft.value is None
    seen = {
        INTERCEPT: True,
        "worded": worded,
        "worded_plain": worded and draft.reading is None,
        f"kind:{draft.kind}": not worded,
        f"tier:{draft.tier}": draft.tier in {"standing", "table"},
        f"year:{_year_source(draft, text)}": True,
        "bounded": draft.comparator in {">=", "<=", ">", "<"},
        "about": draft.comparator == "~",
        "range": draft.value_max is not None,
        "indicator_open": draft.indicator_id is None,
        "indicator_short": len(draft.indicator) < _SHORT,
        "indicator_long": len(draft.indicator) > _LONG,
        "indicator_ragged": _OPEN_ENDS.search(draft.indicator) is not None,
        "indicator_elsewhere": draft.indicator not in quote,
        "scope": draft.scope is not None,
        "base_year": draft.base_year is not None,
        "no_unit": not worded and draft.unit is None,
        "rare_unit": draft.unit is not None and draft.unit not in _PLAIN_UNITS,
        "listed": _LIST.search(quote) is not None,
        "beside": beside > 0,
        "long_quote": len(quote) > _LONG_QUOTE,
        "damaged": _DAMAGE.search(text[max(draft.start - _NEAR, 0) : draft.end + _NEAR]) is not None,
    }
    return {name: 1.0 for name, holds in seen.items() if holds}


def probability(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability behind the summed log-odds; a feature without a weight counts nothing.

    >>> probability({"intercept": 1.0, "damaged": 1.0}, {"intercept": 2.0, "damaged": -2.0})
    0.5
    """
    total = sum(weights.get(name, 0.0) * size for name, size in seen.items())
    return round(min(max(1 / (1 + math.exp(-total)), LOWEST), HIGHEST), 2)


def overlaps(drafts: list[Draft]) -> list[int]:
    """How many other drafts share words with each; those that ended before it or start after it do not."""
    starts, ends = sorted(draft.start for draft in drafts), sorted(draft.end for draft in drafts)
    return [bisect_left(starts, draft.end) - bisect_right(ends, draft.start) - 1 for draft in drafts]


def _year_source(draft: Draft, text: str) -> str:
    """Where the year stands: in its own words, before them in the sentence, further off, or nowhere."""
    if draft.year is None:
        return "none"
    if _names(text[draft.start : draft.end], draft.year):
        return "own"
    begin = max((text.rfind(stop, 0, draft.start) for stop in _STOPS), default=-1) + 1
    return "sentence" if _names(text[begin : draft.start], draft.year) else "far"


def _names(words: str, year: int) -> bool:
    return any(year in years_of(time) for time in times_in(words))
