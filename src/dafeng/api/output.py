"""One output folder: results, plan and documents, read once and again when the manifest changes."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError, Fault
from dafeng.services import manifest
from dafeng.services.inputs import FOLDER
from dafeng.services.trace import load_results

PLAN = "plan.json"
NEAR = 5


@dataclass(frozen=True, slots=True)
class OutputDocument:
    """A file of the folder that may be downloaded; `name` is its path inside the folder."""

    name: str
    bytes: int
    sha256: str
    path: Path

    def to_json(self) -> dict[str, object]:
        return {"name": self.name, "bytes": self.bytes, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one manifest stands for; never changed, only replaced as a whole."""

    stamp: tuple[int, int, int]
    results: dict[str, Any]
    plan: dict[str, Any]
    documents: tuple[OutputDocument, ...]


class OutputFolder:
    """The folder `dafeng run` wrote; every answer comes from one consistent reading of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: Loaded | None = None

    def load(self) -> Loaded:
        """The current reading.

        Errors: DafengError `E_NO_RESULTS` or `E_NO_MANIFEST` if the folder is not whole.
        """
        # Again if a run took the folder's place while it was read.
        while self._loaded is None or self._loaded.stamp != self._stamp():
            stamp = self._stamp()
            self._loaded = Loaded(stamp, load_results(self.folder), self._plan(), self._documents())
        return self._loaded

    @property
    def results(self) -> dict[str, Any]:
        return self.load().results

    @property
    def documents(self) -> tuple[OutputDocument, ...]:
        return self.load().documents

    def document(self, name: str) -> OutputDocument:
        """The document of that name; only files the manifest lists are known."""
        found: OutputDocument = find({entry.name: entry for entry in self.documents}, name, "document")
        return found

    def _stamp(self) -> tuple[int, int, int]:
        try:
            stat = (self.folder / manifest.NAME).stat()
        except OSError:
            # A folder without a manifest is refused by the reading of it, in its own words.
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)

    def _plan(self) -> dict[str, Any]:
        try:
            plan: dict[str, Any] = json.loads((self.folder / PLAN).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DafengError(
                "E_NO_RESULTS",
                f"“{self.folder.name}”中没有完整的 {PLAN}，请重新运行 dafeng run 或 dafeng demo。",
                f"{self.folder.name!r} holds no whole {PLAN}; run dafeng run or dafeng demo again.",
            ) from error
        return plan

    def _documents(self) -> tuple[OutputDocument, ...]:
        record = manifest.read(self.folder)
        listed = [(entry["name"], entry["sha256"]) for entry in record["outputs"]]
        listed += [(f"{FOLDER}/{entry['name']}", entry["sha256"]) for entry in record["inputs"]]
        root = self.folder.resolve()
        found = []
        for name, sha256 in listed:
            path = (root / name).resolve()
            # A manifest somebody edited, or a link, must not lead out of the folder.
            if path.is_relative_to(root) and path.is_file():
                found.append(OutputDocument(name, path.stat().st_size, sha256, path))
        return tuple(found)


_KINDS = {"clause": "条款", "target": "目标", "figure": "数字", "year": "年份", "document": "文件"}


def find(known: dict[str, Any], name: str, kind: str) -> Any:
    """The entry of that name; DafengError ``E_UNKNOWN_<KIND>`` with the nearest names otherwise."""
    if name in known:
        return known[name]
    close = near(known, name)
    zh = f"，最接近的有：{'、'.join(close)}" if close else ""
    en = f"; near matches: {', '.join(close)}" if close else ""
    raise DafengError(
        f"E_UNKNOWN_{kind.upper()}",
        f"没有名为“{name}”的{_KINDS[kind]}{zh}",
        f"no {kind} {name!r}{en}",
        tuple(Fault("E_NEAR", match, "相近的名称", "near match") for match in close),
    )


def near(known: Iterable[str], name: str) -> list[str]:
    """Up to five known names most like this one, best first."""
    return difflib.get_close_matches(name, list(known), n=NEAR, cutoff=0.3)
