"""Checks that add, subtract and compound what the plan prints: parts, shares, steps and yearly rates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import COPYING, QUANTITY, Check, register
from dafeng.methods.plan.review.runs import NEEDED, Parts, parts_of
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_ROUNDING = 0.006  # parts printed to three figures add to within half a per cent
_AREA = re.compile(r"[一-鿿]{1,8}(?:县|区|市|旗|镇|乡|街道|园区|新区|开发区|园|预留)$")
_WHOLLY = re.compile(
    r"全部|别无|没有其他|仅|分解|分配|为此|由[^，。；]{2,60}(?:组成|构成|供应|满足|承担|完成|实现|保障|提供|支撑|贡献|予以)|分别(?:为|承担|完成|下达|安排)|措施为|具体为|即"
)
_SUPPLY = re.compile(r"用电量|用气量|用热量|供热|需求|负荷|需水|用水|消费量")
_FOR_DELIVERY = re.compile(
    r"措施|工程|行动|贡献|减排|少排|削减|节能|替代|压减|来源|安排|项目|改造|通过|依靠|任务|支撑|签约|节约|减碳|降碳|节能|贡献|减少|压减|下降"
)
_REST = re.compile(r"其余|剩余|余下|不足部分|缺口|差额|另有")
SUM_OF_PARTS = Check(
    "sum-of-parts", 10, COPYING, "分项之和与总数不符", "the parts do not add to the printed total"
)
PARTS_FALL_SHORT = Check(
    "parts-fall-short",
    11,
    QUANTITY,
    "所列措施合计达不到总目标",
    "the measures listed cannot deliver the target above them",
)
SUPPLY_LIST_SHORT = Check(
    "supply-list-short",
    12,
    QUANTITY,
    "供应来源合计与用量不平衡",
    "the sources listed do not add to the use they are to cover",
)


@register(SUM_OF_PARTS)
def sum_of_parts(context: Context) -> Iterator[Finding]:
    """Quotas that do not add to the total they divide, or parts that pass it."""
    for parts in parts_of(context):
        total = parts.after
        if total is not None and parts.items[0].dimension != "share" and _differs(parts.added, total.amount):
            yield _gap(SUM_OF_PARTS, context, total, parts)
        total = parts.before
        if total is None or total.dimension == "share" or not _differs(parts.added, total.amount):
            continue
        if _MUST.search(total.words) and parts.added > total.amount:
            continue  # more than is needed is no fault
        if _countered(context, parts) or total.dimension == "points" or parts.added > _FAR * total.amount:
            continue
        quotas = _areas(parts) >= 2 or _handed_out(parts)
        if quotas and parts.added < total.amount and _A_TASK.search(total.sentence[: parts.items[0].begin]):
            yield _gap(PARTS_FALL_SHORT, context, total, parts)
        if (parts.added > total.amount or quotas) and not (quotas and _AREA.search(total.subject)):
            yield _gap(SUM_OF_PARTS, context, total, parts)
    yield from _columns(context)
    yield from _years(context)
    yield from _by_sector(context)
    yield from _part_beyond(context)
    yield from _per_head(context)
    yield from _by_year(context, SUM_OF_PARTS)
    yield from _weights(context)
    yield from _shares_of_a_whole(context)


_A_TASK = re.compile(r"新增|新建|建成|完成|改造|任务|推广|更新|装机|造林|减排|节能|节约|压减|削减")


def _countered(context: Context, parts: Parts) -> bool:
    """Whether the sentence goes on with a part that moves the other way (减少……，煤电增加70万吨)."""
    last = parts.items[-1]
    other = {"fall": "rise", "rise": "fall"}.get(last.change)
    return any(
        one.sentence == last.sentence
        and one.clause == last.clause
        and one.begin > last.begin
        and one.change == other
        and one.dimension == last.dimension
        for one in context.statements
    )


def _differs(added: float, total: float) -> bool:
    return abs(added - total) > _ROUNDING * max(total, 1e-9)


def _handed_out(parts: Parts) -> bool:
    """Whether the total is said to be split into the parts (分解为朔安150……), whatever the areas' names end in."""
    total, first = parts.before, parts.items[0]
    return (
        total is not None
        and len(parts.items) >= _A_FEW
        and re.search("分解为|分解如下|分配为|分别下达", total.sentence[total.stop : first.begin + 2])
        is not None
    )


