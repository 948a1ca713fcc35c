"""Tables of a plan: found, told apart, read into targets, tasks, projects and shares."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.domain.plan import Document, Plan, Target
from dafeng.methods.plan import plan_to_json, read_plan
from dafeng.methods.plan.outline.tables import area_shares, departments, project_rows, task_rows
from dafeng.rules.vocabulary import load_vocabulary

HEAD = "一、目标。抓好落实。\n"
TAIL = "\n二、任务。抓好落实。\n"


def read(table: str, issued: str | None = None) -> Plan:
    """A plan around a table."""
    return read_plan(Document("t.txt", HEAD + table + TAIL, "", issued=issued), load_vocabulary())


def fact(target: Target) -> tuple[object, ...]:
    """What a cell promises."""
    return (
        target.indicator_id or target.indicator,
        target.comparator,
        target.value,
        target.unit,
        target.year,
    )


def test_an_indicator_table() -> None:
    """Each figure for a year ahead is one target, at its own place; the base year is history."""
    plan = read(
        "表1 主要指标\n"
        "序号\t指标\t单位\t2020年\t2025年\t2030年\t属性\n"
        "一、生态\n"
        "1\t森林覆盖率\t%\t35\t≥38\t40左右\t约束性\n"
        "2\t单位GDP能耗降低\t%\t—\t[13.5]\t完成省下达目标\t约束性\n"
        "3\t能源消费总量\t万吨标准煤\t900\t1,000以内\t—\t预期性\n"
        "4\t非化石能源消费比重\t%\t20.1\t22.5-23\t\t预期性\n"
    )
    assert [fact(target) for target in plan.targets] == [
        ("forest_cover", ">=", 38, "%", 2025),
        ("forest_cover", "~", 40, "%", 2030),
        ("energy_intensity", "=", 13.5, "%", 2025),
        ("energy_total", "<=", 1000, "万吨标准煤", 2025),
        ("nonfossil_share", "range", 22.5, "%", 2025),
    ]
    assert {target.tier for target in plan.targets} == {"table"}
    assert {target.clause for target in plan.targets} == {"一"}
    fall = plan.targets[2]
    assert (fall.kind, fall.base_year, fall.indicator) == ("reduction", 2020, "单位GDP能耗")
    assert plan.targets[4].value_max == 23
    text = plan.document.text
    printed = [text[target.value_start : target.value_end] for target in plan.targets]
    assert printed == ["38", "40", "13.5", "1,000", "22.5-23"]
    (table,) = plan.tables
    assert (table.id, table.kind, table.caption) == ("一表1", "indicators", "表1主要指标")
    assert text[table.start : table.end].startswith("序号\t指标")
    assert [text[cell.start : cell.end] for cell in table.rows[1]] == [
        "1",
        "森林覆盖率",
        "%",
        "35",
        "≥38",
        "40左右",
        "约束性",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "属性\t2025年\t单位\t指标\t2020年基期\n约束性\t38\t%\t森林覆盖率\t35\n预期性\t30\t%\t煤炭消费占比\t33\n",
        "指标\t单位\t现状值\t目标值\t\n\t\t2020年\t2025年\t\n森林覆盖率\t%\t35\t38\t\n煤炭消费占比\t%\t33\t30\t\n",
        "类别\t指标\t2020年\t2025年\n生态\t全市森林覆盖率（%）\t35\t３８\n\t煤炭消费占比（％）\t33\t3O\n",
        "指标　　单位　　2020年　　2025年\n森林覆盖率　　%　　35　　38\n煤炭消费占比　　%　　33　　30\n",
        "| 指标 | 单位 | 2025年 |\n|---|---|---|\n| 森林覆盖率 | % | 38 |\n| 煤炭消费占比 | % | 30 |\n",
        "指标\n单位\n2020年\n2025年\n属性\n森林覆盖率\n%\n35\n38\n约束性\n煤炭消费占比\n%\n33\n30\n预期性\n",
        "指标 单位 2020年 2025年 属性 森林覆盖率 % 35 38 约束性 煤炭消费占比 % 33 30 预期性\n",
        "单位：%\n指标\t2020年\t2025年\n森林覆盖率\t35\t38\n煤炭消费占比\t33\t30\n",
        "指標\t單位\t2025年\n森林覆蓋率\t%\t38\n煤炭消費占比\t%\t30\n",
    ],
)
def test_one_table_in_many_shapes(table: str) -> None:
    """Columns in any order, two header rows, merged cells, pipes, wide gaps, lost lines: the same two targets."""
    assert [fact(target) for target in read(table).targets] == [
        ("forest_cover", "=", 38, "%", 2025),
        ("coal_consumption_share", "=", 30, "%", 2025),
    ]


def test_a_pace_column() -> None:
    """A yearly growth is a rate in per cent; with two years ahead nothing tells its year."""
    one = read(
        "指标\t单位\t2020年\t2025年\t年均增速\n能源消费总量\t万吨标准煤\t900\t990\t1.9\n用水总量\t亿立方米\t9\t9.5\t-\n"
    )
    assert [(*fact(target)[1:], target.kind) for target in one.targets] == [
        ("=", 990, "万吨标准煤", 2025, "level"),
        ("=", 1.9, "%", 2025, "rate"),
        ("=", 9.5, "亿立方米", 2025, "level"),
    ]
    two = read(
        "指标\t单位\t2025年\t2030年\t年均增速\n能源消费总量\t万吨标准煤\t900\t990\t1.9\n用水总量\t亿立方米\t9\t9.5\t1\n",
        "2026-01-01",
    )
    assert [target.year for target in two.targets if target.kind == "rate"] == [2030, 2030]


def test_history_and_words_promise_nothing() -> None:
    """A past year, a dash, a word and an empty cell give no target."""
    plan = read(
        "指标\t2020年\t2023年\t2025年\n森林覆盖率（%）\t35\t36\t—\n煤炭消费占比（%）\t33\t32\t持续下降\n",
        "2024-05-01",
    )
    assert plan.targets == ()
    assert plan.tables[0].kind == "indicators"


def test_task_tables() -> None:
    """Owners are cut apart, a merged owner holds for its rows, and a row is linked to the clause it quotes."""
    text = (
        "一、能源转型\n（一）有序发展清洁能源。做好。\n（二）推进工业节能。做好。\n附件1：任务分工表\n"
        "序号\t重点任务\t主要举措\t牵头单位\t责任单位\t完成时限\n"
        "1\t有序发展清洁能源\t屋顶光伏\t市发展改革委\t市财政局、各县（市、区）人民政府等按职责分工负责\t2025年\n"
        "2\t\t风电基地\t\t市自然资源局；市林业局\t2026年\n"
        "（二）工业\n"
        "3\t推进工业节能\t窑炉改造\t市经济信息化局\t—\t\n"
    )
    plan = read_plan(Document("t.txt", text, ""), load_vocabulary())
    (table,) = plan.tables
    assert (table.kind, table.clause) == ("tasks", "附1")
    rows = task_rows(table, plan.clauses)
    assert [(row.clause_ref, row.work.text, row.lead, row.support, row.deadline) for row in rows] == [
        ("一(一)", "屋顶光伏", ("市发展改革委",), ("市财政局", "各县（市、区）人民政府"), "2025年"),
        ("一(一)", "风电基地", ("市发展改革委",), ("市自然资源局", "市林业局"), "2026年"),
        ("一(二)", "窑炉改造", ("市经济信息化局",), (), None),
    ]
    assert text[rows[1].start : rows[1].end] == "2\t\t风电基地\t\t市自然资源局；市林业局\t2026年"
    assert all(row.clause_ref is None for row in task_rows(table))


@pytest.mark.parametrize(
    ("words", "lead", "support"),
    [
        ("市甲局、市乙局，市丙局按职责分工负责", ("市甲局", "市乙局", "市丙局"), ()),
        ("市甲局牵头，市乙局等配合", ("市甲局",), ("市乙局",)),
        ("牵头单位：市甲局；责任单位：市乙局、市丙局", ("市甲局",), ("市乙局", "市丙局")),
        ("—", (), ()),
    ],
)
def test_departments(words: str, lead: tuple[str, ...], support: tuple[str, ...]) -> None:
    """Who leads and who helps is told by the cell's own words."""
    assert departments(words) == (lead, support)


