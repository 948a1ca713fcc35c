"""Checks on how a figure is counted: a convention left open, or changed between base and target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.indicator_rows import indicator_rows
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.told import finding

CALIBER_CHANGED = Check(
    "caliber-changed",
    18,
    CONVENTION,
    "口径前后不一或可任选，数值变化可能由口径决定",
    "the convention is open or changes between base and target",
)
_METHOD = r"(?:等价值?|当量值?|发电煤耗法?|折标|折算|排放?因子|电网[^，。；]{0,4}因子|口径|核算方法|计算方法|统计方法|统计范围|价格|GWP|热值|系数)"
_FREE = re.compile(
    rf"(?:{_METHOD}[^。；]{{0,24}}(?:中选用|任选|选用其一|自行选择|自选|自行确定|择一|择优|择低|较低者|较高者|从低|从高|灵活选|均可|任一|可选择)|(?:也可|可|可以)(?:改用|改按|采用|选用|换用|按|使用)[^。；，]{{0,16}}{_METHOD}[^。；]{{0,30}}(?:或|任|较低|较高|择|不再重算|不重算|有利)"
    rf"|(?:任选|择一|自行选择|择优|择低)[^。；，]{{0,16}}{_METHOD}|(?:等价值?|发电煤耗法)(?:或|和|、)(?:者)?(?:电热)?当量值?[^。；]{{0,8}}(?:均可|任选|选用|择|都可))"
)
_PRICES = re.compile(r"(?:现价|当年价|名义)")
_CONSTANT = re.compile(r"20\d\d年(?:的)?(?:不变)?价|不变价|可比价")
_SWITCH = re.compile(
    r"(?:口径|统计范围|统计方法|核算方法|核算边界|调查方法|计算方法|折标方法|标准)[^。；]{0,10}(?:由|从|原)[^。；]{2,24}(?:调整|改|变更|变|转|扩大|缩小)(?:为|到|成|至)|(?:改按|改用|改为|调整为|变更为|启用|换用|执行)[^。；，]{0,16}(?:新口径|口径|新方法|新标准|新的统计)|新口径|(?:20\d\d年起|今后|其后)[^。；，]{0,10}(?:按|采用|执行|纳入|扩大到|计入)[^。；，]{2,20}(?:口径|范围|方法)"
)
_MENDED = re.compile(
    r"同口径|可比口径|统一口径|同步(?:调整|重算|修订|还原|追溯)|追溯|回溯|重算|还原|换算|相应调整基|口径一致|前后一致|不(?:因|随)|并列公布|另表|修正前后|两个数|同一口径|统一按|均按|同一方法|不作调整|同时公布"
)
_TWO_NAMES = re.compile(
    r"由20\d\d年(?:底)?的?(?P<first>[一-鿿]{3,14}?)(?:的)?\d[\d.]*%?[^，。；]{0,6}(?:提高|提升|下降|降|增加|调整|升|达)[^，。；]{0,4}(?:到|至)?(?:20\d\d年(?:底)?的?)(?P<last>[一-鿿]{3,14}?)\d"
)
_IN_BRACKETS = re.compile(
    r"[（(](?P<said>[^（）()]{2,24}?(?:口径|方法|法|标准|范围|价|值|含[^（）()]{1,12}|扣除[^（）()]{1,12}))[）)]"
)
_OPPOSED = (
    (r"(?:按|以|用|采用)?等价值?|发电煤耗", r"当量"),
    (r"不含(?!税)|扣除|剔除", r"(?<!不)(?:包含|包括|计入|(?<!不)含)(?=[^，。；]{1,14}(?:口径|后|的))"),
    (r"户籍人口", r"常住人口"),
    (r"规模以上", r"全社会|全部工业"),
    (r"属地|生产侧", r"消费侧"),
    (r"二类调查|森林资源清查", r"国土变更调查|三调"),
    (r"设计能力|核定能力", r"实际(?:处理)?量"),
    (r"建成区", r"全市域"),
    (r"市区|城区", r"全市(?:域)?口径"),
)


@register(CALIBER_CHANGED)
def caliber_changed(context: Context) -> Iterator[Finding]:
    """Conventions to choose from, two prices, two names or two 口径 between the base and the target."""
    yield from _of_rows(context)
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        line = _reason(sentence.text)
        if line is None:
            continue
        yield finding(
            CALIBER_CHANGED,
            context,
            [sentence],
            title="口径前后不一或可任选，数值变化可能来自口径而不是工作",
            arithmetic=line,
            settles="基期与目标年采用的口径；按同一口径重算的基期数值。",
            proposal="基期与目标年采用同一口径；口径变化时同步重算基期并另表公布差异。",
        )


def _of_rows(context: Context) -> Iterator[Finding]:
    """Two 口径 for base and target in the notes of an indicator's row, or in the brackets of its figures."""
    for row in indicator_rows(context):
        if not row.facts or not row.aims:
            continue
        first, last = row.counted
        line = _by_year(row.note)
        if line is None and first != last and all(map(_COUNTED.search, row.counted)):
            line = f"两年口径不一：“{first}”与“{last}”，不可相减"
        if line is None or _MENDED.search(row.note):
            continue
        yield finding(
            CALIBER_CHANGED,
            context,
            [row.aims[-1], row.facts[0]],
            title=f"“{row.name}”基期与目标年口径不一，数值变化可能来自口径而不是工作",
            arithmetic=line,
            settles="基期与目标年采用的口径；按同一口径重算的基期数值。",
            proposal="基期与目标年采用同一口径；口径变化时同步重算基期并另表公布差异。",
        )


