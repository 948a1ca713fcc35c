"""Balances are read as offices write them: the yearbook's sheet, long tables, carriers across; what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from dafeng.domain.errors import DafengError
from dafeng.readers.balance import read_balance
from dafeng.rules.balances import declared_layouts

NBS, GERMAN = declared_layouts()["nbs"], declared_layouts()["german_states"]
HEAD = "region,year,flow,carrier,value,unit\n"


def csv(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A long table."""
    path = folder / "balance.csv"
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")
    return path


def yearbook(
    folder: Path, *, title: str = "5-23 四川能源平衡表（实物量）—2015", electricity: str = "亿千瓦小时"
) -> Path:
    """A sheet as the yearbook prints it: a merged title, a head of three rows, numbered labels, blanks."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells("A1:E1")
    sheet.append(["项　目", "煤合计", None, "电　力", "其他"])
    sheet.append(["Item", None, "原 煤", f"({electricity})", "洗煤"])
    sheet.append([None, "(万吨)", "（万吨）", "(100 million kWh)", "(万吨)"])
    sheet.merge_cells("A2:A2")
    for line in (
        ["一、可供本地区消费的能源量", 10.5, 10.5, 3, "-"],
        [" １. 一次能源生产量 Indigenous Production", 12, 12, 3.0, None],
        ["  5.本省（区、市）调出量(-)", -1.5, -1.5, 0, None],
        ["四、终端消费量", 10.5, "10.50", 3, None],
        ["  # 用作原料、材料", None, None, None, None],
        ["六、消费量合计", 10.5, 10.5, 3, None],
        ["注：本表不含其他。", None, None, None, None],
    ):
        sheet.append(line)
    path = folder / "yearbook.xlsx"
    book.save(path)
    return path


def value(cells: pl.DataFrame, flow: str, carrier: str) -> float | None:
    """The value of one cell; it must be there once."""
    return cells.filter((pl.col("flow") == flow) & (pl.col("carrier") == carrier))["value"].item()


def codes(path: Path, layout=NBS) -> list[tuple[str, str]]:
    """Code and place of every fault that refuses a file."""
    with pytest.raises(DafengError) as refused:
        read_balance(path, layout)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_the_sheet_of_the_yearbook(tmp_path: Path) -> None:
    """Title, merged head, units, numbering and both languages are read; a blank is nothing, '-' is absent, zero is zero."""
    table = read_balance(yearbook(tmp_path), NBS)
    cells = table.cells

    assert set(cells.select("region", "year").iter_rows()) == {("四川", 2015)}
    assert set(cells["carrier"]) == {"coal", "raw_coal", "electricity", "other_washed_coal"}
    assert value(cells, "production", "raw_coal") == 12.0
    assert value(cells, "outflow", "electricity") == 0.0
    assert value(cells, "supply", "other_washed_coal") is None
    assert cells.filter((pl.col("carrier") == "other_washed_coal") & (pl.col("flow") != "supply")).is_empty()
    assert table.faults == ()


def test_half_a_digit_is_what_the_column_prints(tmp_path: Path) -> None:
    """The rounding of a column is that of its longest figure, in the canonical unit."""
    path = csv(tmp_path, "甲,2015,supply,原煤,1.25,百万吨", "甲,2015,final,原煤,1,百万吨")

    assert read_balance(path, NBS).cells["half"].to_list() == pytest.approx([0.5, 0.5])


def test_units_are_converted(tmp_path: Path) -> None:
    """Tonnes, kilowatt-hours and standard coal reach the carrier's own unit or the common one."""
    path = csv(
        tmp_path,
        "甲,2015,一、可供本地区消费的能源量,原煤,20000,t",
        "甲,2015,supply,电力,3,TWh",
        "甲,2015,supply,热力,1,PJ",
        "甲,2015,final,原煤,1,Mtce",
    )
    cells = read_balance(path, NBS).cells

    assert cells.select("carrier", "measure", "value").rows() == [
        ("raw_coal", "physical", 2.0),
        ("electricity", "physical", pytest.approx(30.0)),
        ("heat", "physical", pytest.approx(100.0)),
        ("raw_coal", "standard", pytest.approx(100.0)),
    ]


def test_an_unlisted_line_is_not_an_empty_one(tmp_path: Path) -> None:
    """In a long table an empty value is absent; a line that is not there is left to the layout."""
    cells = read_balance(csv(tmp_path, "甲,2015,supply,原煤,,万吨", "甲,2015,final,原煤,0,万吨"), NBS).cells

    assert cells["value"].to_list() == [None, 0.0]


