"""The rows of one import on their way in: versions told apart, digests summed, faults collected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import polars as pl
from sqlalchemy import Connection, select

from dafeng.domain.errors import DafengError, Fault
from dafeng.storage import reading, rows
from dafeng.storage.bulk import insert_rows
from dafeng.storage.schema import files, observations

_COLUMNS = ("key", *rows.FRAME)
_SAYS = tuple(_COLUMNS.index(name) for name in rows.SAYS)


@dataclass(slots=True)
class Counts:
    """What became of the rows so far."""

    new: int = 0
    corrected: int = 0
    withdrawn: int = 0
    held: int = 0


class Intake:
    """Writes the rows of one submission; `settle` refuses them all when one needed a reason and had none."""

    def __init__(self, connection: Connection, submission: int, reason: str) -> None:
        self._connection = connection
        self._submission = submission
        self._reason = reason
        self._first = self._next = reading.highest(connection, observations.c.id) + 1
        self._empty = self._first == 1
        self._sum = sha256()
        self._files: dict[str, str] = {}
        self._faults: list[Fault] = []
        self._unexplained = 0
        self.counts = Counts()

    def take(self, made: pl.DataFrame) -> None:
        """Write what is new or says something else."""
        made = rows.keyed(made)
        _refuse_doubles(made)
        # Sorted, so that the same files give the same detail whatever order they came in.
        named = made.group_by("file").agg(pl.col("file_name").min()).sort("file")
        self._files = dict(named.iter_rows())
        self.require_files(self._files)
        for part in made.iter_slices(reading.BATCH):
            self._take(part)

    def withdraw(self, keys: Sequence[str]) -> None:
        """Write that these facts are no longer stated."""
        found = reading.newest_rows(self._connection, keys)
        missing = [key for key in keys if key not in found]
        again = [key for key in keys if key in found and found[key]["submission"] == self._submission]
        if missing or again or len(set(keys)) < len(keys):
            raise DafengError(
                "E_NOT_HELD",
                f"{len(missing)} 条要撤回的记录账本中没有，{len(again)} 条在本次又作了填报。",
                f"{len(missing)} facts to withdraw are not held, {len(again)} are stated by this same import.",
                tuple(
                    Fault("E_NOT_HELD", rows.shown(key), "无法撤回", "cannot be withdrawn")
                    for key in (*missing, *again)[: rows.SHOWN]
                ),
            )
        written = []
        for key in keys:
            row = found[key]
            if row["withdrawn"]:
                self.counts.held += 1
                continue
            self.counts.withdrawn += 1
            self._explain(row, "撤回需写明原因", "a withdrawal needs a reason")
            body = tuple(row[name] for name in rows.FRAME)
            written.append(self._row(key, row["version"] + 1, body, withdrawn=True))
        self._insert(written)

    def require_files(self, hashes: Iterable[str]) -> None:
        """Refuse rows whose original is not in the books."""
        wanted = list(hashes)
        held = set(self._connection.scalars(select(files.c.sha256).where(files.c.sha256.in_(wanted))))
        for digest in wanted:
            if digest not in held:
                raise reading.no_original(digest)

    def settle(self) -> None:
        """Refuse an import that changes what is held without saying why."""
        if self._unexplained:
            rest = self._unexplained - len(self._faults)
            raise DafengError(
                "E_CORRECTION",
                f"{self._unexplained} 处与账本中的数不同或要撤回；更正请写明原因。"
                + (f"以下列出 {len(self._faults)} 处，另有 {rest} 处。" if rest else ""),
                f"{self._unexplained} places differ from what is held or are to be withdrawn; give a reason."
                + (f" {len(self._faults)} are listed, {rest} more are not." if rest else ""),
                tuple(self._faults),
            )

    def told(self) -> dict[str, Any]:
        """What the event says of the rows."""
        return {
            "files": self._files,
            "rows": self._next - self._first,
            "rows_sha256": self._sum.hexdigest(),
            "new": self.counts.new,
            "corrected": self.counts.corrected,
            "withdrawn": self.counts.withdrawn,
            "held": self.counts.held,
        }

    def _take(self, part: pl.DataFrame) -> None:
        held = {} if self._empty else reading.statements(self._connection, part["key"].to_list())
        written = []
        for row in part.iter_rows():
            before = held.get(row[0])
            if before is None:
                self.counts.new += 1
                written.append(self._row(row[0], 1, row[1:], withdrawn=False))
            elif not before.withdrawn and tuple(before[3:]) == tuple(row[place] for place in _SAYS):
                self.counts.held += 1
            else:
                self.counts.corrected += 1
                told = dict(zip(_COLUMNS, row, strict=True))
                was, now = _said(dict(zip(rows.SAYS, before[3:], strict=True))), _said(told)
                if before.withdrawn:
                    self._explain(told, f"已撤回，现又填 {now}", f"was withdrawn, now {now}")
                else:
                    self._explain(told, f"原为 {was}，现为 {now}", f"was {was}, now {now}")
                written.append(self._row(row[0], before.version + 1, row[1:], withdrawn=False))
        self._insert(written)

    def _row(self, key: str, version: int, body: tuple[Any, ...], *, withdrawn: bool) -> tuple[Any, ...]:
        said = (key, version, withdrawn, self._submission, *body)
        digest = rows.digest(said)
        self._sum.update(digest)
        number = self._next
        self._next += 1
        return (number, *said, digest)

    def _insert(self, written: list[tuple[Any, ...]]) -> None:
        # After the first change without a reason the import is only read on, to tell every place.
        if not self._unexplained:
            insert_rows(self._connection, observations, written)

    def _explain(self, row: dict[str, Any], zh: str, en: str) -> None:
        if self._reason.strip():
            return
        self._unexplained += 1
        if len(self._faults) < rows.SHOWN:
            key = rows.shown(rows.joined([row[name] for name in rows.KEY]))
            self._faults.append(Fault("E_CORRECTION", rows.place(row), f"{key}：{zh}", f"{key}: {en}"))


def _said(row: dict[str, Any]) -> str:
    """What a statement says, in a few words."""
    for name in ("text", "absence"):
        if row[name] is not None:
            return str(row[name])
    bounds = "" if row["low"] is None and row["high"] is None else f" [{row['low']}, {row['high']}]"
    return f"{row['value']:.12g}{bounds} {row['unit']} ({row['grade']})"


def _refuse_doubles(made: pl.DataFrame) -> None:
    if made["key"].n_unique() == len(made):
        return
    doubles = made.filter(pl.col("key").is_duplicated())
    raise DafengError(
        "E_DUPLICATE",
        f"{len(doubles)} 行说的是同一事实，每个事实只填一行。",
        f"{len(doubles)} rows state a fact that another row states; one row for each fact.",
        tuple(
            Fault(
                "E_DUPLICATE",
                rows.place(row),
                f"{rows.shown(row['key'])} 填了不止一次",
                f"{rows.shown(row['key'])} is stated more than once",
            )
            for row in doubles.head(rows.SHOWN).iter_rows(named=True)
        ),
    )
