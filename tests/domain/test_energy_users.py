"""Units, meters, series, intervals, measures and cases refuse what they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.case import Case, CaseKind, Step
from dafeng.domain.errors import DafengError
from dafeng.domain.measure import Measure
from dafeng.domain.meter import Interval, Meter, Series
from dafeng.domain.unit import Unit, is_credit_code

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
START = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.text(CHARACTERS, min_size=17, max_size=17))
def test_one_character_completes_a_code(body: str) -> None:
    """Of the thirty-one characters exactly one checks the seventeen before it."""
    assert sum(is_credit_code(body + character) for character in CHARACTERS) == 1


@given(st.text(CHARACTERS, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_found(body: str, place: int, other: str) -> None:
    """A code with any one character changed is no code."""
    code = next(body + character for character in CHARACTERS if is_credit_code(body + character))
    if code[place] != other:
        assert not is_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Unit("91350100M000100Y44", "甲厂", "999901"), "E_UNIT_CODE"),
        (lambda: Unit("", "甲厂", "999901"), "E_UNIT_CODE"),
        (lambda: Meter("../up", "91350100M000100Y43", "electricity"), "E_NAME"),
        (lambda: Meter("", "91350100M000100Y43", "electricity"), "E_NAME"),
        (lambda: Series("a/b", "m", "active_energy", "kWh", 900), "E_NAME"),
        (lambda: Series("s", "m", "active_energy", "kWh", 900, "Mars/Base"), "E_ZONE"),
        (lambda: Series("s", "m", "active_energy", "kWh", 0), "E_SECONDS"),
        (lambda: Interval(START.replace(tzinfo=None), timedelta(hours=1), "Asia/Shanghai"), "E_INTERVAL"),
        (lambda: Interval(START, timedelta(0), "Asia/Shanghai"), "E_INTERVAL"),
        (lambda: Interval(START, timedelta(hours=1), "../etc/passwd"), "E_ZONE"),
        (lambda: Measure("m", "改造", "industry", 2.0, 1.0, "tce"), "E_MEASURE"),
        (lambda: Measure("m", "改造", "industry", 1.0, None, ""), "E_MEASURE"),
        (lambda: Measure("m", "改造", "industry", cost=float("nan")), "E_MEASURE"),
        (
            lambda: Case("1", CaseKind.ISSUE, "甲厂", "", Step.OPENED, date(2026, 2, 1), date(2026, 1, 1)),
            "E_CASE_DAYS",
        ),
    ],
)
def test_a_noun_that_cannot_be_is_refused(make: Callable[[], object], code: str) -> None:
    """Each noun names its own fault."""
    with pytest.raises(DafengError) as caught:
        make()
    assert caught.value.code == code


def test_an_interval_ends_where_the_next_begins() -> None:
    """The end is the first moment after; the month is told in the interval's own zone."""
    last = Interval(datetime(2026, 1, 31, 15, 45, tzinfo=UTC), timedelta(minutes=15), "Asia/Shanghai")
    following = Interval(last.end, last.length, last.zone)
    assert (last.month, following.month) == ("2026-01", "2026-02")
