"""A meter's readings: one immutable Parquet file a month, found by the manifest in the books."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
from sqlalchemy import Connection, func, select

from dafeng.domain.errors import DafengError
from dafeng.storage import nouns
from dafeng.storage.schema import readings_files, series_metadata
from dafeng.storage.writing import Transaction

# Readings are told by their start, in UTC; a reading that is missing has no row.
SCHEMA: dict[str, pl.DataType] = {"start": pl.Datetime("us", "UTC"), "value": pl.Float64()}


def add_readings(
    transaction: Transaction, folder: Path, series: str, frame: pl.DataFrame, *, reason: str = ""
) -> int:
    """Keep the readings of a series, month by month; the answer says how many months were new or changed.

    A month is restated whole.  A file is complete before the manifest names it, so a reader sees all of a
    month or what was there before.

    Raises
    ------
    DafengError
        ``E_NO_SERIES`` for a series that was not stated, ``E_READINGS`` for readings that cannot be used,
        ``E_CORRECTION`` for other readings of a month that is held, without a reason.

    """
    found = nouns.latest(transaction.connection, series_metadata, series)
    if not found:
        raise DafengError(
            "E_NO_SERIES", f"序列“{series}”尚未登记。", f"The series {series!r} has not been stated."
        )
    made = _checked(series, frame)
    zone = found[0]["zone"]
    months = made.with_columns(
        month=pl.col("start").dt.convert_time_zone(zone).dt.strftime("%Y-%m")
    ).partition_by("month", as_dict=True, include_key=False)
    changed = 0
    for (month,), part in sorted(months.items()):
        changed += _add_month(transaction, folder, series, str(month), part, reason)
    return changed


def scan_readings(connection: Connection, folder: Path, series: str) -> pl.LazyFrame:
    """The current readings of a series, in the order of time, not yet read.

    Raises
    ------
    DafengError
        ``E_NO_READINGS`` when a file that the manifest names is not there.

    """
    paths = [partition(folder, row) for row in manifest(connection, series)]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise DafengError(
            "E_NO_READINGS",
            f"序列“{series}”缺少 {len(missing)} 个读数文件，请从备份恢复。",
            f"{len(missing)} files of readings of series {series!r} are missing; restore them from a backup.",
        )
    if not paths:
        return pl.LazyFrame(schema=SCHEMA)
    return pl.scan_parquet(paths, schema=SCHEMA)


def manifest(connection: Connection, series: str) -> list[dict[str, Any]]:
    """The newest file of each month of a series."""
    table = readings_files
    newest = (
        select(table.c.month, func.max(table.c.version).label("version"))
        .where(table.c.series == series)
        .group_by(table.c.month)
        .subquery()
    )
    query = select(table).join(
        newest,
        (table.c.series == series)
        & (table.c.month == newest.c.month)
        & (table.c.version == newest.c.version),
    )
    return [dict(row) for row in connection.execute(query.order_by(table.c.month)).mappings()]


def partition(folder: Path, row: Any) -> Path:
    """Where the file of a manifest row lies."""
    return folder / row["series"] / row["month"] / f"{row['sha256']}.parquet"


def put(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, and is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    # Windows opens no folder; there the rename is as durable as it gets.
    with suppress(OSError):
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _add_month(
    transaction: Transaction, folder: Path, series: str, month: str, part: pl.DataFrame, reason: str
) -> bool:
    before = next((row for row in manifest(transaction.connection, series) if row["month"] == month), None)
    if before is not None:
        path = partition(folder, before)
        if path.is_file() and pl.read_parquet(path).equals(part):
            return False
        if not reason:
            raise DafengError(
                "E_CORRECTION",
                f"序列“{series}”{month} 已有不同的读数；更正请写明原因。",
                f"Series {series!r} holds other readings for {month}; give a reason to correct them.",
            )
    packed = io.BytesIO()
    part.write_parquet(packed, compression="zstd")
    row = {
        "series": series,
        "month": month,
        "version": before["version"] + 1 if before else 1,
        "sha256": sha256(packed.getvalue()).hexdigest(),
        "rows": len(part),
    }
    put(partition(folder, row), packed.getvalue())
    transaction.tell(readings_files, row, "readings", f"{series} {month}", reason)
    return True


def _checked(series: str, frame: pl.DataFrame) -> pl.DataFrame:
    try:
        made = frame.select(pl.col(name).cast(kind, strict=True) for name, kind in SCHEMA.items()).sort(
            "start"
        )
    except pl.exceptions.PolarsError as error:
        raise _unusable(
            series, "应有带时区的 start 列和数值 value 列", "takes start with its zone and value"
        ) from error
    if frame.schema["start"].time_zone is None:  # type: ignore[attr-defined]
        raise _unusable(series, "start 列应带时区", "takes start with its zone")
    if made["start"].null_count() or made["value"].null_count() or not made["value"].is_finite().all():
        raise _unusable(series, "有空值或非有限的数", "holds an empty or infinite value")
    if made["start"].is_duplicated().any():
        raise _unusable(series, "同一时刻有两个读数", "holds two readings of one moment")
    return made


def _unusable(series: str, zh: str, en: str) -> DafengError:
    return DafengError(
        "E_READINGS", f"序列“{series}”的读数{zh}。", f"The readings of series {series!r}: {en}."
    )
