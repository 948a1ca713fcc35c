"""The grammar, pattern by pattern, on sentences of our own."""

from __future__ import annotations

import pytest

from dafeng.domain.plan import Document, Target
from dafeng.methods.plan import read_plan
from dafeng.rules.vocabulary import load_vocabulary


def targets(text: str, issued: str | None = None) -> tuple[Target, ...]:
    """The targets of a text."""
    return read_plan(Document("t.txt", text, "", issued=issued), load_vocabulary()).targets


def facts(text: str) -> list[tuple[object, ...]]:
    """Indicator, comparator, value, unit, year and kind of each target."""
    return [(t.indicator, t.comparator, t.value, t.unit, t.year, t.kind) for t in targets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2027年，再生水利用率达到28%。", [("再生水利用率", "=", 28, "%", 2027, "share")]),
        ("到2028年，煤炭消费总量控制在310万吨以内。", [("煤炭消费总量", "<=", 310, "万吨", 2028, "level")]),
        (
            "2026年底前，绿地率稳定在41.5%左右。",
            [("绿地率", "~", 41.5, "%", 2026, "share")],
        ),
        (
            "“十五五”期间，单位GDP能耗下降11%以上。",
            [("单位GDP能耗", ">=", 11, "%", 2030, "reduction")],
        ),
        ("到2030年，水泵整体能效提升12%。", [("水泵整体能效", "=", 12, "%", 2030, "increase")]),
        ("到2026年，光伏装机容量突破70万千瓦。", [("光伏装机容量", ">", 70, "万千瓦", 2026, "level")]),
        ("人行道净宽不小于2米。", [("人行道净宽", ">=", 2, "米", None, "level")]),
        ("到2029年，全市创建45家绿色工厂。", [("绿色工厂", "=", 45, "家", 2029, "cumulative")]),
        (
            "到2027年，新建换电站60座、培育绿色园区8个。",
            [
                ("新建换电站", "=", 60, "座", 2027, "cumulative"),
                ("绿色园区", "=", 8, "个", 2027, "cumulative"),
            ],
        ),
        (
            "到2028年，具备6%以上的尖峰负荷响应能力。",
            [("尖峰负荷响应能力", ">=", 6, "%", 2028, "share")],
        ),
        (
            "到2026年，快充桩覆盖70%的高速服务区。",
            [("快充桩覆盖高速服务区比例", "=", 70, "%", 2026, "share")],
        ),
        (
            "到2027年，45%以上的街道参与无废城市建设。",
            [("参与无废城市建设的街道比例", ">=", 45, "%", 2027, "share")],
        ),
        (
            "到2026年，新建住宅100%执行节能规范。",
            [("新建住宅执行节能规范比例", "=", 100, "%", 2026, "share")],
        ),
        ("拆除面积不超过现状总面积的15%。", [("拆除面积占现状总面积比例", "<=", 15, "%", None, "share")]),
        ("到2030年，沼气产量翻一番。", [("沼气产量", "=", 2, "倍", 2030, "increase")]),
        ("到2027年，节水器具普及率达到百分之九十。", [("节水器具普及率", "=", 90, "%", 2027, "share")]),
        ("到2026年，湿地面积达到1,250公顷。", [("湿地面积", "=", 1250, "公顷", 2026, "level")]),
        ("到２０２７年，中水回用率达到３５％。", [("中水回用率", "=", 35, "%", 2027, "share")]),
        ("到2027年，8种再生物资回收量达到3万吨。", [("8种再生物资回收量", "=", 3, "万吨", 2027, "level")]),
        (
            "甲车销售量达到汽车销售总量的20%。",
            [("甲车销售量占汽车销售总量比例", "=", 20, "%", None, "share")],
        ),
        ("“十五五”期间，铁水联运量年均增长9%。", [("铁水联运量", "=", 9, "%", 2030, "rate")]),
        (
            "到2027年，能耗强度下降8%，力争达到9%。",
            [("能耗强度", "=", 8, "%", 2027, "reduction"), ("能耗强度", "=", 9, "%", 2027, "reduction")],
        ),
        (
            "“十四五”、“十五五”期间分别新增装机容量90万千瓦。",
            [
                ("新增装机容量", "=", 90, "万千瓦", 2025, "increase"),
                ("新增装机容量", "=", 90, "万千瓦", 2030, "increase"),
            ],
        ),
        ("目前，林地保有率已达38%，到2027年达到39%。", [("林地保有率", "=", 39, "%", 2027, "share")]),
        ("到2027年,單位GDP能耗下降9%。", [("单位GDP能耗", "=", 9, "%", 2027, "reduction")]),
    ],
)
def test_pattern(text: str, expected: list[tuple[object, ...]]) -> None:
    """Each way of stating a number is read with indicator, comparator, value, unit, year and kind."""
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "推进城北500千伏变电站前期工作。",
        "按照《节能办法》（某府发〔2023〕18号）执行。",
        "方案经第12次常务会议审议。",
        "构建“427”产业体系，发展5G网络。",
        "“十二五”时期，能耗强度下降了16.2%，超额完成任务。",
        "2020年，全市公共机构约3200家，用水总量850万立方米。",
        "本方案自2026年3月1日起施行。",
        "打造20分钟社区服务圈。",
        "30年以上的供热管道逐步更新。",
        "坚持碳达峰、碳中和目标导向，推动重点行业率先达峰。",
        "全面推进绿色生活，加快全面绿色转型。",
        "执行60%节能标准的老旧住宅实施外窗改造。",
        "截至2020年底，全市林地面积达到31万公顷。",
        "基本淘汰35蒸吨/小时及以下燃煤锅炉。",
        "执行标准GB/T 2589-2020，监测PM2.5浓度。",
    ],
)
def test_left_alone(text: str) -> None:
    """Names, dates, codes, history and plain exhortation are not targets."""
    assert targets(text) == ()


