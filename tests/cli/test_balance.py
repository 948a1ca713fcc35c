"""`balance check` against published balances: no false alarm, and every real violation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from dafeng.cli.commands import app

SICHUAN = Path("data", "china_provincial_balance", "sichuan_2015_energy_balance_mtce.csv")
GERMANY = Path("data", "germany_states", "energy_balance_tj_1990_2017.parquet")
FOUND = Path("data", "_baselines", "germany_balance_violations.csv")


def check(file: Path, layout: str) -> tuple[int, dict[str, Any]]:
    """Exit code and answer of one check."""
    result = CliRunner().invoke(app, ["balance", "check", str(file), "--layout", layout, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_sichuan_closes(shared: Path) -> None:
    """A published provincial balance closes in every identity that it states, with no doubtful sign."""
    code, body = check(shared / SICHUAN, "nbs")

    assert (code, body["violations"], body["faults"]) == (0, [], [])
    assert body["cells"] == 116


@pytest.mark.parametrize("row", range(0, 274, 39))
def test_a_figure_changed_in_sichuan_is_found(shared: Path, tmp_path: Path, row: int) -> None:
    """One figure off by a thousandth of a million tonnes is found in its own column."""
    table = pl.read_csv(shared / SICHUAN)
    index = pl.int_range(pl.len())
    off = table.with_columns(mtce=pl.when(index == row).then(pl.col("mtce") + 1e-3).otherwise(pl.col("mtce")))
    off.write_csv(tmp_path / "planted.csv")
    code, body = check(tmp_path / "planted.csv", "nbs")
    if table["process"][row] == "Industry - NonEnergy Use":  # an of-which that no identity holds
        assert code == 0
        return
    assert code == 1
    assert {one["carrier"] for one in body["violations"]} == {table["fuel"][row]}


def test_the_german_states(shared: Path) -> None:
    """Exactly the violations that the reference lists, among the cells it counts, with its residuals."""
    code, body = check(shared / GERMANY, "german_states")
    listed = pl.read_csv(shared / FOUND)
    found = {
        (one["identity"], one["region"], one["year"], one["carrier"]): one["residual"]
        for one in body["violations"]
    }
    assert (code, body["cells"], body["unchecked"]) == (1, 22_802, 3_070)
    assert found == {tuple(row[:4]): pytest.approx(row[4], abs=1e-3) for row in listed.iter_rows()}


def test_a_layout_of_ones_own(tmp_path: Path, checkout: Path) -> None:
    """A layout file is used as it is; one that does not exist is refused with those there are."""
    own = tmp_path / "own.toml"
    text = (checkout / "src" / "dafeng" / "rules" / "balances" / "german_states.toml").read_text("utf-8")
    own.write_text(text.replace('id = "german_states"', 'id = "own"'), "utf-8")
    table = tmp_path / "balance.csv"
    rows = [("Gewinnung", 1), ("Bezüge", 5), ("Bestandsentnahmen", 0), ("Energieaufkommen", 10)]
    lines = [f"Berlin,2000,{flow},wind,{value},TJ" for flow, value in rows]
    table.write_text("\n".join(["region,year,flow,carrier,value,unit", *lines]), "utf-8")

    code, body = check(table, str(own))
    assert (code, body["cells"], body["violations"][0]["residual"]) == (1, 1, -4.0)
    code, body = check(table, "nowhere")
    assert (code, body["error"]["code"]) == (2, "E_NO_LAYOUT")


@pytest.mark.parametrize(("lang", "said"), [("zh", "不平 1 处"), ("en", "1 do not close")])
def test_a_person_reads_what_is_off(lang: str, said: str, tmp_path: Path) -> None:
    """Without --json there is a table and a count in the language asked for."""
    table = tmp_path / "balance.csv"
    table.write_text(
        "region,year,flow,carrier,value,unit\n甲,2015,supply,原煤,5,万吨\n甲,2015,production,原煤,9,万吨\n甲,2015,outflow,原煤,1,万吨\n",
        "utf-8",
    )
    result = CliRunner().invoke(app, ["balance", "check", str(table), "--lang", lang])

    assert result.exit_code == 1
    assert said in result.stdout
    assert "balance.csv!E4" in result.stdout
