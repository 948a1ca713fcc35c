"""Which ledgers there are, who fills them, and when they are due."""

from __future__ import annotations

from dafeng.domain.period import FREQUENCY_ZH
from dafeng.services.desk import Desk
from dafeng.services.returns import Json


def ledgers(desk: Desk, word: str | None = None) -> list[Json]:
    """The ledgers whose id, name, role or capability holds the word; all without one."""
    found = []
    for one in desk.ledgers.values():
        names = (one.id, one.zh, one.en.lower(), one.role, one.role_en.lower(), one.capability)
        if word is None or any(word.lower() in name.lower() for name in names):
            found.append(
                {
                    "id": one.id,
                    "name_zh": one.zh,
                    "name_en": one.en,
                    "capability": one.capability,
                    "role_zh": one.role,
                    "role_en": one.role_en,
                    "frequency": one.frequency.value,
                    "frequency_zh": FREQUENCY_ZH[one.frequency],
                    "due_days": one.due_days,
                    "columns": len(one.columns),
                    "publication": one.publication.value,
                }
            )
    return found
