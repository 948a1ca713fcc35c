"""How much of a result rests on data of which grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade
from dafeng.methods.cards import cards

Shares = Mapping[Grade, float]
_ORDER = tuple(Grade)


def shares(figure: Figure, known: dict[str, Shares] | None = None) -> Shares:
    """The share of a figure that rests on each grade: they sum to 1, or there are none where it has no value.

    A leaf rests wholly on its own grade.  A sum rests on its parts by their size, ``Σ |x_i| s_i / Σ |x_i|``.
    Any other formula is no better than its inputs are: the share resting on a grade or a better one is the
    least of the inputs' (``S_≤g = min_i S_i,≤g``), so the product of an A activity and a B factor rests on B.
    `known` keeps what was worked out for figures that are used more than once.

    Examples
    --------
    >>> from dafeng.methods.figures import outline, total
    >>> from dataclasses import replace
    >>> metered = replace(outline("a", "", "", "t", "2020", ""), value=3.0)
    >>> assumed = replace(outline("d", "", "", "t", "2020", ""), value=1.0, grade=Grade.D)
    >>> whole = total(outline("sum", "", "", "t", "2020", ""), "balance.sum", [metered, assumed])
    >>> {grade.value: share for grade, share in shares(whole).items()}
    {'A': 0.75, 'D': 0.25}

    """
    known = {} if known is None else known
    if figure.id not in known:
        known[figure.id] = _shares(figure, known)
    return known[figure.id]


def _shares(figure: Figure, known: dict[str, Shares]) -> Shares:
    if figure.value is None:
        return {}
    if not figure.inputs:
        return {figure.grade: 1.0}
    below = [(one, shares(one, known)) for one in figure.inputs if one.value is not None]
    card = cards().get(figure.formula or "")
    weight = sum(abs(one.value or 0.0) for one, _ in below)
    if card is not None and card.additive and weight:
        return _in_order(
            {
                grade: sum(abs(one.value or 0.0) * part.get(grade, 0.0) for one, part in below) / weight
                for grade in _ORDER
            }
        )
    return least([part for _, part in below] or [{figure.grade: 1.0}])


def least(parts: Sequence[Shares]) -> Shares:
    """Shares no better than any of these: of each grade or better, the least that one of them has.

    >>> least([{Grade.A: 0.6, Grade.C: 0.4}, {Grade.B: 1.0}])
    {<Grade.B: 'B'>: 0.6, <Grade.C: 'C'>: 0.4}
    """
    reached = [
        min(sum(part.get(better, 0.0) for better in _ORDER[: index + 1]) for part in parts)
        for index in range(len(_ORDER))
    ]
    steps = (reached[0], *(after - before for before, after in pairwise(reached)))
    return _in_order(dict(zip(_ORDER, steps, strict=True)))


def _in_order(found: Mapping[Grade, float]) -> Shares:
    """The shares that are there, best grade first; what rounding leaves over is dropped."""
    return {grade: round(share, 12) for grade, share in found.items() if share > 1e-12}