def test_project_tables() -> None:
    """A project keeps its contents, cost, years and owners as printed; what is not stated is None."""
    plan = read(
        "项目名称\t建设内容及规模\t总投资（亿元）\t建设年限\t责任单位\n禾川储能电站\t10万千瓦\t6\t2024-2026\t市发展改革委\n老街改造\t—\t\t\t\n"
    )
    assert plan.tables[0].kind == "projects"
    first, second = project_rows(plan.tables[0])
    assert (first.name.text, first.content, first.investment) == ("禾川储能电站", "10万千瓦", "6")
    assert (first.period, first.owners) == ("2024-2026", ("市发展改革委",))
    assert (second.content, second.investment, second.period, second.owners) == (None, None, None, ())
    assert plan.targets == ()


def test_area_tables() -> None:
    """A table that splits a target over areas gives each area's cell, and no target of the city."""
    plan = read(
        "能耗强度下降目标分解表\n县（市、区）\t2025年（%）\t2030年（%）\n东县\t12\t14\n西区\t13\t15\n"
    )
    (table,) = plan.tables
    assert (table.kind, table.caption) == ("split", "能耗强度下降目标分解表")
    assert [(s.area, s.column, s.value.text) for s in area_shares(table)][:2] == [
        ("东县", "2025年（%）", "12"),
        ("东县", "2030年（%）", "14"),
    ]
    assert plan.targets == ()


