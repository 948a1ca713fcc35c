"""Checks on how a figure is bound and of what it is a share: the odd one out among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.undertaken import explains, is_undertaken
from dafeng.methods.plan.review.wording import listed

_VERB = re.compile(
    r"达|提高|提升|增|扩大|上升|下降|降|减|控制|不低|不高|不少|不超|超过|高于|低于|为|完成|实现|保持|稳定|占|到|至|是|在|突破|具备|形成|建成|覆盖|执行|力争|约|有|过|于|以"
)
_FEW, _MANY, _BESIDE = 2, 6, 2  # one or two against six or more is an exception, not the plan's style

BARE_FIGURE = Check(
    "bare-figure",
    3,
    CONVENTION,
    "数值前后没有比较词或动词",
    "a figure without any word that says at least, at most or by",
)


@register(BARE_FIGURE)
def bare_figure(context: Context) -> Iterator[Finding]:
    """A figure set right behind its indicator where the plan's other figures carry a verb or a bound."""
    for sentence in context.sentences:
        found = _RATIO_ALONE.search(sentence.text)
        if found and sentence.clause and not explains(context, sentence.clause):
            yield finding(
                BARE_FIGURE,
                context,
                [sentence],
                title=f"“{found['name']}”{found['figure']}前后没有“不高于”“不低于”等词，无法判断是下限还是上限",
                arithmetic=f"{found.group().strip('，')}：数值1个，界限0个",
                settles="该指标的约束方式。",
                proposal=f"{found['name']}不高于（不低于）{found['figure']}。",
            )
    aims = [
        one
        for one in context.statements
        if one.stop and one.unit == "%" and one.year is not None and is_undertaken(context, one)
    ]
    others = [
        one
        for one in context.statements
        if one.sense == "aim" and one.stop and one.unit != "%" and _is_bare_amount(context, one)
    ]
    bare = [one for one in aims if _is_bare(one)] + others
    verbal = [one for one in aims if one not in bare]
    if not bare or len(verbal) < len(bare) or len(verbal) < 3:
        return
    for one in bare:
        yield finding(
            BARE_FIGURE,
            context,
            [one],
            title=f"“{one.subject}”{one.figure}前后没有“达到”“下降”“以上”等词，无法判断是下限、上限还是变化幅度",
            arithmetic=f"比例类目标{len(aims)}项，写明动词或界限的{len(verbal)}项，只列数字的{len(bare)}项：{one.subject}{one.figure}",
            settles="上级下达文件中该指标的约束方式。",
            proposal=f"{one.subject}达到（不低于、不高于、下降）{one.figure}。",
        )


# a ratio without a unit right behind its name, of what is new or of a year to come
_RATIO_ALONE = re.compile(
    r"(?:(?:到20\d\d年|20\d\d年起|新[建上增改])(?![^，；。]*(?:平均|现状|目前|已))[^，；。]{0,24}?|(?:到20\d\d年[^，；。]{0,4}，)[^，；。]{0,24}?)"
    r"(?P<name>(?:电能(?:利用|使用)效率|电源使用效率|PUE|能效比|性能系数)(?:（[^（）]{1,8}）)?值?)(?P<figure>\d\.\d+)(?=[，；。]|$)"
)


def _is_bare_amount(context: Context, one: Statement) -> bool:
    """A count or an amount set right behind its name and followed by what it is today, or changed to with no bound."""
    if one.bound != "=" or one.dimension is None or one.year is None:
        return False
    own = re.sub(r"^(?:到|至)?20\d\d年(?:底|末)?", "", one.words.strip(" ，：:"))
    after = one.sentence[one.stop :]
    if _set_behind_the_year(one, own):
        return True
    told = re.match(r"，20\d\d年(?:底|末)?(?:存量|累计|已)?(?:为|是|有)\d", after)
    return (
        told is not None
        and _VERB.search(own.replace(one.subject, "", 1)) is None
        and one.subject in own
        and re.search(r"累计|新建|新增|实施|完成", own) is None
        and any(
            fact.sense == "fact" and fact.key == one.key and fact.sentence == one.sentence
            for fact in context.statements
        )
    )


