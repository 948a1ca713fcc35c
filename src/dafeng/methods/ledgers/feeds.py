"""The series that accounts and targets use, made from what departments return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Entry, Feed, Ledger, Return
from dafeng.domain.observation import Observation
from dafeng.methods.ledgers.frames import ROW, frame_of
from dafeng.rules.ledgers.expressions import expression
from dafeng.rules.ledgers.words import account_term
from dafeng.rules.tables import table
from dafeng.rules.units import factor

_KEYS = ("flow", "sector", "fuel", "plant")


def fed_by(ledger: Ledger, returns: Iterable[Return]) -> tuple[Observation, ...]:
    """The observations of every series that the ledger feeds.

    A series' figure is the sum over the rows of one area and period with the same keys.  What did not occur
    adds nothing; a row that is absent or confidential leaves the sum absent.  The grade is the
    return's, and the cell is the first row's.
    """
    found: list[Observation] = []
    for made in returns:
        for feed in ledger.feeds:
            found.extend(_fed(ledger, feed, made))
    return tuple(found)


def rows_behind(ledger: Ledger, feed: Feed, made: Return) -> dict[tuple[str, ...], list[int]]:
    """The numbers of the rows that a feed sums, by flow, sector, fuel and plant as the accounts call them."""
    frame = frame_of(ledger, made.rows)
    if feed.where:
        frame = frame.filter(expression(feed.where))
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in frame[ROW].to_list():
        row = made.rows[number]
        if feed.value in row:
            groups[tuple(_term(key, row.get(feed.keys.get(key, ""))) for key in _KEYS)].append(number)
    return groups


def respondents_behind(ledger: Ledger, feed: Feed, made: Return) -> dict[tuple[str, ...], int]:
    """How many respondents stand behind each figure of a feed, by the same keys."""
    who = (ledger.respondent,) if ledger.respondent else ledger.keys
    return {
        keys: len({tuple(key_word(made.rows[number].get(name)) for name in who) for number in numbers})
        for keys, numbers in rows_behind(ledger, feed, made).items()
    }


def key_word(entry: Entry | None) -> str:
    """What a cell that names somebody says; empty where it says nothing."""
    return "" if entry is None else entry.text or entry.stated


def _fed(ledger: Ledger, feed: Feed, made: Return) -> list[Observation]:
    return [
        _observation(ledger, feed, made, keys, [made.rows[number][feed.value] for number in numbers])
        for keys, numbers in rows_behind(ledger, feed, made).items()
    ]


def _observation(
    ledger: Ledger, feed: Feed, made: Return, keys: tuple[str, ...], entries: list[Entry]
) -> Observation:
    column = ledger.column(feed.value)
    unit = table("series.csv", "series")[feed.series]["unit"]
    if unit == "by fuel":
        unit = table("energy_fuels.csv", "fuel")[keys[_KEYS.index("fuel")]]["unit"]
    told = [one for one in entries if one.absence is not Absence.NOT_OCCURRING]
    unknown = next((one.absence for one in told if one.absence is not None), None)
    absence = unknown if told else Absence.NOT_OCCURRING
    value = None
    if absence is None:
        parts = [(one.value or 0.0) * factor(column.unit or one.stated_unit, unit) for one in told]
        value = float(f"{sum(parts):.15g}")
    first = entries[0]
    flow, sector, fuel, plant = keys
    return Observation(
        series=feed.series,
        region=made.area,
        period=made.period,
        flow=flow,
        sector=sector,
        fuel=fuel,
        plant=plant,
        value=value,
        low=None,
        high=None,
        unit=unit,
        grade=made.grade,
        absence=absence,
        source=made.source or ledger.basis,
        note=f"{ledger.zh} {column.zh}，{len(entries)} 行合计",
        stated_value=first.stated if len(entries) == 1 else "",
        stated_unit=first.stated_unit,
        cell=first.cell,
    )


def _term(key: str, entry: Entry | None) -> str:
    """A ledger's word as the accounts call it; the declaration was refused if they know none."""
    word = (entry.text or "") if entry is not None else ""
    return account_term(key, word) or "" if word else ""
