"""What changed in the rules between two days, and which results of an output folder rest on it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.rules.catalogue import catalogue, heir, kin
from dafeng.rules.rows import RuleRow
from dafeng.services.rulebook import local_rows, rule_json
from dafeng.services.trace import load_results

Json = dict[str, Any]


def diff(
    first: date, last: date, kind: str | None = None, out: Path | None = None, data: Path | None = None
) -> Json:
    """Rules that began, ended or were replaced from `first` to `last`, each as it stands, a city's own among them.

    With an output folder also ``results``: every computed figure and every target whose trace uses a row
    that ended or was replaced.

    Raises
    ------
    DafengError
        ``E_DATES`` when the second day is before the first.

    """
    if last < first:
        raise DafengError(
            "E_DATES",
            f"--to {last.isoformat()} 早于 --as-of {first.isoformat()}，请调换两个日期。",
            f"--to {last.isoformat()} is before --as-of {first.isoformat()}; swap the two dates.",
        )
    local = local_rows(data)
    rows = [row for row in (*catalogue().values(), *local) if kind in (None, row.factor)]
    ended = [row for row in rows if row.holds(first) and not row.holds(last)]
    added = [row for row in rows if row.holds(last) and not row.holds(first)]
    pairs = _replaced(ended, added, last)
    paired = {row.id for pair in pairs for row in pair}
    found: Json = {
        "as_of": first.isoformat(),
        "to": last.isoformat(),
        "added": [rule_json(row, local) for row in added if row.id not in paired],
        "ended": [rule_json(row, local) for row in ended if row.id not in paired],
        "replaced": [{"old": rule_json(old, local), "new": rule_json(new, local)} for old, new in pairs],
    }
    if out is not None:
        found["results"] = _touched(load_results(out), {row.id for row in ended})
    return found


def _replaced(ended: list[RuleRow], added: list[RuleRow], day: date) -> list[tuple[RuleRow, RuleRow]]:
    """Rows with the rows that took their place: those that say so, then the only one of a kind for the only one."""
    said = [(row, after) for row in ended if (after := heir(row, day)) is not None]
    taken = {row.id for pair in said for row in pair}
    groups: dict[tuple[object, ...], tuple[list[RuleRow], list[RuleRow]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((ended, added)):
        for row in rows:
            if row.id not in taken:
                groups[kin(row), row.confirmed][side].append(row)
    return said + [(old[0], new[0]) for old, new in groups.values() if len(old) == len(new) == 1]


def _touched(body: Json, changed: set[str]) -> Json:
    """The results that rest on any of the rows, by what they are, each with the rows."""
    figures = body["figures"]
    memory: dict[str, set[str]] = {}

    def under(name: str) -> set[str]:
        if name not in memory:
            figure = figures[name]
            rule = figure["rule"]
            own = {rule["id"], rule.get("replaces")} & changed if rule else set()
            memory[name] = own.union(*(under(one) for one in figure["inputs"]))
        return memory[name]

    def told(name: str, label: str, rules: set[str]) -> Json:
        return {"id": name, "name": label, "rules": sorted(rules)}

    made = [told(name, one["name"], under(name)) for name, one in figures.items()]
    targets = []
    for target in body["targets"]:
        names = [target["figure"], *target["standing"]["figures"]]
        rules = set().union(*(under(name) for name in names if name))
        targets.append(told(target["id"], target["indicator"], rules))
    return {
        "figures": [one for one in made if one["rules"] and figures[one["id"]]["formula"]],
        "targets": [one for one in targets if one["rules"]],
    }