def _set_behind_the_year(one: Statement, own: str) -> bool:
    """到2030年，森林蓄积量1300万立方米: nothing between the year, the name and the figure, nor behind it."""
    if one.dimension in {"count", "hours", "ratio", "money"} or _of_a_list(one):
        return False
    piece = rf"(?:^|[，。；])到{one.year}年(?:底|末)?，?(?:全[省市县区州旗]|我[省市县区]|[省市县]域)?{re.escape(one.subject)}$"
    return (
        len(one.subject) >= _A_THING
        and _A_STATE.search(one.subject) is not None
        and _VERB.search(own.replace(one.subject, "", 1)) is None
        and _VERB_OF_DOING.match(one.subject) is None
        and re.search(piece, one.sentence[: one.begin]) is not None
        and re.match("[，；。]|$", one.sentence[one.stop :]) is not None
    )


_A_THING = 3
_A_STATE = re.compile(r"(?:装机|产能|产量|总?量|排放|消费|蓄积|面积|强度|能耗|煤耗|电耗|里程)$")
_VERB_OF_DOING = re.compile("新增|新建|建成|建设|完成|改造|实施|形成|推广|压减|减少|购入|外购|预留|配套")


def _is_bare(one: Statement) -> bool:
    if _of_a_list(one) or one.bound != "=" or one.change != "level" or one.value >= 100:
        return False
    if re.search(r"[、和及与]$|测算|系数|因子|分别|依次|[（(][^）]*$", one.words) or re.match(
        r"^[、和及与以]?$", one.words
    ):
        return False
    own = one.words
    if re.search("(?:调整[为到至]|变动[为到至]|变为|变成|变化到|变化为|转为)$", own):
        return re.match("[，；。]|$", one.sentence[one.stop :]) is not None
    if re.fullmatch(r"(?:到|至)?20\d\d年(?:底|末)?", own.strip(" ，：:")) or own.strip() in {"", "："}:
        # “占比：2025年80%，2030年96%”
        return (
            re.search(r"[：:][^。；]*$", one.sentence[: one.begin]) is not None
            and _VERB.search(one.sentence[max(0, one.begin - 16) : one.begin].split("：")[-1]) is None
        )
    if re.match("(?:及?以上|以内)?[、和]", one.sentence[one.stop :]) or re.match("按|加权", own.strip()):
        return False  # weights and quotas stand in rows
    tail = own
    for word in (one.subject,):
        tail = own.rsplit(word, 1)[-1] if word and word in own else own[-4:]
    after = one.sentence[one.stop : one.stop + 6]
    if re.match(r"的|及?以|左右|[一-鿿]", after) and not re.match(r"[，；。、]|以上|以下|$", after):
        return False  # 30%的公共机构……: the figure qualifies what follows
    return (
        _VERB.search(tail) is None
        and re.search(r"率$|比重$|占比$|比例$|能耗$|排放$|强度$", one.subject) is not None
    )


def _of_a_list(one: Statement) -> bool:
    """True for the parts of an energy or industry structure, which make up one whole."""
    return (
        re.search(r"煤[^。；]*油[^。；]*气|产业[^。；]*产业[^。；]*产业|分别|依次", one.sentence[: one.begin])
        is not None
    )


LOOSE_BOUND = Check(
    "loose-bound",
    3,
    CONVENTION,
    "个别目标用“左右”“接近”，其余均有界限",
    "one figure is 'about' where all others are bounds",
)
_NEARLY = re.compile(r"参考值?|预期值?$|接近|趋近|逼近|靠近|趋于|向[^，。；]{0,4}(?:靠拢|看齐|迈进)|朝")


