"""Energy users, their meters, measures and cases, and the readings beside the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dafeng.domain.case import Case, CaseKind, Step
from dafeng.domain.errors import DafengError
from dafeng.domain.measure import Measure
from dafeng.domain.meter import Meter, Series
from dafeng.domain.unit import Unit
from dafeng.storage.books import Books
from dafeng.storage.nouns import Noun
from tests.storage.entries import JANUARY, MARCH, tamper

UNIT = Unit("91350100M000100Y43", "甲厂", "999901", "cement")
SERIES = Series("meter-1.active", "meter-1", "active_energy", "kWh", 900)
NOUNS: tuple[Noun, ...] = (
    UNIT,
    Meter("meter-1", UNIT.code, "electricity"),
    SERIES,
    Measure("kiln-heat", "窑头余热发电", "industry", 1e3, 2e3, "tce", None, "甲厂"),
    Case("2026-001", CaseKind.PROJECT, "甲厂", "二线扩建", Step.OPENED, date(2026, 1, 5), None),
)


def readings(days: int = 40, value: float = 1.5) -> pl.DataFrame:
    """Quarter-hours from the evening of 31 January in UTC, which is February in Shanghai."""
    start = datetime(2026, 1, 31, 16, tzinfo=UTC)
    moments = [start + timedelta(minutes=15 * step) for step in range(96 * days)]
    return pl.DataFrame(
        {"start": moments, "value": [value + step for step in range(len(moments))]},
        schema_overrides={"start": pl.Datetime("us", "UTC")},
    )


def files(folder: Path) -> list[Path]:
    """Every file of readings there, superseded ones included."""
    return sorted((folder / "readings").rglob("*.parquet"))


def test_nouns_survive_with_their_versions(books: Books) -> None:
    """Each kind comes back as it was stated; the same again is not written, another needs a reason."""
    with books.write(at=JANUARY, by="甲") as transaction:
        assert all(transaction.state(noun) for noun in NOUNS)
        assert not any(transaction.state(noun) for noun in NOUNS)
    assert tuple(one for noun in NOUNS for one in books.stated(type(noun))) == NOUNS
    renamed = replace(UNIT, name="甲公司")
    with pytest.raises(DafengError, match="E_CORRECTION"), books.write(at=MARCH, by="甲") as transaction:
        transaction.state(renamed)
    with books.write(at=MARCH, by="甲") as transaction:
        transaction.state(renamed, reason="更名")
    assert books.stated(Unit) == (renamed,)
    assert books.broken() == ()


def test_readings_survive_by_month(books: Books, tmp_path: Path) -> None:
    """Readings come back whole, in one immutable file for each month of the series' own zone."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(SERIES)
        assert books.add_readings(transaction, SERIES.id, readings()) == 2
        assert books.add_readings(transaction, SERIES.id, readings()) == 0
    assert_frame_equal(books.readings(SERIES.id).collect(), readings())
    months = sorted(path.name for path in (tmp_path / "readings" / SERIES.id).iterdir())
    assert months == ["2026-02", "2026-03"]
    assert books.readings("meter-2").collect().is_empty()
    assert books.broken() == ()


def test_other_readings_of_a_month_need_a_reason(books: Books, tmp_path: Path) -> None:
    """A month is restated whole and with a reason; the reader then sees the new one, the old file stays."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(SERIES)
        books.add_readings(transaction, SERIES.id, readings(3))
    new = readings(3, value=7.0)
    with pytest.raises(DafengError, match="E_CORRECTION"), books.write(at=MARCH, by="甲") as transaction:
        books.add_readings(transaction, SERIES.id, new)
    with books.write(at=MARCH, by="甲") as transaction:
        books.add_readings(transaction, SERIES.id, new, reason="换表")
    assert_frame_equal(books.readings(SERIES.id).collect(), new)
    assert len(files(tmp_path)) == 2


def test_readings_of_a_failed_write_are_not_seen(books: Books) -> None:
    """A file that was written before its transaction failed is in no manifest, so no reader finds it."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(SERIES)

    def interrupted() -> None:
        with books.write(at=MARCH, by="甲") as transaction:
            books.add_readings(transaction, SERIES.id, readings(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert books.readings(SERIES.id).collect().is_empty()
    assert books.broken() == ()


def test_edited_or_missing_readings_are_found(books: Books, tmp_path: Path) -> None:
    """A file of readings that was changed or removed is told; reading a missing one is refused."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(SERIES)
        books.add_readings(transaction, SERIES.id, readings(3))
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [fault.code for fault in books.broken()] == ["E_CHAIN_FILE"]
    path.unlink()
    assert [fault.place for fault in books.broken()] == ["readings meter-1.active 2026-02"]
    with pytest.raises(DafengError, match="E_NO_READINGS"):
        books.readings(SERIES.id)


def test_an_edited_noun_is_found(books: Books) -> None:
    """A unit edited behind the triggers no longer fits the event that stated it."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(UNIT)
    tamper(books, "units", "UPDATE units SET name = '乙厂'")
    assert [(fault.code, fault.place) for fault in books.broken()] == [("E_CHAIN_ROW", f"units {UNIT.code}")]


@pytest.mark.parametrize(
    "bad",
    [
        readings(1).with_columns(value=None),
        readings(1).with_columns(value=pl.lit(float("nan"))),
        readings(1).with_columns(start=pl.col("start").first()),
        readings(1).with_columns(pl.col("start").dt.replace_time_zone(None)),
        readings(1).drop("start"),
    ],
    ids=["empty", "nan", "double", "zoneless", "headless"],
)
def test_readings_that_cannot_be_used_are_refused(books: Books, bad: pl.DataFrame) -> None:
    """An empty value, a value that is no number, a doubled or zoneless moment is refused."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.state(SERIES)
        with pytest.raises(DafengError, match="E_READINGS"):
            books.add_readings(transaction, SERIES.id, bad)
        with pytest.raises(DafengError, match="E_NO_SERIES"):
            books.add_readings(transaction, "meter-9.active", readings(1))
