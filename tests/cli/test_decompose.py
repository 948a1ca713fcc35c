"""`dafeng decompose` from the command line."""

from __future__ import annotations

from math import prod
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dafeng.cli.commands import app
from tests.cli.test_commands import call

TABLE = """region,year,sector,output,mix,intensity
R,2018,甲,100,0.5,2
R,2018,乙,100,0.5,1
R,2019,甲,110,0.55,1.9
R,2019,乙,110,0.45,1
R,2020,甲,120,0.6,1.8
R,2020,乙,120,0.4,1
S,2018,甲,10,1,2
S,2018,乙,10,0,1
S,2019,甲,11,0.5,2
S,2019,乙,11,0.5,1
S,2020,甲,12,0.5,2
S,2020,乙,12,0.5,1
"""
ASKED = ("--factors", "output,mix,intensity", "--category", "sector", "--from", "2018", "--to", "2020")


@pytest.fixture
def table(tmp_path: Path) -> str:
    """Two regions, three years, two sectors, one of which appears."""
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("method", ["lmdi1", "lmdi2"])
def test_the_answer_has_the_contracted_shape(table: str, method: str) -> None:
    """One row for each region with exactly the promised fields, and effects that make up the total."""
    code, body = call("decompose", table, *ASKED, "--form", "additive", "--method", method)
    ratio = call("decompose", table, *ASKED, "--form", "multiplicative", "--method", method)[1]["results"]

    assert (code, set(body)) == (0, {"results"})
    assert [set(row) for row in body["results"]] == [
        {"region", "from", "to", "total", "effects", "residual"}
    ] * 2
    assert [(row["region"], row["from"], row["to"]) for row in body["results"]] == [
        ("R", 2018, 2020),
        ("S", 2018, 2020),
    ]
    assert [row["total"] for row in body["results"]] == pytest.approx([27.6, -2])
    for row in body["results"]:
        assert list(row["effects"]) == ["output", "mix", "intensity"]
        assert sum(row["effects"].values()) == pytest.approx(row["total"])
        assert abs(row["residual"]) < 1e-12
    assert [row["total"] for row in ratio] == pytest.approx([177.6 / 150, 0.9])
    assert [prod(row["effects"].values()) for row in ratio] == pytest.approx([177.6 / 150, 0.9])


def test_a_chain_has_one_row_for_each_year(table: str) -> None:
    """Each region's years follow each other, and `cumulative` counts from the first."""
    body = call("decompose", table, *ASKED, "--form", "multiplicative", "--method", "lmdi2", "--chained")[1]
    steps, grown = body["results"], body["cumulative"]
    years = [(row["region"], row["from"], row["to"]) for row in steps]

    assert years == [("R", 2018, 2019), ("R", 2019, 2020), ("S", 2018, 2019), ("S", 2019, 2020)]
    assert [(row["from"], row["to"]) for row in grown] == [(2018, 2019), (2018, 2020)] * 2
    assert grown[1]["effects"]["output"] == pytest.approx(1.2)
    for name, effect in grown[1]["effects"].items():
        assert effect == pytest.approx(steps[0]["effects"][name] * steps[1]["effects"][name])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--factors", "output,output", "--from", "2018", "--to", "2020"), "E_FACTORS"),
        (("--factors", "output,,mix", "--from", "2018", "--to", "2020"), "E_FACTORS"),
        (("--factors", "output,year", "--from", "2018", "--to", "2020"), "E_FACTORS"),
        (("--factors", "output", "--category", "output", "--from", "2018", "--to", "2020"), "E_FACTORS"),
        (("--factors", "output", "--category", "sector", "--from", "2018", "--to", "2018"), "E_YEARS"),
        (("--factors", "output", "--category", "sector", "--from", "2018", "--to", "2030"), "E_FACTOR_TABLE"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...], code: str, table: str) -> None:
    """Columns named twice or not at all, a change within one year, a year that is not there: exit code 2."""
    exit_code, body = call("decompose", table, *arguments)

    assert (exit_code, body["error"]["code"]) == (2, code)


def test_cells_and_empty_aggregates_are_told_together(tmp_path: Path) -> None:
    """A negative number in one region and an empty aggregate in another come in one answer."""
    path = tmp_path / "t.csv"
    path.write_text("region,year,a\nR,2018,-1\nR,2020,1\nS,2018,1\nS,2020,0\n", encoding="utf-8")
    asked = ("decompose", str(path), "--factors", "a", "--from", "2018", "--to", "2020")
    body = call(*asked, "--form", "multiplicative")[1]

    assert [(one["code"], one["place"]) for one in body["error"]["faults"]] == [
        ("E_NEGATIVE", "t.csv!C2"),
        ("E_EMPTY_AGGREGATE", "t.csv!5"),
    ]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("地区", "余项", "累计")), ("en", ("region", "residual", "since"))]
)
def test_a_person_reads_a_table(lang: str, words: tuple[str, ...], table: str) -> None:
    """Without --json there is a table on the terminal in the chosen language."""
    result = CliRunner().invoke(
        app, ["decompose", table, *ASKED, "--chained", "--lang", lang], env={"COLUMNS": "200"}
    )

    assert result.exit_code == 0
    assert all(word in result.stdout for word in (*words, "output"))
