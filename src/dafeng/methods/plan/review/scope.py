"""Checks on whom a target reaches: conditional domains and new buildings only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed, plain

_CONDITION = re.compile(
    r"(?:资源)?(?:丰富|较好|富集)(?:且|、|和|并)?(?:具备[^，。；]{0,6}条件)?的?(?:地区|区域|地方)"
    r"|(?:具备|有)(?!受电|接电|充电|通航)[^，。；]{0,6}条件的?|条件(?:适宜|成熟|允许)(?![时后])的?|确有必要的|符合(?:要求|条件)的|适宜(?:地区|区域)"
)
_DEFINED = re.compile(
    r"(?:条件|丰富|适宜)[^。；]{0,12}(?:是指|指|名单|清单|标准见|由[^。；]{2,14}(?:认定|确定|公布))|[（(][^（）()]*占[^（）()]*[可应][^（）()]*[）)]|按[^，。；]{0,10}可(?:利用|安装|开发|改造)[^，。；]{0,4}(?:面积|容量)"
)

# 存量机组具备条件的: what stands there is no empty domain, and whoever runs it knows it by name
_STANDS = re.compile(
    r"(?:存量|现有|在役|在运|现役|已建|已投[运产])[^，。；]{0,6}(?:机组|电厂|高炉|焦炉|生产线|装置|电站)"
)

CONDITIONAL_DOMAIN = Check(
    "conditional-domain",
    6,
    CONVENTION,
    "目标带前提条件，适用范围可能为空",
    "a conditional domain that may be empty",
)


@register(CONDITIONAL_DOMAIN)
def conditional_domain(context: Context) -> Iterator[Finding]:
    """A share that holds only where a condition is met, with nobody to say where that is."""
    told_empty = {one.start for one, *_ in _conditional_figures(context)}
    for one, words, line in _conditional_figures(context):
        yield finding(
            CONDITIONAL_DOMAIN,
            context,
            [one],
            title=f"“{one.subject or one.words}”以“{words}”为前提，未写明由谁、按什么认定",
            arithmetic=line,
            settles="符合条件的地区或单位名单，或认定标准（如年日照时数、屋顶面积下限）。",
            proposal=f"在“{words}”后注明：具体名单由（  ）部门于（  ）年前认定并公布。",
        )
    for target in context.plan.targets:
        if target.unit != "%" and not (target.reading and target.reading.unit == "%"):
            continue
        condition = _CONDITION.search(_own_phrase(target)) or _CONDITION.search(target.scope or "")
        if condition is None or _DEFINED.search(context.plan.text_of(context.plan.clause(target.clause))):
            continue
        if _STANDS.search(_own_phrase(target)):
            continue
        if target.value_start in told_empty:
            continue
        value = target.value if target.value is not None else target.reading.value if target.reading else 0.0
        yield CONDITIONAL_DOMAIN.finding(
            (target.id,),
            title=f"“{target.indicator}”以“{condition.group()}”为前提，未写明由谁、按什么认定",
            clauses=(target.clause,),
            targets=(target.id,),
            arithmetic=f"完成率=达标数÷符合条件数，目标{plain(value)}%；符合条件数可能为0，0÷0不能记为100%",
            inputs=(context.as_input(target),) if target.is_numeric else (),
            settles="符合条件的地区或单位名单，或认定标准（如年日照时数、屋顶面积下限）。",
            proposal=f"在“{condition.group()}”后注明：具体名单由（  ）部门于（  ）年前认定并公布。",
        )


def _conditional_figures(context: Context) -> Iterator[tuple[Statement, str, str]]:
    """Shares whose sentence sets a condition before the figure, with nobody to say where it holds."""
    for one in context.statements:
        if one.unit != "%" or one.sense != "aim" or one.change != "level" or not one.stop:
            continue
        lead = re.split("[；]", one.sentence[: one.begin])[-1][-60:]
        condition = _CONDITION.search(lead)
        if condition is None or re.search(r"\d%[^，]*，", lead[condition.end() :]):
            continue
        text = one.sentence
        if _STANDS.search(re.split("，", lead[: condition.start()])[-1]):
            continue
        if _DEFINED.search(text) or re.search(r"名单|清单|目录|[共计]\d+[个家处座]|\d+[个家处座]", text):
            continue
        yield (
            one,
            condition.group(),
            f"完成率=达标数÷符合条件数，目标{one.figure}；符合条件数可能为0，0÷0不能记为100%",
        )


def _own_phrase(target: Target) -> str:
    """The comma-separated phrases of the quote up to the figure that belong to this target."""
    if target.value_start is None:
        return target.quote
    before = target.quote[: max(0, target.value_start - target.quote_start)]
    return re.split(r"[，,；;。]", before)[-1]


NEW_BUILD_ONLY = Check(
    "new-build-only", 20, QUANTITY, "建筑目标只管新建，未及存量", "building targets bind new buildings only"
)


@register(NEW_BUILD_ONLY)
def new_build_only(context: Context) -> Iterator[Finding]:
    """Several building shares that bind new buildings, and none that binds the stock."""
    buildings = [
        target
        for target in context.plan.targets
        if "建筑" in target.indicator + target.quote
        and "建筑垃圾" not in target.indicator
        and (target.is_numeric or target.reading is not None)
    ]
    new = [target for target in buildings if "新建" in _whole(target)]
    stock = [
        target
        for target in buildings
        if re.search(r"既有|存量|改造", _whole(target)) and not _ROOF.search(_whole(target))
    ]
    if len(new) < 2 or stock:
        return
    yield NEW_BUILD_ONLY.finding(
        (target.id for target in new),
        title=f"建筑类目标{len(buildings)}项中{len(new)}项只约束新建建筑，既有建筑没有量化目标",
        clauses=(target.clause for target in new),
        targets=(target.id for target in new),
        arithmetic=f"建筑类目标{len(buildings)}项：新建{len(new)}项，既有建筑改造{len(stock)}项",
        details=(f"新建类：{listed(target.indicator for target in new)}。",),
        inputs=(context.as_input(target) for target in new if target.is_numeric),
        settles="既有建筑面积、能耗和年度改造计划。",
        proposal="到（  ）年，完成既有建筑节能改造（  ）万平方米，改造后综合能效提高（  ）%。",
    )


# a roof covered with panels uses no less energy below
_ROOF = re.compile(r"屋顶|光伏")


def _whole(target: Target) -> str:
    return f"{target.scope or ''}{target.indicator}{_own_phrase(target)}"
