"""The word lists a plan is read with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dafeng.readers.indicators import read_indicators
from dafeng.rules import vocabulary as module
from dafeng.rules.indicators import COLUMNS
from dafeng.rules.vocabulary import load_vocabulary


def test_ids_and_spellings() -> None:
    """Ids are English snake case and unique, and every spelling belongs to one indicator."""
    words = load_vocabulary()
    ids = [indicator.id for indicator in words.indicators]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", identity) for identity in ids)
    assert sum(len(indicator.words) for indicator in words.indicators) == len(words.spellings)
    assert {indicator.direction for indicator in words.indicators} == {"up", "down", "peak"}
    assert len(ids) >= 200


def test_the_common_indicators_of_a_plan_are_named_in_all_their_spellings() -> None:
    """The spellings offices use for one indicator lead to one id, also behind words that narrow it."""
    words = load_vocabulary()
    for identity, spellings in {
        "energy_intensity": "单位国内生产总值能耗 单位地区生产总值能源消耗 单位GDP能耗 万元GDP能耗 单位生产总值能耗",
        "nonfossil_share": "非化石能源消费占比 非化石能源消费比重 非化石能源占能源消费总量的比重",
        "industrial_va_energy": "规上单位工业增加值能耗 规模以上工业单位增加值能耗 单位工业增加值能耗",
        "coal_power_rate": "供电煤耗 火电平均供电煤耗",
        "nev_sales_share": "新能源汽车渗透率 新能源汽车新车销售占比",
        "good_air_days": "空气质量优良天数比率 优良天数比例",
        "new_storage": "新型储能装机规模 甲县新型储能装机容量",
    }.items():
        assert {words.identify(name) for name in spellings.split()} == {identity}


def test_words_in_front_may_make_another_quantity() -> None:
    """A quantity per something, a share or a list is not the indicator that its wording ends with."""
    words = load_vocabulary()
    for name in ("单位面积煤炭消费量", "人均粗钢产量", "原煤产量和粗钢产量", "水泥窑占粗钢产量", "利用率"):
        assert words.identify(name) is None


def test_every_indicator_takes_a_unit_family_that_exists() -> None:
    """Families are simple ones or one per another, and a share is of something."""
    words = load_vocabulary()
    for indicator in words.indicators:
        assert all(words.unit_families.knows(family) for family in indicator.families), indicator.id
        if indicator.kind == "share" and indicator.families == ("percent",):
            assert indicator.denominator != "无", indicator.id


def test_an_indicator_accepts_its_units_and_a_change_in_percent() -> None:
    """Coal use is in tonnes or standard coal, never in percent unless it is a change."""
    words = load_vocabulary()
    coal, rate = words.indicator("coal_consumption"), words.indicator("recycled_metal")
    assert [coal.accepts(family) for family in ("mass", "energy", "percent", "co2")] == [
        True,
        True,
        False,
        False,
    ]
    assert coal.accepts("percent", "reduction")
    assert coal.accepts("multiple", "increase")
    assert not rate.accepts("percent", "share")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [({"source": ""}, "empty source"), ({"id": "another"}, "stands under")],
)
def test_bad_rows_are_refused(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], complaint: str
) -> None:
    """A row without its source and a spelling claimed by two indicators are refused with their name."""
    real = module.rows
    good = real("indicators.csv")[0]
    planted = (good, good | change)
    monkeypatch.setattr(module, "rows", lambda name: planted if name == "indicators.csv" else real(name))
    with pytest.raises(ValueError, match=complaint):
        load_vocabulary.__wrapped__()


def listed() -> str:
    """The last section of the page: every indicator by field."""
    fields: dict[str, list[str]] = {}
    for one in load_vocabulary().indicators:
        fields.setdefault(one.field, []).append(f"- {one.name_zh} `{one.id}`")
    return "\n".join(
        f"### {field}（{len(lines)}）\n\n" + "\n".join(lines) + "\n" for field, lines in fields.items()
    )


def test_the_page_lists_every_indicator(checkout: Path) -> None:
    """docs/use/indicators.md ends with the whole vocabulary by field, and shows a row that a city can copy."""
    page = (checkout / "docs" / "use" / "indicators.md").read_text(encoding="utf-8")
    assert page.partition("## 全部指标\n\n")[2] == listed()
    for column in COLUMNS:
        assert f"`{column}`" in page


def test_the_row_shown_on_the_page_is_sound(checkout: Path, tmp_path: Path) -> None:
    """The example table of the page is read as it stands."""
    page = (checkout / "docs" / "use" / "indicators.md").read_text(encoding="utf-8")
    path = tmp_path / "indicators.csv"
    path.write_text(page.partition("```csv\n")[2].partition("```")[0], encoding="utf-8")
    assert [one.id for one in read_indicators(path)] == ["tea_pv_area", "scrap_ratio"]
