"""The word lists a plan is read with."""

from __future__ import annotations

import re

import pytest

from dafeng.rules import vocabulary as module
from dafeng.rules.vocabulary import load_vocabulary


def test_ids_and_spellings() -> None:
    """Ids are English snake case and unique, and every spelling belongs to one indicator."""
    words = load_vocabulary()
    ids = [indicator.id for indicator in words.indicators]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", identity) for identity in ids)
    assert sum(len(indicator.words) for indicator in words.indicators) == len(words.spellings)
    assert {indicator.direction for indicator in words.indicators} == {"up", "down", "peak"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [({"source": ""}, "empty source"), ({"id": "another"}, "stands under")],
)
def test_bad_rows_are_refused(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], complaint: str
) -> None:
    """A row without its source and a spelling claimed by two indicators are refused with their name."""
    real = module.rows
    good = real("indicators.csv")[0]
    planted = (good, good | change)
    monkeypatch.setattr(module, "rows", lambda name: planted if name == "indicators.csv" else real(name))
    with pytest.raises(ValueError, match=complaint):
        load_vocabulary.__wrapped__()
