"""`dafeng account` with tables: one JSON object, a short table for people, and clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from dafeng.cli.account import GWP
from dafeng.cli.commands import app
from dafeng.methods.accounts.generic import OUT
from dafeng.rules.gwp import gwp_sets

ACTIVITY = """region,year,sector,fuel,quantity,unit
X,2020,,coal,10,short ton
X,2021,,coal,-1,short ton
"""
FACTORS = """fuel,sector,region,gas,value,unit,valid_from,valid_to,source
coal,,,CO2,2,t/short ton,,,EPA
coal,,,CH4,1,kg/short ton,,,EPA
"""


def call(*arguments: object) -> tuple[int, str, str]:
    """Run `dafeng account`."""
    done = CliRunner().invoke(app, ["account", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def paths(tmp_path: Path) -> tuple[object, ...]:
    """Two small tables as arguments."""
    activity, factors = tmp_path / "A.csv", tmp_path / "F.csv"
    activity.write_text(ACTIVITY, encoding="utf-8")
    factors.write_text(FACTORS, encoding="utf-8")
    return ("--activity", activity, "--factors", factors)


def test_the_command_writes_and_sums(paths: tuple[object, ...], tmp_path: Path) -> None:
    """One JSON object, and a file with the contracted columns."""
    code, stdout, _ = call(*paths, "--out", tmp_path / "O.csv", "--json")
    made = json.loads(stdout)
    assert code == 0
    assert (made["rows"], made["mass_t"], made["out"]) == (
        4,
        {"CO2": 18.0, "CH4": pytest.approx(0.009)},
        "O.csv",
    )
    assert made["gwp"] == {"set": "AR6", "values": {"CH4": 27.9}, "rules": {"CH4": "gwp100:CH4:ipcc-ar6"}}
    assert made["notes"][0]["places"] == ["A.csv!E3"]
    assert tuple(pl.read_csv(tmp_path / "O.csv").columns) == OUT


@pytest.mark.parametrize(("lang", "word"), [("zh", "合计"), ("en", "total")])
def test_a_person_sees_a_short_table(paths: tuple[object, ...], lang: str, word: str) -> None:
    """The sums by gas, the set that weighed them, and what deserves a look."""
    code, stdout, _ = call(*paths, "--lang", lang, "--gwp", "AR5")
    assert code == 0
    assert word in stdout
    assert "AR5" in stdout
    assert "A.csv!E3" in stdout


@pytest.mark.parametrize("wrong", [(), ("--data", ".", "--out", "O.csv"), ("--activity", "A.csv")])
def test_half_a_question_is_refused(wrong: tuple[str, ...]) -> None:
    """Either a city folder or both tables."""
    code, stdout, _ = call(*wrong, "--json")
    assert (code, json.loads(stdout)["error"]["code"]) == (2, "E_ACCOUNT_INPUT")


def test_an_unknown_set_is_refused(paths: tuple[object, ...]) -> None:
    """The sets there are, are listed."""
    code, stdout, _ = call(*paths, "--gwp", "AR9", "--json")
    assert (code, json.loads(stdout)["error"]["code"]) == (2, "E_GWP_SET")


def test_the_usual_set_is_one_of_the_rules() -> None:
    """The set that is taken when nobody names one is there."""
    assert GWP in gwp_sets()
