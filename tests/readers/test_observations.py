"""Tables of observations: every planted fault is named at its cell, and good tables come in whole."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.grade import Absence, Grade
from dafeng.readers.observations import CHINESE, COLUMNS, read_observations, table_files

GOOD = {
    "series": "gdp_current", "region": "511600", "period": "2020", "value": "1301.6", "unit": "亿元", "grade": "B",
    "source": "公报",
}  # fmt: skip


def csv_file(
    folder: Path, *rows: dict[str, str], name: str = "t.csv", header: tuple[str, ...] = COLUMNS
) -> Path:
    """Write rows as a CSV file."""
    lines = [",".join(header), *(",".join(row.get(column, "") for column in header) for row in rows)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def faults(path: Path) -> list[Fault]:
    """The faults of a table that must be refused."""
    with pytest.raises(DafengError) as refusal:
        read_observations([path])
    return list(refusal.value.faults)


def test_a_good_row_keeps_what_the_file_said(tmp_path: Path) -> None:
    """Value in the canonical unit, the stated value beside it, and the very cell it came from."""
    [found] = read_observations([csv_file(tmp_path, GOOD)])
    assert (found.value, found.unit, found.grade) == (130_160_000_000.0, "CNY", Grade.B)
    assert (found.stated_value, found.stated_unit) == ("1301.6", "亿元")
    assert str(found.cell) == "t.csv!H2"
    assert len(found.cell.sha256) == 64


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"unit": "万吨"}, "E_UNIT_MISMATCH", "t.csv!K2"),
        ({"unit": "亿圆"}, "E_UNIT_UNKNOWN", "t.csv!K2"),
        ({"unit": ""}, "E_UNIT_MISSING", "t.csv!K2"),
        ({"series": "population", "unit": "万人", "value": "-3"}, "E_RANGE", "t.csv!H2"),
        ({"series": "forest_cover", "unit": "%", "value": "132"}, "E_RANGE", "t.csv!H2"),
        ({"series": "gdp_curent"}, "E_SERIES", "t.csv!A2"),
        ({"series": "energy", "flow": "final"}, "E_KEY_MISSING", "t.csv!F2"),
        ({"series": "energy", "flow": "final", "fuel": "peat"}, "E_FUEL", "t.csv!F2"),
        ({"period": "二〇二〇"}, "E_PERIOD", "t.csv!C2"),
        ({"period": "2020-13"}, "E_PERIOD", "t.csv!C2"),
        ({"grade": "X"}, "E_GRADE", "t.csv!L2"),
        ({"source": ""}, "E_SOURCE", "t.csv!N2"),
        ({"region": ""}, "E_REGION", "t.csv!B2"),
        ({"value": "abc"}, "E_NUMBER", "t.csv!H2"),
        ({"value": "nan"}, "E_NUMBER", "t.csv!H2"),
        ({"value": ""}, "E_ABSENCE", "t.csv!H2"),
        ({"value": "", "absence": "none"}, "E_ABSENCE", "t.csv!M2"),
        ({"absence": "absent"}, "E_ABSENCE", "t.csv!M2"),
    ],
)
def test_one_planted_fault_is_one_named_cell(
    tmp_path: Path, change: dict[str, str], code: str, cell: str
) -> None:
    """Each kind of fault has its code and its cell, in both languages."""
    [fault] = faults(csv_file(tmp_path, {**GOOD, **change}))
    assert (fault.code, fault.place) == (code, cell)
    assert fault.zh
    assert fault.en


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """A table without a needed column is refused before any of its rows is looked at."""
    header = tuple(column for column in COLUMNS if column != "unit")
    [fault] = faults(csv_file(tmp_path, GOOD, header=header))
    assert (fault.code, fault.place) == ("E_COLUMN_MISSING", "t.csv!1")
    assert "unit" in fault.zh


def test_a_duplicate_key_names_both_cells(tmp_path: Path) -> None:
    """The same fact twice, in one file or in two, is a fault that points at the first."""
    first = csv_file(tmp_path, GOOD, name="a.csv")
    second = csv_file(tmp_path, {**GOOD, "value": "9"}, name="b.csv")
    with pytest.raises(DafengError) as refusal:
        read_observations([first, second])
    [fault] = refusal.value.faults
    assert (fault.code, fault.place) == ("E_DUPLICATE", "b.csv!H2")
    assert "a.csv!H2" in fault.zh


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """Three broken cells in two files are three faults, and nothing comes in."""
    first = csv_file(tmp_path, {**GOOD, "unit": "吨"}, GOOD, {**GOOD, "period": "x"}, name="a.csv")
    second = csv_file(tmp_path, {**GOOD, "grade": "?"}, name="b.csv")
    with pytest.raises(DafengError) as refusal:
        read_observations([first, second])
    assert [fault.place for fault in refusal.value.faults] == ["a.csv!K2", "a.csv!C4", "b.csv!L2"]


def test_absence_is_kept_apart_from_zero(tmp_path: Path) -> None:
    """Absent, not occurring and confidential come in as three things without value; zero comes in as zero."""
    rows = [{**GOOD, "value": "", "absence": kind, "period": str(2000 + n)} for n, kind in enumerate(Absence)]
    found = read_observations([csv_file(tmp_path, *rows, {**GOOD, "value": "0"})])
    assert [(one.value, one.absence) for one in found] == [*((None, kind) for kind in Absence), (0.0, None)]


def test_chinese_header_and_gb18030(tmp_path: Path) -> None:
    """A table saved by an office Excel, with Chinese headings in GB18030, reads like any other."""
    chinese = {column: name for name, column in CHINESE.items()}
    path = tmp_path / "t.csv"
    text = (
        ",".join(chinese[column] for column in COLUMNS)
        + "\n"
        + ",".join(GOOD.get(c, "") for c in COLUMNS)
        + "\n"
    )
    path.write_bytes(text.encode("gb18030"))
    [found] = read_observations([path])
    assert found.value == 130_160_000_000.0


def workbook(path: Path, *, formula: bool) -> Path:
    """Write the good row as XLSX, with the value typed or computed."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("数据")
    for index, column in enumerate(COLUMNS):
        sheet.write_string(0, index, column)
        if column == "value":
            if formula:
                sheet.write_formula(1, index, "=1300+1.6", value=1301.6)
            else:
                sheet.write_number(1, index, 1301.6)
        else:
            sheet.write_string(1, index, GOOD.get(column, ""))
    book.close()
    return path


