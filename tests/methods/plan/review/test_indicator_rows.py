"""The rows of an indicator table against themselves and against the text: each defect beside a sound twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_texts import findings, kinds

_BOX = """
专栏1 主要指标

{heads}
{row}
2	再生水利用率	%	18	≥25	全市口径
"""
_HEADS = "序号	指标	单位	2025年	2030年	说明"


def _box(row: str, heads: str = _HEADS) -> str:
    return _BOX.format(heads=heads, row=row)


@pytest.mark.parametrize(
    ("planted", "sound"),
    [
        ("1	森林覆盖率	%	40.2	≥39.5	国土三调融合口径", "1	森林覆盖率	%	40.2	≥40.8	国土三调融合口径"),
        ("1	主要再生资源回收量	万吨	46	42	本市产生", "1	主要再生资源回收量	万吨	46	62	本市产生"),
        ("1	煤炭消费总量	万吨	420	≤450	规模以上工业", "1	煤炭消费总量	万吨	420	≤390	规模以上工业"),
        ("1	吨水泥熟料综合能耗	千克标准煤/吨	100	≤104	加权平均", "1	吨水泥熟料综合能耗	千克标准煤/吨	104	≤100	加权平均"),
        ("1	公共供水管网漏损率	%	8.1	≤9	全市口径", "1	公共供水管网漏损率	%	8.1	≤7.5	全市口径"),
        ("1	地热供暖面积	万平方米	130	≥120	建成口径", "1	地热供暖面积	万平方米	130	≥130	保持现有规模"),
    ],
)  # fmt: skip
def test_a_target_of_a_row_that_stands_already_is_found(tmp_path: Path, planted: str, sound: str) -> None:
    """A row whose base has passed its target is found; one still ahead of it, or held, is not."""
    assert 13 in kinds(findings(tmp_path, box=_box(planted)))
    assert kinds(findings(tmp_path, box=_box(sound))) == {}


@pytest.mark.parametrize(
    "row",
    [
        "1	能源消费总量	万吨标准煤	620	≤660	等价值",
        "1	原生生活垃圾填埋比例	%	0	0	全市口径",
        "1	单位地区生产总值能耗下降	%	[14]	[12]	五年累计",
        "1	粗钢产量	万吨	510	500	统计年报",
        "1	行政村公交通达率	%	100	100	全市口径",
    ],
)
def test_a_row_that_may_lie_under_its_base_is_left_alone(tmp_path: Path, row: str) -> None:
    """Ceilings on what may grow, all or nothing, steps of two periods and outputs are no targets already met."""
    assert 13 not in kinds(findings(tmp_path, box=_box(row)))


def test_a_row_is_held_against_what_the_text_says_of_today(tmp_path: Path) -> None:
    """The base may stand in the text and the target in the box, or the other way round."""
    box = _box("1	城市绿地面积	公顷	—	≥{}	建成区", _HEADS)
    today = "2025年城市绿地面积为2150公顷。"
    assert 13 in kinds(findings(tmp_path, place=today, box=box.format(2100)))
    assert 13 not in kinds(findings(tmp_path, place=today, box=box.format(2300)))


@pytest.mark.parametrize(
    ("planted", "sound"),
    [
        (_box("1	城市绿地面积	公顷	1860	≥2200	2025年只计公园绿地，2030年计全部绿地"), _box("1	城市绿地面积	公顷	1860	≥2200	两年均计全部绿地")),
        (_box("1	工业固废综合利用率	%	70	≥78	基期不含处置量，目标值含处置量"), _box("1	工业固废综合利用率	%	70	≥78	基期与目标值均不含处置量")),
        (_box("1	公共建筑能耗总量	万吨标准煤	70	≤66	2025年按等价值，2030年按当量值"), _box("1	公共建筑能耗总量	万吨标准煤	70	≤66	按等价值")),
        (_box("1	湿地保护率	%	52（二类调查口径）	≥57（国土变更调查口径）	—"), _box("1	湿地保护率	%	52（国土变更调查口径）	≥57（国土变更调查口径）	—")),
        (_box("1	湿地保护率	%	52	≥57	—", "序号	指标	单位	2025年（不含河流）	2030年（含河流）	说明"), _box("1	湿地保护率	%	52	≥57	—", "序号	指标	单位	2025年（实际）	2030年（规划）	说明")),
    ],
)  # fmt: skip
def test_a_row_counted_in_two_ways_is_found(tmp_path: Path, planted: str, sound: str) -> None:
    """Base and target of a row counted differently, by note, cell or heading, are found; one way is not."""
    assert 18 in kinds(findings(tmp_path, box=planted))
    assert kinds(findings(tmp_path, box=sound)) == {}


@pytest.mark.parametrize(
    ("planted", "sound"),
    [
        ("该指标2025年只计综合利用量，2030年按综合利用量与处置量之和计算。", "该指标2025年和2030年均只计综合利用量。"),
        ("其中，基期按设计能力统计，目标值按实际处理量统计。", "其中，基期、目标值均按实际处理量统计。"),
        ("现状值按户籍人口计算，目标值按常住人口计算。", "现状值、目标值均按常住人口计算。"),
    ],
)  # fmt: skip
def test_base_and_target_counted_in_two_ways_are_found(tmp_path: Path, planted: str, sound: str) -> None:
    """Two ways of counting are found where base and target are named by a year or by what they are."""
    aim = "到2030年，一般工业固体废物综合利用率由2025年的78%提高到85%以上。"
    assert 18 in kinds(findings(tmp_path, circular=aim + planted))
    assert 18 not in kinds(findings(tmp_path, circular=aim + sound))


def test_how_often_a_figure_is_counted_is_no_way_of_counting(tmp_path: Path) -> None:
    """Figures kept by the season first and by the month later are counted alike."""
    words = "2026年按季度统计、2027年起按月统计能耗数据，覆盖120家企业。"
    assert 18 not in kinds(findings(tmp_path, industry=words))