def _reason(text: str) -> str | None:
    free = _FREE.search(text)
    if free:
        return f"口径可选：“{free.group()[:50]}”，选法不同，同一工作得出不同数值"
    price = _PRICES.search(text)
    if (
        price
        and _CONSTANT.search(text)
        and not re.search(r"不(?:用|按|采用)现价|现价[^，。；]{0,6}(?:另|仅)", text)
    ):
        return f"价格不一：“{_CONSTANT.findall(text)[0]}”与“{price.group()}”并用，强度变化含价格变化"
    for told in (_by_year(text), _taken_in(text), _floating(text)):
        if told:
            return told
    names = _TWO_NAMES.search(text)
    if names and _unlike(names["first"], names["last"]):
        return f"前后指标不同名：“{names['first']}”与“{names['last']}”，不可相减"
    said = [found["said"] for found in _IN_BRACKETS.finditer(text)]
    if (
        len(set(said)) >= 2
        and len(re.findall(r"\d[\d.]*(?:%|[万亿]?[一-鿿])", text)) >= 2
        and re.search(r"口径|不变价|法", "".join(said))
        and not _MENDED.search(text)
    ):
        return f"同一句两种口径：{'、'.join(dict.fromkeys(said))}，不可相减"
    if re.search(r"\d", text) and re.search(r"20\d\d年", text) and not _MENDED.search(text):
        for first, second in _OPPOSED:
            one, other = re.search(first, text), re.search(second, text)
            years = len(set(re.findall(r"20\d\d年", text))) >= 2
            if (
                one
                and other
                and years
                and re.search(r"[由从]20\d\d|20\d\d年[^，；。]{0,20}(?:为|达)", text)
                and _one_change(text, one, other)
            ):
                return f"同一句两种口径：“{one.group()}”与“{other.group()}”，不可相减"
    switch = _SWITCH.search(text)
    if switch and not _MENDED.search(text) and re.search(r"\d[\d.]*%|\d[\d.]*[万亿]", text):
        return f"口径变化：“{switch.group()[:40]}”，基期未按新口径重算"
    return None


_WHEN = r"(?:20\d\d年|(?:基期|基准|基|现状|目标|规划期?末|期末)(?:年|期|值|数)?)"
_BY_YEAR = re.compile(
    rf"(?P<when>{_WHEN})(?P<how>(?:[一-鿿]{{0,10}}?)(?:采用|按照?|使用|执行|以|不含|不包括|不计|含|包括|计入|计(?!划)|扣除|沿用)[^，。；\d]{{2,24}})"
)
# how often or by what a figure is kept is no way of counting it
_BROKEN_DOWN = re.compile("按(?:年|半年|季|月|旬|周|日|时|区域|行业|领域|部门|县|街|企业|品种)")
_COUNTED = re.compile("口径|法$|含|扣除|剔除|包括|计入|不变价|当年价|现价|调查|统计|等价|当量|范围|边界")
_BY_CALIBER = re.compile(r"(?:按照?|以|采用|用)(?P<how>[^，。；\d]{2,20}?(?:口径|方法|调查|法))")
_A_METHOD = re.compile(
    r"^[只仅均]?不?(?:含|包括|计)|不含|不包括|包括|扣除|口径|法|因子|价|份额|范围|量|统计|计入|核算|边界|系数|调查|电量|名录|人口"
)


def _by_year(text: str) -> str | None:
    """2025年采用甲，2030年采用乙: the base year and the target year are counted by different methods."""
    if _MENDED.search(text):
        return None
    how = {
        found["when"]: found["how"]
        for found in _BY_YEAR.finditer(text)
        if _A_METHOD.search(found["how"]) and not _BROKEN_DOWN.search(found["how"])
    }
    if len(how) >= 2 and len(set(how.values())) >= 2:
        return "两年口径不一：" + "；".join(f"{when}{words}" for when, words in list(how.items())[:2])
    parts = [part for part in re.split("；", text) if re.search(_WHEN, part)]
    named = [found["how"] for part in parts[:2] if (found := _BY_CALIBER.search(part))]
    if len(named) == 2 and named[0] != named[1] and all("口径" in one or "调查" in one for one in named):
        return f"两年口径不一：“{named[0]}”与“{named[1]}”，不可相减"
    return None


