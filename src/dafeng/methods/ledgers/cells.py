"""Returns as observations, a cell each, and back again without loss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Entry, Ledger, Return, item_of, keys_of
from dafeng.domain.observation import Observation

_ABSENT_KEY = "%"
"""Before the kind of absence of a key: a row that says that there is nothing to tell."""


def observations_of(ledger: Ledger, made: Return) -> tuple[Observation, ...]:
    """Every filled cell that is no key, as an observation whose item names its row."""
    found = []
    for row in made.rows:
        item = item_of({name: _key(row[name]) for name in ledger.keys})
        for column in ledger.columns:
            entry = row.get(column.name)
            if entry is None or column.name in ledger.keys:
                continue
            found.append(
                Observation(
                    series=ledger.series(column.name),
                    region=made.area,
                    period=made.period,
                    flow="",
                    sector="",
                    fuel="",
                    plant="",
                    value=entry.value,
                    low=None,
                    high=None,
                    unit=(column.unit or entry.stated_unit) if column.is_number else "",
                    grade=made.grade,
                    absence=entry.absence,
                    source=made.source or ledger.basis,
                    note=made.filled_by,
                    stated_value=entry.stated,
                    stated_unit=entry.stated_unit,
                    cell=entry.cell,
                    item=item,
                    text=entry.text,
                )
            )
    return tuple(found)


def returns_of(ledger: Ledger, found: Iterable[Observation]) -> tuple[Return, ...]:
    """The returns that observations of a ledger came from, one for each area and period.

    A return that was corrected in part speaks with the source of its first cell.
    """
    rows: dict[tuple[str, str], dict[str, dict[str, Entry]]] = {}
    heads: dict[tuple[str, str], Observation] = {}
    for one in found:
        place = (one.region, one.period)
        heads.setdefault(place, one)
        row = rows.setdefault(place, {}).setdefault(one.item, {})
        if not row:
            for name, text in keys_of(one.item).items():
                row[name] = _key_entry(ledger, name, text, one)
        name = one.series.removeprefix(f"{ledger.id}.")
        row[name] = Entry(one.value, one.text, one.absence, one.stated_value, one.stated_unit, one.cell)
    return tuple(
        Return(
            ledger.id,
            *place,
            tuple(_in_order(ledger, row) for row in rows[place].values()),
            head.grade,
            head.source if head.source != ledger.basis else "",
            head.note,
            head.cell.file,
            head.cell.sha256,
        )
        for place, head in heads.items()
    )


def _key(entry: Entry) -> str:
    if entry.absence is not None:
        return f"{_ABSENT_KEY}{entry.absence.value}"
    return entry.text if entry.text is not None else f"{entry.value:.0f}"


def _key_entry(ledger: Ledger, name: str, text: str, one: Observation) -> Entry:
    if text.startswith(_ABSENT_KEY):
        return Entry(None, None, Absence(text.removeprefix(_ABSENT_KEY)), text, "", one.cell)
    if ledger.column(name).is_number:
        return Entry(float(text), None, None, text, ledger.column(name).unit, one.cell)
    return Entry(None, text, None, text, "", one.cell)


def _in_order(ledger: Ledger, row: Mapping[str, Entry]) -> dict[str, Entry]:
    return {column.name: row[column.name] for column in ledger.columns if column.name in row}
