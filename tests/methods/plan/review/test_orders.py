"""Targets against the orders from above that the same plan prints: each beside a sound twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from review_texts import findings, kinds

_BOX = """
专栏1 主要指标

序号	指标	单位	2025年	2030年目标	省下达目标	备注
1	单位地区生产总值能耗下降	%	—	12	{order}	五年累计
2	电能占终端能源消费比重	%	27	≥33	≥32	含分布式
"""
_NOTES = """
专栏1 主要指标

序号	指标	单位	2025年	2030年	说明
1	再生水利用率	%	18	≥25	省下达目标为{order}%
2	电能占终端能源消费比重	%	27	≥33	含分布式
"""


@pytest.mark.parametrize(
    ("place", "planted", "sound"),
    [
        ("goal", "省碳达峰实施方案明确我市2030年非化石能源消费比重不低于33%，本方案予以衔接。", "省碳达峰实施方案明确我市2030年非化石能源消费比重不低于29%，本方案予以衔接。"),
        ("goal", "省下达我市的碳排放强度下降目标为24%以上。", "省下达我市的碳排放强度下降目标为21%以上。"),
        ("goal", "省政府下达我市“十五五”能耗强度下降目标为13.5%。", "省政府下达我市“十五五”能耗强度下降目标为11.5%。"),
        ("goal", "省级核定我市2030年二氧化碳排放总量不超过1150万吨。到2030年，全市二氧化碳排放总量控制在1195万吨以内。", "省级核定我市2030年二氧化碳排放总量不超过1200万吨。到2030年，全市二氧化碳排放总量控制在1195万吨以内。"),
        ("energy", "到2030年，全市煤炭消费总量控制在430万吨以内，低于2025年的460万吨。上级核定我市该指标上限为410万吨。", "到2030年，全市煤炭消费总量控制在430万吨以内，低于2025年的460万吨。上级核定我市该指标上限为440万吨。"),
        ("energy", "省能源发展规划要求我市2030年新型储能装机容量达到40万千瓦以上。", "省能源发展规划要求我市2030年新型储能装机容量达到25万千瓦以上。"),
        ("energy", "到2030年，需求侧响应能力达到当年最大用电负荷的4%以上（省定目标5%以上），2025年为2.5%。", "到2030年，需求侧响应能力达到当年最大用电负荷的6%以上（省定目标5%以上），2025年为2.5%。"),
        ("transport", "《全省绿色交通发展方案》确定我市2030年新能源汽车保有量占全市汽车保有量的比例为36%以上。", "《全省绿色交通发展方案》确定我市2030年新能源汽车保有量占全市汽车保有量的比例为30%以上。"),
        ("circular", "对照省政府与我市签订的目标责任书，2030年农作物秸秆综合利用率应达到96%以上。", "对照省政府与我市签订的目标责任书，2030年农作物秸秆综合利用率应达到92%以上。"),
        ("sink", "到2030年，森林覆盖率由2025年的40.1%提高到40.9%以上，均为国土调查口径，省下达我市的任务是41.5%。", "到2030年，森林覆盖率由2025年的40.1%提高到40.9%以上，均为国土调查口径，省下达我市的任务是40.5%。"),
        ("sink", "省林业主管部门要求我市2030年森林蓄积量达到1.7亿立方米。", "省林业主管部门要求我市2030年森林蓄积量达到1600万立方米。"),
        ("ground", "国家和省要求2030年规模以上工业单位增加值能耗较2025年下降16%以上。", "国家和省要求2030年规模以上工业单位增加值能耗较2025年下降13%以上。"),
        ("box", _BOX.format(order="14"), _BOX.format(order="11")),
        ("box", _NOTES.format(order="28"), _NOTES.format(order="24")),
        ("industry", "严禁新增水泥熟料产能。支持建材集团新建日产5000吨熟料生产线，2028年建成投产。", "严禁新增水泥熟料产能。支持建材集团对现有熟料生产线实施节能改造，2028年完成。"),
        ("energy", "规划期内不再新建燃煤锅炉。为保障开发区用汽，2027年底前新建2台75蒸吨燃煤锅炉。", "规划期内不再新建燃煤锅炉。为保障开发区用汽，2027年底前新建2台75蒸吨生物质锅炉。"),
    ],
)  # fmt: skip
def test_a_target_looser_than_the_order_it_stands_under_is_found(
    tmp_path: Path, place: str, planted: str, sound: str
) -> None:
    """What asks less than the printed order, or builds what is banned, is found; what meets it gives nothing."""
    assert 16 in kinds(findings(tmp_path, **{place: planted}))
    assert kinds(findings(tmp_path, **{place: sound})) == {}


def test_a_peak_after_the_year_asked_is_found(tmp_path: Path) -> None:
    """A peak later than the order's year is found; one within it is not."""
    words = "省要求我市{year}年前实现碳达峰。全市二氧化碳排放于2029年达到峰值。"
    assert 16 in kinds(findings(tmp_path, goal=words.format(year=2028)))
    assert 16 not in kinds(findings(tmp_path, goal=words.format(year=2030)))
