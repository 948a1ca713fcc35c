"""Figures as plain data: each stands once, with everything under it, and is named by its id elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dafeng.domain.figure import Figure
from dafeng.methods.grades import Shares, shares
from dafeng.rules.glossary import term
from dafeng.services.accounting import YearBook

Json = dict[str, Any]


@dataclass
class Shelf:
    """Collects figures with everything under them; a figure is put in once."""

    figures: dict[str, Json] = field(default_factory=dict)
    _shares: dict[str, Shares] = field(default_factory=dict)

    def put(self, figure: Figure | None) -> str | None:
        """Shelve a figure and its inputs; returns its id."""
        if figure is None:
            return None
        for one in figure.walk():
            if one.id not in self.figures:
                self.figures[one.id] = figure_json(one, shares(one, self._shares))
        return figure.id


def figure_json(figure: Figure, resting: Shares) -> Json:
    """A figure as plain data, its inputs by id; `resting` is how much of it rests on which grade."""
    return {
        "id": figure.id,
        "name": figure.name,
        "name_en": figure.name_en,
        "value": figure.value,
        "unit": figure.unit,
        "period": figure.period,
        "region": figure.region,
        "convention": figure.convention,
        "grade": figure.grade.value,
        "shares": {grade.value: share for grade, share in resting.items()},
        "formula": figure.formula,
        "inputs": [one.id for one in figure.inputs],
        "assumed": figure.assumed,
        "rule": asdict(figure.rule) if figure.rule else None,
        "cell": asdict(figure.cell) if figure.cell else None,
        "source": figure.source,
        "reason_zh": figure.reason_zh,
        "reason_en": figure.reason_en,
    }


def account_json(book: YearBook, shelf: Shelf) -> Json:
    """One year's account as plain data, its figures put on the shelf."""
    made = book.account

    def put(group: Mapping[Any, Figure]) -> Json:
        return {str(key): shelf.put(figure) for key, figure in group.items()}

    return {
        "co2": put(made.co2),
        "energy": put(made.energy),
        "nonfossil_share": put(made.nonfossil_share),
        "components": put(made.components),
        "by_sector": put(made.by_sector),
        "by_fuel": put(made.by_fuel),
        "electricity": put(made.electricity),
        "intensities": put(made.intensities),
        "published_co2": shelf.put(book.published_co2),
        "bridges": [
            {
                "start": start.value,
                "end": end.value,
                "from": shelf.put(made.co2[start]),
                "to": shelf.put(made.co2[end]),
                "terms": [
                    {
                        "component": one.component,
                        "name_zh": term(one.component)["zh"],
                        "name_en": term(one.component)["en"],
                        "sign": one.sign,
                        "value": one.value,
                        "figure": shelf.put(one.figure),
                    }
                    for one in terms
                ],
            }
            for start, end, terms in book.bridges
        ],
    }
