"""How much of a result rests on which grade: shares are shares, and no formula makes data better."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade, weakest
from dafeng.methods.figures import derived, outline, total
from dafeng.methods.grades import least, shares

GRADES = st.sampled_from(list(Grade))
LEAVES = st.lists(st.tuples(st.floats(0.1, 1e6), GRADES), min_size=1, max_size=6)


def leaf(number: int, value: float, grade: Grade) -> Figure:
    """A stated figure."""
    return replace(outline(f"leaf/{number}", "", "", "t", "2020", ""), value=value, grade=grade)


def sum_of(parts: list[tuple[float, Grade]]) -> Figure:
    """The sum of stated figures."""
    made = [leaf(number, *part) for number, part in enumerate(parts)]
    return total(outline("sum", "", "", "t", "2020", ""), "balance.sum", made)


@given(LEAVES)
def test_shares_of_a_sum_follow_the_size_of_its_parts(parts: list[tuple[float, Grade]]) -> None:
    """Each grade's share is its part of the sum; all shares make one, and the worst is the result's grade."""
    whole = sum_of(parts)
    found = shares(whole)
    assert sum(found.values()) == pytest.approx(1)
    for grade, share in found.items():
        assert share == pytest.approx(sum(v for v, g in parts if g is grade) / sum(v for v, _ in parts))
    assert set(found) <= {grade for _, grade in parts}
    assert weakest(found) == whole.grade or min(v for v, _ in parts) < 1e-6 * sum(v for v, _ in parts)


@given(LEAVES, GRADES)
def test_a_product_is_no_better_than_its_inputs(parts: list[tuple[float, Grade]], grade: Grade) -> None:
    """Of every grade or better, a product has no larger share than any of its inputs."""
    activity, factor = sum_of(parts), leaf(99, 2.0, grade)
    made = derived(
        outline("co2", "", "", "t", "2020", ""), "co2.combustion", [activity, factor], lambda a, b: a * b
    )
    found = shares(made)
    assert sum(found.values()) == pytest.approx(1)
    for bound in Grade:
        reached = sum(share for one, share in found.items() if one.rank <= bound.rank)
        for given_one in (activity, factor):
            below = sum(share for one, share in shares(given_one).items() if one.rank <= bound.rank)
            assert reached <= below + 1e-9


def test_what_has_no_value_has_no_shares() -> None:
    """An unknown figure rests on nothing; it does not rest on A."""
    assert shares(outline("x", "", "", "t", "2020", "")) == {}
    assert least([{Grade.A: 1.0}]) == {Grade.A: 1.0}
