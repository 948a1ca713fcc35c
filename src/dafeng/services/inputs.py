"""What a run reads: the plan, the city folder, the corrections; copied beside the results and hashed."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from dafeng.domain.errors import DafengError
from dafeng.readers.city import CITY_FILE, SIDE_TABLES
from dafeng.readers.observations import table_files
from dafeng.readers.structured import PLAN_TABLES

FOLDER = "inputs"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one run; `city` is None when the data stand alone, `overlay` when nothing was corrected."""

    plan: Path
    city: Path | None
    tables: tuple[Path, ...]
    overlay: Path | None

    def files(self) -> tuple[tuple[str, Path], ...]:
        """Each file with its name inside the output's ``inputs`` folder, in a fixed order."""
        found: list[tuple[str, Path]] = []
        if self.plan.is_dir():
            found.extend((f"plan/{name}", self.plan / name) for name in PLAN_TABLES)
        else:
            found.append((f"plan/{self.plan.name}", self.plan))
        if self.city is not None:
            names = (CITY_FILE, *SIDE_TABLES)
            found.extend((f"city/{name}", self.city / name) for name in names if (self.city / name).exists())
        found.extend((f"city/data/{path.name}", path) for path in self.tables)
        if self.overlay is not None:
            found.append((f"overlay/{self.overlay.name}", self.overlay))
        return tuple(found)


def collect(plan: Path, data: Path | None, overlay: Path | None = None) -> Inputs:
    """Find the files of a run.

    `data` is a city folder (with ``city.toml`` and a folder ``data``) or the folder of tables itself,
    whose parent may be the city folder.

    Raises
    ------
    DafengError
        ``E_NO_FILE`` for what does not exist.

    """
    for path, zh, en in (
        (plan, "方案", "plan"),
        (data, "数据文件夹", "data folder"),
        (overlay, "更正文件", "overlay"),
    ):
        if path is not None and not path.exists():
            raise DafengError(
                "E_NO_FILE",
                f"找不到{zh}“{path.name}”，请检查路径。",
                f"The {en} {path.name!r} does not exist; check the path.",
            )
    if data is None:
        return Inputs(plan, None, (), overlay)
    if not data.is_dir():
        raise DafengError(
            "E_NO_FOLDER",
            f"--data 应是文件夹，收到文件“{data.name}”。",
            f"--data takes a folder, got the file {data.name!r}.",
        )
    folder = data / "data" if (data / CITY_FILE).exists() else data
    return Inputs(plan, city_folder(data), table_files(folder) if folder.is_dir() else (), overlay)


def city_folder(data: Path | None) -> Path | None:
    """The city folder that `data` is or lies in; None when there is none."""
    if data is None:
        return None
    return next((one for one in (data, data.resolve().parent) if (one / CITY_FILE).exists()), None)


def from_output(out: Path) -> Inputs:
    """The inputs as copied into an output folder, for making it again."""
    root = out / FOLDER
    plans = sorted((root / "plan").iterdir())
    plan = root / "plan" if len(plans) > 1 else plans[0]
    city = root / "city"
    data = city if (city / CITY_FILE).exists() else city / "data"
    overlays = sorted((root / "overlay").iterdir()) if (root / "overlay").exists() else []
    return collect(plan, data if data.exists() else None, overlays[0] if overlays else None)


def copy_into(inputs: Inputs, out: Path) -> list[dict[str, object]]:
    """Copy every input below ``inputs`` and list it with size and hash."""
    listed: list[dict[str, object]] = []
    for name, path in inputs.files():
        target = out / FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        listed.append({"name": name, "bytes": target.stat().st_size, "sha256": digest(target)})
    return listed


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
