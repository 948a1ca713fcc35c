"""Corrections made by a person, laid over a plan each time it is read.

The corrections of one review of one item form a record.  A record is found again by its words, so it
survives a new file, a better reader and new ids; whatever no longer fits is told and never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dafeng.domain.correction import Anchor, Correction, OverlayNote
from dafeng.domain.plan import Plan, Project, Target, Task
from dafeng.methods.plan.anchors import Ground, found, ground, letter_count, squeezed
from dafeng.methods.plan.items import as_told, project_fields, spot, target_fields, task_as_told, task_fields
from dafeng.methods.plan.outline.structure import PREAMBLE
from dafeng.rules.vocabulary import Vocabulary

_HALF = 0.5

_WORDS = {
    "applied": ("已按人工更正采用", "the correction is used"),
    "settled": ("现在读到的与更正一致", "the reader agrees by now"),
    "differs": ("人工核对过的值与现在读到的不同，以人工为准", "the reader has changed its mind; the person's value holds"),
    "restored": ("现在没有读到这一项，按人工记录补上", "the reader no longer sees it; restored from the person's record"),
    "missing": ("方案中找不到这段原文，未采用；请对照新文本重新核对", "the plan no longer has these words; not used, review it again"),
    "twice": ("这段原文在方案中出现多次，无法确定是哪一处，未采用", "the words stand in several places; not used"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """What a person said about one item in one review; `fields` are (was, now) texts by field."""

    part: str
    item: str
    action: str
    anchor: Anchor
    fields: dict[str, tuple[str, str]]

    @property
    def now(self) -> dict[str, str]:
        return {name: now for name, (_, now) in self.fields.items()}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A plan with its corrections, what became of each, and how many belong to other documents."""

    plan: Plan
    notes: tuple[OverlayNote, ...]
    elsewhere: int


def corrected(plan: Plan, corrections: Iterable[Correction], vocabulary: Vocabulary) -> Corrected:
    """The plan with the corrections that belong to it; a later review of an item replaces an earlier one."""
    own, elsewhere = [], 0
    for one in corrections:
        if _belongs(one, plan):
            own.append(one)
        else:
            elsewhere += 1
    records = _records(own, vocabulary.simplified)
    layer = _Layer(plan, ground(plan.document.text, vocabulary.simplified), vocabulary)
    notes = [note for record in records for note in layer.lay(record)]
    return Corrected(layer.plan(), tuple(notes), elsewhere)


def _belongs(correction: Correction, plan: Plan) -> bool:
    document = plan.document
    return correction.document == document.sha256 or correction.title in {document.title, document.name}


def _records(corrections: Iterable[Correction], simplified: Callable[[str], str]) -> list[Record]:
    """The last record of each item; the lines of one review stand together and share action and day."""
    latest: dict[tuple[object, ...], tuple[tuple[str, str, str], Record]] = {}
    for one in corrections:
        spot_ = one.anchor
        key = (
            one.part,
            squeezed(spot_.quote, simplified),
            squeezed(spot_.before, simplified),
            spot_.at,
            spot_.nth,
        )
        review = (one.action, one.when, one.who)
        held = latest.get(key)
        if held is None or held[0] != review or one.field in held[1].fields:
            latest.pop(key, None)
            latest[key] = (review, Record(one.part, one.item, one.action, spot_, {}))
        if one.field:
            latest[key][1].fields[one.field] = (one.was, one.now)
    return [record for _, record in latest.values()]


