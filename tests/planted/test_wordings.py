"""Other manifestations of each defect kind: one sentence added to a careful plan is found, its sound twin is not."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
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
PLACE = "2. 改造既有建筑。"  # the clause that takes the added sentence
WORDINGS = [
    (1, "公共建筑单位面积碳排放到2030年下降9%以上。"),
    (1, "到2030年，农村清洁取暖比例提高12个百分点以上。"),
    (1, "既有公共建筑能效到2030年在现有基础上提高15%以上。"),
    (1, "建筑运行单位面积能耗到2030年比现状下降10%以上。"),
    (1, "公共建筑单位面积用水量到2030年较基准年下降8%以上。"),
    (2, "公共建筑能耗监测覆盖公共建筑面积的比例在条件成熟时提高到90%以上。"),
    (2, "供热管网改造率占在册管网长度的比例远期提高到85%以上。"),
    (2, "老旧供热锅炉120台逐步淘汰。"),
    (2, "公共建筑用能监测率占公共建筑面积的比例由2025年的40%提高到70%以上。"),
    (3, "2030年建筑能耗统计上报比例占公共建筑栋数的比例参考值85%。"),
    (3, "2030年公共建筑分项计量率占公共建筑栋数的比例力争接近80%。"),
    (3, "2030年建筑垃圾运输车密闭比例90%。"),
    (4, "新能源车占比由2025年的20%提高到2030年的45%以上。"),
    (4, "绿色建筑占比由2025年的60%提高到2030年的90%以上。"),
    (5, "光伏装机到2030年达到9万千瓦时以上，2025年为4万千瓦时。"),
    (5, "太阳能集热面积由2025年的3万吨增加到2030年的5万吨以上。"),
    (5, "2030年公共机构发电量达到300千瓦以上。"),
    (5, "慢行步道通车里程由2025年的80万亩增加到2030年的120万亩以上。"),
    (6, "对具备条件的既有公共建筑，2030年集中供冷覆盖面积占公共建筑面积的比例达到60%以上。"),
    (6, "我市没有民用机场。2030年民用机场新能源特种车辆数量占在册车辆的比例达到80%以上。"),
    (8, "全市改造任务分解落实到各县（市、区），具体数额另行下达，指标由各地自行确定。"),
    (9, "到2030年，非化石能源占能源消费总量的比重不低于27%。"),
    (9, "全市二氧化碳排放2028年达峰。"),
    (10, "改造资金由2025年的200万平方米减少到2030年的150万平方米，减少40万平方米。"),
    (10, "建筑用能中电力、热力、天然气分别为55%、30%、25%，建筑用能结构为电力55%、热力30%、天然气25%。"),
    (10, "2030年建筑领域改造总面积140万平方米，其中沙洲区60万平方米、东埠区50万平方米、石桥市50万平方米。"),
    (11, "建筑领域2030年须减排50万吨，主要措施为节能改造20万吨、清洁取暖10万吨、光伏8万吨。"),
    (12, "光伏发电装机20万千瓦，2030年年发电量6亿千瓦时。"),
    (12, "2030年建筑垃圾处理量80万吨，处理设施能力50万吨/年。"),
    (12, "2030年集中供热需热量900万吉焦，由热电联产300万吉焦、余热200万吉焦、热泵150万吉焦供应。"),
    (13, "2025年农村卫生厕所普及率占农户数的比例已达91%，2030年达到88%以上。"),
    (13, "2025年公共机构光伏装机已达12万千瓦，2030年达到10万千瓦以上。"),
    (13, "2025年建筑单位面积电耗为60千瓦时/平方米，2030年控制在66千瓦时/平方米以内。"),
    (14, "同时设置独立考核指标：2030年化石能源消费比重降到70%以下。"),
    (15, "为降低碳排放，新建燃煤锅炉2台为改造小区供热。"),
    (15, "扩大商品煤供应，鼓励使用散煤取暖，以降低碳排放。"),
    (16, "2028年建成投产日产5000吨水泥熟料生产线1条。"),
    (16, "国家要求我市单位地区生产总值能耗比2025年下降16%以上，本方案按下降14.0%安排。"),
    (17, "改造设计执行《公共建筑节能设计标准》（GB 50189—2005）。"),
    (17, "改造任务按照“十二五”建筑节能专项规划执行。"),
    (17, "能耗计算执行GB/T 2589—1990。"),
    (18, "绿色建筑面积比例由2025年的30%（设计标识口径）提高到2030年的60%以上（竣工验收口径）。"),
    (18, "用电排放因子可按全国平均、区域平均任选，取较低者。"),
    (18, "建成区绿化覆盖率2025年为41%，自2027年起统计范围由建成区扩大为规划区，2030年达到46%以上。"),
    (19, "加强改造项目管理 and 验收。"),
    (19, "改造资金由市财政（含专项资金安排。"),
    (19, "推进推进节能改造。"),
    (19, "改造后的设备运行□□数据接入平台。"),
    (19, "改造面积达到XX万平方米。"),
    (20, "达峰评价一律按当年实际排放，不作任何修正。"),
]
SOUND = [
    "公共建筑单位面积碳排放2030年比2025年下降9%以上，2025年为42千克/平方米。",
    "老旧供热锅炉120台于2028年底前淘汰。",
    "新注册登记汽车中新能源汽车数量占比由2025年的48%提高到2030年的68%以上。",
    "光伏装机由2025年底的4万千瓦增加到2030年底的9万千瓦以上。",
    "2030年建筑领域改造总面积160万平方米，其中沙洲区60万平方米、东埠区50万平方米、石桥市50万平方米。",
    "建筑领域2030年须减排38万吨，主要措施为节能改造20万吨、清洁取暖10万吨、光伏8万吨。",
    "2030年建筑垃圾处理量45万吨，处理设施能力50万吨/年。",
    "2025年公共机构光伏装机为8万千瓦，2030年达到10万千瓦以上。",
    "严禁新建、扩建燃煤锅炉，在用燃煤锅炉2028年底前全部改为热泵。",
    "改造设计执行《建筑节能与可再生能源利用通用规范》（GB 55015—2021）。",
]


def _kinds(sentence: str) -> set[int]:
    text = BASE.replace(PLACE, PLACE + sentence, 1)
    assert text != BASE
    document = Document("plan.txt", text, "0" * 64, issued="2026-06-01")
    found = review(read_plan(document, load_vocabulary()), {}, as_of=date(2026, 9, 1))
    return {finding.kind for finding in found}


@pytest.mark.parametrize(("kind", "sentence"), WORDINGS)
def test_a_defect_in_other_words_is_found(kind: int, sentence: str) -> None:
    """The defect is found by what it says, whatever the sector and the wording."""
    assert kind in _kinds(sentence)


@pytest.mark.parametrize("sentence", SOUND)
def test_the_sound_twin_is_left_alone(sentence: str) -> None:
    """The same sentence written with care gives no finding at all."""
    assert _kinds(sentence) == set()
