"""What a statement is about: the indicator's name, its id, and the scope in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import Token

from dafeng.methods.plan.grammar import TargetGrammar

# Verbs that count things over the period belong to the name (新建充电站); mere building verbs do not.
_COUNTED = re.compile(r"^(?:累计.*|新建|新增|完成|实施|落实|组织实施)$")
_NOUN_OF_VERB = re.compile("面积|[总数]?量|率|规模|比例|比重|任务|标准|要求")  # 拆除面积 is a noun
_LEADING = re.compile(
    r"^(?:其中|使得?|推动|促进|实现|推进|确保|并|且|同时|加快|全面|进一步|全部|按照|改造后|并力争|每年)+"
)
_ASIDE = re.compile(r"（以下简称[^）]*）")
_ADJUNCTS = frozenset({"TIME", "HEDGE", "BASE", "EACH", "FILLER", "LEAST"})
_TRAILING = re.compile(r"(?:持续|进一步|稳步|逐步|每个|总体|年均|已)+$")
# What a known indicator can be narrowed to; other words in front of it belong to its name (年度能源消费总量).
_NARROWS = re.compile(
    r"(?:行业|领域|机构|企业|单位|机关|部门|建筑|厂房|园区|开发区|基地|地区|区域|城市|城镇|县城|[城郊新]区|市区|农村|乡镇"
    r"|社区|学校|医院|数据中心|基站|港口|码头|机场|枢纽|流域|通道|机组|电网|中心城|[省市县州])中?$"
)
_BODY_BUILDING = re.compile(r"^(公共机构(?:新建|既有)建筑|位于.{2,20}?的(?=县城|城市|园区))(?=.{4})")
_EXAMPLES = re.compile(r"^[^、]{2,8}、[^、]{2,8}、.*等(?=[\d一-鿿]{5})")
_EFFECT = re.compile("改造(?:形成|减排)")
_ACHIEVED = re.compile(r"^(.{4,}[^推动促])实现(?=.{2,}(?:率|比例|占比|比重)$)")  # A力争实现B达到50%: B of A
_POLLUTANT = re.compile("化学需氧量|氨氮|二氧化硫|氮氧化物|挥发性有机物|总磷|总氮|颗粒物|烟粉?尘")
_GENERIC = frozenset(
    ("城市", "城镇", "农村", "城乡", "建筑", "公共建筑", "居住建筑", "民用建筑", "企业", "城镇建筑", "新建建筑", "社区")
)
_TWO_MEASURES = re.compile(r"(率|量|能耗|消耗|排放|强度|比例|比重|占比)(?:和|及|与|以及)(?=.{3})")
_REGION = re.compile(
    r"^((?!单位)[^占]{0,20}?(?:地区|领域和行业|行业|领域(?!和)|以[上下]的?(?:城市|县城|企业|园区|单位)|主城区|中心城区?|省级电网|输?电?通道)|国内)[的中]?(?=.{4})"
)
_PER = re.compile(r"^单位(?:国内生产总值的?|地区生产总值|生产总值|GDP|建筑面积|工业增加值)")
_SHARED_ENDING = re.compile(
    r"(?:[一-鿿]{2}(?:利用|处理|处置|回收|覆盖|普及|达标)率|电[动气]化(?:比例|率)|的?排放总量|排放量|重点工程减排量"
    r"|减排量|消费总量|消费量|装机容量|产量|覆盖率|利用率|比例|占比|能耗)$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The indicator as the plan words it; `start` is where its wording begins in the segment."""

    indicator: str
    indicator_id: str | None
    scope: str | None
    start: int | None
    verb: str | None = None


def read_scope(head: tuple[Token, ...]) -> str | None:
    """The scope words (全市, 全国 …) a head begins with."""
    scope = ""
    for token in head:
        if token.type == "SCOPE":
            scope += str(token)
        elif token.type not in _ADJUNCTS:
            break
    return scope or None


def _without_adjuncts(head: tuple[Token, ...]) -> list[Token]:
    """The words of a head; what joins two times (2025年、2030年) goes with them."""
    return [
        token
        for place, token in enumerate(head)
        if token.type not in _ADJUNCTS
        and not (token.type == "JOIN" and place + 1 < len(head) and head[place + 1].type in _ADJUNCTS)
    ]


