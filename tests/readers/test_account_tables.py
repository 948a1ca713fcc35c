"""Tables of activity and factors: every planted fault is named at its cell, and good tables come in whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.account_tables import ACTIVITY, FACTORS, read_account_tables

DONE = {
    "region": "甲县",
    "year": "2020",
    "sector": "工业",
    "fuel": "原煤",
    "quantity": "1,200.5",
    "unit": "10^4 t",
}
KNOWN = {"fuel": "原煤", "gas": "CO2", "value": "1.9", "unit": "tCO2/t", "source": "清单指南"}


def csv_file(path: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    """Write rows as CSV, every cell in quotes."""
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    return path


def tables(folder: Path, done: dict[str, str], known: dict[str, str]) -> tuple[Path, Path]:
    """Both tables: a good row, then one with changes."""
    return (
        csv_file(folder / "A.csv", tuple(ACTIVITY), DONE, DONE | done),
        csv_file(folder / "F.csv", tuple(FACTORS), KNOWN, KNOWN | known),
    )


def faults(*paths: Path) -> list[Fault]:
    """The faults of tables that must be refused."""
    with pytest.raises(DafengError) as refusal:
        read_account_tables(*paths)
    assert refusal.value.code == "E_DATA"
    return list(refusal.value.faults)


def test_good_tables_come_in_whole(tmp_path: Path) -> None:
    """Numbers as numbers, years as years, blank keys and validity as any, and the way back to each cell."""
    done, known = read_account_tables(
        *tables(
            tmp_path,
            {"quantity": "-3e2", "sector": ""},
            {"valid_from": "2019-07-01", "gas": "ch₄", "unit": "kg/t"},
        )
    )
    assert done.frame.select("row", "year", "quantity", "sector").rows() == [
        (2, 2020, 1200.5, "工业"),
        (3, 2020, -300.0, ""),
    ]
    assert known.frame.select("row", "gas", "value", "first", "last", "region").rows() == [
        (2, "CO2", 1.9, 1, 9999, ""),
        (3, "CH4", 1.9, 2019, 9999, ""),
    ]
    assert (done.place(3, "quantity"), known.place(2, "unit")) == ("A.csv!E3", "F.csv!F2")


def test_headings_may_be_chinese_and_in_any_order(tmp_path: Path) -> None:
    """The office's own words head the columns; a column of remarks is left alone."""
    columns = ("备注", *reversed(list(ACTIVITY)))
    first = csv_file(tmp_path / "A.csv", columns, DONE)
    text = first.read_text("utf-8")
    for name, heading in ACTIVITY.items():
        text = text.replace(f'"{name}"', f'"{heading}"')
    first.write_text(text, "utf-8")
    done, _ = read_account_tables(first, csv_file(tmp_path / "F.csv", tuple(FACTORS), KNOWN))
    assert done.frame["quantity"].to_list() == [1200.5]
    assert done.place(2, "quantity") == "A.csv!C2"


@pytest.mark.parametrize(
    ("word", "quantity", "absence"),
    [("未发生", 0.0, "not_occurring"), ("缺失", None, "absent"), ("confidential", None, "confidential")],
)
def test_three_kinds_of_nothing(tmp_path: Path, word: str, quantity: float | None, absence: str) -> None:
    """What did not occur is zero; what is absent or confidential is not."""
    done, _ = read_account_tables(*tables(tmp_path, {"quantity": word}, {}))
    assert done.frame.select("quantity", "absence").row(1) == (quantity, absence)


