"""What was released: id and hash of every rule row, so that a released row is never changed or dropped.

``python -m dafeng.rules.manifest`` books new rows and closed ones; it refuses when a released row says
something else.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.rules.catalogue import catalogue
from dafeng.rules.rows import OPEN, UNKNOWN, RuleRow
from dafeng.rules.tables import table

MANIFEST = "manifest.csv"
COMMAND = "python -m dafeng.rules.manifest"
_HEAD = ("id", "sha256", "valid_to")


def released() -> Mapping[str, Mapping[str, str]]:
    """What the manifest says of every released row, by id."""
    return table(MANIFEST, "id")


def changes(rows: Iterable[RuleRow], booked: Mapping[str, Mapping[str, str]]) -> tuple[Fault, ...]:
    """Every released row that disappeared, says something else, or ends on another day than it said.

    An open row may be closed, and a note may be improved; all else takes a new row.
    """
    now = {row.id: row for row in rows}
    faults = []
    for name, entry in booked.items():
        row = now.get(name)
        if row is None:
            zh, en = "已发布的行不见了，请放回", "a released row is gone; put it back"
            faults.append(Fault("E_RULE_GONE", name, zh, en))
        elif row.sha256 != entry["sha256"]:
            zh = "已发布的行被改动；请还原，并另加一行取代它（supersedes）"
            en = "a released row was changed; restore it and add a row that supersedes it"
            faults.append(Fault("E_RULE_CHANGED", name, zh, en))
        elif row.valid_to != entry["valid_to"] and entry["valid_to"] not in (OPEN, UNKNOWN):
            zh, en = "已结束的有效期被改动，请还原", "an ended validity was changed; restore it"
            faults.append(Fault("E_RULE_CHANGED", name, zh, en))
    return tuple(faults)


def unbooked(rows: Iterable[RuleRow], booked: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Ids of rows that the manifest does not hold as they are: new ones, and those closed since."""
    return tuple(row.id for row in rows if booked.get(row.id, {}).get("valid_to") != row.valid_to)


def write(path: Path, rows: Iterable[RuleRow], booked: Mapping[str, Mapping[str, str]]) -> None:
    """Write the manifest of the rows, sorted by id.

    Raises
    ------
    DafengError
        ``E_RULE_CHANGED`` with every released row that changed or is gone; nothing is written then.

    """
    rows = tuple(rows)
    if faults := changes(rows, booked):
        raise DafengError(
            "E_RULE_CHANGED",
            f"{len(faults)} 行已发布的规则被改动或删除，清单未更新。",
            f"{len(faults)} released rules were changed or dropped; the manifest was not written.",
            faults,
        )
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(_HEAD)
        writer.writerows(sorted((row.id, row.sha256, row.valid_to) for row in rows))


def main() -> int:
    """Book the new rows of this checkout."""
    rows = tuple(catalogue().values())
    fresh = unbooked(rows, released())
    try:
        write(Path(__file__).with_name(MANIFEST), rows, released())
    except DafengError as error:
        told = [f"{fault.place}: {fault.zh} / {fault.en}" for fault in error.faults]
        sys.stderr.write("\n".join([str(error), *told]) + "\n")
        return 1
    sys.stdout.write(f"{len(rows)} rows, {len(fresh)} booked\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
