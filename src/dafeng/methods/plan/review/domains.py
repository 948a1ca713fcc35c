"""Checks a target's domain against the facts of the place: what is not there, its class, its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.carried import grams
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.place_facts import (
    Absent,
    Kind,
    Limits,
    absent_things,
    kinds_in,
    kinds_told,
    limits_told,
    measure_of,
    pieces_told,
    plain_names,
)
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement, amounts_in, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows


@dataclass(frozen=True, slots=True)
class Aim:
    """A promise with the words that say for what it holds."""

    told: Statement | Sentence
    name: str
    figure: str
    domain: str
    share: bool

    @property
    def sentence(self) -> str:
        return self.told.sentence if isinstance(self.told, Statement) else self.told.text


_LIMIT = re.compile(r"(?P<side>及?以[上下内])的?(?=[一-鿿（])")
_EXCEPT = re.compile(r"除[^，。；]{1,16}外|以外|不含|不新增|不再|严禁|禁止|不得")


def aims(context: Context) -> Iterator[Aim]:
    """Every promise of a figure, in the body and in tables, and of 全部 and the like."""
    by_sentence: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.stop:
            by_sentence.setdefault((one.clause, one.sentence), []).append(one)
    for group in by_sentence.values():
        for one in group:
            if one.sense != "aim" or one.value == 0 or _is_condition(one):
                continue
            before = [
                other.stop
                for other in group
                if other.stop <= one.begin and other.subject != one.subject and not _is_condition(other)
            ]
            start = max(
                [*before, *(one.sentence.rfind(mark, 0, one.begin) + 1 for mark in "；。")], default=0
            )
            domain = f"{one.sentence[start : one.begin]}（{one.subject}）"
            yield Aim(one, one.subject, one.figure, domain, one.unit == "%" and one.change == "level")
    for target in context.plan.targets:
        if target.value is None and target.reading is not None and target.reading.value > 0:
            place = Sentence(target.quote, target.clause, target.quote_start, 0)
            domain = re.split("[；。]", target.quote)[-1]
            yield Aim(place, target.indicator, target.reading.words, domain, share=True)
        elif target.tier == "table" and target.value:
            place = Sentence(target.quote, target.clause, target.quote_start, 0)
            figure = f"{target.value:g}{target.unit or ''}"
            yield Aim(place, target.indicator, figure, target.quote, target.unit == "%")


def _is_condition(one: Statement) -> bool:
    """Whether the figure bounds what is spoken of (5万千瓦以上的机组) rather than promises anything."""
    return _LIMIT.match(one.sentence[one.stop :]) is not None


EMPTY_DOMAIN = Check(
    "empty-domain",
    6,
    CONVENTION,
    "目标所指的对象本地没有",
    "a target for something the plan says the area does not have",
)
_STOCK = re.compile(r"改造|淘汰|退出|关停|拆除|更新|压减|替代|煤耗|能耗|降至|降到|下降|降低|减少|治理|提标")
_MAKES = r"(?:新建|建成|建设|引进|引入|培育|发展|布局|开工|投产|启动|打造|新增|开通|开发|规划)"


@register(EMPTY_DOMAIN)
def empty_domain(context: Context) -> Iterator[Finding]:
    """A promise on what the plan says is not there, or on a size that nothing there has."""
    absent, limits = absent_things(context), limits_told(context)
    for aim in aims(context):
        if _EXCEPT.search(aim.domain):
            continue
        gone = next((one for one in absent if _is_of(context, aim, one)), None)
        if gone:
            yield _empty(context, aim, gone.sentence, f"“{gone.thing}”，方案写明本地没有")
            continue
        for words, dimension, low, high in _conditions(aim.domain):
            fact = next((one for one in limits if _outside(aim, one, words, dimension, low, high)), None)
            if fact:
                yield _empty(context, aim, fact.sentence, f"“{words}”，与方案所写的本地情况不符")
                break


def _is_of(context: Context, aim: Aim, gone: Absent) -> bool:
    domain = plain_names(aim.domain)
    place = domain.find(gone.thing)
    if place < 0 or gone.words in aim.domain or re.search("[非无代去除替]$", domain[:place]):
        return False
    if gone.made and not re.search("产|采|井|田", domain):
        return False
    stock = _STOCK.search(domain) is not None
    if not aim.share and not stock:
        return False
    # what is not there yet may be promised where the plan sets out to build it
    made = rf"{_MAKES}[^，。；]{{0,8}}{gone.thing}|{gone.thing}[^，。；]{{0,10}}(?:建成|投产|投运|开工|开通|落地|投用)"
    plans = [one for one in context.saying(made) if one.text != gone.sentence.text]
    return stock or not (plans and gone.yet)


def _conditions(domain: str) -> Iterator[tuple[str, str, float, float]]:
    """The sizes that bound what a target holds for: its words, dimension and limits."""
    for begin, stop, number, unit in amounts_in(domain):
        side = _LIMIT.match(domain[stop:])
        dimension, factor = dimension_of(unit)
        if side is None or dimension is None:
            continue
        lead = re.split("[，；（）]|20\\d\\d年", domain[:begin])[-1]
        words = f"{lead[-10:]}{domain[begin : stop + side.end('side')]}"
        amount = number * factor
        yield (words, dimension, amount, inf) if "上" in side["side"] else (words, dimension, 0.0, amount)


_ALIKE = 2


def _outside(aim: Aim, fact: Limits, words: str, dimension: str, low: float, high: float) -> bool:
    if fact.dimension != dimension or fact.words in aim.domain:
        return False
    if low <= fact.high and fact.low <= high:
        return False
    if fact.name:
        return measure_of(words) == fact.name
    shared = grams(fact.sentence.text) & grams(aim.domain)
    return len(shared) >= _ALIKE and measure_of(words) is None


def _empty(context: Context, aim: Aim, fact: Sentence, why: str) -> Finding:
    return finding(
        EMPTY_DOMAIN,
        context,
        [aim.told, fact],
        title=f"“{aim.name}”{aim.figure}的对象{why}",
        arithmetic=f"完成率=达标数÷对象数，对象数为0（“{fact.text[:40]}”），0÷0不能记为{aim.figure}",
        settles="对象的名单；两处所指是否同一对象。",
        proposal="删去该目标，或写明适用对象的名单。",
    )


OTHER_PLACE = Check(
    "other-place",
    6,
    CONVENTION,
    "目标所指的地域、类别、资源条件本地没有",
    "a target for a coast, a climate, a class or a kind that the area says it is not of",
)
_TOWARDS = re.compile(r"(?:至|到|与|往|向|通|接|连|和|借助|依托)[^，。；]{0,4}$")


@cache
def _places() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["told"]), re.compile(row["aimed"]), row["why"]) for row in rows("review_places.csv")
    )


@register(OTHER_PLACE)
def other_place(context: Context) -> Iterator[Finding]:
    """A promise for a kind of place, plant or resource class other than the plan says the area's are of."""
    natures = [(own, aimed, why) for told, aimed, why in _places() if (own := _told_of_us(context, told))]
    kinds = kinds_told(context)
    seen: set[str] = set()
    for aim in aims(context):
        if aim.sentence in seen:
            continue
        why, own = _unlike(aim, natures, kinds)
        if own is None:
            continue
        seen.add(aim.sentence)
        yield finding(
            OTHER_PLACE,
            context,
            [aim.told, own],
            title=f"“{aim.name}”{aim.figure}与方案所述本地情况不符：{why}",
            arithmetic=f"“{own.text[:40]}”；{why}，适用对象数为0，0÷0不能记为{aim.figure}",
            settles="适用对象的名单。",
            proposal="删去该目标，或写明本地适用对象。",
        )


