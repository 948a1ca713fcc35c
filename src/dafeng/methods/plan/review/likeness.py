"""When two printed amounts speak of one thing, in whatever words, and when their figures agree."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement, bare_subject, dimension_of, same_subject
from dafeng.rules.tables import rows

_AREA_WORDS = (
    r"全[国省市州区县旗域]+|[我本][省市州区县旗]|(?:省|市|州|区|县)域(?:内)?|(?:行政)?辖?区域?内|全域|辖区"
)
_OWN_NAME = re.compile(
    r"(?P<name>[一-鿿]{2,7}[省市州区县旗盟])(?:人民政府)?(?:关于|碳|“?十|能源|应对|工业|城乡)"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# names that say what is counted but not of what: they stand for another thing in every chapter
_GENERIC = re.compile(
    r"(?:(?:形成|累计|年度?|新增|净|碳减排|能耗|用能|用电|用水|节能|减排|节电|节水|节约|降碳|替代|改造|建设|建成|完成|实施|支持|培育|创建|淘汰|推广|"
    r"项目|工程|面积|产值|产能|产量|投资|资金|能力|企业|单位|数量|规模|装机|发电|电量|消费|比|率|量|强度|以上|不少于|标准|试点|示范|场|次|人|活动|综合|利用|处理|回收|覆盖)+)"
)
_AREA_ONLY = re.compile(
    r"[一-鿿]{1,3}(?<!社)(?<!小)(?<!校)(?<!库)(?<!范)(?<!城)(?:县|区|市|旗|州|盟|镇|乡|街道|工业园|经开区|高新区)|其他.*|其余.*"
)
_RECKONS = re.compile(r"测算|推算|估算|预计|预测|其中|情景|单独|底线|假定")
_SUPPOSES = re.compile(r"测算|推算|估算|预测|情景|假定|假设|不变")
_MEASURE = re.compile(
    r"(?:^|，)(?:通过|依托|依靠|采用|利用|以)[^，。；]{2,}(?:减少|节约|形成|替代|新增|降低|提高)"
)
# 对照与省政府签订的目标责任书: what is owed to those above is held against the plan by another check
_SIGNED = re.compile(r"责任书|军令状")
_YEARLY = re.compile(r"每[年季月]|年均|平均")
_ADDED = re.compile(r"累计|新增|新建|新改扩建|净增|增加(?![到至])|再")
_STRIVES = re.compile(r"力争(?:达到|提高到|提升到|突破|超过|降至|下降|实现|完成)?[^，。；\d]{0,4}$")
_BASE = re.compile(r"(?:(?<!占)[比较]|以|在|从|由)(20\d\d)年")
_RANGE_AFTER = re.compile(r"^(?:—|－|-|~|～|至)\s*\d")
_DOMAIN = re.compile(
    r"石化|化工|钢铁|建材|水泥|陶瓷|玻璃|有色|冶金|造纸|纺织|印染|食品|电子|装备|电力|煤炭|采矿|工业|建筑|城乡|交通|运输|物流|农业|农村|公共机构|园区|商贸|港口|公路|铁路|民航|数据中心|医院|学校|机关|居民|服务业|旅游|林业"
)
# totals and rates that an area has and every sector of it as well
_OF_WHOM = re.compile(
    r"单位|万元|人均|吨|(?:二氧化碳|碳)?排放|(?:煤炭|能源|天然气|石油|电力)?(?:消费|消耗)|能耗|用[能电水]|电能|电气化|终端|可再生能源|光伏|太阳能|分布式|储能|充电|余热|绿电"
)
_STARTS = re.compile(r"[由从][^，。；]*$")
_MOVES_ON = re.compile(
    r"(?:左右)?(?:逐步|稳步|进一步|持续|有序)*(?:提高|提升|降|减|增|升|扩大|下降|压减|调整|优化|发展)"
)
# a comma, or a figure that is no year: 2026—2030年新增…… is one piece
_BREAK = re.compile(r"[，；：。（]|(?<!\d)(?!20\d\d[年—－\-~～至])\d[\d.]*(?!\d|年)[^，；、]{0,8}")
_ENOUGH = 3


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["plain"]) for row in rows("review_synonyms.csv"))


def own_area(context: Context) -> str:
    """The name of the area that the plan is for, from its title or its first line."""
    title = context.plan.document.title or context.plan.document.text[:80]
    found = _OWN_NAME.search(title)
    return found["name"] if found else ""


def core(name: str, own: str = "") -> str:
    """A name without the words for the whole area, its synonyms reduced to one, its order of parts set.

    >>> core("全市风电、太阳能发电装机容量") == core("光伏发电和风力发电总装机")
    True
    >>> core("非化石能源占能源消费总量的比重") == core("化石能源占能源消费总量的比重")
    False
    """
    words = _BRACKETS.sub("", name)
    words = re.sub(rf"^(?:{_AREA_WORDS}{'|' + re.escape(own) if own else ''})+|(?:{_AREA_WORDS})", "", words)
    for pattern, plain in _synonyms():
        words = pattern.sub(plain, words)
    return "".join(sorted(words))


def whole_area_out(context: Context, words: str) -> str:
    """The words without those that mean all of the plan's area, so that 全县 is no county of many."""
    own = own_area(context)
    return re.sub(rf"{_AREA_WORDS}{'|' + re.escape(own) if own else ''}", "", words)