def test_groups_of_indicators() -> None:
    """A cell that names a group leaves its indicators their own names, or completes what they lack."""
    plan = read(
        "指标名称\t指标名称\t单位\t目标值\t目标值\n指标名称\t指标名称\t单位\t2025年\t2030年\n"
        "绿色发展\t森林覆盖率\t%\t38%左右\t＞40%\n绿色发展\t其中：煤炭消费占比\t%\t控制在省下达目标以内\t28*\n"
        "主要污染物重点工程减排量\t氨氮\t吨\t80\t—\n"
    )
    assert [fact(target) for target in plan.targets] == [
        ("forest_cover", "~", 38, "%", 2025),
        ("forest_cover", ">", 40, "%", 2030),
        ("coal_consumption_share", "=", 28, "%", 2030),
        ("pollutant_nh3", "=", 80, "吨", 2025),
    ]


def test_sentences_in_a_task_table_are_read() -> None:
    """A promise that only the task table makes is a target like any other; a name beside it is none."""
    plan = read(
        "重点任务\t牵头单位\n推进充电设施建设，到2025年新建充电站60座。\t市甲局\n做好节能。\t市乙局\n"
    )
    assert [(target.value, target.year, target.tier) for target in plan.targets] == [(60, 2025, "core")]


def test_a_list_with_tabs_is_no_table() -> None:
    """Tabs after the numbers of a list do not make it a table."""
    plan = read("1.\t节能。到2025年，森林覆盖率达到38%。\n2.\t减排。做好。\n")
    assert plan.tables == ()
    assert [clause.id for clause in plan.clauses] == ["一", "一1", "一2", "二"]
    assert len(plan.targets) == 1


def test_json() -> None:
    """Tables and boxes stand in the plan's JSON with the place of every cell."""
    body = plan_to_json(read("专栏1 指标\n指标\t2025年\n森林覆盖率（%）\t38\n煤炭消费占比（%）\t30\n"))
    (table,) = body["tables"]
    assert list(table) == ["id", "clause", "kind", "caption", "header", "rows", "start", "end"]
    assert table["rows"][0][1]["text"] == "38"
    assert list(body["boxes"][0]) == ["id", "title", "clause", "start", "end"]


PIECES = st.sampled_from(
    [
        *"\t\t\t\n\n\n\f |—，。12%",
        *(
            "指标",
            "单位",
            "2020年",
            "2025年",
            "属性",
            "约束性",
            "[13]",
            "≥35",
            "40左右",
            "完成省下达目标",
            "森林覆盖率",
            "（%）",
            "3.5",
        ),
        *(
            "专栏1",
            "附件1",
            "附件：1.甲表",
            "表1",
            "一、",
            "（一）",
            "1.",
            "1）",
            "——",
            "第一章",
            "首先，",
            "目录",
            "...... 1",
            "\n3\n",
        ),
        *(
            "重点任务",
            "牵头单位",
            "责任单位",
            "市甲局",
            "、市乙局",
            "项目名称",
            "建设内容",
            "县（市、区）",
            "东县",
            "年均增速",
            "到2025年，",
        ),
        *("\ufffd", "&nbsp;", "<br>", "锛屽埌", "å¹´", "的的", "2O25"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_no_layout_breaks_the_reader(text: str) -> None:
    """Any jumble of tables, boxes, annexes and damage is read without an error, and all of it stands in the text."""
    plan = read_plan(Document("t.txt", text, ""), load_vocabulary())
    for things in (plan.clauses, plan.targets, plan.tables, plan.boxes):
        assert len({thing.id for thing in things}) == len(things)
    for target in plan.targets:
        assert text[target.quote_start : target.quote_end] == target.quote
        assert plan.clause(target.clause).start <= target.quote_start
    for table in plan.tables:
        cells = [cell for row in (*table.header, *table.rows) for cell in row]
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in cells)
        assert plan.clause(table.clause).start <= table.start
        for row in (*task_rows(table, plan.clauses), *project_rows(table)):
            assert table.start <= row.start <= row.end <= table.end
        assert all(share.area for share in area_shares(table))
