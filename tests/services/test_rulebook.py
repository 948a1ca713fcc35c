"""Rules looked up: by day, by kind, by words, and with a city's own values beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.catalogue import catalogue
from dafeng.services.rulebook import in_force, one
from tests.readers.test_local_rules import ROW, city_of

CONTRACT = ["id", "value", "unit", "edition", "valid_from", "valid_to", "source", "confidence"]


@pytest.mark.parametrize("rule_id", sorted(catalogue())[::25])
def test_every_row_is_looked_up_one_way(rule_id: str) -> None:
    """A number, a limit with levels, a definition or a document: each answers with the contracted keys first."""
    body = one(rule_id, None)
    assert list(body)[:8] == CONTRACT
    assert body["id"] == rule_id
    assert body["value"] is not None or body["low"] is not None or body["columns"] or body["document"]


def test_a_limit_keeps_its_levels() -> None:
    """What is no single number has no value, and its columns instead."""
    body = one("efficiency_limit:gb16780-2021:1", date(2026, 11, 22))
    assert (body["value"], body["columns"]["level1"], body["columns"]["level3"]) == (None, "80", "94")


@pytest.mark.parametrize(
    ("rule_id", "day", "code", "instead"),
    [
        ("statute:gbt2589-2008", date(2026, 11, 22), "E_RULE_NOT_IN_FORCE", "statute:gbt2589"),
        ("carbon_content:coke:compiled-2008", date(2026, 1, 1), "E_RULE_NOT_IN_FORCE", "carbon_content:coke:provincial-2025"),
        ("grid_location_average:510000:2022", date(2024, 1, 1), "E_RULE_NOT_IN_FORCE", "没有同类"),
        ("ncv:raw_coal:ceads-2018", date(2020, 1, 1), "E_RULE_UNDATED", "ncv:raw_coal:yearbook-2008"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_hold_names_the_one_that_does(
    rule_id: str, day: date, code: str, instead: str
) -> None:
    """Refused on the day, with the row that holds then, or with word that there is none."""
    with pytest.raises(DafengError) as refusal:
        one(rule_id, day)
    assert refusal.value.code == code
    assert instead in refusal.value.zh


def test_an_unknown_id_gets_its_neighbours() -> None:
    """A slip of the hand is answered with what it may have meant."""
    with pytest.raises(DafengError) as refusal:
        one("ncv:raw_coal:yearbook-2009", None)
    assert (refusal.value.code, "ncv:raw_coal:yearbook-2008" in refusal.value.zh) == ("E_NO_RULE", True)


def test_rows_are_found_by_day_kind_and_words() -> None:
    """Every word must stand in the row; rows that nobody can date are counted, not listed."""
    found = in_force(date(2026, 11, 22), "ncv", "原煤")
    assert {row["id"] for row in found["rules"]} == {
        "ncv:raw_coal:gbt2589-2020",
        "ncv:raw_coal:yearbook-2008",
    }
    assert found["undated"] == 1
    everything = in_force(None, "ncv", "原煤")
    assert (len(everything["rules"]), everything["undated"]) == (3, 0)
    with pytest.raises(DafengError) as refusal:
        in_force(None, "calorific")
    assert refusal.value.code == "E_NO_FACTOR"


def test_the_default_and_the_local_value_are_both_visible(tmp_path: Path) -> None:
    """The default tells what overrides it, and the local row what it overrides and why."""
    city = city_of(tmp_path, ROW)
    default = one(ROW["overrides"], None, city)
    assert (default["value"], default["overridden_by"]["value"]) == (20908.0, 21.5)
    local = one(ROW["id"], date(2022, 6, 1), city)
    assert (local["overrides"], local["reason"]) == (ROW["overrides"], ROW["reason"])
    assert ROW["id"] in {row["id"] for row in in_force(None, "ncv", None, city)["rules"]}
    assert one(ROW["overrides"], None)["overridden_by"] is None
