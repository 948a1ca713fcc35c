"""The logarithmic mean, exact where its two numbers are equal, nearly equal or far apart."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dafeng.methods.cards import card

Floats: TypeAlias = NDArray[np.float64]
_NEAR = 2.0
"""Up to this ratio the difference of two doubles has no rounding, so log1p of it loses nothing."""
_TINY = np.finfo(np.float64).tiny


def log_ratio(upper: ArrayLike, lower: ArrayLike) -> Floats:
    """Logarithm of a ratio of positive numbers; 0 where one of them is zero, which has no logarithm.

    >>> log_ratio([1.0 + 1e-12, 1e300, 0.0], [1.0, 1e-300, 5.0]).round(15)
    array([1.00000000e-12, 1.38155106e+03, 0.00000000e+00])
    """
    a, b = np.broadcast_arrays(np.asarray(upper, np.float64), np.asarray(lower, np.float64))
    positive = (a > 0) & (b > 0)
    a, b = np.where(positive, a, 1.0), np.where(positive, b, 1.0)
    near = (a <= _NEAR * b) & (b <= _NEAR * a)
    with np.errstate(over="ignore", under="ignore"):
        ratio = a / b
    result: Floats = np.asarray(
        np.log(a) - np.log(b)
    )  # stands where the ratio itself is no longer a normal number
    held = (ratio >= _TINY) & np.isfinite(ratio) & ~near
    result[held] = np.log(ratio[held])
    result[near] = np.log1p((a[near] - b[near]) / b[near])
    return result


@card(
    id="decomposition.log_mean",
    name_zh="对数平均",
    name_en="Logarithmic mean",
    formula="L(a,b) = (a − b) / ln(a/b); L(a,a) = a; L(a,0) = 0",
    unit="of a and b",
    source="Ang 2005, Energy Policy 33, 867–871; limits: Ang & Liu 2007, Energy Policy 35, 238–246",
    page="decomposition",
)
def log_mean(a: ArrayLike, b: ArrayLike) -> Floats:
    """Logarithmic mean of pairs of numbers that are not negative.

    Parameters
    ----------
    a, b : numbers of one unit, zero or more

    Returns
    -------
    the mean of each pair, in the same unit; the same whichever stands first

    Notes
    -----
    L(a,a) is the limit a, and L(a,0) the limit 0.

    Examples
    --------
    >>> log_mean([8.0, 5.0, 3.0], [2.0, 5.0, 0.0]).round(6)  # 6 / ln 4 = 4.328085
    array([4.328085, 5.      , 0.      ])

    """
    first, second = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    low, high = np.minimum(first, second), np.maximum(first, second)
    logs = log_ratio(high, low)
    return np.where(low > 0, np.where(logs > 0, (high - low) / np.where(logs > 0, logs, 1.0), low), 0.0)
