"""Tables of observations: every planted fault is named at its cell, and good tables come in whole."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.grade import Absence, Grade
from dafeng.readers import checked, long, observations
from dafeng.readers.observations import CHINESE, COLUMNS, FRAME, read_frame, read_observations, table_files
from dafeng.rules.units import factor

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
        ({"value": "1e308"}, "E_NUMBER", "t.csv!H2"),
        ({"low": "x"}, "E_NUMBER", "t.csv!I2"),
        ({"high": "-1"}, "E_RANGE", "t.csv!J2"),
        ({"period": "2020-Q5"}, "E_PERIOD", "t.csv!C2"),
        ({"source": "=HYPERLINK(1)"}, "E_FORMULA_TEXT", "t.csv!N2"),
        ({"note": "+cmd|calc"}, "E_FORMULA_TEXT", "t.csv!O2"),
        ({"region": "@here"}, "E_FORMULA_TEXT", "t.csv!B2"),
        ({"plant": " -A1"}, "E_FORMULA_TEXT", "t.csv!G2"),
        ({"sector": "工\u200b业"}, "E_CONTROL", "t.csv!E2"),
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
        (b"", "t.parquet", "E_EMPTY_FILE"),
        (b"PAR1 and no more", "t.parquet", "E_FLAT_BROKEN"),
        (b'series,"value\n', "t.csv", "E_CSV_BROKEN"),
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


@given(st.binary(max_size=300), st.sampled_from(["t.csv", "t.xlsx", "t.parquet"]))
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
    for name in ("~$t.xlsx", ".hidden.csv", "notes.md", "c.parquet", "b.csv", "a.xlsx"):
        (tmp_path / name).write_bytes(io.BytesIO(b"x").getvalue())
    assert [path.name for path in table_files(tmp_path)] == ["a.xlsx", "b.csv", "c.parquet"]


@pytest.mark.parametrize("period", ["2023", "2023-H1", "2023-Q3", "2023-07"])
def test_every_length_of_period_is_read(tmp_path: Path, period: str) -> None:
    """A year, half, quarter or month stands as it is written."""
    [found] = read_observations([csv_file(tmp_path, {**GOOD, "period": f" {period} "})])
    assert found.period == period


@pytest.mark.parametrize("note", ["-", "--", "-5 至 5", "+3%", "1=1"])
def test_a_sign_that_begins_no_formula_stands(tmp_path: Path, note: str) -> None:
    """A dash for nothing and a signed number are no formulas."""
    [found] = read_observations([csv_file(tmp_path, {**GOOD, "note": note})])
    assert found.note == note


def oracle(text: str, stated: str, canonical: str) -> float:
    """A value as plain Python converts it: grouped by commas or not, to fifteen digits."""
    plain = text.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text) else text
    return float(f"{float(plain) * factor(stated, canonical):.15g}")


_typed = (
    st.floats(min_value=0, max_value=1e280).map(repr)
    | st.decimals(min_value=0, max_value=10**12, places=4).map(lambda value: f"{value:,}")
    | st.integers(0, 10**20).map(str)
    | st.sampled_from(["１２３", "1_000", ".5", "5.", "+7", "0", "-0", "1E5", "１,２３４"])
)


@given(
    st.lists(
        st.tuples(_typed, _typed, st.sampled_from(["元", "万元", "亿元", "CNY"])), min_size=1, max_size=9
    )
)
def test_values_are_those_of_plain_python(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    """Whatever way a number is typed and whatever its unit, value and bound agree to the last bit."""
    path = tmp_path_factory.mktemp("values") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        for number, (value, low, unit) in enumerate(rows):
            writer.writerow({**GOOD, "region": str(number), "value": value, "low": low, "unit": unit})
    found = read_observations([path])
    read = [(repr(one.value), repr(one.low), one.stated_value) for one in found]
    assert read == [
        (repr(oracle(value, unit, "CNY")), repr(oracle(low, unit, "CNY")), value) for value, low, unit in rows
    ]


def test_quoted_line_breaks_and_empty_lines_keep_the_row_numbers(tmp_path: Path) -> None:
    """A row is numbered as a spreadsheet shows it: a break inside a cell starts none, an empty line is one."""
    path = tmp_path / "t.csv"
    good, bad = (
        ",".join({**GOOD, **change}.get(column, "") for column in COLUMNS) for change in ({}, {"grade": "X"})
    )
    path.write_text(
        f'{",".join(COLUMNS)}\r\n{good}"两\r\n行"\r\n\r\n ,,\r\n{bad}\r\n', encoding="utf-8-sig", newline=""
    )
    [fault] = faults(path)
    assert fault.place == "t.csv!L5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_stretches_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """A table longer than a stretch comes in whole and in order, in every encoding, and is checked across."""
    monkeypatch.setattr(long, "STRETCH", 3)
    rows = [{**GOOD, "period": str(2000 + n), "note": "统计局"} for n in range(10)]
    path = csv_file(tmp_path, *rows)
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert [(one.cell.row, one.period, one.note) for one in read_observations([path])] == [
        (n + 2, str(2000 + n), "统计局") for n in range(10)
    ]
    path = csv_file(tmp_path, *rows, rows[1])
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    [fault] = faults(path)
    assert (fault.code, fault.place) == ("E_DUPLICATE", "t.csv!H12")
    assert "t.csv!H3" in fault.en


def test_a_file_that_breaks_off_is_one_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a quotation is broken far down, the rows before it are not told of."""
    monkeypatch.setattr(long, "STRETCH", 2)
    path = csv_file(tmp_path, *({**GOOD, "grade": "X"} for _ in range(5)))
    path.write_text(path.read_text("utf-8") + '"open', encoding="utf-8")
    [fault] = faults(path)
    assert (fault.code, fault.place) == ("E_CSV_BROKEN", "t.csv")


