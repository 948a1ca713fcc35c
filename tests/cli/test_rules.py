"""`dafeng rules …` from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dafeng.cli.commands import app
from dafeng.services.demo import example_folder
from tests.cli.test_commands import call
from tests.readers.test_local_rules import ROW, table_of


def test_rules_are_dated() -> None:
    """A rule shows its edition, validity and source, and is refused on a day it does not hold."""
    rule = "grid_location_average:510000:2022"
    code, body = call("rules", "show", rule, "--as-of", "2022-06-30")
    assert code == 0
    assert {"id", "value", "unit", "edition", "valid_from", "valid_to", "source", "confidence"} <= set(body)
    assert body["value"] == 0.1404
    assert call("rules", "show", rule, "--as-of", "2024-01-01")[0] == 2
    listed = call("rules", "list", "--kind", "grid_location_average", "--as-of", "2022-06-30")[1]["rules"]
    assert rule in {row["id"] for row in listed}
    assert not any(row["valid_from"] > "2022-06-30" for row in listed)


def test_what_changed_between_two_days() -> None:
    """Added, ended and replaced rows, between days in the right order."""
    code, body = call("rules", "diff", "--as-of", "2021-01-01", "--to", "2021-06-01", "--kind", "statute")
    assert (code, set(body)) == (0, {"as_of", "to", "added", "ended", "replaced"})
    assert body["replaced"][0]["new"]["id"] == "statute:gbt2589"
    code, body = call("rules", "diff", "--as-of", "2022-01-01", "--to", "2021-06-01")
    assert (code, body["error"]["code"]) == (2, "E_DATES")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("list", "--kind", "efficiency_limit"), "gb16780"),
        (("list", "--kind", "statute", "--as-of", "2026-11-22"), "statute"),
        (("show", "efficiency_limit:gb16780-2021:1"), "level3: 94"),
        (("diff", "--as-of", "2021-01-01", "--to", "2021-06-01"), "statute"),
    ],
)
def test_a_person_reads_rules(arguments: tuple[str, ...], word: str, lang: str) -> None:
    """Tables on a terminal, in either language, for rows with and without a number."""
    result = CliRunner().invoke(app, ["rules", *arguments, "--lang", lang], env={"COLUMNS": "240"})
    assert result.exit_code == 0
    assert word in result.stdout


def test_a_local_value_runs_through_the_accounts(tmp_path: Path) -> None:
    """What a city writes in its rules.csv makes its figures, each of which says what it replaced."""
    city = tmp_path / "city"
    shutil.copytree(example_folder(), city)
    before = call("account", "--data", str(city))[1]["figures"]
    table_of(city, ROW)
    after = call("account", "--data", str(city))[1]["figures"]
    name = "rule/ncv/raw_coal/-/2020"
    assert before[name]["rule"]["id"] == ROW["overrides"]
    assert (after[name]["rule"]["id"], after[name]["rule"]["replaces"]) == (ROW["id"], ROW["overrides"])
    assert ROW["reason"] in after[name]["reason_zh"]
    assert after[name]["value"] == pytest.approx(before[name]["value"] * 21.5 / 20.908)
    older = after["rule/ncv/raw_coal/-/2016"]
    assert (older["rule"]["id"], older["rule"]["replaces"]) == (ROW["overrides"], "")
