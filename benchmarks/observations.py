"""A million observations from one long CSV: seconds and peak memory of reading it, and of booking it.

Run: python benchmarks/observations.py [rows].  The bars for a million rows on two cores are 20 s and 600 MB to
read it with every check on, and 60 s and 1 GB for the whole import into SQLite.  The reference is Python's own
parser going through the same file; reading and importing are done in fresh processes.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

BAR_SECONDS = 20.0
BAR_MB = 600.0
BAR_IMPORT_SECONDS = 60.0
BAR_IMPORT_MB = 1000.0
HEADER = ("指标", "地区", "时期", "流向", "部门", "能源品种", "电厂或企业", "数值", "下限", "上限", "单位", "数据等级",
          "缺失类型", "来源", "备注")  # fmt: skip
FLOWS = ("production", "inflow", "outflow", "final", "loss")
FUELS = {"raw_coal": "万吨", "diesel": "t", "natural_gas": "亿立方米", "electricity": "亿千瓦时"}
CITY_SERIES = {"gdp_current": "亿元", "population": "万人", "clinker_output": "万吨"}
PLANTS = 500


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Plausible rows, no two about the same thing: balances, a city's own series and hours of plants."""
    draw = np.random.default_rng(1)
    values = np.round(draw.lognormal(4, 2, count), 4).tolist()
    absent = (draw.random(count) < 0.01).tolist()
    regions = [str(510000 + place) for place in range(3000)]
    periods = [f"{year}-{month:02}" for year in range(2005, 2025) for month in range(1, 13)]
    keys = _keys(regions, periods)
    for n, ((series, region, period, flow, sector, fuel, plant, unit), value, nothing) in enumerate(
        zip(keys, values, absent, strict=False)
    ):
        source = f"《统计年鉴{period[:4]}》表7-{n % 40}"
        bounds = (value * 0.5, value * 1.5) if n % 10 == 0 and not nothing else ("", "")
        said = ("", "not_occurring") if nothing else (value, "")
        yield (
            series, region, period, flow, sector, fuel, plant, said[0], *bounds, unit, "ABCD"[n % 4], said[1],
            source, "按规模以上工业口径，\n含自备电厂" if n % 50 == 0 else "",
        )  # fmt: skip


def _keys(regions: list[str], periods: list[str]) -> Iterator[tuple[str, ...]]:
    for region, period in product(regions, periods):
        for flow, (fuel, unit) in product(FLOWS, FUELS.items()):
            yield "energy", region, period, flow, "industry_other", fuel, "", unit
        for series, unit in CITY_SERIES.items():
            yield series, region, period, "", "", "", "", unit
        yield "capacity", region, period, "", "", "coal", f"plant-{int(region) % PLANTS}", "万千瓦"


def read(path: Path) -> None:
    """What the fresh process does: read, and print rows, seconds and peak memory."""
    from dafeng.readers.observations import read_frame

    start, busy = perf_counter(), process_time()
    frame = read_frame([path])
    took, busy = perf_counter() - start, process_time() - busy
    print(len(frame), took, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def book(path: Path) -> None:
    """What the other fresh process does: the import, as ``dafeng data import`` does it."""
    from dafeng.services.desk import open_desk
    from dafeng.services.returns import take
    from dafeng.storage.books import Books

    start, busy = perf_counter(), process_time()
    with Books.open(path.parent / "books") as books:
        done = take(path, open_desk(), books, at=datetime(2026, 1, 8, tzinfo=UTC), by="benchmark")
    took, busy = perf_counter() - start, process_time() - busy
    stored = sum(one["new"] for one in done["submissions"])
    print(stored, took, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def fresh(what: str, path: Path) -> tuple[float, ...]:
    """Rows, seconds, seconds at work and peak megabytes of a fresh process."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__, what, str(path)], check=True, capture_output=True, text=True
    )
    return tuple(float(word) for word in done.stdout.split())


def main() -> int:
    """Print the table; exit 1 when a bar is missed."""
    if len(sys.argv) > 2:
        {"read": read, "book": book}[sys.argv[1]](Path(sys.argv[2]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(HEADER)
            writer.writerows(rows(count))
        start = perf_counter()
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for _ in csv.reader(handle, strict=True):
                pass
        base = perf_counter() - start
        found, seconds, busy, peak = fresh("read", path)
        booked, all_seconds, all_busy, all_peak = fresh("book", path)
        size = path.stat().st_size / 1e6
    print(f"rows                 {found:12,.0f}   in {size:.0f} MB")
    print(f"Python's parser      {base:12.2f} s")
    print(f"read_frame           {seconds:12.2f} s   {seconds / base:.1f} x parser, bar {BAR_SECONDS:.0f} s")
    print(f"  of it at work      {busy:12.2f} s   on one or both cores")
    print(f"peak of the process  {peak:12.0f} MB  bar {BAR_MB:.0f} MB")
    print(f"import               {all_seconds:12.2f} s   bar {BAR_IMPORT_SECONDS:.0f} s")
    print(f"  of it at work      {all_busy:12.2f} s")
    print(f"peak of the process  {all_peak:12.0f} MB  bar {BAR_IMPORT_MB:.0f} MB")
    missed = seconds >= BAR_SECONDS or peak >= BAR_MB or found != count
    return int(missed or all_seconds >= BAR_IMPORT_SECONDS or all_peak >= BAR_IMPORT_MB or booked != count)


if __name__ == "__main__":
    sys.exit(main())
