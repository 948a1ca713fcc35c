"""The checks of a ledger over a return: rows, groups, the period before, and other ledgers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from dafeng.domain.errors import Fault
from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Check, CheckKind, Entry, Ledger, Return, Severity
from dafeng.methods.ledgers.frames import ROW, frame_of
from dafeng.rules.ledgers.expressions import columns_of, expression, one_other

_OK = "all_is_well"
_OTHER_ROWS = "other_rows"
_SHOWN_KEYS = 3
_MOST_NAMED = 50
"""So many cells of one broken check are named; more would bury the form's other faults."""
SCALE = 300.0
"""No figure of a city's grows or shrinks so much in a period: a unit was mistaken, or 万 forgotten."""
_APART, _CLOSE = 1.0, 0.25
"""How far (in logarithms) two columns are from their own last figures, and how near to each other's, when swapped."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a return: faults refuse it, questions ask for a word of explanation."""

    faults: tuple[Fault, ...]
    questions: tuple[Fault, ...]


def check_return(
    ledger: Ledger,
    made: Return,
    last: Return | None = None,
    others: Mapping[str, Iterable[Return]] | None = None,
    kinds: Collection[CheckKind] = tuple(CheckKind),
) -> Checked:
    """Every check of the ledger, of these kinds, that the return fails, each at its cell.

    `last` is the return of the period before, `others` the returns of other ledgers for the same area and the
    same months: twelve of a monthly ledger beside one of a year.  A check whose material is missing stays
    silent.
    """
    told = list(_failures(ledger, made, last, others or {}, kinds))
    if last is not None:
        told.extend(_gone(ledger, made, last))
        told.extend(_misplaced(ledger, made, last))
        told.extend(_mistaken(ledger, made, last))
    return Checked(
        tuple(fault for severity, fault in told if severity is Severity.FAULT),
        tuple(fault for severity, fault in told if severity is Severity.QUESTION),
    )


_Told = Iterator[tuple[Severity, Fault]]


def _failures(
    ledger: Ledger,
    made: Return,
    last: Return | None,
    others: Mapping[str, Iterable[Return]],
    kinds: Collection[CheckKind],
) -> _Told:
    frame = frame_of(ledger, made.rows)
    joined = frame if last is None else _with_last(ledger, frame, last)
    for check in ledger.checks:
        if check.kind not in kinds:
            continue
        match check.kind:
            case CheckKind.ROW:
                bad = _false_rows(frame, check)
            case CheckKind.GROUP:
                bad = _false_groups(frame, check)
            case CheckKind.LAST:
                bad = [] if last is None else _false_rows(joined, check)
            case CheckKind.LEDGER:
                bad = _false_beside(frame, check, others.get(check.ledger, ()))
        for number in bad[:_MOST_NAMED]:
            for entry in _concerned(ledger, check, made.rows[number]):
                yield check.severity, _fault(ledger, check, made.rows[number], entry)


def _concerned(ledger: Ledger, check: Check, row: Mapping[str, Entry]) -> list[Entry]:
    """The cells of a row that a check is shown at; where figures conflict, each of them, for any may be wrong."""
    shown = [row[name] for name in check.at if name in row]
    if check.severity is Severity.FAULT and check.kind in (CheckKind.ROW, CheckKind.GROUP):
        used = (name for name in columns_of(check.rule)[0] if name not in (*check.at, *ledger.keys))
        return [*shown, *(row[name] for name in used if name in row)] or [next(iter(row.values()))]
    return shown[:1] or [next(iter(row.values()))]


def _false_rows(frame: pl.DataFrame, check: Check) -> list[int]:
    return _false(frame.select(ROW, expression(check.rule).alias(_OK)))


def _false_groups(frame: pl.DataFrame, check: Check) -> list[int]:
    """The rows of every group that fails; a question is asked at its first row alone."""
    if not frame.height:
        return []
    answer = _if_known(frame, check.rule, expression(check.rule))
    rows = pl.col(ROW) if check.severity is Severity.FAULT else pl.col(ROW).first()
    return _false(_by_group(frame, list(check.by), answer, rows.implode()).explode(ROW))


