"""LMDI by hand, by law and at its limits."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from functools import reduce
from math import log, sqrt
from operator import mul

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.decomposition import Form, Method
from dafeng.methods.decomposition import FORMULAS, Change, Effects, log_mean, log_ratio
from tests.strategies import changes

WAYS = list(FORMULAS)
EVERY_WAY = pytest.mark.parametrize(("method", "form"), WAYS, ids=["-".join(way) for way in WAYS])
positive = st.floats(1e-300, 1e300)


def effects(change: Change, method: Method, form: Form) -> Effects:
    """The effects by one of the four formulas."""
    return FORMULAS[method, form](change)


def size(change: Change, form: Form) -> np.ndarray:
    """What rounding is measured by: the values that stand at both ends, or one for ratios."""
    if form is Form.multiplicative:
        return np.ones((1, 1))
    return change.sums(change.start.prod(axis=1) + change.end.prod(axis=1))[:, None]


def alike(found: Effects, expected: np.ndarray, change: Change, form: Form, by: float = 1e-11) -> None:
    """Equal but for rounding, measured by the values for differences and by itself for ratios."""
    scale = size(change, form) if form is Form.additive else np.abs(expected)
    assert (np.abs(found.effects - expected) <= by * scale + 1e-300).all()


# ---------------------------------------------------------------- the logarithmic mean


@given(positive, positive)
def test_log_mean_lies_between_the_other_means(a: float, b: float) -> None:
    """It is symmetric to the last bit, and lies between the geometric and the arithmetic mean."""
    found = float(log_mean(a, b))

    assert found == float(log_mean(b, a))
    assert sqrt(a) * sqrt(b) * (1 - 1e-12) <= found <= (a / 2 + b / 2) * (1 + 1e-12)


@given(st.floats(1e-100, 1e100), st.floats(1e-16, 1e-3))
def test_log_mean_holds_near_equality(a: float, apart: float) -> None:
    """Close numbers follow the series b (1 + u/2 - u²/12 + u³/24) to the last digits; equal ones are their mean."""
    b = a * (1 + apart)
    u = (b - a) / a

    assert float(log_mean(a, a)) == a
    assert float(log_mean(b, a)) == pytest.approx(a * (1 + u / 2 - u * u / 12 + u**3 / 24), rel=1e-13)


def test_log_mean_at_the_ends_of_the_range() -> None:
    """A zero gives the limit zero, and a ratio beyond what a number can hold still has its logarithm."""
    assert log_mean([0.0, 0.0, 7.0], [0.0, 3.0, 0.0]).tolist() == [0.0, 0.0, 0.0]
    assert float(log_mean(1e300, 1e-300)) == pytest.approx(1e300 / (600 * log(10)), rel=1e-14)
    assert float(log_ratio(1e300, 1e-300)) == pytest.approx(600 * log(10), rel=1e-15)


# ---------------------------------------------------------------- known answers


def test_two_sectors_by_hand() -> None:
    """Output 100 to 120, mix 0.5:0.5 to 0.6:0.4, intensity 2 and 1 to 1.8 and 1: every term written out."""
    change = Change.of([[100, 0.5, 2.0], [100, 0.5, 1.0]], [[120, 0.6, 1.8], [120, 0.4, 1.0]])
    v = ((100.0, 129.6), (50.0, 48.0))
    means = [(after - before) / log(after / before) for before, after in v]
    by_hand = [
        sum(means) * log(1.2),
        means[0] * log(1.2) + means[1] * log(0.8),
        means[0] * log(0.9),
    ]
    shares = [(100 / 150, 129.6 / 177.6), (50 / 150, 48 / 177.6)]
    weights = [(after - before) / log(after / before) for before, after in shares]
    weights = [weight / sum(weights) for weight in weights]
    whole = 27.6 / log(177.6 / 150)

    first = effects(change, Method.lmdi1, Form.additive)
    assert first.total[0] == pytest.approx(27.6, abs=1e-12)
    assert first.effects[0] == pytest.approx(by_hand, abs=1e-12)
    ratios = effects(change, Method.lmdi1, Form.multiplicative)
    assert np.log(ratios.effects[0]) == pytest.approx([one / whole for one in by_hand], abs=1e-14)
    second = effects(change, Method.lmdi2, Form.multiplicative)
    assert second.effects[0] == pytest.approx(
        [1.2, 1.2 ** weights[0] * 0.8 ** weights[1], 0.9 ** weights[0]], abs=1e-14
    )
    assert effects(change, Method.lmdi2, Form.additive).effects[0] == pytest.approx(
        [whole * log(one) for one in second.effects[0]], abs=1e-12
    )


ZEROS = [
    # value at both ends, factor at both ends, and the limit of L(V^T, V^0) ln(x^T / x^0)
    (0, 5, 0, 2, 5),
    (5, 0, 2, 0, -5),
    (0, 5, 2, 3, 0),
    (5, 0, 2, 3, 0),
    (0, 0, 2, 3, 0),
    (0, 0, 0, 0, 0),
    (0, 0, 2, 0, 0),
    (0, 0, 0, 2, 0),
]


@pytest.mark.parametrize(("before", "after", "start", "end", "limit"), ZEROS)
def test_the_eight_cases_of_zero(before: float, after: float, start: float, end: float, limit: float) -> None:
    """The limits of Ang & Liu (2007), case by case; a second factor carries what the first leaves of the value."""
    other = [value / factor if factor else 1.0 for value, factor in ((before, start), (after, end))]
    found = effects(Change.of([[start, other[0]]], [[end, other[1]]]), Method.lmdi1, Form.additive)

    assert found.effects[0, 0] == limit
    assert found.total[0] == after - before
    assert found.residual[0] == 0


# ---------------------------------------------------------------- laws


@EVERY_WAY
@given(change=changes(zeros=True, groups=3))
def test_nothing_is_left(change: Change, method: Method, form: Form) -> None:
    """The effects add up, or multiply, to the whole change of every group, zeros or not."""
    found = effects(change, method, form)

    assert (np.abs(found.residual) <= 1e-11 * (size(change, form)[:, 0] + np.abs(found.total))).all()


@EVERY_WAY
@given(change=changes(zeros=True, groups=2))
def test_back_in_time(change: Change, method: Method, form: Form) -> None:
    """The way back has the opposite effects, or their reciprocals."""
    there = effects(change, method, form).effects
    back = effects(Change(change.end, change.start, change.first), method, form)

    alike(back, -there if form is Form.additive else 1 / there, change, form)


@EVERY_WAY
@given(change=changes(zeros=True), data=st.data())
def test_order_has_no_say(change: Change, data: st.DataObject, method: Method, form: Form) -> None:
    """Categories and factors may stand in any order."""
    rows = data.draw(st.permutations(range(len(change.start))))
    columns = data.draw(st.permutations(range(change.start.shape[1])))
    moved = Change.of(change.start[rows][:, columns], change.end[rows][:, columns])

    alike(effects(moved, method, form), effects(change, method, form).effects[:, columns], change, form)


@EVERY_WAY
@given(change=changes(zeros=True), unit=st.floats(1e-6, 1e6))
def test_units_have_no_say(change: Change, unit: float, method: Method, form: Form) -> None:
    """A factor in another unit scales the differences and leaves the ratios as they were."""
    scale = np.ones(change.start.shape[1])
    scale[0] = unit
    other = Change.of(change.start * scale, change.end * scale)
    expected = effects(change, method, form).effects * (unit if form is Form.additive else 1)

    alike(effects(other, method, form), expected, other, form)


@pytest.mark.parametrize("form", list(Form))
@given(change=changes(zeros=True), share=st.floats(0.01, 0.99))
def test_splitting_a_category_in_proportion_changes_nothing(change: Change, share: float, form: Form) -> None:
    """Two parts of a category that move alike have the effects of the whole, with every weight by value."""
    parts = np.ones((2, change.start.shape[1]))
    parts[:, 0] = share, 1 - share
    split = Change.of(*(np.vstack([side[:1] * parts, side[1:]]) for side in (change.start, change.end)))

    alike(effects(split, Method.lmdi1, form), effects(change, Method.lmdi1, form).effects, change, form)


@given(change=changes(zeros=True, groups=3))
def test_lmdi1_is_consistent_in_aggregation(change: Change) -> None:
    """The effects of the groups add up to those of the whole, which needs no second pass over the categories."""
    whole = Change.of(change.start, change.end)
    parts = effects(change, Method.lmdi1, Form.additive).effects.sum(axis=0, keepdims=True)

    alike(effects(whole, Method.lmdi1, Form.additive), parts, whole, Form.additive)


@EVERY_WAY
@given(change=changes(), factor=st.integers(0, 3))
def test_a_factor_alike_in_all_categories(change: Change, factor: int, method: Method, form: Form) -> None:
    """LMDI-II gives such a factor exactly its own ratio; a factor that does not move gives nothing."""
    column = factor % change.start.shape[1]
    change.end[:, column] = change.start[:, column]
    found = effects(change, method, form).effects[0, column]

    assert found == (0 if form is Form.additive else 1)
    change.start[:, column], change.end[:, column] = 2.0, 3.0
    if (method, form) == (Method.lmdi2, Form.multiplicative):
        assert effects(change, method, form).effects[0, column] == pytest.approx(1.5, rel=1e-12)


FINE = Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN)
TINY = Decimal(f"1e-{10**17}")
"""In place of zero: what is left of it falls as the inverse of its logarithm, so it has to be this small."""


def decimal_mean(a: Decimal, b: Decimal) -> Decimal:
    """The logarithmic mean as its definition reads."""
    return a if a / b == 1 else (a - b) / (a / b).ln()


def in_decimals(change: Change, method: Method, form: Form) -> list[Decimal]:
    """The effects once more, straight from the formulas, in forty digits and with tiny numbers in place of zeros."""
    start, end = (
        [[Decimal(float(x)) if x else TINY for x in row] for row in side]
        for side in (change.start, change.end)
    )
    v0, v1 = ([reduce(mul, row) for row in side] for side in (start, end))
    whole = decimal_mean(sum(v1, Decimal(0)), sum(v0, Decimal(0)))
    if method is Method.lmdi2:
        v0, v1 = ([one / sum(side) for one in side] for side in (v0, v1))
    weights = [decimal_mean(after, before) for before, after in zip(v0, v1, strict=True)]
    over = whole if method is Method.lmdi1 else sum(weights)
    logs = [
        sum(w * (b[k] / a[k]).ln() for w, a, b in zip(weights, start, end, strict=True)) / over
        for k in range(len(start[0]))
    ]
    return [one * whole for one in logs] if form is Form.additive else [one.exp() for one in logs]


@EVERY_WAY
@given(change=changes(zeros=True))
def test_zeros_are_the_limit_of_tiny_numbers(change: Change, method: Method, form: Form) -> None:
    """Formulas written a second time, with numbers like 10 to the power of -10^17 for zeros, give the same effects."""
    with localcontext(FINE):
        expected = np.array([[float(one) for one in in_decimals(change, method, form)]])

    alike(effects(change, method, form), expected, change, form, by=1e-9)


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ([[-1.0]], [[1.0]], "negative"),
        ([[np.nan]], [[1.0]], "no number"),
        ([[1.0]], [[1.0, 2.0]], "shape"),
        ([[1e200, 1e200]], [[1.0, 1.0]], "beyond"),
    ],
)
def test_what_has_no_logarithm_is_refused(start: list, end: list, words: str) -> None:
    """Negative numbers, nothing, unequal shapes and products out of range."""
    with pytest.raises(ValueError, match=words):
        Change.of(start, end)


@pytest.mark.parametrize(("method", "form"), [way for way in WAYS if way != (Method.lmdi1, Form.additive)])
def test_an_empty_aggregate_has_only_differences(method: Method, form: Form) -> None:
    """From nothing to something is a difference, all of it of the factor that was zero, and no ratio."""
    change = Change.of([[0.0, 2.0]], [[3.0, 2.0]])

    assert effects(change, Method.lmdi1, Form.additive).effects.tolist() == [[6.0, 0.0]]
    with pytest.raises(ValueError, match="aggregate is zero"):
        effects(change, method, form)


def test_ratios_beyond_numbers_are_infinite() -> None:
    """Next to nothing in common makes ratios of LMDI-II that no number holds; the table's step is then refused."""
    change = Change.of([[1e-9, 1.0], [0.0, 1.0], [1.0, 1.0]], [[1e-9, 1.0], [1.0, 1.0], [1.0, 0.0]])

    assert effects(change, Method.lmdi2, Form.multiplicative).effects.tolist() == [[np.inf, 0.0]]


@pytest.mark.parametrize("form", list(Form))
def test_a_full_turnover_has_no_shares(form: Form) -> None:
    """When no category stands at both ends LMDI-II has no weights, while LMDI-I has."""
    change = Change.of([[0.0], [2.0]], [[3.0], [0.0]])

    assert effects(change, Method.lmdi1, form).total[0] == (1 if form is Form.additive else 1.5)
    with pytest.raises(ValueError, match="both ends"):
        effects(change, Method.lmdi2, form)
