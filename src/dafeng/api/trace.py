"""A figure with everything under it, as one nested JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEPT = ("id", "name", "name_en", "value", "unit", "period", "region", "convention", "grade", "formula")


def nested_trace(figures: Mapping[str, Any], cards: Mapping[str, Any], figure_id: str) -> dict[str, Any]:
    """The trace of a figure down to its leaves.

    Each node holds name, value, unit, formula, basis, grade and inputs.  `basis` says what it rests on:
    a formula card, a rule row, a source cell or a declared assumption.  A figure used in several places
    is opened at the first one; at the others it stands with ``"repeated": true`` and no inputs, so that
    the answer grows with the number of figures and not with the number of paths.
    """
    seen: set[str] = set()

    def node(current: str) -> dict[str, Any]:
        figure = figures[current]
        repeated = current in seen
        seen.add(current)
        return {
            **{name: figure.get(name) for name in KEPT},
            "basis": basis(figure, cards),
            "reason_zh": figure.get("reason_zh", ""),
            "reason_en": figure.get("reason_en", ""),
            "repeated": repeated,
            "inputs": [] if repeated else [node(child) for child in figure.get("inputs", ())],
        }

    return node(figure_id)


def basis(figure: Mapping[str, Any], cards: Mapping[str, Any]) -> dict[str, Any]:
    """What a figure rests on: ``kind`` is card, rule, cell, assumption or statement."""
    if figure.get("formula"):
        return {"kind": "card", "card": cards.get(figure["formula"])}
    if figure.get("rule"):
        return {"kind": "rule", "rule": figure["rule"]}
    kind = "assumption" if figure.get("assumed") else "cell" if figure.get("cell") else "statement"
    return {"kind": kind, "cell": figure.get("cell"), "source": figure.get("source", "")}
