"""Shares that make one whole, and areas' percentages with their weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.gaps import AREA
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_WHOLE_WITHIN, _MEAN_WITHIN = 0.55, 0.15


def _weighted(
    context: Context,
) -> Iterator[tuple[list[Statement], list[Statement], Statement | None]]:
    """Lists of areas' percentages with a list of as many weights behind it, and the printed mean if there is one."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.unit == "%":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        figures = [one for one in group if AREA.search(one.subject) or _named_part(group, one)]
        start = max((one.begin for one in figures), default=0)
        rest = [one for one in group if one.begin > start]
        weights = rest[: len(figures)]
        if len(figures) < _A_FEW or len(weights) < len(figures):
            continue
        if not re.search("占比|权重|比重", weights[0].words + weights[0].subject):
            continue
        mean = rest[len(figures)] if len(rest) > len(figures) else None
        yield figures, weights, mean if mean and re.search("加权|平均", mean.words) else None


_A_FEW = 3


def _named_part(group: list[Statement], one: Statement) -> bool:
    """Whether the figure stands right behind a bare name in a row of such (朔安13%、云川14%)."""
    beside = [other for other in group if other is not one and abs(other.begin - one.stop) < 12]
    return (
        re.fullmatch("、?[一-鿿]{2,8}", one.words.strip("：: ")) is not None
        and re.search("占比|加权|权重|比重|率$", one.words) is None
        and bool(beside)
    )


def weights_off(context: Context, check: Check) -> Iterator[Finding]:
    """Weights that do not make 100 %, or a weighted mean that is not that of the figures before."""
    for figures, weights, mean in _weighted(context):
        added = sum(one.value for one in weights)
        if abs(added - 100) > _WHOLE_WITHIN:
            yield _not_a_whole(check, context, weights)
        elif mean is not None:
            made = sum(one.value * share.value for one, share in zip(figures, weights, strict=True)) / added
            if abs(made - mean.value) > _MEAN_WITHIN:
                yield finding(
                    check,
                    context,
                    [mean, *figures],
                    title=f"加权平均为{plain(made, 2)}%，与所写{mean.figure}不符",
                    arithmetic="+".join(
                        f"{plain(one.value)}%×{plain(share.value)}%"
                        for one, share in zip(figures, weights, strict=True)
                    )
                    + f"={plain(made, 2)}%",
                    severity=Severity.SERIOUS,
                    settles="各地的数值和权重。",
                    proposal="核对各地的数值、权重和加权结果。",
                )


def shares_of_a_whole(context: Context, check: Check) -> Iterator[Finding]:
    """Shares of one whole (能源结构、产业结构) printed as one list that do not make 100 %."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.unit == "%" and one.change == "level" and one.stop:
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        run: list[Statement] = []
        runs: list[list[Statement]] = []
        for one in group:
            if run and _side_by_side(run[-1], one):
                run.append(one)
            else:
                run = [one]
                runs.append(run)
        for run in runs:
            if len(run) >= 3 and _one_whole(run) and abs(sum(part.value for part in run) - 100) > 0.55:
                yield _not_a_whole(check, context, run)


def _side_by_side(last: Statement, following: Statement) -> bool:
    between = last.sentence[last.stop : following.begin]
    return re.fullmatch(
        r"[、，和及]?(?:[一-鿿]{0,10}(?:占|占比|比重|为)?)", between
    ) is not None and not re.search(r"调整|提高|降|增|到20|变", between)


def _one_whole(run: list[Statement]) -> bool:
    """Whether a list names the parts of one whole: all fuels, all industries, or a structure so called."""
    before = run[0].sentence[max(0, run[0].begin - 60) : run[-1].stop]
    fuels = all(re.search(word, before) for word in ("煤", "油", "气", "非化石|一次电力|电力及其他"))
    others = re.search(
        r"第一产业[^。；]*第二产业[^。；]*第三产业|一产[^。；]*二产[^。；]*三产|三次产业|三产结构", before
    )
    named = re.search(r"(?:结构|构成)[^。；，]{0,16}(?:为|调整为|优化为)", before)
    return bool((fuels and len(run) >= 4) or (others and len(run) == 3) or (named and len(run) >= 3))


def _not_a_whole(check: Check, context: Context, run: list[Statement]) -> Finding:
    added = sum(part.value for part in run)
    return finding(
        check,
        context,
        run,
        title=f"各项占比合计{plain(added)}%，不等于100%",
        arithmetic=f"{'+'.join(plain(one.value) for one in run)}={plain(added)}%，与100%相差{plain(abs(added - 100))}个百分点",
        severity=Severity.SERIOUS,
        settles="各项占比的原始数据和四舍五入规则。",
        proposal="核对各项占比，使其合计为100%。",
    )


def split_too_low(context: Context, check: Check) -> Iterator[Finding]:
    """Areas' cuts none of which reaches, or whose weighted mean misses, the cut of the whole area."""
    cuts = [
        one
        for one in context.statements
        if one.sense == "aim" and one.change == "fall" and one.unit == "%" and one.bound in {">=", "="}
    ]
    by_clause: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.unit == "%" and one.stop and one.change != "rise" and one.sense == "aim":
            by_clause.setdefault((one.clause, one.sentence), []).append(one)
    means = {figures[0].start: (figures, weights) for figures, weights, _ in _weighted(context)}
    for (_, sentence), group in by_clause.items():
        areas = [one for one in group if AREA.search(one.subject) or _named_part(group, one)]
        if len(areas) < _A_FEW:
            continue
        lead = sentence[: areas[0].begin]
        falling = re.search("降幅|下降(?:率|幅度|目标)?|降低", lead) is not None
        if not falling or not re.search("分解|分别为|各地|各[县市区旗]|其中|下达", lead):
            continue
        whole = next((cut for cut in cuts if cut not in areas and _told_in(lead, cut)), None)
        if whole is None:
            continue
        weighing = means.get(areas[0].start)
        if weighing:
            total = sum(one.value for one in weighing[1])
            reached = sum(a.value * w.value for a, w in zip(*weighing, strict=True)) / total if total else 0.0
            words = "按所列占比加权"
        else:
            reached, words = max(one.value for one in areas), "各地最高"
        if reached < whole.value - _MEAN_WITHIN:
            yield finding(
                check,
                context,
                [areas[0], whole],
                title=f"各地降幅{words}为{plain(reached, 1)}%，达不到“{whole.subject}”{whole.figure}",
                arithmetic=f"{words}{plain(reached, 2)}%<{whole.figure}，相差{plain(whole.value - reached, 2)}个百分点",
                severity=Severity.SERIOUS,
                settles="各地的数值和权重；其余降幅由谁承担。",
                proposal="上调各地降幅，使加权平均不低于全域目标。",
            )


def _told_in(lead: str, cut: Statement) -> bool:
    name = re.sub("的|量$", "", cut.subject)
    return len(name) >= _A_FEW and name in lead.replace("的", "")
