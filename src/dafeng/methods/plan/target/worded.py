"""Targets told in words, read segment by segment with the rules of `worded_rules`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from dafeng.domain.plan import Reading
from dafeng.methods.plan.outline.structure import Block
from dafeng.methods.plan.target.amounts import years_of
from dafeng.methods.plan.target.draft import Draft
from dafeng.methods.plan.target.moments import HISTORY, PAST, times_in
from dafeng.methods.plan.target.segments import Segment, segments, sentences
from dafeng.methods.plan.target.worded_rules import RULES, Place, Words, assigned
from dafeng.methods.plan.view.surface import Surface
from dafeng.rules.vocabulary import Vocabulary


def worded_targets(
    view: Surface, blocks: tuple[Block, ...], vocabulary: Vocabulary, numeric: list[Draft], since: int | None
) -> list[Draft]:
    """All targets without a printed number, in the order of the text."""
    taken = [(draft.value_start, draft.value_end) for draft in numeric]
    numbers = sorted(start for start, _ in taken if start is not None)
    units = vocabulary.units
    drafts: list[Draft] = []
    for block in blocks:
        topic = re.search(r"“[^”]{2,8}”项目", view.text[block.start : block.end])
        for start, end in sentences(view.text, block.start, block.end):
            if not HISTORY.search(view.text[start:end]):
                parts = segments(view.text, start, end, units)
                found = _sentence(
                    view.text, parts, numbers, topic.group() if topic else "", vocabulary, block.clause
                )
                drafts += [
                    draft for draft in found if since is None or draft.year is None or draft.year >= since
                ]
    return drafts


def _sentence(
    text: str, parts: list[Segment], numbers: list[int], topic: str, vocabulary: Vocabulary, clause: str
) -> Iterator[Draft]:
    lead: str | None = None
    lead_start: int | None = None
    lead_index = -2
    for index, part in enumerate(parts):
        words = text[part.start : part.end]
        times = tuple(times_in(words))
        if times:
            lead, lead_start, lead_index = times[-1], part.start, index
        if PAST.search(words) or bisect_left(numbers, part.start) < bisect_left(numbers, part.end):
            continue
        earlier = text[parts[index - 1].start : parts[index - 1].end] if index else ""
        whole = text[parts[0].start : parts[-1].end]
        place = Place(words, times, lead, lead_index >= index - 1, earlier, topic, whole, vocabulary)
        found = list(assigned(place)) or [read for rule in RULES if (read := rule(place))][:1]
        for read in found:
            begin = parts[index - 1].start if read.from_earlier else part.start
            yield _draft(
                read, clause, lead, begin, part.end, None if read.from_earlier else lead_start, vocabulary
            )


def _draft(
    read: Words, clause: str, time: str | None, start: int, end: int, lead: int | None, vocabulary: Vocabulary
) -> Draft:
    reading = Reading(read.value, read.unit, read.words) if read.value is not None else None
    return Draft(
        clause,
        read.indicator,
        vocabulary.spellings.get(read.indicator),
        read.comparator,
        None,
        None,
        None,
        years_of(time)[-1] if time else None,
        None,
        read.kind,
        read.hedge,
        read.scope,
        "qualitative",
        start,
        end,
        None,
        None,
        reading,
        lead,
    )
