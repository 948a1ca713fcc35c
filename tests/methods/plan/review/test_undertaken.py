"""Figures that are supposed, explained or told back are no promises, and tables agree with the text they serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_texts import findings, kinds

_ROWS = """
附表1 重点行业目标表

| 行业 | 2025年碳排放（万吨） | 2030年碳排放（万吨，以内） |
|---|---|---|
| 工业 | 620 | {industry} |
| 交通 | 150 | 160 |
"""
_SPLIT = """
附表2 各县（区）任务分解表

| 地区 | 新增光伏装机（万千瓦{bound}） | 造林（万亩，以上） |
|---|---|---|
{areas}| 全市 | 60 | 12 |
"""
_AREAS = "| 东湖区 | 10 | 2 |\n| 西渡区 | 20 | 4 |\n| 云山县 | 30 | 6 |\n"


@pytest.mark.parametrize(
    "words",
    [
        "按年均增长4.8%测算，强度下降22%相当于总量再减少1.5%。",
        "若经济增速达到6%，要守住这一上限，碳排放强度须再下降3%。",
        "因此单位面积能耗下降6%只能抵消建筑面积增长7%的影响。",
    ],
)
def test_a_reckoning_is_no_promise(tmp_path: Path, words: str) -> None:
    """A cut or a rise that is supposed or follows from a supposition needs no base and no bound."""
    assert not {1, 2, 3} & set(kinds(findings(tmp_path, goal=words)))


def test_a_figure_set_behind_its_year_needs_a_bound(tmp_path: Path) -> None:
    """A capacity printed right behind 到2030年 is found; kept within it, or about it, gives nothing."""
    words = "到2030年，全市水泥熟料产能{figure}。"
    assert 3 in kinds(findings(tmp_path, industry=words.format(figure="620万吨")))
    assert kinds(findings(tmp_path, industry=words.format(figure="控制在620万吨以内"))) == {}


@pytest.mark.parametrize(
    ("told", "aim"),
    [
        ("全市没有煤矿和炼油企业。", "到2030年，煤矿瓦斯抽采利用率（利用量占抽采量的比例）达到60%以上。"),
        ("境内河流均为季节性河流，无通航水域。", "到2030年，靠港船舶岸电使用率（按艘次计）达到80%以上。"),
        ("全市没有耕地和农业生产。", "到2030年，废旧农膜回收率（占使用量）达到90%以上。"),
    ],
)
def test_a_target_for_what_is_not_there_is_found(tmp_path: Path, told: str, aim: str) -> None:
    """A share of something that the plan says the place lacks is found by what the thing belongs to."""
    assert 6 in kinds(findings(tmp_path, place=told, transport=aim))
    assert 6 not in kinds(findings(tmp_path, place="全市无新增煤矿违法开采。", transport=aim))


def test_a_part_has_the_dimension_of_its_stock(tmp_path: Path) -> None:
    """Renovation in cubic metres beside a stock in square metres is found."""
    words = "全市既有城镇建筑2300万平方米，2026年至2030年改造90万{unit}以上。"
    assert 5 in kinds(findings(tmp_path, sink=words.format(unit="立方米")))
    assert 5 not in kinds(findings(tmp_path, sink=words.format(unit="平方米")))


def test_a_row_says_what_the_clause_says(tmp_path: Path) -> None:
    """A sector's row with another cap than the sector's clause is found; the same cap is not."""
    words = "到2030年，碳排放控制在600万吨以内。"
    assert 9 in kinds(findings(tmp_path, industry=words, end=_ROWS.format(industry=590)))
    assert 9 not in kinds(findings(tmp_path, industry=words, end=_ROWS.format(industry=600)))


def test_a_share_told_the_other_way_round_is_the_same_share(tmp_path: Path) -> None:
    """甲占乙的比例 and 乙中甲占比 are one share."""
    words = "到2030年，当年城镇新建建筑竣工面积中星级绿色建筑面积占比达到{share}%以上。"
    assert 9 in kinds(findings(tmp_path, sink=words.format(share=50)))
    assert 9 not in kinds(findings(tmp_path, sink=words.format(share=45)))


def test_every_task_of_a_split_has_its_column(tmp_path: Path) -> None:
    """A task handed to a table that has no column for it is found, and so is a table with one row for all."""
    words = "造林、{task}和新增光伏装机任务分解到各县（区），见附表2。"
    table = _SPLIT.format(bound="，以上", areas=_AREAS)
    assert 8 in kinds(findings(tmp_path, sink=words.format(task="湿地修复"), end=table))
    assert 8 not in kinds(findings(tmp_path, sink=words.replace("{task}和", ""), end=table))
    rolled = _SPLIT.format(bound="，以上", areas="| 各县（区）合计 | 60 | 12 |\n")
    assert 8 in kinds(
        findings(tmp_path, sink="造林和新增光伏装机任务分解到各县（区），见附表2。", end=rolled)
    )


def test_the_one_column_without_a_bound_is_found(tmp_path: Path) -> None:
    """A column without 以上 beside one that has it is found."""
    assert 3 in kinds(findings(tmp_path, end=_SPLIT.format(bound="", areas=_AREAS)))
    assert 3 not in kinds(findings(tmp_path, end=_SPLIT.format(bound="，以上", areas=_AREAS)))


def test_a_clause_that_stops_in_its_sentence_is_found(tmp_path: Path) -> None:
    """A clause that ends in 的 before its note on owners is found."""
    assert 19 in kinds(findings(tmp_path, sink="开展宣传。形成全社会共同参与的"))
    assert 19 not in kinds(findings(tmp_path, sink="开展宣传。形成全社会共同参与的格局。"))


def test_what_turns_ahead_needs_a_year(tmp_path: Path) -> None:
    """今后 and 要 after the present figure set no year; 到2030年 does."""
    words = "2025年全市公共充电桩6200个，{when}公共充电桩要达到1.2万个以上。"
    assert 2 in kinds(findings(tmp_path, transport=words.format(when="今后")))
    assert 2 not in kinds(findings(tmp_path, transport=words.format(when="到2030年")))


def test_what_stands_by_a_year_needs_no_start(tmp_path: Path) -> None:
    """建成……6条 by a year is a stock, though another figure of the sentence is of what is newly added."""
    words = "到2030年，当年新增出租车中新能源车占比（按车辆数计）达到98%以上，建成电动船舶示范航线6条。"
    assert kinds(findings(tmp_path, transport=words)) == {}