def test_past_years_are_history() -> None:
    """A figure for a year before the plan's own issue is what was done, not what is promised."""
    assert targets("到2020年，绿化率达到38%。", issued="2024-05-01") == ()
    assert len(targets("到2020年，绿化率达到38%。", issued="2018-05-01")) == 1


def test_one_number_for_each_year() -> None:
    """83 then 100: the second takes its subject from the first, and each its own year."""
    found = targets("到2026年，污泥利用量达到12万吨，到2029年达到19万吨。")
    assert [(t.indicator, t.value, t.year, t.quote) for t in found] == [
        ("污泥利用量", 12, 2026, "到2026年，污泥利用量达到12万吨"),
        ("污泥利用量", 19, 2029, "到2029年达到19万吨"),
    ]


def test_years_and_values_paired() -> None:
    """Two years, two values: each value has its year."""
    found = targets("2026年、2029年中水回用率分别达到21%、27%。")
    assert [(t.value, t.year) for t in found] == [(21, 2026), (27, 2029)]


def test_subjects_and_values_paired() -> None:
    """A、B分别 gives each value its subject, and a shared beginning or ending to both."""
    found = targets("到2028年，单位国内生产总值能源消耗和二氧化碳排放分别降低4%左右、6%左右。")
    assert [(t.indicator, t.indicator_id, t.value, t.comparator) for t in found] == [
        ("单位国内生产总值能源消耗", "energy_intensity", 4, "~"),
        ("单位国内生产总值二氧化碳排放", "co2_intensity", 6, "~"),
    ]


def test_a_lone_mark_spreads_over_its_list() -> None:
    """以上 after a list holds for all of it; marks on single items stay theirs."""
    lone = targets("到2027年，甲类回收率、乙类回收率分别达到25%、31%以上。")
    own = targets("到2027年，甲类回收率、乙类回收率分别达到25%、31%以上。".replace("25%", "25%以内"))
    assert [t.comparator for t in lone] == [">=", ">="]
    assert [t.comparator for t in own] == ["<=", ">="]


def test_base_year_only_when_written() -> None:
    """The base year is that of 比…年; a plain fall has none."""
    found = targets("到2030年，港口综合能耗比2021年下降7%，管网漏损率下降3%。")
    assert [(t.base_year, t.kind) for t in found] == [(2021, "reduction"), (None, "reduction")]


def test_hedges_never_change_the_comparator() -> None:
    """力争, 基本 and 原则上 are kept as hedges; only a bound makes a bound."""
    found = targets("到2027年，力争绿电占比达到33%，漏损率原则上不高于8%。")
    assert [(t.hedge, t.comparator) for t in found] == [("力争", "="), ("原则上+不高于", "<=")]


def test_a_hedge_before_the_date_holds_for_the_list() -> None:
    """力争到…年 holds up to the next semicolon."""
    found = targets("力争到2027年，甲耗量控制在5万吨以内，乙耗量控制在6万吨以内；丙耗量达到7万吨。")
    assert [t.hedge for t in found] == ["力争+以内", "力争+以内", None]


