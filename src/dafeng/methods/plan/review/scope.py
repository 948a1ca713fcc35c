"""Checks on whom a target reaches: conditional domains and new buildings only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed, plain

_CONDITION = re.compile(
    r"(?:资源)?(?:丰富|较好|富集)(?:且|、|和|并)?(?:具备[^，。；]{0,6}条件)?的?(?:地区|区域|地方)"
    r"|(?:具备|有)(?!受电|接电|充电|通航)[^，。；]{0,6}条件的?|条件(?:适宜|成熟|允许)的?|确有必要的|符合(?:要求|条件)的|适宜(?:地区|区域)"
)
_DEFINED = re.compile(
    r"(?:条件|丰富|适宜)[^。；]{0,12}(?:是指|指|名单|清单|标准见|由[^。；]{2,14}(?:认定|确定|公布))|按[^，。；]{0,10}可(?:利用|安装|开发|改造)[^，。；]{0,4}(?:面积|容量)"
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
        if _DEFINED.search(text) or re.search(r"名单|清单|目录|[共计]\d+[个家处座]|\d+[个家处座]", text):
            continue
        yield (
            one,
            condition.group(),
            f"完成率=达标数÷符合条件数，目标{one.figure}；符合条件数可能为0，0÷0不能记为100%",
        )


EMPTY_DOMAIN = Check(
    "empty-domain",
    6,
    CONVENTION,
    "目标所指的对象本地没有",
    "a target for something the plan says the area does not have",
)
_NONE = re.compile(
    r"(?:没有|(?<!有)无(?!害|人|序|偿|废|轨|线|损|接触|障碍|组织|机肥|机物|缝|需|法|须|论|条件|关|形|氟|碳|忧|感|间断)|不产|不涉及|尚无|暂无|现无|均无|并无|未设|未布局|不存在|已全部(?:关停|退出|淘汰|拆除|停用|关闭)(?:的)?|不拥有|不用|不再有)(?P<what>[一-鿿、（）]{2,24})"
)
_ALREADY_GONE = re.compile(
    r"(?P<what>[一-鿿]{3,14})(?:已|均已|于20\d\d年)(?:全部|全面)(?:关停|退出|淘汰|拆除|停用|关闭|清零)"
)
_PLAIN = (
    ("燃煤发电", "煤电"),
    ("燃煤机组", "煤电机组"),
    ("火电", "煤电"),
    ("港口码头", "港口"),
    ("炼铁", "钢铁"),
    ("炼钢", "钢铁"),
    ("钢铁冶炼", "钢铁"),
)
_FILLING = re.compile(
    r"企业|机组|项目|生产线|设施|行业|产能|资源|单位|用户|基地|运行|在运|规模以上|大型|现有|存量|，|和|、|的|及|或"
)


@register(EMPTY_DOMAIN)
def empty_domain(context: Context) -> Iterator[Finding]:
    """A share of what the plan itself says does not exist here, or of places it says it is not among."""
    absent: list[tuple[str, Sentence]] = []
    for sentence in context.sentences:
        for pattern in (_NONE, _ALREADY_GONE):
            for found in pattern.finditer(sentence.text):
                absent += [
                    (core, sentence)
                    for piece in re.split("[、和及或]", found["what"])
                    if len(core := _core(piece)) >= 2
                ]
    for one in context.statements:
        if (
            one.sense != "aim"
            or not one.stop
            or (one.unit != "%" and one.dimension not in {"count", "mass", "power", "share"})
        ):
            continue
        words = _plain(re.split("[，；：]", one.sentence[: one.begin])[-1] + one.subject)
        if (
            re.search(r"没有|无[一-鿿]{2}|不含|不新增|不再|以外|除外", words)
            or one.change != "level"
            or one.value == 0
        ):
            continue
        for core, sentence in absent:
            if core in words and not (sentence.text == one.sentence and one.sentence.find(core) > one.begin):
                yield finding(
                    EMPTY_DOMAIN,
                    context,
                    [one, sentence],
                    title=f"“{one.subject}”{one.figure}的对象“{core}”，方案写明本地没有",
                    arithmetic=f"完成率=达标数÷对象数，对象数为0（{sentence.clause}：“{sentence.text[:30]}”），0÷0不能记为{one.figure}",
                    settles="对象的名单；两处所指是否同一对象。",
                    proposal="删去该目标，或写明适用对象的名单。",
                )
                break


def _plain(words: str) -> str:
    for long, short in _PLAIN:
        words = words.replace(long, short)
    return words


def _core(words: str) -> str:
    """The thing itself: without 企业, 机组, 生产线."""
    words = re.split(r"(?<=[一-鿿]{2})厂|企业|机组|项目|生产线|设施|，|任务|的", _plain(words))[0]
    return re.sub(r"^(?:任何|在运|现有|大型|规模以上|新建|用于)+", "", words)


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
