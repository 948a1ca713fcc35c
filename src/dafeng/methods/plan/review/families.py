"""Checks a known indicator's printed unit against the families of units it is stated in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.dimensions import PER_IN_NAME, unit_dimension
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.units import unit_word
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.vocabulary import load_vocabulary

UNIT_FAMILY = Check(
    "unit-family",
    5,
    COPYING,
    "单位不属于该指标的计量单位",
    "the unit is of no family the indicator is stated in",
)


# 7.5千克标准油/（吨·因数）: the printed unit is longer than what was read of it
_LONGEST = 20
_GOES_ON = re.compile(r"标[准]?[煤油气]|[/／·每]")


@register(UNIT_FAMILY)
def unit_family(context: Context) -> Iterator[Finding]:
    """Building renovation in kilowatt-hours: any known indicator in a unit it never comes in."""
    words = load_vocabulary()
    told = {
        clause for check in (unit_word, unit_dimension) for one in check(context) for clause in one.clauses
    }
    for target in context.plan.numeric_targets:
        if target.indicator_id is None or not target.unit or target.clause in told:
            continue
        family = words.unit_family(target.unit)
        indicator = next((one for one in words.indicators if one.id == target.indicator_id), None)
        if indicator is None:  # a city's own
            continue
        # a share of an amount may be meant by its name alone, an amount of a share may not
        if family is None or family == "percent" or indicator.accepts(family, target.kind):
            continue
        rest = context.plan.document.text[target.value_end or 0 :][:_LONGEST].removeprefix(target.unit)
        if target.value_end and (_GOES_ON.match(rest) or PER_IN_NAME.match(target.indicator)):
            continue
        figure = f"{plain(target.value or 0, 4)}{target.unit}"
        yield UNIT_FAMILY.finding(
            (target.id,),
            title=f"“{target.indicator}”以“{target.unit}”计，不是该指标的计量单位，可能是转录错误",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=f"{figure}：该单位属{family}，该指标以{'、'.join(indicator.families)}计",
            inputs=(context.as_input(target),),
            settles="指标的正式名称和统计制度中的计量单位。",
            proposal=f"核对“{target.indicator}”的单位。",
        )
