"""A sound plan with open places, for defects that only show in a whole text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dafeng.domain.finding import Finding
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

_TEXT = """云泽市碳达峰实施方案

云政发〔2026〕15号

云泽市地处丘陵与平原过渡地带，装备制造、食品和新材料是主要产业。{place}为推动全市按期达峰，制定本方案。

一、总体要求

（一）工作思路。落实碳排放总量和强度双控制度，先立后破，存量改造与增量准入并重。{ground}（责任单位：市发展改革委）

（二）主要目标。到2030年，单位地区生产总值二氧化碳排放较2025年下降22%以上，单位地区生产总值能耗较2025年下降12%以上，非化石能源消费比重由2025年的21%提高到30%以上。2025年全市二氧化碳排放1210万吨，2030年控制在1195万吨以内，地区生产总值年均增速按4.8%左右测算。{goal}（责任单位：市发展改革委、市生态环境局）

（三）核算口径。二氧化碳排放指本市行政区域内化石能源燃烧排放和净调入电力间接排放，工业生产过程排放另行核算；地区生产总值按2025年不变价计算；非化石能源按发电煤耗法折算，分母为能源消费总量，基期与目标期口径一致。（责任单位：市统计局）

（四）区域分解。2030年1195万吨的控制目标分解为：东湖区420万吨，西渡区335万吨，云山县240万吨，泽南县200万吨。（责任单位：市发展改革委）
{box}
二、重点任务

（一）能源。到2030年，新型储能装机容量由2025年的8万千瓦提高到30万千瓦以上，电能占终端能源消费比重由2025年的27%提高到33%以上。{energy}（责任单位：市发展改革委）

（二）工业。到2030年，规模以上工业单位增加值能耗较2025年下降14%以上，工业用水重复利用率由2025年的88%提高到93%以上。{industry}（责任单位：市工业和信息化局）

（三）建筑。到2030年，星级绿色建筑面积占当年城镇新建建筑竣工面积的比例由2025年的25%提高到45%以上。2026年至2030年累计完成既有建筑节能改造260万平方米以上。{building}（责任单位：市住房城乡建设局）

（四）交通。到2030年，新能源汽车保有量占全市汽车保有量的比例由2025年的12%提高到32%以上。{transport}（责任单位：市交通运输局）

（五）循环经济。到2030年，农作物秸秆综合利用率由2025年的90%提高到94%以上，畜禽粪污综合利用率由2025年的82%提高到88%以上。{circular}（责任单位：市农业农村局）

（六）碳汇。到2030年，森林蓄积量由2025年的1480万立方米提高到1620万立方米以上，前后均为乔木林口径。{sink}（责任单位：市林业局）

三、保障措施

（一）统计核算。建立市县两级碳排放年报制度，按统一边界核算。（责任单位：市统计局）

（二）组织实施。市碳达峰碳中和工作领导小组统筹推进，每半年调度一次。（责任单位：市发展改革委）
{end}"""
_PLACES = (
    "place",
    "ground",
    "goal",
    "box",
    "energy",
    "industry",
    "building",
    "transport",
    "circular",
    "sink",
    "end",
)


def findings(tmp_path: Path, **words: str) -> tuple[Finding, ...]:
    """The findings of the plan with these words put into its open places."""
    assert words.keys() <= set(_PLACES)
    path = tmp_path / "plan.txt"
    path.write_text(_TEXT.format(**{place: words.get(place, "") for place in _PLACES}), encoding="utf-8")
    return review(read_plan(read_document(path), load_vocabulary()), {}, as_of=date(2026, 9, 1))


def kinds(found: tuple[Finding, ...]) -> dict[int, str]:
    """The kinds of these findings with the title of one each."""
    return {one.kind: one.title for one in found}
