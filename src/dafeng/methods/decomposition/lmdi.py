"""The logarithmic mean Divisia index (LMDI): a change of a sum of products, taken apart by factor.

A factor that is zero at one end follows the published limits: the category's whole value goes to it, and where
several factors are zero there they share it equally, as when all tend to zero alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dafeng.domain.decomposition import Form, Method
from dafeng.methods.cards import card
from dafeng.methods.decomposition.log_mean import Floats, log_mean, log_ratio

Ints: TypeAlias = NDArray[np.int64]
_LIMITS = "zeros: Ang & Liu 2007, Energy Policy 35, 238–246"


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The factors of every category at both ends: rows are categories, groups of rows the regions.

    `first` is the first row of each group.
    """

    start: Floats
    end: Floats
    first: Ints

    def __post_init__(self) -> None:
        if self.start.shape != self.end.shape or self.start.ndim != 2 or not self.start.size:
            raise ValueError(
                f"factors of shape {self.start.shape} and {self.end.shape}: give rows × factors twice"
            )
        if not (np.all(self.start >= 0) and np.all(self.end >= 0)):
            raise ValueError("a factor is negative or no number: its logarithm is not defined")
        if np.any(is_out_of_range(self.start) | is_out_of_range(self.end)):
            raise ValueError("a product of factors is beyond what a number can hold: choose other units")

    @classmethod
    def of(cls, start: ArrayLike, end: ArrayLike) -> Change:
        """The change of one group: a row for each category, a column for each factor."""
        return cls(np.asarray(start, np.float64), np.asarray(end, np.float64), np.zeros(1, np.int64))

    def sums(self, rows: Floats) -> Floats:
        """Sums of rows over the categories of each group."""
        result: Floats = np.add.reduceat(rows, self.first, axis=0)
        return result

    def spread(self, groups: Floats) -> Floats:
        """The number of its group beside each row."""
        counts = np.diff(np.append(self.first, len(self.start)))
        return np.repeat(groups, counts)


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """The change of each group and what each factor gave of it: groups × factors.

    `residual` is what the effects leave of the total, `total - sum` or `total - product`: rounding, nothing else.
    """

    form: Form
    total: Floats
    effects: Floats

    @property
    def residual(self) -> Floats:
        joined = np.sum if self.form is Form.additive else np.prod
        result: Floats = self.total - joined(self.effects, axis=1)
        return result


def values(rows: Floats) -> Floats:
    """The product of the factors of each row, multiplied from the smallest up so that their order has no say.

    >>> values(np.array([[2.0, 0.5, 10.0]]))
    array([10.])
    """
    with np.errstate(over="ignore", under="ignore"):
        result: Floats = np.prod(np.sort(rows, axis=1), axis=1)
    return result


def is_out_of_range(rows: Floats) -> NDArray[np.bool_]:
    """Where the product of the factors is no normal number: too large, or zero or nearly so with no factor zero.

    >>> is_out_of_range(np.array([[1e200, 1e200], [1e-200, 1e-200], [0.0, 1.0], [2.0, 3.0]]))
    array([ True,  True, False, False])
    """
    product = values(rows)
    lost = (product < np.finfo(np.float64).tiny) & np.all(rows > 0, axis=1)
    result: NDArray[np.bool_] = ~np.isfinite(product) | lost
    return result


@card(
    id="decomposition.lmdi1_additive",
    name_zh="LMDI-I 加法分解",
    name_en="LMDI-I, additive",
    formula="ΔV_k = Σ_i L(V_i^T, V_i^0) × ln(x_ki^T / x_ki^0)",
    unit="of V",
    source=f"Ang, Zhang & Choi 1998, Energy 23, 489–495; {_LIMITS}",
    page="decomposition",
)
def lmdi1_additive(change: Change) -> Effects:
    """What each factor adds to the difference, consistent in aggregation.

    Parameters
    ----------
    change : the factors at both ends

    Returns
    -------
    the differences and effects, in the unit of the product of the factors

    Notes
    -----
    Defined for any change, an aggregate of zero included.

    Examples
    --------
    Two factors, 2 × 1 becoming 4 × 2: both double, so each gives half of 8 - 2.

    >>> lmdi1_additive(Change.of([[2, 1]], [[4, 2]])).effects.round(12)
    array([[3., 3.]])

    """
    start, end = values(change.start), values(change.end)
    total = change.sums(end) - change.sums(start)
    return Effects(Form.additive, total, change.sums(_terms(change, start, end, start, end)))


