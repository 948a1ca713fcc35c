"""Look up dated rules."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.rules.factors import RuleRow, default_rows


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


def _holds(row: RuleRow, day: date) -> bool:
    return row.valid_from <= day.isoformat() and (row.valid_to == "open" or day.isoformat() <= row.valid_to)


def _json(row: RuleRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RuleRow.__slots__}
