"""Checks on of what a figure is a share: the odd one out among its neighbours, and the bare by its very name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.exactness import aside, of_a_list
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding

_FEW, _BESIDE = 2, 2  # one or two bare shares are an exception, not the plan's style


def _own_words(context: Context, one: Statement) -> str:
    """The words of a share up to the next thing told of; 均按 at the end of the sentence speaks of all before it."""
    beside = [
        other
        for other in context.statements
        if other.clause == one.clause and other.sentence == one.sentence and other.key != one.key
    ]
    start = max((other.stop for other in beside if other.stop <= one.begin), default=0)
    first = min((other.begin for other in beside if other.begin >= one.stop), default=len(one.sentence))
    end = (
        first
        if first == len(one.sentence)
        else max(one.sentence.rfind(mark, one.stop, first) for mark in "，；、")
    )
    rest = one.sentence[max(end, one.stop) :]
    shared = re.search(r"均(?:按|以)(?P<by>[^，。；]{2,20})", rest)
    own = one.sentence[start : max(end, one.stop)]
    if shared is None:
        return own
    # 均按可利用屋顶面积计算 speaks of roofs only, 均按数量计算 of everything before it
    thing = re.sub("面积|数量?|量|计算?|统计|口径|可|利用|年|值|为准|的", "", shared["by"])
    return own + shared.group() if not thing or set(thing) & set(one.subject) else own


_LIST_PLACE = re.compile("^[、和及]?$")
# the name itself tells the whole: 开发区完成循环化改造的比例, 电机的功率占比
_IN_THE_NAME = re.compile(
    r"(?:完成|建成|达到|开展|实施|接入|创建|执行|安装|配备|使用|采用)[^，。；]{2,20}的?(?:比例|占比|比重)$|(?:功率|容量|面积|数量|台数|户数|人数|产能|产值|增加值|能耗|热量|金额|里程|吨数)的?(?:占比|比例|比重)$"
)
_ARISING = re.compile(r"(?:产生|清运|使用|发生|应|需求|抽采|收集|排放|总)量")


def _told_beside(one: Statement) -> bool:
    """Whether the same share of another domain stands before it in the sentence and says how it is counted."""
    name = one.subject[-_SAME_NAME:]
    counted = rf"{re.escape(name)}[（(](?:均?按|以)[^（）()]{{2,20}}[）)]"
    return len(name) == _SAME_NAME and re.search(counted, one.sentence[: one.begin]) is not None


def _defined(context: Context, subject: str) -> bool:
    """Whether a bracket behind the same name elsewhere, such as in a box, says what is divided by what."""
    name = re.escape(subject[-_SAME_NAME:])
    return len(subject) >= _SHORT and context.says(rf"{name}[（(][^（）()]*[占除÷/][^（）()]*[）)]")


_SAME_NAME, _SHORT = 6, 4


def _says_of_what(context: Context, one: Statement) -> bool:
    """Whether the share's own words, its name or the amounts beside a rate of use tell what it is a share of."""
    if _SAYS_OF_WHAT.search(_own_words(context, one)) or _SAYS_OF_WHAT.search(one.subject):
        return True
    if _IN_THE_NAME.search(one.subject) or _told_beside(one):
        return True
    part = re.split("[；]", one.sentence)[one.sentence[: one.begin].count("；")]
    return (
        re.search("(?:利用|处理|回收|处置)率$", one.subject) is not None and _ARISING.search(part) is not None
    )