@card(
    id="decomposition.lmdi1_multiplicative",
    name_zh="LMDI-I 乘法分解",
    name_en="LMDI-I, multiplicative",
    formula="D_k = exp(Σ_i L(V_i^T, V_i^0) / L(V^T, V^0) × ln(x_ki^T / x_ki^0))",
    unit="1",
    source=f"Ang & Liu 2001, Energy 26, 537–548; {_LIMITS}",
    page="decomposition",
)
def lmdi1_multiplicative(change: Change) -> Effects:
    """The ratio that each factor gives, consistent in aggregation.

    Parameters
    ----------
    change : the factors at both ends; the aggregate of each group is positive at both

    Returns
    -------
    the ratios and effects, without unit

    Notes
    -----
    The logarithm of an effect is the additive effect over L(V^T, V^0).

    Examples
    --------
    >>> lmdi1_multiplicative(Change.of([[2, 1]], [[4, 2]])).effects.round(12)
    array([[2., 2.]])

    """
    start, end = values(change.start), values(change.end)
    before, after = _positive(change.sums(start)), _positive(change.sums(end))
    parts = change.sums(_terms(change, start, end, start, end))
    return Effects(Form.multiplicative, after / before, np.exp(parts / log_mean(after, before)[:, None]))


@card(
    id="decomposition.lmdi2_additive",
    name_zh="LMDI-II 加法分解",
    name_en="LMDI-II, additive",
    formula="ΔV_k = L(V^T, V^0) × Σ_i w_i × ln(x_ki^T / x_ki^0); w_i = L(s_i^T, s_i^0) / Σ_j L(s_j^T, s_j^0); s_i = V_i / V",
    unit="of V",
    source=f"Ang 2015, Energy Policy 86, 233–238; {_LIMITS}",
    page="decomposition",
)
def lmdi2_additive(change: Change) -> Effects:
    """What each factor adds to the difference, with weights that sum to one.

    Parameters
    ----------
    change : as for the multiplicative form

    Returns
    -------
    the differences and effects, in the unit of the product of the factors

    Examples
    --------
    >>> lmdi2_additive(Change.of([[2, 1]], [[4, 2]])).effects.round(12)
    array([[3., 3.]])

    """
    logs, before, after = _share_weighted(change)
    return Effects(Form.additive, after - before, logs * log_mean(after, before)[:, None])


@card(
    id="decomposition.lmdi2_multiplicative",
    name_zh="LMDI-II 乘法分解",
    name_en="LMDI-II, multiplicative",
    formula="D_k = exp(Σ_i w_i × ln(x_ki^T / x_ki^0)); w_i = L(s_i^T, s_i^0) / Σ_j L(s_j^T, s_j^0); s_i = V_i / V",
    unit="1",
    source=f"Ang & Choi 1997, The Energy Journal 18(3), 59–73; {_LIMITS}",
    page="decomposition",
)
def lmdi2_multiplicative(change: Change) -> Effects:
    """The ratio that each factor gives, with weights that sum to one.

    Parameters
    ----------
    change : the factors at both ends; each group has a positive aggregate at both, and a category common to both

    Returns
    -------
    the ratios and effects, without unit

    Notes
    -----
    A factor that is the same number in every category changes by exactly its own ratio.  Where next to nothing is
    common to both ends the ratios are beyond what a number can hold: infinite, or zero.

    Examples
    --------
    >>> lmdi2_multiplicative(Change.of([[2, 1], [2, 3]], [[4, 2], [4, 1]])).effects[:, 0].round(12)
    array([2.])

    """
    logs, before, after = _share_weighted(change)
    with np.errstate(over="ignore", under="ignore"):
        return Effects(Form.multiplicative, after / before, np.exp(logs))


FORMULAS: Mapping[tuple[Method, Form], Callable[[Change], Effects]] = MappingProxyType(
    {
        (Method.lmdi1, Form.additive): lmdi1_additive,
        (Method.lmdi1, Form.multiplicative): lmdi1_multiplicative,
        (Method.lmdi2, Form.additive): lmdi2_additive,
        (Method.lmdi2, Form.multiplicative): lmdi2_multiplicative,
    }
)


def _terms(change: Change, start: Floats, end: Floats, before: Floats, after: Floats) -> Floats:
    """Weight times logarithm for each row and factor, with its limits where a category appears or disappears.

    `start` and `end` are the values of the rows, `before` and `after` what they are weighed by.
    """
    terms: Floats = log_mean(after, before)[:, None] * log_ratio(change.end, change.start)
    appearing, gone = (start == 0) & (end > 0), (start > 0) & (end == 0)
    # Elsewhere one of the means is zero, and with it every term.
    for rows, empty, weight in ((appearing, change.start, after), (gone, change.end, -before)):
        zero = empty[rows] == 0
        terms[rows] = zero * (weight[rows] / zero.sum(axis=1))[:, None]
    return terms


def _share_weighted(change: Change) -> tuple[Floats, Floats, Floats]:
    """Logarithms of the effects under weights that sum to one, and the aggregates at both ends."""
    start, end = values(change.start), values(change.end)
    before, after = _positive(change.sums(start)), _positive(change.sums(end))
    shares = start / change.spread(before), end / change.spread(after)
    weights = change.sums(log_mean(*shares))
    if not np.all(weights > 0):
        raise ValueError("no category stands at both ends: weights by share are not defined")
    return change.sums(_terms(change, start, end, *shares)) / weights[:, None], before, after


def _positive(aggregates: Floats) -> Floats:
    if not np.all(aggregates > 0):
        raise ValueError("an aggregate is zero: its ratio is not defined")
    return aggregates
