"""Checks a target against what the plan itself prints as reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.indicator_rows import indicator_rows
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.vocabulary import load_vocabulary

_LESS_IS_BETTER = re.compile(
    r"能耗|煤耗|电耗|水耗|排放|损失率|线损|漏损|煤炭|燃煤|散煤|化肥|农药|填埋|PUE|浓度|用水量|强度|燃油|汽油|柴油|弃风|弃光|弃电|事故|天数污染|单耗|油耗"
)
_MORE_IS_BETTER = re.compile(
    r"替代|回收|利用|处理|处置|下降率|减排|降幅|改造|达标|监测|治理|淘汰|覆盖率|优良"
)
_HELD = re.compile(r"保持|稳定在|维持|巩固|不低于现|不降低|力保|守住|红线")

_PROMISES = re.compile(r"达|提高|提升|增加|扩大|升|降|控制|减少|压减|力争|目标|到20\d\d年")

BELOW_STATUS_QUO = Check(
    "below-status-quo",
    13,
    CONVENTION,
    "目标不高于方案自己写的现状",
    "already met by the status quo the plan prints",
)


@register(BELOW_STATUS_QUO)
def below_status_quo(context: Context) -> Iterator[Finding]:
    """A level to be reached later that the plan says is reached already."""
    rows = [row for row in indicator_rows(context) if not _HELD.search(row.note)]
    told = [*(fact for row in rows for fact in row.facts), *context.statements]
    facts = [one for one in told if one.sense == "fact" and one.change == "level" and not _a_flow(one)]
    aims = [
        one
        for one in context.statements
        if one.sense == "aim"
        and one.change == "level"
        and one.stop
        and one.named_here
        and (one.bound != "=" or _PROMISES.search(one.words))
    ]
    aims += [aim for row in rows for aim in row.aims if aim.change == "level" and _bound_known(aim)]
    seen: set[tuple[int, int]] = set()
    for aim in aims:
        if (
            _HELD.search(aim.words)
            or (
                re.search("新增|新建|新并网|新投|新开工|累计|每年|当年新", aim.subject + aim.words)
                and aim.dimension != "share"
            )
            or len(aim.key) < 3
            or aim.year is None
        ):
            continue
        for fact in facts:
            if not same_thing(fact, aim) or (
                fact.year is not None and fact.year >= min(aim.year, context.first_year)
            ):
                continue
            if one_may_grow(aim) or _goes_either_way(aim):
                continue
            better = fact.amount <= aim.amount if falls(aim) else fact.amount >= aim.amount
            if not better or (fact.start, aim.start) in seen:
                continue
            seen.add((fact.start, aim.start))
            relation = "不高于" if falls(aim) else "不低于"
            yield finding(
                BELOW_STATUS_QUO,
                context,
                [aim, fact],
                title=f"“{aim.subject}”{aim.figure}：方案所写现状{fact.figure}已达到，或两处口径不同",
                arithmetic=(
                    f"现状{plain(fact.value, 4)}{fact.unit}（{fact.year or '现状'}）{relation}目标{plain(aim.value, 4)}{aim.unit}（{aim.year}年），"
                    f"目标−现状={plain((aim.amount - fact.amount) / (aim.amount / aim.value if aim.value else 1), 4)}{aim.unit}"
                ),
                settles="两处数值各自的统计口径、年份和范围。",
                proposal=f"注明“{aim.subject}”的口径；如口径一致，请相应提高目标。",
            )
            break


_TAKEN_OUT = re.compile(
    r"(?:退出|淘汰|关停|关闭|压减|化解|拆除|减少|削减|取缔|整合|新增|新建|改造|累计[^，；。：]{0,4}(?:完成|实施|建成))(?!到|至|率|后)[^，；。：]*$"
)


def _a_flow(fact: Statement) -> bool:
    """Whether a figure tells what was taken out or added over the years (累计退出产能410万吨), which is no level."""
    if fact.dimension in {"share", "ratio"} or not fact.stop:
        return False
    return _TAKEN_OUT.search(fact.sentence[: fact.begin]) is not None


def _bound_known(aim: Statement) -> bool:
    """Whether a figure of a table is to be passed upwards or downwards; all or nothing can only be kept."""
    if aim.dimension in {"share", "ratio"} and aim.value in {0.0, 100.0}:
        return False
    return aim.bound != "=" or falls(aim) or _RISES.search(aim.subject) is not None


_RISES = re.compile(r"率$|占比|比重|比例|装机|蓄积|面积|非化石|可再生|储能|新能源|绿色|替代量|利用量|回收量")
_MAY_GROW = re.compile(
    r"天然气|能源消费(?:总)?量|energy_total|用电|电力消费|用水总量|排放|co2_total|峰值|产量|额度|控制数"
)


def one_may_grow(aim: Statement) -> bool:
    """True for a ceiling on a total that may lie above the present level: it caps growth."""
    capped = aim.bound in {"<=", "=", "~"} and re.search(r"下降|降低|降|减少|压减|削减", aim.words) is None
    return (
        capped
        and aim.dimension not in {"share", "ratio"}
        and "单位" not in aim.subject
        and _MAY_GROW.search(aim.key + aim.subject) is not None
        and "/" not in aim.unit
    )


def _goes_either_way(aim: Statement) -> bool:
    """True for a share of 左右 with no word of rising or falling: a part of a structure, which may well shrink."""
    return (
        aim.bound == "~"
        and aim.dimension == "share"
        and re.search("提高|提升|增|升|扩大|降|减|达到", aim.words) is None
    )


def falls(one: Statement) -> bool:
    """True if less is better: an upper bound, words of falling, or an indicator that should fall."""
    if one.bound == "<=" or re.search(
        r"降(?:到|至|为)|下降(?:到|至|为)|降低(?:到|至|为)|减少(?:到|至)|压减(?:到|至)|控制在", one.words
    ):
        return True
    if one.bound == ">=" or re.search(r"提高(?:到|至)|提升(?:到|至)|增加(?:到|至)|扩大到", one.words):
        return False
    for indicator in load_vocabulary().indicators:
        if one.key.endswith(indicator.id):
            return indicator.direction == "down"
    return _LESS_IS_BETTER.search(one.subject) is not None and _MORE_IS_BETTER.search(one.subject) is None


_LOOSE = re.compile(
    r"^(?:已?建成|现有|已有|培育|创建|全市|城镇|城市|规模以上|规上|年度?|一般|年末|期末|全社会|累计|总|城区|市区|本市|一次|水电、风电、)+"
)


def same_thing(first: Statement, second: Statement) -> bool:
    """Whether two figures are of one indicator, give or take words such as 全市 and 占比."""
    if first.dimension is None or first.dimension != second.dimension or first.unit.endswith("百分点"):
        return False
    if first.key == second.key:
        return True
    mine, theirs = _core(first.key), _core(second.key)
    if len(mine) >= 4 and mine == theirs:
        return True
    mine, theirs = _of_what(first), _of_what(second)
    return len(mine) >= _LETTERS and mine == theirs


_LETTERS = 4
_FRAME = re.compile(
    r"全[省市区县州]|当年|年度|城镇|城市|规模以上|规上|面积|比例|比重|占比|比率|数量|总量|(?<=[一-鿿])产量|[的总中内占当年量为数]"
)


def _of_what(one: Statement) -> str:
    """The letters of a share of something in something, whichever of the two is named first; no other's."""
    shared = one.dimension == "share" and re.search("占|比[例重]", one.subject)
    return "".join(sorted(set(_FRAME.sub("", one.subject)))) if shared else ""


def _core(key: str) -> str:
    return re.sub(
        r"(?:比例|比重|占比|比率|总量|总规模|规模|总数|数量|保有量)$",
        "",
        _LOOSE.sub("", key).replace("的", ""),
    )
