"""The short answer of a run, read off its results."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng.services.shelf import Json


def summary(body: Json, documents: Iterable[str], seconds: float) -> Json:
    """What ``dafeng run --json`` prints."""
    figures = body["figures"]

    def value(identity: str | None) -> float | None:
        return figures[identity]["value"] if identity else None

    pathway = body["pathway"]
    return {
        "clauses": body["plan"]["clauses"],
        "targets": body["plan"]["targets"],
        "numeric_targets": body["plan"]["numeric_targets"],
        "findings": [
            {key: finding[key] for key in ("id", "kind", "clauses", "severity", "arithmetic")}
            for finding in body["findings"]
        ],
        "accounts": {
            year: {name: value(identity) for name, identity in made["co2"].items()}
            for year, made in body["accounts"].items()
        },
        "peak": None
        if pathway is None
        else {
            "determined": pathway["determined"],
            "by_fill": [
                {
                    "fill": fill["fill"],
                    "probability_by_2029": value(fill["probability_by_2029"]),
                    "probability_by_2030": value(fill["probability_by_2030"]),
                    "median_year": fill["median_year"],
                }
                for fill in pathway["fills"]
            ],
            "low": value(pathway["low"]),
            "high": value(pathway["high"]),
            "uninformed": value(pathway["uninformed"]),
            "drivers": pathway["drivers"],
        },
        "documents": list(documents),
        "seconds": round(seconds, 3),
    }