DENOMINATOR_MISSING = Check(
    "denominator-missing",
    4,
    CONVENTION,
    "比例没有写明占什么、按什么计",
    "a share says nothing of what it is a share of",
)
_SHARE_WORD = re.compile(r"(?:占比|比重|比例|率)$")
_SAYS_OF_WHAT = re.compile(
    r"占[^，。；]{2,30}?的?(?:比重|比例|比)|(?:中|内)[^，。；、]{2,24}(?:占比|比例|比重|率)|面积[^，。；]{0,6}(?:覆盖率|铺设|占比|比例|率)|分母|计算式|除以|按[^，。；]{2,16}(?:计|统计|调查)|统计(?:对象|范围|口径)|口径|以[^，。；]{1,10}计|按[^，。；]{1,14}[量数]|[^，。；]{2,10}量占比$|以[^，。；]{2,14}为(?:分母|基数|准)|(?:产生|清运|使用|发生|应|需求)量"
)
# shares whose denominator the national statistics fix
_FIXED = re.compile(
    r"(?:森林|林木|林草)覆盖率|绿化覆盖率|绿地率|消费(?:总量)?(?:的)?(?:比重|占比)|nonfossil_share|coal_consumption_share|终端[^，。；]{0,8}电气化率|城镇化率|优良(?:天数)?(?:率|比例)|分担率|增长率|下降率|损失率|增加值占|化肥利用率|水利用系数|热效率|落实率|合格率|满意|线损率|漏损率"
)
_BARE_SHARE = re.compile(
    r"^(?:新能源(?:汽车|车|公交车?)?|可再生能源|清洁能源|非化石能源|电能|电力|绿电|绿色电力(?:消费)?|(?:[一二三]星级?(?:以上)?)?(?:星级)?绿色建筑|装配式建筑|绿色建材|铁路|再生水|公共交通|节能(?:环保)?产品|清洁运输|绿色产品|先进产能)的?(?:占比|比重|比例)$"
    r"|^(?:屋顶)?(?:太阳能)?光伏(?:屋顶)?(?:安装|铺设)?覆盖率$|^(?:燃料|可再生能源|清洁能源|绿电)?替代率$|^(?:绿色建材|清洁能源|新技术)?应用率$|^(?:覆盖|普及|电气化)率$"
)


# Of what these are shares stands in their very name: the waste that arises, what was used.
_SELF_TOLD = re.compile(r"综合利用率|资源化利用率|回收利用率|处理率|处置率|循环利用率|重复利用率")


@register(DENOMINATOR_MISSING)
def denominator_missing(context: Context) -> Iterator[Finding]:
    """A share without its whole where the plan's other shares name theirs, or one that is bare by its very name."""
    shares = [
        one
        for one in context.statements
        if one.unit == "%"
        and one.change == "level"
        and one.stop
        and one.sense == "aim"
        and one.year is not None
        and 0 < one.value <= 100
        and not of_a_list(one)
        and not _FIXED.search(one.key + one.subject)
        and not re.match("按|依次", one.words.strip("，；： "))
        and not re.match("[、]", one.sentence[one.stop :])
        and not _LIST_PLACE.match(one.words)
        and not aside(one)
        and (_SELF_TOLD.search(one.subject) is None or _BARE_SHARE.match(one.subject))
    ]
    told_elsewhere = {
        one.key for one in context.statements if one.unit == "%" and one.stop and _says_of_what(context, one)
    }
    named: list[Statement] = []
    bare: list[Statement] = []
    for one in shares:
        if _SHARE_WORD.search(one.subject) is None and not re.search(r"(?:能力|容量|水平)$", one.subject):
            continue
        told = _says_of_what(context, one) or one.key in told_elsewhere or _defined(context, one.subject)
        (named if told else bare).append(one)
    plainly = [one for one in bare if _BARE_SHARE.match(one.subject)]
    # a share told twice in one sentence, from here to there, is one share
    few, many = len({one.key for one in bare}), len({one.key for one in named})
    alone = few == 1 and many >= _BESIDE + 1
    odd = bare if alone or (len(bare) <= _FEW and len(named) >= 2 * len(bare) + 1) else plainly
    for one in dict.fromkeys([*plainly, *odd]):
        yield finding(
            DENOMINATOR_MISSING,
            context,
            [one],
            title=f"“{one.subject}”{one.figure}没有写明占什么、按什么计",
            arithmetic=f"比例=分子÷分母，分母未写；本方案同类比例{len(named) + len(bare)}项中{len(named)}项写明分母",
            settles="分母的范围（新增或存量、面积或件数、产生量或使用量）。",
            proposal=f"写明“{one.subject}”：（  ）占（  ）的比例。",
        )
