"""The policy table, cell by cell."""

from __future__ import annotations

from itertools import product

import pytest

from dafeng.access.policy import GRANTS, LOCAL_OWNER, STRANGER, Action, Actor, Role, allowed, require
from dafeng.domain.errors import DafengError

# Written out here a second time on purpose: a changed cell must change in two places.
EXPECTED = {
    (Role.OWNER, Action.SEE_HEALTH): True,
    (Role.OWNER, Action.READ_RESULT): True,
    (Role.OWNER, Action.READ_DOCUMENT): True,
    (Role.OWNER, Action.READ_BOOKS): True,
    (Role.OWNER, Action.WRITE_BOOKS): True,
    (Role.OWNER, Action.BACK_UP): True,
    (Role.OWNER, Action.RESTORE): True,
    (Role.OWNER, Action.AUDIT): True,
    (Role.STRANGER, Action.SEE_HEALTH): True,
    (Role.STRANGER, Action.READ_RESULT): False,
    (Role.STRANGER, Action.READ_DOCUMENT): False,
    (Role.STRANGER, Action.READ_BOOKS): False,
    (Role.STRANGER, Action.WRITE_BOOKS): False,
    (Role.STRANGER, Action.BACK_UP): False,
    (Role.STRANGER, Action.RESTORE): False,
    (Role.STRANGER, Action.AUDIT): False,
}


def test_the_expected_table_is_whole() -> None:
    """Every cell of role × action is enumerated, so a new role or action must be decided here."""
    assert set(EXPECTED) == set(product(Role, Action))


@pytest.mark.parametrize(("cell", "expected"), EXPECTED.items(), ids=str)
def test_each_cell(cell: tuple[Role, Action], expected: bool) -> None:
    """Each role may do exactly what the table grants, and every answer carries a reason in both languages."""
    role, action = cell

    decision = allowed(Actor("someone", role), action, "results")

    assert decision.allowed is expected
    assert decision.reason_zh
    assert decision.reason_en
    if not expected:
        with pytest.raises(DafengError, match="E_DENIED"):
            require(Actor("someone", role), action, "results")


@pytest.mark.parametrize(
    ("actor", "action"),
    [
        (Actor("ghost", "administrator"), Action.READ_RESULT),
        (LOCAL_OWNER, "delete_everything"),
        (Actor("", ""), ""),
    ],
)
def test_the_unknown_is_refused(actor: Actor, action: str) -> None:
    """A role or an action that nobody defined is refused: the default is closed."""
    decision = allowed(actor, action, "results")

    assert not decision.allowed
    assert "results" in decision.reason_en


def test_nothing_is_granted_beyond_the_table() -> None:
    """The grants name only declared roles and actions."""
    assert set(GRANTS) <= set(product(Role, Action))
    assert STRANGER.role == Role.STRANGER