def test_ranges() -> None:
    """A range keeps both ends."""
    (found,) = targets("到2027年，建成4-6个零碳园区。")
    assert (found.comparator, found.value, found.value_max, found.unit) == ("range", 4, 6, "个")


def test_a_condition_is_scope() -> None:
    """What narrows a known indicator is its scope."""
    (found,) = targets("到2026年，日照充足地区新建学校屋顶光伏覆盖率力争达到45%。")
    assert (found.indicator_id, found.scope) == ("rooftop_pv_coverage", "日照充足地区新建学校")


def test_examples_are_not_part_of_the_name() -> None:
    """A list of examples closed by 等 is neither name nor scope."""
    (found,) = targets("到2026年，废纸、废铜、废铁等再生资源回收利用量达到9万吨。")
    assert (found.indicator, found.scope, found.quote) == (
        "再生资源回收利用量",
        None,
        "再生资源回收利用量达到9万吨",
    )


def test_a_threshold_inside_the_name_is_not_the_target() -> None:
    """其中…15%及以上的面积达到…: only the second number is promised."""
    (found,) = targets("到2028年，其中节能率20%及以上的改造面积达到90万平方米。")
    assert (found.value, found.unit) == (90, "万平方米")


def test_standing_rules_have_no_deadline() -> None:
    """A bound without a year is a standing rule; a share without a year is not."""
    assert [t.tier for t in targets("新建机房能源利用效率（PUE）不高于1.25。")] == ["standing"]
    assert [t.tier for t in targets("更新的出租车中电动车占比达88%。")] == ["core"]


@pytest.mark.parametrize(
    ("text", "indicator", "comparator", "year", "reading"),
    [
        ("确保2029年前实现碳达峰。", "碳达峰", "=", 2029, None),
        ("铁路货运油耗力争“十五五”末进入峰值平台期。", "铁路货运油耗达峰", "=", 2030, None),
        ("到2030年，单位GDP能耗完成省下达目标。", "单位GDP能耗", "=", 2030, None),
        ("到2027年，重点产品能效达到国际先进水平。", "重点产品能效", "=", 2027, None),
        ("推动公路货运用油占比稳步下降。", "公路货运用油占比", "<", None, None),
        ("逐步提高绿色包装使用比例。", "绿色包装使用比例", ">", None, None),
        ("大幅减少露天烧烤至禁止露天烧烤。", "露天烧烤", "=", None, (0, "吨")),
        ("到2028年，实现污泥零填埋。", "污泥填埋", "=", 2028, (0, "吨")),
        ("到2029年，农村污水治理实现全覆盖。", "农村污水治理覆盖率", "=", 2029, (100, "%")),
        ("到2027年，新建厂房全面执行节能规范。", "新建厂房执行节能规范比例", "=", 2027, (100, "%")),
        ("健全废旧地膜回收体系，力争实现全量回收。", "废旧地膜回收率", "=", None, (100, "%")),
        ("严禁新增平板玻璃产能。", "新增平板玻璃产能", "=", None, (0, "")),
        ("打造百亿级新材料产业集群。", "新材料产业规模", ">=", None, (100, "亿元")),
        ("到2026年，再生水利用体系基本形成。", "再生水利用体系", "=", 2026, None),
        ("重点用能单位要编制年度节能计划。", "年度节能计划", "=", None, None),
        ("推进机场场内车辆电动化改造，到2030年基本实现电动化。", "机场场内车辆电动化", "=", 2030, (100, "%")),
    ],
)
def test_worded(
    text: str, indicator: str, comparator: str, year: int | None, reading: tuple[float, str] | None
) -> None:
    """Each way of promising in words is read without a value, with a reading where words mean a number."""
    (found,) = targets(text)
    assert (found.indicator, found.comparator, found.year) == (indicator, comparator, year)
    assert found.value is None
    assert found.tier == "qualitative"
    assert ((found.reading.value, found.reading.unit) if found.reading else None) == reading


def test_two_assignments_in_one_sentence() -> None:
    """A和B完成省下达目标 is two promises on one quote."""
    found = targets("到2030年，单位GDP能耗和单位GDP二氧化碳排放完成省下达目标。")
    assert [t.indicator_id for t in found] == ["energy_intensity", "co2_intensity"]
    assert len({(t.quote_start, t.quote_end) for t in found}) == 1
