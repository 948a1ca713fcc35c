"""The imperatives of a sentence, with the bodies in charge and the time they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dafeng.methods.plan.target.moments import HISTORY, PAST
from dafeng.methods.plan.task.deadlines import deadline_in
from dafeng.methods.plan.task.duties import charge_of, helpers_of
from dafeng.methods.plan.task.imperatives import Imperative, Imperatives, opening
from dafeng.methods.plan.task.owners import Owners

_BEGINNING = re.compile(r"^(?:以|为|使|从而|进而|确保|力争(?!开展|建)|避免|防止)")
_OUTCOME = re.compile("(?:下降|提升|提高|增长|降低|减少|深入人心|好转|改善)$")
_PHRASE = 5  # a shorter member of a list is a word, no imperative
_AND = re.compile("并(?!网|购|联|行|轨|发|重|举)(?=[一-鿿]{2})")
_LIST = re.compile("、")
_CERTAIN, _LIKELY, _RESULT = 0.95, 0.9, 0.7


@dataclass(slots=True)
class TaskDraft:
    """A task with places in the view, before the owners that stand outside its sentence are known."""

    clause: str
    sentence: tuple[int, int]
    kind: str
    read: Imperative
    owners: Owners
    deadline: str | None
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class _Sentence:
    """What the stretches of a sentence hand on: the bodies in charge and the time they stand under."""

    owners: Owners
    deadline: str | None = None
    last: TaskDraft | None = None


def of_sentence(text: str, clause: str, start: int, end: int, orders: Imperatives) -> Iterator[TaskDraft]:
    """The tasks of a sentence of a clause, in the order of its words."""
    state = _Sentence(Owners())
    for begin, stop, before in _phrases(text, start, end, orders):
        words = text[begin:stop]
        if before == "；":
            state.last = None
        if HISTORY.search(words) or PAST.search(words):
            continue
        draft = _of_stretch(words, state, orders)
        if draft is None:
            # 推广热泵，到2027年…达到…: the time the result is due is the task's
            due = deadline_in(words)
            if due and state.last and state.last.deadline is None:
                state.last.deadline = due
            continue
        draft = replace(draft, clause=clause, sentence=(start, end), start=begin + draft.start, end=stop)
        state.last = draft
        yield draft


def _of_stretch(words: str, state: _Sentence, orders: Imperatives) -> TaskDraft | None:
    skipped = opening(words)
    due = deadline_in(words)
    if skipped and due and deadline_in(words[:skipped]):
        state.deadline = due
    rest = words[skipped:]
    charge = charge_of(rest, lambda after: orders.read(after) is not None, orders.verb_at)
    if charge:
        state.owners = charge.owners
        rest = rest[charge.rest :]
    elif state.owners:
        helping, length = helpers_of(rest)
        state.owners = Owners(state.owners.lead, state.owners.support + helping)
        rest = rest[length:]
    if _BEGINNING.match(rest) and not charge:
        return None
    read = orders.read(rest)
    if read is None and charge and charge.modal in {"负责", "由"} and len(rest) > 1:
        read = Imperative("action", "负责", rest)
    outcome = read and (read.kind == "result" or (read.verb == "推动" and _OUTCOME.search(read.object)))
    if read is None or (outcome and state.last):
        return None  # 推广热泵，提高能效: what follows from the task before it
    kind = "ban" if read.kind == "ban" else "duty" if state.owners else "task"
    sure = _RESULT if read.kind == "result" else _LIKELY if state.last else _CERTAIN
    start = 0 if charge else skipped
    return TaskDraft("", (0, 0), kind, read, state.owners, due or state.deadline, start, len(words), sure)


def _phrases(text: str, start: int, end: int, orders: Imperatives) -> Iterator[tuple[int, int, str]]:
    """Stretches; one that holds whole imperatives (推广甲、改造乙；编制甲并公布乙) is cut between them."""
    for begin, stop, before in _stretches(text, start, end):
        for first, last in _cut(text, begin, stop, _AND, orders):
            for inner, after in _cut(text, first, last, _LIST, orders):
                yield inner, after, before if inner == begin else "、"


def _cut(
    text: str, begin: int, stop: int, mark: re.Pattern[str], orders: Imperatives
) -> list[tuple[int, int]]:
    marks = [match.span() for match in mark.finditer(text, begin, stop)]
    edges = [begin, *(place for span in marks for place in span), stop]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    each = all(last - first > _PHRASE and orders.read(text[first:last]) for first, last in parts[:1])
    each = each and all(
        last - first > _PHRASE and orders.verb_at(text[first:last]) for first, last in parts[1:]
    )
    return parts if marks and each else [(begin, stop)]


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Cut at ， ； ： outside brackets, quotation marks and titles."""
    depth, begin, before = 0, start, ""
    for place in range(start, end):
        character = text[place]
        if character in "（“《":
            depth += 1
        elif character in "）”》":
            depth = max(0, depth - 1)
        elif character in "，；：" and depth == 0:
            if place > begin:
                yield begin, place, before
            begin, before = place + 1, character
    if begin < end:
        yield begin, end, before