def names_a_thing(one: Statement) -> bool:
    """False for 年节能能力 or 改造面积, which every chapter has of its own, and for the bare name of an area."""
    words = re.sub(rf"^(?:{_AREA_WORDS})+", "", _BRACKETS.sub("", one.subject))
    if _AREA_ONLY.fullmatch(words):
        return False
    for pattern, plain in _synonyms():
        words = pattern.sub(plain, words)
    return len(words) >= _ENOUGH and _GENERIC.fullmatch(words) is None


def subject_of(one: Statement) -> str:
    """The subject with all its names where one figure stands for several: 风电、光伏发电装机410万千瓦."""
    piece = _piece(one)
    joint = bare_subject(piece)
    return joint if "、" in piece and one.subject and joint.endswith(one.subject) else one.subject


def _piece(one: Statement) -> str:
    """The words from the last comma before the figure, or from the figure before it."""
    if not one.stop:
        return one.words
    return _BREAK.split(one.sentence[: one.begin])[-1]


def is_promise(one: Statement) -> bool:
    """True for a figure that is to be met, not reckoned with, quoted or given for one measure among several."""
    return (
        one.sense == "aim"
        and one.year is not None
        and one.dimension is not None
        and not _RECKONS.search(one.words + one.subject)
        and (one.bound in {">=", "<="} or not _SUPPOSES.search(one.sentence[: one.begin]))
        and not _MEASURE.search(phrase(one))
        and not _SIGNED.search(one.sentence[: one.begin] if one.stop else "")
        and not (_STARTS.search(one.words) and _MOVES_ON.match(one.sentence[one.stop :]))
        and _RANGE_AFTER.match(one.sentence[one.stop :] if one.stop else "") is None
    )


def phrase(one: Statement) -> str:
    """The words from the last full stop or semicolon before the figure."""
    return re.split("[。；]", one.sentence[: one.begin])[-1] if one.stop else one.words


def manner(one: Statement) -> tuple[str, str]:
    """Whether the figure is a level, a fall or a rise, and whether it is what stands, what is added or what a year adds."""
    words = _piece(one)
    yearly = _YEARLY.search(words)
    if (
        yearly and "累计" not in words[yearly.end() :]
    ):  # 每年检查累计新建……: it is the checking that is yearly
        return one.change, "yearly"
    if one.change != "level" or one.unit == "%":
        return one.change, ""
    return one.change, "added" if _ADDED.search(words) else ""


def same_thing(context: Context, first: Statement, second: Statement) -> bool:
    """Whether both speak of one quantity of one area by the same measure, whatever they say of it."""
    if manner(first) != manner(second) or not _one_dimension(first, second):
        return False
    if _differ(_base(first), _base(second)) or _differ(_scope(context, first), _scope(context, second)):
        return False
    own = own_area(context)
    names = (subject_of(first), subject_of(second))
    alike = core(names[0], own) == core(names[1], own) or (
        "#" not in first.key
        and names == (first.subject, second.subject)
        and _plain_key(first, own) == _plain_key(second, own)
        and same_subject(first, second)
    )
    alike = alike or _one_start(context, first, second)
    return alike and _domain(context, first, second) and _domain(context, second, first)


