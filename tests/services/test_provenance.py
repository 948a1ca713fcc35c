"""From any number, stored or computed, to its cells, files, people and times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dafeng.domain.errors import DafengError
from dafeng.services.desk import Desk, open_desk
from dafeng.services.returns import take
from dafeng.services.run import Outcome, run
from dafeng.services.stored import find, name_of, stored
from dafeng.services.trace import trace
from dafeng.services.verify import verify
from dafeng.storage.books import Books
from tests.returns import LEDGERS, flat_sample, sample
from tests.services.conftest import SETTINGS

AT = datetime(2026, 1, 8, 9, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "guangan"


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a trace."""
    yield node
    for one in node["inputs"]:
        yield from walk(one)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """Books with an energy balance that was corrected once."""
    with Books.open(tmp_path / "books") as opened:
        path = flat_sample("energy_balance", tmp_path)
        take(path, open_desk(EXAMPLE), opened, at=AT, by="甲")
        text = path.read_text("utf-8")
        _, _, rows = sample("energy_balance")
        path.write_text(text.replace(rows[-1]["data_source"], "报表"), encoding="utf-8")
        take(path, open_desk(EXAMPLE), opened, at=AT.replace(hour=10), by="乙", reason="来源更正")
        yield opened


def test_a_stored_number_shows_its_versions_and_people(books: Books) -> None:
    """A ledger's cell opens to each statement with its cell, file hash, person, time and reason."""
    one = next(one for one in books.current("energy_balance.data_source") if len(books.history(one.key)) > 1)
    tree = stored(books, LEDGERS, name_of(one))
    people = [(node["by"], node["why"]) for node in walk(tree) if "by" in node]
    assert people == [("乙", "来源更正"), ("甲", "")]
    hashes = {node["basis"].removeprefix("sha256:") for node in walk(tree) if node["name"].startswith("文件")}
    assert all(books.original(digest) for digest in hashes)
    assert len(hashes) == 2
    assert all(
        {"name", "value", "unit", "formula", "basis", "grade", "inputs"} <= set(node) for node in walk(tree)
    )


def test_a_fed_series_opens_to_the_cells_it_sums(books: Books) -> None:
    """A series from a ledger stands on the ledger's cells, whose sum it is."""
    one = books.current("energy")[0]
    tree = stored(books, LEDGERS, f"obs/{name_of(one)}")
    cells = [node for node in tree["inputs"] if node.get("id", "").startswith("obs/energy_balance.amount")]
    assert cells
    assert tree["formula"].startswith("ledger.feed")
    assert tree["value"] == pytest.approx(sum(node["value"] for node in cells) * 1e4, rel=1e-12)


def test_an_unknown_number_gets_its_neighbours(books: Books) -> None:
    """A misspelt name is refused with names that the books hold."""
    one = books.current("energy")[0]
    with pytest.raises(DafengError) as refused:
        stored(books, LEDGERS, name_of(one)[:-2])
    assert refused.value.code == "E_NO_RESULT"
    assert name_of(one) in refused.value.zh


def test_a_result_opens_to_who_brought_its_files_in(outcome: Outcome, books: Books, tmp_path: Path) -> None:
    """The city's CO2 names the run that took each table in; the office's books name the person."""
    desk: Desk = open_desk(EXAMPLE)
    nodes = list(walk(trace(outcome.results, "co2")))
    files = [node for node in nodes if node["name"].startswith("文件")]
    assert files
    assert all([one["by"] for one in node["inputs"]] == ["dafeng run"] for node in files)
    for table in sorted((outcome.out / "inputs" / "city" / "data").iterdir()):
        take(table, desk, books, at=AT, by="丙")
    nodes = list(walk(find(outcome.out, "co2", books, desk.ledgers)))
    assert {node["by"] for node in nodes if "by" in node} == {"丙"}
    assert find(outcome.out, name_of(books.current("energy_balance.")[0]), books, desk.ledgers)["inputs"]


def test_every_result_says_on_which_grades_it_rests(outcome: Outcome) -> None:
    """Every figure with a value has shares that make one; one without has none."""
    for figure in outcome.results["figures"].values():
        whole = sum(figure["shares"].values())
        assert whole == pytest.approx(1 if figure["value"] is not None else 0)


def test_a_run_from_the_books_gives_the_same_account(outcome: Outcome, books: Books, tmp_path: Path) -> None:
    """A city whose tables went into the books has the same CO2 from there, verifiable and with its people."""
    with Books.open(tmp_path / "own") as own:
        for table in sorted((outcome.out / "inputs" / "city" / "data").iterdir()):
            take(table, open_desk(EXAMPLE), own, at=AT, by="丁")
        made = run(EXAMPLE / "plan", EXAMPLE, tmp_path / "out", SETTINGS, held=own)
        assert made.results["accounts"].keys() == outcome.results["accounts"].keys()
        for year, account in made.results["accounts"].items():
            for convention, name in account["co2"].items():
                other = outcome.results["figures"][outcome.results["accounts"][year]["co2"][convention]]
                assert made.results["figures"][name]["value"] == other["value"]
        nodes = list(walk(find(made.out, "co2", own, LEDGERS)))
    assert {node["by"] for node in nodes if "by" in node} == {"丁", "dafeng run"}
    assert verify(made.out).holds