@pytest.mark.parametrize(
    ("done", "known", "code", "cell"),
    [
        ({"region": ""}, {}, "E_REGION", "A.csv!A3"),
        ({"year": "20"}, {}, "E_YEAR", "A.csv!B3"),
        ({"year": "2020.5"}, {}, "E_YEAR", "A.csv!B3"),
        ({"fuel": ""}, {}, "E_FUEL", "A.csv!D3"),
        ({"quantity": ""}, {}, "E_ABSENCE", "A.csv!E3"),
        ({"quantity": "-"}, {}, "E_NUMBER", "A.csv!E3"),
        ({"quantity": "12,34"}, {}, "E_NUMBER", "A.csv!E3"),
        ({"quantity": "1e999"}, {}, "E_NUMBER", "A.csv!E3"),
        ({"quantity": "nan"}, {}, "E_NUMBER", "A.csv!E3"),
        ({"unit": ""}, {}, "E_UNIT_MISSING", "A.csv!F3"),
        ({"unit": "ton"}, {}, "E_UNIT_UNKNOWN", "A.csv!F3"),
        ({"sector": "=1+1"}, {}, "E_FORMULA_TEXT", "A.csv!C3"),
        ({}, {"gas": ""}, "E_GAS", "F.csv!D3"),
        ({}, {"gas": "steam"}, "E_GAS", "F.csv!D3"),
        ({}, {"value": ""}, "E_NUMBER", "F.csv!E3"),
        ({}, {"value": "未发生"}, "E_NUMBER", "F.csv!E3"),
        ({}, {"unit": ""}, "E_UNIT_MISSING", "F.csv!F3"),
        ({}, {"unit": "kg/mmbtux"}, "E_UNIT_UNKNOWN", "F.csv!F3"),
        ({}, {"gas": "CH4"}, "E_GAS_UNIT", "F.csv!F3"),
        ({}, {"unit": "kgCO2e/t"}, "E_GAS_UNIT", "F.csv!F3"),
        ({}, {"unit": "吨二氧化碳当量/t"}, "E_GAS_UNIT", "F.csv!F3"),
        ({}, {"valid_from": "19"}, "E_VALIDITY", "F.csv!G3"),
        ({}, {"valid_to": "2019-13-01"}, "E_VALIDITY", "F.csv!H3"),
        ({}, {"valid_from": "2019-07-01", "valid_to": "2019-06-30"}, "E_VALIDITY", "F.csv!H3"),
        ({}, {"source": ""}, "E_SOURCE", "F.csv!I3"),
        ({}, {"source": "@here"}, "E_FORMULA_TEXT", "F.csv!I3"),
    ],
)
def test_one_planted_fault_is_one_named_cell(
    tmp_path: Path, done: dict[str, str], known: dict[str, str], code: str, cell: str
) -> None:
    """Each kind of fault has its code and its cell, in both languages."""
    [fault] = faults(*tables(tmp_path, done, known))
    assert (fault.code, fault.place) == (code, cell)
    assert fault.zh != fault.en


def test_the_faults_of_both_tables_are_told_at_once(tmp_path: Path) -> None:
    """Nobody mends one table to learn of the other."""
    told = faults(*tables(tmp_path, {"unit": "", "quantity": ""}, {"gas": "x", "source": ""}))
    assert [fault.place for fault in told] == ["A.csv!E3", "A.csv!F3", "F.csv!D3", "F.csv!I3"]


def test_every_column_must_be_there(tmp_path: Path) -> None:
    """A column that is missing or misspelt is not taken for a blank one."""
    columns = tuple(name.replace("valid_from", "valid_form") for name in FACTORS)
    [fault] = faults(
        csv_file(tmp_path / "A.csv", tuple(ACTIVITY), DONE), csv_file(tmp_path / "F.csv", columns, KNOWN)
    )
    assert (fault.code, fault.place) == ("E_COLUMN_MISSING", "F.csv!1")


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    """An empty table is no account of nothing."""
    [fault] = faults(
        csv_file(tmp_path / "A.csv", tuple(ACTIVITY)), csv_file(tmp_path / "F.csv", tuple(FACTORS), KNOWN)
    )
    assert (fault.code, fault.place) == ("E_NO_ROWS", "A.csv")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The refusal names the file."""
    with pytest.raises(DafengError, match=r"F\.csv") as refusal:
        read_account_tables(csv_file(tmp_path / "A.csv", tuple(ACTIVITY), DONE), tmp_path / "F.csv")
    assert refusal.value.code == "E_NO_FILE"
