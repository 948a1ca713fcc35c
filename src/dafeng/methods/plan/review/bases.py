"""Checks on what a change is measured from: a cut or a rise without its base."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.orders import orders
from dafeng.methods.plan.review.registry import DATA, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.undertaken import is_undertaken
from dafeng.methods.plan.review.wording import listed

_SET_FOR_ALL = (
    r"以20\d\d年[^，。；]{0,30}为(?:统一)?(?:的)?(?:基期|基准|基数|基年|比较|对比)|(?:基期|基准)年?份?[^，。；]{0,8}(?:为|取|是|采用|按|：)20\d\d"
    r"|(?:对比|比较)(?:基期|基准|年份)[^，。；]{0,8}20\d\d|(?:降幅|升幅|增幅|变化)[^。；]{0,16}(?:均|一律|统一)[^。；]{0,8}20\d\d年"
)
_NAMED = re.compile(
    r"[比较](?!例|重|大|好|高|低|快|强|为)[^，。；]{1,16}|与[^，。；]{2,14}(?:相比|比较)|相[比较]|在[^，。；]{2,16}(?:基础|水平)上|同比|环比|年均|每年|逐年"
    r"|[由从]|期间|改造后|均?以[^，。；]{2,20}为(?:基准|基期|基数|参照)|时期内?|以20\d\d年"
)
_NOT_REAL = re.compile(
    r"[比较](?:规划)?(?:基期|基准年|基年)|上一?个?规划期末?|上期|(?:现有|原有|目前|当前|已有|前期|现状|以往)[^，。；]{0,4}(?:基础|水平)?|[比较](?:现状|之前|以前|前期|往年)"
)
_NO_BASE_NEEDED = re.compile(
    r"补贴|补助|电价|价格|税|资金|贷款|奖励|资本金|地区生产总值年|经济增长|GDP年|概率|误差|折扣|上浮|下浮|利率|罚|每(?:再)?(?:提高|增加|高出|上升|下降|降低|超)|增速|(?:地区)?生产总值$|误差|偏差|不确定|首付|折扣|滞后|进度|固定[^，。；]{0,4}因子|同口径测算"
)

BASE_MISSING = Check(
    "base-missing", 1, DATA, "升降幅度未写明与哪一年相比", "a cut or a rise says nothing of its base"
)


@register(BASE_MISSING)
def base_missing(context: Context) -> Iterator[Finding]:
    """Cuts and rises in per cent with no base year, stated neither there nor for the whole plan."""
    set_in = {sentence.clause for sentence in context.saying(_SET_FOR_ALL)}
    if any(_for_the_plan(sentence.text) for sentence in context.saying(_SET_FOR_ALL)):
        return
    asked = {one.start for one in orders(context)}  # those above set the base of what they ask
    bare = [
        one
        for one in context.statements
        if _is_change(one)
        and one.start not in asked
        and is_undertaken(context, one)
        and one.clause not in set_in
        and not _has_base(context, one)
    ]
    based = {
        (one.key, one.value, one.unit) for one in context.statements if _is_change(one) and one not in bare
    }
    # a cut told again in a reckoning has its base where it was first promised
    bare = [one for one in bare if (one.key, one.value, one.unit) not in based]
    yield from _worded(context)
    if not bare:
        return
    changes = [one for one in context.statements if _is_change(one) and is_undertaken(context, one)]
    yield finding(
        BASE_MISSING,
        context,
        bare,
        title=f"{len(bare)}项升降幅度目标未写明基期",
        arithmetic=(
            f"升降幅度目标{len(changes)}项，写明基期{len(changes) - len(bare)}项，未写明{len(bare)}项："
            f"{listed(f'{one.subject}{one.figure}' for one in bare)}"
        ),
        settles="上级下达文件或统计制度中的基期年份和基期数值。",
        proposal="写明“比（  ）年下降（提高）（  ）%”，并附基期数值。",
    )


_TIMES = re.compile(
    r"翻(?:一|两|三)?番|(?:提高|增加|增长|扩大|提升|增)(?:了|至|到)?(?:[一二两三四五六七八九]|\d+)(?:倍|成)|(?:恢复到|达到|超过)(?:历史|近年|近几年|往年)[^，。；]{0,4}(?:最[好高]|平均|均值|同期)[^，。；]{0,4}"
)


def _worded(context: Context) -> Iterator[Finding]:
    """A doubling, 三成 or 历史最好水平 by a year to come, with no base beside it."""
    for sentence in context.sentences:
        for piece in re.split("；", sentence.text):
            found = _TIMES.search(piece)
            if found is None or not re.search(r"到20\d\d年|20\d\d年(?:底|末)?前", piece[: found.start()]):
                continue
            lead = piece[: found.start()]
            if re.search(
                r"[比较由从]20\d\d|20\d\d年[^，]{0,10}(?:基础|为\d|的\d)|以20\d\d",
                lead + piece[found.end() :],
            ):
                continue
            yield finding(
                BASE_MISSING,
                context,
                [sentence],
                title=f"“{found.group()}”未写明与哪一年相比",
                arithmetic=f"“{piece.strip()[-40:]}”：倍数或水平1处，基期0处",
                settles="基期年份和基期数值。",
                proposal="写明“比（  ）年的（  ）……”，并附基期数值。",
            )


def _for_the_plan(text: str) -> bool:
    """Whether the sentence sets the base for the whole plan rather than for the figures it goes on to print."""
    return (
        re.search(r"本方案|全文|各项|未注明|所有|统一|(?<![年人户月日平])均(?![值价])|一律", text) is not None
        or re.search(r"\d%", text) is None
    )


def _is_change(one: Statement) -> bool:
    if one.sense != "aim" or one.change == "level":
        return False
    relative = one.unit == "%" or one.unit.endswith("百分点")
    # an absolute fall needs its base only where it is told of an intensity (吨钢综合能耗降低25千克)
    intensity = re.search(r"单位|单耗|能耗强度|煤耗|电耗|吨[一-鿿]{1,4}(?:综合)?能耗", one.subject)
    if not relative and (one.change != "fall" or not intensity):
        return False
    return (
        _NO_BASE_NEEDED.search(one.words) is None
        and re.search(r"新增|新建", one.words[-8:]) is None
        and not re.search(r"生产总值年?$|经济|GDP", one.subject)
    )


_AFTERWARDS = re.compile(r"^[^；]{0,24}?均?以[^，。；]{2,20}为(?:基准|基期|基数|参照)")
_QUANTITY = re.compile(r"能耗|排放|消耗|强度|率|比重|占比|比例|总?量|效|耗|用电|用能|用水|消费|面积|水平")


def _elided(context: Context, one: Statement) -> bool:
    """Whether the phrase leaves out its quantity (居住建筑下降10%), so that it goes on from the figure before."""
    if _QUANTITY.search(one.subject):
        return False
    before = [
        other
        for other in context.statements
        if other.sentence == one.sentence and other.clause == one.clause and other.stop <= one.begin
    ]
    return (
        bool(before)
        and before[-1].change == one.change
        and re.match("[^；]*$", one.sentence[before[-1].stop : one.begin]) is not None
        and _is_change(before[-1])
        and _has_base(context, before[-1])
    )


def _has_base(context: Context, one: Statement) -> bool:
    place = one.sentence.find(one.words)
    words = one.words
    if len(re.findall("[一-鿿]", words)) < 4:  # “下降13%、18%”: the base stands with the first figure
        words = one.sentence[:place] + words
    named = _NAMED.search(words) or _AFTERWARDS.search(one.sentence[one.stop :])
    if named is not None and named.re is _AFTERWARDS:
        return True
    if named is None and _elided(context, one):
        return True
    if named is None:
        lead = re.split(r"\d[\d.]*[^，；]{0,10}[，；]", one.sentence[: max(place, 0)])[-1]
        named = _NAMED.search(lead)
        if named is None and "分别" in words:
            named = _NAMED.search(one.sentence[: max(place, 0)])
        words = lead if named else words
    if named is None:
        return False
    vague = _NOT_REAL.search(words)
    if vague is None:
        return True
    return re.search(r"20\d\d年|十[二三四五六]五", words[vague.start() :]) is not None or any(
        fact.sense == "fact" and fact.key == one.key and fact.unit == one.unit for fact in context.statements
    )
