"""Read the package's own CSV tables; the one place that knows where they lie."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of ``rules/<name>`` as dictionaries; the first line names the columns."""
    text = files("dafeng.rules").joinpath(*name.split("/")).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def table(name: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a table by the column `key`, which must be unique."""
    index: dict[str, dict[str, str]] = {}
    for row in rows(name):
        if row[key] in index:
            raise ValueError(f"rules/{name}: {key} {row[key]!r} stands twice")
        index[row[key]] = row
    return index