def _unlike(
    aim: Aim, natures: list[tuple[Sentence, re.Pattern[str], str]], kinds: tuple[Kind, ...]
) -> tuple[str, Sentence | None]:
    for own, aimed, why in natures:
        hit = aimed.search(aim.domain)
        if hit and own.text != aim.sentence and not _TOWARDS.search(aim.domain[: hit.start()]):
            return f"目标针对“{hit.group()}”，{why}", own
    for family, members in kinds_in(aim.domain).items():
        of_family = [one for one in kinds if one.family == family and one.words not in aim.domain]
        if of_family and not any(one.members & members for one in of_family):
            mine, theirs = "、".join(sorted(members)), "、".join(sorted(of_family[0].members))
            return f"目标针对{mine}，本地为{theirs}", of_family[0].sentence
    return "", None


_OURS = re.compile(
    r"我[省市县区州]|本[省市县区州]|全[省市县区州]|[省市县区州](?:内|域)|[位地处]于|地处|属于?|辖区|区位|平均日照|境内"
)


def _told_of_us(context: Context, told: re.Pattern[str]) -> Sentence | None:
    """The sentence that tells this nature of the area, as a fact and not as an aim or a ban."""
    return next(
        (one for one, piece in pieces_told(context) if told.search(piece) and _OURS.search(one.text)), None
    )
