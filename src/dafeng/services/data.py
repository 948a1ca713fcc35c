"""Check data tables without importing them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.readers.observations import read_observations, table_files


def check(path: Path) -> dict[str, Any]:
    """Every fault of a table or of a folder of tables, and how many numbers are good to go."""
    if not path.exists():
        raise DafengError("E_NO_FILE", f"找不到“{path.name}”。", f"{path.name!r} does not exist.")
    paths = table_files(path) if path.is_dir() else (path,)
    if not paths:
        raise DafengError(
            "E_NO_TABLES",
            f"“{path.name}”中没有 CSV 或 XLSX 表。",
            f"{path.name!r} holds no CSV or XLSX table.",
        )
    try:
        found = read_observations(paths)
    except DafengError as error:
        faults = [
            {**fault.to_json(), "sheet": fault.place.rpartition("!")[0], "cell": fault.place.rpartition("!")[2],
             "message": fault.zh}
            for fault in error.faults
        ]  # fmt: skip
        return {"faults": faults, "observations": 0, "files": [one.name for one in paths]}
    return {"faults": [], "observations": len(found), "files": [one.name for one in paths]}
