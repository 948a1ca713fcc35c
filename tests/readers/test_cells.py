"""One cell: what can mean only one thing is put right, what could mean two is refused."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.grade import Absence
from dafeng.domain.ledger import Column, ColumnType
from dafeng.domain.period import Period, period_of
from dafeng.readers.cells import Content, read_cell
from dafeng.readers.typed import is_formula, tidy

PERIOD = period_of("2025-07")
assert isinstance(PERIOD, Period)
AREAS = {"岳池县": "511621", "511621": "511621"}


def column(kind: str = "number", unit: str = "吨", **more: Any) -> Column:
    """A column of that kind."""
    unit = unit if kind in ("number", "integer") else ""
    return Column("x", "数", "Number", ColumnType(kind), unit=unit, **more)


def read(raw: Any, one: Column, **more: Any) -> tuple[Content, list[str]]:
    """What a cell says, and the codes of what is remarked."""
    content, told = read_cell(one, raw, one.unit, AREAS, PERIOD, **more)
    return content, [remark.code for remark in told]


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        (12, 12, None),
        ("12", 12, "N_TEXT_NUMBER"),
        ("１２．５", 12.5, "N_WIDTH"),
        ("1，234", 1234, "N_GROUPED"),
        ("1 234 567", 1234567, "N_GROUPED"),
        ("'12", 12, "N_APOSTROPHE"),
        ("\u200b12", 12, "N_INVISIBLE"),
        ("\u00a012", 12, "N_SPACES"),
        ("12千克", 0.012, "N_UNIT_TYPED"),
        ("1.2E+2", 120, "N_TEXT_NUMBER"),
        ("- 3", -3, "N_SPACES"),
    ],
)
def test_a_number_written_otherwise_is_read(raw: Any, value: float, code: str | None) -> None:
    """Widths, spaces, grouping and a convertible unit change nothing, and each is noted."""
    content, told = read(raw, column())
    assert content.value == pytest.approx(value)
    assert code in told if code else not told


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("12,34,567", "E_NUMBER"),
        ("0,123", "E_NUMBER"),
        ("1.234,5", "E_NUMBER"),
        ("12 34", "E_NUMBER"),
        ("10²", "E_NUMBER"),
        ("①", "E_NUMBER"),
        ("١٢٣", "E_NUMBER"),
        ("约12", "E_NUMBER"),
        ("12万", "E_NUMBER"),
        ("12兆瓦", "E_UNIT_TYPED"),
        ("无", "E_NOTHING"),
        ("－", "E_NOTHING"),
        ("N/A", "E_NOTHING"),
        ("#DIV/0!", "E_ERROR_CELL"),
        (1e308, "E_ENORMOUS"),
        (float("nan"), "E_ENORMOUS"),
        ("1e999", "E_ENORMOUS"),
        (True, "E_DATE_IN_NUMBER"),
        (date(2025, 7, 1), "E_DATE_IN_NUMBER"),
        (time(3, 4), "E_DATE_IN_NUMBER"),
    ],
)
def test_what_is_no_number_is_refused(raw: Any, code: str) -> None:
    """A guess would be a figure that nobody stated."""
    content, told = read(raw, column())
    assert content.is_blank
    assert told[-1] == code


@pytest.mark.parametrize(
    "raw",
    [
        "=1+1",
        "＝1+1",
        " =1+1",
        "'=1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|x",
        "\t=1",
        "\u200b=1",
        "|x",
    ],
)
def test_a_formula_is_refused_however_it_is_hidden(raw: str) -> None:
    """Behind a space, an apostrophe, a number or a full-width sign it is a formula still."""
    assert read(raw, column("text"))[1] == ["E_FORMULA_TEXT"]
    assert read(raw, column())[1] == ["E_FORMULA_TEXT"]


@given(st.text(max_size=40))
def test_no_text_that_is_kept_begins_a_formula(text: str) -> None:
    """Whatever is typed, a kept word can be shown in a spreadsheet."""
    kept, told = tidy(text)
    assert any(one.refuses for one in told) or not is_formula(kept)


def test_signs_of_nothing_are_no_words() -> None:
    """A dash names no power station; in a remark it is a blank; where it is a choice it is chosen."""
    assert read("/", column("text", required=True)) == (Content(), ["E_NO_WORD"])
    assert read("/", column("text")) == (Content(), ["N_NO_WORD"])
    assert read("无", column("choice", allowed=("有", "无")))[0].text == "无"


@pytest.mark.parametrize(
    ("raw", "code"), [(True, "E_TEXT"), (12.5, "E_NUMBER_IN_TEXT"), ("电站😀", "E_PICTURE")]
)
def test_what_is_no_word_is_refused(raw: Any, code: str) -> None:
    """Truth values, broken numbers and pictures name nothing."""
    assert read(raw, column("text"))[1] == [code]


def test_names_lose_spaces_between_characters_and_other_words_keep_them() -> None:
    """A space inside a name makes another name of it; in a reference it is the writer's."""
    assert read("东岸 电站 GB 1", column("text"), is_name=True)[0].text == "东岸电站GB 1"
    assert read("东岸 电站", column("text"))[0].text == "东岸 电站"
    assert read("东岸\u3000电站", column("text"))[0].text == "东岸电站"
    assert read("岳\u00a0池县", column("area"))[0].text == "511621"


@pytest.mark.parametrize("raw", ["2025年7月1日", "2025.7.1", "20250701", 20250701, 45839, date(2025, 7, 1)])
def test_a_day_is_read_in_every_order_that_begins_with_the_year(raw: Any) -> None:
    """All of them can mean one day only."""
    assert read(raw, column("date"))[0].text == "2025-07-01"


@pytest.mark.parametrize(
    "raw", ["7/1/2025", "2025-02-30", "2025-07", 1234.5, date(1903, 5, 18), "3025-01-01", True]
)
def test_what_is_no_day_is_refused(raw: Any) -> None:
    """Neither another order nor a figure that a date cell shows as a day of long ago."""
    assert read(raw, column("date"))[0].is_blank


def test_absence_is_said_by_its_words_alone() -> None:
    """The three words stand in any column; blank says nothing."""
    assert read(" 未发生", column())[0].absence is Absence.NOT_OCCURRING
    assert read("\u200b ", column()) == (Content(), [])