def _false_beside(frame: pl.DataFrame, check: Check, others: Iterable[Return]) -> list[int]:
    """Groups of this ledger whose sums do not fit the other ledger's; silent while the other is not in."""
    tables = [_plain_frame(other.rows) for other in others]
    if not tables or not frame.height:
        return []
    other = pl.concat(tables, how="diagonal_relaxed")
    wanted, _ = columns_of(check.rule)
    names = [name for name in wanted if name.startswith("other_") and name != _OTHER_ROWS]
    if any(name.removeprefix("other_") not in other.columns for name in names):
        return []
    if any(name not in other.columns for name in check.by):
        return []
    if check.where:
        other = other.filter(expression(check.where))
    sums = [*(_sum(name.removeprefix("other_")).alias(name) for name in names), pl.len().alias(_OTHER_ROWS)]
    by = list(check.by)
    joined = (
        frame.join(other.group_by(by).agg(sums), on=by, how="left")
        if by
        else frame.join(other.select(sums), how="cross")
    ).with_columns(pl.col(_OTHER_ROWS).fill_null(0))
    answer = _if_known(frame, check.rule, expression(one_other(check.rule)))
    return _false(_by_group(joined, by, answer))


def _by_group(
    frame: pl.DataFrame, by: list[str], answer: pl.Expr, rows: pl.Expr | None = None
) -> pl.DataFrame:
    asked = (answer.alias(_OK), pl.col(ROW).first() if rows is None else rows)
    return frame.group_by(by, maintain_order=True).agg(*asked) if by else frame.select(*asked)


def _if_known(frame: pl.DataFrame, rule: str, answer: pl.Expr) -> pl.Expr:
    """The answer for a group, undecided while a number of its own that the rule names is unknown."""
    named, _ = columns_of(rule)
    numbers = [name for name in named if frame.schema.get(name) == pl.Float64]
    known = [pl.col(name).is_not_null().all() for name in numbers]
    return pl.when(pl.all_horizontal(known)).then(answer) if known else answer


def _sum(name: str) -> pl.Expr:
    """The sum of another ledger's column: unknown if any part of it is."""
    return pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum())


def _false(answers: pl.DataFrame) -> list[int]:
    """Rows whose answer is no; an undecided one (null) is not held against anybody."""
    return answers.filter(pl.col(_OK).not_())[ROW].to_list()


def _with_last(ledger: Ledger, frame: pl.DataFrame, last: Return) -> pl.DataFrame:
    before = frame_of(ledger, last.rows).drop(ROW)
    keys = list(ledger.keys)
    renamed = before.rename({name: f"last_{name}" for name in before.columns if name not in keys})
    return frame.join(renamed.unique(keys, keep="first"), on=keys, how="left", nulls_equal=True)


def _plain_frame(rows: Iterable[Mapping[str, Entry]]) -> pl.DataFrame:
    """Another ledger's rows as far as they say: numbers where there are numbers, words elsewhere.

    A blank and what did not occur add nothing to a sum; what is absent or confidential is null.
    """
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    words = {name for row in listed for name, entry in row.items() if entry.text is not None}
    return pl.DataFrame(
        {
            name: [_word(row.get(name)) if name in words else _amount(row.get(name)) for row in listed]
            for name in names
        },
        schema={name: pl.String if name in words else pl.Float64 for name in names},
    )


def _word(entry: Entry | None) -> str | None:
    return None if entry is None else entry.text


def _amount(entry: Entry | None) -> float | None:
    return 0.0 if entry is None or entry.absence is Absence.NOT_OCCURRING else entry.value


def _fault(ledger: Ledger, check: Check, row: Mapping[str, Entry], entry: Entry) -> Fault:
    label = "、".join(_keys(ledger, row))
    code = ("E_" if check.severity is Severity.FAULT else "Q_") + check.id.upper()
    return Fault(code, str(entry.cell), f"{label}：{check.zh}。", f"{label}: {check.en}.")


