"""Tables of driving factors: good ones in three formats, and every fault of bad ones at its cell."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from dafeng.domain.decomposition import Span
from dafeng.domain.errors import DafengError
from dafeng.readers.factor_table import FactorTable, read_factor_table
from dafeng.readers.observations import MOST_FAULTS

FACTORS = ("output", "intensity")
HEADER = "region,year,sector,output,intensity"
GOOD = [
    "R,2015,甲,100,2",
    "R,2015,乙,50,1",
    "R,2020,甲,120,1.8",
    "R,2020,乙,48,1",
]


def write(folder: Path, lines: list[str], header: str = HEADER) -> Path:
    """A CSV table of these lines."""
    path = folder / "t.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def read(
    path: Path, category: str | None = "sector", *, start: int = 2015, end: int = 2020, chained: bool = False
) -> FactorTable:
    """The table between two years."""
    return read_factor_table(path, FACTORS, category, Span(start, end, chained=chained))


def said(table: FactorTable) -> list[tuple[str, str]]:
    """Code and place of each fault."""
    return [(fault.code, fault.place) for fault in table.faults]


def test_three_formats_say_the_same(tmp_path: Path) -> None:
    """CSV, XLSX and Parquet give the same rows; Chinese headings, other columns and a year written 2015年 are fine."""
    lines = [line.split(",") for line in GOOD]
    book = xlsxwriter.Workbook(tmp_path / "t.xlsx")
    sheet = book.add_worksheet("数据")
    for number, line in enumerate([["地区", "年份", "sector", "note", "output", "intensity"], *lines]):
        if number:
            line = [line[0], int(line[1]), line[2], "x", *map(float, line[3:])]  # noqa: PLW2901
        sheet.write_row(number, 0, line)
    book.close()
    frame = pl.DataFrame(lines, HEADER.split(","), orient="row")
    frame.with_columns(pl.col("year").cast(pl.Int64), pl.col(FACTORS).cast(pl.Float64)).write_parquet(
        tmp_path / "t.parquet"
    )
    texts = read(write(tmp_path, [line.replace("2015", "2015年") for line in GOOD]))

    assert texts.faults == ()
    assert texts.frame.height == 4
    for name in ("t.xlsx", "t.parquet"):
        assert read(tmp_path / name).frame.equals(texts.frame), name


BAD = [
    ("R,2015,甲,,2", "E_ABSENT", "D2", "R 2015 年 甲：output 是空的"),
    ("R,2015,甲,100,two", "E_NUMBER", "E2", "two"),
    ("R,2015,甲,nan,2", "E_NUMBER", "D2", "nan"),
    ("R,2015,甲,1e999,2", "E_NUMBER", "D2", "1e999"),
    ("R,2015,甲,-1,2", "E_NEGATIVE", "D2", "R 2015 年 甲：output 是负数"),
    ("R,15,甲,100,2", "E_YEAR", "B2", "15"),
    (",2015,甲,100,2", "E_KEY_MISSING", "A2", "地区"),
    ("R,2015,,100,2", "E_KEY_MISSING", "C2", "类别"),
    ("=R,2015,甲,100,2", "E_FORMULA_TEXT", "A2", "=R"),
]


@pytest.mark.parametrize(("line", "code", "cell", "words"), BAD, ids=[f"{one[1]}-{one[2]}" for one in BAD])
def test_a_bad_cell_is_named(line: str, code: str, cell: str, words: str, tmp_path: Path) -> None:
    """Each kind of bad cell has its code, its cell, and words that quote it."""
    found = next(fault for fault in read(write(tmp_path, [line, *GOOD[1:]])).faults if fault.code == code)

    assert found.place == f"t.csv!{cell}"
    assert words in found.zh


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Cells, repeated rows, missing categories, regions' years and years: one reading tells them all."""
    lines = [*GOOD, "R,2015,甲,1,x", "S,2015,甲,1,1", "T,2015,甲,1,1", "T,2015,乙,1,1", "T,2020,甲,1,"]

    assert said(read(write(tmp_path, lines))) == [
        ("E_NUMBER", "t.csv!E6"),
        ("E_ABSENT", "t.csv!E10"),
        ("E_DUPLICATE", "t.csv!6"),
        ("E_REGION_YEAR_MISSING", "t.csv"),
        ("E_CATEGORY_MISSING", "t.csv"),
    ]
    assert said(read(write(tmp_path, GOOD), end=2021)) == [("E_YEAR_MISSING", "t.csv")]