def test_faults_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first faults are told in order, duplicates among them, and the last one says how many there are more."""
    monkeypatch.setattr(checked, "MOST_FAULTS", 4)
    monkeypatch.setattr(observations, "MOST_FAULTS", 4)
    bad = {**GOOD, "grade": "X", "source": ""}
    path = csv_file(tmp_path, GOOD, bad, GOOD, bad, bad)
    with pytest.raises(DafengError) as refusal:
        read_observations([path])
    told = refusal.value.faults
    assert [fault.place for fault in told] == ["t.csv!L3", "t.csv!N3", "t.csv!H4", "t.csv!L5", "t.csv"]
    assert told[-1].code == "E_MORE_FAULTS"
    assert "3 more" in told[-1].en
    assert "7 faults" in refusal.value.en


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Of two columns of one name, in either language, neither can be taken for the right one."""
    [fault] = faults(csv_file(tmp_path, GOOD, header=(*COLUMNS, "数值")))
    assert (fault.code, fault.place) == ("E_COLUMN_TWICE", "t.csv!P1")


def test_parquet_reads_like_csv(tmp_path: Path) -> None:
    """The same rows give the same observations, whatever the types of the columns; a row counts from the header."""
    rows = [{**GOOD, "value": "1301.0"}, {**GOOD, "period": "2021", "value": "0.1", "high": "7"}]
    columns = {name: [row.get(name) for row in rows] for name in COLUMNS}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(COLUMNS, pl.String))
    kinds = {
        "value": pl.Float64,
        "high": pl.Int8,
        "period": pl.Int16,
        "region": pl.Int64,
        "source": pl.Categorical,
    }
    frame.cast(kinds).write_parquet(tmp_path / "t.parquet")
    whole = csv_file(tmp_path, {**rows[0], "value": "1301"}, rows[1])
    apart = [name for name in FRAME if name not in ("file", "file_name")]
    assert read_frame([tmp_path / "t.parquet"]).select(apart).equals(read_frame([whole]).select(apart))


def test_a_parquet_column_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A column of lists or bytes cannot be read as cells, and neither can a cell that is not a number."""
    row = {name: [GOOD.get(name, "")] for name in COLUMNS}
    path = tmp_path / "t.parquet"
    for wrong in ([["x"]], [b"x"]):
        pl.DataFrame({**row, "note": wrong}).write_parquet(path)
        [fault] = faults(path)
        assert (fault.code, fault.place) == ("E_FLAT_BROKEN", "t.parquet")
    pl.DataFrame({**row, "value": [float("nan")]}).write_parquet(path)
    [fault] = faults(path)
    assert (fault.code, fault.place) == ("E_NUMBER", "t.parquet!H2")


def test_parquet_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that holds ever so many rows is refused before they are read."""
    monkeypatch.setattr(long, "MAX_ROWS", 2)
    path = tmp_path / "t.parquet"
    pl.DataFrame({name: [GOOD.get(name, "")] * 3 for name in COLUMNS}).write_parquet(path)
    [fault] = faults(path)
    assert (fault.code, fault.place) == ("E_TOO_LARGE", "t.parquet")


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.xlsx"])
def test_each_kind_of_file_has_its_own_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file beyond its limit is refused by its size alone, and the limit is told."""
    monkeypatch.setattr("dafeng.readers.long.MAX_FLAT_BYTES", 3_000_000)
    path = tmp_path / name
    with path.open("wb") as handle:
        handle.truncate(4_000_000 if name != "t.xlsx" else 51_000_000)
    [fault] = faults(path)
    assert (fault.code, fault.place) == ("E_TOO_LARGE", name)
    assert ("50 MB" if name == "t.xlsx" else "3 MB") in fault.zh


def test_a_table_without_rows_is_an_empty_frame(tmp_path: Path) -> None:
    """No file and no row give no observation, in a frame that has its columns."""
    assert read_frame([]).schema == FRAME
    assert read_frame([csv_file(tmp_path)]).schema == FRAME