def test_xlsx_reads_like_csv(tmp_path: Path) -> None:
    """The same table as XLSX gives the same value, and names its sheet and cell."""
    [found] = read_observations([workbook(tmp_path / "t.xlsx", formula=False)])
    assert found.value == 130_160_000_000.0
    assert str(found.cell) == "t.xlsx!数据!H2"


def test_xlsx_with_formulas_is_refused(tmp_path: Path) -> None:
    """A formula's result has no trace, so the cell is named and nothing comes in."""
    [fault] = faults(workbook(tmp_path / "t.xlsx", formula=True))
    assert fault.code == "E_FORMULA"
    assert fault.place.endswith("H2")


def bomb(path: Path) -> Path:
    """Write a small XLSX that would unpack to 2 GB."""
    good = workbook(path.with_name("good.xlsx.tmp"), formula=False)
    chunk = b"\0" * 1_000_000
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry))
        with target.open("xl/media/big.bin", "w", force_zip64=True) as handle:
            for _ in range(2000):
                handle.write(chunk)
    good.unlink()
    return path


def test_xlsx_that_unpacks_to_two_gigabytes_is_refused(tmp_path: Path) -> None:
    """A small file that would unpack to 2 GB is refused from its directory, without unpacking it."""
    path = bomb(tmp_path / "bomb.xlsx")
    assert path.stat().st_size < 5_000_000
    [fault] = faults(path)
    assert fault.code == "E_TOO_LARGE"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "t.csv", "E_EMPTY_FILE"),
        (b"\x89PNG\x00\x01\xff\xfe" * 9, "t.csv", "E_NOT_TEXT"),
        (b"not a zip", "t.xlsx", "E_XLSX_BROKEN"),
        (b"PK\x03\x04" + b"\0" * 40, "t.xlsx", "E_XLSX_BROKEN"),
        (b"anything", "t.xls", "E_FILE_KIND"),
    ],
)
def test_unreadable_files_are_one_clear_fault(tmp_path: Path, data: bytes, name: str, code: str) -> None:
    """Empty, binary, broken and old-format files each give one fault with the file's name."""
    path = tmp_path / name
    path.write_bytes(data)
    [fault] = faults(path)
    assert (fault.code, fault.place) == (code, name)


@given(st.binary(max_size=300), st.sampled_from(["t.csv", "t.xlsx"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    """Whatever bytes a file holds, the reader answers with observations or a refusal, and nothing else."""
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    try:
        read_observations([path])
    except DafengError as refusal:
        faults_found = refusal.faults
    else:
        return
    assert faults_found


def test_excel_lock_files_are_passed_over(tmp_path: Path) -> None:
    """Excel's own lock file and hidden files are not tables; other kinds are not looked at."""
    for name in ("~$t.xlsx", ".hidden.csv", "notes.md", "b.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(io.BytesIO(b"x").getvalue())
    assert [path.name for path in table_files(tmp_path)] == ["a.xlsx", "b.csv"]
