"""Defects beside what looks like them and is none: tables and notes, flows a year, parts of a sum, quoted orders."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_texts import findings, kinds

_TASKS = """
附表2 重点任务分工
任务 | 牵头单位 | 配合单位
能源 | 市发展改革委 | 市财政局
工业 | 市工业和信息化局 | 市发展改革委
建筑 | 市住房城乡建设局 | 市财政局
交通 | 市交通运输局 | 市公安局
循环经济 | 市农业农村局 | 市商务局
碳汇 | 市林业局 | 市财政局

附表3 重点项目
项目 | 建设单位 | 投产年份 | 达产后新增二氧化碳排放（万吨/年）
特种玻璃生产线 | 恒泽玻璃 | 2028 | 6
"""
_BOX = """
专栏1 主要指标
指标 | 2025年 | 2030年
煤炭消费量（万吨） | 95 | ≤80
再生水利用量（万立方米） | 300 | ≥520
工业余热利用量（万吉焦） | 90 | ≥150
建筑垃圾综合利用率（利用量占产生量，%） | 55 | {sign}75
绿道总里程（公里） | 320 | ≥450

"""
_AREAS = """
附表1 分县区任务
县区 | 2030年再生水利用量（万立方米，以上） | 2030年绿道里程（公里，以上）
东湖区 | {0}
西渡区 | {1}
云山县 | {2}
"""


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("end", _TASKS),
        ("energy", "2026—2030年，通过机组降耗减煤70万吨，锅炉替代减煤25万吨，散煤清零减煤5万吨，合计减煤100万吨。"),
        ("energy", "实施千家企业屋顶光伏行动，完善并网服务。"),
        ("energy", "存量煤电机组具备条件的2027年底前全部完成节能改造。"),
        ("transport", "2030年前累计建成加氢站8座。"),
        ("box", _BOX.format(sign="≥")),
        ("box", _BOX.format(sign="≥").replace("\n\n", "\n注：本表数据由统计部门会同各行业主管部门核定并按年更新发布\n\n", 1)),
        ("end", _AREAS.format("300 | 200", "120 | 150", "100 | 100")),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_defect_is_silent(tmp_path: Path, place: str, words: str) -> None:
    """Rows and notes, emissions told a year, parts of a sum, campaigns and what stands give no finding."""
    assert kinds(findings(tmp_path, **{place: words})) == {}


@pytest.mark.parametrize(
    ("kind", "place", "words"),
    [
        (2, "transport", "条件成熟时，将港口装卸机械中电动机械占机械总数的比例由40%提高到70%以上。"),
        (3, "industry", "到2030年，电解铝液交流电耗按每吨13100千瓦时掌握。"),
        (3, "industry", "2027年起新建大型数据中心电能利用效率1.25。"),
        (3, "box", _BOX.format(sign="")),
        (7, "end", _TASKS.replace("交通 | 市交通运输局 | 市公安局", "交通 |  | 市公安局")),
        (8, "goal", "分县区指标见附表7。"),
        (8, "end", _AREAS.format(" | ", " | ", " | ")),
        (9, "sink", "2030年工业用水重复利用率控制在93%以内。"),
        (19, "circular", "到2030年，绿色创新平台由2025年的6个增推广实用技术。"),
        (19, "circular", "加快厂区管<br/>&nbsp;网改造，提高运行水平。"),
        (19, "circular", "到2030年，废旧路面材料循环利用率由2025年的84%提高到    %以，加强监管。"),
    ],
)  # fmt: skip
def test_its_neighbour_with_the_defect_is_found(tmp_path: Path, kind: int, place: str, words: str) -> None:
    """The same kind of sentence, box or table with the bound, year, body or figure gone is found."""
    assert kind in kinds(findings(tmp_path, **{place: words}))


def test_a_deed_due_in_two_years_is_found(tmp_path: Path) -> None:
    """One works due in 2027 here and in 2029 there is found; a first part of it in 2027 is not."""
    whole = "存量燃煤锅炉2029年底前全部完成超低排放改造。"
    twice = findings(tmp_path, energy="存量燃煤锅炉2027年底前全部完成超低排放改造。", industry=whole)
    part = findings(tmp_path, energy="重点区域存量燃煤锅炉2027年底前率先完成超低排放改造。", industry=whole)
    assert 9 in kinds(twice) and 9 not in kinds(part)
