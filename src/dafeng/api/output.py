"""One output folder: results, plan and documents, read once and again when the manifest changes."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError, Fault

MANIFEST = "manifest.json"
RESULTS = "results.json"
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
        """The current reading; DafengError `output_missing` or `output_unreadable` if there is none."""
        stamp = self._stamp()
        if self._loaded is None or self._loaded.stamp != stamp:
            self._loaded = Loaded(stamp, self._json(RESULTS), self._json(PLAN), self._scan())
        return self._loaded

    @property
    def results(self) -> dict[str, Any]:
        return self.load().results

    @property
    def documents(self) -> tuple[OutputDocument, ...]:
        return self.load().documents

    def document(self, name: str) -> OutputDocument:
        """The document of that name.

        Only names found by listing the folder are known, so no path can lead out of it.
        """
        return find({document.name: document for document in self.documents}, name, "document")

    def _stamp(self) -> tuple[int, int, int]:
        try:
            stat = (self.folder / MANIFEST).stat()
        except OSError as error:
            raise self._missing(MANIFEST) from error
        return (stat.st_mtime_ns, stat.st_ino, stat.st_size)

    def _json(self, name: str) -> dict[str, Any]:
        try:
            content = json.loads((self.folder / name).read_text("utf-8"))
        except FileNotFoundError as error:
            raise self._missing(name) from error
        except ValueError as error:
            raise DafengError(
                "output_unreadable",
                f"{name} 不是完整的 JSON 文件，请重新运行 dafeng run",
                f"{name} is not a whole JSON file; run dafeng run again",
                (Fault("output_unreadable", name, "内容无法解析", str(error)),),
            ) from error
        if not isinstance(content, dict):
            raise DafengError(
                "output_unreadable",
                f"{name} 应为一个 JSON 对象，请重新运行 dafeng run",
                f"{name} should hold one JSON object; run dafeng run again",
            )
        return content

    def _missing(self, name: str) -> DafengError:
        return DafengError(
            "output_missing",
            f"输出文件夹中没有 {name}，请先运行 dafeng run 或 dafeng demo",
            f"the output folder holds no {name}; run dafeng run or dafeng demo first",
            (Fault("output_missing", name, "文件不存在", "no such file"),),
        )

    def _scan(self) -> tuple[OutputDocument, ...]:
        found = []
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder)
            hidden = any(part.startswith(".") for part in inside.parts)
            # A link could lead out of the folder; the run writes none.
            if hidden or path.is_symlink() or not path.is_file():
                continue
            content = path.read_bytes()
            found.append(
                OutputDocument(inside.as_posix(), len(content), hashlib.sha256(content).hexdigest(), path)
            )
        return tuple(found)


_KINDS = {
    "clause": "条款",
    "target": "目标",
    "figure": "数字",
    "year": "年份",
    "document": "文件",
}


def find(known: dict[str, Any], name: str, kind: str) -> Any:
    """The entry of that name; DafengError ``unknown_<kind>`` with the nearest names otherwise."""
    if name in known:
        return known[name]
    close = near(known, name)
    zh = f"，最接近的有：{'、'.join(close)}" if close else ""
    en = f"; near matches: {', '.join(close)}" if close else ""
    raise DafengError(
        f"unknown_{kind}",
        f"没有名为“{name}”的{_KINDS[kind]}{zh}",
        f"no {kind} {name!r}{en}",
        tuple(Fault("near_match", match, "相近的名称", "near match") for match in close),
    )


def near(known: Iterable[str], name: str) -> list[str]:
    """Up to five known names most like this one, best first."""
    return difflib.get_close_matches(name, list(known), n=NEAR, cutoff=0.4)
