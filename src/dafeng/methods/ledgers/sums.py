"""The parts of a city against its whole: what the counties return, and what the city returns itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dafeng.domain.errors import Fault
from dafeng.domain.ledger import Ledger, ReportTable, Return
from dafeng.methods.ledgers.reports import report

TOLERANCE = 0.005
"""Rounding in departments' own totals is let pass; a larger part of the whole is told."""


def apart(ledger: Ledger, whole: Return, parts: Sequence[Return]) -> tuple[Fault, ...]:
    """Groups of the ledger's report whose sum over the parts is not the whole's, at the whole's cell.

    Only columns that the report sums are compared; a sum with an unknown part is left alone, and the total
    is told only where no group of it is.
    """
    found: list[Fault] = []
    for one in ledger.report:
        sums = {line.group: line.sums for line in report(ledger, one, parts)}
        before = len(found)
        *groups, total = report(ledger, one, (whole,))
        for line in (*groups, total):
            if line is total and len(found) > before:
                break
            pairs = zip(one.sums, line.sums, sums.get(line.group, (None,) * len(one.sums)), strict=True)
            for name, stated, summed in pairs:
                if stated is not None and summed is not None and _differ(stated, summed):
                    found.append(_fault(ledger, one, whole, line.group, (name, stated, summed)))
    return tuple(found)


def _differ(stated: float, summed: float) -> bool:
    return abs(stated - summed) > TOLERANCE * max(abs(stated), abs(summed))


def _fault(
    ledger: Ledger, one: ReportTable, whole: Return, group: tuple[str, ...], told: tuple[str, float, float]
) -> Fault:
    name, stated, summed = told
    column, words = ledger.column(name), "、".join(word for word in group if word)
    cell = _cell(whole, one.by, group, name)
    difference = f"{stated:g} − {summed:g} = {stated - summed:g} {column.unit}"
    return Fault(
        "Q_PARTS_AND_WHOLE",
        cell,
        f"{ledger.zh}：{words}“{column.zh}”全市与各区县之和不符：{difference}。",
        f"{ledger.en}, {words}: the city's {column.en} is not the sum of its counties: {difference}.",
    )


def _cell(whole: Return, by: Iterable[str], group: tuple[str, ...], name: str) -> str:
    wanted = dict(zip(by, group, strict=True))
    for row in whole.rows:
        same = all(key in row and (row[key].text or "") == word for key, word in wanted.items())
        if same and name in row:
            return str(row[name].cell)
    return next((str(row[name].cell) for row in whole.rows if name in row), whole.file)
