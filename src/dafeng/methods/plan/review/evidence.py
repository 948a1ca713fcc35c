"""Checks against what is known outside the plan: the status quo, the higher plan, the law of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dafeng.domain.finding import Finding
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context, covers_whole_area
from dafeng.methods.plan.review.registry import CONVENTION, RULE, Check, register
from dafeng.methods.plan.review.wording import plain, span
from dafeng.rules.tables import rows

_FALLING = re.compile(r"控制在|以内|不超过|不高于|(?:降|减)(?:低|少)?(?:到|至|为)|严禁|零填埋")


def _gap_unit(target: Target) -> str:
    """Two percentages differ by percentage points."""
    return "个百分点" if target.unit == "%" else target.unit or ""


def _falls(target: Target) -> bool:
    """True if less is better: an upper bound, or words of falling to a level."""
    return target.comparator in {"<=", "<"} or _FALLING.search(target.quote) is not None


ALREADY_MET = Check(
    "already-met",
    13,
    CONVENTION,
    "目标不高于已公布的现状",
    "already met, or below the published status quo",
    ("status_<indicator_id>",),
)


@register(ALREADY_MET)
def already_met(context: Context) -> Iterator[Finding]:
    """A level or share that the published status quo already reaches: nothing asked, or another convention."""
    for target in context.plan.numeric_targets:
        name = f"status_{target.indicator_id}"
        status = context.interval(name) if target.indicator_id else None
        if status is None or target.value is None or target.kind not in {"level", "share"}:
            continue
        if context.inputs[name].unit != target.unit or not covers_whole_area(target):
            continue
        reached = [
            end <= target.value if _falls(target) else end >= target.value
            for end in (status.low, status.high)
        ]
        if not any(reached):
            continue
        gap = Interval.of(target.value) - status
        verdict = "已公布数值已达到，或口径不同" if all(reached) else "各来源不一，可能已经达到"
        yield ALREADY_MET.finding(
            (target.id,),
            title=f"“{target.indicator}”{plain(target.value)}{target.unit}：{verdict}",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=(
                f"目标{plain(target.value)}−已公布{span(status, digits=2)}={span(gap, digits=2)}{_gap_unit(target)}"
            ),
            inputs=(context.as_input(target), *context.given(name)),
            assumes=not all(reached),
            settles="已公布数值与本目标各自的统计口径、年份和范围。",
            proposal=f"注明“{target.indicator}”的统计口径和基期数值；如口径一致，请相应提高目标。",
        )


HIGHER_PLAN = Check(
    "higher-plan",
    16,
    CONVENTION,
    "与上级方案同一指标不一致",
    "lags the higher plan",
    ("higher_<indicator_id>_<year>",),
)


@register(HIGHER_PLAN)
def higher_plan(context: Context) -> Iterator[Finding]:
    """A target less ambitious than the higher plan's for the same indicator and year."""
    for target in context.plan.numeric_targets:
        name = f"higher_{target.indicator_id}_{target.year}"
        higher = context.interval(name) if target.indicator_id else None
        if higher is None or target.value is None or _falls(target):
            continue
        if (
            context.inputs[name].unit != target.unit
            or not covers_whole_area(target)
            or target.value >= higher.low
        ):
            continue
        yield HIGHER_PLAN.finding(
            (target.id,),
            title=f"“{target.indicator}”低于上级方案同年目标",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=(
                f"{plain(target.value)}−{span(higher, digits=2)}="
                f"{span(Interval.of(target.value) - higher, digits=2)}{_gap_unit(target)}"
            ),
            inputs=(context.as_input(target), *context.given(name)),
            settles="上级对本市的分解下达值。",
            proposal=f"说明“{target.indicator}”与上级目标的差距及依据（资源禀赋、保供任务等）。",
        )


@dataclass(frozen=True, slots=True)
class _Supersession:
    """Words that name an older regime, unless the newer words stand in the plan too."""

    old: str
    new: str
    since: date
    by: str


def _supersessions() -> tuple[_Supersession, ...]:
    return tuple(
        _Supersession(row["old_words"], row["new_words"], date.fromisoformat(row["since"]), row["by"])
        for row in rows("supersessions.csv")
    )


SUPERSEDED_RULE = Check(
    "superseded-rule", 17, RULE, "所依据的制度已有新规", "rests on a rule since superseded"
)


@register(SUPERSEDED_RULE)
def superseded_rule(context: Context) -> Iterator[Finding]:
    """Words of a regime that a later document has replaced by the day of the review."""
    for rule in _supersessions():
        if context.as_of < rule.since or context.says(rule.new):
            continue
        found = [
            clause
            for clause in context.plan.clauses
            if clause.level > 0 and re.search(rule.old, context.plan.text_of(clause))
        ]
        if not found:
            continue
        words = re.search(rule.old, context.plan.document.text)
        yield SUPERSEDED_RULE.finding(
            (clause.id for clause in found),
            title=f"“{words.group() if words else ''}”的制度框架已由{rule.by}更新",
            clauses=(clause.id for clause in found),
            arithmetic=(
                f"提及{len(found)}条；审查日{context.as_of.isoformat()}，新规日期{rule.since.isoformat()}，"
                f"已过{(context.as_of - rule.since).days}天"
            ),
            settles="本地区衔接新制度的实施意见。",
            proposal=f"按{rule.by}衔接，补充碳排放强度和总量控制的安排。",
        )


TARGETS_DUE = Check(
    "targets-due", 17, RULE, "目标年份已过，应作结论", "target years have passed and need closing"
)


@register(TARGETS_DUE)
def targets_due(context: Context) -> Iterator[Finding]:
    """Targets whose year ended before the day of the review."""
    due: dict[int, list[Target]] = {}
    for target in context.plan.targets:
        if target.year is not None and target.year < context.as_of.year:
            due.setdefault(target.year, []).append(target)
    for year, targets in sorted(due.items()):
        yield TARGETS_DUE.finding(
            (target.id for target in targets),
            title=f"{year}年的{len(targets)}项目标已到期，请作完成情况结论",
            clauses=(target.clause for target in targets),
            targets=(target.id for target in targets),
            arithmetic=f"审查日{context.as_of.isoformat()}晚于{year}-12-31；到期目标{len(targets)}项",
            settles=f"{year}年度统计数据和终期评估。",
            proposal=f"开展{year}年目标终期评估，未完成的说明原因并续列。",
        )
