"""LMDI-II, multiplicative and chained, against the published tables of the US Department of Energy."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.methods.decomposition import cumulate, decompose

FACTORS = ("activity", "structure", "intensity")
BASE, FIRST, LAST = 1985, 1970, 2017
PUBLISHED = {
    "Freight_Trucks": ("Activity", "Structure", "Intensity", "Actual Energy Use"),
    "Buses": (
        "Activity Weights",
        "Structure: Mix of Bus Types",
        "Component Intensity          Index",
        "Actual Energy Use",
    ),
}
ROUNDED = 1e-9
"""The tables print nine decimals; half a unit of the last one is the closest that anything can come."""


def lines(path: Path) -> list[dict[str, str]]:
    """The rows of a published table."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def factors_of(path: Path) -> pl.DataFrame:
    """Activity, mix and intensity of each kind of vehicle from the published energy and activity."""
    rows = lines(path)
    kinds = list(rows[0])[6:-1]
    energy, activity = (
        {int(row["Year"]): row for row in rows if row["Data Type"] == data} for data in ("Energy", "Activity")
    )
    made = []
    for year, moved in activity.items():
        whole = sum(float(moved[kind]) for kind in kinds)
        for kind in kinds:
            done = float(moved[kind])
            made.append((path.stem, year, kind, whole, done / whole, float(energy[year][kind]) / done))
    return pl.DataFrame(made, ["region", "year", "category", *FACTORS], orient="row")


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_indices_are_the_published_ones(name: str, shared: Path) -> None:
    """Every index of every year from 1970 to 2017, 1985 = 1, comes out to the last digit that is printed."""
    folder = shared / "data" / "lmdi_reference_doe" / "transportation"
    frame = factors_of(folder / "input_data" / f"pnnl_{name}.csv")
    ours = {BASE: np.ones(len(FACTORS) + 1)}
    for end in (FIRST, LAST):
        steps = decompose(frame, FACTORS, Span(BASE, end, chained=True), Method.lmdi2, Form.multiplicative)
        for step in cumulate(steps):
            ours[step.end] = np.append(step.effects.effects[0], step.effects.total[0])
    published = {
        int(row["Year"]): np.array([float(row[column]) for column in PUBLISHED[name]])
        for row in lines(folder / "results" / f"pnnl_{name}.csv")
    }

    assert set(ours) == set(published) == set(range(FIRST, LAST + 1))
    assert max(np.abs(ours[year] - published[year]).max() for year in ours) <= ROUNDED


@pytest.mark.parametrize("energy", ["source", "deliv", "elec", "fuels"])
def test_housing_indices_are_the_published_ones(energy: str, shared: Path) -> None:
    """Housing units, floor space a unit, weather and the rest, where the tables publish the inputs.

    Energy by type of house is not published, so the mix of types stays inside the rest: their two indices multiplied.
    The weather is an input of nine decimals that the index divides, hence two units of the last one.
    """
    folder = shared / "data" / "lmdi_reference_doe" / "residential"
    by_unit: dict[str, dict[int, float]] = {}
    for row in lines(folder / "input_data" / "pnnl_Midwest.csv"):
        if row["Energy Type"] == energy:
            by_unit.setdefault(row["Unit"], {})[int(row["Year"])] = float(row["Total"])
    used, homes, floors, weather = by_unit.values()
    made = []
    for year in used:
        size, rest = floors[year] / homes[year], used[year] / floors[year] / weather[year]
        made.append(("Midwest", year, "", homes[year], size, weather[year], rest))
    factors = ["homes", "size", "weather", "rest"]
    frame = pl.DataFrame(made, ["region", "year", "category", *factors], orient="row")
    published = {
        int(row["Year"]): np.array(
            [
                float(row["Activity (Occupied Housing Units)"]),
                float(row["Structure: Housing Unit Size"]),
                float(row["Structure:  Weather"]),
                float(row["Structure:Housing Type Shift"]) * float(row["Component Intensity          Index"]),
                float(row["Actual Energy Use"]),
            ]
        )
        for row in lines(folder / "results" / "pnnl_Midwest.csv")
        if row["Energy Type"] == energy
    }
    worst = np.zeros(len(factors) + 1)
    for end in (FIRST, LAST):
        steps = decompose(frame, factors, Span(BASE, end, chained=True), Method.lmdi2, Form.multiplicative)
        for step in cumulate(steps):
            ours = np.append(step.effects.effects[0], step.effects.total[0])
            worst = np.maximum(worst, np.abs(ours - published[step.end]))

    assert (worst <= np.array([ROUNDED, ROUNDED, 2 * ROUNDED, 3 * ROUNDED, ROUNDED])).all(), worst
