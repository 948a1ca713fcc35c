"""Every promise of the books, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from threading import Event as Signal
from threading import Thread

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dafeng.domain.errors import DafengError
from dafeng.domain.event import Head
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.ledger import Publication
from dafeng.domain.observation import Observation
from dafeng.storage.books import Books
from dafeng.storage.rows import FRAME, SHOWN
from tests.storage.entries import (
    ALL,
    COAL,
    GAS,
    JANUARY,
    MARCH,
    MAY,
    NAME,
    ORIGINAL,
    SHA256,
    put,
    refused,
    stated,
    tamper,
)

TABLES = ("files", "submissions", "observations", "releases", "events", "units", "meters", "series_metadata",
          "readings_files", "measures", "cases")  # fmt: skip


def test_what_goes_in_comes_out(books: Books) -> None:
    """Every field of a number, an absence and a word survives, in order, and so does the original."""
    receipt = put(books)
    assert (receipt.new, receipt.held, receipt.corrected, receipt.withdrawn) == (3, 0, 0, 0)
    assert books.current() == ALL
    assert books.original(SHA256) == ORIGINAL
    assert books.broken() == ()


TEXTS = st.text(st.characters(blacklist_characters="\x00\x1f", blacklist_categories=("Cs",)), max_size=20)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def statements(draw: st.DrawFn) -> Observation:
    """Any observation that a reader could make."""
    says = draw(st.sampled_from(("value", "text", "absence")))
    plain = {name: draw(TEXTS) for name in ("series", "region", "period", "flow", "sector", "fuel", "plant", "item",
                                            "unit", "source", "note", "stated_value", "stated_unit")}  # fmt: skip
    return replace(
        COAL,
        **plain,
        value=draw(NUMBERS) if says == "value" else None,
        low=draw(st.none() | NUMBERS),
        high=draw(st.none() | NUMBERS),
        text=draw(TEXTS) if says == "text" else None,
        absence=draw(st.sampled_from(Absence)) if says == "absence" else None,
        grade=draw(st.sampled_from(Grade)),
        cell=replace(
            COAL.cell, file=draw(TEXTS), sheet=draw(st.none() | TEXTS), row=draw(st.integers(0, 2**31 - 1))
        ),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(statements(), min_size=1, max_size=5, unique_by=lambda row: row.key))
def test_any_observation_survives(opened: Callable[..., Books], rows: list[Observation]) -> None:
    """Whatever text or number a statement holds, the last version reads as it was written and verifies."""
    books = opened()
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.add_file("table.csv", ORIGINAL)
        transaction.submit(rows, reason="again")
    for row in rows:
        last = books.history(row.key)[-1].observation
        assert (last.value, last.low, last.high, last.text, last.absence, last.grade, last.unit, last.key) == (
            row.value, row.low, row.high, row.text, row.absence, row.grade, row.unit, row.key,
        )  # fmt: skip
        if len(books.history(row.key)) == 1:
            assert last == row
    assert books.broken() == ()
    books.close()


def test_a_frame_goes_the_same_way(books: Books) -> None:
    """A frame gives the same rows as nouns, and the frame read back can be submitted again: all held."""
    put(books)
    frame = books.current_frame("coal")
    assert list(frame.columns) == list(FRAME)
    with books.write(at=MARCH, by="甲") as transaction:
        receipt = transaction.submit(frame)
    assert (receipt.stored, receipt.held) == (0, 3)
    assert_frame_equal(books.current_frame(), frame)


def test_series_are_named_to_the_dot(books: Books) -> None:
    """A series finds itself and what stands under it, never a neighbour that begins alike."""
    rows = [
        stated("coal", 1),
        COAL,
        stated("coal_price", 2),
        stated("coal.used", 3, region="999901", item="企业=甲厂"),
    ]
    put(books, rows)

    def found(**asked: str) -> list[float | None]:
        return sorted(row.value or 0 for row in books.current(**asked))

    assert found(series="coal") == [1, 3, 12.5]
    assert found(series="coal.") == [3, 12.5]
    assert found(series="coal.used") == [3, 12.5]
    assert found(series="coal.used", region="999901") == [3]
    assert found(series="coal.", region="999901", period="2021") == [3]
    assert found(region="999901") == [3]
    assert found(period="2022") == []


def test_the_same_value_is_held_and_not_written_again(books: Books) -> None:
    """A restatement from another cell adds no version and says how many were held."""
    put(books)
    moved = [replace(row, cell=replace(row.cell, row=row.cell.row + 10)) for row in ALL]
    receipt = put(books, moved, at=MARCH)
    assert (receipt.stored, receipt.held) == (0, 3)
    assert books.current() == ALL
    assert len(books.submissions()) == 2


def test_another_value_needs_a_reason(books: Books) -> None:
    """Without a reason a correction is refused with its cell and both values, and nothing is written."""
    put(books)
    head = books.head()
    with pytest.raises(DafengError) as caught:
        put(books, [replace(COAL, value=13.0), stated("new", 1.0)], at=MARCH)
    assert caught.value.code == "E_CORRECTION"
    assert [(fault.place, fault.zh) for fault in caught.value.faults] == [
        ("table.csv!H2", "coal.used 999900 2021 企业=甲厂：原为 12.5 t (B)，现为 13 t (B)")
    ]
    assert (books.current(), books.head()) == (ALL, head)
    assert put(books, [replace(COAL, value=13.0)], at=MARCH, reason="过磅复核").corrected == 1
    assert [version.observation.value for version in books.history(COAL.key)] == [12.5, 13.0]
    assert [version.submission.reason for version in books.history(COAL.key)] == ["", "过磅复核"]


def test_many_corrections_are_counted(books: Books) -> None:
    """The list of places is capped, the count is not."""
    rows = [stated("coal", number, row=number, item=f"企业={number}") for number in range(1, SHOWN + 31)]
    put(books, rows)
    with pytest.raises(DafengError, match=rf"{SHOWN + 30} 处.*另有 30 处") as caught:
        put(books, [replace(row, value=0.0) for row in rows])
    assert len(caught.value.faults) == SHOWN


def test_a_withdrawn_row_leaves_the_view_and_stays_in_history(books: Books) -> None:
    """Withdrawing needs a reason; the fact leaves the current view, stays as a version, and may return."""
    put(books)
    with pytest.raises(DafengError, match="E_CORRECTION"):
        put(books, [], withdraw=[GAS.key])
    assert put(books, [], at=MARCH, reason="表已改", withdraw=[GAS.key]).withdrawn == 1
    assert books.current() == (COAL, NAME)
    assert [version.withdrawn for version in books.history(GAS.key)] == [False, True]
    with pytest.raises(DafengError, match="E_CORRECTION"):
        put(books, [GAS], at=MAY)
    put(books, [GAS], at=MAY, reason="误删")
    assert set(books.current()) == set(ALL)
    assert books.broken() == ()


def test_only_what_is_held_can_be_withdrawn(books: Books) -> None:
    """A withdrawal of an unknown fact, or of one that the same import states, is refused."""
    put(books)
    for rows, key in (([], stated("nothing", 1).key), ([stated("fresh", 1)], stated("fresh", 1).key)):
        with pytest.raises(DafengError, match="E_NOT_HELD"):
            put(books, rows, reason="表已改", withdraw=[key])
    assert books.current() == ALL


def test_the_books_remember_what_was_known(books: Books) -> None:
    """Asked for a moment, the view holds what had been recorded by then, withdrawals included."""
    put(books)
    put(books, [replace(COAL, value=13.0)], at=MARCH, reason="复核")
    put(books, [], at=MAY, reason="表已改", withdraw=[COAL.key])

    def known(at: datetime) -> list[float | None]:
        return [row.value for row in books.current("coal.used", known=at)]

    assert known(JANUARY) == [12.5]
    assert known(datetime(2026, 1, 5, 8, 59, tzinfo=JANUARY.tzinfo)) == []
    assert known(MARCH) == [13.0]
    assert known(MAY) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"value": float("nan")},
        {"value": float("inf")},
        {"high": float("inf")},
        {"value": None},
        {"text": "甲"},
        {"unit": None},
        {"note": "a\x00b"},
        {"item": "a\x1fb"},
        {"note": "\ud800"},
        {"grade": "Z"},
        {"cell": replace(COAL.cell, row=-1)},
    ],
    ids=str,
)
def test_a_failed_import_leaves_nothing(books: Books, bad: dict[str, object]) -> None:
    """When one row of an import cannot be stored, none is: no row, no file, no event."""
    put(books, ALL[:1])
    head = books.head()
    with pytest.raises(DafengError, match="E_OBSERVATION"):
        put(books, [NAME, replace(stated("bad", 1.0, row=9), **bad)], at=MARCH, original=b"other")
    assert (books.current(), books.head()) == (ALL[:1], head)
    assert books.broken() == ()


def test_all_faults_of_an_import_are_told(books: Books) -> None:
    """Every unusable row is named by its cell."""
    rows = [replace(COAL, value=float("nan")), NAME, replace(GAS, unit=None)]
    with pytest.raises(DafengError) as caught:
        put(books, rows)
    assert [fault.place for fault in caught.value.faults] == ["table.csv!H2", "table.csv!H3"]


def test_a_fact_is_stated_once_in_an_import(books: Books) -> None:
    """Two rows of one fact are refused, both places told."""
    with pytest.raises(DafengError) as caught:
        put(books, [COAL, replace(COAL, value=1.0, cell=replace(COAL.cell, row=7))])
    assert caught.value.code == "E_DUPLICATE"
    assert [fault.place for fault in caught.value.faults] == ["table.csv!H2", "table.csv!H7"]


def test_an_observation_needs_its_original(books: Books) -> None:
    """Rows of a file that was not added are refused."""
    with pytest.raises(DafengError, match="E_NO_ORIGINAL"), books.write(at=JANUARY, by="甲") as transaction:
        transaction.submit([COAL])
    with pytest.raises(DafengError, match="E_NO_ORIGINAL"):
        books.original("f" * 64)


def test_an_exception_in_a_write_undoes_all_of_it(books: Books) -> None:
    """Import, release and event of one write go together."""
    put(books)
    head = books.head()

    def interrupted() -> None:
        with books.write(at=MARCH, by="甲") as transaction:
            transaction.submit([replace(COAL, value=1.0)], reason="复核")
            transaction.release("coal.*", "", "", Publication.PUBLIC, date(2026, 3, 1))
            transaction.record_event("sign", "brief", {"page": 1}, "月报")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert (books.current(), books.head()) == (ALL, head)
    assert books.released("coal.used", "999900", "2021", date(2027, 1, 1)) == Publication.UNPUBLISHED


def test_a_release_holds_from_its_day_until_the_next_decision(books: Books) -> None:
    """Undecided is unpublished; a decision works from its day for what it covers; the last one wins."""
    asked = ("coal.used", "999900", "2021")
    with books.write(at=JANUARY, by="李") as transaction:
        transaction.release("coal.*", "", "2021", Publication.PUBLIC, date(2026, 3, 1))
        transaction.release(
            "coal.used", "999900", "2021", Publication.INTERNAL, date(2026, 5, 1), reason="有误"
        )
    assert books.released(*asked, date(2026, 2, 28)) == Publication.UNPUBLISHED
    assert books.released(*asked, date(2026, 3, 1)) == Publication.PUBLIC
    assert books.released(*asked, date(2026, 5, 1)) == Publication.INTERNAL
    assert books.released("coal.gas", "999900", "2021", date(2026, 5, 1)) == Publication.PUBLIC
    assert books.released("coal_price", "999900", "2021", date(2026, 5, 1)) == Publication.UNPUBLISHED
    assert books.broken() == ()


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_changed_or_removed(books: Books, table: str) -> None:
    """The database itself refuses to change or remove a row of any table."""
    put(books)
    with books._engines.reading() as connection:
        name = next(iter(connection.execute(text(f"SELECT * FROM {table}")).keys()))  # noqa: S608
    fill_tables(books)
    for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DBAPIError) as caught, books._engines.writing() as connection:
            connection.execute(text(statement))
        assert refused(caught.value)
    assert books.broken() == ()


def fill_tables(books: Books) -> None:
    """At least one row in every table."""
    from tests.storage.test_nouns import NOUNS, readings

    with books.write(at=MARCH, by="甲") as transaction:
        transaction.release("coal.*", "", "2021", Publication.PUBLIC, date(2026, 3, 1))
        for noun in NOUNS:
            transaction.state(noun)
        books.add_readings(transaction, "meter-1.active", readings())


def test_the_moment_needs_its_offset(books: Books) -> None:
    """A time without an offset could mean two moments and is refused."""
    with pytest.raises(DafengError, match="E_MOMENT"), books.write(at=datetime(2026, 1, 1), by="甲"):  # noqa: DTZ001
        pass


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
def test_words_that_cannot_be_stored_are_refused(books: Books, bad: str) -> None:
    """A name or reason that a database cannot hold is refused on both alike."""
    for by, reason in ((f"王{bad}", ""), ("王", f"因{bad}")):
        with pytest.raises(DafengError, match="E_TEXT"), books.write(at=JANUARY, by=by) as transaction:
            transaction.record_event("sign", "brief", None, reason)
    assert books.head() == Head()


def test_the_second_writer_waits_and_is_told_busy(books: Books, opened: Callable[..., Books]) -> None:
    """A writer that gets no turn in time is refused with E_BUSY, in another process or in this one; readers go on."""
    put(books)
    other = opened(wait=0.2)
    held, done = Signal(), Signal()

    def hold() -> None:
        with books.write(at=MARCH, by="甲") as transaction:
            transaction.record_event("hold", "lock")
            held.set()
            done.wait(30)

    thread = Thread(target=hold)
    thread.start()
    try:
        assert held.wait(30)
        with pytest.raises(DafengError) as caught:
            put(other, [stated("late", 1)], at=MAY)
        assert caught.value.code == "E_BUSY"
        assert other.current() == ALL
    finally:
        done.set()
        thread.join()
    put(other, [stated("late", 1)], at=MAY)
    assert [event.action for event in books.events()] == ["import", "hold", "import"]


@pytest.mark.parametrize(
    ("table", "statement", "code", "place"),
    [
        ("events", "UPDATE events SET detail = '{}' WHERE number = 2", "E_CHAIN_EVENT", "event 2"),
        ("events", "UPDATE events SET \"by\" = '别人' WHERE number = 1", "E_CHAIN_EVENT", "event 1"),
        ("events", "DELETE FROM events WHERE number = 2", "E_CHAIN_GAP", "event 3"),
        ("events", "DELETE FROM events WHERE number = 1", "E_CHAIN_GAP", "event 2"),
        ("events", "DELETE FROM events WHERE number = 3", "E_CHAIN_SUBMISSION", "submission 3"),
        ("observations", "UPDATE observations SET value = 99 WHERE id = 1", "E_CHAIN_ROW", "observation 1"),
        ("observations", "UPDATE observations SET withdrawn = NOT withdrawn WHERE id = 2", "E_CHAIN_ROW", "observation 2"),
        ("observations", "UPDATE observations SET submission = 2 WHERE id = 1", "E_CHAIN_ROW", "observation 1"),
        ("observations", "DELETE FROM observations WHERE id = 4", "E_CHAIN_ROWS", "submission 2"),
        ("observations", "DELETE FROM observations", "E_CHAIN_ROWS", "submission 1"),
        ("observations", "UPDATE observations SET id = id + 100 WHERE id = 1", "E_CHAIN_ROWS", "submission 1"),
        ("submissions", "UPDATE submissions SET reason = '无' WHERE id = 2", "E_CHAIN_SUBMISSION", "submission 2"),
        ("submissions", "DELETE FROM submissions WHERE id = 3", "E_CHAIN_SUBMISSION", "submission 3"),
        ("files", "UPDATE files SET size = 1", "E_CHAIN_FILE", f"file {SHA256[:12]}"),
        ("releases", "UPDATE releases SET status = '公开'", "E_CHAIN_ROW", "releases 1"),
        ("releases", "DELETE FROM releases", "E_CHAIN_ROW", "releases"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_found(
    books: Books, table: str, statement: str, code: str, place: str
) -> None:
    """Whoever edits, removes or moves an event, a row or an original behind the triggers is found, at the place."""
    put(books)
    put(books, [replace(COAL, value=13.0)], at=MARCH, reason="复核")
    put(books, [stated("gdp", 1.0)], at=MAY)
    with books.write(at=MAY, by="李") as transaction:
        transaction.release("coal.*", "", "", Publication.INTERNAL, date(2026, 5, 1))
    assert books.broken() == ()
    tamper(books, table, statement)
    assert (code, place) in {(fault.code, fault.place) for fault in books.broken()}


def test_swapped_events_are_found(books: Books) -> None:
    """Two events that changed places no longer fit their numbers."""
    for month in (JANUARY, MARCH, MAY):
        with books.write(at=month, by="甲") as transaction:
            transaction.record_event("note", str(month.month))
    swap = "UPDATE events SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE number > 1"
    tamper(books, "events", swap, "UPDATE events SET number = -number WHERE number < 0")
    assert {fault.place for fault in books.broken()} == {"event 2", "event 3"}


def test_a_cut_tail_shows_against_a_noted_head(books: Books) -> None:
    """An end cut off with all it tells of leaves no trace inside; the head that was noted shows it."""
    with books.write(at=JANUARY, by="甲") as transaction:
        transaction.record_event("note", "1")
    early = books.head()
    with books.write(at=MARCH, by="甲") as transaction:
        transaction.record_event("note", "2")
    late = books.head()
    tamper(books, "events", "DELETE FROM events WHERE number = 2")
    assert books.broken() == ()
    assert books.broken(early) == ()
    assert [fault.code for fault in books.broken(late)] == ["E_CHAIN_HEAD"]
    assert [fault.code for fault in books.broken(Head(0, late.hash))] == ["E_CHAIN_HEAD"]


def test_a_rewritten_chain_shows_in_the_submissions(books: Books) -> None:
    """Somebody who rewrites an event and its hash is found by the next link and by the submission."""
    put(books)
    put(books, [stated("gdp", 1.0)], at=MARCH)
    from dafeng.storage.chain import event_hash

    first = replace(books.events()[0], by="别人")
    tamper(
        books,
        "events",
        f"UPDATE events SET \"by\" = '别人', hash = '{event_hash(first)}' WHERE number = 1",  # noqa: S608
    )
    assert {(fault.code, fault.place) for fault in books.broken()} == {
        ("E_CHAIN_LINK", "event 2"),
        ("E_CHAIN_SUBMISSION", "submission 1"),
    }


def test_submissions_say_who_when_and_why(books: Books) -> None:
    """Each import is listed with its person, moment, file and place in the chain, by ledger, area and period."""
    put(books)
    (one,) = books.submissions("coal", "999900", "2021")
    assert (one.id, one.at, one.by, one.file) == (1, "2026-01-05T09:00:00.000000Z", "王敏", SHA256)
    assert (one.event, one.event_hash) == (books.head().number, books.head().hash)
    assert books.submissions(period="2020") == ()


def test_a_frame_with_a_missing_or_foreign_column_is_refused(books: Books) -> None:
    """A column that is not known could be a misspelt one: it is refused, never dropped."""
    put(books)
    frame = books.current_frame()
    for bad in (
        frame.drop("unit"),
        frame.with_columns(vlaue=pl.lit(1.0)),
        frame.with_columns(value=pl.lit("x")),
    ):
        with pytest.raises(DafengError, match="E_FRAME"), books.write(at=MARCH, by="甲") as transaction:
            transaction.submit(bad)