_IN_OR_OUT = re.compile(
    r"(?P<out>不(?:再)?(?:包?含|包括|计入?|计算)|扣除|剔除|除外|未(?:计入|包括|纳入))|(?:包?含|包括|计入|纳入)(?!\d|量|水|有)"
)
_BOTH_NOTED = re.compile(
    r"\d[^，。；（）]{0,16}（(?P<first>[^（）]{2,40})）[^，。；（）\d]{0,6}(?:降|升|增|提|扩|减)[^，。；（）\d]{0,4}[到至为][^，。；（）]{0,16}\d[^，。；（）]{0,16}（(?P<last>[^（）]{2,40})）"
)
_ONLY = re.compile(r"仅|只|不(?:含|包括|计)|扣除|剔除")
_COVERS = re.compile(
    r"(?:20\d\d年，?|均|全部)?(?:[仅只]?(?:含|包?括|计(?!划)|算|统计|指|包含)|不(?:含|包括|计)|扣除|剔除|纳入|涵盖)"
)
_NOTED = re.compile(
    r"\d[\d.]*(?:%|[万亿千]?[一-鿿]{1,6}(?:/[一-鿿]+)?)?(?:以上|以下|以内|左右)?[（(](?P<said>[^（）()]+)[）)]"
)


def _taken_in(text: str) -> str | None:
    """6%（不含热泵）提高到9%（含热泵）; 2025年包含原料用能，2030年扣除原料用能: one thing in the one and not in the other."""
    if _MENDED.search(text):
        return None
    said = [found["said"] for found in _NOTED.finditer(text)]
    parts = [part for part in re.split("[，；、]", text) if re.search(_WHEN, part)]
    for noted in _BOTH_NOTED.finditer(text):
        first, last = noted["first"], noted["last"]
        both = _COVERS.match(first) and _COVERS.match(last)
        if both and (_ONLY.match(first) is None) != (_ONLY.match(last) is None):
            return f"两年口径不一：“{first}”与“{last}”，不可相减"
    for told in (said, parts):
        marked = [(one, found) for one in told if (found := _IN_OR_OUT.search(one))]
        for (first, mine), (last, theirs) in pairwise(marked):
            things = {first[mine.end() :][place : place + 2] for place in range(len(first) - mine.end() - 1)}
            same = any(
                re.fullmatch("[一-鿿]{2}", thing) and thing in last[theirs.end() :] for thing in things
            )
            if same and (mine["out"] is None) != (theirs["out"] is None):
                return f"两年口径不一：“{first[-24:]}”与“{last[-24:]}”，不可相减"
    return None


_FACTOR = re.compile(r"因子|系数|折标率|换算率")
_OF_THE_DAY = re.compile(
    r"(?P<year>20\d\d年|目标年|评价年|考核年|期末)[^，。；\d]{0,10}(?:届时|当年|当期|最新|各年|逐年)(?:公布|发布|适用|实际|年度)?的?"
)
_FIXED = re.compile(r"固定|统一|不变(?!价)|一致|参考|仅供|同时列|并列|不作为|同一")


def _floating(text: str) -> str | None:
    """排放因子2025年采用0.50，2030年采用届时公布的因子, or two figures: the factor moves with the year."""
    if not _FACTOR.search(text) or _MENDED.search(text) or _FIXED.search(text):
        return None
    piece = re.split("[。；]", text[_FACTOR.search(text).start() :])[0]  # type: ignore[union-attr]
    later = _OF_THE_DAY.search(piece)
    fixed = re.search(rf"(?P<when>{_WHEN})[^，。；\d]{{0,8}}(?P<value>0\.\d+|\d[\d.]*)", piece)
    if later and fixed and later["year"] != fixed["when"] and fixed.start() < later.start():
        return f"系数随年份变化：{fixed.group()}；{later.group()}，降幅含系数变化"
    values = re.findall(r"(20\d\d)年(?:度)?(?:采用|按|为|取|用|使用|执行)?(0\.\d+)", piece)
    if len({value for _, value in values}) > 1 and len({year for year, _ in values}) > 1:
        return (
            "系数随年份变化："
            + "、".join(f"{year}年{value}" for year, value in values[:2])
            + "，降幅含系数变化"
        )
    return None


def _unlike(first: str, last: str) -> bool:
    first, last = re.sub("^的|的$", "", first), re.sub("^的|的$", "", last)
    return (first != last and not first.endswith(last)) or (first != last and last not in first)


def _one_change(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether both words qualify figures of one change: no stop between them, a figure near each."""
    between = text[min(one.start(), other.start()) : max(one.end(), other.end())]
    near = all(re.search(r"\d", text[max(0, at - 24) : at + 24]) for at in (one.start(), other.start()))
    return (
        near
        and "；" not in between
        and len(between) < 70
        and re.search(r"提高|下降|降|增加|升|达到|，", between) is not None
    )
