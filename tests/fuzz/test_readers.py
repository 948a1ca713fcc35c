"""A sample of ``make fuzz``: whatever a file holds, its reading ends in time, in bounds and with an answer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.fuzz.driver import MOST_MEMORY, batched, run
from tests.fuzz.mutations import case

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the driver waits with alarms and select")
SEED = 20300101


@pytest.mark.slow
def test_a_thousand_damaged_files(tmp_path: Path) -> None:
    """No damaged file crashes, hangs, or takes a gigabyte; each gives a plan or an error with both languages."""
    broken = []
    with batched() as batch:
        for index in range(1000):
            kind, name, data = case(SEED, index)
            outcome = run(data, tmp_path / name)
            if outcome.violation:
                broken.append((index, kind, outcome.violation))
    assert broken == []
    assert batch.memory < MOST_MEMORY


def test_a_child_for_each_file(tmp_path: Path) -> None:
    """The same holds on the way the product goes, with a child of its own for every file."""
    outcomes = [
        run(data, tmp_path / name) for _, name, data in (case(SEED + 1, index) for index in range(40))
    ]
    assert [outcome.violation for outcome in outcomes if outcome.violation] == []
    assert {"read", "E_DOCX_BROKEN"} <= {outcome.code for outcome in outcomes}


def test_the_same_index_gives_the_same_bytes() -> None:
    """A case can be made again from its seed and index alone."""
    assert [case(SEED, index) for index in range(30)] == [case(SEED, index) for index in range(30)]