def test_zero_is_not_absence(tmp_path: Path) -> None:
    """A category with zeros is a category; one without a row is missing, and the fault says how to write it."""
    assert read(write(tmp_path, [*GOOD[:3], "R,2020,乙,0,1"])).faults == ()
    (missing,) = read(write(tmp_path, GOOD[:3])).faults

    assert missing.code == "E_CATEGORY_MISSING"
    assert "R 2020 年" in missing.zh
    assert "乙" in missing.zh


def test_other_years_have_no_say(tmp_path: Path) -> None:
    """A bad cell between the two years matters to the chain alone; a year that cannot be read always does."""
    path = write(tmp_path, [*GOOD, "R,2017,甲,,1", "R,2017,乙,1,1"])

    assert read(path).faults == ()
    assert [code for code, _ in said(read(path, chained=True))] == ["E_ABSENT", *["E_YEAR_MISSING"] * 3]
    assert [code for code, _ in said(read(write(tmp_path, [*GOOD, "R,?,甲,1,1"])))] == ["E_YEAR"]


def test_a_chain_keeps_the_pace_of_its_table(tmp_path: Path) -> None:
    """A table of every fifth year lacks nothing; one that skips a step is refused with the year."""
    every = [f"R,{year},甲,1,1" for year in (2005, 2010, 2015, 2020)]

    assert read(write(tmp_path, every), start=2005, chained=True).faults == ()
    (gap,) = read(write(tmp_path, [every[0], *every[2:]]), start=2020, end=2005, chained=True).faults
    assert "2010" in gap.en


def test_a_table_without_categories(tmp_path: Path) -> None:
    """Without a category column each region has one row a year; several ask for the option by name."""
    assert read(write(tmp_path, GOOD[::2]), None).faults == ()
    again = read(write(tmp_path, GOOD), None).faults

    assert {fault.code for fault in again} == {"E_DUPLICATE"}
    assert "--category" in again[0].zh


def two_sheets(path: Path) -> None:
    """A workbook that holds the same table twice."""
    book = xlsxwriter.Workbook(path)
    for name in ("一", "二"):
        sheet = book.add_worksheet(name)
        for number, line in enumerate([HEADER, *GOOD]):
            sheet.write_row(number, 0, line.split(","))
    book.close()


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("t.csv", "region,year,outptu,intensity\n", ["E_COLUMN_MISSING", "E_COLUMN_MISSING"]),
        ("t.csv", f"{HEADER},output\n", ["E_COLUMN_TWICE"]),
        ("t.csv", f"{HEADER}\n", ["E_NO_ROWS"]),
        ("t.csv", "", ["E_EMPTY_FILE"]),
        ("t.csv", f"{HEADER}\nR,?,甲,1,1\n", ["E_YEAR"]),
        ("t.txt", HEADER, ["E_FILE_KIND"]),
        ("t.xlsx", None, ["E_SHEETS"]),
    ],
)
def test_what_is_no_such_table_is_refused(
    name: str, content: str | None, codes: list[str], tmp_path: Path
) -> None:
    """A missing column is named with what was probably meant; two sheets, no rows and other files are refused."""
    path = tmp_path / name
    if content is None:
        two_sheets(path)
    else:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DafengError) as refused:
        read(path)

    assert refused.value.code == "E_FACTOR_TABLE"
    assert [fault.code for fault in refused.value.faults] == codes
    if "outptu" in (content or ""):
        assert "did you mean 'outptu'" in refused.value.faults[1].en


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The name is told."""
    with pytest.raises(DafengError, match=r"none\.csv"):
        read(tmp_path / "none.csv")


def test_faults_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    """Of a table with a wrong column the first faults are told and the rest counted, on one line."""
    from dafeng.readers.factor_table import refusal

    lines = [f"R{number},{year},甲,x,1" for number in range(MOST_FAULTS // 2 + 5) for year in (2015, 2020)]
    refused = refusal("t.csv", read(write(tmp_path, lines)).faults)

    assert len(refused.faults) == MOST_FAULTS + 1
    assert refused.faults[-1].zh.startswith("另有 10 处")
