"""The words a plan is read with: indicator names, units, scope words and the way to Simplified script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from dafeng.rules.indicators import COLUMNS, Indicator, indicator_of, merged, row_faults
from dafeng.rules.script import simplified
from dafeng.rules.tables import rows
from dafeng.rules.task_words import TaskWords, load_task_words
from dafeng.rules.unit_families import UnitFamilies, unit_families

_OTHER = re.compile(r"单位|人均|万元|亩均|每|占|、|和|与|及(?!以)")


@dataclass(frozen=True)
class Vocabulary:
    """The word lists of the target grammar; a new spelling is a row, not code."""

    indicators: tuple[Indicator, ...]
    unit_families: UnitFamilies
    scopes: tuple[str, ...]
    projects: dict[str, str]
    simplified: Callable[[str], str]
    doing: tuple[str, ...]
    tasks: TaskWords

    @property
    def units(self) -> tuple[str, ...]:
        """The unit words, without 万 and 亿."""
        return self.unit_families.words

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of that id; KeyError if there is none."""
        return self._by_id[indicator_id]

    def unit_family(self, unit: str) -> str | None:
        """The family of a printed unit, such as ``energy`` for 万吨标准煤; None if nobody defined it."""
        return self.unit_families.of(unit)

    def identify(self, name: str) -> str | None:
        """The id of the longest spelling that `name` is or ends with.

        Words in front that make another quantity of it (单位…, 人均…, …占…, or a list) leave it unknown.

        Examples
        --------
        >>> words = load_vocabulary()
        >>> words.identify("港口集装箱水水中转比例")
        'water_transfer_share'
        >>> words.identify("单位面积煤炭消费量") is None
        True

        """
        for start in range(max(1, len(name) - 3)):
            if name[start:] in self.spellings:
                return None if _OTHER.search(name[:start]) else self.spellings[name[start:]]
        return None

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every spelling with the id of its indicator."""
        return {word: indicator.id for indicator in self.indicators for word in indicator.words}

    @cached_property
    def narrowed(self) -> tuple[str, ...]:
        """The spellings that words in front of them narrow, the longest first."""
        words = (word for indicator in self.indicators if indicator.narrowed for word in indicator.words)
        return tuple(sorted(words, key=len, reverse=True))

    @cached_property
    def _by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}


@cache
def load_vocabulary(extra: tuple[Indicator, ...] = ()) -> Vocabulary:
    """The vocabulary of the package, with a city's own indicators as `extra`.

    Raises
    ------
    ValueError
        For a row of the package that is incomplete, unknown in a column, or claims a taken spelling.

    """
    indicators: dict[str, Indicator] = {}
    for row in rows("indicators.csv"):
        faults = [fault.en for fault in row_faults(row, ())]
        faults += [f"empty {column}" for column in COLUMNS if not row[column]]
        faults += [f"{row['id']} stands twice"] if row["id"] in indicators else []
        if faults:
            raise ValueError(f"rules/indicators.csv: {row['id']}: {'; '.join(faults)}")
        indicators[row["id"]] = indicator_of(row)
    claimed: dict[str, str] = {}
    for indicator in indicators.values():
        for word in indicator.words:
            if claimed.setdefault(word, indicator.id) != indicator.id:
                raise ValueError(
                    f"rules/indicators.csv: {word} stands under {claimed[word]} and {indicator.id}"
                )
    words = rows("plan_words.csv")
    return Vocabulary(
        merged(tuple(indicators.values()), extra),
        unit_families(),
        tuple(row["word"] for row in words if row["kind"] == "scope"),
        {row["word"]: row["meaning"] for row in words if row["kind"] == "project"},
        simplified,
        tuple(row["word"] for row in words if row["kind"] == "doing"),
        load_task_words(),
    )
