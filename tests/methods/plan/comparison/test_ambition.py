"""Which of two targets asks for more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.methods.plan.comparison.ambition import compare
from dafeng.rules.vocabulary import load_vocabulary
from tests.methods.plan.comparison.plans import target

WORDS = load_vocabulary()
CUT = {"indicator": "单位GDP能耗", "indicator_id": "energy_intensity", "kind": "reduction"}


@pytest.mark.parametrize(
    ("ours", "theirs", "ambition", "difference", "unit"),
    [
        (CUT | {"value": 13.5}, CUT | {"value": 14.5}, "stronger", 1.0, "百分点"),
        (CUT | {"value": 14.5}, CUT | {"value": 13.5}, "weaker", -1.0, "百分点"),
        ({"indicator_id": "nonfossil_share"}, {"indicator_id": "nonfossil_share", "value": 35.0}, "stronger", 5.0, "百分点"),
        ({"value": 80.0, "unit": "万千瓦", "kind": "level", "indicator_id": "pv_capacity"},
         {"value": 900.0, "unit": "MW", "kind": "level", "indicator_id": "pv_capacity"}, "stronger", 10.0, "万千瓦"),
        ({"comparator": "<=", "value": 1.4, "unit": None, "kind": "level"},
         {"comparator": "<=", "value": 1.3, "unit": None, "kind": "level"}, "stronger", -0.1, None),
        ({}, {"year": 2029}, "stronger", 0.0, "百分点"),
        ({}, {"year": 2031}, "weaker", 0.0, "百分点"),
        ({}, {}, "same", 0.0, "百分点"),
    ],
)  # fmt: skip
def test_direction_units_and_years(
    ours: dict, theirs: dict, ambition: str, difference: float, unit: str | None
) -> None:
    """A larger cut, share or capacity, a lower cap and an earlier year ask for more, whatever the unit."""
    verdict = compare(target(**ours), target(**theirs), WORDS)
    assert (verdict.ambition, verdict.unit) == (ambition, unit)
    assert verdict.difference == pytest.approx(difference)


@pytest.mark.parametrize(
    ("ours", "theirs", "word"),
    [
        (CUT | {"base_year": 2020}, CUT | {"base_year": 2015}, "基期不同"),
        (CUT | {"base_year": 2020}, CUT | {"year": 2027}, "没有写基期"),
        ({"unit": "万吨", "kind": "level"}, {"unit": "万千瓦", "kind": "level"}, "单位不同"),
        ({"kind": "share"}, {"kind": "reduction"}, "无法比较"),
        ({}, {"value": None, "unit": None}, "文字表述"),
    ],
)
def test_what_cannot_be_compared_says_why(ours: dict, theirs: dict, word: str) -> None:
    """Other bases, units, kinds or a target without a number are refused with the reason in both languages."""
    verdict = compare(target(**ours), target(**theirs), WORDS)
    assert verdict.ambition == "incomparable"
    assert word in verdict.reason_zh
    assert verdict.reason_en


def test_a_customary_base_is_said() -> None:
    """Where only custom gives the base year, the comparison says so."""
    verdict = compare(target(**CUT, value=13.0), target(**CUT, value=14.0, base_year=2025), WORDS)
    assert verdict.ambition == "stronger"
    assert "2025" in verdict.reason_zh


def test_a_peak_is_more_when_it_is_earlier() -> None:
    """An earlier peak year asks for more."""
    peak = {"indicator": "碳达峰", "indicator_id": "co2_peak", "value": None, "unit": None, "kind": "level"}
    assert compare(target(**peak, year=2030), target(**peak, year=2028), WORDS).ambition == "stronger"


def test_unknown_direction_and_opposite_moves_are_unclear() -> None:
    """A number whose better side nobody knows, and more but later, are not ranked."""
    assert compare(target(), target(value=40.0), WORDS).ambition == "unclear"
    known = {"indicator_id": "nonfossil_share"}
    assert compare(target(**known), target(**known, value=40.0, year=2035), WORDS).ambition == "unclear"


@pytest.mark.parametrize(
    ("ours", "theirs", "wording"),
    [("力争", "确保", "firmer"), ("确保", "力争", "softer"), ("左右", None, "firmer"), (None, None, "same")],
)
def test_the_firmness_of_words(ours: str | None, theirs: str | None, wording: str) -> None:
    """确保 is firmer than nothing, and nothing is firmer than 力争 or 左右."""
    assert compare(target(hedge=ours), target(hedge=theirs), WORDS).wording == wording


TARGETS = st.builds(
    target,
    value=st.integers(0, 100).map(float),
    year=st.sampled_from([None, 2025, 2030]),
    comparator=st.sampled_from(["=", ">=", "<=", "~"]),
    kind=st.sampled_from(["share", "reduction", "level"]),
    indicator_id=st.sampled_from([None, "nonfossil_share", "energy_intensity"]),
    base_year=st.sampled_from([None, 2020]),
    hedge=st.sampled_from([None, "力争", "确保"]),
)
TURNED = {"stronger": "weaker", "weaker": "stronger"}


@given(TARGETS, TARGETS)
def test_turned_round_it_says_the_opposite(ours: object, theirs: object) -> None:
    """Measured the other way round, more is less and the difference changes its sign; against itself all is same."""
    if ours.indicator_id != theirs.indicator_id:
        return
    there, back = compare(ours, theirs, WORDS), compare(theirs, ours, WORDS)
    assert back.ambition == TURNED.get(there.ambition, there.ambition)
    assert (there.difference is None) == (back.difference is None)
    assert there.difference is None or there.difference == -back.difference
    itself = compare(ours, ours, WORDS)
    assert (itself.ambition in {"same", "incomparable"}, itself.year, itself.wording) == (
        True,
        "same",
        "same",
    )
