"""Formula cards: nothing declared may be without page, source and a checked example."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import dafeng.methods.accounts
import dafeng.methods.balances.closure
import dafeng.methods.decomposition
import dafeng.methods.pathways
import dafeng.methods.plan.review  # noqa: F401  importing a method registers its cards
from dafeng.methods.cards import Card, card, cards

ALL = sorted(cards().values(), key=lambda found: found.id)


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.id)
def test_card_is_complete(found: Card, checkout: Path) -> None:
    """Each card has a source and a unit, and its page explains it under its id."""
    assert found.source
    assert found.unit
    assert found.formula
    page = checkout / "docs" / "method" / f"{found.page}.md"
    assert f"`{found.id}`" in page.read_text(encoding="utf-8"), f"{page.name} does not explain {found.id}"


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.id)
def test_formula_has_a_worked_example(found: Card) -> None:
    """Each formula's docstring carries an example that the doctests run."""
    module, _, name = found.function.rpartition(".")
    try:
        function = getattr(import_module(module), name)
    except ModuleNotFoundError:
        outer, _, inner = module.rpartition(".")
        function = getattr(getattr(import_module(outer), inner), name)
    finder = doctest.DocTestFinder(recurse=False)
    assert any(test.examples for test in finder.find(function, name, globs={}))


def test_two_formulas_cannot_share_an_id() -> None:
    """Registering an id twice is an error, so a trace key means one formula."""
    taken = ALL[0]
    with pytest.raises(ValueError, match=taken.id):
        card(id=taken.id, name_zh="", name_en="", formula="", unit="", source="", page="")(
            test_card_is_complete
        )
