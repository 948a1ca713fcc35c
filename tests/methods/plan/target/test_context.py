"""What a number takes from its sentence, its paragraph and the numbers beside it, on sentences of our own."""

from __future__ import annotations

import pytest

from dafeng.domain.plan import Document, Target
from dafeng.methods.plan import read_plan
from dafeng.rules.vocabulary import load_vocabulary


def targets(text: str) -> list[Target]:
    """The numeric targets of a text."""
    return [
        target
        for target in read_plan(Document("t.txt", text, ""), load_vocabulary()).targets
        if target.is_numeric
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2028年，可降解餐具替代率达到三成以上。",
            [("可降解餐具替代率", None, ">=", 30, "%", 2028, None, "share")],
        ),
        (
            "到2028年，配备岸电插座一百四十套。",
            [("岸电插座", None, "=", 140, "套", 2028, None, "cumulative")],
        ),
        (
            "“十五五”新增换电站36座，力争45座。",
            [
                ("新增换电站", None, "=", 36, "座", 2030, None, "increase"),
                ("新增换电站", None, "=", 45, "座", 2030, None, "increase"),
            ],
        ),
        (
            "到2029年，车位充电比小于3:1。",
            [("车位充电比", None, "<", 3, None, 2029, None, "level")],
        ),
        (
            "到2030年，空载里程率较2022年减半。",
            [("空载里程率", None, "=", 50, "%", 2030, 2022, "reduction")],
        ),
        (
            "到2028年，热网漏损率由2024年的14%下降到9%。",
            [("热网漏损率", None, "=", 9, "%", 2028, 2024, "share")],
        ),
        (
            "到2028年，青岩市、临江市清洁取暖率分别达到83%、77%。",
            [
                ("清洁取暖率", "青岩市", "=", 83, "%", 2028, None, "share"),
                ("清洁取暖率", "临江市", "=", 77, "%", 2028, None, "share"),
            ],
        ),
        (
            "到2028年，屋顶光伏覆盖率达到40%，其中工业园区55%，其他地区30%。",
            [
                ("屋顶光伏覆盖率", None, "=", 40, "%", 2028, None, "share"),
                ("屋顶光伏覆盖率", "工业园区", "=", 55, "%", 2028, None, "share"),
                ("屋顶光伏覆盖率", "其他地区", "=", 30, "%", 2028, None, "share"),
            ],
        ),
        (
            "到2029年，再生纸、再生塑料产量分别达到6万吨、4万吨。",
            [
                ("再生纸产量", None, "=", 6, "万吨", 2029, None, "level"),
                ("再生塑料产量", None, "=", 4, "万吨", 2029, None, "level"),
            ],
        ),
        (
            "到2028年，中水回用量达到5亿立方米，其中工业回用1亿立方米。",
            [
                ("中水回用量", None, "=", 5, "亿立方米", 2028, None, "level"),
                ("中水回用量", "工业回用", "=", 1, "亿立方米", 2028, None, "level"),
            ],
        ),
        (
            "到2030年，公共机构人均综合能耗比2025年下降4%，用水总量控制在90万立方米以内。",
            [
                ("人均综合能耗", "公共机构", "=", 4, "%", 2030, 2025, "reduction"),
                ("用水总量", "公共机构", "<=", 90, "万立方米", 2030, None, "level"),
            ],
        ),
        (
            "（二）推动陶瓷行业降碳。到2030年，余热利用率达到66%。",
            [("余热利用率", "陶瓷行业", "=", 66, "%", 2030, None, "share")],
        ),
        (
            "2024年全市生产电池3万组，同比增长12%。到2027年，电池回收率达到72%。",
            [("电池回收率", None, "=", 72, "%", 2027, None, "share")],
        ),
        (
            "到2027年，园区体系基本建成。绿电使用比例达到35%。新建园区管网漏损率不高于7%。",
            [
                ("绿电使用比例", None, "=", 35, "%", 2027, None, "share"),
                ("新建园区管网漏损率", None, "<=", 7, "%", None, None, "share"),
            ],
        ),
        (
            "到2028年，修复退化草地3.6万亩，治理水土流失面积90平方公里。",
            [
                ("修复退化草地", None, "=", 3.6, "万亩", 2028, None, "cumulative"),
                ("治理水土流失面积", None, "=", 90, "平方公里", 2028, None, "cumulative"),
            ],
        ),
        (
            "“十五五”时期，万元GDP用水量（按2025年价格计算）下降到31立方米。",
            [("万元GDP用水量", None, "=", 31, "立方米", 2030, None, "level")],
        ),
        (
            "到2028年，县城供水普及率达到97%污水处理率达到95%。",
            [
                ("县城供水普及率", None, "=", 97, "%", 2028, None, "share"),
                ("污水处理率", None, "=", 95, "%", 2028, None, "share"),
            ],
        ),
        (
            "到2028年 污水集中处理率达到95% 再生水利用率达到31% 黑臭水体全部消除",
            [
                ("污水集中处理率", None, "=", 95, "%", 2028, None, "share"),
                ("再生水利用率", None, "=", 31, "%", 2028, None, "share"),
            ],
        ),
        (
            "储能补贴最高不超过20万元，考核权重不低于4%。",
            [],
        ),
        (
            "“十五五”、“十六五”期间，分别新增风电装机12万千瓦、15万千瓦。",
            [
                ("新增风电装机", None, "=", 12, "万千瓦", 2030, None, "increase"),
                ("新增风电装机", None, "=", 15, "万千瓦", 2035, None, "increase"),
            ],
        ),
        (
            "到2028年，新建港区岸电设施比例分别不低于80%、90%。",
            [
                ("新建港区岸电设施比例", None, ">=", 80, "%", 2028, None, "share"),
                ("新建港区岸电设施比例", None, ">=", 90, "%", 2028, None, "share"),
            ],
        ),
        (
            "到2028年，形成不低于全市用气总量6%的储气能力。",
            [("储气能力占全市用气总量比例", None, ">=", 6, "%", 2028, None, "share")],
        ),
        (
            "到2028年，节能改造形成节能量约4万吨标准煤、减排二氧化碳约9万吨。",
            [
                ("节能改造形成节能量", None, "~", 4, "万吨标准煤", 2028, None, "cumulative"),
                ("节能改造减排二氧化碳", None, "~", 9, "万吨", 2028, None, "cumulative"),
            ],
        ),
        (
            "在2025年的基础上，2030年全市单位建筑面积能耗下降5%、碳排放下降7%。",
            [
                ("单位建筑面积能耗", "全市", "=", 5, "%", 2030, 2025, "reduction"),
                ("单位建筑面积碳排放", "全市", "=", 7, "%", 2030, 2025, "reduction"),
            ],
        ),
        (
            "到2028年，铁路和水路货运量分别增长9%、8%。",
            [
                ("铁路货运量", None, "=", 9, "%", 2028, None, "increase"),
                ("水路货运量", None, "=", 8, "%", 2028, None, "increase"),
            ],
        ),
    ],
)
def test_whole_record(text: str, expected: list[tuple[object, ...]]) -> None:
    """Indicator, scope, comparator, value, unit, year, base year and kind of every number of a sentence."""
    assert [
        (t.indicator, t.scope, t.comparator, t.value, t.unit, t.year, t.base_year, t.kind)
        for t in targets(text)
    ] == expected


