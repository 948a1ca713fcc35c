"""Sums of a group and of another ledger: what is not known is held against nobody, what is missing is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.domain.grade import Absence, Grade
from dafeng.domain.ledger import Check, CheckKind, Entry, Ledger, Return
from dafeng.domain.observation import SourceCell
from dafeng.methods.ledgers.checks import check_return
from dafeng.rules.ledgers import parse_ledger

CELL = SourceCell("form.xlsx", "填报", 8, "A", "0" * 64)
SOUND = """
id = "{id}"
zh = "{id}"
en = "{id}"
capability = "C20"
role = "统计部门"
role_en = "Statistics"
frequency = "year"
due_days = 30
grade = "A"
publication = "内部"
basis = "示例"
keys = ["code", "part"]

[[columns]]
name = "code"
zh = "编号"
en = "Code"
type = "text"
required = true

[[columns]]
name = "part"
zh = "部分"
en = "Part"
type = "text"
required = true

[[columns]]
name = "amount"
zh = "数量"
en = "Amount"
type = "number"
unit = "吨"
required = true
"""
BASE = parse_ledger("mine", SOUND.format(id="mine"))
GROUP = Check("few", CheckKind.GROUP, "SUM(amount) >= 10", "少", "Few", ("amount",), ("code",))
BESIDE = replace(
    GROUP, id="beside", kind=CheckKind.LEDGER, rule="SUM(amount) <= other_amount", ledger="theirs"
)
LISTED = replace(BESIDE, id="listed", rule="other_rows > 0")


def _with(check: Check) -> Ledger:
    return replace(BASE, checks=(check,))


def _return(ledger: str, *rows: tuple[str, float | Absence]) -> Return:
    made = []
    for number, (code, amount) in enumerate(rows):
        absence = amount if isinstance(amount, Absence) else None
        value = None if isinstance(amount, Absence) else amount
        made.append(
            {
                "code": Entry(None, code, None, code, "", CELL),
                "part": Entry(None, str(number), None, str(number), "", CELL),
                "amount": Entry(value, None, absence, "", "吨", CELL),
            }
        )
    return Return(ledger, "999900", "2025", tuple(made), Grade.A, "", "", "form.xlsx", "0" * 64)


def _codes(check: Check, made: Return, *theirs: Return) -> list[str]:
    faults = check_return(_with(check), made, None, {"theirs": theirs}).faults
    return list(dict.fromkeys(fault.code for fault in faults))


@pytest.mark.parametrize(
    ("second", "told"),
    [(5.0, True), (8.0, False), (Absence.NOT_OCCURRING, True), (Absence.ABSENT, False), (Absence.CONFIDENTIAL, False)],
)  # fmt: skip
def test_a_sum_with_an_unknown_part_is_undecided(second: float | Absence, told: bool) -> None:
    """What did not occur adds nothing; what is absent or confidential leaves the sum unknown, so none is blamed."""
    assert _codes(GROUP, _return("mine", ("a", 3.0), ("a", second))) == ["E_FEW"] * told


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ((("a", 4.0),), True),
        ((("a", 4.0), ("a", 4.0)), False),
        ((("a", 4.0), ("a", Absence.NOT_OCCURRING)), True),
        ((("a", 4.0), ("a", Absence.ABSENT)), False),
        ((("b", 1.0),), False),
    ],
)
def test_another_ledger_with_an_unknown_part_decides_nothing(
    theirs: tuple[tuple[str, float | Absence], ...], told: bool
) -> None:
    """The other ledger's sum counts only where every part of it is known, and only over the same keys."""
    made = _return("mine", ("a", 3.0), ("a", 3.0))
    assert _codes(BESIDE, made, _return("theirs", *theirs)) == ["E_BESIDE"] * told


def test_another_ledger_in_several_returns_is_added_up() -> None:
    """Returns of the other ledger are one sum, as when months stand beside a year."""
    made = _return("mine", ("a", 6.0))
    assert _codes(BESIDE, made, _return("theirs", ("a", 4.0))) == ["E_BESIDE"]
    assert _codes(BESIDE, made, _return("theirs", ("a", 4.0)), _return("theirs", ("a", 4.0))) == []


def test_a_row_that_is_not_listed_there_is_told_at_its_cell() -> None:
    """``other_rows`` counts the rows of the same key, even where their numbers are confidential."""
    made = _return("mine", ("a", 1.0), ("b", 1.0))
    assert _codes(LISTED, made, _return("theirs", ("a", Absence.CONFIDENTIAL))) == ["E_LISTED"]
    assert _codes(LISTED, made, _return("theirs", ("a", 1.0), ("b", 1.0))) == []


def test_without_the_other_ledger_the_check_is_silent() -> None:
    """A check whose material has not come in holds nothing against anybody."""
    assert _codes(LISTED, _return("mine", ("a", 1.0))) == []
    assert _codes(BESIDE, _return("mine"), _return("theirs", ("a", 1.0))) == []
