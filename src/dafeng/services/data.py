"""Check forms, data tables and a city's own tables without importing them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.city import CITY_FILE, RULE_TABLE, SIDE_TABLES, read_city, read_declarations, read_proxies
from dafeng.readers.indicators import INDICATOR_TABLE, read_indicators
from dafeng.readers.local_rules import read_local_rules
from dafeng.readers.observations import read_observations, table_files
from dafeng.services import returns
from dafeng.services.desk import Desk, open_desk
from dafeng.services.returns import Held


def check(path: Path, desk: Desk | None = None, held: Held | None = None) -> dict[str, Any]:
    """Every fault of a form, a table, a folder of tables or a city folder, and how many numbers are good to go.

    A city folder is checked whole: ``city.toml``, the tables beside it and those in ``data``.
    """
    if not path.exists():
        raise DafengError("E_NO_FILE", f"找不到“{path.name}”。", f"{path.name!r} does not exist.")
    forms: tuple[Path, ...] = ()
    if (path / CITY_FILE).exists():
        own = tuple(path / name for name in (CITY_FILE, *SIDE_TABLES) if (path / name).exists())
        tables = table_files(path / "data") if (path / "data").is_dir() else ()
    else:
        found = table_files(path) if path.is_dir() else (path,)
        own = tuple(one for one in found if one.name == INDICATOR_TABLE)
        forms = tuple(one for one in found if one.name not in SIDE_TABLES and returns.is_return(one))
        tables = tuple(one for one in found if one not in own and one not in forms)
    if not own and not tables and not forms:
        raise DafengError(
            "E_NO_TABLES",
            f"“{path.name}”中没有 CSV、XLSX 或 Parquet 表。",
            f"{path.name!r} holds no CSV, XLSX or Parquet table.",
        )
    checked = [returns.check(one, desk or open_desk(), held) for one in forms]
    count = 0
    faults: list[Fault] = []
    for read in _own_checks(path, own):
        try:
            read()
        except DafengError as error:
            faults.extend(error.faults or (Fault(error.code, CITY_FILE, error.zh, error.en),))
    try:
        count = len(read_observations(tables))
    except DafengError as error:
        faults.extend(error.faults)
    said = [returns.told(fault) for fault in faults]
    said += [fault for one in checked for fault in one["faults"]]
    return {
        "faults": said,
        "notes": [note for one in checked for note in one["notes"]],
        "questions": [question for one in checked for question in one["questions"]],
        "observations": 0 if said else count + sum(one["observations"] for one in checked),
        "files": [one.name for one in (*own, *forms, *tables)],
    }


def _own_checks(path: Path, own: tuple[Path, ...]) -> tuple[Callable[[], object], ...]:
    indicators = tuple(partial(read_indicators, table) for table in own if table.name == INDICATOR_TABLE)
    if not (path / CITY_FILE).exists():
        return indicators
    return (
        partial(read_city, path / CITY_FILE),
        partial(read_declarations, path),
        partial(read_proxies, path),
        partial(read_local_rules, path / RULE_TABLE),
        partial(open_desk, path),
        *indicators,
    )
