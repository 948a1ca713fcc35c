"""The glossary: one Chinese term, one English term and a definition per identifier."""

from __future__ import annotations

from dafeng.rules.tables import table

_BLANK = {"term": "", "zh": "", "en": "", "definition": ""}


def term(identifier: str) -> dict[str, str]:
    """Chinese, English and definition of an identifier; an identifier nobody defined is a KeyError."""
    return table("glossary.csv", "term")[identifier] if identifier else _BLANK
