"""The overlay as a file: plain CSV that a spreadsheet opens and a diff shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dafeng.domain.correction import Correction
from dafeng.rules.review_fields import OVERLAY_COLUMNS


def overlay_csv(corrections: Iterable[Correction]) -> bytes:
    """The corrections as UTF-8 with a byte-order mark, a line each, in the order given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OVERLAY_COLUMNS)
    for one in corrections:
        place = one.anchor
        at = "" if place.at is None else place.at
        writer.writerow(
            (one.document, one.title, one.part, one.item, one.action, place.quote, place.before, place.after, at,
             place.printed or "", place.nth, one.field, one.was, one.now, one.who, one.when, one.remark)
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")
