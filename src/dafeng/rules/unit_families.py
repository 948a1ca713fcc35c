"""Unit families: what kind of quantity a printed unit measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from unicodedata import normalize

from dafeng.rules.tables import rows

_SCALE = re.compile(r"^(?:万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千|百|十)(?=.)")
_ASIDE = re.compile(r"\([^)]*\)$")
# Families of indicators that are worded, or whose number carries no unit.
WORDED = ("year", "benchmark", "state", "duty", "grade", "ratio")


@dataclass(frozen=True)
class UnitFamilies:
    """Unit words with their families.

    `units` are read after a number; `known` only have a family, because a number before them promises
    nothing by itself (15分钟生活圈) or because they stand under a slash (吨/日).
    """

    units: dict[str, str]
    known: dict[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """The unit words, as they stand in the table."""
        return tuple(self.units)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The simple families; two of them joined by ``_per_`` are a family too."""
        return tuple(sorted({*self.units.values(), *self.known.values(), *WORDED}))

    def knows(self, family: str) -> bool:
        """Whether that is a family: a simple one, or one per another."""
        above, per, below = family.partition("_per_")
        return above in self.names and (not per or below in self.names)

    def of(self, unit: str) -> str | None:
        """The family of a unit as printed; None for a unit nobody defined.

        万 and 亿 do not change the family, 每 reads as a slash, and 每年 is left out: an annual amount is
        an amount.

        Examples
        --------
        >>> from dafeng.rules.unit_families import unit_families
        >>> [unit_families().of(unit) for unit in ("亿千瓦时", "吨标准煤/万元", "元每吨", "万吨/年", "吨/日")]
        ['electricity', 'energy_per_money', 'money_per_mass', 'mass', 'mass_per_day']
        >>> unit_families().of("丈") is None
        True

        """
        words = _plain(unit)
        if (simple := self._simple(words)) is not None:
            return simple
        above, *below = [part for part in re.split(r"/|每", words) if part] or [""]
        family = self._simple(above) or self._simple(_ASIDE.sub("", above))
        # 千瓦时/（平方米·年）: the brackets hold the parts of the denominator.
        parts = [part for piece in below for part in re.split(r"[·*]", _opened(piece)) if part]
        if not parts:
            return family
        per = [self._simple(_ASIDE.sub("", part)) for part in parts]
        per = [one for one in per if one != "year"]
        if family is None or None in per or len(per) > 1:
            return None
        return f"{family}_per_{per[0]}" if per else family

    def _simple(self, word: str) -> str | None:
        while word:
            if word in self._plain_words:
                return self._plain_words[word]
            shorter = _SCALE.sub("", word)
            if shorter == word:
                return None
            word = shorter
        return None

    @cached_property
    def _plain_words(self) -> dict[str, str]:
        return {_plain(word): family for word, family in {**self.known, **self.units}.items()}


def _opened(part: str) -> str:
    return part[1:-1] if part.startswith("(") and part.endswith(")") else part


def _plain(unit: str) -> str:
    """Full-width signs, ㎡ and superscripts as plain characters."""
    return normalize("NFKC", unit).replace(" ", "").replace("μ", "u")


@cache
def unit_families() -> UnitFamilies:
    """The unit words of the package with their families."""
    words = rows("plan_words.csv")
    return UnitFamilies(
        {row["word"]: row["meaning"] for row in words if row["kind"] == "unit"},
        {row["word"]: row["meaning"] for row in words if row["kind"] == "known"},
    )
