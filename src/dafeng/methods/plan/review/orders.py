"""Checks a target against the order from above that is printed in brackets beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.status_quo import falls
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

LOOSER_THAN_ORDER = Check(
    "looser-than-order",
    16,
    CONVENTION,
    "松于句中所注的上级要求",
    "asks less than the order from above noted beside it",
)
_ABOVE = r"(?:国家|中央|省|自治区|上级|市|州|省里|省级|市级|省委|市委|省政府|市政府|省人民政府|市人民政府|国务院|省发展改革委)"
_GIVEN = r"(?:下达|分解|核定|明确|要求|确定|规定|安排|提出|控制|约束|目标|任务|指标|分配|部署|方案)"
_ORDER = re.compile(rf"{_ABOVE}[^，。；（）]{{0,10}}{_GIVEN}[^，。；（）]{{0,18}}$")
_BESIDE = re.compile(r"^(?:及?以上|及?以下|以内|左右|之内)*[（(，,]$")


@register(LOOSER_THAN_ORDER)
def looser_than_order(context: Context) -> Iterator[Finding]:
    """A figure, and right after it in brackets or after a comma what was handed down, which asks more."""
    before: Statement | None = None
    for one in context.statements:
        aim, before = before, one
        if aim is None or aim.sentence != one.sentence or aim.clause != one.clause or aim.unit != one.unit:
            continue
        if aim.sense != "aim" or not one.stop:
            continue
        between = aim.sentence[aim.stop : one.begin]
        opened = re.match(r"[^，,（(]*[（(，,]", between)
        if opened is None or not _BESIDE.match(opened.group()) or not _ORDER.search(between):
            continue
        if one.key == aim.key and one.change == aim.change and one.sense == "higher":
            continue  # told by name, and compared as such
        looser = one.amount < aim.amount if falls(aim) and aim.change == "level" else one.amount > aim.amount
        if looser:
            yield finding(
                LOOSER_THAN_ORDER,
                context,
                [aim, one],
                title=f"“{aim.subject}”{aim.figure}松于句中所注的上级要求{one.figure}",
                arithmetic=f"本方案{aim.figure}，上级要求{one.figure}，相差{plain(abs(aim.value - one.value), 4)}{aim.unit}",
                settles="上级下达文件；本市与上级口径是否一致。",
                proposal=f"将“{aim.subject}”调整到不松于{one.figure}，或说明差距的依据。",
            )
