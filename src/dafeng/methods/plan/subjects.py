"""What a statement is about: the indicator's name, its id, and the scope in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import Token

from dafeng.methods.plan.grammar import TargetGrammar

# Verbs that count things over the period belong to the name (新建充电站); mere building verbs do not.
_COUNTED = re.compile(r"^(?:累计.*|新建|新增|完成|实施|落实|组织实施)$")
_LEADING = re.compile(
    r"^(?:其中|使得?|推动|促进|实现|推进|确保|并|且|同时|加快|全面|进一步|全部|按照|改造后|并力争|每年)+"
)
_ASIDE = re.compile(r"（以下简称[^）]*）")
_ADJUNCTS = frozenset({"TIME", "HEDGE", "BASE", "EACH", "FILLER", "LEAST"})
_TRAILING = re.compile(r"(?:持续|进一步|稳步|逐步|每个|总体|年均|已)+$")
_TWO_MEASURES = re.compile(r"(率|量|能耗|消耗|排放|强度|比例|比重|占比)(?:和|及|与|以及)(?=.{3})")
_REGION = re.compile(r"^((?!单位).{0,20}?(?:地区|行业|以上城市|主城区|中心城区?))的?(?=.{4})")
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


def read_subject(head: tuple[Token, ...], grammar: TargetGrammar, *, each: bool = False) -> Subject | None:
    """The subject of a head; None when the head holds only times, hedges, bases and scopes.

    With `each` (A、B分别…) the whole wording is kept, for its members to be told apart.
    """
    tokens = [token for token in head if token.type not in _ADJUNCTS]
    scope = read_scope(head) or ""
    while tokens and tokens[0].type == "SCOPE":
        tokens.pop(0)
    while tokens and tokens[0].type in {"OF", "JOIN"}:
        tokens.pop(0)
    verb = None
    if tokens and tokens[0].type == "BUILD_WORD":
        verb = str(tokens[0])
        if not _COUNTED.match(verb):
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
        name = _TWO_MEASURES.sub(r"\1、", name)
        region = _REGION.match(name)
        if region and not scope and not verb:
            scope, name = region.group(1), name[region.end() :]
    if verb is None:
        counted = re.match(r"(?:累计)?(?:新建|新增|完成|实施)|累计", name)
        verb = counted.group() if counted else None
    identity = grammar.identify(name)
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
    return Subject(name, spellings[name], (scope + prefix) or None, start, verb)


def listed(subject: Subject, count: int, spellings: dict[str, str]) -> list[Subject]:
    """The subjects of A、B分别…: a shared beginning or ending is given back to each member."""
    parts = re.split("、|以及|和|与|及", subject.indicator)
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


def with_shared_denominator(subject: Subject, earlier: Subject | None, spellings: dict[str, str]) -> Subject:
    """…单位建筑面积能耗下降5%、碳排放下降7%: the second is per floor area too."""
    per = _PER.match(earlier.indicator) if earlier else None
    if per is None or not re.match("(?:碳排放|二氧化碳排放|能耗|用水)", subject.indicator):
        return subject
    name = per.group() + subject.indicator
    return Subject(name, spellings.get(name), subject.scope, subject.start, subject.verb)
