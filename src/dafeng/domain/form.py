"""A form: one ledger for one area and one period on paper, and what its head says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from dafeng.domain.ledger import Ledger

FORM_SHEET = "填报"
LAST_SHEET = "上期"
NOTES_SHEET = "说明"
DRAFT_SHEET = "底稿"
"""A hidden sheet with the head as it was sent out."""
LAST_DRAFT_SHEET = "上期底稿"
"""A hidden copy of last period's sheet, by which an edit of it shows."""
HEADING_ROW = 6
"""The row of the headings as the form is sent out, counted from 0."""

HEAD = {
    "ledger": "台账",
    "area": "地区",
    "period": "时期",
    "filled_by": "填报单位",
    "grade": "数据等级",
    "source": "来源",
    "seal": "校验码",
}
"""The fields of a form's head with their labels; a flat table has them as its first columns, but the seal."""
HEAD_LINES = (("ledger", "area", "period"), ("filled_by", "grade", "seal"), ("source",))
"""The head as it is laid out from the second row on: a label and its value beside it, two cells a field."""
SENT = ("ledger", "area", "period", "seal")
"""What the sender writes; a reply must bring it back unchanged."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a form says of itself; what it does not say is empty."""

    ledger: str = ""
    area: str = ""
    period: str = ""
    filled_by: str = ""
    grade: str = ""
    source: str = ""
    seal: str = ""


def seal(ledger: Ledger, area: str, period: str) -> str:
    """The checksum of a form: it changes with the ledger, its columns and units, the area and the period."""
    columns = [[column.name, column.heading] for column in ledger.columns]
    said = json.dumps([ledger.id, columns, list(ledger.keys), area, period], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
