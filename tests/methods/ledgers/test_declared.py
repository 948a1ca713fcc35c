"""The checks of every declared ledger on an invented return: all hold, and each of them can fail."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Return
from dafeng.methods.ledgers.checks import Checked, check_return
from dafeng.methods.ledgers.feeds import fed_by
from dafeng.rules.glossary import term
from dafeng.rules.ledgers import declared_ledgers
from dafeng.rules.tables import table
from tests.ledgers import samples

LEDGERS = declared_ledgers()
CHECKS = [(ledger.id, check.id) for ledger in LEDGERS.values() for check in ledger.checks]


def _read(ledger: str, rows: samples.Rows) -> Return:
    with TemporaryDirectory() as folder:
        reading = samples.read(Path(folder), ledger, rows)
    assert [str(fault) for fault in reading.faults] == []
    assert [str(note) for note in reading.notes] == []
    (made,) = reading.returns
    return made


@cache
def _sample(ledger: str) -> tuple[Return, Return]:
    """The return of the sample's last period and the one of the period before."""
    now, before = samples.periods(samples.rows_of(ledger))
    return _read(ledger, now), _read(ledger, before)


@cache
def _others(ledger: str) -> dict[str, tuple[Return]]:
    """The sample returns of the ledgers that this one is checked against."""
    return {name: (_sample(name)[0],) for check in LEDGERS[ledger].checks if (name := check.ledger)}


def _told(checked: Checked) -> list[str]:
    return [fault.code[2:].lower() for fault in (*checked.faults, *checked.questions)]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_sample_passes(ledger: str) -> None:
    """A sample is read without a fault or a note, and meets every check of its ledger."""
    made, last = _sample(ledger)
    assert len(made.rows) >= 2
    assert _told(check_return(LEDGERS[ledger], made, last, _others(ledger))) == []


def test_every_check_has_its_break() -> None:
    """No check without a cell that breaks it, and no such cell for a check that is gone."""
    assert sorted(samples.breaks()) == sorted(CHECKS)


@pytest.mark.parametrize(("ledger", "check"), CHECKS)
def test_the_check_can_fail(ledger: str, check: str) -> None:
    """The named cells, changed in the sample, make this check false and no other of the ledger's own."""
    now, _ = samples.periods(samples.rows_of(ledger))
    for change in samples.breaks()[ledger, check]:
        now[int(change["row"]) - 1][change["column"]] = change["value"]
    checked = check_return(LEDGERS[ledger], _read(ledger, now), _sample(ledger)[1], _others(ledger))
    assert {code for code in _told(checked) if code not in {"rows_gone", "scale"}} == {check}


@pytest.mark.parametrize("ledger", [ledger.id for ledger in LEDGERS.values() if ledger.feeds])
def test_what_the_sample_feeds_is_known_to_the_accounts(ledger: str) -> None:
    """Every series from a sample speaks the accounts' terms and has the series' unit."""
    declared = LEDGERS[ledger]
    fed = fed_by(declared, [_sample(ledger)[0]])
    assert {one.series for one in fed} == {feed.series for feed in declared.feeds}
    for one in fed:
        assert all(term(word)["zh"] for word in (one.flow, one.sector, one.fuel) if word)
        unit = table("series.csv", "series")[one.series]["unit"]
        assert one.unit == (
            table("energy_fuels.csv", "fuel")[one.fuel]["unit"] if unit == "by fuel" else unit
        )


def test_the_balance_is_told_in_the_accounts_words() -> None:
    """原煤 that is 调入 becomes raw_coal under inflow, in tonnes and without a sector; a change of stock stays out."""
    fed = fed_by(LEDGERS["energy_balance"], [_sample("energy_balance")[0]])
    inflow = next(one for one in fed if (one.flow, one.fuel) == ("inflow", "raw_coal"))
    assert (inflow.sector, inflow.value, inflow.unit) == ("", 3_010_000.0, "t")
    assert {one.flow for one in fed} == {"inflow", "transformation_in", "final"}


def test_the_samples_know_every_kind_of_nothing() -> None:
    """Zero, a blank and the three words of absence stand in number cells, required and not."""
    seen = set()
    for ledger in LEDGERS.values():
        for row in _sample(ledger.id)[0].rows:
            for column in ledger.columns:
                if column.is_number:
                    entry = row.get(column.name)
                    said = "blank" if entry is None else entry.absence or ("zero" if entry.value == 0 else "")
                    seen.add((said, column.required))
    both = {(absence, required) for absence in Absence for required in (True, False)}
    assert both | {("zero", True), ("zero", False), ("blank", False)} <= seen
