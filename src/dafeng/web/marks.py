"""Where targets stand in a clause's text, cut into segments a template can print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote

_NUMBER = 8  # characters a clause number such as “（十二）” may take before the heading


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text; `href` leads to the target it belongs to, `anchors` are what leads here."""

    text: str
    heading: bool
    kind: str  # "", "quote" or "value"
    href: str
    anchors: tuple[str, ...]


def segments(clause: Mapping[str, Any], targets: Sequence[Mapping[str, Any]]) -> tuple[Segment, ...]:
    """A clause's text with the quotes and values of its targets marked; nothing is lost or moved.

    Offsets of targets count from the start of the document; a span outside the clause is left out.
    Where spans overlap, the shortest one leads.
    """
    text, origin = clause["text"], clause["start"]
    head = heading_end(text, clause["heading"])
    spans = []
    for target in targets:
        for kind, low, high in (
            ("quote", target["quote_start"], target["quote_end"]),
            ("value", target["value_start"], target["value_end"]),
        ):
            if low is not None and high is not None and 0 <= low - origin < high - origin <= len(text):
                spans.append((low - origin, high - origin, kind, target["id"]))
    cuts = sorted({0, head, len(text), *(cut for low, high, _, _ in spans for cut in (low, high))})
    first = {
        target["id"]: min((low for low, _, _, key in spans if key == target["id"]), default=None)
        for target in targets
    }
    made = []
    for low, high in pairwise(cuts):
        over = [(end - start, kind, key) for start, end, kind, key in spans if start <= low and high <= end]
        _, kind, leads = min(over, key=lambda span: (span[0], span[1] != "value"), default=(0, "", ""))
        href = "#" + quote(target_anchor(leads)) if leads else ""
        anchors = tuple(quote_anchor(key) for key, start in first.items() if start == low)
        made.append(Segment(text[low:high], high <= head, kind, href, anchors))
    return tuple(made)


def heading_end(text: str, heading: str) -> int:
    """Where a clause's heading ends in its text, its number included; 0 if the text does not open with it.

    >>> heading_end("（一）主要目标。到2025年", "主要目标")
    7
    """
    start = text.find(heading, 0, len(heading) + _NUMBER) if heading else -1
    return 0 if start < 0 else start + len(heading)


def clause_anchor(clause_id: str) -> str:
    """The anchor of a clause on the plan page."""
    return f"clause-{clause_id}"


def target_anchor(target_id: str) -> str:
    """The anchor of a target's entry on the plan page; ``#`` would end the address."""
    return f"target-{target_id.replace('#', '.')}"


def quote_anchor(target_id: str) -> str:
    """The anchor of a target's words in the text."""
    return f"quote-{target_id.replace('#', '.')}"


def finding_anchor(finding_id: str) -> str:
    """The anchor of a finding; an id of many subjects may hold what an address may not."""
    return f"finding-{finding_id.replace('#', '.').replace(' ', '')}"
