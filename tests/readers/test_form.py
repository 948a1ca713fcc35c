"""A form in XLSX: what was sent out must come back, and a broken place does not hide the others."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dafeng.domain.form import DRAFT_SHEET, FORM_SHEET, LAST_DRAFT_SHEET, LAST_SHEET
from dafeng.readers.form import read_form
from dafeng.readers.page import Reading
from tests.forms import FIRST, GRADE, HEADINGS, LEDGER, PERIOD, SEAL, Form, city, opened, samples


def form(name: str = "power_stations") -> Form:
    """A valid form of a ledger."""
    return opened(next(one for one in samples() if one.ledger.id == name))


def read(one: Form, folder: Path, name: str = "f.xlsx") -> Reading:
    """What the form says."""
    path = folder / name
    path.write_bytes(one.body())
    return read_form(path, city().ledgers, city().codes)


def told(reading: Reading) -> set[tuple[str, str]]:
    """Code and cell of every fault."""
    return {(fault.code, fault.place.rpartition("!")[2]) for fault in reading.faults}


def test_the_head_may_be_cleared_and_the_rows_are_read_all_the_same(tmp_path: Path) -> None:
    """A clerk sees every fault at once, not the head's first and the rows' in the next round."""
    one = form()
    one.sheet[LEDGER] = one.sheet[PERIOD] = None
    one.sheet[one.at(0, "generation")] = "约12"
    reading = read(one, tmp_path)
    assert told(reading) == {
        ("E_HEAD_CHANGED", LEDGER),
        ("E_HEAD_CHANGED", PERIOD),
        ("E_NUMBER", one.at(0, "generation")),
    }
    assert reading.returns == ()


def test_a_lost_column_does_not_hide_faults_in_others(tmp_path: Path) -> None:
    """The missing heading is told where it stood, and so is a bad cell elsewhere."""
    one = form()
    place = f"{one.letter('operator')}{HEADINGS}"
    one.sheet[place] = None
    one.sheet[one.at(1, "status")] = "待定"
    assert {("E_COLUMN_MISSING", place), ("E_CHOICE", one.at(1, "status"))} <= told(read(one, tmp_path))


def test_without_the_hidden_sheet_the_checksum_decides(tmp_path: Path) -> None:
    """A form whose draft was removed is good while its head fits the checksum."""
    one = form()
    del one.book[DRAFT_SHEET]
    assert read(one, tmp_path).faults == ()
    one.sheet[PERIOD] = "2025-11"
    assert ("E_SEAL", SEAL) in told(read(one, tmp_path))


def test_last_period_is_read_from_its_hidden_copy(tmp_path: Path) -> None:
    """What is compared is what was sent, and the sheet that shows it may be thrown away."""
    one = form()
    del one.book[LAST_SHEET]
    reading = read(one, tmp_path)
    assert reading.faults == ()
    assert reading.last is not None
    assert len(reading.last.rows) == one.rows


def test_a_sheet_of_last_period_that_was_not_sent_is_an_extra_one(tmp_path: Path) -> None:
    """Without its copy nobody knows where its figures come from."""
    one = form()
    del one.book[LAST_DRAFT_SHEET]
    assert ("E_OTHER_SHEET", "A1") in told(read(one, tmp_path))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("power_stations-511600-2025-12.xlsx", None),
        ("power_stations-511600-2025-12 (1).xlsx", None),
        ("十二月电站.xlsx", None),
        ("power_stations-511600-2025-11.xlsx", ("E_FILE_NAME", PERIOD)),
        ("coal_use-511600-2025-12.xlsx", ("E_FILE_NAME", LEDGER)),
    ],
)
def test_a_file_with_another_forms_name_is_not_taken(name: str, code: Any, tmp_path: Path) -> None:
    """Names as we give them must fit the head; any other name says nothing."""
    assert told(read(form(), tmp_path, name)) == ({code} if code else set())


def test_a_grade_may_be_small_and_wide(tmp_path: Path) -> None:
    """The grade is a letter however it is typed."""
    one = form()
    one.sheet[GRADE] = " ｃ "
    reading = read(one, tmp_path)
    assert reading.returns[0].grade == "C"


def test_only_a_form_without_rows_says_so(tmp_path: Path) -> None:
    """An empty form is no report of nothing."""
    one = form()
    for row in range(one.rows):
        for name in one.columns:
            one.sheet[one.at(row, name)] = None
    assert told(read(one, tmp_path)) == {("E_NO_ROWS", f"A{FIRST}")}


def test_any_other_workbook_is_no_form(tmp_path: Path) -> None:
    """A workbook without our head is refused with the name of the sheet that is missed."""
    book = openpyxl.Workbook()
    book.active["A1"] = "别的表"
    target = io.BytesIO()
    book.save(target)
    path = tmp_path / "other.xlsx"
    path.write_bytes(target.getvalue())
    (fault,) = read_form(path, city().ledgers, {}).faults
    assert fault.code == "E_NO_FORM"
    assert FORM_SHEET in fault.zh
