"""A promise in few words, for a cell of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dafeng.rules.review_fields import shown

_BARE = frozenset({"=", "range"})
_CHANGES = frozenset({"reduction", "increase"})
_IN_WORDS = {"zh": "文字表述", "en": "in words"}


def amount(cell: Mapping[str, Any] | None, lang: str = "zh") -> str:
    """Comparator, value, unit and year of a target's fields; a dash where the plan is silent.

    >>> cell = {"comparator": ">=", "value": 30.0, "value_max": None, "unit": "%", "year": 2030, "kind": "share"}
    >>> amount(cell), amount(cell, "en"), amount(None)
    ('不低于30%（2030年）', 'at least 30% (2030)', '—')

    """
    if cell is None:
        return "—"
    gap = "" if lang == "zh" else " "
    told = _IN_WORDS[lang]
    if cell["value"] is not None:
        high = "" if cell["value_max"] is None else f"–{cell['value_max']:g}"
        sign = "" if cell["comparator"] in _BARE else shown("comparator", cell["comparator"], lang) + gap
        told = f"{sign}{cell['value']:g}{high}{cell['unit'] or ''}"
    if cell["kind"] in _CHANGES:
        told = f"{shown('kind', cell['kind'], lang)} {told}"
    if not cell["year"]:
        return told
    return f"{told}（{cell['year']}年）" if lang == "zh" else f"{told} ({cell['year']})"