def test_every_fault_is_named_at_its_cell(tmp_path: Path) -> None:
    """Labels, numbers, years and units that do not fit are told all at once, and refuse the file."""
    path = csv(
        tmp_path,
        "甲,2015,一次能源生产,原媒,1,万吨",
        "甲,2015,可供,原煤,1,万吨",
        "甲,20l5,supply,原煤,abc,万吨",
        "甲,2015,supply,电力,1,万吨",
        "甲,2015,final,电力,1,",
    )
    assert sorted(codes(path)) == [
        ("E_BALANCE_CARRIER", "balance.csv!E2"),
        ("E_BALANCE_FLOW", "balance.csv!E3"),
        ("E_BALANCE_NUMBER", "balance.csv!E4"),
        ("E_BALANCE_UNIT", "balance.csv!E5"),
        ("E_BALANCE_UNIT", "balance.csv!E6"),
        ("E_BALANCE_YEAR", "balance.csv!E4"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [('"1,234.5"', 1234.5), ("１２．５", 12.5), ("−3", -3.0), ("0", 0.0), ("-", None), ("…", None)],
)
def test_numbers_as_they_are_typed(tmp_path: Path, text: str, number: float | None) -> None:
    """Thousands, full-width digits and signs are read; a sign of nothing is absent."""
    assert (
        read_balance(csv(tmp_path, f"甲,2015,difference,原煤,{text},万吨"), NBS).cells["value"].item()
        == number
    )


@pytest.mark.parametrize("text", ['"1,5"', "1 2", "零", "inf", "1;2"])
def test_what_may_be_another_number_is_none(tmp_path: Path, text: str) -> None:
    """A decimal comma is not taken for a thousands separator, nor anything else guessed."""
    assert codes(csv(tmp_path, f"甲,2015,difference,原煤,{text},万吨")) == [
        ("E_BALANCE_NUMBER", "balance.csv!E2")
    ]


def test_a_merged_figure_is_one_cell(tmp_path: Path) -> None:
    """What is merged over several columns is not said of each of them."""
    from openpyxl import load_workbook

    path = yearbook(tmp_path)
    book = load_workbook(path)
    book.active.merge_cells("C6:D6")
    book.save(path)
    cells = read_balance(path, NBS).cells
    assert value(cells, "production", "raw_coal") == 12.0
    assert cells.filter((pl.col("flow") == "production") & (pl.col("carrier") == "electricity")).is_empty()


def test_a_cell_said_twice_is_refused(tmp_path: Path) -> None:
    """Two figures of one cell are a fault, the same row written in another way included."""
    path = csv(tmp_path, "甲,2015,supply,原煤,1,万吨", "甲,2015,Total Primary Energy Supply,Coal Raw,1,万吨")

    assert codes(path) == [("E_BALANCE_TWICE", "balance.csv!E3")]


def test_signs_are_named_and_refuse_nothing(tmp_path: Path) -> None:
    """An export above zero, an import below, an input above: each is told at its cell; an output may be positive."""
    path = csv(
        tmp_path,
        "甲,2015,本省调出量,原煤,1,万吨".replace("本省调出量", "outflow"),
        "甲,2015,import,原煤,-1,万吨",
        "甲,2015,火力发电,原煤,5,万吨",
        "甲,2015,火力发电,电力,5,亿千瓦时",
    )
    assert [(fault.code, fault.place) for fault in read_balance(path, NBS).faults] == [
        ("E_BALANCE_SIGN", f"balance.csv!E{row}") for row in (3, 2, 4)
    ]


def test_carriers_across(tmp_path: Path) -> None:
    """A row per flow and a column per carrier; a column nobody knows is refused by its name."""
    path = csv(tmp_path, "Berlin,1990,Gewinnung,1.0,", head="state,year,row,total,wind\n")
    cells = read_balance(path, GERMAN).cells
    assert cells.select("flow", "carrier", "value").rows() == [
        ("indigenous_production", "total", 1.0),
        ("indigenous_production", "wind", None),
    ]
    path = csv(tmp_path, "Berlin,1990,Gewinnung,1.0,2", head="state,year,row,total,wnid\n")
    assert codes(path, GERMAN) == [("E_BALANCE_CARRIER", "balance.csv!E1")]


def test_a_unit_of_the_wrong_kind_in_the_head(tmp_path: Path) -> None:
    """A column of electricity in tonnes is named."""
    assert {code for code, _ in codes(yearbook(tmp_path, electricity="万吨"))} == {"E_BALANCE_UNIT"}


@pytest.mark.parametrize(
    "title",
    [
        "2015年四川能源平衡表（实物量）",
        "表5-23 四川地区能源平衡表 2015 （实物量）",
        "5-23  四 川 能源平衡表(实物量)-2015",
    ],
)
def test_region_and_year_of_a_title(tmp_path: Path, title: str) -> None:
    """However the title is put, region and year are the same."""
    cells = read_balance(yearbook(tmp_path, title=title), NBS).cells
    assert set(cells.select("region", "year").iter_rows()) == {("四川", 2015)}


def test_a_title_without_region_or_year(tmp_path: Path) -> None:
    """Neither is guessed."""
    assert [code for code, _ in codes(yearbook(tmp_path, title="平衡表（实物量）"))] == [
        "E_BALANCE_TITLE"
    ] * 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xls", "x"),
        ("a.csv", ""),
        ("b.csv", HEAD),
        ("c.csv", "a,b\n1,2\n"),
        ("d.xlsx", "no zip"),
        ("e.parquet", "x"),
    ],
)
def test_what_is_no_balance_is_refused(tmp_path: Path, name: str, text: str) -> None:
    """Another format, an empty or damaged file, a table without the heads: refused, never an empty success."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(DafengError):
        read_balance(path, NBS)
