"""A backup as one file: a zip of an SQLite copy, the readings, and a manifest with the head and every hash."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from dafeng.domain.errors import DafengError
from dafeng.domain.event import Head
from dafeng.storage.address import FILE

MANIFEST = "manifest.json"
FORMAT = "dafeng-backup/1"
READINGS = "readings"
_NAMES = re.compile(
    rf"{re.escape(FILE)}|{READINGS}/[A-Za-z0-9][A-Za-z0-9._-]{{0,99}}/[0-9]{{4}}-[0-9]{{2}}/[0-9a-f]{{64}}\.parquet"
)
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the same books give the same bytes, whenever they are backed up
_CHUNK = 1 << 20
_MANIFEST_LIMIT = 64 << 20
# Books shrink to a tenth; what would grow two hundredfold was made to fill the disk.
_FLOOR = 1 << 30
_GROWTH = 200


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself: the head of the chain, the rows of each table, each file's hash and size."""

    head: Head
    rows: Mapping[str, int]
    files: Mapping[str, tuple[str, int]]


def pack(folder: Path, target: Path, head: Head, rows: Mapping[str, int]) -> str:
    """Write a folder with the books and their readings as one file; its SHA-256 is the answer."""
    paths = [folder / FILE, *sorted((folder / READINGS).rglob("*.parquet"))]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        told = {}
        for path in paths:
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as entry:
                told[name] = _copy(source, entry)
        body = {
            "format": FORMAT,
            "head": {"number": head.number, "hash": head.hash},
            "rows": dict(rows),
            "files": {name: {"sha256": digest, "size": size} for name, (digest, size) in told.items()},
        }
        text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(_entry(MANIFEST), text + "\n")
    with target.open("rb") as done:
        return _copy(done, None)[0]


def contents(source: Path) -> Contents:
    """What a backup says of itself, from its manifest alone.

    Raises
    ------
    DafengError
        ``E_BACKUP_FOREIGN`` for a file that is no backup, ``E_BACKUP_DAMAGED`` for one that cannot be read.

    """
    with _Archive(source) as archive:
        return _contents(source, archive)


def unpack(source: Path, folder: Path) -> Contents:
    """Lay the files of a backup into an empty folder, each checked against the manifest.

    Raises
    ------
    DafengError
        ``E_BACKUP_FOREIGN`` for a file that is no backup, ``E_BACKUP_DAMAGED`` for one whose files are not
        those of its manifest.

    """
    with _Archive(source) as archive:
        found = _contents(source, archive)
        for name, (digest, size) in found.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as entry, path.open("wb") as target:
                if _copy(entry, target, size + 1) != (digest, size):
                    raise _damaged(source, name)
        return found


class _Archive:
    """The zip, whose own errors are told as a damaged backup."""

    def __init__(self, source: Path) -> None:
        self._source = source

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self._zip = zipfile.ZipFile(self._source)
        except OSError as error:
            raise DafengError(
                "E_FILE",
                f"不能读取“{self._source.name}”，请检查路径和权限。",
                f"{self._source.name!r} cannot be read; check the path and its permissions.",
            ) from error
        except (zipfile.BadZipFile, ValueError) as error:
            raise _foreign(self._source) from error
        return self._zip

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._zip.close()
        # What zipfile raises for encrypted, cut or unknown entries.
        if isinstance(
            error, (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
        ) and not isinstance(error, DafengError):
            raise _damaged(self._source, "zip") from error


def _contents(source: Path, archive: zipfile.ZipFile) -> Contents:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries:
        raise _foreign(source)
    if entries[MANIFEST].file_size > _MANIFEST_LIMIT or len(entries) != len(archive.infolist()):
        raise _damaged(source, MANIFEST)
    with archive.open(MANIFEST) as entry:
        text = entry.read(_MANIFEST_LIMIT)
    try:
        found = _understood(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _foreign(source) from error
    total = sum(size for _, size in found.files.values())
    if total > max(_FLOOR, _GROWTH * source.stat().st_size):
        raise _damaged(source, f"{total} bytes")
    odd = sorted((found.files.keys() ^ (entries.keys() - {MANIFEST})) or ({FILE} - found.files.keys()))
    odd += [name for name in found.files if not _NAMES.fullmatch(name)]
    if odd:
        raise _damaged(source, odd[0])
    return found


def _understood(body: Any) -> Contents:
    if body["format"] != FORMAT:
        raise ValueError(body["format"])
    files = {str(name): (str(one["sha256"]), int(one["size"])) for name, one in body["files"].items()}
    if any(size < 0 for _, size in files.values()):
        raise ValueError(files)
    rows = {str(table): int(count) for table, count in body["rows"].items()}
    return Contents(Head(int(body["head"]["number"]), str(body["head"]["hash"])), rows, files)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _OLDEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _copy(source: IO[bytes], target: IO[bytes] | None, limit: int | None = None) -> tuple[str, int]:
    """Copy at most `limit` bytes; the answer is their SHA-256 and how many they are."""
    digest, size = sha256(), 0
    while part := source.read(_CHUNK if limit is None else min(_CHUNK, limit - size)):
        digest.update(part)
        size += len(part)
        if target is not None:
            target.write(part)
    return digest.hexdigest(), size


def _foreign(source: Path) -> DafengError:
    return DafengError(
        "E_BACKUP_FOREIGN",
        f"“{source.name}”不是 dafeng 的备份；备份由 dafeng backup 生成。",
        f"{source.name!r} is no backup of dafeng; those are made by dafeng backup.",
    )


def _damaged(source: Path, place: str) -> DafengError:
    return DafengError(
        "E_BACKUP_DAMAGED",
        f"备份“{source.name}”已损坏（{place} 与清单不符），什么也没有恢复；请用另一份备份。",
        f"The backup {source.name!r} is damaged ({place} does not fit its manifest) and nothing was restored; "
        "use another backup.",
    )
