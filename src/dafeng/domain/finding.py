"""A defect of the plan, with the arithmetic that shows it and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dafeng.domain.grade import Grade


class Severity(StrEnum):
    """How loudly a finding speaks; one that rests on D-grade inputs is never more than a hint."""

    HINT = "hint"  # 提示
    NOTICE = "notice"  # 关注
    SERIOUS = "serious"  # 重要


@dataclass(frozen=True, slots=True)
class FindingInput:
    """One number a finding rests on: a point (`value`) or an interval (`low`, `high`)."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: `kind` is its number in the list of twenty defect kinds.

    `id` is ``<check>:<subjects>``; `display_kind` is one of 口径待明确, 数据待补, 量化不足, 依据更新,
    疑似转录错误.  `arithmetic` is one line a reader can check by hand; `details` are further lines.
    """

    id: str
    check: str
    kind: int
    display_kind: str
    title: str
    clauses: tuple[str, ...]
    targets: tuple[str, ...]
    severity: Severity
    arithmetic: str
    details: tuple[str, ...]
    inputs: tuple[FindingInput, ...]
    settles: str
    proposal: str
