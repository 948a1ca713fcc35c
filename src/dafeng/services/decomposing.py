"""Take the change of an aggregate apart by its factors, straight from a table; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dafeng.domain.decomposition import Form, Method, Span
from dafeng.domain.errors import DafengError
from dafeng.methods.decomposition import Step, beyond, cumulate, undefined
from dafeng.methods.decomposition import decompose as method_of
from dafeng.readers.factor_table import HEADINGS, read_factor_table, refusal

Json = dict[str, Any]


def decompose(
    path: Path,
    factors: Sequence[str],
    category: str | None,
    span: tuple[int, int],
    form: Form,
    method: Method,
    *,
    chained: bool = False,
) -> Json:
    """The effects of every region of a table; of a chain one row for each year, and what they come to since the start.

    Raises
    ------
    DafengError
        ``E_FACTORS`` or ``E_YEARS`` for what cannot be asked, ``E_FACTOR_TABLE`` with every fault of the table.

    """
    _ask(factors, category, span)
    steps_of = Span(*span, chained=chained)
    table = read_factor_table(path, factors, category, steps_of)
    more = undefined(table.frame, table.columns, steps_of, method, form, table.where)
    if table.faults or more:
        raise refusal(path.name, [*table.faults, *more])
    steps = method_of(table.frame, table.columns, steps_of, method, form)
    grown = cumulate(steps) if chained else ()
    if lost := beyond(steps, path.name) or beyond(grown, path.name):
        raise refusal(path.name, lost)
    return {"results": _rows(steps, factors)} | ({"cumulative": _rows(grown, factors)} if chained else {})


def _ask(factors: Sequence[str], category: str | None, span: tuple[int, int]) -> None:
    names = [*factors, *([category] if category else [])]
    taken = {*HEADINGS, *HEADINGS.values()}
    if not factors or "" in names or len(set(names)) < len(names) or taken & set(names):
        shown = "、".join(names)
        raise DafengError(
            "E_FACTORS",
            f"--factors 和 --category 得到“{shown}”；请给出互不相同、用逗号隔开的列名，地区和年份两列除外。",
            f"--factors and --category give {shown!r}; name different columns, separated by commas, "
            "other than those of region and year.",
        )
    if span[0] == span[1]:
        raise DafengError(
            "E_YEARS",
            f"--from 和 --to 都是 {span[0]}；请给出两个不同的年份。",
            f"--from and --to are both {span[0]}; give two different years.",
        )


def _rows(steps: Iterable[Step], factors: Sequence[str]) -> list[Json]:
    """A row for each region and step, the steps of a region together."""
    rows = [
        (number, {
            "region": region,
            "from": step.start,
            "to": step.end,
            "total": total,
            "effects": dict(zip(factors, effects, strict=True)),
            "residual": residual,
        })
        for step in steps
        for number, (region, total, effects, residual) in enumerate(
            zip(
                step.regions,
                step.effects.total.tolist(),
                step.effects.effects.tolist(),
                step.effects.residual.tolist(),
                strict=True,
            )
        )
    ]  # fmt: skip
    return [row for _, row in sorted(rows, key=lambda one: one[0])]
