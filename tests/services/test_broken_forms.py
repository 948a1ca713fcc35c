"""Forms broken in every way we know of: none is taken for what it is not, and the broken cell is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.services.returns import check
from tests.forms import KINDS, Sample, city, missed, planted, rearranged, samples

SEED = 20260101


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_form_is_refused_or_put_right_at_its_cell(kind: str, tmp_path: Path) -> None:
    """One form of each kind: the fault or the note stands at the cell that was broken."""
    answers = [(sample.ledger.id, missed(one, tmp_path)) for sample, one in planted(kind, SEED, 1)]
    assert answers
    assert [answer for answer in answers if answer[1]] == []


@pytest.mark.parametrize("sample", samples(), ids=lambda one: f"{one.ledger.id}-{one.made.period}")
def test_a_valid_form_has_no_fault(sample: Sample, tmp_path: Path) -> None:
    """As we write it nothing is remarked; saved by another program with moved columns it reads the same."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(sample.body)
    sent = check(path, city())
    path.write_bytes(rearranged(sample))
    back = check(path, city())
    assert (sent["faults"], sent["notes"], back["faults"]) == ([], [], [])
    assert {note["code"] for note in back["notes"]} - {"N_DATE_FORMAT"} == {"N_COLUMNS_MOVED"}
    assert sent["observations"] == back["observations"] > 0
