"""What changed between two days, and which results rest on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.rules.catalogue import catalogue
from dafeng.services.rule_changes import diff
from dafeng.services.run import Outcome
from dafeng.services.trace import trace
from tests.readers.test_local_rules import ROW, city_of
from tests.services.test_trace import walk

DAYS = st.dates(date(2005, 1, 1), date(2036, 12, 31))


def test_a_replaced_row_shows_the_old_and_the_new_value() -> None:
    """The edition of 2025 took the place of that of 2011; coke went from 29.42 to 29.5 tC/TJ."""
    found = diff(date(2025, 6, 30), date(2026, 6, 30), "carbon_content")
    pairs = {pair["old"]["id"]: pair for pair in found["replaced"]}
    coke = pairs["carbon_content:coke:provincial-2011"]
    assert (coke["old"]["value"], coke["new"]["value"]) == (29.42, 29.5)


def test_a_document_is_replaced_by_the_one_that_says_so() -> None:
    """The standard of 2008 gave way to that of 2020, and is neither ended nor added on its own."""
    found = diff(date(2021, 1, 1), date(2021, 6, 1), "statute")
    assert ("statute:gbt2589-2008", "statute:gbt2589") in {
        (pair["old"]["id"], pair["new"]["id"]) for pair in found["replaced"]
    }
    assert "statute:gbt2589-2008" not in {row["id"] for row in found["ended"]}


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_what_held_less_what_ended_plus_what_began_is_what_holds(days: list[date]) -> None:
    """Between any two days the difference closes: no row is lost, and none is told twice."""
    first, last = days
    found = diff(first, last)
    ended = [row["id"] for row in found["ended"]] + [pair["old"]["id"] for pair in found["replaced"]]
    added = {row["id"] for row in found["added"]}
    instead = {pair["new"]["id"] for pair in found["replaced"]}
    assert len(ended) == len(set(ended))
    assert added.isdisjoint(instead)
    before = {row.id for row in catalogue().values() if row.holds(first)}
    after = {row.id for row in catalogue().values() if row.holds(last)}
    assert (before - set(ended)) | added | instead == after


def test_results_that_rest_on_a_changed_row_are_named(out: Path, outcome: Outcome) -> None:
    """Every figure told has the row in its trace, and the city's CO2 of 2020 is among them."""
    found = diff(date(2025, 6, 30), date(2026, 6, 30), "carbon_content", out)["results"]
    told = {one["id"]: one["rules"] for one in found["figures"]}
    name = "co2/territorial_process/511600/2020"
    assert told[name]
    nodes = {node["name"] for _, node in walk(trace(outcome.results, name))}
    assert all(f"规则 {rule}" in nodes for rule in told[name])
    assert {one["id"] for one in found["targets"]} <= {target["id"] for target in outcome.results["targets"]}


def test_nothing_changed_touches_nothing(out: Path) -> None:
    """From a day to the same day no row changes and no result rests on a change."""
    found = diff(date(2024, 6, 30), date(2024, 6, 30), None, out)
    assert not any((found["added"], found["ended"], found["replaced"], *found["results"].values()))


def test_the_own_row_of_a_city_ends_like_any_other(tmp_path: Path) -> None:
    """A local value whose days are over is told as ended; without the city it is unknown."""
    city = city_of(tmp_path, ROW | {"valid_to": "2022-12-31"})
    days = (date(2022, 6, 1), date(2023, 6, 1), "ncv")
    assert [row["id"] for row in diff(*days, data=city)["ended"]] == [ROW["id"]]
    assert diff(*days)["ended"] == []


def test_the_days_must_be_in_order() -> None:
    """The second day before the first is refused with what to do."""
    with pytest.raises(DafengError) as refusal:
        diff(date(2025, 1, 1), date(2024, 1, 1))
    assert refusal.value.code == "E_DATES"