def _one_start(context: Context, first: Statement, second: Statement) -> bool:
    """Whether one name is the other with a word less, and both figures start from one and the same."""
    names = sorted((Counter(core(one.subject)) for one in (first, second)), key=Counter.total)
    if names[0].total() < _LONG or names[0] - names[1]:
        return False
    starts = {start for one in (first, second) for start in [_start(context, one)]}
    return len(starts) == 1 and None not in starts


_LONG = 6


def _start(context: Context, one: Statement) -> tuple[float, str] | None:
    """What stood when the plan began, told in the sentence or in the row of the figure."""
    return next(
        (
            (fact.value, fact.unit)
            for fact in context.statements
            if fact.sense == "fact"
            and (fact.clause, fact.sentence, fact.unit) == (one.clause, one.sentence, one.unit)
            and (not one.stop or fact.key == one.key)
        ),
        None,
    )


def _plain_key(one: Statement, own: str) -> str:
    words = f"^(?:{_AREA_WORDS}{'|' + re.escape(own) if own else ''}|我市|使|支撑|推动|确保|力争|年度|年)+"
    return re.sub(words, "", one.key)


def _one_dimension(first: Statement, second: Statement) -> bool:
    kinds = {first.dimension, second.dimension}
    return len(kinds) == 1 or kinds in ({"mass", "carbon"}, {"mass", "coal_equivalent"})


def _base(one: Statement) -> str | None:
    if one.change == "level":
        return None
    found = _BASE.findall(one.words) or _BASE.findall(phrase(one))
    return found[-1] if found else None


def _scope(context: Context, one: Statement) -> str | None:
    """The area that the clause's heading names, where it is one part of the plan's area."""
    for heading in context.headings(one.clause)[:2]:
        found = re.search(r"[一-鿿]{2,6}(?:县|区|市|旗|镇|乡|街道|园区)(?=$|[：:、])", heading)
        if found and not re.search(r"分解|园区$|社区|地区|各|全", found.group()):
            return found.group()
    return None


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _domain(context: Context, one: Statement, other: Statement) -> bool:
    """False where only the heading says whose total or rate a bare name is, and the other figure has another."""
    if not _OF_WHOM.match(subject_of(one)) or re.search(_AREA_WORDS, phrase(one)):
        return True
    own = {word for heading in context.headings(one.clause)[:2] for word in _DOMAIN.findall(heading)}
    told = other.sentence + "".join(context.headings(other.clause)[:2])
    return all(word in told or word in one.subject for word in own)


def interval(one: Statement) -> tuple[float, float]:
    """The amount with what its printing leaves open: both ends of a range, half a last digit."""
    mark = rf"(\d[\d.]*)(?:{re.escape(one.unit)})?[—－\-~～至]$"
    before = re.search(mark, one.sentence[: one.begin]) if one.stop else None
    scale = dimension_of(one.unit)[1]
    low = float(before[1]) * scale if before else one.amount
    return (low, one.amount) if low < one.amount else (one.amount, one.amount)


def agree(first: Statement, second: Statement) -> bool:
    """Whether two printed amounts can both be so: equal, rounded the one from the other, or one a range around it."""
    lows, highs = zip(interval(first), interval(second), strict=True)
    if max(lows) <= min(highs) * (1 + 1e-9):
        return True
    rough = first.unit != second.unit or "~" in {first.bound, second.bound}
    slack = max(_last_digit(first), _last_digit(second)) / 2 if rough else 0.0
    return max(lows) - min(highs) <= slack * (1 + 1e-9)


def _last_digit(one: Statement) -> float:
    """One unit of the last printed digit; of a round number that is 'about', of its last digit but noughts."""
    text = f"{one.value:.10g}"
    digits = len(text.split(".")[1]) if "." in text else 0
    noughts = len(text) - len(text.rstrip("0")) if not digits and one.bound == "~" else 0
    return float(10.0 ** (noughts - digits)) * dimension_of(one.unit)[1]


def strives(one: Statement) -> bool:
    """Whether 力争 stands with this very figure, as the better of two that are both promised."""
    return _STRIVES.search(one.words) is not None
