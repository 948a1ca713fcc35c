"""Returns of departments: forms go out, come back, are booked whole or not at all, and go out again unchanged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Publication, Return
from dafeng.services.data import check as check_any
from dafeng.services.desk import Desk, open_desk
from dafeng.services.exports import export
from dafeng.services.publishing import publish, release
from dafeng.services.replies import take_folder
from dafeng.services.returns import check, returns_held, take
from dafeng.services.templates import issue
from dafeng.storage.books import Books
from tests.returns import LEDGERS, fill, flat_sample, returned, sample

EXAMPLE = Path(__file__).parents[2] / "examples" / "guangan"
AT = datetime(2026, 1, 8, 9, tzinfo=UTC)
BY = "示例经办人"


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The desk of the example city."""
    return open_desk(EXAMPLE)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """Empty books."""
    with Books.open(tmp_path / "books") as opened:
        yield opened


def said(made: Return) -> list[dict[str, Any]]:
    """What a return says, without where it stood and in no order."""
    rows = [
        {name: (entry.value, entry.text, entry.absence) for name, entry in row.items()} for row in made.rows
    ]
    return sorted(rows, key=lambda row: str(sorted(row.items())))


def stated(books: Books) -> Mapping[tuple[str, ...], tuple[Any, ...]]:
    """Every fact of the books with its unit and grade."""
    return {one.key: (one.value, one.text, one.absence, one.unit, one.grade) for one in books.current()}


def sent(
    name: str, desk: Desk, folder: Path, books: Books | None = None, area: str = "", period: str = ""
) -> Path:
    """A form as it was sent out for the sample's area and period."""
    own_area, own_period, _ = sample(name)
    made = issue(name, [area or own_area], period or own_period, folder, desk, books, at=AT, by=BY)
    return Path(made["files"][0])


@pytest.mark.parametrize("name", sorted(LEDGERS))
def test_what_is_typed_comes_out_again(name: str, desk: Desk, books: Books, tmp_path: Path) -> None:
    """Template, filled form, import and export in three formats give identical values, units and absences."""
    ledger, wanted = LEDGERS[name], returned(name, tmp_path)
    form = sent(name, desk, tmp_path)
    form.write_bytes(
        fill(form.read_bytes(), ledger, sample(name)[2], {"filled_by": "示例局", "source": "月报"})
    )
    found = check(form, desk)
    assert not found["faults"]
    assert not found["notes"]
    take(form, desk, books, at=AT, by=BY)
    (held,) = returns_held(ledger, books)
    assert said(held) == said(wanted)
    assert (held.filled_by, held.source) == ("示例局", "月报")
    for suffix in (".csv", ".parquet", ".xlsx"):
        out = tmp_path / f"out{suffix}"
        export(name, out, desk, books)
        with Books.open(tmp_path / f"books{suffix}") as other:
            take(out, desk, other, at=AT, by=BY)
            assert stated(other) == stated(books)


def test_four_kinds_of_nothing_stay_apart(desk: Desk, books: Books, tmp_path: Path) -> None:
    """Zero, not occurring, absent and confidential are four things in the books and in every export."""
    area, period, rows = sample("power_stations")
    rows = [
        dict(row, curtailed=word) for row, word in zip(rows, ("0", "未发生", "缺失", "保密"), strict=True)
    ]
    form = sent("power_stations", desk, tmp_path)
    form.write_bytes(fill(form.read_bytes(), LEDGERS["power_stations"], rows))
    take(form, desk, books, at=AT, by=BY)
    held = books.current("power_stations.curtailed", area, period)
    kinds = [(one.value, one.absence) for one in held]
    assert kinds == [(0.0, None), (None, Absence.NOT_OCCURRING), (None, Absence.ABSENT), (None, Absence.CONFIDENTIAL)]  # fmt: skip
    export("power_stations", tmp_path / "out.csv", desk, books)
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines[1:]] == ["0", "未发生", "缺失", "保密"]


