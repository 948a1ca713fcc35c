"""A person goes over what was read: the sheet goes out, comes back as an overlay, and is laid over each reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from dafeng.domain.correction import Anchor, Correction, Reviewed
from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.plan import Plan
from dafeng.methods.plan.anchors import pasted
from dafeng.methods.plan.items import items
from dafeng.readers.city import PLAN_OVERLAY
from dafeng.readers.overlay import read_overlay
from dafeng.readers.review_sheet import read_review
from dafeng.rules.review_fields import FILE, choices
from dafeng.rules.vocabulary import load_vocabulary
from dafeng.services.inputs import collect
from dafeng.services.planning import Json, read, read_corrected
from dafeng.writers.overlay import overlay_csv
from dafeng.writers.xlsx import review_sheet

DOUBTFUL = 0.6


def review(
    files: Sequence[Path],
    out: Path | None,
    sheet: Path | None,
    overlay: Path | None,
    data: Path | None,
    by: str,
    as_of: date,
) -> Json:
    """Write the review sheet to `out`, or read `sheet` back into the overlay; the city folder holds the overlay.

    Raises
    ------
    DafengError
        ``E_REVIEW_WAY`` unless exactly one way is asked for, and there is a place for the overlay.

    """
    if (out is None) == (sheet is None):
        raise DafengError(
            "E_REVIEW_WAY",
            "请给出 --out（导出核对表）或 --apply（读回核对表）中的一个。",
            "Give either --out to write the sheet or --apply to read it back.",
        )
    city = collect(files[0], data).city
    if out is not None:
        return export(files, out, city, overlay, as_of)
    place = overlay or (city / PLAN_OVERLAY if city is not None else None)
    if place is None or sheet is None:
        raise DafengError(
            "E_REVIEW_WAY",
            "读回时请用 --overlay 指明更正文件，或用 --data 指明有 city.toml 的城市文件夹。",
            "To read back, name the file with --overlay, or a city folder with a city.toml with --data.",
        )
    return apply(files, sheet, city, place, by, as_of)


def export(files: Sequence[Path], out: Path, city: Path | None, overlay: Path | None, as_of: date) -> Json:
    """Write the review sheet of a plan of one or several files.

    Raises
    ------
    DafengError
        ``E_EXISTS`` rather than overwrite a sheet that somebody may have filled in.

    """
    if out.exists():
        raise DafengError(
            "E_EXISTS", f"“{out.name}”已存在，未覆盖。", f"{out.name!r} exists; nothing was overwritten."
        )
    plan, _ = read_corrected(files, city, overlay)
    found = items(plan, load_vocabulary().simplified)
    out.write_bytes(review_sheet(found, as_of.isoformat()))
    weak = sum(item.confidence is not None and item.confidence < DOUBTFUL for item in found)
    return {
        "file": out.name,
        "items": dict(sorted(Counter(item.part for item in found).items())),
        "doubtful": weak,
        "checked": sum(item.checked is not None for item in found),
    }


def apply(files: Sequence[Path], sheet: Path, city: Path | None, overlay: Path, by: str, as_of: date) -> Json:
    """Read a review sheet back and add what it says to the overlay, whole or not at all.

    Raises
    ------
    DafengError
        ``E_REVIEW`` with every fault at its cell.

    """
    if not sheet.is_file():
        raise DafengError(
            "E_NO_FILE",
            f"找不到核对表“{sheet.name}”，请检查路径。",
            f"There is no sheet {sheet.name!r}; check the path.",
        )
    rows = read_review(sheet, by)
    plan = read(files, city)
    faults: list[Fault] = []
    batches = [batch for row in rows if (batch := _batch(row, plan, as_of.isoformat(), faults))]
    if faults:
        raise DafengError(
            "E_REVIEW",
            f"核对表有 {len(faults)} 处错误，全部未采用。",
            f"{len(faults)} faults in the review sheet; nothing was used.",
            tuple(faults),
        )
    held = list(read_overlay(overlay)) if overlay.exists() else []
    before = set(held)
    fresh = [one for batch in batches if not set(batch) <= before for one in batch]
    if fresh:
        partial = overlay.with_name(f"{overlay.name}.partial")
        partial.write_bytes(overlay_csv([*held, *fresh]))
        partial.replace(overlay)
    counts = Counter(batch[0].action for batch in batches)
    return {
        "overlay": overlay.name,
        **{action: counts[action] for action in choices("conclusion").values()},
        "lines_added": len(fresh),
        "corrections": [
            {"part": one.part, "item": one.item, "action": one.action, "field": one.field, "was": one.was, "now": one.now}
            for _, batch in groupby(fresh, lambda one: (one.part, one.item, one.anchor))
            for one in batch
            if one.was != one.now or not one.field
        ],
    }  # fmt: skip


def _batch(row: Reviewed, plan: Plan, when: str, faults: list[Fault]) -> list[Correction]:
    """The lines of one row: every field of a record that the person vouches for, one line for a removal."""
    if row.item is not None:
        item = row.item
        place, document, title, was = item.anchor, item.document, item.title, item.fields
        now = {**was, **row.changed}
        if title != _title(plan) and document != plan.document.sha256:
            faults.append(_stranger(row, title, _title(plan)))
            return []
    else:
        anchored = _place(row, plan, faults)
        if anchored is None:
            return []
        place, document, title, was, now = anchored, plan.document.sha256, _title(plan), {}, row.changed
    fields = {"": ""} if row.action == "removed" else now
    return [
        Correction(
            document, title, row.part, row.item.id if row.item else "", row.action, place, field,
            was.get(field, ""), text, row.who, when, row.remark,
        )
        for field, text in fields.items()
    ]  # fmt: skip


def _place(row: Reviewed, plan: Plan, faults: list[Fault]) -> Anchor | None:
    simplified = load_vocabulary().simplified
    place, count = pasted(plan.document.text, row.quote, row.changed.get("value", ""), simplified)
    if place is None:
        zh = (
            f"这句话在方案中出现 {count} 次，请粘贴更长的一句。"
            if count
            else "方案中找不到这句话，请从原文复制整句。"
        )
        en = (
            f"The sentence stands in {count} places of the plan; paste a longer one."
            if count
            else "The plan has no such sentence; copy it from the plan as it stands."
        )
        faults.append(Fault("E_REVIEW_QUOTE", row.place, zh, en))
    return place


def _stranger(row: Reviewed, title: str, given: str) -> Fault:
    return Fault(
        "E_REVIEW_FILE",
        row.place,
        f"“{FILE}”列的“{title}”不是这次给出的方案：{given}。",
        f"This row is about {title!r}, the plan given is {given!r}.",
    )


def _title(plan: Plan) -> str:
    return plan.document.title or plan.document.name
