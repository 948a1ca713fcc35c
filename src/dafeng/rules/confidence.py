"""The weights behind the confidence of a reading: log-odds per feature, fitted on labelled plans."""

from __future__ import annotations

from functools import cache

from dafeng.rules.tables import table


@cache
def reading_weights() -> dict[str, float]:
    """The weight of each feature; refuses a row without its source."""
    found = table("reading_confidence.csv", "feature")
    bare = [name for name, row in found.items() if not row["source"]]
    if bare:
        raise ValueError(f"rules/reading_confidence.csv: no source for {', '.join(bare)}")
    return {name: float(row["weight"]) for name, row in found.items()}