def _areas(parts: Parts) -> int:
    return sum(_AREA.search(one.subject) is not None for one in parts.items)


def _gap(check: Check, context: Context, total: Statement, parts: Parts) -> Finding:
    factor = dimension_of(total.unit)[1]
    gap = parts.added - total.amount
    shown = "+".join(plain(one.amount / factor, 4) for one in parts.items)
    words = "多" if gap > 0 else "少"
    added = plain(parts.added / factor, 4)
    return finding(
        check,
        context,
        [total, *parts.items],
        title=f"“{total.subject}”分项合计{added}{total.unit}，与{total.figure}不符",
        arithmetic=f"{shown}={added}{total.unit}，比{plain(total.value, 4)}{total.unit}{words}{plain(abs(gap) / factor, 4)}{total.unit}",
        severity=Severity.SERIOUS,
        settles="分项和总数各自的来源；是否还有未列出的分项。",
        proposal="核对后使分项之和等于总数，或写明其余部分的来源。",
    )


def _part_beyond(context: Context) -> Iterator[Finding]:
    """其中…… larger than what it is part of."""
    for before, one in pairwise(context.statements):
        between = one.sentence[before.stop : one.begin] if one.sentence == before.sentence else ""
        if (
            one.stop
            and not _in_a_row(before)
            and re.fullmatch("(?:以上|左右|以内)?，其中[^，。；\\d]{2,20}", between)
            and before.change == one.change == "level"
            and before.dimension == one.dimension
            and before.dimension not in {"share", "points", None}
            and one.amount > before.amount * (1 + _ROUNDING)
        ):
            yield _gap(SUM_OF_PARTS, context, before, Parts((one,), before, None))


def _in_a_row(one: Statement) -> bool:
    """Whether the figure is one of a row, so that 其中 after it speaks of the whole row."""
    place = one.begin - len(one.words) - 1
    return place >= 0 and one.sentence[place] == "、"


