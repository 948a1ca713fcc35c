"""How a name is worded: what only leads up to it, what narrows it, and what members of a list share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dafeng.methods.plan.target.topics import body_of

_LEADING = re.compile(
    r"^(?:其中|使得?|推动|促进|实现|推进|确保|并|且|同时|加快|全面|进一步|全部|按照|改造后|并力争|每年|按期|支撑|通过实施|通过|仍|仍然|将|合计|共计|总计)+"
)
_TRAILING = re.compile(
    r"(?:累计(?:建成|推广|完成)?|新增|始终|依次|应|(?<=[量模])比|基本|持续|进一步|稳步|逐步|每个|总体|年均|每年|[三五十]年|回升并|每[市县区个]|已|底|保持|再|并|均)+$"
)
_YEARLY_RATE = re.compile(r"(?<=[度率量耗放])年$")
_ASIDE = re.compile(r"（以下简称[^）]*）")
_EXAMPLES = re.compile(r"^[^、]{2,8}、[^、]{2,8}、.*等(?=(?:\d|主要|各类|再生|重点)[\d一-鿿]{4})")
_ACHIEVED = re.compile(r"^(.{4,}[^推动促])实现(?=.{2,}(?:率|比例|占比|比重)$)")  # A力争实现B达到50%: B of A
_TWO_MEASURES = re.compile(r"(率|量|能耗|消耗|排放|强度|比例|比重|占比)(?:和|及|与|以及)(?=.{3})")
_EFFECT = re.compile("改造(?:形成|减排)")

# What a known indicator can be narrowed to; other words in front of it belong to its name (年度能源消费总量).
_NARROWS = re.compile(
    r"(?:行业|领域|机构|企业|单位|机关|部门|建筑|厂房|园区|开发区|基地|地区|区域|城市|城镇|县城|[城郊新]区|市区|农村|乡镇"
    r"|社区|学校|医院|数据中心|基站|港口|码头|机场|枢纽|流域|通道|机组|电网|平台|中心城|[省市县州])中?$"
)
_GENERIC = frozenset(
    (
        "城市",
        "城镇",
        "农村",
        "城乡",
        "建筑",
        "公共建筑",
        "居住建筑",
        "民用建筑",
        "企业",
        "城镇建筑",
        "新建建筑",
        "社区",
        "规模以上工业企业",
        "规模以上工业",
        "大城市",
        "沿海港口",
    )
)
_AREA = r"(?!单位|城市|全社会|都市|地市)[一-鿿]{2,4}?(?:自治[州县]|新区|省(?!级)|[市县州盟旗]|(?<![地社小园城市辖])区(?!域|间))(?:城区)?"
_BODY_BUILDING = re.compile(r"^(公共机构(?:新建|既有)建筑|位于.{2,20}?的(?=县城|城市|园区))(?=.{4})")
_CENTRE = re.compile(
    r"^((?:新建|既有|已建|改扩建|新建及改扩建|新建、改扩建)[^，]{0,14}?)(数据中心)(?=.*(?:效率|PUE|率|占比))"
)
_REGION = re.compile(
    r"^((?!单位|万元|人均)[^占]{0,20}?(?:地区(?!生产|GDP)|领域和行业|行业|领域(?!和)|以[上下]的?(?:城市|县城|企业|园区|单位)"
    r"|设区市|主产区|(?<=.)[大中小]城市|主城区|中心城区?|省级电网|输?电?通道|\d+万千瓦[及以上下]{0,3}(?:煤电)?机组|重点区域|经济带|大湾区|(?<=新建).{2,6}(?:锅炉|项目|机组))|国内)(?:的|中(?!心))?(?=.{4})"
)
_AREA_FIRST = re.compile(rf"^({_AREA})(?=单位|万元|.*(?:率|能耗|排放|强度|比例|占比|比重|总量)$)(?=.{{4}})")

_PLACE = re.compile(
    r"(?:[^地]市|[^全]县|市县|州|盟|旗|[一-鿿]区|区域|城市|园区|开发区|集群|行业|领域|企业|单位|机构|学校|医院|省份)$"
)
STANDARD = re.compile(r"^(?:的)?(?:节能|能效)?(?:设计)?(?:标准|要求|目标|水平)$")
PREDICATE = re.compile(
    r"实施|符合|满足|纳入|接入|配备|安装|参与|达到|实现|完成|执行|开展|建成|采用|使用|建立|先行达到"
)
_PER = re.compile(r"^单位(?:国内生产总值的?|地区生产总值|生产总值|GDP|建筑面积|工业增加值)")
_MEASURE = (
    r"增加值占.{2,12}(?:比重|比例)|单位.{2,12}(?:能耗|碳排放|排放|强度|电耗|水耗)|(?:新车)?二氧化碳排放(?:强度|量|总量)?"
    r"|(?:[产销]量|产能|消费量?|消费总量|装机|发电量|用电量|保有量|面积|使用)(?:占比|比重|比例|率)"
    r"|[一-鿿]{2}(?:利用|处理|处置|回收|覆盖|普及|达标|取暖)率|电[动气]化(?:比例|率)|的?排放总量|排放量"
    r"|(?:等?重点工程)?减排量|消费总量|消费量|(?:发电)?总?装机(?:容量|规模)?|[货客]运量|周转量|产值|增加值|产能|产量"
    r"|销量|保有量|蓄积量|发电量|覆盖率|利用率|比例|占比|比重|能耗|节能率|(?:平均)?(?:运行)?热?效率|[一-鿿](?!效)[一-鿿]率"
)
_SHARED_ENDING = re.compile(rf"(?:{_MEASURE})$")
_POLLUTANT = re.compile("化学需氧量|氨氮|二氧化硫|氮氧化物|挥发性有机物|总磷|总氮|颗粒物|烟粉?尘")


def tidy(words: str) -> str:
    """A name without asides, without verbs that lead up to it and adverbs that follow it.

    >>> tidy("进一步推动人均用水量持续")
    '人均用水量'
    """
    return _YEARLY_RATE.sub("", _TRAILING.sub("", without_lead(_ASIDE.sub("", words))))


def without_lead(words: str) -> str:
    """A name without the verbs that lead up to it."""
    return _LEADING.sub("", words)


def joined(name: str) -> str:
    """One number for two things names both (A和B → A、B); A实现B is B of A."""
    return _ACHIEVED.sub(r"\1", _TWO_MEASURES.sub(r"\1、", _EXAMPLES.sub("", name)))


def narrowed(name: str) -> tuple[str, str]:
    """A name that is no vocabulary word, split into the area or body in front of it and the measure.

    >>> narrowed("青岩市清洁取暖率"), narrowed("清洁取暖率")
    (('青岩市', '清洁取暖率'), ('', '清洁取暖率'))
    """
    centre = _CENTRE.match(name)
    if centre:
        return centre.group(), name[centre.start(2) :]
    match = _BODY_BUILDING.match(name) or _REGION.match(name) or _AREA_FIRST.match(name)
    if match is None:
        body = body_of(name)
        return (body, name.removeprefix(body).removeprefix("的")) if body else ("", name)
    # What an area's own work yields is named with the area.
    return match.group(1), name if _EFFECT.search(name) else name[match.end() :]


def split_known(prefix: str, name: str) -> tuple[str, str]:
    """Scope and indicator of a vocabulary word with words in front of it.

    >>> split_known("钢铁行业", "能源消费总量"), split_known("年度", "能源消费总量")
    (('钢铁行业', '能源消费总量'), ('', '年度能源消费总量'))
    """
    prefix = re.sub("的$", "", without_lead(prefix))
    whole = _ACHIEVED.sub(r"\1", prefix + name)
    centre = _CENTRE.match(whole)
    if centre:
        return centre.group(), whole[centre.start(2) :]
    body = _BODY_BUILDING.match(whole)
    if body:
        return body.group(1), whole[body.end() :]
    if prefix in _GENERIC or not _NARROWS.search(prefix):
        return "", whole
    return prefix.removesuffix("中"), name


def is_place(name: str) -> bool:
    """Whether a name is that of areas, bodies or lines of business and of nothing that is measured.

    >>> is_place("临江市、青岩市"), is_place("平板玻璃行业"), is_place("清洁取暖率")
    (True, True, False)
    """
    return _PLACE.search(name) is not None


def is_measure(name: str) -> bool:
    """Whether a name says what is measured (产量, 比重 …) rather than only whose."""
    return _SHARED_ENDING.search(name) is not None or name.endswith(
        ("强度", "面积", "里程", "能力", "规模", "密度")
    )


def ending(name: str) -> str:
    """The measure at the end of a name; empty if it has none.

    >>> ending("海上风电装机容量")
    '装机容量'
    """
    match = _SHARED_ENDING.search(name)
    return match.group().removeprefix("的") if match else ""


def members(names: str, count: int, spellings: Mapping[str, str]) -> list[tuple[str, str]]:
    """Scope and indicator of each of A、B分别…; a shared beginning or ending is given back to each.

    Empty if the names cannot be told apart.

    >>> members("铁路和水路货运量", 2, {})
    [('', '铁路货运量'), ('', '水路货运量')]
    >>> members("青岩市、临江市清洁取暖率", 2, {})
    [('青岩市', '清洁取暖率'), ('临江市', '清洁取暖率')]
    """
    parts = re.split("、|以及|和|与|及", names)
    if len(parts) < count:  # the stop between two names can get lost in copying
        parts = [name for part in parts for name in _run_together(part)]
    if len(parts) != count:
        return []
    areas = [re.match(_AREA, part) for part in parts]
    if all(areas):
        rest = parts[-1][areas[-1].end() :] if areas[-1] else ""
        named = [area.group() if area else "" for area in areas]
        if rest and parts[:-1] == named[:-1]:
            return [(area, rest) for area in named]
    scope, parts[0] = narrowed(parts[0]) if is_measure(parts[0]) else ("", parts[0])
    per = _PER.match(parts[0])
    shared = _ending_of(parts[-1], spellings)
    result = []
    for part in parts:
        name = part
        if per and not _PER.match(part) and not part.startswith(("人均", "单位", "万元")):
            name = per.group() + part
        if shared and not is_measure(part) and not per:
            name = part + shared
        elif part.endswith("增加值") and shared.startswith("增加值占"):
            name = part + shared.removeprefix("增加值")
        result.append((scope, name.replace("的排放", "排放").replace("等重点", "重点")))
    return result


def _ending_of(name: str, spellings: Mapping[str, str]) -> str:
    """What a list's last member lends to the others: a vocabulary word at its end, else its measure."""
    known = max((word for word in spellings if name.endswith(word) and name != word), key=len, default="")
    measured = ending(name).removeprefix("等")
    return known if len(known) > len(measured) else measured


def _run_together(words: str) -> list[str]:
    """化学需氧量氨氮排放量 is two names; a word that holds fewer than two pollutants stays whole."""
    starts = [match.start() for match in _POLLUTANT.finditer(words)]
    if len(starts) < 2 or starts[0] > 0:
        return [words]
    return [words[start:stop] for start, stop in zip(starts, [*starts[1:], len(words)], strict=True)]


def with_denominator_of(earlier: str, name: str) -> str:
    """…单位建筑面积能耗下降5%、碳排放下降7%: the second is per floor area too.

    >>> with_denominator_of("单位建筑面积能耗", "碳排放")
    '单位建筑面积碳排放'
    """
    per = _PER.match(earlier)
    return per.group() + name if per and re.match("碳排放|二氧化碳排放|能耗|用水", name) else name
