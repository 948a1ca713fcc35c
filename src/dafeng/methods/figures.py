"""Make figures: from an observation, or from other figures by a formula."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from dafeng.domain.figure import Figure
from dafeng.domain.grade import Absence, Grade, weakest
from dafeng.domain.observation import Observation
from dafeng.methods.cards import card

_ABSENT = {
    Absence.ABSENT: ("未填报", "not reported"),
    Absence.CONFIDENTIAL: ("保密，未提供", "confidential, not supplied"),
    Absence.NOT_OCCURRING: ("不发生", "not occurring"),
}


def observed(observation: Observation, name: str, name_en: str) -> Figure:
    """The figure of an observation: its value with the cell it stands in."""
    zh, en = _ABSENT[observation.absence] if observation.absence else ("", "")
    return Figure(
        id="/".join(("obs", *(part for part in observation.key if part))),
        name=name,
        name_en=name_en,
        value=observation.value,
        unit=observation.unit,
        period=observation.period,
        region=observation.region,
        convention="",
        grade=observation.grade,
        cell=observation.cell,
        source=observation.source,
        assumed=observation.grade in {Grade.D, Grade.S},
        reason_zh=zh,
        reason_en=en,
        absence=observation.absence,
    )


def derived(
    template: Figure, formula: str, inputs: Sequence[Figure], compute: Callable[..., float]
) -> Figure:
    """A figure computed from others; if any of them is unknown, or a denominator is zero, so is the result.

    What rests on something that does not occur does not occur either, unless another input is unknown.
    `template` carries id, names, unit, period, region and convention; the grade is the weakest of the
    inputs'.
    """
    unknown = [figure for figure in inputs if figure.value is None]
    reasons = [(_why(figure, zh=True), _why(figure, zh=False)) for figure in unknown]
    value = None
    absence = None
    if not unknown:
        try:
            value = float(compute(*(figure.value for figure in inputs)))
        except ZeroDivisionError:
            reasons = [(f"{template.name}的分母为零", f"the denominator of {template.name_en} is zero")]
    elif all(does_not_occur(figure) for figure in unknown):
        absence = Absence.NOT_OCCURRING
        reasons = [_ABSENT[absence]]
    return replace(
        template,
        value=value,
        grade=weakest(figure.grade for figure in inputs),
        formula=formula,
        inputs=tuple(inputs),
        reason_zh="；".join(dict.fromkeys(zh for zh, _ in reasons)),
        reason_en="; ".join(dict.fromkeys(en for _, en in reasons)),
        absence=absence,
    )


def outline(
    id: str, name: str, name_en: str, unit: str, period: str, region: str, convention: str = ""
) -> Figure:
    """An empty figure: what a derived one will be called."""
    return Figure(id, name, name_en, None, unit, period, region, convention, Grade.A)


def missing(template: Figure, zh: str, en: str) -> Figure:
    """A figure that cannot be known, with the reason."""
    return Figure(
        template.id,
        template.name,
        template.name_en,
        None,
        template.unit,
        template.period,
        template.region,
        template.convention,
        Grade.D,
        reason_zh=zh,
        reason_en=en,
    )


@card(
    id="balance.sum",
    name_zh="合计",
    name_en="Sum",
    formula="Σ 各分项",
    unit="同分项",
    source="地区能源平衡表：合计等于分项之和",
    page="energy",
    additive=True,
)
def total(
    template: Figure,
    formula: str,
    parts: Sequence[Figure],
    compute: Callable[..., float] = lambda *values: math.fsum(values),
) -> Figure:
    """The sum of figures, correctly rounded whatever their order; a part that does not occur adds nothing.

    `compute` is the function of the formula's own card where that is not the plain sum's.

    Examples
    --------
    >>> parts = [replace(outline(name, "", "", "t", "2020", ""), value=0.1) for name in "abcdefghij"]
    >>> total(outline("sum", "", "", "t", "2020", ""), "balance.sum", parts).value
    1.0

    """
    occurring = [part for part in parts if not does_not_occur(part)]
    summed = derived(template, formula, occurring, compute)
    return replace(summed, inputs=tuple(parts), grade=weakest(part.grade for part in parts))


def does_not_occur(figure: Figure) -> bool:
    """True if the source states that the thing does not occur (不发生): the one absence that sums as nothing."""
    return figure.absence is Absence.NOT_OCCURRING


def _why(figure: Figure, *, zh: bool) -> str:
    if zh:
        return (
            figure.reason_zh
            if figure.formula
            else f"{figure.period}年{figure.name}：{figure.reason_zh or '缺数据'}"
        )
    return (
        figure.reason_en
        if figure.formula
        else f"{figure.name_en} {figure.period}: {figure.reason_en or 'no data'}"
    )
