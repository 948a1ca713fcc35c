"""Numbers, bounds and years as plans print them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from dafeng.methods.plan.target.grammar import Amount

_LEAST = re.compile(r"不(?:应|得|能)?(?:低于|少于|小于)|至少|≥|>=")
_MOST = re.compile(r"不(?:应|得|能)?(?:超过|高于|大于|多于|突破)|≤|<=")
_ABOVE = re.compile(r"超|突破|大于|高于|多于|>")
_BELOW = re.compile(r"低于|小于|少于|<")
_D = "[一二三四五六七八九]"
_WRITTEN = re.compile(
    f"[一二两三四五六七八九]?千(?:零?{_D}百)?(?:零?{_D}十)?(?:零?{_D})?"
    f"|[一二两三四五六七八九]?百(?:零?{_D}十)?(?:零?{_D})?|{_D}?十{_D}?"
)
COUNTERS = frozenset("个家座处项台辆条套艘户种批所")
_NUMBER = re.compile(r"\d[\dO,]*(?:\.\d+)?")
_FRACTIONS = (
    {
        "减半": (50.0, "%"),
        "一半": (50.0, "%"),
        "翻一番": (2.0, "倍"),
        "翻两番": (4.0, "倍"),
        "翻二番": (4.0, "倍"),
    }
    | dict.fromkeys(("翻番", "翻倍", "倍增"), (2.0, "倍"))
    | {"翻三番": (8.0, "倍")}
)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: `start` and `end` are its place within the token, without the unit."""

    value: float
    value_max: float | None
    unit: str | None
    start: int
    end: int


def read_number(amount: Amount) -> Number:
    """The number of an amount in its printed unit.

    Ranges give both ends (the place is that of the first); 百分之三十 is 30 %, 一半 50 %,
    翻一番 2 倍, 2/3 is 0.6667.
    """
    text = str(amount.value)
    if text in _FRACTIONS:
        value, unit = _FRACTIONS[text]
        return Number(value, None, unit, 0, len(text))
    if text.startswith("百分之"):
        share = 100.0 if text == "百分之百" else _written(text[3:])
        return Number(share, None, "%", 0, len(text))
    if re.match("[一二三四五六七八九]成", text):
        tenths = 10.0 * ("一二三四五六七八九".index(text[0]) + 1)
        return Number(tenths + (5.0 if text.endswith("半") else 0.0), None, "%", 0, len(text))
    if amount.value.type == "NUMERAL":
        return _numeral(text)
    if amount.value.type == "RATIO":
        return Number(float(re.split("[:：]", text)[0]), None, None, 0, len(text))
    if "分之" in text:
        below, above = (_written(part) for part in text.split("分之"))
        return Number(round(above / below, 4), None, None, 0, len(text))
    numbers = list(_NUMBER.finditer(text))
    if amount.value.type == "FRACTION":
        whole = _float(numbers[1])
        share = round(_float(numbers[0]) / whole, 4) if whole else math.inf
        return Number(share, None, None, 0, len(text))
    if amount.value.type in {"RANGE", "PLAIN_RANGE"}:
        unit = text[numbers[1].end() :]
        return Number(
            _float(numbers[0]), _float(numbers[1]), _unit(unit), numbers[0].start(), numbers[0].end()
        )
    only = numbers[0]
    return Number(_float(only), None, _unit(text[only.end() :]), only.start(), only.end())


def _written(words: str) -> float:
    """A Chinese numeral as a number; the library is loaded when a plan first prints one, as most do not."""
    import cn2an

    return float(cn2an.cn2an(words, "smart"))


def _numeral(text: str) -> Number:
    """一百二十套 is 120 套, 百亿元 100 亿元."""
    written = _WRITTEN.match(text)  # 十 of 十千米, not 十千
    assert written is not None, "the token begins with a numeral"
    words = written.group()
    whole = words if words[0] not in "百千" else "一" + words
    return Number(_written(whole), None, _unit(text[len(words) :].lstrip("余")), 0, len(words))


def _unit(text: str) -> str | None:
    return text.removeprefix("个") if text.endswith("百分点") else text or None


def _float(match: re.Match[str]) -> float:
    return float(match.group().replace(",", "").replace("O", "0"))


def comparator(amount: Amount, *, least: bool = False) -> tuple[str, str | None]:
    """The comparator of an amount and the words it rests on; plain numbers are ``=``."""
    if amount.value.type in {"RANGE", "PLAIN_RANGE"}:
        return "range", None
    mark = str(amount.after or amount.before or "")
    if amount.after:
        if "上" in mark and mark != "上下":
            return ">=", mark
        return ("~" if mark in {"左右", "上下"} else "<="), mark
    return (bound(mark), mark) if mark else ((">=", "至少") if least else ("=", None))


def bound(mark: str) -> str:
    """The comparator of a bound in words or signs.

    >>> bound("不低于"), bound("超过"), bound("约")
    ('>=', '>', '~')
    """
    for pattern, sign in ((_LEAST, ">="), (_MOST, "<="), (_ABOVE, ">"), (_BELOW, "<")):
        if pattern.search(mark):
            return sign
    return "~"


def years_of(time: str) -> list[int]:
    """The years a time expression names: a period stands for its last year.

    >>> years_of("到2025年"), years_of("“十五五”期间"), years_of("2021~2030年")
    ([2025], [2030], [2030])
    """
    span = re.search(r"20\d\d年?(?:\d{1,2}月(?:\d{1,2}日)?起?)?[~\-—至到](20\d\d)", time)
    if span:
        return [int(span.group(1))]
    years = [int(year) for year in re.findall(r"20\d\d", time)]
    return years or [
        2005 + 5 * "零一二三四五六七八九".index(n) for n in re.findall(r"十([一二三四五六七八九])五", time)
    ]
