"""What a person says about a reading: a correction, anchored in the words of the plan and not in offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a plan that is found again after the file was saved anew or the reader has changed.

    `quote`, `before` and `after` are words of the reading view.  `printed` is the figure as printed and
    `at` the number of letters and digits of the quote before it; both are None for a place without a
    figure.  `nth` counts the items that were read at this very place, from 0.
    """

    quote: str
    before: str
    after: str
    at: int | None
    printed: str | None
    nth: int


@dataclass(frozen=True, slots=True)
class Item:
    """One reading under review; `fields` are texts, `confidence` is None for a part that has none.

    `document` is the hash of the file it was read from, `title` what people call it.
    """

    document: str
    title: str
    part: str
    id: str
    clause: str
    heading: str
    fields: dict[str, str]
    anchor: Anchor
    context: str
    place: str
    confidence: float | None
    checked: str | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A row of a review sheet that says something, in stored values.

    `item` is None in a row for what the reader has missed; then `quote` is what the person pasted.
    `changed` are the texts by field that the person gives; all fields for a missed item.
    """

    place: str
    part: str
    action: str
    item: Item | None
    quote: str
    changed: dict[str, str]
    who: str
    remark: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one item as read and as a person has it; texts, empty where the plan says nothing.

    `part` is ``target``, ``task`` or ``project``; `action` one of ``confirmed corrected removed added``.  A removal
    has no field.  `item` is the id at the time of the review and is not used to find the item again.
    """

    document: str
    title: str
    part: str
    item: str
    action: str
    anchor: Anchor
    field: str
    was: str
    now: str
    who: str
    when: str
    remark: str


@dataclass(frozen=True, slots=True)
class OverlayNote:
    """What became of a correction: `status` is one of ``applied settled differs restored unfit``.

    ``applied`` changes what the reader says; ``settled`` says that the reader agrees by now; ``differs``
    that the reader has changed its mind where the person had confirmed it, and the person is followed;
    ``restored`` that the reader no longer sees the item; ``unfit`` that the words are not in the plan.
    """

    status: str
    part: str
    item: str
    field: str
    now: str
    read: str
    quote: str
    zh: str
    en: str
