"""Whole tables: every region from year to year, in one step or chained, and one region beside another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.methods.decomposition.lmdi import FORMULAS, Change, Effects, Ints
from dafeng.methods.decomposition.log_mean import Floats

AVERAGE = ""
"""The region that a comparison with the average names."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The effects of every region, in the order of `regions`, from one year to another."""

    start: int
    end: int
    regions: tuple[str, ...]
    effects: Effects


def decompose(
    frame: pl.DataFrame, factors: Sequence[str], span: Span, method: Method, form: Form
) -> tuple[Step, ...]:
    """Take the change of every region apart: one step, or one for each year of a chain.

    `frame` has `region`, `year`, `category` and the factors; every region has the same categories in each year.

    >>> frame = pl.DataFrame({"region": ["r", "r"], "year": [2015, 2020], "category": "", "a": [2.0, 4.0], "b": [1.0, 2.0]})
    >>> decompose(frame, ["a", "b"], Span(2015, 2020), Method.lmdi1, Form.additive)[0].effects.effects.round(12)
    array([[3., 3.]])
    """
    years = span.years(frame["year"].unique().to_list())
    cuts = (_cut(frame, factors, year) for year in years)
    return tuple(
        Step(before.year, after.year, after.regions, FORMULAS[method, form](_change(before, after)))
        for before, after in pairwise(cuts)
    )


def cumulate(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The effects of a chain from its first year to the end of each step: added up, or multiplied.

    >>> frame = pl.DataFrame({"region": "r", "year": [1, 2, 3], "category": "", "a": [1.0, 2.0, 6.0]})
    >>> steps = decompose(frame, ["a"], Span(1, 3, chained=True), Method.lmdi1, Form.multiplicative)
    >>> [float(step.effects.total[0]) for step in cumulate(steps)]
    [2.0, 6.0]
    """
    grown: list[Step] = []
    for step in steps:
        total, effects = step.effects.total, step.effects.effects
        if grown:
            so_far = grown[-1].effects
            added = step.effects.form is Form.additive
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                total = so_far.total + total if added else so_far.total * total
                effects = so_far.effects + effects if added else so_far.effects * effects
        grown.append(Step(steps[0].start, step.end, step.regions, Effects(step.effects.form, total, effects)))
    return tuple(grown)


def compare(
    frame: pl.DataFrame, factors: Sequence[str], year: int, reference: str, method: Method, form: Form
) -> Step:
    """What sets every region apart from a reference in one year: the region itself stands at the end.

    The reference is a region, or `AVERAGE`: in each category the mean of each factor over the regions.  Two
    regions are then compared through it by the difference of their effects, whichever is asked for first.

    >>> frame = pl.DataFrame({"region": ["r", "s"], "year": 2020, "category": "", "a": [2.0, 4.0], "b": [1.0, 2.0]})
    >>> compare(frame, ["a", "b"], 2020, "r", Method.lmdi1, Form.additive).effects.effects.round(12)
    array([[0., 0.],
           [3., 3.]])
    """
    cut = _cut(frame, factors, year)
    count = len(cut.regions)
    one = cut.categories[: len(cut.categories) // count]
    if not np.array_equal(cut.categories, np.tile(one, count)):
        raise ValueError("regions with different categories cannot stand beside each other")
    cube = cut.rows.reshape(count, len(one), len(factors))
    base = cube.mean(axis=0) if reference == AVERAGE else cube[cut.regions.index(reference)]
    change = Change(np.tile(base, (count, 1)), cut.rows, cut.first)
    return Step(year, year, cut.regions, FORMULAS[method, form](change))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """One year of the table, in the order of regions and categories."""

    year: int
    regions: tuple[str, ...]
    categories: np.ndarray[tuple[int], np.dtype[np.object_]]
    first: Ints
    rows: Floats


def _cut(frame: pl.DataFrame, factors: Sequence[str], year: int) -> _Cut:
    held = frame.filter(pl.col("year") == year).sort("region", "category")
    groups = held["region"].rle_id().to_numpy()
    first = np.flatnonzero(np.diff(groups, prepend=-1)).astype(np.int64)
    return _Cut(
        year,
        tuple(held["region"].gather(first)),
        held["category"].to_numpy(),
        first,
        held.select(factors).to_numpy().astype(np.float64),
    )


def _change(before: _Cut, after: _Cut) -> Change:
    same = before.regions == after.regions and np.array_equal(before.first, after.first)
    if not same or not np.array_equal(before.categories, after.categories):
        raise ValueError(f"regions or categories of {before.year} and {after.year} differ")
    return Change(before.rows, after.rows, after.first)
