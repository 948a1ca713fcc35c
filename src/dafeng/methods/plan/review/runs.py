"""Lists of amounts: parts that stand side by side, the total they belong to and the need they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement

_NEXT = re.compile(
    r"^(?:以上|左右|以内|以下)?(?:[、，；]|和|及|以及|[（(][^）)]*[）)][、，])(?:其中)?[^，。；、\d（）]{0,22}?(?:[（(][^）)\d]*[）)])?[^，。；、\d]{0,6}$"
)
_TOTAL = re.compile(r"合计|总计|共计|总和|累计|加总|^共|[一二两三四五六七八九十]项共|计$")
_BREAKS = re.compile(
    r"由(?!于)|分(?:领域|行业|部门|地区|区域|品种|来源|项|类)(?:看|来看|排放)*[为：:，]|中，|^(?:以上|以内|左右)，(?:通过|依靠|依托)|分解|分配|主要|措施|包括|分别|：|合计|总计|共计|总和|其中|比20|到20\d\d|[由从]20\d\d|低于|高于|须|需(?!求)|要求|目标|每|下降|降到|提高|增加到|能力|20\d\d年(?!.{0,4}(?:县|区|市))"
)
NEEDED = re.compile(
    r"(?:须|需|(?<![对相供响反适效])应|必须|(?<![主重需])要|缺口|还差|相差|差距|达标需)(?:要)?[^，。；\d]{0,8}(?:少用|少耗|少排|减排|削减|节约|减少|压减|降低|新增|节能|替代)?[^，。；\d]{0,6}$"
)
_LEADS = re.compile(
    r"其中|为此|分别|分解|分配|包括|即|：|通过|依靠|依托|主要(?:措施|来源|由|靠)|由[^，。；]*$|中，|来自|来源[于为]|安排|构成|组成|拆分|为$"
)
OF_A_YEAR = re.compile(r"20\d\d年[^，。；、\d]{0,8}$")


@dataclass(frozen=True, slots=True)
class Parts:
    """Amounts side by side, the amount before that they divide, and the amount after that sums them up."""

    items: tuple[Statement, ...]
    before: Statement | None
    after: Statement | None

    @property
    def added(self) -> float:
        return sum(one.amount for one in self.items)


def parts_of(context: Context, *, alone: bool = False) -> Iterator[Parts]:
    """Every list of two or more amounts of one dimension within a sentence; `alone` also those without a total."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop:
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        yield from _lists(group, alone=alone)


def _lists(group: list[Statement], *, alone: bool) -> Iterator[Parts]:
    index = 0
    while index < len(group):
        run = [group[index]]
        while index + len(run) < len(group) and _continues(run[-1], group[index + len(run)]):
            run.append(group[index + len(run)])
        if len(run) >= 2:
            yield from _with_totals(group, index, run, alone=alone)
        index += len(run)


def _continues(last: Statement, following: Statement) -> bool:
    between = last.sentence[last.stop : following.begin]
    if NEEDED.search(last.words):
        return False
    if last.dimension is None or last.dimension != following.dimension or _BREAKS.search(between):
        return False
    return _NEXT.match(between) is not None and len(re.findall("[一-鿿]", between)) >= 1


def _stuff(one: Statement) -> str | None:
    """Tonnes are tonnes, whether 标准煤 is said with each figure or only with the first."""
    return "mass" if one.dimension in {"mass", "coal_equivalent", "carbon"} else one.dimension


def _with_totals(group: list[Statement], index: int, run: list[Statement], *, alone: bool) -> Iterator[Parts]:
    """The run with its totals; where the first of the run is itself the total (甲X，其中乙Y、丙Z), it is split off."""
    after = group[index + len(run)] if index + len(run) < len(group) else None
    if after is not None:
        between = after.sentence[run[-1].stop : after.begin]
        if _stuff(after) != _stuff(run[0]) or not _TOTAL.search(between) or re.search("[。]", between):
            after = None
    before = group[index - 1] if index else None
    if before is not None:
        between = before.sentence[before.stop : run[0].begin]
        leads = _LEADS.search(between) or re.match(r"^[^，；]{0,4}[，]?由", between)
        if _stuff(before) != _stuff(run[0]) or not leads or len(between) > 40 or before.year != run[0].year:
            before = None
    run = _until_full(run, before)
    if before is not None or after is not None or alone:
        yield Parts(tuple(run), before, after)


def _until_full(run: list[Statement], total: Statement | None) -> list[Statement]:
    """The parts up to a semicolon where they already make the total; what comes after it is of another whole."""
    for count in range(2, len(run) if total else 0):
        between = run[count].sentence[run[count - 1].stop : run[count].begin]
        added = sum(one.amount for one in run[:count])
        if total and "；" in between and abs(added - total.amount) <= _ROUNDED * total.amount:
            return run[:count]
    return run


_ROUNDED = 0.006


def listed_after(context: Context) -> Iterator[Parts]:
    """Every amount with the row of amounts of its stuff that comes next in its clause.

    The row is all that one sentence prints of the stuff, or one amount in each sentence; nothing of it is left
    out, so that a shortfall is never made by the reading.
    """
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        if one.stop:
            by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        for place, total in enumerate(group):
            if total.sense != "aim" or total.dimension in {None, "share", "points", "ratio"}:
                continue
            items = _row([one for one in group[place + 1 :] if _stuff(one) == _stuff(total)])
            of_years = all(OF_A_YEAR.search(one.words) for one in items)
            if len(items) > 1 and (
                of_years or all(one.sense == "aim" and one.year in {None, total.year} for one in items)
            ):
                yield Parts(tuple(items), total, None)


def _row(following: list[Statement]) -> list[Statement]:
    """The amounts of the first sentence if it has several, else the first of each sentence; no sum of them."""
    if not following:
        return []
    mine = [one for one in following if one.sentence == following[0].sentence]
    if len(mine) == 1:
        sentences = [one.sentence for one in following]
        mine = [] if len(set(sentences)) < len(sentences) else following
    return [one for one in mine if not _TOTAL.search(one.words)]