def _per_head(context: Context) -> Iterator[Finding]:
    """人口 × 人均 against the total printed in the same sentence."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.change == "level":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        people = [one for one in group if one.dimension == "people" and "人口" in one.subject]
        heads = [one for one in group if one.subject.startswith("人均")]
        for many, each in ((many, each) for many in people for each in heads):
            for total in group:
                same = total.dimension == each.dimension and total.year == each.year == many.year
                if total in heads or not same or not each.dimension:
                    continue
                made = many.amount * each.amount
                if abs(made - total.amount) > _HEADS_WITHIN * total.amount:
                    factor = dimension_of(total.unit)[1]
                    yield finding(
                        SUM_OF_PARTS,
                        context,
                        [total, many, each],
                        title=f"“{total.subject}”{total.figure}与人均值乘人口不符",
                        arithmetic=f"{many.figure}×{each.figure}={plain(made / factor, 2)}{total.unit}，与所写{total.figure}不符",
                        severity=Severity.SERIOUS,
                        settles="人口、人均值和总量的统计口径。",
                        proposal="核对三项数值，使其相符。",
                    )


_HEADS_WITHIN = 0.06
_EACH_YEAR = re.compile(r"每年[^，。；\d]*$|年均(?:新增|改造|完成|建成|推广)[^，。；\d]*$")


def _by_year(context: Context, check: Check) -> Iterator[Finding]:
    """每年20，五年合计120: the yearly amount times the years against the total."""
    for each, total in pairwise(context.statements):
        if (
            each.sentence != total.sentence
            or each.dimension != total.dimension
            or not _EACH_YEAR.search(each.words)
        ):
            continue
        years = re.search(r"([三四五六])年(?P<how>[^，。；\d]*)$", total.words)
        if years is None or each.unit == "%" or each.change == "fall":
            continue
        summed = re.search("合计|累计|共", years["how"]) is not None
        made = each.amount * (3 + "三四五六".index(years[1]))
        wrong = _differs(made, total.amount) if summed else made < (1 - _ROUNDING) * total.amount
        if wrong and summed == (check is SUM_OF_PARTS):
            factor = dimension_of(total.unit)[1]
            yield finding(
                check,
                context,
                [total, each],
                title=f"每年{each.figure}，{years[1]}年为{plain(made / factor, 4)}{total.unit}，与{total.figure}不符",
                arithmetic=(
                    f"{each.figure}×{3 + '三四五六'.index(years[1])}={plain(made / factor, 4)}{total.unit}，"
                    f"与{total.figure}相差{plain(abs(made - total.amount) / factor, 4)}{total.unit}"
                ),
                severity=Severity.SERIOUS,
                settles="分年计划和总数。",
                proposal="核对每年数和总数。",
            )


_SECTORS = re.compile(r"分(?:领域|行业|部门|地区|区域|品种|能源品种|来源|项|类)(?:看|来看|排放|为)*[：:，]?")


def _by_sector(context: Context) -> Iterator[Finding]:
    """分领域为…… after a total printed earlier in the sentence, with other figures in between."""
    for parts in parts_of(context, alone=True):
        first = parts.items[0]
        lead = re.split("[；。]", first.sentence[: first.begin])[-1]
        if not _SECTORS.match(lead.strip()) or parts.before is not None or parts.after is not None:
            continue
        totals = [
            one
            for one in context.statements
            if one.sentence == first.sentence
            and one.clause == first.clause
            and 0 < one.stop <= first.begin
            and one.dimension == first.dimension
            and one.change == "level"
        ]
        if totals and all(_differs(parts.added, one.amount) for one in totals):
            yield _gap(SUM_OF_PARTS, context, totals[0], parts)


def _weights(context: Context) -> Iterator[Finding]:
    """Weights that do not make 100 %, or a weighted mean that is not that of the figures before."""
    for figures, weights, mean in weighted(context):
        added = sum(one.value for one in weights)
        if abs(added - 100) > _WHOLE_WITHIN:
            yield _not_a_whole(context, weights)
        elif mean is not None:
            made = sum(one.value * share.value for one, share in zip(figures, weights, strict=True)) / added
            if abs(made - mean.value) > _MEAN_WITHIN:
                yield finding(
                    SUM_OF_PARTS,
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


_MUST = re.compile(r"须|需(?!求)|必须|缺口|还差")
_FAR = 3.0  # parts so much larger belong to another total
_WHOLE_WITHIN, _MEAN_WITHIN = 0.55, 0.15


def weighted(
    context: Context,
) -> Iterator[tuple[list[Statement], list[Statement], Statement | None]]:
    """Lists of areas' percentages with a list of as many weights behind it, and the printed mean if there is one."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop and one.unit == "%":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        figures = [one for one in group if _AREA.search(one.subject) or _named_part(group, one)]
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


