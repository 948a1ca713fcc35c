"""Decomposition (因素分解): which factor moved an aggregate, by how much, from year to year and place to place."""

from dafeng.methods.decomposition.lmdi import (
    FORMULAS,
    Change,
    Effects,
    lmdi1_additive,
    lmdi1_multiplicative,
    lmdi2_additive,
    lmdi2_multiplicative,
)
from dafeng.methods.decomposition.log_mean import log_mean, log_ratio
from dafeng.methods.decomposition.panel import AVERAGE, Step, compare, cumulate, decompose
from dafeng.methods.decomposition.tapio import Decoupling, State, decouple
from dafeng.methods.decomposition.undefined import beyond, undefined

__all__ = [
    "AVERAGE",
    "FORMULAS",
    "Change",
    "Decoupling",
    "Effects",
    "State",
    "Step",
    "beyond",
    "compare",
    "cumulate",
    "decompose",
    "decouple",
    "lmdi1_additive",
    "lmdi1_multiplicative",
    "lmdi2_additive",
    "lmdi2_multiplicative",
    "log_mean",
    "log_ratio",
    "undefined",
]
