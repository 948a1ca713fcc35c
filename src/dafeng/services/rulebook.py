"""Look up dated rules and indicators."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.readers.indicators import INDICATOR_TABLE, read_indicators
from dafeng.rules.factors import RuleRow, default_rows
from dafeng.rules.indicators import Indicator
from dafeng.rules.vocabulary import load_vocabulary
from dafeng.services.inputs import city_folder


def in_force(day: date | None, factor: str | None) -> list[dict[str, Any]]:
    """Rule rows in force on a day (all rows if none is given), of one factor if it is named."""
    rows = [row for row in default_rows() if factor is None or row.factor == factor]
    if factor is not None and not rows:
        names = sorted({row.factor for row in default_rows()})
        raise DafengError(
            "E_NO_FACTOR",
            f"没有名为“{factor}”的因子，可用：{'、'.join(names)}。",
            f"No factor {factor!r}; there are: {', '.join(names)}.",
        )
    return [_json(row) for row in rows if day is None or _holds(row, day)]


def one(rule_id: str, day: date | None) -> dict[str, Any]:
    """One rule row.

    Raises
    ------
    DafengError
        ``E_NO_RULE`` for an unknown id, ``E_RULE_NOT_IN_FORCE`` when it does not hold on the day.

    """
    rows = {row.id: row for row in default_rows()}
    if rule_id not in rows:
        near = get_close_matches(rule_id, rows, n=3)
        raise DafengError(
            "E_NO_RULE",
            f"没有编号为“{rule_id}”的规则" + (f"，相近的有：{'、'.join(near)}。" if near else "。"),
            f"There is no rule {rule_id!r}" + (f"; near: {', '.join(near)}." if near else "."),
        )
    row = rows[rule_id]
    if day is not None and not _holds(row, day):
        raise DafengError(
            "E_RULE_NOT_IN_FORCE",
            f"规则“{rule_id}”在 {day.isoformat()} 无效，有效期 {row.valid_from} 至 {row.valid_to}。",
            f"Rule {rule_id!r} is not in force on {day.isoformat()}; it holds from {row.valid_from} to {row.valid_to}.",
        )
    return _json(row)


def indicators(word: str | None, data: Path | None) -> list[dict[str, Any]]:
    """The indicators whose id, name or spelling holds a word (all if none is given), with a city's own.

    Raises
    ------
    DafengError
        ``E_NO_INDICATOR`` when nothing holds it.

    """
    city = city_folder(data)
    vocabulary = load_vocabulary(read_indicators(city / INDICATOR_TABLE) if city else ())
    sought = (word or "").lower()
    named = vocabulary.identify(sought) if sought else None
    found = [one for one in vocabulary.indicators if one.id == named or _speaks_of(one, sought)]
    if not found:
        near = get_close_matches(sought, vocabulary.spellings, n=3, cutoff=0.5)
        raise DafengError(
            "E_NO_INDICATOR",
            f"词表中没有“{word}”" + (f"，相近的有：{'、'.join(near)}。" if near else "，可在城市文件夹的 indicators.csv 中补一行。"),
            f"No indicator is named {word!r}" + (f"; near: {', '.join(near)}." if near else "; add a row to the city's indicators.csv."),
        )  # fmt: skip
    return [{name: getattr(one, name) for name in Indicator.__slots__} for one in found]


def _speaks_of(indicator: Indicator, sought: str) -> bool:
    names = (indicator.id, indicator.field, indicator.name_zh, indicator.name_en, *indicator.words)
    return any(sought in name.lower() for name in names)


def _holds(row: RuleRow, day: date) -> bool:
    return row.valid_from <= day.isoformat() and (row.valid_to == "open" or day.isoformat() <= row.valid_to)


def _json(row: RuleRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RuleRow.__slots__}
