"""Where a number comes from: its cell, its file, who brought the file in, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dafeng.domain.submission import Submission

Json = dict[str, Any]
Taken = Mapping[str, Sequence[Submission]]
"""Who brought in each file, by its SHA-256."""


def leaf(name: str, basis: str, grade: str) -> Json:
    """A node without a number of its own."""
    return {
        "name": name,
        "value": None,
        "unit": "",
        "formula": None,
        "basis": basis,
        "grade": grade,
        "inputs": [],
    }


def of_cell(cell: Json, grade: str, taken: Taken) -> Json:
    """A cell, the file it stands in, and the people who brought the file in."""
    where = f"{cell['file']}!{cell['sheet'] + '!' if cell['sheet'] else ''}{cell['column']}{cell['row']}"
    file = leaf(f"文件 {cell['file']}", f"sha256:{cell['sha256']}", grade)
    file["inputs"] = [_submission(one, grade) for one in taken.get(cell["sha256"], ())]
    return {**leaf(f"单元格 {where}", cell["file"], grade), "inputs": [file]}


def _submission(one: Submission, grade: str) -> Json:
    about = " ".join(part for part in (one.ledger, one.area, one.period) if part)
    why = f"，原因：{one.reason}" if one.reason else ""
    node = leaf(
        f"入账 {one.id}：{one.by}，{one.at}{why}", f"事件 {one.event}，sha256:{one.event_hash}", grade
    )
    return {**node, "by": one.by, "at": one.at, "why": one.reason, "about": about}
