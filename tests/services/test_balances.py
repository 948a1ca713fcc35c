"""The whole way of a yearbook's workbook: what closes on paper closes, and one wrong figure is told."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dafeng.rules.balances import declared_layouts
from dafeng.services.balances import check
from tests.strategies import closed_balances

NBS = declared_layouts()["nbs"]


def sheets(cells: pl.DataFrame, path: Path) -> None:
    """The balance as a physical and as a standard-coal sheet; the sums over unlike units stand in the latter."""
    book = Workbook()
    values = {
        (flow, carrier): value
        for flow, carrier, value in cells.select("flow", "carrier", "value").iter_rows()
    }
    for number, kind in enumerate(("实物量", "标准量")):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = kind
        columns = [one for one in NBS.carriers if kind == "标准量" or one.id != "energy"]
        sheet.append([f"5-2{number} 四川能源平衡表（{kind}）—2015"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
        sheet.append(["项　目", *(one.zh for one in columns)])
        sheet.append(["", *(f"（{one.unit}）" if kind == "实物量" else "" for one in columns)])
        for index, flow in enumerate(NBS.flows, start=1):
            sheet.append([f" {index}. {flow.zh}", *(round(values[flow.id, one.id], 2) for one in columns)])
    book.save(path)


@given(data=st.data())
@settings(max_examples=5)
def test_two_sheets_of_a_yearbook(data: st.DataObject, tmp_path_factory) -> None:
    """Both sheets close; a figure changed in one of them violates what holds it, there alone."""
    path = tmp_path_factory.mktemp("balance") / "四川.xlsx"
    cells = data.draw(closed_balances(NBS))
    sheets(cells, path)
    body = check(path, "nbs")
    assert body["violations"] == []
    assert body["unchecked"] == 0
    flows = sum(one.by == "flow" for one in NBS.identities)
    # other energy is in standard coal in both sheets and counted once
    assert body["cells"] == flows * (2 * len(NBS.carriers) - 2) + (len(NBS.flows) - 1) * (2 + 2 + 1)

    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book["标准量"]
    row = next(n for n in range(1, sheet.max_row + 1) if str(sheet.cell(n, 1).value).endswith("建筑业"))
    column = next(n for n in range(1, sheet.max_column + 1) if sheet.cell(2, n).value == "柴油")
    sheet.cell(row, column).value += 70
    book.save(path)
    told = {
        (one["identity"], one["measure"], one["carrier"], one["flow"])
        for one in check(path, "nbs")["violations"]
    }
    assert told == {
        ("final", "standard", "柴油", "final"),
        ("oil_total", "standard", "油品合计", "construction"),
        ("energy_total", "standard", "能源合计", "construction"),
    }
