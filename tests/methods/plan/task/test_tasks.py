"""Tasks, duties and bans: made-up plans in several styles, laws that hold for all of them, and the real plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.plan import Document, Plan, Task
from dafeng.methods.plan import plan_to_json, read_plan
from dafeng.methods.plan.task.tasks import tasks_of_rows
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

CITY = """临江市碳达峰实施方案
一、总体要求
（一）基本原则。坚持统筹推进，优化结构，加强协调。
（二）主要目标。到2025年，建成一批绿色工厂，单位GDP能耗下降14%。
二、重点任务
（一）能源转型行动（市发展改革委牵头）
1.发展可再生能源。到2025年，新建光伏电站30座，装机容量达到50万千瓦。积极有序建设青岩抽水蓄能电站。2026年6月底前完成临江热电厂供热改造，推广热泵。（责任单位：市发改委、市能源局，各县（市、区）政府）
2.控制煤炭消费。严禁新建燃煤锅炉，不再审批自备煤电机组。市生态环境局要会同市市场监管局制定锅炉淘汰清单，每年6月底前向市政府报告。
3.节约用能。重点用能单位应编制年度节能计划，并向社会公布能源利用状况报告。
（二）工业行动
4、推动钢铁行业转型。支持临江钢铁有限公司实施电炉改造，引导白石化工园区循环化改造，到2027年园区工业固废综合利用率达到80%。【牵头单位：市经信局；配合单位：市科技局、市财政局】
5、淘汰落后产能；开展清洁生产审核；建设零碳园区。
牵头单位：市工业和信息化局
配合单位：市生态环境局、临江高新区管委会
三、保障措施
（一）压实责任。由市统计局牵头，会同市发展改革委建立碳排放核算体系。市财政局、市税务局落实优惠政策。审计局要开展专项审计。将目标完成情况纳入考核。对进度滞后的县（市、区）予以通报。
（二）定期评估。市双碳工作领导小组办公室每年组织开展方案实施评估，国有企业要制定碳达峰行动方案并主动披露碳排放信息。违规项目一律不得开工建设。
"""
COUNTY = """白石县城乡建设领域碳达峰工作方案
第一章 总则
第一条 为推动绿色发展，制定本方案。
第二章 主要任务
第三条 优化城乡布局
一是严格控制新增建设用地规模。二是推动既有居住建筑节能改造，“十四五”期间完成改造20万平方米。三是自2024年起，新建公共建筑全面执行绿色建筑标准。
（县住建局负责）
第四条 改善用能结构
1. 推广空气源热泵
2. 建设屋顶光伏
3. 更新老旧供热管网
以上任务由县住建局牵头，县发改局、县财政局配合。
第五条 提升管理能力
县机关事务服务中心、县教育局按职责分工开展能源审计。大型商场、酒店不得将空调温度设置过低。供电公司应于2025年底前完成10条线路改造，县城管局加强巡查。
"""
LINES = """1.发展风电
因地制宜推进陆上风电开发，加快探索深远海风电。
到2030年，风电装机容量力争达到90万千瓦
（责任单位：市发展改革委、市海洋局）
2.绿色出行
完善公交线网，打造慢行系统，引导居民低碳出行
大力推广新能源公交车和出租车，加快建设充电设施
到2030年，新能源公交车占比达到95%以上
"""
TITLES = """二、主要行动
（一）推广新能源汽车。（市交通运输局、市商务局）
（二）淘汰老旧船舶。（市海事局牵头，市交通运输局参与）
"""


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


def pairs(plan: Plan, clause: str) -> list[tuple[str, str]]:
    """Verb and object of each task of a clause."""
    return [(task.verb, task.object) for task in plan.tasks if task.clause == clause]


def the(plan: Plan, thing: str) -> Task:
    """The task with these words in its object."""
    return next(task for task in plan.tasks if thing in task.object)


def test_one_imperative_is_one_task() -> None:
    """Time, adverbs and phrases in front of the verb belong to none of verb and object."""
    plan = read(CITY)
    assert pairs(plan, "二(一)1") == [
        ("新建", "光伏电站30座"),
        ("建设", "青岩抽水蓄能电站"),
        ("完成", "临江热电厂供热改造"),
        ("推广", "热泵"),
    ]
    assert pairs(plan, "二(二)5") == [("淘汰", "落后产能"), ("开展", "清洁生产审核"), ("建设", "零碳园区")]
    assert pairs(read(LINES), "1") == [("推进", "陆上风电开发"), ("探索", "深远海风电")]


def test_goals_principles_and_letters_order_nothing() -> None:
    """What a plan says of its aims, principles and own issue is no task."""
    for plan in (read(CITY), read(COUNTY)):
        assert not [task for task in plan.tasks if task.clause.startswith(("一", "第一章"))]


@pytest.mark.parametrize(
    ("words", "verb", "thing", "scope"),
    [
        ("对高耗能项目实行清单管理", "实行", "清单管理", "高耗能项目"),
        ("将能耗指标纳入综合考核体系", "纳入", "能耗指标", "综合考核体系"),
        ("在建筑领域推广热泵供暖", "推广", "热泵供暖", "建筑领域"),
        ("加快废旧电池回收网络布局", "加快", "废旧电池回收网络布局", None),
        ("加快改造步伐", "加快", "改造步伐", None),
        ("统筹发展和减排", "统筹", "发展和减排", None),
        ("建立完善碳账户制度", "建立完善", "碳账户制度", None),
        ("新建住宅全面执行节能标准", "执行", "节能标准", "新建住宅"),
        ("对手续不全的项目严格整改", "整改", "手续不全的项目", None),
    ],
)
def test_shapes_of_an_imperative(words: str, verb: str, thing: str, scope: str | None) -> None:
    """The verb is told apart from adverbs and from nouns that look like it; what stands before it is its scope."""
    (task,) = read(f"二、重点任务\n（一）行动。{words}。").tasks
    assert (task.verb, task.object, task.scope) == (verb, thing, scope)


@pytest.mark.parametrize(
    "words",
    ["产业结构持续优化", "装机容量达到30万千瓦", "改造面积达到5万平方米", "“十三五”以来建成了两座电厂"],
)
def test_statements_are_no_tasks(words: str) -> None:
    """A state, a figure or what was done orders nothing."""
    assert not read(f"二、重点任务\n（一）行动。{words}。").tasks


def test_owners_in_brackets_lines_and_headings() -> None:
    """Lead and support come from the bracket or line that closes the clause, else from the clause above."""
    plan = read(CITY)
    assert the(plan, "热泵").lead == ("市发改委", "市能源局", "各县（市、区）政府")
    assert the(plan, "燃煤锅炉").owner == "市发展改革委"
    steel = the(plan, "电炉改造")
    assert (steel.owner, steel.support) == ("市经信局", ("市科技局", "市财政局"))
    park = the(plan, "零碳园区")
    assert (park.owner, park.support) == ("市工业和信息化局", ("市生态环境局", "临江高新区管委会"))
    county = read(COUNTY)
    assert the(county, "屋顶光伏").owner == "县住建局"
    assert the(county, "屋顶光伏").support == ("县发改局", "县财政局")
    assert the(read(LINES), "慢行系统").owner is None


def test_titles_alone_are_tasks() -> None:
    """A clause that is only its title is one task, with the bracket behind it as owner."""
    plan = read(TITLES)
    assert [(task.verb, task.object, task.lead, task.support) for task in plan.tasks] == [
        ("推广", "新能源汽车", ("市交通运输局", "市商务局"), ()),
        ("淘汰", "老旧船舶", ("市海事局",), ("市交通运输局",)),
    ]


def test_duties_name_their_body() -> None:
    """A body that must, should or is told to do something has a duty, also in the following stretches."""
    plan = read(CITY)
    duties = {(task.owner, task.verb) for task in plan.tasks if task.kind == "duty"}
    assert {
        ("市生态环境局", "制定"),
        ("市生态环境局", "报告"),
        ("重点用能单位", "编制"),
        ("重点用能单位", "公布"),
        ("市统计局", "建立"),
        ("市财政局、市税务局", "落实"),
        ("国有企业", "披露"),
    } <= duties
    assert the(plan, "淘汰清单").support == ("市市场监管局",)
    assert the(read(COUNTY), "线路改造").owner == "供电公司"


@pytest.mark.parametrize(
    ("words", "owner", "verb"),
    [
        ("审计机关对专项资金进行审计监督", "审计机关", "进行"),
        ("行业协会要发挥纽带作用", "行业协会", "发挥"),
        ("各部门、各街镇要按照职责分工，细化工作举措", "各部门、各街镇", "细化"),
        ("重点排放单位须于每年3月31日前提交碳排放报告", "重点排放单位", "提交"),
        ("各级各部门有关工作进展要及时向市政府报告", "各级各部门", "报告"),
        ("市、县两级党校要把低碳知识列入教学计划", "市、县两级党校", "列入"),
    ],
)
def test_bodies_of_many_kinds(words: str, owner: str, verb: str) -> None:
    """Bodies whose names begin with a verb or hold a stop are read whole."""
    (task,) = read(f"三、保障措施\n（一）分工。{words}。").tasks
    assert (task.kind, task.owner, task.verb) == ("duty", owner, verb)


def test_bans_stand_apart() -> None:
    """严禁, 不得 and 不再 give bans; what a ban is laid on is its scope."""
    bans = [(task.verb, task.object, task.scope) for task in read(CITY).tasks if task.kind == "ban"]
    assert bans == [
        ("严禁", "新建燃煤锅炉", None),
        ("不再", "审批自备煤电机组", None),
        ("一律不得", "开工建设", "违规项目"),
    ]


def test_deadlines() -> None:
    """A deadline is a year or month of the sentence; a start (…起) is none."""
    plan, county = read(CITY), read(COUNTY)
    assert the(plan, "光伏电站").deadline == "2025"
    assert the(plan, "供热改造").deadline == "2026-06"
    assert the(plan, "循环化改造").deadline == "2027"
    assert the(plan, "电炉改造").deadline is None
    assert the(county, "20万平方米").deadline == "2025"
    assert the(county, "绿色建筑标准").deadline is None


def test_targets_and_projects_are_linked() -> None:
    """A figure belongs to the tasks of its sentence, a named project to the task that names it."""
    plan = read(CITY)
    station = the(plan, "光伏电站")
    assert [target.id for target in plan.targets if target.clause == "二(一)1"] == list(station.targets)
    assert the(plan, "青岩").projects == ("青岩抽水蓄能电站",)
    assert the(plan, "循环化改造").targets == ("二(二)4#1",)


def test_json_of_tasks() -> None:
    """The JSON has the documented fields; an owner that is not named is null."""
    body = plan_to_json(read(CITY))
    assert list(body["tasks"][0]) == [
        "id",
        "clause",
        "kind",
        "verb",
        "object",
        "scope",
        "owner",
        "support",
        "deadline",
        "start",
        "end",
        "targets",
        "projects",
        "confidence",
        "place",
    ]
    assert body["tasks"][0]["owner"] == "市发改委、市能源局、各县（市、区）政府"
    assert plan_to_json(read(LINES))["tasks"][-1]["owner"] is None


@dataclass(frozen=True)
class Cell:
    """A table's cell as the reader of tables gives it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A row of a task table as the reader of tables gives it."""

    clause_ref: str | None
    work: Cell
    lead: tuple[str, ...]
    support: tuple[str, ...]
    deadline: str | None


