"""A layout is refused with every fault of it at once, and its labels are read as people print them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.balances import declared_layouts, parse_layout
from dafeng.rules.balances.labels import readings
from dafeng.rules.balances.shape import spellings

NBS = files("dafeng.rules.balances").joinpath("nbs.toml").read_text("utf-8")


def told(text: str) -> set[str]:
    """Where the faults of a declaration stand."""
    with pytest.raises(DafengError) as refused:
        parse_layout("own", text)
    assert refused.value.code == "E_LAYOUT"
    return {fault.place.removeprefix("own.toml!") for fault in refused.value.faults}


def test_layouts_of_the_package_fit() -> None:
    """Both layouts load, and say where they come from."""
    assert set(declared_layouts()) == {"nbs", "german_states"}
    assert all(one.source and one.identities for one in declared_layouts().values())


def test_all_faults_at_once() -> None:
    """A member that is not there, a label of two rows, an unknown unit and head, a tolerance below zero."""
    text = (
        NBS.replace('"raw_coal", "cleaned_coal", "other_washed_coal", "briquettes"', '"raw_coal", "peat"')
        .replace('zh = "建筑业"', 'zh = "工业"')
        .replace('unit = "亿千瓦时"', 'unit = "亿千度"')
        .replace("absolute = 0.002", "absolute = -1.0")
        .replace('region = ["province"', 'place = ["province"')
        .replace('supply = "supply"\n', 'supply = "offer"\n')
    )
    assert told(text) >= {
        "identities.coal_total", "flows.construction", "carriers.electricity.unit", "tolerance", "table.heads.place", "supply",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('id = "nbs"\n', "", "id"),
        ('sign = "plus"', 'sign = "up"', "flows.1.sign"),
        ('blank = "nothing"', 'blanks = "nothing"', "table.blank"),
    ],
)
def test_fields_that_are_missing_or_unknown(old: str, new: str, where: str) -> None:
    """Each is named by its place."""
    assert where in told(NBS.replace(old, new))


def test_text_that_is_no_toml() -> None:
    """It is refused as such."""
    assert told("id = ") == {"own.toml"}


@pytest.mark.parametrize(
    ("label", "flow"),
    [
        ("一、可供本地区消费的能源量 Total Primary Energy Supply", "supply"),
        ("（二）  加工转换投入（－）产出（＋）量", "transformation"),
        ("  ５．本省（区、市）调出量（－）", "outflow"),
        ("# 用作原料、材料", "feedstock"),
        ("城　镇", "households_urban"),
        ("8.库存增(-)、减(+)量", "stock_change"),
        ("五、平衡差额", "difference"),
        ("六、消费量合计", "gross_consumption"),
        ("Total Consumption", "final"),
    ],
)
def test_labels_as_they_are_printed(label: str, flow: str) -> None:
    """Numbering, spaces, widths and a second language do not matter."""
    rows = {word: one.id for one in declared_layouts()["nbs"].flows for word in spellings(one)}
    assert next(rows[one] for one in readings(label) if one in rows) == flow
