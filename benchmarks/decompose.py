"""How long a decomposition takes: 3,000 regions, 30 years, 40 categories, four factors.

Run: python benchmarks/decompose.py [regions].  The methods are timed on the table in memory, the whole command on
the same table as a Parquet and as a CSV file.  The bar is 60 seconds for each line, as for the accounts.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import polars as pl

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.methods.decomposition import decompose
from dafeng.services.decomposing import decompose as service

BAR_SECONDS = 60.0
YEARS = range(1991, 2021)
CATEGORIES = 40
FACTORS = ["output", "mix", "intensity", "carbon"]
WHOLE, CHAIN = Span(YEARS[0], YEARS[-1]), Span(YEARS[0], YEARS[-1], chained=True)


def made_up(regions: int) -> pl.DataFrame:
    """A table of the size of all counties; every hundredth number is zero."""
    names = pl.DataFrame({"region": [f"{number:06d}" for number in range(regions)]})
    years = pl.DataFrame({"year": list(YEARS)})
    frame = names.join(years, how="cross").join(
        pl.DataFrame({"category": [f"c{number:02d}" for number in range(CATEGORIES)]}), how="cross"
    )
    generator = np.random.default_rng(1)
    numbers = generator.lognormal(size=(frame.height, len(FACTORS)))
    numbers[generator.random(frame.height) < 0.01, 1] = 0.0
    return frame.with_columns(pl.Series(name, numbers[:, column]) for column, name in enumerate(FACTORS))


def timed(name: str, task: Callable[[], object]) -> float:
    """Run once and print one line."""
    start = perf_counter()
    task()
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{name:48s}{seconds:8.2f} s   peak memory so far {peak:5.2f} GB")
    return seconds


def main() -> int:
    """Print the table; exit 1 when the bar is missed."""
    regions = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    frame = made_up(regions)
    print(f"{regions} regions, {len(YEARS)} years, {CATEGORIES} categories: {frame.height} rows")
    taken = []
    for method in Method:
        for form in Form:
            for name, span in (("one step", WHOLE), ("chained", CHAIN)):
                taken.append(
                    timed(
                        f"{method.value}, {form.value}, {name}",
                        lambda span=span, method=method, form=form: decompose(
                            frame, FACTORS, span, method, form
                        ),
                    )
                )
    with TemporaryDirectory() as folder:
        for suffix in ("parquet", "csv"):
            path = Path(folder) / f"table.{suffix}"
            (frame.write_parquet if suffix == "parquet" else frame.write_csv)(path)
            ask = (path, FACTORS, "category", (YEARS[0], YEARS[-1]), Form.multiplicative, Method.lmdi2)
            taken.append(
                timed(f"command, chained lmdi2, from {suffix}", lambda ask=ask: service(*ask, chained=True))
            )
    print(f"bar {BAR_SECONDS:.0f} s each")
    return int(max(taken) >= BAR_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
