"""Checks on how a figure is bound: the odd one out among its neighbours."""

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
    if one.dimension in {"count", "hours", "ratio", "money"} or of_a_list(one):
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
    if of_a_list(one) or one.bound != "=" or one.change != "level" or one.value >= 100:
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


def of_a_list(one: Statement) -> bool:
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
        and not aside(one)
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


_STYLE = 1
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


def aside(one: Statement) -> bool:
    """True for figures that only explain: factors, assumptions, parts of a sum."""
    return (
        re.search(
            r"测算|系数|因子|其中|相应|对应|每|占建筑用能|推算|因子|价|按|生产总值|GDP|经济增", one.words
        )
        is not None
    )