def _gone(ledger: Ledger, made: Return, last: Return) -> _Told:
    """Rows of the period before that are not in this return: perhaps closed, perhaps forgotten."""
    present = {tuple(_keys(ledger, row)) for row in made.rows}
    missing = [key for row in last.rows if (key := tuple(_keys(ledger, row))) not in present]
    if missing and made.rows:
        names = "；".join("、".join(key) for key in missing[:_SHOWN_KEYS])
        more = f"等 {len(missing)} 行" if len(missing) > _SHOWN_KEYS else ""
        cell = str(next(iter(made.rows[-1].values())).cell)
        yield (
            Severity.QUESTION,
            Fault(
                "Q_ROWS_GONE",
                cell,
                f"上期有而本期没有：{names}{more}；请说明是否退出，或补填。",
                f"In the last return but not in this one: {names}{'…' if more else ''}; say why, or add them.",
            ),
        )


def _pairs(
    ledger: Ledger, made: Return, last: Return
) -> list[tuple[Mapping[str, Entry], Mapping[str, Entry]]]:
    """Rows of this return with the same rows of the last one."""
    before = {tuple(_keys(ledger, row)): row for row in last.rows}
    return [(row, before[key]) for row in made.rows if (key := tuple(_keys(ledger, row))) in before]


def _misplaced(ledger: Ledger, made: Return, last: Return) -> _Told:
    """Two columns whose figures fit each other's last values and not their own: they were swapped."""
    numbers = [column.name for column in ledger.columns if column.is_number and not column.unit_from]
    pairs = _pairs(ledger, made, last)
    for first, second in combinations(numbers, 2):
        rows = [
            (row, own, crossed)
            for row, old in pairs
            if (own := _distance(row, old, (first, first), (second, second))) is not None
            and (crossed := _distance(row, old, (first, second), (second, first))) is not None
        ]
        swapped = [row for row, own, crossed in rows if own > _APART and crossed < own * _CLOSE]
        if not swapped or any(own < crossed for _, own, crossed in rows):
            continue
        a, b = ledger.column(first), ledger.column(second)
        for row in swapped[:_MOST_NAMED]:
            for name in (first, second):
                yield (
                    Severity.FAULT,
                    Fault(
                        "E_SWAPPED",
                        str(row[name].cell),
                        f"“{a.zh}”与“{b.zh}”的数同上期对调了，请核对两列；确实如此的，入账时写明原因。",
                        f"The figures of {a.en} and {b.en} are last period's the other way round; check both, or give a reason.",
                    ),
                )


def _mistaken(ledger: Ledger, made: Return, last: Return) -> _Told:
    """Figures hundreds of times those of the period before, or the other way round."""
    for row, old in _pairs(ledger, made, last):
        for column in ledger.columns:
            now, then = row.get(column.name), old.get(column.name)
            if not column.is_number or column.name in ledger.keys or now is None or then is None:
                continue
            if not now.value or not then.value or (column.unit_from and now.stated_unit != then.stated_unit):
                continue
            times = now.value / then.value
            if not 1 / SCALE < abs(times) < SCALE:
                yield (
                    Severity.FAULT,
                    Fault(
                        "E_SCALE",
                        str(now.cell),
                        f"“{column.zh}” {now.stated} 与上期 {then.value:g} 相差 {_times(times)} 倍，请核对单位，是否差了“万”；属实的写明原因再入账。",
                        f"{column.en} {now.stated} against {then.value:g} last period: {_times(times)} times; check the unit, or import it with a reason.",
                    ),
                )


def _times(ratio: float) -> str:
    return f"{max(abs(ratio), 1 / abs(ratio)):.3g}"


def _distance(row: Mapping[str, Entry], old: Mapping[str, Entry], *pairs: tuple[str, str]) -> float | None:
    """How far a row's figures are from last period's, each compared with the one that is named beside it."""
    total = 0.0
    for now, then in pairs:
        a, b = row.get(now), old.get(then)
        if a is None or b is None or not a.value or not b.value or (a.value < 0) != (b.value < 0):
            return None
        total += abs(math.log(a.value / b.value))
    return total


def _keys(ledger: Ledger, row: Mapping[str, Entry]) -> list[str]:
    return [
        entry.text if entry.text is not None else entry.stated
        for name in ledger.keys
        if (entry := row.get(name))
    ]
