"""The review on planted defects: every one found at its clause, and nothing said of a careful plan."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.rules.vocabulary import load_vocabulary


def _corpus() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted_corpus", Path(__file__).with_name("planted.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted_corpus"] = module
    spec.loader.exec_module(module)
    return module


CORPUS = _corpus()
# A peak cap stands in the text, so the review holds that the total is spoken of.
MISSED = {(20, "D")}
# The place is a box outside every clause, or the clause named is the one that was emptied.
ELSEWHERE = {(2, "E"), (4, "B"), (7, "E"), (8, "E")}


def _findings(text: str) -> tuple[Finding, ...]:
    document = Document("plan.txt", text, "0" * 64, issued="2026-06-01")
    return review(read_plan(document, load_vocabulary()), {}, as_of=date(2026, 9, 1))


@pytest.mark.parametrize("name", sorted(CORPUS.BASES))
def test_a_careful_plan_gives_no_finding(name: str) -> None:
    """A whole plan without defects is left alone by every check."""
    assert [finding.id for finding in _findings(CORPUS.BASES[name])] == []


@pytest.mark.parametrize("item", CORPUS.PLANTED, ids=lambda item: f"{item.kind:02d}{item.base}")
def test_each_planted_defect_is_found_at_its_clause(item: object) -> None:
    """One defect planted in the wording of a whole plan gives a finding of its kind where it stands."""
    kind, base, wanted, text = item.kind, item.base, item.clause, item.text  # type: ignore[attr-defined]
    hits = [finding for finding in _findings(text) if finding.kind == kind]
    if (kind, base) in MISSED:
        assert not hits, "found now: take it off the list"
        return
    assert hits
    placed = any(clause.endswith(one) for one in wanted.split("、") for hit in hits for clause in hit.clauses)
    assert placed or (kind, base) in ELSEWHERE