def test_rows_of_a_table_are_tasks() -> None:
    """A row gives its own owner and deadline; without a clause of its own it stands where the table stands."""
    rows = [
        Row("二(一)1", Cell("加快建设抽水蓄能电站", 5, 15), ("市发改委",), ("市财政局",), "2027年底前"),
        Row(None, Cell("热泵示范", 20, 24), (), (), "长期"),
    ]
    first, second, third = tasks_of_rows([("附件", row) for row in (*rows, rows[1])], load_vocabulary().tasks)
    assert (first.clause, first.verb, first.object) == ("二(一)1", "建设", "抽水蓄能电站")
    assert (first.deadline, first.owner) == ("2027", "市发改委")
    assert (first.id, second.id, third.id) == ("二(一)1#r1", "附件#r1", "附件#r2")
    assert (second.clause, second.object, second.deadline, second.owner) == ("附件", "热泵示范", "长期", None)


def traditional(text: str) -> str:
    """The text in Traditional characters."""
    return opencc.OpenCC("s2t").convert(text)


def damaged(text: str) -> str:
    """Half-width punctuation and a page number between the lines, as converters leave them."""
    narrow = text.translate(str.maketrans("，；：（）", ",;:()"))
    return narrow.replace("\n", "\n\n— 7 —\n\n", 3)


