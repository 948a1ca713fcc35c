"""A second corpus, written by another hand: its careful plans draw no remark, its planted defects are found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.rules.vocabulary import load_vocabulary

FOLDER = Path(__file__).with_name("second")
BASES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
PLANTED: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "planted.jsonl").read_text(encoding="utf-8").splitlines()
]
MISSED = {
    (2, "A"),  # a share of last year's load: the words 上一年度 pass for a standing rule
    (9, "C"),  # wind and solar together against their sum under another name
}


def _kinds(text: str) -> set[int]:
    document = Document("plan.txt", text, "0" * 64)
    found = review(read_plan(document, load_vocabulary()), {}, as_of=date(2026, 11, 22))
    return {finding.kind for finding in found}


@pytest.mark.parametrize("name", sorted(BASES))
def test_a_careful_plan_by_another_hand_gives_no_finding(name: str) -> None:
    """Whole plans in other words, structures and places are left alone."""
    assert _kinds(BASES[name]) == set()


@pytest.mark.parametrize("item", PLANTED, ids=lambda item: f"{item['kind']:02d}{item['base']}")
def test_each_defect_planted_by_another_hand_is_found(item: dict[str, Any]) -> None:
    """One edit of the wording gives a finding of its kind; what is still missed is named."""
    text = BASES[item["base"]]
    for old, new in item["edits"]:
        assert old in text
        text = text.replace(old, new)
    assert (item["kind"] in _kinds(text)) != ((item["kind"], item["base"]) in MISSED)
