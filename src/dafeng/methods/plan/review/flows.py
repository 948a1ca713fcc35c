"""Balances printed in the plan itself: what a supply or a capacity can cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.pieces import EACH
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.stuffs import ROUTE, same_stuff
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_SLACK = 1.05

USE_BEYOND_SUPPLY = Check(
    "use-beyond-supply",
    12,
    QUANTITY,
    "能力、来源不足以支撑所写的量或比率",
    "the capacity or the source is smaller than what it is to cover",
)
_WHOLE = re.compile(r"全部|全量|全覆盖|100%|百分之百|所有|零填埋|全额|满足全市|完全|均由")
_ARISING = re.compile(
    r"产生|日产(?![能业品])|清运|收运|需求|负荷|消费|用电量|用气量|用水|可收集|资源量|排放量|产量|用量|耗|待处理|收集量|进水"
)
_CAPABLE = re.compile(
    r"能力|规模|供应|供给|处理|处置|焚烧|利用|消纳|发电量|供热|可供|供气|供电|装机|产能|设计|回收"
)
_RATE = re.compile(r"率|比例|比重|占比|占")
_PER = {"日": 365.0, "天": 365.0, "月": 12.0, "年": 1.0}


_GROWS_TO = re.compile(r"(?:逐步|再|进一步)?(?:提高|提升|增加|扩大|扩建|增|扩|升|降低|减少|降|减)[到至为]约?")


def yearly(one: Statement) -> tuple[str, float] | None:
    """Dimension and amount a year; tonnes a day count 365 times, and 日产生 or 每天 counts as a day."""
    if one.dimension is None:
        return None
    dimension, _, per = one.dimension.partition(" per ")
    if per:
        return (dimension, one.amount * _PER[per]) if per in _PER else None
    words = one.words
    if one.stop and _GROWS_TO.fullmatch(words):  # 由每日2400吨提高到3000吨: a day's both
        words = re.split("[，；。、]", one.sentence[: one.begin])[-1]
    daily = re.search(r"日(?:均|产(?![能业])|产生|处理|清运|焚烧|供应|用|需)|每[日天]", words) is not None
    return dimension, one.amount * (365.0 if daily else 1.0)


@register(USE_BEYOND_SUPPLY)
def use_beyond_supply(context: Context) -> Iterator[Finding]:
    """A rate of what arises that passes the capacity printed beside it, in one clause."""
    by_clause: dict[str, list[Statement]] = {}
    for one in context.statements:
        if not EACH.search(one.words):  # what one station gives is not what all can give
            by_clause.setdefault(one.clause, []).append(one)
    for group in by_clause.values():
        yield from _clause_balance(context, group)
    yield from _routes_elsewhere(context)


def _clause_balance(context: Context, group: list[Statement]) -> Iterator[Finding]:
    yield from _treated(context, group)
    yield from _more_than_arises(context, group)
    arising = [
        one
        for one in group
        if _is_amount(one)
        and _ARISING.search(one.words + one.subject)
        and not re.search(r"能力|可供|处理规模", one.words + one.subject)
    ]
    capable = [
        one
        for one in group
        if _is_amount(one)
        and one not in arising
        and _CAPABLE.search(one.words + one.subject)
        and not _outgrown(one, group)
    ]
    rates = [
        one
        for one in group
        if one.unit == "%" and one.change == "level" and _RATE.search(one.words + one.subject)
    ]
    for need in arising:
        for have in capable:
            mine, theirs = yearly(need), yearly(have)
            if mine is None or theirs is None or mine[0] != theirs[0] or mine[1] <= 0:
                continue
            if not same_stuff(need, have):
                continue
            if need.year is not None and have.year is not None and need.year > have.year:
                continue
            rate, shown, used = 1.0, "全部", []
            fitting = [one for one in rates if one.year == have.year or have.year is None or one.year is None]
            if not (_WHOLE.search(have.sentence) or _WHOLE.search(need.sentence)):
                if not fitting:
                    continue
                rate, shown, used = fitting[-1].value / 100, fitting[-1].figure, [fitting[-1]]
                if not same_stuff(fitting[-1], have) and not same_stuff(fitting[-1], need):
                    continue
            if mine[1] * rate <= (theirs[1] + _added(have, group)) * _SLACK or _a_route(have, group):
                continue
            yield finding(
                USE_BEYOND_SUPPLY,
                context,
                [need, have, *used],
                title=f"“{have.subject}”{have.figure}不足以覆盖“{need.subject}”{need.figure}的{shown}",
                arithmetic=(
                    f"{need.figure}×{plain(rate * 100)}%折{plain(mine[1] * rate / 1e4, 2)}万，"
                    f"能力（来源）{have.figure}折{plain(theirs[1] / 1e4, 2)}万（按年），"
                    f"缺口{plain((mine[1] * rate - theirs[1]) / 1e4, 2)}万"
                ),
                severity=Severity.SERIOUS,
                settles="产生量（需求量）、在建能力和外运（外来）数量。",
                proposal="补充能力或来源，或相应下调比率，使两者匹配。",
            )
            return


def _outgrown(have: Statement, group: list[Statement]) -> bool:
    """Whether the clause says that the capacity grows to more: what it starts from has not to cover the whole."""
    return have.sense == "fact" and any(
        one.sense == "aim"
        and one.subject == have.subject
        and one.dimension == have.dimension
        and one.amount > have.amount
        for one in group
    )


_NEW = re.compile("新增|扩建|新建|再建|增建|扩容|扩能|续建|在建|二期|三期")


def _added(have: Statement, group: list[Statement]) -> float:
    """What the clause adds to a capacity, or what stands already where the capacity is the new one."""
    mine = yearly(have)
    total = 0.0
    for one in group:
        theirs = yearly(one)
        if one is have or mine is None or theirs is None or theirs[0] != mine[0] or one.unit == "%":
            continue
        if (_NEW.search(one.words) is None) == (_NEW.search(have.words) is None):
            continue
        if (one.unit == have.unit or _ABILITY.search(one.subject)) and "产生" not in one.words:
            total += theirs[1]
    return total


def _a_route(have: Statement, group: list[Statement]) -> bool:
    """Whether an amount is one route of several listed side by side, none of which has to cover the whole."""
    return any(
        one.sentence == have.sentence
        and one.dimension == have.dimension
        and one != have
        and "能力" not in one.subject + have.subject
        and re.fullmatch(
            r"(?:以上|以内|左右)?[、和][^，。；\d]{2,14}",
            have.sentence[min(one.stop, have.stop) : max(one.begin, have.begin)],
        )
        for one in group
    )


_TREATED = re.compile(
    r"(?:处理|处置|利用|焚烧|消纳|供应|供热|供气|回收|收运|产出|生产|产|吞吐|接卸|通过|加工|冶炼)量$"
    r"|^(?:全?年|每年|年度)?(?:焚烧|综合|无害化|资源化)?(?:处理|利用|焚烧|处置|消纳|回收|加工)"
)
_ABILITY = re.compile(r"(?:能力|设计规模|处理规模|产能|库容|设施规模|规模为日?(?:处理|处置|焚烧))$")


_MADE = re.compile(
    r"产生|抽采|清运|收集|收运|产出|开采|资源量|可(?:利用|回收|供)|退役|报废|污水处理量$|(?<=年)排放量$|^排放量$|设施[一-鿿]{0,4}排放量$"
)
_USED = re.compile(r"捕集|(?<!可)利用|(?<!可)回收|处理|处置|消纳|消耗|回用|还田|离田|焚烧|[料源材]化")
_BEYOND_THE_YEAR = re.compile(r"历史|堆存|存量|往年|外来|调入|外购|外地|周边|跨区|接收|进口")
_GROWN = 1.3  # what arises may have grown since the year it is told of


def _more_than_arises(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """More used of something in a year than arises of it, whole or by its routes, both printed in one clause."""
    amounts = [one for one in group if one.stop and _is_amount(one) and not _ABILITY.search(one.subject)]
    uses = [one for one in amounts if one.sense == "aim" and _is_use(one)]
    for made in amounts:
        if not _MADE.search(made.subject) or _is_use(made):
            continue
        mine = [one for one in uses if one is not made and _drawn_from(one, made)]
        routes = [one for one in mine if ROUTE.search(one.subject) and one.sentence == mine[0].sentence]
        for told in ([one] for one in mine) if len(routes) < 2 else (routes,):
            found = _exceeds(context, told, made)
            if found is not None:
                yield found
                return


_STOCK_OF = re.compile(r"可收集量$|可利用量$|资源量$|产生量$|年产生|可开发量$|抽采量$|清运量$")


def _routes_elsewhere(context: Context) -> Iterator[Finding]:
    """秸秆可收集量105万吨 in the preamble, and routes of 136万吨 in the clause on straw."""
    for made in context.statements:
        if (
            not made.stop
            or not _STOCK_OF.search(made.subject)
            or not _is_amount(made)
            or _BEYOND_THE_YEAR.search(made.sentence)
        ):
            continue
        name = re.sub(r"^(?:年|全[省市区县])+", "", _STOCK_OF.sub("", made.subject))[-4:]
        routes: dict[tuple[str, str], list[Statement]] = {}
        for one in context.statements:
            if (
                one.stop
                and one.clause != made.clause
                and one.sense == "aim"
                and _is_amount(one)
                and one.dimension == made.dimension
                and ROUTE.search(one.subject)
                and len(name) > 1
                and name in one.sentence[: one.begin]
                and not _BEYOND_THE_YEAR.search(one.sentence)
            ):
                routes.setdefault((one.clause, one.sentence), []).append(one)
        for told in routes.values():
            if len(told) > 1 and (found := _exceeds(context, told, made, _STEADY)):
                yield found


_LEVEL = re.compile(r"(?:基本|大体|大致)?(?:持平|保持不变|保持稳定)")
_STEADY = 1.15  # a field's straw grows slowly


def _is_use(one: Statement) -> bool:
    return _USED.search(re.sub("污水处理量?$", "", one.subject)) is not None


def _drawn_from(used: Statement, made: Statement) -> bool:
    """Whether one amount is taken out of the other: one stuff, one time, and nothing brought in from elsewhere."""
    mine, theirs = yearly(used), yearly(made)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return False
    if used.sentence == made.sentence and used.begin < made.begin:
        return False  # what is listed after the use is a part of it
    if "排放" in made.subject and "捕集" not in used.subject:
        return False
    if made.year not in {None, used.year} and not (
        made.sense == "fact" and (made.year or 0) < (used.year or 0)
    ):
        return False
    if _BEYOND_THE_YEAR.search(re.sub("不(?:外购|外来|调入|接收)", "", used.sentence + made.sentence)):
        return False
    return same_stuff(used, made) or (
        ROUTE.search(used.subject) is not None and used.sentence == made.sentence
    )


def _exceeds(
    context: Context, used: list[Statement], made: Statement, grown: float = _GROWN
) -> Finding | None:
    told = [one for one in (yearly(one) for one in used) if one is not None]
    arises = yearly(made)
    total = sum(amount for _, amount in told)
    if arises is None:
        return None
    slack = _SLACK if made.year in {None, used[0].year} else grown
    if re.search(r"可收集|可利用|资源量|可开发", made.subject) or _LEVEL.search(made.sentence):
        slack = min(slack, _STEADY)
    if total <= arises[1] * slack:
        return None
    names = "、".join(one.subject for one in used)
    shown = "+".join(one.figure for one in used)
    return finding(
        USE_BEYOND_SUPPLY,
        context,
        [*used, made],
        title=f"“{names}”{shown}大于“{made.subject}”{made.figure}",
        arithmetic=f"{shown}折{plain(total / 1e4, 2)}万>{plain(arises[1] / 1e4, 2)}万，多{plain((total - arises[1]) / 1e4, 2)}万",
        severity=Severity.SERIOUS,
        settles="产生量和利用量的统计范围；是否含历史堆存或外来。",
        proposal="核对各项数值，或写明多出部分的来源。",
    )


def _same_stem(amount: Statement, have: Statement) -> bool:
    """接卸量 and 接卸能力, 供气量 and 供气能力: one verb, told as what is done and what can be done."""
    stem = re.search(r"([一-鿿]{2})量$", amount.subject)
    return stem is not None and re.search(rf"{stem[1]}(?:总|年|日)?能力$", have.subject) is not None


def _treated(context: Context, group: list[Statement]) -> Iterator[Finding]:
    """More treated in a year than the capacity printed in the same clause can take."""
    for amount in group:
        if not _is_amount(amount) or _ABILITY.search(amount.subject):
            continue
        if not _TREATED.search(amount.subject) and not any(_same_stem(amount, have) for have in group):
            continue
        for have in group:
            mine, theirs = yearly(amount), yearly(have)
            if (
                not _ABILITY.search(have.subject + ("能力" if "能力" in have.words else ""))
                or mine is None
                or theirs is None
            ):
                continue
            early = (
                amount.year is not None
                and have.year is not None
                and amount.year > have.year >= context.first_year
            )
            if re.search("新增|扩建|新建", have.words) and not re.search("新增|扩建|新建", amount.words):
                continue
            planned = any(
                one.sense == "aim" and one.key == have.key and one.dimension == have.dimension
                for one in group
            )
            if have.sense == "fact" and planned and amount.sense == "aim":
                continue
            if mine[0] != theirs[0] or early or amount.sense == "fact" or not same_stuff(amount, have):
                continue
            if mine[1] > theirs[1] * _SLACK:
                yield finding(
                    USE_BEYOND_SUPPLY,
                    context,
                    [amount, have],
                    title=f"“{amount.subject}”{amount.figure}超过能力{have.figure}",
                    arithmetic=f"{plain(mine[1] / 1e4, 2)}万>{plain(theirs[1] / 1e4, 2)}万（按年），缺口{plain((mine[1] - theirs[1]) / 1e4, 2)}万",
                    severity=Severity.SERIOUS,
                    settles="在建能力和外运（外来）数量。",
                    proposal="补充能力，或相应下调数量，使两者匹配。",
                )
                return


def _is_amount(one: Statement) -> bool:
    base = (one.dimension or "").split(" per ")[0]
    return (
        base in {"mass", "electricity", "volume", "heat", "coal_equivalent", "carbon", "power"}
        and one.change == "level"
    )
