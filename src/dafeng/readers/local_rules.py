"""A city's own rule rows: ``rules.csv`` beside its ``city.toml``, each in place of a default row."""

from __future__ import annotations

from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.sheets import Row, Sheet, read_sheets
from dafeng.rules.catalogue import catalogue
from dafeng.rules.factors import default_rows
from dafeng.rules.rows import REQUIRED, Place, RuleRow, checked_rows, incomplete
from dafeng.rules.units import factor

STAND_IN = ("value", "unit", "overrides", "reason")
LOCAL_REQUIRED = (*REQUIRED, *STAND_IN)
_SAME = ("factor", "region", "subject")


def read_local_rules(path: Path) -> tuple[RuleRow, ...]:
    """The rows of a city's table of rules; none when there is no such file.

    A row has the columns of the default tables, names in `overrides` the default row that it stands in
    for, and says why in `reason`.  The default stays as it is.

    Raises
    ------
    DafengError
        ``E_RULE`` with every fault at its cell.

    """
    if not path.exists():
        return ()
    sheets, unreadable = read_sheets(path)
    faults = list(unreadable)
    placed: list[tuple[Place, dict[str, str]]] = []
    overridden: set[str] = set()
    for sheet in sheets:
        missing = [column for column in LOCAL_REQUIRED if column not in sheet.header]
        if missing:
            faults.append(
                Fault(
                    "E_RULE_COLUMN",
                    f"{sheet.file}!1",
                    f"缺少列“{'、'.join(missing)}”，表头至少应含：{'、'.join(LOCAL_REQUIRED)}。",
                    f"The columns {', '.join(missing)} are missing; the head needs at least "
                    f"{', '.join(LOCAL_REQUIRED)}.",
                )
            )
            continue
        for row in sheet.rows:
            where = _place(sheet, row)
            faults.extend(_stand_in_faults(row.texts, where, overridden))
            placed.append((where, row.texts))
    return checked_rows(placed, path.name, faults)


def _place(sheet: Sheet, row: Row) -> Place:
    return lambda column: row.place(sheet.file, sheet.sheet, column)


def _stand_in_faults(record: dict[str, str], where: Place, overridden: set[str]) -> list[Fault]:
    """What is wrong with a row as a stand-in: no reason, no such default, another kind, a second for one."""
    faults: list[Fault] = []

    def fault(code: str, column: str, zh: str, en: str) -> None:
        faults.append(Fault(code, where(column), zh, en))

    faults += [incomplete(column, where) for column in STAND_IN if not record.get(column)]
    if record.get("id") in catalogue():
        told = record["id"]
        fault("E_RULE_TWICE", "id", f"“{told}”是默认规则的编号，请另取，如 local:{told}",
              f"{told!r} is the id of a default row; take another, such as local:{told}")  # fmt: skip
    name = record.get("overrides", "")
    if not name:
        return faults
    default = next((row for row in default_rows() if row.id == name), None)
    if default is None:
        fault("E_NO_RULE", "overrides", f"没有编号为“{name}”的默认因子，可用 dafeng rules list 查看。",
              f"There is no default factor {name!r}; see dafeng rules list.")  # fmt: skip
        return faults
    if name in overridden:
        fault("E_RULE_TWICE", "overrides", f"“{name}”已由上面一行替代，一条默认规则只能有一个本地值。",
              f"{name!r} is overridden above; a default row takes one local value.")  # fmt: skip
    overridden.add(name)
    for column in _SAME:
        said, must = record.get(column, ""), getattr(default, column)
        if said != must:
            fault("E_RULE_OTHER_KIND", column, f"应与所替代的行相同：“{must}”，收到“{said}”。",
                  f"It must be that of the row overridden, {must!r}, not {said!r}.")  # fmt: skip
    if record.get("unit"):
        try:
            factor(record["unit"], default.unit)
        except DafengError as error:
            fault(error.code, "unit", error.zh, error.en)
    return faults
