"""Look up dated rules and indicators: what holds on a day, what a row says, what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.readers.city import RULE_TABLE
from dafeng.readers.indicators import INDICATOR_TABLE, read_indicators
from dafeng.readers.local_rules import read_local_rules
from dafeng.rules.catalogue import catalogue, in_its_place, successor
from dafeng.rules.indicators import Indicator
from dafeng.rules.rows import RuleRow
from dafeng.rules.tables import table
from dafeng.rules.vocabulary import load_vocabulary
from dafeng.services.inputs import city_folder

Json = dict[str, Any]


def in_force(day: date | None, kind: str | None, text: str | None = None, data: Path | None = None) -> Json:
    """Rule rows in force on a day (all rows if none is given), of one kind and with a text if asked.

    ``undated`` counts the rows left out because nobody knows when they hold.

    Raises
    ------
    DafengError
        ``E_NO_FACTOR`` for a kind that no row has.

    """
    local = local_rows(data)
    everything = (*catalogue().values(), *local)
    kinds = sorted({row.factor for row in everything})
    if kind is not None and kind not in kinds:
        raise DafengError(
            "E_NO_FACTOR",
            f"没有名为“{kind}”的规则类别，可用：{'、'.join(kinds)}。",
            f"No kind of rule is named {kind!r}; there are: {', '.join(kinds)}.",
        )
    found = [row for row in everything if kind in (None, row.factor) and _speaks(row, text)]
    held = [row for row in found if day is None or row.holds(day)]
    undated = 0 if day is None else sum(not row.dated for row in found)
    return {"rules": [rule_json(row, local) for row in held], "undated": undated}


def one(rule_id: str, day: date | None, data: Path | None = None) -> Json:
    """One rule row, with the city's own value beside it where the city overrides it.

    Raises
    ------
    DafengError
        ``E_NO_RULE`` for an unknown id; ``E_RULE_NOT_IN_FORCE`` when it does not hold on the day, with
        the row that does; ``E_RULE_UNDATED`` when nobody knows when it holds.

    """
    local = local_rows(data)
    rows = dict(catalogue()) | {row.id: row for row in local}
    if rule_id not in rows:
        near = get_close_matches(rule_id, rows, n=3)
        raise DafengError(
            "E_NO_RULE",
            f"没有编号为“{rule_id}”的规则" + (f"，相近的有：{'、'.join(near)}。" if near else "。"),
            f"There is no rule {rule_id!r}" + (f"; near: {', '.join(near)}." if near else "."),
        )
    row = rows[rule_id]
    if day is not None and not row.holds(day):
        raise _refusal(row, day)
    return rule_json(row, local)


def indicators(word: str | None, data: Path | None) -> list[Json]:
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


def rule_json(row: RuleRow, local: Iterable[RuleRow] = ()) -> Json:
    """A rule row as plain data: first what every answer holds, then what this row adds."""
    after = successor(row)
    own = next((one for one in local if one.overrides == row.id), None)
    return {
        "id": row.id,
        "value": row.value,
        "unit": row.unit,
        "edition": row.edition,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": row.source,
        "confidence": row.confidence,
        "factor": row.factor,
        "kind_zh": table("factor_kinds.csv", "factor")[row.factor]["name_zh"],
        "region": row.region,
        "subject": row.subject,
        "name_zh": row.name_zh,
        "low": row.low,
        "high": row.high,
        "document": row.document,
        "source_confidence": row.source_confidence or row.confidence,
        "supersedes": row.supersedes or None,
        "superseded_by": after.id if after else None,
        "note": row.note,
        "columns": {name: value for name, value in row.more.items() if name != "superseded_by"},
        "overrides": row.overrides or None,
        "reason": row.reason,
        "overridden_by": rule_json(own) if own else None,
        "sha256": row.sha256,
    }


def local_rows(data: Path | None) -> tuple[RuleRow, ...]:
    """The city's own rule rows; none without a city folder."""
    city = city_folder(data)
    return read_local_rules(city / RULE_TABLE) if city else ()


def _refusal(row: RuleRow, day: date) -> DafengError:
    other = in_its_place(row, day)
    zh = f"，当日有效的是 {other.id}（{_amount(other)}）。" if other else "，当日没有同类的规则。"
    en = f"; on that day {other.id} holds ({_amount(other)})." if other else "; none of its kind holds then."
    if not row.dated:
        return DafengError(
            "E_RULE_UNDATED",
            f"规则“{row.id}”的有效期不明，不带 --as-of 可以查看{zh}",
            f"Nobody knows when rule {row.id!r} holds; without --as-of it is shown{en}",
        )
    return DafengError(
        "E_RULE_NOT_IN_FORCE",
        f"规则“{row.id}”在 {day.isoformat()} 无效，有效期 {row.valid_from} 至 {row.valid_to}{zh}",
        f"Rule {row.id!r} is not in force on {day.isoformat()}; it holds from {row.valid_from} to {row.valid_to}{en}",
    )


def _amount(row: RuleRow) -> str:
    return row.name_zh if row.value is None else f"{row.value:g} {row.unit}"


def _speaks(row: RuleRow, text: str | None) -> bool:
    """Whether every word of the text stands somewhere in the row."""
    words = (text or "").lower().split()
    told = " ".join(
        (row.id, row.name_zh, row.edition, row.document, row.source, row.note, _kind(row), *row.more.values())
    ).lower()
    return all(word in told for word in words)


def _kind(row: RuleRow) -> str:
    names: Mapping[str, str] = table("factor_kinds.csv", "factor")[row.factor]
    return f"{names['name_zh']} {names['name_en']}"


def _speaks_of(indicator: Indicator, sought: str) -> bool:
    names = (indicator.id, indicator.field, indicator.name_zh, indicator.name_en, *indicator.words)
    return any(sought in name.lower() for name in names)