def read_subject(head: tuple[Token, ...], grammar: TargetGrammar, *, each: bool = False) -> Subject | None:
    """The subject of a head; None when the head holds only times, hedges, bases and scopes.

    With `each` (A、B分别…) the whole wording is kept, for its members to be told apart.
    """
    spellings = grammar.spellings
    tokens = _without_adjuncts(head)
    scope = read_scope(head) or ""
    while tokens and tokens[0].type == "SCOPE":
        tokens.pop(0)
    while tokens and tokens[0].type in {"OF", "JOIN"}:
        tokens.pop(0)
    verb = None
    if tokens and tokens[0].type == "BUILD_WORD":
        verb = str(tokens[0])
        if not _COUNTED.match(verb) and not _NOUN_OF_VERB.match("".join(tokens[1:])):
            tokens.pop(0)
    if not tokens:
        return None
    start = tokens[0].start_pos
    names = [index for index, token in enumerate(tokens) if token.type == "INDICATOR"]
    if names and names[-1] == len(tokens) - 1 and not each:
        return _known(tokens, names, scope, grammar, verb)
    text = "".join(tokens)
    name = _TRAILING.sub("", _LEADING.sub("", _ASIDE.sub("", text)))
    if not name:
        return None
    if not each:
        name = _EXAMPLES.sub("", name)
        name = _ACHIEVED.sub(r"\1", _TWO_MEASURES.sub(r"\1、", name))
        region = _BODY_BUILDING.match(name) or _REGION.match(name)
        if region and not scope and not verb:
            scope = region.group(1)
            if not _EFFECT.search(name):  # what an area's own work yields is named with the area
                name = name[region.end() :]
    if verb is None:
        counted = re.match(r"(?:累计)?(?:新建|新增|完成|实施)|累计", name)
        verb = counted.group() if counted else None
    identity = spellings.get(name)
    return Subject(name, identity, scope or None, start, verb)


def _known(
    tokens: list[Token], names: list[int], scope: str, grammar: TargetGrammar, verb: str | None
) -> Subject:
    """A subject that ends with a name of the vocabulary; what stands before it narrows it."""
    spellings = grammar.spellings
    last = tokens[-1]
    joined = [token for token in tokens if token.type in {"INDICATOR", "JOIN"}]
    if len(names) > 1 and len(joined) == len(tokens):
        listed = "、".join(str(tokens[index]) for index in names)
        return Subject(listed, spellings[str(tokens[names[0]])], scope or None, tokens[0].start_pos, verb)
    prefix = "".join(tokens[:-1])
    name = str(last)
    if verb and _COUNTED.match(verb) and (prefix == verb or name in grammar.counted):
        return Subject(prefix + name, spellings[name], scope or None, tokens[0].start_pos, verb)
    start = tokens[0].start_pos
    if prefix.endswith("等") and prefix.count("、") >= 2:  # examples, not a narrowing
        prefix, start = "", last.start_pos
    if prefix.endswith(
        ("、", "和", "与", "及")
    ):  # one member of a list the vocabulary does not know as one name
        return Subject(prefix + name, None, scope or None, start, verb)
    prefix = re.sub("的$", "", _LEADING.sub("", prefix))
    whole = _ACHIEVED.sub(r"\1", prefix + name)
    body = _BODY_BUILDING.match(whole)
    if body:
        return Subject(whole[body.end() :], spellings[name], scope + body.group(1), start, verb)
    if prefix in _GENERIC or (prefix and not _NARROWS.search(prefix)):
        return Subject(whole, spellings[name], scope or None, start, verb)
    return Subject(name, spellings[name], (scope + prefix) or None, start, verb)


def listed(subject: Subject, count: int, spellings: dict[str, str]) -> list[Subject]:
    """The subjects of A、B分别…: a shared beginning or ending is given back to each member."""
    parts = re.split("、|以及|和|与|及", subject.indicator)
    if len(parts) < count:  # the stop between two names can get lost in copying
        parts = [name for part in parts for name in _run_together(part)]
    if len(parts) != count:
        return [subject]
    per = _PER.match(parts[0])
    ending = _SHARED_ENDING.search(parts[-1])
    result = []
    for part in parts:
        name = part
        if per and not _PER.match(part):
            name = per.group() + part
        if ending and not _SHARED_ENDING.search(part) and not per:
            name = part + ending.group().removeprefix("的")
        result.append(
            Subject(
                name.replace("的排放", "排放"),
                spellings.get(name),
                subject.scope,
                subject.start,
                subject.verb,
            )
        )
    return result


def _run_together(words: str) -> list[str]:
    """化学需氧量氨氮排放量 is two names; a word that holds fewer than two pollutants stays whole."""
    starts = [match.start() for match in _POLLUTANT.finditer(words)]
    if len(starts) < 2 or starts[0] > 0:
        return [words]
    return [words[start:stop] for start, stop in zip(starts, [*starts[1:], len(words)], strict=True)]


def with_shared_denominator(subject: Subject, earlier: Subject | None, spellings: dict[str, str]) -> Subject:
    """…单位建筑面积能耗下降5%、碳排放下降7%: the second is per floor area too."""
    per = _PER.match(earlier.indicator) if earlier else None
    if per is None or not re.match("(?:碳排放|二氧化碳排放|能耗|用水)", subject.indicator):
        return subject
    name = per.group() + subject.indicator
    return Subject(name, spellings.get(name), subject.scope, subject.start, subject.verb)
