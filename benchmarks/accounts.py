"""A generic account of 3,000 regions × 20 years × 40 sectors × 30 fuels: seconds and peak memory.

Run: python benchmarks/accounts.py [regions].  The bars on two cores are 60 s and 4 GB for the 72 million cells, in
stretches of a hundred regions; the table of factors names provinces' capitals, sectors and years, so that the best
fit differs from cell to cell.  What is timed is the account and its sums by region and gas; making up the activity is
told apart.  The reference is the bare product of the same stretches with one factor for each fuel.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from time import perf_counter

import numpy as np
import polars as pl

from dafeng.methods.accounts.generic import account_frames
from dafeng.rules.gwp import BY_DEFINITION

BAR_SECONDS = 60.0
BAR_MB = 4000.0
CELLS = 72_000_000
AT_A_TIME = 100
YEARS, SECTORS, FUELS = range(2005, 2025), 40, 30


def activity(regions: int) -> Iterator[pl.DataFrame]:
    """Stretches of whole regions, every sector and fuel in every year."""
    draw = np.random.default_rng(1)
    years = pl.DataFrame({"year": pl.Series(list(YEARS), dtype=pl.Int32)})
    sectors = pl.DataFrame({"sector": [f"sector-{n:02}" for n in range(SECTORS)]})
    fuels = pl.DataFrame(
        {
            "fuel": [f"fuel-{n:02}" for n in range(FUELS)],
            "unit": [("TJ", "10^4 t")[n % 2] for n in range(FUELS)],
        }
    )
    cells = years.join(sectors, how="cross").join(fuels, how="cross")
    for start in range(0, regions, AT_A_TIME):
        names = [f"{510000 + n}" for n in range(start, min(start + AT_A_TIME, regions))]
        stretch = pl.DataFrame({"region": names}).join(cells, how="cross").with_row_index("row", 2)
        yield stretch.with_columns(pl.Series("quantity", draw.random(stretch.height)))


def factors() -> pl.DataFrame:
    """One factor for each fuel, and better ones for some sectors, regions and years."""
    rows = []
    for n in range(FUELS):
        fuel, unit = f"fuel-{n:02}", ("t/TJ", "t/t")[n % 2]
        rows.append((fuel, "", "", unit, 1, 9999))
        rows += [
            (fuel, f"sector-{s:02}", "", unit, year, year) for s in range(0, SECTORS, 8) for year in YEARS
        ]
        rows += [
            (fuel, f"sector-{s:02}", f"{510000 + r}", unit, 1, 9999)
            for s in (0, 1)
            for r in range(0, 3000, 100)
        ]
    schema = ["fuel", "sector", "region", "unit", "first", "last"]
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("row", 2)
    values = 1.0 + pl.col("row").cast(pl.Float64) / 1e4
    return frame.with_columns(values.alias("value"), pl.lit("CO2").alias("gas"), pl.lit("x").alias("source"))


def main() -> int:
    """Print the table; exit 1 when a bar is missed."""
    regions = int(sys.argv[1]) if len(sys.argv) > 1 else CELLS // (len(YEARS) * SECTORS * FUELS)
    making = bare = 0.0
    lines, total, plain = 0, 0.0, factors().filter((pl.col("sector") == "") & (pl.col("region") == ""))
    one_each = plain.select("fuel", "value")

    def timed() -> Iterator[pl.DataFrame]:
        nonlocal making, bare
        start = perf_counter()
        for stretch in activity(regions):
            making += perf_counter() - start
            start = perf_counter()
            stretch.join(one_each, on="fuel", how="left").select((pl.col("quantity") * pl.col("value")).sum())
            bare += perf_counter() - start
            yield stretch
            start = perf_counter()

    start = perf_counter()
    for booked in account_frames(timed(), factors(), BY_DEFINITION):
        assert not booked.troubles.height
        sums = booked.lines.group_by("region", "gas").agg(pl.col("mass_t", "co2e_t").sum())
        lines += booked.lines.height
        total += sums["co2e_t"].sum()
    took = perf_counter() - start - making - bare
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"cells                {lines:12,}   in stretches of {AT_A_TIME} regions")
    print(f"making them up       {making:12.2f} s")
    print(f"bare product         {bare:12.2f} s")
    print(f"account_frames       {took:12.2f} s   {took / bare:.1f} x bare, bar {BAR_SECONDS:.0f} s")
    print(f"peak of the process  {peak:12.0f} MB  bar {BAR_MB:.0f} MB")
    return int(took >= BAR_SECONDS or peak >= BAR_MB)


if __name__ == "__main__":
    sys.exit(main())
