"""Actors: named bodies and places of action, each once, under one name."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.plan import Document, Plan
from dafeng.methods.plan import plan_to_json, read_plan
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

TEXT = """临江市碳达峰实施方案
一、重点任务
（一）能源行动。加快建设青岩抽水蓄能电站和柳湾储配站，推进临江热电厂供热改造。支持临江钢铁有限公司与白石化工园区合作，服务高山县绿色发展。（市发改委牵头，市财政局、国网临江供电公司配合）
（二）组织行动。市碳达峰、碳中和工作委员会统筹部署，市发展改革委按季度调度，市碳达峰碳中和工作委员会办公室及时通报。推动园区、企业和重点城市先行，建设示范区。
"""


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


def test_names_with_their_kinds() -> None:
    """A proper name is found with its kind; what only names a category is not."""
    assert [(actor.name, actor.kind) for actor in read(TEXT).actors] == [
        ("青岩抽水蓄能电站", "hydropower"),
        ("柳湾储配站", "storage"),
        ("临江热电厂", "plant"),
        ("临江钢铁有限公司", "enterprise"),
        ("白石化工园区", "park"),
        ("高山县", "area"),
        ("市发改委", "department"),
        ("市财政局", "department"),
        ("国网临江供电公司", "enterprise"),
        ("市碳达峰、碳中和工作委员会", "committee"),
        ("市碳达峰碳中和工作委员会办公室", "committee"),
    ]


def test_spellings_of_a_department_are_one_actor() -> None:
    """市发改委 and 市发展改革委 are one actor with one standard name."""
    (actor,) = (actor for actor in read(TEXT).actors if actor.standard == "市发展改革委")
    assert (actor.name, actor.mentions) == ("市发改委", 2)


@given(st.lists(st.sampled_from(TEXT.splitlines()), max_size=6).map("\n".join))
def test_places_of_actors(text: str) -> None:
    """Each actor stands where it says, once, inside its clause."""
    plan = read(text)
    names = [actor.standard or actor.name for actor in plan.actors]
    assert len(names) == len(set(names))
    for actor in plan.actors:
        assert text[actor.start : actor.end] == actor.name
        assert actor.mentions >= 1


def test_actors_of_the_real_plan(shared: Path) -> None:
    """Every named project is an actor too, and the enterprises, parks and the committee are found."""
    plan = read_plan(read_document(shared / "plans" / "00_guangan.txt"), load_vocabulary())
    names = {actor.name: actor.kind for actor in plan.actors}
    assert {project.name for project in plan.projects} <= set(names)
    assert names["广安经开区"] == "zone"
    assert names["广安（深圳）产业园"] == "park"
    assert names["市碳达峰、碳中和工作委员会"] == "committee"
    assert set(plan_to_json(plan)["actors"][0]) == {
        "name",
        "kind",
        "clause",
        "start",
        "end",
        "standard",
        "mentions",
        "place",
    }
