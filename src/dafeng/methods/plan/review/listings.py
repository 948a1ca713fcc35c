"""Numbered lists under a printed label (专栏3, 附表1): what the text hands on to them, and shares that make a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement

_LABEL = re.compile(
    r"^[ \t\u3000]*(?P<label>(?:专栏|附表|附件|表)\s*[\d一二三四五六七八九十]+)(?P<title>.*)$"
)
_ITEM = re.compile(r"^[ \t\u3000]*(?:\d{1,2}\s*[.．、]|[（(][\d一二三四五六七八九十]+[）)]|[①-⑳]|[—•●·-])")


@dataclass(frozen=True, slots=True)
class Listing:
    """A labelled list: its label without spaces, its title, and the amounts of each of its items."""

    label: str
    title: str
    items: tuple[tuple[Statement, ...], ...]
    start: int
    end: int


def listings(context: Context) -> Iterator[Listing]:
    """Every label on a line of its own with the numbered lines right under it."""
    label: re.Match[str] | None = None
    begun, place, spans = 0, 0, list[tuple[int, int]]()
    for line in [*context.plan.document.text.splitlines(keepends=True), "\n", "end"]:
        found = _LABEL.match(line.rstrip("\n"))
        if label and _ITEM.match(line):
            spans.append((place, place + len(line)))
        elif line.strip() or found:
            if label and len(spans) > 1:
                yield _listing(context, label, spans, begun)
            label, begun, spans = found, place, []
        place += len(line)


def _listing(context: Context, label: re.Match[str], spans: list[tuple[int, int]], start: int) -> Listing:
    items = tuple(
        tuple(one for one in context.statements if one.stop and begin <= one.start < end)
        for begin, end in spans
    )
    name = re.sub(r"\s", "", label["label"])
    return Listing(name, label["title"].strip(), items, start, spans[-1][1])
