"""What a statement is about: the indicator's name, its id, and the scope in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lark import Token

from dafeng.methods.plan.target.grammar import TargetGrammar
from dafeng.methods.plan.target.wording import (
    joined,
    members,
    narrowed,
    split_known,
    tidy,
    with_denominator_of,
    without_lead,
)

# Verbs that count things over the period belong to the name (新建充电站); mere building verbs do not.
_COUNTED = re.compile(
    r"^(?:累计.*|新建|新增|完成|实施|落实|组织实施|修复|治理|整治|营造|投产|推广|制修?订|关停|淘汰|退出|改造)$"
)
_NOUN_OF_VERB = re.compile("面积|[总数]?量|率|规模|比例|比重|任务|标准|要求")  # 拆除面积 is a noun
_ADJUNCTS = frozenset({"TIME", "HEDGE", "BASE", "EACH", "FILLER", "LEAST"})


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
    if tokens[-1].type == "INDICATOR" and not each:
        return _known(tokens, scope, grammar, verb)
    name = tidy("".join(tokens))
    if not name:
        return None
    if not each:
        name = joined(name)
        if not scope and not verb:
            scope, name = narrowed(name)
        elif not verb:
            inner, name = narrowed(name)
            scope += inner
    if name.endswith("的") and "占" in name:
        name += "比例"
    if verb is None:
        counted = re.match(r"(?:累计)?(?:新建|新增|完成|实施)|累计", name)
        verb = counted.group() if counted else None
    return Subject(name, grammar.identify(name), scope or None, start, verb)


def _known(tokens: list[Token], scope: str, grammar: TargetGrammar, verb: str | None) -> Subject:
    """A subject that ends with a name of the vocabulary; what stands before it narrows it."""
    spellings = grammar.spellings
    names = [str(token) for token in tokens if token.type == "INDICATOR"]
    start, name = tokens[0].start_pos, names[-1]
    if len(names) > 1 and all(token.type in {"INDICATOR", "JOIN"} for token in tokens):
        return Subject("、".join(names), spellings[names[0]], scope or None, start, verb)
    prefix = "".join(tokens[:-1])
    if verb and _COUNTED.match(verb) and (prefix == verb or name in grammar.counted):
        return Subject(prefix + name, spellings[name], scope or None, start, verb)
    if prefix.endswith("等") and prefix.count("、") >= 2:  # examples, not a narrowing
        prefix, start = "", tokens[-1].start_pos
    if prefix.endswith(("、", "和", "与", "及")):
        # One member of a list that the vocabulary does not know as one name.
        return Subject(without_lead(prefix) + name, None, scope or None, start, verb)
    inner, whole = split_known(prefix, name)
    return Subject(whole, spellings[name], (scope + inner) or None, start, verb)


def listed(subject: Subject, count: int, spellings: dict[str, str]) -> list[Subject]:
    """The subjects of A、B分别…, one for each member; the whole if they cannot be told apart."""
    found = members(subject.indicator, count, spellings)
    return [
        replace(
            subject,
            indicator=name,
            indicator_id=spellings.get(name),
            scope=((subject.scope or "") + scope) or None,
        )
        for scope, name in found
    ] or [subject]


def with_shared_denominator(subject: Subject, earlier: Subject | None, spellings: dict[str, str]) -> Subject:
    """A subject with the denominator of the one before it, where it has none of its own."""
    name = with_denominator_of(earlier.indicator, subject.indicator) if earlier else subject.indicator
    if name == subject.indicator:
        return subject
    return replace(subject, indicator=name, indicator_id=spellings.get(name))
