"""The words the pages themselves say, in both languages, from one small table."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

LANGUAGES = ("zh", "en")


@cache
def words(lang: str) -> SimpleNamespace:
    """Every word of ``words.csv`` in one language, as attributes; a word nobody wrote is an AttributeError."""
    text = files("dafeng.web").joinpath("words.csv").read_text("utf-8")
    return SimpleNamespace(**{row["word"]: row[lang] for row in csv.DictReader(text.splitlines())})


def word(lang: str, name: str) -> str:
    """One word by its name, such as ``severity_serious``."""
    found: str = getattr(words(lang), name)
    return found
