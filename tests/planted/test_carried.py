"""Kinds 7 and 14 to 20 in further words: one passage put into a careful plan is found, its sound twin is not."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.rules.vocabulary import load_vocabulary


def _corpus() -> ModuleType:
    if "planted_corpus" in sys.modules:
        return sys.modules["planted_corpus"]
    spec = importlib.util.spec_from_file_location("planted_corpus", Path(__file__).with_name("planted.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted_corpus"] = module
    spec.loader.exec_module(module)
    return module


BASE: str = _corpus().BASES["A"]
PLACE = "2. 改造既有建筑。"  # the clause that takes the added passage
# check, passage that has the defect, the same passage written with care
PAIRS = [
    (
        "implied-by-all",
        "自2027年起，新开办的托育机构全部安装分项电表。到2030年，新开办的托育机构安装分项电表的比例达到90%以上。",
        "到2030年，新开办的托育机构全部安装分项电表。到2028年，新开办的托育机构安装分项电表的比例达到60%以上。",
    ),
    (
        "implied-by-all",
        "到2028年，农村危旧窑洞住户数降至零。到2030年，农村危旧窑洞住户比例控制在3%以内。",
        "到2030年，农村危旧窑洞住户数降至零。到2028年，农村危旧窑洞住户比例控制在3%以内。",
    ),
    (
        "implied-by-all",
        "到2030年，公办和民办学校食堂安装油烟净化设备的比例达到100%，其中民办学校食堂达到92%以上。",
        "到2030年，公办和民办学校食堂安装油烟净化设备的比例达到100%，其中具备远程监控功能的达到60%以上。",
    ),
    (
        "slack-sum",
        "到2030年，地源热泵供暖面积达到60万平方米以上。到2030年，水源热泵供暖面积达到50万平方米以上。到2030年，地源热泵和水源热泵供暖面积合计达到90万平方米以上。",
        "到2030年，地源热泵供暖面积达到60万平方米以上。到2030年，水源热泵供暖面积达到50万平方米以上。到2030年，地源热泵和水源热泵供暖面积合计达到110万平方米以上。",
    ),
    (
        "smaller-growth",
        "2025年装配式厂房存量300万平方米，到2030年达到380万平方米以上，2026—2030年装配式厂房净增50万平方米以上。",
        "2025年装配式厂房存量300万平方米，到2030年达到380万平方米以上，2026—2030年装配式厂房净增80万平方米以上。",
    ),
    ("paid-to-emit", "对冬季购煤取暖的商户给予补贴。", "对冬季购煤取暖的商户逐步取消补贴，改用热泵。"),
    ("paid-to-emit", "对购置柴油货车的企业每辆给予奖励。", "对淘汰柴油货车的企业每辆给予奖励。"),
    ("paid-to-emit", "支持水泥企业扩大产能。", "水泥企业不得扩大产能。"),
    ("paid-to-emit", "下调铁合金企业用能价格，给予优惠电价。", "清理铁合金企业优惠电价。"),
    (
        "fossil-output",
        "到2030年，页岩气年产量达到12亿立方米以上。",
        "到2030年，页岩气年产量达到12亿立方米以上，外输比例和甲烷逸散率每年公布。",
    ),
    (
        "below-higher",
        "到2030年，公共建筑单位面积能耗比2025年下降9%以上（上级核定我市目标为12%）。",
        "到2030年，公共建筑单位面积能耗比2025年下降12%以上（上级核定我市目标为9%）。",
    ),
    (
        "caliber-drifts",
        "公共建筑能耗按届时适用的方法折算。",
        "公共建筑能耗按2025年公布的方法折算，基期与目标年用同一口径。",
    ),
    (
        "two-rates",
        "2025年建筑渣土无害化处置率为88%，到2030年资源化利用率达到90%以上。",
        "2025年建筑渣土资源化利用率为78%，到2030年资源化利用率达到90%以上。",
    ),
    ("uneven-brackets", "完善建筑能效标识（含公共建筑)制度。", "完善建筑能效标识（含公共建筑）制度。"),
    (
        "orders-run-on",
        "推动公共建筑能耗监测信息披露推行能源费用托管。",
        "推动公共建筑能耗监测信息披露，推行能源费用托管。",
    ),
    (
        "orders-run-on",
        "加强既有建筑节能改造项目资金监管平台健全信用评价办法。",
        "加强既有建筑节能改造项目资金监管，健全信用评价办法。",
    ),
    (
        "swing-unmended",
        "白沙铝厂的产量波动左右全市排放达峰时间。",
        "白沙铝厂的产量波动左右全市排放达峰时间，评估时按多年平均产量修正。",
    ),
    (
        "works-unsaid",
        "白沙铝业公司二氧化碳排放约占全市的四成。",
        "白沙铝业公司二氧化碳排放约占全市的四成，其产量每增减10万吨影响全市排放约95万吨，评估时单独列示。",
    ),
    (
        "giant-left-out",
        "造纸行业能耗占全市能源消费总量的41%。",
        "造纸行业能耗占全市能源消费总量的12%。",
    ),
]


@cache
def _checks(passage: str) -> frozenset[str]:
    text = BASE.replace(PLACE, PLACE + passage, 1)
    assert text != BASE
    document = Document("plan.txt", text, "0" * 64, issued="2026-06-01")
    found = review(read_plan(document, load_vocabulary()), {}, as_of=date(2026, 9, 1))
    return frozenset(finding.check for finding in found)


@pytest.mark.parametrize(("check", "passage"), [(check, bad) for check, bad, _ in PAIRS])
def test_the_defect_is_found(check: str, passage: str) -> None:
    """The defect is found in words and in a sector of its own."""
    assert check in _checks(passage)


@pytest.mark.parametrize(("check", "passage"), [(check, sound) for check, _, sound in PAIRS])
def test_the_sound_twin_is_left_alone(check: str, passage: str) -> None:
    """The same passage written with care gives no finding of that check."""
    assert check not in _checks(passage)
