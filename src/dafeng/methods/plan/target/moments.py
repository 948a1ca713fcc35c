"""Time expressions of a plan, told apart from base years, dates and history."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_PERIOD = r"“?十[一二三四五六七八九]五”?"
# From month to month: 2026年1月至2030年12月; the last year counts.
SPAN = re.compile(
    r"自?20\d\d年\d{1,2}月(?:\d{1,2}日)?起?(?:[~\-—至]|到)20\d\d年(?:\d{1,2}月(?:底|末|\d{1,2}日)?)?"
)
TIME = re.compile(
    r"(?:到|至|截至)?20\d\d年?[~\-—至]20\d\d年|(?:到|至|截至)?20\d\d年(?:底|末)?(?:以?前|起|左右)?"
    rf"|(?:到|至)?{_PERIOD}(?:(?:、|和|及|与)?{_PERIOD})*(?:期间|时期|期末|末)"
    r"|(?<![一-鿿])“十[一二三四五六七八九]五”(?![^，]{0,14}(?:规划|方案|纲要)|时期|期间|以来|末|[、和及与“])"
    rf"|{_PERIOD}(?=全[国省市区县]|再|力争|计划|累计|年均|每年|新[增建]|建成|完成|投产|改造|实施|推广|淘汰|压减|关停|安排)"
)
_BASE = re.compile(
    rf"(?:(?<!占)比|较|与|以|由|从)(?:改造前(?:一年)?|峰值年份|20\d\d年底?|{_PERIOD}末)|20\d\d年(?:的)?(?:基础|水平|(?:可比|不变)?价)"
)
_DATE = re.compile(r"20\d\d年\d{1,2}月|〔20\d\d〕|20\d\d-\d|《[^》]*》")

# A sentence that tells what was done promises nothing; neither does a segment that tells what stands.
HISTORY = re.compile(
    r"(?:下降|提高|增长|增加|减少|降低|达到|上升|完成|建成)了|超额完成|同比|取得显著成[效就]|截[至止]20\d\d年|上年"
)
PAST = re.compile(
    r"近[一二三四五六七八九十\d]+年来?|以来|已达|已建(?=成|立|有|设)|已完成|已累计|截至目前|目前已"
)
# Money, marks and office hours are numbers of another kind.
ASIDE = re.compile(
    r"考核.{0,4}权重|浮动|值班|值守|奖励|补助|补贴|罚款|贴息|分值|[扣加]\d+分|工作日|电话|最高不超过\d+(?:\.\d+)?万?元"
)
# What only follows from the goals is no further goal.
DERIVED = re.compile(r"^(?:即|对应|相当于|折合|约合|相应)|测算|推算|估算|折算|^按(?!照|不|期|时)[^，]*\d")
DERIVED_SENTENCE = re.compile(
    r"据此(?:测算|推算|估算|计算)|^(?:经|据)(?:测算|推算|估算)|^按.{2,40}(?:测算|推算|估算)，"
)
_TARGET_TIME = re.compile(r"^[到至]|月[~\-—至到]20|(?:前|期间|时期|末)$")


def times_in(text: str) -> list[str]:
    """The time expressions of a segment; base years, dates and titles are none.

    >>> times_in("到2025年，单位面积能耗比2020年下降6%")
    ['到2025年']
    >>> times_in("2026年1月至2030年12月建成泵站5座")
    ['2026年1月至2030年12月']
    """
    spans = [match.group() for match in SPAN.finditer(text)]
    return spans + [match.group() for match in TIME.finditer(_masked(SPAN.sub("", text)))]


def base_of(words: str) -> int | None:
    """The base year of a segment that states nothing else.

    >>> base_of("与2020年相比")
    2020
    """
    match = re.fullmatch(r"(?:与|和|同|比|较|在|以)(20\d\d)年(?:的?基础上|相比|水平上|为基[期准年])?", words)
    return int(match.group(1)) if match else None


def first_goal(text: str) -> int | None:
    """The first year that a text sets a goal for in so many words (到2025年)."""
    return min((int(year) for year in re.findall(r"(?:到|(?<!年)至)(20\d\d)年", text)), default=None)


def first_year(text: str, issued: int | None) -> int | None:
    """The earliest year for which a text can still promise something; None if it gives no hint.

    It is the year of issue where that is known.  Else it follows the base years that the goals are measured
    from, and a period that ended five years before the first goal (到2025年) lies behind it.

    >>> first_year("2020年能耗降到目标。到2025年，能耗比2020年下降13%", None)
    2021
    """
    if issued is not None:
        return issued
    first = first_goal(text)
    if first is None:
        return None
    bases = [int(year) for year in re.findall(r"(?:比|较|以|与|同)(20\d\d)年", text) if int(year) < first]
    periods = [2005 + 5 * _DIGITS.index(n) for n in re.findall("十([一二三四五六七八九])五", text)]
    periods = [year for year in periods if year >= first - 5]
    own = [year for year in periods if 2 * periods.count(year) >= max(map(periods.count, periods))]
    return max([min(first, *own) - 5, *bases]) + 1 if own else max([first - 5, *bases]) + 1


def looks_ahead(time: str) -> bool:
    """Whether a time expression by itself announces a goal.

    >>> looks_ahead("到2025年"), looks_ahead("2020年")
    (True, False)
    """
    return _TARGET_TIME.search(time) is not None


def _masked(text: str) -> str:
    for pattern in (_BASE, _DATE):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text
