"""Characters that a scanner or a PDF's bold type printed twice.

Chinese doubles characters of its own accord (人人, 家家户户, 稳稳), and two words may meet in the same
character (能力力争, 新建建筑), so only what cannot be either is taken out.
"""

from __future__ import annotations

import re

# Characters that a word may double at the start or the end of a phrase.
_REDUPLICATED = frozenset(
    "人天家户村县乡镇组处层层步时事年月日代点多常渐大小深早久稳牢紧默慢好满远高重单明刚仅往种个条件项环节丝星"
    "爸妈爷奶哥姐弟妹叔谢试看生欣蒸源熊滔津孜兢济比面头息心念井洋堂赫落纷绵茫郁熙扎踏方实原世子林里上下区"
    "等走想说聊算瞧听尝写问听闻蓬勃彤油沉甸乎哒融腾灼昭娓循谆默屡频偏万千一两双回次场座栋项样口句字"
    "一二三四五六七八九十百千万亿两零省市州国部局校厂院"
)
_PAIR = re.compile(r"([一-鿿])\1")
_RUN = re.compile(r"(?:([一-鿿%，。、；：（）“”])\1|(\d)\2){3,}")
_SIGNS = re.compile(r"([，。、；：%])\1")
_PARTICLES = re.compile(
    r"(?<![目标众准])(?:的(?=的(?!确))|和(?=和[^谐平睦解])|与(?=与)|及(?=及[^时早格])|于(?=于)|以(?=以[上下内]))"
)
# A word of the target grammar with one of its signs doubled, next to its number.
_VERBS = re.compile(
    r"(达(?=达到\d)|到(?<=达到)(?=到\d)|降(?<=[下]降)(?=降\d)|低(?<=降低)(?=低\d)|高(?<=提高)(?=高\d)|升(?<=提升)(?=升\d)"
    r"|过(?<=超过)(?=过\d)|低(?=低于\d)|于(?<=低于)(?=于\d)|控(?=控制在)|制(?=制在)|在(?<=制在)(?=在\d)"
    r"|上(?<=以上)(?=上[，。；、）])|下(?<=以下)(?=下[，。；、）])|内(?<=以内)(?=内[，。；、）])"
    r"|左(?=左右)|右(?<=左右)(?=右[，。；、）])|年(?<=\d年)(?=年[，、]))"
)
_EDGE = "，。；：、！？（）“”《》\t"


def doubled(text: str, starts: frozenset[int]) -> frozenset[int]:
    """The places of second copies in the view; `starts` are the places where a paragraph begins.

    >>> text = "到到22002255年年，建建设的的公园，家家户户使用新建建筑。"
    >>> "".join(sign for place, sign in enumerate(text) if place not in doubled(text, frozenset({0})))
    '到2025年，建设的公园，家家户户使用新建建筑。'
    """
    extra: set[int] = set()
    for match in _RUN.finditer(text):
        # Digits alone may well be 112233; in company of doubled words they are doubled too.
        if not match.group().isdigit() and len(set(match.group())) > 1:
            extra |= set(range(match.start() + 1, match.end(), 2))
    for pattern in (_SIGNS, _PARTICLES, _VERBS):
        extra |= {match.end() - (pattern is _SIGNS) for match in pattern.finditer(text)}
    for match in _PAIR.finditer(text):
        place = match.start()
        if text[place] in _REDUPLICATED or text[place + 2 : place + 3] == text[place]:
            continue
        opens = place in starts or text[place - 1] in _EDGE
        closes = text[place + 2 : place + 3] in set(_EDGE)
        pairs = _PAIR.match(text, place + 2) or _PAIR.match(text, max(place - 2, 0))
        if opens != closes and not pairs:
            extra.add(place + 1)
    return frozenset(extra)
