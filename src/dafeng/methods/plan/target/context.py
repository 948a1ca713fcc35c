"""What a segment takes over from those before it in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dafeng.methods.plan.target.amounts import years_of
from dafeng.methods.plan.target.moments import looks_ahead, times_in
from dafeng.methods.plan.target.segments import Segment
from dafeng.methods.plan.target.subjects import Subject

_SPREAD_HEDGE = re.compile(r"^(力争|确保|争取|预计)(?=到?20|到?“?十)")
_TOLD = re.compile(r"20\d\d年(?:底|末)?(?:为|已|有|共|实有)")


@dataclass(slots=True)
class Context:
    """The running state of a sentence.

    `inherited` is true while the year is that of the sentence before.  `hedge` is one that stands before
    the time expression and so holds up to the next ；.  `nominal` is the last segment without a number,
    which may turn out to be the subject of the next.  `kind` and `unit` are those of the last promise,
    `ahead` is true under a time expression that announces a goal.  `topic` is the body the sentence is
    about, `parts` is true in a list of what makes up the number before (其中…), `told`
    where a segment tells a figure of an earlier year, `lead` the line of business its paragraph is headed with, `lead_base` a base year that opens the
    sentence (在2020年的基础上，…).
    """

    clause: str
    year: int | None
    inherited: bool
    years: list[int] = field(default_factory=list)
    time_start: int | None = None
    standing_from: bool = False
    hedge: str | None = None
    base: int | None = None
    lead_base: int | None = None
    nominal: Subject | None = None
    subjects: list[Subject] = field(default_factory=list)
    scope: str | None = None
    pattern: str = ""
    kind: str = ""
    unit: str | None = None
    ahead: bool = False
    topic: str | None = None
    lead: str | None = None
    parts: bool = False
    told: bool = False

    def enter(self, segment: Segment, text: str) -> None:
        """Take note of the segment's separator and of its time expressions."""
        if segment.before == "；":
            self.hedge = None
        if text.startswith("其中"):
            self.parts = True
        elif segment.before not in {"、", "，"}:
            self.parts = False
        self.told = False
        times = times_in(text)
        if not times:
            return
        years = [year for time in times for year in years_of(time)]
        self.told = bool(_TOLD.match(text) and self.ahead and self.year and years[-1] < self.year)
        if self.told:  # …达到12家以上，2025年为5家: where it stands, beside the goal
            return
        self.years = years
        self.year, self.inherited = self.years[-1], False
        self.ahead = looks_ahead(times[-1])
        self.standing_from = times[-1].endswith("起")
        self.time_start = segment.start
        spread = _SPREAD_HEDGE.match(text)
        if spread:
            self.hedge = spread.group(1)
