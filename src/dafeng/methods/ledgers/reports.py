"""The report of a ledger: sums by group, with protection for groups of few respondents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from dafeng.domain.ledger import Ledger, ReportTable, Return
from dafeng.methods.ledgers.frames import frame_of
from dafeng.rules.ledgers.expressions import expression

FEWEST = 3
"""Respondents that a published cell rests on at least."""
_COUNT, _WHO = "respondents", "whose"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: the group, the sum of each column, and how many respondents stand behind it.

    A sum is None where a row of the group is absent or confidential, or where `protected` hides it.
    """

    group: tuple[str, ...]
    sums: tuple[float | None, ...]
    respondents: int
    protected: bool = False


def report(ledger: Ledger, one: ReportTable, returns: Iterable[Return]) -> tuple[Line, ...]:
    """The lines of a report table in the order of the rows, and the total as the last one."""
    made = list(returns)
    frames = [
        frame_of(ledger, each.rows).with_columns(pl.lit(each.area).alias("area_of_return")) for each in made
    ]
    frame = pl.concat(frames) if frames else frame_of(ledger, ())
    if one.where:
        frame = frame.filter(expression(one.where))
    who = (
        pl.col(ledger.respondent)
        if ledger.respondent
        else pl.concat_str(list(ledger.keys), ignore_nulls=True)
    )
    frame = frame.with_columns(who.cast(pl.String).alias(_WHO))
    # A null makes its sum null: a group with an unknown part has no known sum.
    sums = [
        pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)
        for name in one.sums
    ]
    counted = pl.col(_WHO).n_unique().alias(_COUNT)
    grouped = frame.group_by(one.by, maintain_order=True).agg(*sums, counted)
    lines = [
        Line(
            tuple(str(row[name] or "") for name in one.by), tuple(row[name] for name in one.sums), row[_COUNT]
        )
        for row in grouped.iter_rows(named=True)
    ]
    total = frame.select(*sums, counted).row(0, named=True) if frame.height else None
    if total is not None:
        lines.append(
            Line(
                ("合计",) + ("",) * (len(one.by) - 1), tuple(total[name] for name in one.sums), total[_COUNT]
            )
        )
    return tuple(lines)


def protect(lines: Sequence[Line], fewest: int = FEWEST) -> tuple[Line, ...]:
    """The lines as they may be published; the last one is their total.

    A line with fewer respondents than `fewest` is hidden.  If only one were hidden, the total less the rest
    would tell it, so the next smallest is hidden too; a total of too few is hidden itself.

    Examples
    --------
    >>> told = [Line(("水电",), (6.0,), 5), Line(("煤电",), (90.0,), 1), Line(("合计",), (96.0,), 6)]
    >>> [line.sums for line in protect(told)]
    [(None,), (None,), (96.0,)]

    """
    if not lines:
        return ()
    *parts, total = lines
    hidden = {index for index, line in enumerate(parts) if line.respondents < fewest}
    few = sum(parts[index].respondents for index in hidden)
    while hidden and (len(hidden) < 2 or few < fewest) and len(hidden) < len(parts):
        rest = [index for index in range(len(parts)) if index not in hidden]
        smallest = min(rest, key=lambda index: parts[index].respondents)
        hidden.add(smallest)
        few += parts[smallest].respondents
    shown = [_hidden(line) if index in hidden else line for index, line in enumerate(parts)]
    alone = total.respondents < fewest or (hidden and len(hidden) < 2)
    return (*shown, _hidden(total) if alone else total)


def _hidden(line: Line) -> Line:
    return Line(line.group, (None,) * len(line.sums), line.respondents, protected=True)
