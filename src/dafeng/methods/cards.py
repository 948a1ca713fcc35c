"""Formula cards: every formula has an identity, units, a source and a page.

The card's id is the anchor of its page, the key in every trace, and the name of its golden case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

_Function = TypeVar("_Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader needs to check a formula by hand; an additive one is the sum of its inputs, signs aside."""

    id: str
    name_zh: str
    name_en: str
    formula: str
    unit: str
    source: str
    page: str
    function: str
    additive: bool


_CARDS: dict[str, Card] = {}


def card(
    *,
    id: str,
    name_zh: str,
    name_en: str,
    formula: str,
    unit: str,
    source: str,
    page: str,
    additive: bool = False,
) -> Callable[[_Function], _Function]:
    """Register a function as the formula `id`; two formulas may not share an id.

    Parameters
    ----------
    id : anchor and trace key, such as ``co2.combustion``
    formula : the formula in plain symbols
    unit : unit of the result
    source : standard, edition and clause
    page : page under ``docs/method/`` without its suffix
    additive : whether the result is a sum of its inputs, with whatever signs

    """

    def register(function: _Function) -> _Function:
        if id in _CARDS:
            raise ValueError(f"two formula cards share the id {id!r}")
        _CARDS[id] = Card(
            id,
            name_zh,
            name_en,
            formula,
            unit,
            source,
            page,
            f"{function.__module__}.{function.__qualname__}",
            additive,
        )
        return function

    return register


def cards() -> Mapping[str, Card]:
    """All registered cards by id; importing a method's module registers its cards."""
    return MappingProxyType(_CARDS)