def _columns(context: Context) -> Iterator[Finding]:
    """Columns of a table whose last row says 合计 and is not the sum of the rows above."""
    for table in context.tables:
        last = next((row for row in table.rows if re.search("合计|总计|全市$|小计", row.cells[0])), None)
        if last is None:
            continue
        rows = [row for row in table.rows if row is not last]
        for column in range(1, len(table.header)):
            cells = [row.cells[column] for row in rows if column < len(row.cells)]
            numbers = [number for cell in cells if (number := _number(cell)) is not None]
            total = _number(last.cells[column]) if column < len(last.cells) else None
            years = all(1990 < number < 2100 for number in numbers)
            if (
                total is None
                or len(numbers) < 2
                or years
                or "%" in table.header[column]
                or "率" in table.header[column]
            ):
                continue
            if len(numbers) < len(cells) - 1 or not _differs(sum(numbers), total):
                continue
            clause = context.clause_at(last.start) or ""
            yield SUM_OF_PARTS.finding(
                (f"{clause}@{last.start}:{column}",),
                title=f"表中“{table.header[column]}”各行合计与“{last.cells[0]}”不符",
                clauses=(clause,) if clause else (),
                arithmetic=f"{'+'.join(plain(one, 4) for one in numbers)}={plain(sum(numbers), 4)}，表中写{plain(total, 4)}",
                severity=Severity.SERIOUS,
                settles="表中各行的来源。",
                proposal="核对各行和合计。",
            )


def _number(cell: str) -> float | None:
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)", cell.strip())
    return float(found[1].replace(",", "")) if found else None


def _years(context: Context) -> Iterator[Finding]:
    """Yearly amounts printed year by year against 五年累计 of the same thing."""
    for total in context.statements:
        if not re.search(r"[三四五六]年(?:累计|合计|共)", total.words) or total.sense != "aim":
            continue
        years: dict[int, Statement] = {}
        for one in context.statements:
            same = one.key == total.key and one.dimension == total.dimension and one.start != total.start
            if (
                same
                and one.year is not None
                and not re.search("累计|合计", one.words)
                and one.change != "fall"
            ):
                years.setdefault(one.year, one)
        wanted = 3 + "三四五六".index(re.findall(r"([三四五六])年(?:累计|合计|共)", total.words)[0])
        parts = Parts(tuple(years[year] for year in sorted(years)), None, total)
        if len(years) == wanted and _differs(parts.added, total.amount):
            yield _gap(SUM_OF_PARTS, context, total, parts)


def _shares_of_a_whole(context: Context) -> Iterator[Finding]:
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
                yield _not_a_whole(context, run)


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


def _not_a_whole(context: Context, run: list[Statement]) -> Finding:
    added = sum(part.value for part in run)
    return finding(
        SUM_OF_PARTS,
        context,
        run,
        title=f"各项占比合计{plain(added)}%，不等于100%",
        arithmetic=f"{'+'.join(plain(one.value) for one in run)}={plain(added)}%，与100%相差{plain(abs(added - 100))}个百分点",
        severity=Severity.SERIOUS,
        settles="各项占比的原始数据和四舍五入规则。",
        proposal="核对各项占比，使其合计为100%。",
    )


@register(PARTS_FALL_SHORT)
def parts_fall_short(context: Context) -> Iterator[Finding]:
    """Measures printed with their amounts that add to less than the target they are to deliver."""
    for parts in parts_of(context):
        total = parts.before
        if total is not None and total.dimension != "share" and parts.added < (1 - _ROUNDING) * total.amount:
            wholly = _WHOLLY.search(total.sentence[max(0, total.begin - 30) : parts.items[-1].stop + 20])
            if (
                _areas(parts) < 2
                and wholly
                and _FOR_DELIVERY.search(total.sentence)
                and not (_SUPPLY.search(total.subject) and total.change == "level")
            ):
                yield _gap(PARTS_FALL_SHORT, context, total, parts)
        need = _need(context, parts)
        if need is not None and parts.added < (1 - _ROUNDING) * need.amount:
            yield _gap(PARTS_FALL_SHORT, context, need, parts)
    yield from _one_project_for_all(context)
    yield from _split_too_low(context)
    yield from _by_year(context, PARTS_FALL_SHORT)


