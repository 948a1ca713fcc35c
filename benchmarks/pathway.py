"""How long a pathway takes: 10,000 draws to 2060, beside a bare numpy kernel of the same size.

Run: python benchmarks/pathway.py [draws].  The bar is 1 second for the pathway, its peak and its drivers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from dafeng.methods.pathways import CityModel, Fill, Observed, Prior, drivers, peak, quantiles, simulate

BAR_SECONDS = 1.0
REPEATS = 7

# A made-up city: the size of the arrays is what counts here.
CITY = CityModel(
    observed=Observed(tuple(range(2005, 2024)), tuple(1e7 * 1.02**step for step in range(19))),
    horizon=2060,
    period_start=2025,
    period_end=2030,
    gdp_growth=Prior(0.055, 0.008),
    energy_intensity_change=Prior(-0.031, 0.01),
    carbon_per_energy_change=Prior(-0.012, 0.006),
    nonfossil_share_start=0.35,
    nonfossil_share_end=0.37,
    process_t=2.5e6,
    process_growth=Prior(-0.01, 0.01),
    coal_capacity_kw=2.4e6,
    coal_t_per_kwh=0.00085,
    reference_hours_h=3750.0,
    last_hours_h=3900.0,
    mean_hours_h=Prior(3750.0, 250.0),
    growth_easing=Prior(0.0025, 0.001),
)
FILL = Fill("repeat", "", "", energy_intensity_cut=0.145)


def pathway(draws: int) -> None:
    """What a page asks for: paths, fan, peak and drivers."""
    ensemble = simulate(CITY, FILL, draws, np.random.SeedSequence(1))
    drivers(ensemble, peak(ensemble, CITY.observed))
    quantiles(ensemble)


def paths_only(draws: int) -> None:
    """The ensemble alone."""
    simulate(CITY, FILL, draws, np.random.SeedSequence(1))


def reference(draws: int) -> None:
    """A bare kernel of the same size: two fields of normals, a random walk, one exponential, the maximum."""
    generator = np.random.default_rng(1)
    growth, noise = generator.standard_normal((2, 37, draws))
    walk = np.exp(np.cumsum(0.01 * growth, axis=0)) + 0.01 * noise
    walk.argmax(axis=0)


def seconds(task: Callable[[int], None], draws: int) -> float:
    """Median time of one run, the first run left out."""
    task(draws)
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        task(draws)
        times.append(perf_counter() - start)
    return median(times)


def main() -> int:
    """Print the table; exit 1 when the bar is missed."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    base = seconds(reference, draws)
    alone, whole = seconds(paths_only, draws), seconds(pathway, draws)
    print(f"draws                          {draws}")
    print(f"bare numpy kernel              {base * 1000:8.1f} ms")
    print(f"simulate                       {alone * 1000:8.1f} ms   {alone / base:5.2f} x kernel")
    print(f"simulate, fan, peak, drivers   {whole * 1000:8.1f} ms   {whole / base:5.2f} x kernel")
    print(f"bar                            {BAR_SECONDS * 1000:8.1f} ms")
    return int(whole >= BAR_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
