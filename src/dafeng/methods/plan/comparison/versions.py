"""One version of a plan against the next: which one holds, and what became of each clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from dafeng.domain.plan import Clause, Document, Plan
from dafeng.rules.script import simplified

_ENDED = re.compile(r"废止|停止执行|不再执行|失效|替代|代替|取代")
_TITLE_NOISE = re.compile(r"20\d\d(?:[—\-~至]20\d\d)?年?|[\s《》（）()“”]|修订|调整|印发|关于|的通知|版")
_NUMBERING = re.compile(r"^[\s\u3000]*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]?)")
_YEAR = re.compile(r"20\d\d")
_ALMOST = 0.999  # what differs at all is never told as the same
_SAME_TITLE, _NEAR_TITLE, _SAME_CLAUSE, _SHARED = 0.9, 0.8, 0.6, 0.2


@dataclass(frozen=True, slots=True)
class Supersession:
    """Which of two plans takes the other's place; `ground` is ``stated`` or ``same_title``."""

    newer: int
    older: int
    ground: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause of the first version and its counterpart in the second, None where there is none.

    `status` is one of ``same moved changed moved_changed deleted added``; `similarity` is that of the texts.
    """

    status: str
    first: str | None
    second: str | None
    heading: str
    similarity: float | None


def supersession(first: Plan, second: Plan) -> Supersession | None:
    """Whether one plan replaces the other: because it says so, or as a later one of the same title and issuer."""
    documents = (first.document, second.document)
    for newer, older in ((0, 1), (1, 0)):
        said = _says_it_ends(documents[newer].text, documents[older])
        if said:
            return Supersession(newer, older, "stated", f"文中写明：{said}", f"its own text says so: {said}")
    days = [_day(document) for document in documents]
    issuers = {document.issuer for document in documents} - {None}
    if title_likeness(*documents) < _SAME_TITLE or len(issuers) > 1 or days[0] == days[1] or not all(days):
        return None
    newer = 0 if days[0] > days[1] else 1
    return Supersession(
        newer,
        1 - newer,
        "same_title",
        f"标题相同，{days[newer]}晚于{days[1 - newer]}",
        f"same title, {days[newer]} after {days[1 - newer]}",
    )


def are_versions(first: Plan, second: Plan) -> bool:
    """Whether the clauses of two plans are worth mapping: near titles, or a fifth of the clauses in common."""
    if title_likeness(first.document, second.document) >= _NEAR_TITLE:
        return True
    texts = [{_body(plan, clause) for clause in plan.clauses} - {""} for plan in (first, second)]
    return len(texts[0] & texts[1]) >= _SHARED * max(min(map(len, texts)), 1)


def title_likeness(first: Document, second: Document) -> float:
    """Likeness of two titles without years and letter words, from 0 to 1; 0 if a title is not known."""
    if not first.title or not second.title:
        return 0.0
    return SequenceMatcher(
        None,
        _TITLE_NOISE.sub("", simplified(first.title)),
        _TITLE_NOISE.sub("", simplified(second.title)),
        autojunk=False,
    ).ratio()


def clause_changes(first: Plan, second: Plan) -> tuple[ClauseChange, ...]:
    """Every clause of both versions: the first's in order, then what the second adds."""
    ours = {clause.id: _body(first, clause) for clause in first.clauses}
    theirs = {clause.id: _body(second, clause) for clause in second.clauses}
    mapped = _same_texts(ours, theirs)
    how_like = dict.fromkeys(mapped, 1.0)
    rest = [id_ for id_ in theirs if id_ not in mapped.values()]
    likeness: list[tuple[float, bool, str, str]] = []
    for mine, text in ours.items():
        if mine in mapped:
            continue
        for other in rest:
            ratio = _ratio(text, theirs[other], _SAME_CLAUSE)
            if ratio >= _SAME_CLAUSE:
                likeness.append((-ratio, mine != other, mine, other))
    for minus, _, mine, other in sorted(likeness):
        if mine not in mapped and other not in mapped.values():
            mapped[mine], how_like[mine] = other, min(round(-minus, 3), _ALMOST)
    headings = {clause.id: _plain(clause.heading) for clause in second.clauses}
    for clause in first.clauses:
        # A clause under its old number and heading is the same clause, however much its text was rewritten.
        kept = headings.get(clause.id) == _plain(clause.heading) != ""
        if kept and clause.id not in mapped and clause.id not in mapped.values():
            mapped[clause.id] = clause.id
            how_like[clause.id] = min(round(_ratio(ours[clause.id], theirs[clause.id], 0.0), 3), _ALMOST)
    changes = []
    for clause in first.clauses:
        theirs_id = mapped.get(clause.id)
        status = "deleted"
        if theirs_id is not None:
            status = _status(how_like[clause.id], stays=clause.id == theirs_id)
        changes.append(ClauseChange(status, clause.id, theirs_id, clause.heading, how_like.get(clause.id)))
    known = set(mapped.values())
    changes += [
        ClauseChange("added", None, clause.id, clause.heading, None)
        for clause in second.clauses
        if clause.id not in known
    ]
    return tuple(changes)


def _same_texts(ours: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """Clauses whose texts are the same; of several, the one with the same id first."""
    mapped: dict[str, str] = {}
    for mine, text in ours.items():
        same = [other for other, words in theirs.items() if words == text and other not in mapped.values()]
        if same:
            mapped[mine] = mine if mine in same else same[0]
    return mapped


def _status(likeness: float, *, stays: bool) -> str:
    if likeness == 1.0:
        return "same" if stays else "moved"
    return "changed" if stays else "moved_changed"


def _body(plan: Plan, clause: Clause) -> str:
    return simplified(re.sub(r"\s", "", _NUMBERING.sub("", plan.text_of(clause), count=1)))


def _plain(heading: str) -> str:
    return simplified(re.sub(r"[^\w]", "", _NUMBERING.sub("", heading, count=1)))


def _ratio(ours: str, theirs: str, least: float) -> float:
    """Likeness of two texts, 0 where it cannot reach `least`."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _says_it_ends(text: str, other: Document) -> str | None:
    """The sentence that ends the other document by its title or number."""
    names = [name for name in (other.title, other.doc_number) if name]
    for sentence in re.split(r"[。；\n]", text):
        if _ENDED.search(sentence) and any(name in sentence for name in names):
            return sentence.strip()
    return None


def _day(document: Document) -> str:
    """The day of issue, or the year in the document number."""
    if document.issued:
        return document.issued
    year = _YEAR.search(document.doc_number or "")
    return year.group() if year else ""
