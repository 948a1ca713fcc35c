"""JSON with the same bytes every time."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.writers.jsonfile import dumps


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_what_is_written_reads_back(value):
    """Any JSON value survives the round trip exactly and ends with one line end."""
    text = dumps(value)
    assert json.loads(text) == value
    assert text.endswith("\n")


def test_order_and_chinese_stay():
    """Keys keep the order given and Chinese is not escaped."""
    assert dumps({"乙": 1, "甲": None}) == '{\n "乙": 1,\n "甲": null\n}\n'


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_number_json_does_not_know_is_refused(wrong):
    """NaN and infinity are errors, not words in the file."""
    with pytest.raises(ValueError, match="JSON"):
        dumps({"value": wrong})
