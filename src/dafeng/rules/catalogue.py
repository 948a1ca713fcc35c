"""Every rule row of the package under one id, whatever table it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from dafeng.domain.errors import DafengError, Fault
from dafeng.rules.rows import OPEN, RuleRow, read_rows
from dafeng.rules.tables import rows

FACTOR_FILES = ("fuels", "energy", "grid", "process", "national", "carbon_market", "forest")
TABLES = (
    *(f"factors/{name}.csv" for name in FACTOR_FILES),
    "limits.csv",
    "definitions.csv",
    "schemes.csv",
    "statutes.csv",
)
SUPERSESSIONS = "supersessions.csv"
SUPERSEDED_BY = "superseded_by"
_NUMBER = re.compile(r"[^《]*?(?:〕\d+号|令第\d+号|\d-\d{4})")


@cache
def catalogue() -> Mapping[str, RuleRow]:
    """Every row of every table by its id.

    Raises
    ------
    DafengError
        ``E_RULE`` when an id stands twice, or a row supersedes one that does not exist.

    """
    found: dict[str, RuleRow] = {}
    faults: list[Fault] = []
    for name in TABLES:
        for row in table_rows(name):
            if row.id in found:
                zh, en = f"规则编号在两张表中重复：{row.id}", f"rule id in two tables: {row.id}"
                faults.append(Fault("E_RULE_TWICE", f"rules/{name}", zh, en))
            found[row.id] = row
    for row in found.values():
        for other in (row.supersedes, row.more.get(SUPERSEDED_BY, "")):
            if other and other not in found:
                zh, en = f"{row.id} 所指的 {other} 不存在", f"{row.id} names {other}, which does not exist"
                faults.append(Fault("E_RULE_SUPERSEDES", row.id, zh, en))
    if faults:
        raise DafengError(
            "E_RULE",
            f"规则表之间有 {len(faults)} 处错误，全部未载入。",
            f"{len(faults)} faults between the rule tables; none was loaded.",
            tuple(faults),
        )
    return MappingProxyType(found)


def successor(row: RuleRow) -> RuleRow | None:
    """The row that supersedes this one, whichever of the two says so."""
    named = row.more.get(SUPERSEDED_BY) or _superseding().get(row.id)
    return catalogue()[named] if named else None


@cache
def _superseding() -> Mapping[str, str]:
    return {row.supersedes: row.id for row in catalogue().values() if row.supersedes}


def heir(row: RuleRow, day: date) -> RuleRow | None:
    """The row that holds on the day in the line of those that supersede this one."""
    seen = {row.id}
    after = successor(row)
    while after is not None and after.id not in seen:
        if after.holds(day):
            return after
        seen.add(after.id)
        after = successor(after)
    return None


def kin(row: RuleRow) -> tuple[str, ...]:
    """What rows share that say the same thing of different times: the part of the key that is no date."""
    shared = (row.factor, row.region, row.subject)
    return shared if row.value is not None or row.low is not None else (*shared, row.name_zh)


def in_its_place(row: RuleRow, day: date) -> RuleRow | None:
    """The row that holds on the day where `row` does not: its heir first, then its kin."""
    if after := heir(row, day):
        return after
    others = [one for one in catalogue().values() if one.holds(day) and kin(one) == kin(row)]
    others.sort(key=lambda one: (not one.confirmed, one.edition != row.edition))
    return others[0] if others else None


@cache
def table_rows(name: str) -> tuple[RuleRow, ...]:
    """The rows of one of the tables, as they were checked."""
    read = read_rows(rows(name), f"rules/{name}")
    return read + _newer_regimes() if name == "statutes.csv" else read


def _newer_regimes() -> tuple[RuleRow, ...]:
    """The documents that the plan review knows as newer; they stand there and nowhere else."""

    def number(row: Mapping[str, str]) -> str:
        found = _NUMBER.match(row["by"])
        return found[0] if found else row["source"]

    records = (
        {
            "id": f"statute:{row['id']}",
            "factor": "statute",
            "subject": row["id"],
            "name_zh": row["by"],
            "edition": row["since"][:4],
            "document": number(row),
            "valid_from": row["since"],
            "valid_to": OPEN,
            "confidence": row["confidence"],
            "source": row["source"],
        }
        for row in rows(SUPERSESSIONS)
    )
    return read_rows(records, f"rules/{SUPERSESSIONS}")
