"""Which of two targets asks for more, or why that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import base_year_of
from dafeng.rules.hedges import firmness
from dafeng.rules.units import factor
from dafeng.rules.vocabulary import Vocabulary

_CHANGES = frozenset({"reduction", "increase"})
_LEAST, _MOST = frozenset({">=", ">"}), frozenset({"<=", "<"})
_NAMES = {
    "share": "占比",
    "reduction": "下降",
    "increase": "增长",
    "cumulative": "累计",
    "rate": "速率",
    "level": "水平",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target measured against a reference target.

    `ambition` is one of ``stronger weaker same unclear incomparable``; `difference` is the target's value
    less the reference's, in the reference's unit, percentages in points; `year` one of ``same earlier later
    stated dropped``; `wording` one of ``same firmer softer``.  A reason stands with everything but a plain
    comparison.
    """

    ambition: str
    difference: float | None
    unit: str | None
    year: str
    wording: str
    reason_zh: str
    reason_en: str


def compare(reference: Target, other: Target, vocabulary: Vocabulary) -> Verdict:
    """`other` measured against `reference`; both speak of the same indicator and scope."""
    year, wording = _year(reference, other), _wording(reference, other, vocabulary)

    def told(
        ambition: str, zh: str = "", en: str = "", difference: float | None = None, unit: str | None = None
    ) -> Verdict:
        return Verdict(ambition, difference, unit, year, wording, zh, en)

    barred = _barred(reference, other)
    if _is_peak(reference, vocabulary) and reference.kind == other.kind:
        return told(_by_year(year))
    if barred is not None:
        return told("incomparable", *barred)
    ours, theirs = _span(reference), _span(other)
    if ours is None or theirs is None:
        return told(_by_year(year), "双方都只有文字表述", "both are told in words")
    try:
        scale = factor(theirs[2] or "", ours[2] or "") if ours[2] != theirs[2] else 1.0
    except DafengError as error:
        return told("incomparable", f"单位不同，无法换算：{error.zh}", f"units differ: {error.en}")
    low, high = theirs[0] * scale - ours[0], theirs[1] * scale - ours[1]
    unit = "百分点" if ours[2] == "%" else ours[2]
    difference = round(low, 9) if abs(low - high) < 1e-9 else None
    signs = {_sign(low, ours[0]), _sign(high, ours[1])} - {0}
    larger = _larger_is_more(reference, other, vocabulary)
    ambition, reasons = _judged(signs, year, larger=larger)
    return told(ambition, *(reasons or _assumed(reference, other)), difference, unit)


def _barred(reference: Target, other: Target) -> tuple[str, str] | None:
    """Why two targets cannot be compared at all, or None."""
    if reference.kind != other.kind:
        return (
            f"一个是{_NAMES[reference.kind]}，一个是{_NAMES[other.kind]}，无法比较",
            f"one is a {reference.kind}, the other a {other.kind}",
        )
    spans = (_span(reference), _span(other))
    if spans == (None, None) and reference.comparator == other.comparator:
        return None
    if None in spans:
        return "有一方只有文字表述，没有数", "one side is told in words, without a number"
    return _bases(reference, other) if reference.kind in _CHANGES else None


def _judged(signs: set[int], year: str, *, larger: bool | None) -> tuple[str, tuple[str, str] | None]:
    """The ambition that the signs of both ends and the year add up to, with the reason if it is unclear."""
    if len(signs) > 1:
        return "unclear", ("两个区间互有高低", "the ranges cross")
    if not signs:
        return _by_year(year), None
    if larger is None:
        return "unclear", ("不知道这个指标高好还是低好", "which way is better is not known")
    more = (signs == {1}) == larger
    if year in {"earlier", "later"} and (year == "earlier") != more:
        return "unclear", ("数值和年份一进一退", "the value and the year pull apart")
    return "stronger" if more else "weaker", None


def _span(target: Target) -> tuple[float, float, str | None] | None:
    """Lowest and highest value with the unit; a worded target stands with what it amounts to."""
    if target.value is not None:
        return target.value, target.value if target.value_max is None else target.value_max, target.unit
    if target.reading is not None:
        return target.reading.value, target.reading.value, target.reading.unit
    return None


def _sign(difference: float, size: float) -> int:
    if abs(difference) <= 1e-9 * max(abs(size), 1.0):
        return 0
    return 1 if difference > 0 else -1


def _is_peak(target: Target, vocabulary: Vocabulary) -> bool:
    return target.indicator_id is not None and vocabulary.indicator(target.indicator_id).direction == "peak"


def _larger_is_more(reference: Target, other: Target, vocabulary: Vocabulary) -> bool | None:
    """Whether a larger number asks for more; None if neither the vocabulary nor a bound says so."""
    if reference.kind in {"reduction", "cumulative"}:
        return True
    known = reference.indicator_id or other.indicator_id
    if known is not None:
        return vocabulary.indicator(known).direction == "up"
    signs = {reference.comparator, other.comparator}
    if signs & _LEAST and not signs & _MOST:
        return True
    return False if signs & _MOST and not signs & _LEAST else None


def _bases(reference: Target, other: Target) -> tuple[str, str] | None:
    """Why two changes cannot be compared by their base years, or None."""
    ours, theirs = base_year_of(reference), base_year_of(other)
    if ours is None and theirs is None and reference.year == other.year:
        return None
    if ours is None or theirs is None:
        return "有一方没有写基期", "one side gives no base year"
    if ours[0] != theirs[0]:
        return f"基期不同：{ours[0]}年与{theirs[0]}年", f"the base years differ: {ours[0]} and {theirs[0]}"
    return None


def _assumed(reference: Target, other: Target) -> tuple[str, str]:
    if reference.kind not in _CHANGES:
        return "", ""
    taken = [base for target in (reference, other) if (base := base_year_of(target)) and not base[1]]
    if not taken:
        return "", ""
    return f"未写基期，按惯例以{taken[0][0]}年为基期", f"base year not stated, {taken[0][0]} by custom"


def _year(reference: Target, other: Target) -> str:
    if reference.year == other.year:
        return "same"
    if reference.year is None:
        return "stated"
    if other.year is None:
        return "dropped"
    return "earlier" if other.year < reference.year else "later"


def _by_year(year: str) -> str:
    return {
        "same": "same",
        "earlier": "stronger",
        "later": "weaker",
        "stated": "stronger",
        "dropped": "weaker",
    }[year]


def _wording(reference: Target, other: Target, vocabulary: Vocabulary) -> str:
    larger = _larger_is_more(reference, other, vocabulary)
    ours, theirs = (firmness(target.hedge) + _bound(target, larger=larger) for target in (reference, other))
    if ours == theirs:
        return "same"
    return "firmer" if theirs > ours else "softer"


def _bound(target: Target, *, larger: bool | None) -> int:
    """A bound on the demanding side binds more than a plain number; one on the easy side binds less."""
    if larger is None or target.comparator not in _LEAST | _MOST:
        return 0
    return 1 if (target.comparator in _LEAST) == larger else -1
