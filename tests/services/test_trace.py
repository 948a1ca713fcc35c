"""Tracing: from a headline number to statute, cell and file hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dafeng.domain.errors import DafengError
from dafeng.services.run import Outcome
from dafeng.services.trace import load_results, trace


def walk(node: dict[str, Any], depth: int = 1) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every node of a trace with its depth."""
    yield depth, node
    for one in node["inputs"]:
        yield from walk(one, depth + 1)


def test_city_co2_is_traced_to_statutes_and_file_hashes(outcome: Outcome) -> None:
    """The city's CO2 is at least five links deep and ends in hashes of files that really are the inputs."""
    tree = trace(outcome.results, "co2")
    nodes = list(walk(tree))
    assert max(depth for depth, _ in nodes) >= 5
    assert any("环办气候函〔2024〕321号" in node["name"] for _, node in nodes)
    hashes = {
        node["basis"].removeprefix("sha256:") for _, node in nodes if node["basis"].startswith("sha256:")
    }
    data = outcome.out / "inputs" / "city" / "data"
    assert hashes <= {hashlib.sha256(path.read_bytes()).hexdigest() for path in data.iterdir()}
    assert hashes


def test_nodes_have_the_contracted_fields(outcome: Outcome) -> None:
    """Each node says name, value, unit, formula, basis, grade and inputs."""
    for _, node in walk(trace(outcome.results, "energy/2020")):
        assert {"name", "value", "unit", "formula", "basis", "grade", "inputs"} <= node.keys()


def test_sums_in_a_trace_add_up(outcome: Outcome) -> None:
    """Below the default total stand parts whose values sum to it."""
    tree = trace(outcome.results, "co2/2019")
    assert sum(part["value"] for part in tree["inputs"]) == pytest.approx(tree["value"], rel=1e-12)


def test_every_summary_number_can_be_asked_for(outcome: Outcome) -> None:
    """Targets, findings, probabilities and every account figure answer to their ids and codes."""
    body = outcome.results
    names = [target["alias"] or target["id"] for target in body["targets"]]
    names += [finding["alias"] or finding["id"] for finding in body["findings"]]
    names += [fill["probability_by_2029"] for fill in body["pathway"]["fills"]]
    names += [identity for made in body["accounts"].values() for identity in made["co2"].values()]
    for name in names:
        assert trace(body, name)["name"]


def test_an_unknown_name_gets_its_neighbours(outcome: Outcome) -> None:
    """A misspelt id is refused with the nearest ones."""
    with pytest.raises(DafengError) as refusal:
        trace(outcome.results, "co2/teritorial/511600/2020")
    assert refusal.value.code == "E_NO_RESULT"
    assert "co2/territorial/511600/2020" in refusal.value.zh


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    """Asking a folder that no run made says what to do first."""
    with pytest.raises(DafengError) as refusal:
        load_results(tmp_path)
    assert refusal.value.code == "E_NO_RESULTS"
