"""The consistency review: where a plan contradicts itself or physics, with the arithmetic."""

from __future__ import annotations

from dafeng.methods.plan.review import (  # noqa: F401  importing a family registers its checks
    backing,
    balance,
    bases,
    calibers,
    clock,
    consequences,
    coverage,
    damage,
    delivers,
    dimensions,
    direction,
    electricity,
    evidence,
    exactness,
    families,
    flows,
    fuels,
    higher,
    identity,
    implied,
    ladders,
    moves,
    ownership,
    partitions,
    pathway,
    pipeline,
    places,
    scope,
    splits,
    status_quo,
    steps,
    sums,
    text,
    totals,
    twice,
    unbound,
    units,
    wholes,
)
from dafeng.methods.plan.review.inputs import INPUTS, InputSpec
from dafeng.methods.plan.review.registry import Check, checks, review

__all__ = ["INPUTS", "Check", "InputSpec", "checks", "review"]
