"""The standing of every target of an output folder, as one short list."""

from __future__ import annotations

from typing import Any


def track(body: dict[str, Any]) -> dict[str, Any]:
    """Each target with its standing, reason, latest value and grade."""
    figures = body["figures"]
    listed = []
    for target in body["targets"]:
        standing = target["standing"]
        latest = figures[standing["figures"][0]] if standing["figures"] else None
        listed.append(
            {
                "id": target["id"],
                "alias": target["alias"],
                "indicator": target["indicator"],
                "standing": standing["state"],
                "reason": standing["reason_zh"],
                "reason_en": standing["reason_en"],
                "value": latest["value"] if latest else None,
                "unit": latest["unit"] if latest else None,
                "grade": latest["grade"] if latest else None,
            }
        )
    return {"targets": listed}
