"""The target grammar: one segment of a sentence in, its statement of a number out, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from dafeng.rules.vocabulary import Vocabulary

_NUMBER_FOLLOWS = (
    r"(?:分别|全市|全省)?(?:约|近|超过|突破|不低于|不少于|不超过|不高于|低于|大于|小于|至少|≥|≤|>|<)?"
    r"(?:\d|百分之|一半|[二三四五]分之|[一二三四五六七八九]成(?:以|左|[，。；、的]|$)"
    r"|[一二两三四五六七八九]?[十百千][一二三四五六七八九十百千零]*余?[万亿]?[家个座套处所台辆项条种吨亩元人名艘口户架只件批平立公]|翻[一两二三]?番|翻倍|倍增|减半)"
)
_NOTHING = "(?:[^\\s\\S]z)"  # never matches, and is not empty either
_AMOUNT_TOKENS = frozenset(
    {"QUANTITY", "RANGE", "PLAIN", "PLAIN_RANGE", "FRACTION", "DOUBLING", "NUMERAL", "RATIO"}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the bounds around it, each a token with its place in the view."""

    value: Token
    before: Token | None
    after: Token | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A parsed segment: `pattern` names the rule of the grammar that it fits.

    `nouns` holds what follows the number: one entry per amount for ``count``, else at most one.
    """

    pattern: str
    head: tuple[Token, ...]
    verb: Token | None
    amounts: tuple[Amount, ...]
    nouns: tuple[tuple[Token, ...], ...]


class _MergeText:
    """Joins the single characters of TEXT into runs."""

    always_accept = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        held: list[Token] = []
        for token in stream:
            if token.type == "TEXT":
                held.append(token)
                continue
            if held:
                yield _joined(held)
                held = []
            yield Token.new_borrow_pos("TIME", token.value, token) if token.type == "SPAN" else token
        if held:
            yield _joined(held)


def _joined(tokens: list[Token]) -> Token:
    first, last = tokens[0], tokens[-1]
    return Token("TEXT", "".join(tokens), first.start_pos, end_pos=last.end_pos)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of these words; shared beginnings are written once, which compiles faster.

    >>> _any_of(["吨", "吨标准煤", "家"])
    '(?:吨(?:标准煤)?|家)'
    """
    follow: dict[str, list[str]] = {}
    for word in words:
        if word:
            follow.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rest in follow.items():
        head = re.escape(first).replace("/", r"\/")
        longer = [word for word in rest if word]
        tail = _any_of(longer) if longer else ""
        if len(longer) == 1:
            tail = "".join(re.escape(sign).replace("/", r"\/") for sign in longer[0])
            tail = f"(?:{tail})" if "" in rest else tail
        branches.append(head + tail + ("?" if longer and "" in rest else ""))
    return f"(?:{'|'.join(branches)})" if branches else _NOTHING


@cache
def _compiled(
    units: tuple[str, ...], scopes: tuple[str, ...], indicators: tuple[str, ...], doing: tuple[str, ...]
) -> Lark:
    """The grammar with these words filled in, which takes the longer the more there are."""
    grammar = files("dafeng.methods.plan.target").joinpath("target.lark").read_text(encoding="utf-8")
    grammar = grammar.replace("‹number›", _NUMBER_FOLLOWS)
    words = {"unit": units, "scope": scopes, "indicator": indicators, "doing": doing}
    for name, alternatives in words.items():
        grammar = grammar.replace(f"‹{name}›", _any_of(alternatives))
    return Lark(grammar, parser="lalr", lexer="basic", postlex=_MergeText())


class TargetGrammar:
    """The compiled grammar with the words of the vocabulary that a text holds; it reads this text only."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self._parser = _compiled(
            *(
                tuple(word for word in words if word in text)
                for words in (vocabulary.units, vocabulary.scopes, vocabulary.narrowed, vocabulary.doing)
            )
        )
        self.spellings = vocabulary.spellings
        self.identify = vocabulary.identify
        self.doing = vocabulary.doing
        self.counted = frozenset(
            word
            for indicator in vocabulary.indicators
            if indicator.kind == "cumulative"
            for word in indicator.words
        )
        self.units = tuple(sorted(vocabulary.units, key=len, reverse=True))

    def parse(self, segment: str) -> Statement | None:
        """The statement a segment makes; None if it promises no number."""
        if not re.search(r"[\d十百千半番倍分成]", segment):
            return None
        try:
            tree = self._parser.parse(segment)
        except UnexpectedInput:
            return None
        return _statement(tree)


def _statement(tree: Tree[Token]) -> Statement:
    head, body = tree.children
    verb: Token | None = None
    amounts: list[Amount] = []
    nouns: list[tuple[Token, ...]] = []
    before = _tokens(head)
    for part in _children(body):
        if isinstance(part, Token):
            if part.type in {"REACH", "FALL", "RISE", "BUILD", "GIVE", "COVER", "LIMIT"} and verb is None:
                verb = part
            elif part.type == "SCOPE":
                before.append(part)
        elif part.data == "amounts":
            amounts.extend(_amount(child) for child in part.children if isinstance(child, Tree))
        elif part.data == "amount":
            amounts.append(_amount(part))
        else:
            nouns.append(tuple(token for token in part.children if isinstance(token, Token)))
    return Statement(str(_tree(body).data), tuple(before), verb, tuple(amounts), tuple(nouns))


def _amount(tree: Tree[Token]) -> Amount:
    parts = {token.type: token for token in _tokens(tree)}
    value = next(token for kind, token in parts.items() if kind in _AMOUNT_TOKENS)
    return Amount(value, parts.get("BEFORE"), parts.get("AFTER"))


def _tree(node: Any) -> Tree[Token]:
    assert isinstance(node, Tree)
    return node


def _children(node: Any) -> list[Token | Tree[Token]]:
    return _tree(node).children


def _tokens(node: Any) -> list[Token]:
    return [child for child in _tree(node).children if isinstance(child, Token)]
