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
            details=_same_step(context, target),
            inputs=(context.as_input(target), *context.given(name)),
            settles="上级对本市的分解下达值。",
            proposal=f"说明“{target.indicator}”与上级目标的差距及依据（资源禀赋、保供任务等）。",
        )


def _same_step(context: Context, target: Target) -> tuple[str, ...]:
    """One line where city and higher plan move by the same step from different levels."""
    lines = []
    for earlier in context.targets(target.indicator_id or "", kind=target.kind, unit=target.unit):
        before = context.interval(f"higher_{target.indicator_id}_{earlier.year}")
        now = context.interval(f"higher_{target.indicator_id}_{target.year}")
        dated = earlier.year is not None and target.year is not None and earlier.year < target.year
        if not dated or before is None or now is None or earlier.value is None or target.value is None:
            continue
        mine, theirs = target.value - earlier.value, now.low - before.low
        if abs(mine - theirs) < _EQUAL:
            lines.append(
                f"{earlier.year}—{target.year}年两级步幅相同（均为{plain(mine)}），水平相差"
                f"{plain(target.value - now.low)}：步幅相同而基数不同。"
            )
    return tuple(lines)


_EQUAL = 1e-9

BANNED_PIPELINE = Check(
    "banned-pipeline",
    16,
    CONVENTION,
    "禁令与已知在途项目相冲突",
    "a ban clashes with a project known to be under way",
    ("pipeline_<indicator_id>",),
)


@register(BANNED_PIPELINE)
def banned_pipeline(context: Context) -> Iterator[Finding]:
    """A standing ban, or a target of nought, on what a declared project would add."""
    for target in context.plan.targets:
        name = f"pipeline_{target.indicator_id}"
        known = context.interval(name) if target.indicator_id else None
        if known is None or (target.value if target.reading is None else target.reading.value) != 0:
            continue
        unit = context.inputs[name].unit
        yield BANNED_PIPELINE.finding(
            (target.id,),
            title=f"“{target.indicator}”为零，而已知在途项目规模{span(known)}{unit}",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=f"目标0，在途{span(known)}{unit}；只有全部来自本市内减量置换时净新增为0",
            inputs=context.given(name),
            settles="该项目的产能置换公告：置换来源是否在本市；项目是否已建成。",
            proposal="写明该项目的置换来源和文号；跨市置换的，写明排放计入哪一方。",
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
        old = re.compile(rule.old)
        if context.as_of < rule.since or old.search(context.plan.document.title or ""):
            continue
        found = [
            (one, words)
            for one in context.sentences
            if one.clause
            and not (rule.new and re.search(rule.new, one.text))
            and (words := _relied_on(one.text, old))
        ]
        if not found:
            continue
        clauses = dict.fromkeys(one.clause for one, _ in found)
        yield SUPERSEDED_RULE.finding(
            clauses,
            title=f"“{found[0][1]}”所指的制度（标准、文件、机构）已由{rule.by}更新",
            clauses=clauses,
            arithmetic=(
                f"提及{len(clauses)}条；审查日{context.as_of.isoformat()}，新规日期{rule.since.isoformat()}，"
                f"已过{(context.as_of - rule.since).days}天"
            ),
            settles="本地区衔接新制度的实施意见。",
            proposal=f"按{rule.by}核对条文，改引现行规定。",
        )


_LEFT_BEHIND = re.compile(
    r"替代|取代|废止|同时停止|不再执行|修订|衔接|转向|转变|由[^，。；]{0,10}$|从[^，。；]{0,10}$|(?<!信部)(?<!信)原(?![〔料])|已被|过去"
)


def _relied_on(text: str, old: re.Pattern[str]) -> str | None:
    """The old words, unless the sentence says itself that they have been replaced."""
    found = old.search(text)
    if found is None or _LEFT_BEHIND.search(text[max(0, found.start() - 12) : found.end() + 14]):
        return None
    return found.group()


EXPIRED_PERIOD = Check(
    "expired-period", 17, RULE, "所依据的规划期已届满", "rests on a plan whose period has ended"
)
_PERIOD_RULE = re.compile(
    r"《([^》]{2,40}?)[（(]?(?:20\d\d)[年]?[—\-–~～至](20\d\d)年?[）)]?[^》]{0,12}》|[“\"']十([一二三四])五[”\"'][^，。；《》]{0,20}?(?:规划|方案|计划|目标任务|要求)|《([^》]{0,16})[“\"']?十([一二三四])五[”\"']?([^》]{2,30})》"
)
_UNTIL = re.compile(r"《(?:[^》]{0,12})到(?P<year>20\d\d)年[^》]{2,30}》")
_RESTS = re.compile(r"按照|依据|根据|执行|落实|贯彻|遵循|对照|参照|依照|严格|符合|衔接|继续|以")
_LOOKING_BACK = re.compile(
    r"以来|期间[^，。；]{0,8}(?:累计|完成|下降|取得)|成效|总结|回顾|超额|末|基础上|相比|比“|较“"
)


@register(EXPIRED_PERIOD)
def expired_period(context: Context) -> Iterator[Finding]:
    """An order to follow a plan whose last year was over when this plan starts, or on the day of the review."""
    begins = context.first_year
    for sentence in context.sentences:
        for found in (*_PERIOD_RULE.finditer(sentence.text), *_UNTIL.finditer(sentence.text)):
            last = _last_year(found)
            lead = re.split("[，；。]", sentence.text[: found.start()])[-1]
            if (
                last >= begins
                or not _RESTS.search(lead)
                or _LOOKING_BACK.search(sentence.text[found.start() - 12 : found.end() + 8])
            ):
                continue
            yield EXPIRED_PERIOD.finding(
                (f"{sentence.clause}@{sentence.offset + found.start()}",),
                title=f"“{found.group()[:40]}”的规划期到{last}年已届满",
                clauses=(sentence.clause,) if sentence.clause else (),
                arithmetic=f"所引文件期末{last}年，本方案自{begins}年起，已过{begins - last}年",
                settles="现行有效的规划、方案或目标文件。",
                proposal="改引现行有效的文件；尚无新文件的，写明过渡安排。",
            )


def _last_year(found: re.Match[str]) -> int:
    """The year in which the period of a rule ends, by its name."""
    if found.re is _UNTIL:
        return int(found["year"])
    return int(found[2]) if found[2] else _last_of_period(found[3] or found[5])


def _last_of_period(numeral: str) -> int:
    return 2005 + 5 * "零一二三四".index(numeral)


TARGETS_DUE = Check(
    "targets-due", 17, RULE, "目标年份已过，应作结论", "target years have passed and need closing"
)


@register(TARGETS_DUE)
def targets_due(context: Context) -> Iterator[Finding]:
    """Targets whose year ended before the day of the review, when they are to be closed."""
    if not context.closing:
        return
    due: dict[int, list[Target]] = {}
    for target in context.plan.targets:
        if target.year is not None and target.year < context.as_of.year and target.year >= context.first_year:
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