def test_numerals_that_are_none_are_left_alone() -> None:
    """十四五 before a unit is no number; well-formed numerals are, also in a list."""
    text = "到2028年，新建泵站一百二十座、换电站十五座。新建水窖十四五座。"
    assert [(target.indicator, target.value) for target in targets(text)] == [
        ("新建泵站", 120),
        ("换电站", 15),
    ]


def test_brackets_behind_a_number_only_explain_it() -> None:
    """A bracket that compares a goal with the order behind it neither hides the goal nor becomes one."""
    text = "到2030年，能耗强度比2025年下降15%以上（不低于省下达的14%），绿电占比达到30%以上（按电量计）。"
    assert [(target.indicator, target.value) for target in targets(text)] == [
        ("能耗强度", 15),
        ("绿电占比", 30),
    ]


def test_months_from_and_to_are_a_period() -> None:
    """2026年1月至2030年12月 ends in 2030."""
    (target,) = targets("2026年1月至2030年12月，全市新增充电桩5200个以上。")
    assert (target.value, target.year, target.kind) == (5200, 2030, "increase")


def test_what_only_follows_from_a_goal_is_no_second_goal() -> None:
    """Restated amounts (即…, 对应…), forecasts and present states beside a goal are left alone; parts are read."""
    text = (
        "到2030年，煤炭消费量控制在280万吨以内，即比2025年减少20万吨，其中电力行业减少6万吨。"
        "据此测算，2030年排放总量约1174万吨。到2030年，绿色商场达到12家以上，2025年为5家。"
    )
    assert [(target.indicator, target.scope, target.value) for target in targets(text)] == [
        ("煤炭消费量", None, 280),
        ("煤炭消费量", "电力行业", 6),
        ("绿色商场", None, 12),
    ]


def test_one_number_for_a_list_names_the_whole_list() -> None:
    """合计 after a list that was told apart is about all of its members."""
    text = "2025年水电、风电装机分别为41万千瓦、14万千瓦，到2030年分别达到42万千瓦、18万千瓦，合计不低于60万千瓦。"
    assert [(target.indicator, target.value) for target in targets(text)] == [
        ("水电装机", 42),
        ("风电装机", 18),
        ("水电装机、风电装机", 60),
    ]


def test_year_of_a_goal_holds_through_its_paragraphs_until_the_next_clause() -> None:
    """The bullets of a goal share its year; the clause after them starts without one."""
    text = "一、目标\n到2028年，体系基本形成。\n——绿电使用比例达到35%。\n——再生水利用率达到31%。\n二、任务\n建成换电站12座。"
    assert [target.year for target in targets(text)] == [2028, 2028, None]


def test_history_is_no_promise() -> None:
    """A period behind the plan's own, and a figure told plainly for a past year, are not read as targets."""
    text = "“十三五”期间，能耗下降9%。2024年绿电占比达21%。到2030年，绿电占比达到40%。"
    assert [(target.value, target.year) for target in targets(text)] == [(40, 2030)]


def test_scope_is_given_in_the_script_of_the_document() -> None:
    """A Traditional plan keeps its own characters in the scope, and the indicator in Simplified ones."""
    (target,) = targets("到2030年，全縣綠色出行比例達到70%。")
    assert (target.scope, target.indicator) == ("全縣", "绿色出行比例")