def test_one_faulty_cell_keeps_the_whole_form_out(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A form with a fault leaves no observation, no original and no event; every fault is named at its cell."""
    _, _, rows = sample("power_stations")
    rows = [dict(rows[0], generation="约4200", energy="水力"), *rows[1:]]
    form = sent("power_stations", desk, tmp_path)
    form.write_bytes(fill(form.read_bytes(), LEDGERS["power_stations"], rows))
    with pytest.raises(DafengError) as refused:
        take(form, desk, books, at=AT, by=BY)
    places = {fault.place.rpartition("!")[2] for fault in refused.value.faults}
    assert places == {"B8", "G8"}
    assert not books.current()
    assert not books.events()


def test_a_correction_says_why_and_keeps_what_was(desk: Desk, books: Books, tmp_path: Path) -> None:
    """Another value needs a reason; then both versions stand with their people, and a row left out is withdrawn."""
    area, period, rows = sample("power_stations")
    ledger = LEDGERS["power_stations"]
    form = sent("power_stations", desk, tmp_path)
    blank = form.read_bytes()
    form.write_bytes(fill(blank, ledger, rows))
    take(form, desk, books, at=AT, by="甲")
    before = stated(books)
    form.write_bytes(fill(blank, ledger, [dict(rows[0], own_use="50"), *rows[1:-1]]))
    with pytest.raises(DafengError) as refused:
        take(form, desk, books, at=AT, by="乙")
    assert refused.value.code == "E_CORRECTION"
    assert stated(books) == before
    (receipt,) = take(form, desk, books, at=AT, by="乙", reason="抄表更正")["submissions"]
    assert receipt["corrected"] >= 1
    assert receipt["withdrawn"] >= 1
    key = next(one.key for one in books.current("power_stations.own_use", area, period))
    versions = books.history(key)
    assert [one.submission.by for one in versions] == ["甲", "乙"]
    assert versions[-1].submission.reason == "抄表更正"
    assert len(returns_held(ledger, books)[0].rows) == len(rows) - 1
    assert not books.broken()


def test_the_same_form_twice_is_held_already(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A form that is sent in again changes nothing and asks for no reason."""
    path = flat_sample("coal_use", tmp_path)
    take(path, desk, books, at=AT, by=BY)
    before = stated(books)
    (receipt,) = take(path, desk, books, at=AT, by=BY)["submissions"]
    assert (receipt["new"], receipt["corrected"], receipt["withdrawn"]) == (0, 0, 0)
    assert receipt["held"] == len(before)
    assert stated(books) == before


def test_a_folder_says_who_is_missing_and_what_does_not_add_up(
    desk: Desk, books: Books, tmp_path: Path
) -> None:
    """Every file of a folder is taken or refused by itself; areas without an answer and sums that differ are told."""
    _, period, rows = sample("electricity_use")
    ledger, folder = LEDGERS["electricity_use"], tmp_path / "replies"
    (tmp_path / "out").mkdir()
    made = issue("electricity_use", ["all"], period, tmp_path / "out", desk, books, at=AT, by=BY)
    forms = {
        Path(file).name.removeprefix("electricity_use-").rsplit(f"-{period}", 1)[0]: Path(file)
        for file in made["files"]
    }
    issue("peak_load", [desk.city.code], period, tmp_path / "out", desk, books, at=AT, by=BY)  # type: ignore[union-attr]
    folder.mkdir()
    shares = dict.fromkeys(desk.counties, 1 / len(desk.counties))
    for code in (desk.city.code, *desk.counties):  # type: ignore[union-attr]
        part = shares.get(code, 1.0)
        typed = [
            dict(row, amount=str(float(row["amount"]) * part), green_amount="", station_use="")
            for row in rows
        ]
        if code == desk.city.code:  # type: ignore[union-attr]
            typed[1]["amount"] = str(float(typed[1]["amount"]) + 5000)
        (folder / forms[code].name).write_bytes(fill(forms[code].read_bytes(), ledger, typed))
    (folder / "notes.docx").write_bytes(b"PK")
    found = take_folder(folder, desk, books, at=AT, by=BY, day=date(2026, 3, 1))
    status = {one["file"]: one["status"] for one in found["files"]}
    assert status.pop("notes.docx") == "refused"
    assert set(status.values()) == {"imported"}
    late = {(one["ledger"], one["area"]) for one in found["missing"]}
    assert ("peak_load", desk.city.code) in late  # type: ignore[union-attr]
    assert {area for ledger, area in late if ledger == "electricity_use"} == set(desk.names) - {
        desk.city.code,
        *desk.counties,
    }  # type: ignore[union-attr]
    assert all(one["days_late"] > 0 for one in found["missing"])
    assert [(one["code"], rows[1]["sector"] in one["message"]) for one in found["apart"]] == [
        ("Q_PARTS_AND_WHOLE", True)
    ]


def test_the_next_form_shows_what_is_known(desk: Desk, books: Books, tmp_path: Path) -> None:
    """The form of the next period lists last period's rows with their figures open; a correction shows all."""
    take(flat_sample("power_stations", tmp_path), desk, books, at=AT, by=BY)
    area, period, rows = sample("power_stations")
    again = check(sent("power_stations", desk, tmp_path / "a", books), desk, books)
    assert not again["faults"]
    assert again["observations"] == len(books.current("power_stations."))
    following = sent(
        "power_stations", desk, tmp_path / "b", books, area, "2026-01" if period == "2025-12" else "2025-12"
    )
    faults = check(following, desk, books)["faults"]
    assert faults
    if period == "2025-12":
        assert {fault["code"] for fault in faults} == {"E_REQUIRED_NUMBER"}
        assert len({fault["cell"][1:] for fault in faults}) == len(rows)


def test_nothing_unreleased_is_published(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A public export is refused before the release day, and later hides what rests on fewer than three."""
    take(flat_sample("coal_use", tmp_path), desk, books, at=AT, by=BY)
    area, period, rows = sample("coal_use")
    day = date(2026, 2, 1)
    with pytest.raises(DafengError) as refused:
        publish("coal_use", tmp_path / "early.csv", desk, books, period=period, day=day)
    assert refused.value.code == "E_NOT_RELEASED"
    release("coal_use", Publication.PUBLIC, desk, books, on=day, at=AT, by=BY, area=area, period=period)
    with pytest.raises(DafengError):
        publish("coal_use", tmp_path / "early.csv", desk, books, period=period, day=date(2026, 1, 31))
    publish("coal_use", tmp_path / "public.csv", desk, books, period=period, day=day)
    body = (tmp_path / "public.csv").read_text("utf-8-sig")
    assert "保密" in body
    for row in rows:
        assert row["user"] not in body
        assert f",{float(row['amount']):.10g}\n" not in body.replace("\r\n", "\n")
    release("coal_use", Publication.INTERNAL, desk, books, on=day, at=AT, by=BY, area=area, period=period)
    with pytest.raises(DafengError):
        publish("coal_use", tmp_path / "late.csv", desk, books, period=period, day=day)


def test_the_long_table_goes_through_the_books_unchanged(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A city's own tables are booked, exported as one long table, and read into other books with the same facts."""
    for table in sorted((EXAMPLE / "data").glob("*.csv")):
        take(table, desk, books, at=AT, by=BY)
    for suffix in (".csv", ".parquet"):
        export("observations", tmp_path / f"all{suffix}", desk, books)
        with Books.open(tmp_path / f"books{suffix}") as other:
            take(tmp_path / f"all{suffix}", desk, other, at=AT, by=BY)
            assert stated(other) == stated(books)


def test_what_a_ledger_feeds_is_corrected_with_it(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A series fed from rows is booked with them in the accounts' words and units, and follows a row taken out."""
    area, period, rows = sample("energy_balance")
    ledger, key = LEDGERS["energy_balance"], ("coke", "final", "industry_other")
    form = sent("energy_balance", desk, tmp_path)
    blank = form.read_bytes()
    coke = dict(rows[0], fuel="焦炭", amount="2.5", standard="2.4", standard_calorific="2.4")
    used = dict(coke, flow="终端消费", sector="其他工业")
    rows = [*rows, coke, used]
    form.write_bytes(fill(blank, ledger, rows))
    take(form, desk, books, at=AT, by=BY)
    fed = {(one.fuel, one.flow, one.sector): one for one in books.current("energy", area, period)}
    assert (fed[key].value, fed[key].unit) == (25000.0, "t")
    form.write_bytes(fill(blank, ledger, rows[:-2]))
    take(form, desk, books, at=AT, by=BY, reason="误报")
    assert key not in {(one.fuel, one.flow, one.sector) for one in books.current("energy", area, period)}


def test_a_folder_of_forms_and_tables_is_checked_as_one(desk: Desk, tmp_path: Path) -> None:
    """Forms and long tables of one folder are checked together, each fault with its file and cell."""
    form = sent("peak_load", desk, tmp_path / "all")
    rows = sample("peak_load")[2]
    form.write_bytes(fill(form.read_bytes(), LEDGERS["peak_load"], [dict(rows[0], peak="-1"), *rows[1:]]))
    table = (EXAMPLE / "data" / "economy.csv").read_text("utf-8")
    (tmp_path / "all" / "economy.csv").write_text(table, encoding="utf-8")
    found = check_any(tmp_path / "all", desk)
    assert [(one["file"], one["cell"]) for one in found["faults"]] == [(form.name, "D8")]
    assert set(found["files"]) == {form.name, "economy.csv"}


def test_a_city_s_own_ledger_is_checked_with_the_city(tmp_path: Path) -> None:
    """A declaration beside ``city.toml`` that does not fit is a fault of the city folder."""
    shutil.copytree(EXAMPLE, tmp_path / "city")
    (tmp_path / "city" / "ledgers").mkdir()
    (tmp_path / "city" / "ledgers" / "mine.toml").write_text('id = "mine"\n', encoding="utf-8")
    faults = check_any(tmp_path / "city")["faults"]
    assert faults
    assert {one["code"] for one in faults} == {"E_LEDGER_FILE"}


def test_a_reason_lets_a_doubtful_figure_in(desk: Desk, books: Books, tmp_path: Path) -> None:
    """A figure far from last period's is refused; with a reason it is booked and the doubt stays on record."""
    area, period, rows = sample("shore_power")
    ledger = LEDGERS["shore_power"]
    before = sent("shore_power", desk, tmp_path / "a", area=area, period="2025-Q3")
    before.write_bytes(fill(before.read_bytes(), ledger, [dict(rows[0], electricity="0.004"), *rows[1:]]))
    take(before, desk, books, at=AT, by=BY)
    now = sent("shore_power", desk, tmp_path / "b", books, area, period)
    now.write_bytes(fill(now.read_bytes(), ledger, rows))
    for reason in ("", "  "):
        with pytest.raises(DafengError) as refused:
            take(now, desk, books, at=AT, by=BY, reason=reason)
        assert {fault.code for fault in refused.value.faults} == {"E_SCALE"}
    receipt = take(now, desk, books, at=AT, by=BY, reason="岸电年底投运")
    assert [question["code"] for question in receipt["questions"]] == ["E_SCALE"]
    event = next(one for one in books.events() if one.action == "question")
    assert event.reason == "岸电年底投运"
    assert "E_SCALE" in str(event.detail)
    assert len(returns_held(ledger, books, area, period)) == 1


def test_a_reason_lets_exchanged_figures_in(desk: Desk, books: Books, tmp_path: Path) -> None:
    """Two columns that fit each other's last figures are refused without a reason and asked about with one."""
    area, period, rows = sample("building_completions")
    ledger = LEDGERS["building_completions"]
    first = dict(rows[0], standard_area="30000", prefab_area="2000")
    for when, row, reason in (
        ("2025-Q3", dict(first, completed_on="2025-09-01"), ""),
        (period, dict(first, standard_area="2000", prefab_area="30000"), "图审后重新核定"),
    ):
        form = sent("building_completions", desk, tmp_path / when, books, area, when)
        form.write_bytes(fill(form.read_bytes(), ledger, [row]))
        if reason:
            with pytest.raises(DafengError) as refused:
                take(form, desk, books, at=AT, by=BY)
            assert {fault.code for fault in refused.value.faults} == {"E_SWAPPED"}
        receipt = take(form, desk, books, at=AT, by=BY, reason=reason)
        assert {one["code"] for one in receipt["questions"]} == ({"E_SWAPPED"} if reason else set())


def test_an_unreleased_statistic_stays_in_the_house(desk: Desk, books: Books, tmp_path: Path) -> None:
    """Of the series that stand by themselves only the released ones of an area, period and day are handed on."""
    take(EXAMPLE / "data" / "economy.csv", desk, books, at=AT, by=BY)
    day = date(2026, 3, 1)
    with pytest.raises(DafengError):
        publish("observations", tmp_path / "none.csv", desk, books, period="", day=day)
    release("population", Publication.PUBLIC, desk, books, on=day, at=AT, by=BY, period="2020")
    made = publish("observations", tmp_path / "some.csv", desk, books, period="", day=day)
    lines = (tmp_path / "some.csv").read_text("utf-8-sig").splitlines()[1:]
    assert lines
    assert all(line.startswith("population,") and ",2020," in line for line in lines)
    assert any(one.startswith("gdp_constant") for one in made["withheld"])


def test_a_released_series_of_one_station_is_still_kept_back(
    desk: Desk, books: Books, tmp_path: Path
) -> None:
    """A figure that a ledger feeds from fewer than three respondents is not handed on, released or not."""
    take(flat_sample("power_stations", tmp_path), desk, books, at=AT, by=BY)
    take(flat_sample("annual_economy", tmp_path), desk, books, at=AT, by=BY)
    day = date(2026, 3, 1)
    for name in ("generation", "capacity", "population"):
        release(name, Publication.PUBLIC, desk, books, on=day, at=AT, by=BY)
    made = publish("observations", tmp_path / "some.csv", desk, books, period="", day=day)
    lines = (tmp_path / "some.csv").read_text("utf-8-sig").splitlines()[1:]
    assert not [line for line in lines if line.startswith(("generation,", "capacity,"))]
    assert [one for one in made["withheld"] if one.startswith("generation ")]
