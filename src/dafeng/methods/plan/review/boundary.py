"""Checks on what the emissions of a plan are counted by: a CO2 target without an accounting boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.wording import listed, span

BOUNDARY_MISSING = Check(
    "boundary-missing",
    4,
    CONVENTION,
    "碳排放目标未写明核算边界",
    "CO2 targets without an accounting boundary",
)


_DRAWN = re.compile(
    r"(?:边界|口径|范围)|(?:不)?(?:包括|包含|计入|含|纳入|扣除)|指(?:本|全|行政|市域|省域)|为(?:能源活动|属地|化石)|单(?:列|独)|另行(?:核算|统计|计算)"
)
_BOOKS = re.compile(
    r"(?:调入|调出|外购|购入|外来|净调)[^。；，]{0,8}(?:电|热)|(?:工业)?(?:生产)?过程|直接(?:燃烧)?排放|间接排放|属地|消费侧|生产侧|化石(?:能源|燃料)(?:直接)?燃烧|燃料燃烧|电力(?:、热力)?(?:隐含)?排放|范围[一二三123]"
)


def _draws_boundary(text: str) -> bool:
    """Whether a sentence says which book the emissions are kept in: what is in, what is out, how power is counted."""
    if re.search(r"范围[一二三123]|核算(?:边界|口径)(?:按|执行|沿用|见|与|采用)", text):
        return True
    return re.search("排放", text) is not None and bool(_DRAWN.search(text) and _BOOKS.search(text))


def _on_accounts(context: Context) -> list[str]:
    """The clauses headed by boundary or accounting, where the missing words belong."""
    return [one.id for one in context.plan.clauses if re.search("核算|口径|边界", one.heading[:12])]


@register(BOUNDARY_MISSING)
def boundary_missing(context: Context) -> Iterator[Finding]:
    """A peak or a CO2 cut in a plan that never says what it counts."""
    targets = [
        target
        for name in ("co2_peak", "co2_intensity", "co2_total")
        for target in context.targets(name)
        if target.year is not None
    ]
    if not targets or any(_draws_boundary(sentence.text) for sentence in context.sentences):
        return
    names = {"territorial_co2": "属地能源活动", "process_co2": "工业过程", "consumption_co2": "消费侧"}
    books = {zh: total for name, zh in names.items() if (total := context.interval(name)) is not None}
    arithmetic = f"涉碳目标{len(targets)}项，全文写明核算边界0处"
    if books:
        arithmetic += "；" + "，".join(f"{zh}{span(total, 1e-4)}万吨" for zh, total in books.items())
    yield BOUNDARY_MISSING.finding(
        (target.id for target in targets),
        title="碳排放目标未写明核算边界：是否含工业过程、调入调出电力如何计",
        clauses=(*(target.clause for target in targets), *_on_accounts(context)),
        targets=(target.id for target in targets),
        arithmetic=arithmetic,
        details=(f"涉及：{listed(f'{target.clause}{target.indicator}' for target in targets)}。",),
        inputs=context.given(*names),
        settles="上级考核所用的核算口径文件。",
        proposal="本方案所称二氧化碳排放，指行政区域内能源活动排放（含净调入电力隐含排放），工业过程排放单列。",
    )