@register(LOOSE_BOUND)
def loose_bound(context: Context) -> Iterator[Finding]:
    """The only 'about', or the only plain number, in a plan whose other targets say at least or at most."""
    aims = [
        one
        for one in context.statements
        if one.stop
        and one.year is not None
        and is_undertaken(context, one)
        and one.dimension not in {"count", "hours", "ratio", "money"}
        and not _aside(one)
    ]
    nearly = [
        one
        for one in aims
        if _NEARLY.search(one.words)
        or re.match("(?:以上)?(?:迈进|靠拢|看齐|逼近|靠近)", one.sentence[one.stop :])
    ]
    # an output or an intake that only follows from a capacity is 左右 of its nature; a share or a cap is not
    loose = [
        one
        for one in aims
        if one.bound == "~"
        and (one.unit == "%" or re.search("控制|降|压减", one.words))
        and re.match("左右|上下", one.sentence[one.stop :])
    ]
    firm = [one for one in aims if one.bound in {">=", "<="}]
    plain = [
        one
        for one in aims
        if one.bound == "=" and one.unit == "%" and one.change != "level" and one not in nearly
    ]
    odd = list(nearly) + [one for one in context.statements if _as_a_guide(context, one)]
    if len(loose) == 1 and len(firm) >= max(_MANY, 3 * len(loose)) and not _is_style(context, loose[0]):
        odd += loose
    for one in plain:
        # among the cuts and rises of its own clause, the only one without 以上
        beside = [other for other in firm if other.clause == one.clause and other.change == one.change]
        if len(plain) <= _FEW and len(beside) >= _BESIDE:
            odd.append(one)
    for one in dict.fromkeys(odd):
        yield finding(
            LOOSE_BOUND,
            context,
            [one],
            title=f"“{one.subject}”{one.figure}没有写明界限，无法判断是否完成",
            arithmetic=f"本方案写明上下限的目标{len(firm)}项，只有{listed(f'{each.subject}{each.figure}' for each in dict.fromkeys(odd))}没有界限或容差",
            settles="该指标的约束方式和允许偏差。",
            proposal=f"{one.subject}不低于（不高于）{one.figure}，或写明允许偏差。",
        )


def _is_style(context: Context, one: Statement) -> bool:
    """Whether 左右 is how the plan writes: it says so of other things to come, or of this one again elsewhere."""
    others = [
        other
        for other in context.statements
        if other.bound == "~"
        and other.start != one.start
        and other.sense != "fact"
        and other.dimension is not None
        and (not other.stop or re.match("左右|上下", other.sentence[other.stop :]))
    ]
    again = any((other.value, other.unit) == (one.value, one.unit) for other in others)
    return again or len({(other.subject, other.value) for other in others}) > _STYLE


_STYLE = 2
# 按28%考虑, 按每吨13000千瓦时掌握: neither a bound nor a level to be reached
_GUIDED = re.compile(r"^(?:左右)?(?:来|予以|进行)?(?:掌握|考虑|把握|谋划|对待|参考)(?=[，。；（]|$)")
_ASSUMED = re.compile(r"测算|系数|因子|价|生产总值|GDP|经济|增速|增长|人口|小时|折|概率|成本|收益")


def _as_a_guide(context: Context, one: Statement) -> bool:
    """A target that is only to be reckoned with at so much, which says neither at least nor at most."""
    return (
        one.stop > 0
        and one.year is not None
        and one.dimension is not None
        and is_undertaken(context, one)
        and _GUIDED.match(one.sentence[one.stop :]) is not None
        and re.search("按照?[^，。；]{0,8}$|以$|参照$", one.sentence[: one.begin]) is not None
        and _ASSUMED.search(one.words + one.subject) is None
    )


def _aside(one: Statement) -> bool:
    """True for figures that only explain: factors, assumptions, parts of a sum."""
    return (
        re.search(
            r"测算|系数|因子|其中|相应|对应|每|占建筑用能|推算|因子|价|按|生产总值|GDP|经济增", one.words
        )
        is not None
    )


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
        and not _of_a_list(one)
        and not _FIXED.search(one.key + one.subject)
        and not re.match("按|依次", one.words.strip("，；： "))
        and not re.match("[、]", one.sentence[one.stop :])
        and not _LIST_PLACE.match(one.words)
        and not _aside(one)
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
