"""How a value is printed."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.rules.display import MINUS, scale, show
from dafeng.rules.tables import rows

UNITS = [row["unit"] for row in rows("display_units.csv")]


@pytest.mark.parametrize(
    ("value", "unit", "lang", "printed"),
    [
        (13_446_543.0, "t", "zh", "1344.7 万吨"),
        (13_446_543.0, "t", "en", "1344.7 10⁴ t"),
        (0.125, "probability", "zh", "12.5%"),
        (31.45, "%", "zh", "31.5%"),
        (-31.45, "%", "zh", f"{MINUS}31.5%"),
        (2.675, "tC/GJ", "en", "2675.00 tC/TJ"),
        (-0.0, "t", "zh", "0.0 万吨"),
        (3.0, "t", "zh", "0.0003 万吨"),
        (20.0, "亿立方米", "zh", "20 亿立方米"),
        (None, "t", "zh", "无数据"),
        (None, "t", "en", "no data"),
    ],
)
def test_known_answers(value, unit, lang, printed):
    """Units change as the table says, halves round away from zero, unknown becomes words."""
    assert str(show(value, unit, lang)) == printed


@given(st.floats(-1e15, 1e15), st.sampled_from(UNITS))
def test_print_is_within_half_a_digit_and_something_is_never_nothing(value, unit):
    """The printed number differs by at most half of its last digit, and only zero prints as zero."""
    text = show(value, unit).number.replace(MINUS, "-")
    divisor, _ = scale(unit)
    exact = Decimal(repr(value)) / Decimal(repr(divisor))
    digits = len(text.partition(".")[2])
    assert abs(Decimal(text) - exact) <= Decimal(5).scaleb(-digits - 1) * Decimal("1.0000001")
    assert (Decimal(text) == 0) == (value == 0)


@given(st.floats(0, 1e12), st.sampled_from(UNITS))
def test_a_number_and_its_opposite_print_alike(value, unit):
    """Rounding treats gains and losses the same."""
    up, down = show(value, unit).number, show(-value, unit).number
    assert down == (up if value == 0 else MINUS + up)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(wrong):
    """A broken number is an error, never a word on a page."""
    with pytest.raises(ValueError, match="can be shown"):
        show(wrong, "t")
