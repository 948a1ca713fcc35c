"""The words a plan is read with: indicator names, units, scope words and Traditional forms, all data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dafeng.rules.tables import rows
from dafeng.rules.task_words import TaskWords, load_task_words


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as plans name it.

    `words` are its spellings, the first the preferred one.  `direction` is up, down or peak: which way
    is better.  `kind` is the target kind it usually carries.
    """

    id: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]
    unit_kind: str
    direction: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of the target grammar; a new spelling is a row, not code."""

    indicators: tuple[Indicator, ...]
    units: tuple[str, ...]
    scopes: tuple[str, ...]
    projects: dict[str, str]
    simplified: dict[str, str]
    tasks: TaskWords

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of that id; KeyError if there is none."""
        for indicator in self.indicators:
            if indicator.id == indicator_id:
                return indicator
        raise KeyError(indicator_id)

    @property
    def spellings(self) -> dict[str, str]:
        """Every spelling with the id of its indicator."""
        return {word: indicator.id for indicator in self.indicators for word in indicator.words}


def _indicator(row: dict[str, str]) -> Indicator:
    empty = [column for column, value in row.items() if not value]
    if empty:
        raise ValueError(f"rules/indicators.csv: {row['id'] or row}: empty {', '.join(empty)}")
    return Indicator(
        row["id"],
        row["name_zh"],
        row["name_en"],
        tuple(row["words"].split("|")),
        row["unit_kind"],
        row["direction"],
        row["kind"],
        row["source"],
    )


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the package; refuses an incomplete row and a spelling claimed twice."""
    indicators = tuple(_indicator(row) for row in rows("indicators.csv"))
    claimed: dict[str, str] = {}
    for indicator in indicators:
        for word in indicator.words:
            if claimed.setdefault(word, indicator.id) != indicator.id:
                raise ValueError(
                    f"rules/indicators.csv: {word} stands under {claimed[word]} and {indicator.id}"
                )
    words = rows("plan_words.csv")
    return Vocabulary(
        indicators,
        tuple(row["word"] for row in words if row["kind"] == "unit"),
        tuple(row["word"] for row in words if row["kind"] == "scope"),
        {row["word"]: row["meaning"] for row in words if row["kind"] == "project"},
        {row["traditional"]: row["simplified"] for row in rows("traditional.csv")},
        load_task_words(),
    )