def shape(plan: Plan) -> list[tuple[object, ...]]:
    """All that is read of each task except its place."""
    return [
        (task.id, task.kind, task.verb, task.object, task.scope, task.lead, task.support, task.deadline)
        for task in plan.tasks
    ]


@pytest.mark.parametrize("text", [CITY, COUNTY, LINES, TITLES])
@pytest.mark.parametrize("copy", [traditional, damaged])
def test_copies_give_the_same_tasks(text: str, copy) -> None:
    """Traditional script, half-width punctuation and page numbers change no task."""
    assert shape(read(copy(text))) == shape(read(text))


@given(st.lists(st.sampled_from((CITY + COUNTY + TITLES).splitlines()), max_size=14).map("\n".join))
def test_laws_of_tasks(text: str) -> None:
    """Each task lies in its clause, its verb and object in its words, and each owner in the text."""
    plan = read(text)
    assert len({task.id for task in plan.tasks}) == len(plan.tasks)
    for task in plan.tasks:
        clause = plan.clause(task.clause)
        assert clause.start <= task.start < task.end <= clause.end
        words = text[task.start : task.end]
        assert task.verb in words or words in text
        assert task.object
        assert all(body in text for body in (*task.lead, *task.support))
        assert set(task.targets) <= {target.id for target in plan.targets}


def test_every_action_of_the_real_plan_has_tasks(shared: Path) -> None:
    """Each of the 48 clauses of the actions orders something; aims and principles order nothing."""
    plan = read_plan(read_document(shared / "plans" / "00_guangan.txt"), load_vocabulary())
    with_tasks = {task.clause for task in plan.tasks}
    actions = [clause.id for clause in plan.clauses if clause.id.startswith("二")]
    assert len(actions) == 48
    assert set(actions) <= with_tasks
    assert not [clause for clause in with_tasks if clause.startswith("一")]
    assert {task.owner for task in plan.tasks if task.kind == "task"} == {None}
