"""How long a million observations take into the books, how much memory, and how quickly they are found.

Run: python benchmarks/books.py [rows].  SQLite in a temporary folder; the bar is 60 seconds and 1 GB.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
import polars as pl

from dafeng.storage.books import Books

BAR_SECONDS = 60.0
BAR_BYTES = 1_000_000_000
AT = datetime(2026, 1, 1, tzinfo=UTC)
AREAS = 10
MONTHS = 60
T = TypeVar("T")


def made(rows: int, sha256: str, seed: int = 1) -> pl.DataFrame:
    """A ledger of many enterprises: monthly use of electricity in ten areas over five years."""
    number = np.arange(rows)
    month = number // AREAS % MONTHS
    return pl.DataFrame(
        {
            "region": 511600 + number % AREAS,
            "year": 2021 + month // 12,
            "month": month % 12 + 1,
            "unit_code": number // (AREAS * MONTHS),
            "value": np.random.default_rng(seed).uniform(0, 1e6, rows).round(3),
            "row": number % 1_000_000 + 2,
        }
    ).select(
        pl.lit("enterprise_energy.electricity").alias("series"),
        pl.col("region").cast(pl.String),
        pl.format("{}-{}", "year", pl.col("month").cast(pl.String).str.zfill(2)).alias("period"),
        pl.format("企业={}", "unit_code").alias("item"),
        "value",
        pl.lit("kWh").alias("unit"),
        pl.lit("A").alias("grade"),
        pl.lit("企业直报").alias("source"),
        pl.lit(sha256).alias("file"),
        pl.lit("enterprise_energy.parquet").alias("file_name"),
        "row",
        pl.lit("D").alias("column"),
    )


def timed(what: str, act: Callable[[], T]) -> T:
    """Do it and print what it took, by the clock and of a processor; memory is the highest so far."""
    begun, worked = perf_counter(), process_time()
    answer = act()
    took, worked = perf_counter() - begun, process_time() - worked
    print(f"{what:<44}{took:8.2f} s {worked:8.2f} s CPU   peak {peak_bytes() / 1e6:7.0f} MB")
    return answer


def peak_bytes() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Print the table; exit code 1 when the bar is missed."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, Books.open(Path(folder) / "books") as books:
        with books.write(at=AT, by="bench") as transaction:
            sha256 = transaction.add_file("enterprise_energy.parquet", b"bench")
        frame = made(rows, sha256)

        def write(frame: pl.DataFrame, reason: str = "") -> object:
            with books.write(at=AT, by="bench") as transaction:
                return transaction.submit(frame, ledger="enterprise_energy", file=sha256, reason=reason)

        begun = perf_counter()
        timed(f"import of {rows:,} observations", lambda: write(frame))
        passed = perf_counter() - begun <= BAR_SECONDS and peak_bytes() <= BAR_BYTES
        timed("the same again (all held)", lambda: write(frame))
        some = frame.head(rows // 10).with_columns(pl.col("value") + 1)
        timed(f"correction of {len(some):,}", lambda: write(some, "核对"))
        one = ("enterprise_energy.electricity", "511603", "2023-05")
        timed("one area and period", lambda: books.current(*one))
        timed("the whole current view as a frame", lambda: books.current_frame("enterprise_energy"))
        faults = timed("verification of everything", books.broken)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.sqlite"))
        print(f"{size / 1e6:.0f} MB on disk; the books {'hold' if not faults else 'are broken'}")
    return 0 if passed and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
