"""The state of a target: judged only when the evidence is of the right year and good enough."""

from __future__ import annotations

from datetime import date

from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Target
from dafeng.domain.standing import Standing, State
from dafeng.methods.steering.evidence import Evidence, in_target_unit
from dafeng.rules.display import show

_PROOF = {Grade.A, Grade.B, Grade.C}


def standing(target: Target, evidence: Evidence | None, as_of: date) -> Standing:
    """Met, not met, or cannot be judged with every reason.

    A target is judged only with a figure of grade A to C of the target year (or of any year for a
    standing rule); an assumption never turns a light green.
    """
    reasons: list[tuple[str, str]] = []
    if target.value is None and target.reading is None:
        reasons.append(("方案未给出数值", "the plan gives no figure"))
        if target.hedge and "下达" in target.hedge:
            reasons[-1] = (
                "等待上级下达目标值（须录入文号）",
                "waits for the assignment from above (enter its document number)",
            )
    if target.year is None and target.tier != "standing":
        reasons.append(("方案未写完成年份", "the plan states no year"))
    if evidence is None or evidence.headline is None:
        reasons.append(("没有任何观测数据", "no observation bears on it"))
        return _blank(target, reasons, ())
    figure = evidence.headline
    figures = tuple(dict.fromkeys((figure, *(entry[2] for entry in evidence.others))))
    if figure.value is None:
        reasons.append((figure.reason_zh, figure.reason_en))
        return _blank(target, reasons, figures)
    held_zh = f"{figure.period}年为 {show(figure.value, figure.unit)}（{figure.grade}级）"
    held_en = f"{figure.period}: {show(figure.value, figure.unit, 'en')}, grade {figure.grade}"
    if target.year is not None and int(figure.period[:4]) < target.year:
        due = "目标年已过，" if target.year < as_of.year else ""
        past = "the target year has passed; " if target.year < as_of.year else ""
        reasons.append(
            (
                f"{due}最新数据只到{figure.period}年：{held_zh}",
                f"{past}the latest datum is of {figure.period}: {held_en}",
            )
        )
    if figure.grade not in _PROOF:
        reasons.append(
            (
                f"数据为{figure.grade}级（代用或假设），不足以判定",
                f"the data are grade {figure.grade}: not proof",
            )
        )
    reasons.extend(evidence.caveats)
    if reasons:
        return _blank(target, reasons, figures)
    return Standing(target.id, _state(target, figure), held_zh, held_en, figures)


def _state(target: Target, figure: Figure) -> State:
    value = in_target_unit(figure, target)
    if value is None or target.value is None:
        return State.CANNOT_BE_JUDGED
    reached = {
        ">=": value >= target.value,
        ">": value > target.value,
        "<=": value <= target.value,
        "<": value < target.value,
        "range": target.value <= value <= (target.value_max or target.value),
        # Of every indicator that `gather` knows, more is better; a plain or hedged figure is a floor.
    }.get(target.comparator, value >= target.value)
    return State.MET if reached else State.OFF_COURSE


def _blank(target: Target, reasons: list[tuple[str, str]], figures: tuple[Figure, ...]) -> Standing:
    return Standing(
        target.id,
        State.CANNOT_BE_JUDGED,
        "；".join(dict.fromkeys(reason[0] for reason in reasons if reason[0])),
        "; ".join(dict.fromkeys(reason[1] for reason in reasons if reason[1])),
        figures,
    )
