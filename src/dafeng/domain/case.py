"""Something under review, with the steps it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dafeng.domain.errors import DafengError


class CaseKind(StrEnum):
    """What is reviewed."""

    PROJECT = "project"  # 项目
    FILING = "filing"  # 备案
    ISSUE = "issue"  # 问题


class Step(StrEnum):
    """Where a case stands."""

    OPENED = "opened"  # 受理
    REVIEWED = "reviewed"  # 审查
    RETURNED = "returned"  # 退回
    CLOSED = "closed"  # 办结


@dataclass(frozen=True, slots=True)
class Case:
    """A case (事项) about a subject; due on a day or without one.

    Raises
    ------
    DafengError
        ``E_CASE_DAYS`` for a case that is due before it was opened.

    """

    id: str
    kind: CaseKind
    subject: str
    title: str
    step: Step
    opened_on: date
    due_on: date | None = None
    owner: str = ""

    def __post_init__(self) -> None:
        if self.due_on is not None and self.due_on < self.opened_on:
            raise DafengError(
                "E_CASE_DAYS",
                f"事项“{self.id}”的期限 {self.due_on} 早于受理日 {self.opened_on}。",
                f"Case {self.id!r} is due on {self.due_on}, before it was opened on {self.opened_on}.",
            )

    @property
    def key(self) -> str:
        return self.id