def _split_too_low(context: Context) -> Iterator[Finding]:
    """Areas' cuts none of which reaches, or whose weighted mean misses, the cut of the whole area."""
    cuts = {
        (one.key, one.year): one
        for one in context.statements
        if one.sense == "aim" and one.change == "fall" and one.unit == "%" and one.bound in {">=", "="}
    }
    by_clause: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.unit == "%" and one.stop and one.change == "level" and one.sense == "aim":
            by_clause.setdefault((one.clause, one.sentence), []).append(one)
    means = {figures[0].start: (figures, weights) for figures, weights, _ in weighted(context)}
    for (clause, sentence), group in by_clause.items():
        lead = sentence[: group[0].begin]
        if not re.search("降幅|下降(?:率|幅度|目标)", lead) or not re.search(
            "分解|分别为|各地|各县|各市", lead
        ):
            continue
        whole = next(
            (cut for (key, year), cut in cuts.items() if _told_in(lead, cut) and cut.clause != clause), None
        )
        areas = [one for one in group if _AREA.search(one.subject) or _named_part(group, one)]
        if whole is None or len(areas) < _A_FEW:
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
                PARTS_FALL_SHORT,
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


def _need(context: Context, parts: Parts) -> Statement | None:
    """The amount that the same clause says must be saved before it lists who saves what."""
    first = parts.items[0]
    for one in context.statements:
        if (
            one.clause == first.clause
            and one.start < first.start
            and one.dimension == first.dimension
            and NEEDED.search(re.sub(r"[比较]20\d\d年[^，。；\d]{0,8}", "", one.words))
        ):
            return one
    return None


def _one_project_for_all(context: Context) -> Iterator[Finding]:
    """An amount said to come wholly from a project whose own row in a table gives less."""
    for one in context.statements:
        after = one.sentence[one.stop : one.stop + 60]
        named = re.match(
            r"(?:全部|均|完全)?(?:由|依靠|通过|靠|来自)(?:专栏\d*|附表\d*|表\d*)?(?:所列|中的?|的)?([^，。；]{3,24}?)(?:项目|工程)[^，。；]{0,4}(?:实现|完成|承担|提供|贡献|解决)",
            after,
        )
        if named is None or not one.stop:
            continue
        for table in context.tables:
            for row in table.rows:
                if not _names_row(named[1], row.cells[0]):
                    continue
                for name, cell in zip(table.header[1:], row.cells[1:], strict=False):
                    unit = re.search(r"[（(]([^，）)]+)", name)
                    number = _number(cell)
                    if unit is None or number is None:
                        continue
                    dimension, factor = dimension_of(unit[1])
                    if dimension == one.dimension and number * factor < 0.98 * one.amount:
                        yield finding(
                            PARTS_FALL_SHORT,
                            context,
                            [one],
                            title=f"“{one.subject}”{one.figure}全部落在“{row.cells[0]}”，该项目只有{plain(number)}{unit[1]}",
                            arithmetic=f"{plain(number)}{unit[1]}÷{one.figure}={plain(number * factor / one.amount * 100, 1)}%，其余没有项目支撑",
                            severity=Severity.SERIOUS,
                            settles="其余减排量的项目来源。",
                            proposal="补列项目，或相应调整该领域的数量。",
                        )


def _names_row(words: str, cell: str) -> bool:
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return len([pair for pair in pairs if pair in cell]) >= max(2, len(pairs) // 2)


@register(SUPPLY_LIST_SHORT)
def supply_list_short(context: Context) -> Iterator[Finding]:
    """A use whose sources are listed one by one and do not add to it."""
    for parts in parts_of(context):
        total = parts.before
        if (
            total is None
            or total.change != "level"
            or not _SUPPLY.search(total.subject)
            or not _differs(parts.added, total.amount)
        ):
            continue
        if re.search(
            r"供应|满足|供给|保障|解决|提供|由", total.sentence[total.stop : parts.items[-1].stop + 12]
        ):
            yield _gap(SUPPLY_LIST_SHORT, context, total, parts)