class _Layer:
    """The plan while records are laid over it."""

    def __init__(self, plan: Plan, place: Ground, vocabulary: Vocabulary) -> None:
        self._plan, self._place, self._vocabulary = plan, place, vocabulary
        self._targets: list[Target | None] = list(plan.targets)
        self._projects: list[Project | None] = list(plan.projects)
        self._tasks: list[Task | None] = list(plan.tasks)
        self._claimed: set[tuple[str, int]] = set()

    def plan(self) -> Plan:
        targets = sorted(
            (target for target in self._targets if target is not None),
            key=lambda target: (target.quote_end, target.value_start or 0),
        )
        projects = sorted(
            (project for project in self._projects if project is not None), key=lambda one: one.start
        )
        tasks = sorted((task for task in self._tasks if task is not None), key=lambda one: one.start)
        return replace(self._plan, targets=tuple(targets), projects=tuple(projects), tasks=tuple(tasks))

    def lay(self, record: Record) -> Iterator[OverlayNote]:
        """Lay one record and tell what became of it."""
        places = found(self._place, record.anchor, self._vocabulary.simplified)
        if len(places) != 1:
            yield _note("unfit", record, "", "", "twice" if places else "missing")
            return
        start = places[0]
        end = start + len(squeezed(record.anchor.quote, self._vocabulary.simplified))
        if record.part == "project":
            yield from self._project(record, start, end)
        elif record.part == "task":
            yield from self._task(record, start, end)
        else:
            yield from self._target(record, start, end)

    def _target(self, record: Record, start: int, end: int) -> Iterator[OverlayNote]:
        index = self._claim("target", self._same_targets(record, start, end), record.anchor.nth)
        now = self._targets[index] if index is not None else None
        if record.action == "removed":
            yield _note("settled" if now is None else "applied", record, "", now.id if now else "")
            if index is not None:
                self._targets[index] = None
            return
        if now is None or index is None:
            made = self._new_target(record, start, end)
            self._targets.append(made)
            yield _note("applied" if record.action == "added" else "restored", record, "", made.id)
            return
        yield from _compared(record, target_fields(now), now.id)
        agrees = all(target_fields(now).get(name) == value for name, value in record.now.items())
        checked = "corrected" if record.action == "corrected" or not agrees else "confirmed"
        self._targets[index] = as_told(now, record.now, checked, self._vocabulary)

    def _project(self, record: Record, start: int, end: int) -> Iterator[OverlayNote]:
        index = self._claim("project", self._at(self._projects, start, end), record.anchor.nth)
        now = self._projects[index] if index is not None else None
        if record.action == "removed":
            yield _note("settled" if now is None else "applied", record, "", "")
            if index is not None:
                self._projects[index] = None
            return
        if now is None or index is None:
            first, last = self._place.offsets(start, end)
            self._projects.append(
                Project(record.now["name"], record.now["kind"], self._clause_at(first), first, last)
            )
            yield _note("applied" if record.action == "added" else "restored", record, "", "")
            return
        yield from _compared(record, project_fields(now), "")
        self._projects[index] = replace(now, name=record.now["name"], kind=record.now["kind"])

    def _task(self, record: Record, start: int, end: int) -> Iterator[OverlayNote]:
        index = self._claim("task", self._at(self._tasks, start, end), record.anchor.nth)
        now = self._tasks[index] if index is not None else None
        if record.action == "removed":
            yield _note("settled" if now is None else "applied", record, "", now.id if now else "")
            if index is not None:
                self._tasks[index] = None
            return
        if now is None or index is None:
            first, last = self._place.offsets(start, end)
            clause = self._clause_at(first)
            count = sum(task is not None and task.clause == clause for task in self._tasks)
            blank = Task(
                f"{clause}#t{count + 1}", clause, "task", "", "", None, (), (), None, first, last, 1.0
            )
            made = task_as_told(blank, record.now)
            self._tasks.append(made)
            yield _note("applied" if record.action == "added" else "restored", record, "", made.id)
            return
        yield from _compared(record, task_fields(now), now.id)
        self._tasks[index] = task_as_told(now, record.now)

    def _at(self, held: Sequence[Project | Task | None], start: int, end: int) -> list[int]:
        """The items read at a place; those that share most of it come first."""
        shared = {
            index: _overlap(self._place.span(one.start, one.end), (start, end))
            for index, one in enumerate(held)
            if one is not None
        }
        return sorted((index for index, part in shared.items() if part > 0), key=lambda one: -shared[one])

    def _claim(self, part: str, same: list[int], nth: int) -> int | None:
        """The nth item at a place, if no other record has taken it."""
        free = [index for index in same if (part, index) not in self._claimed]
        index = same[nth] if nth < len(same) and same[nth] in free else None
        if index is None and nth == 0 and free:
            index = free[0]
        if index is not None:
            self._claimed.add((part, index))
        return index

    def _same_targets(self, record: Record, start: int, end: int) -> list[int]:
        """The targets read at the record's figure, or over at least half of its words if it has none."""
        at, printed = record.anchor.at, record.anchor.printed
        same = []
        for index, target in enumerate(self._plan.targets):
            own = self._place.span(*spot(target))
            if at is not None and printed is not None:
                length = letter_count(printed)
                fits = target.is_numeric and _overlap(own, (start + at, start + at + length)) > 0
            else:
                shared = _overlap(own, (start, end))
                fits = not target.is_numeric and shared >= _HALF * min(own[1] - own[0], end - start) > 0
            if fits:
                same.append(index)
        return same

    def _new_target(self, record: Record, start: int, end: int) -> Target:
        first, last = self._place.offsets(start, end)
        figure: tuple[int | None, int | None] = (None, None)
        if record.anchor.at is not None and record.anchor.printed:
            begin = start + record.anchor.at
            stop = begin + letter_count(record.anchor.printed)
            figure = self._place.offsets(begin, stop)
        clause = self._clause_at(first)
        blank = Target(
            f"{clause}#{self._next_number(clause)}", clause, "", None, "=", None, None, None, None, None, "level",
            None, None, "core", self._plan.document.text[first:last], first, last, *figure, 1.0,
        )  # fmt: skip
        return as_told(blank, record.now, record.action, self._vocabulary)

    def _next_number(self, clause: str) -> int:
        """A number nobody in the clause has: what others call an item stays its name."""
        read = [
            target.id
            for target in (*self._plan.targets, *self._targets)
            if target and target.clause == clause
        ]
        return 1 + max(
            (int(number) for one in read if (number := one.rpartition("#")[2]).isdigit()), default=0
        )

    def _clause_at(self, offset: int) -> str:
        inside = [clause for clause in self._plan.clauses if clause.start <= offset < clause.end]
        deepest = max(inside, key=lambda clause: (clause.level, clause.start), default=None)
        return deepest.id if deepest else PREAMBLE


def _compared(record: Record, read: Mapping[str, str], item: str) -> Iterator[OverlayNote]:
    for name, (was, now) in record.fields.items():
        current = read.get(name, "")
        if was != now:
            yield _note("settled" if current == now else "applied", record, name, item, read=current)
        elif current != now:
            yield _note("differs", record, name, item, read=current)


def _note(
    status: str, record: Record, field: str, item: str, words: str = "", *, read: str = ""
) -> OverlayNote:
    zh, en = _WORDS[words or status]
    now = record.now.get(field, "")
    return OverlayNote(
        status, record.part, item or record.item, field, now, read, record.anchor.quote, zh, en
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
