"""Shares that make one whole, and areas' percentages with their weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.gaps import AREA
from dafeng.methods.plan.review.listings import listings
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.runs import parts_of
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_WHOLE_WITHIN, _ABOUT_WITHIN, _MEAN_WITHIN = 0.55, 1.05, 0.15


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
            rest = bool(run) and _THE_REST.search(run[-1].subject) is not None
            if (
                len(run) >= (2 if rest else 3)
                and _one_whole(run)
                and abs(sum(part.value for part in run) - 100)
                > (_ABOUT_WITHIN if any(part.bound == "~" for part in run) else _WHOLE_WITHIN)
            ):
                yield _not_a_whole(check, context, run)


_ASIDE = re.compile(r"[（(][^（）()\d]*[）)]|^(?:左右|上下)")


def shares_of_amounts(context: Context, check: Check) -> Iterator[Finding]:
    """公路351、水路405、铁路144，占比分别为……: shares printed behind the amounts they are of."""
    for parts in parts_of(context, alone=True):
        last = parts.items[-1]
        shares = [
            one
            for one in context.statements
            if one.clause == last.clause
            and one.sentence == last.sentence
            and one.begin > last.begin
            and one.unit == "%"
        ][: len(parts.items)]
        if len(shares) < len(parts.items) or last.dimension in {"share", "points", None}:
            continue
        lead = last.sentence[last.stop : shares[0].begin]
        if not _SHARES_OF.fullmatch(lead) or not all(
            _NEXT_SHARE.fullmatch(_gap(*pair)) for pair in pairwise(shares)
        ):
            continue
        made = [100 * one.amount / parts.added for one in parts.items]
        if parts.before is not None and abs(parts.added - parts.before.amount) > _LOOSE * parts.before.amount:
            continue  # amounts that are not the whole have other shares
        if any(abs(one.value - share) > _SHARE_WITHIN for one, share in zip(shares, made, strict=True)):
            shown = "、".join(f"{plain(share, 1)}%" for share in made)
            yield finding(
                check,
                context,
                [*shares, *parts.items],
                title=f"所写占比合计{plain(sum(one.value for one in shares))}%，与所列数量不符",
                arithmetic=f"按所列数量为{shown}，所写为{'、'.join(one.figure for one in shares)}",
                severity=Severity.SERIOUS,
                settles="各项数量和占比的原始数据。",
                proposal="核对各项占比，使其与数量相符、合计为100%。",
            )


_SHARES_OF = re.compile(
    r"(?:左右|以上)?，(?:各自|相应)?(?:占比|比重|比例|分别占|占)[^，。；\d]{0,12}(?:分别|依次)?(?:约?为|约)?"
)
_NEXT_SHARE = re.compile(r"(?:左右)?[、和及]")
_SHARE_WITHIN = 1.5


def _gap(first: Statement, following: Statement) -> str:
    return first.sentence[first.stop : following.begin]


def _side_by_side(last: Statement, following: Statement) -> bool:
    between = _ASIDE.sub("", last.sentence[last.stop : following.begin])
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
    lead = re.split("[；。]", before[: before.find(run[0].words) if run[0].words in before else 0])[-1]
    by_kind = _BY_KIND.search(lead) is not None and (
        _THE_REST.search(run[-1].subject) is not None or sum(one.value for one in run) > _WHOLE
    )
    return bool(
        (fuels and len(run) >= 4) or (others and len(run) == 3) or (named and len(run) >= 3) or by_kind
    )


_WHOLE = 100.0
_BY_KIND = re.compile(
    r"(?:分|按)(?:不同)?(?:领域|行业|部门|地区|区域|品种|能源品种|来源|用途|类型|环节)(?:划分|来?看|分|统计|构成|计)*[，：:]?$|(?:结构|构成)(?:来?看|中|上)?[，：:]?$"
)
_THE_REST = re.compile("其他|其余|余下")
_FRACTION = re.compile(
    r"占(?P<of>[^，。；\d]{0,14}?)(?P<near>近|接近|约|超过?|逾|不足|不到)?(?:(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|(?P<under>[二三四五])分之(?P<over>[一二三四])|(?P<even>一半|半数)|(?P<number>\d[\d.]*)%)(?P<after>以上|左右|多)?"
)
_DIGITS = "零一二三四五六七八九"
_LOOSE = 0.06  # 近八成 may be three quarters


def worded_shares(context: Context, check: Check) -> Iterator[Finding]:
    """四个行业占近八成，其他行业占三成以上: worded parts and the rest of one whole that pass it."""
    for sentence in context.sentences:
        phrases = re.split("[，；]", sentence.text)
        for first, rest in pairwise(phrases):
            mine, others = _FRACTION.search(first), _FRACTION.search(rest)
            if not mine or not others or not _THE_REST.search(rest[: others.start()]) or "其中" in rest:
                continue
            if _THE_REST.search(first[: mine.start()]):
                continue
            low = _least(mine) + _least(others)
            if low <= 1 + 1e-9:
                continue
            yield finding(
                check,
                context,
                [sentence],
                title=f"“{mine.group()}”与其他“{others.group()}”合计超过100%",
                arithmetic=f"至少{plain(_least(mine) * 100)}%+{plain(_least(others) * 100)}%={plain(low * 100)}%>100%",
                severity=Severity.SERIOUS,
                settles="各项占比的原始数据。",
                proposal="核对各项占比，使其合计为100%。",
            )


def _least(found: re.Match[str]) -> float:
    """The least that a worded share can mean."""
    if found["number"]:
        share = float(found["number"]) / 100
    elif found["even"]:
        share = 0.5
    elif found["tenths"]:
        share = (_DIGITS.index(found["tenths"]) + (0.5 if found["half"] else 0.0)) / 10
    else:
        share = _DIGITS.index(found["over"]) / _DIGITS.index(found["under"])
    loose = found["near"] in {"近", "接近", "约", "不足", "不到"} or found["after"] == "左右"
    return share - (_LOOSE if loose else 0.0)


def shares_listed(context: Context, check: Check) -> Iterator[Finding]:
    """专栏 热源结构 with one share to a line: the lines make one whole."""
    for listing in listings(context):
        if not re.search("结构|构成|占比|比重", listing.title) or "分解" in listing.title:
            continue
        firsts = [next((one for one in item if one.unit == "%"), None) for item in listing.items]
        run = [one for one in firsts if one is not None and one.change == "level"]
        if len(run) < max(_A_FEW, len(listing.items)) or re.search("率$", run[0].subject):
            continue
        over = sum(one.value for one in run) - _WHOLE
        capped, floored = (all(one.bound == mark for one in run) for mark in ("<=", ">="))
        if (over > 1 and not capped) or (over < -1 and not floored and not any(o.bound == ">=" for o in run)):
            place = Sentence(listing.title, listing.label, listing.start, 0)
            yield _not_a_whole(check, context, run, [place])


def _not_a_whole(
    check: Check, context: Context, run: list[Statement], places: Sequence[Sentence] = ()
) -> Finding:
    added = sum(part.value for part in run)
    return finding(
        check,
        context,
        [*places, *run],
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
