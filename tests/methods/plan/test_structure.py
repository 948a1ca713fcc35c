"""Outlines in the usual styles of official documents."""

from __future__ import annotations

from dafeng.domain.plan import Document, Plan
from dafeng.methods.plan import read_plan
from dafeng.rules.vocabulary import load_vocabulary


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


def outline(text: str) -> list[tuple[str, int, str | None, str]]:
    """Id, level, parent and heading of each clause."""
    return [(c.id, c.level, c.parent, c.heading) for c in read(text).clauses]


def test_five_levels() -> None:
    """一、 （一） 1. （1） ① nest, and a heading without text is only a parent."""
    text = "一、总则\n（一）要求。做好工作。\n1．供水。保供。\n（1）管网。改造。\n①阀门。更换。\n②水表。更换。\n二、任务。抓落实。\n"
    assert outline(text) == [
        ("一(一)", 2, "一", "要求"),
        ("一(一)1", 3, "一(一)", "供水"),
        ("一(一)1(1)", 4, "一(一)1", "管网"),
        ("一(一)1(1)①", 5, "一(一)1(1)", "阀门"),
        ("一(一)1(1)②", 5, "一(一)1(1)", "水表"),
        ("二", 1, None, "任务"),
    ]


def test_chapters_and_articles() -> None:
    """第一章 and 第一条 are headings too."""
    text = "第一章总则\n第一条 为节约能源，制定本办法。\n第二条 本办法适用于全市。\n"
    assert [row[0] for row in outline(text)] == ["第一章第一条", "第一章第二条"]


def test_principles_are_counted() -> None:
    """Paragraphs under —— are the numbered parts of their heading."""
    text = "二、原则\n——先立后破。稳住存量。\n——分类施策。因地制宜。\n"
    assert outline(text) == [("二1", 3, "二", "先立后破"), ("二2", 3, "二", "分类施策")]


def test_periods_are_lettered() -> None:
    """Paragraphs that each open with a period are a and b; one that goes on belongs to the one before."""
    text = "（三）目标\n“十四五”期间，优化结构。\n补充一段说明。\n“十五五”期间，取得成效。\n"
    plan = read(text)
    assert [clause.id for clause in plan.clauses] == ["(三)a", "(三)b"]
    assert plan.text_of(plan.clauses[0]).endswith("说明。")


def test_numbers_used_twice_stay_addressable() -> None:
    """A number that occurs twice gets a suffix instead of hiding the first."""
    assert [row[0] for row in outline("1.供水。保供。\n1.供电。保供。\n")] == ["1", "1~2"]


def test_a_promise_before_any_heading() -> None:
    """A promise in the preamble has a clause of level 0 to stand in; a silent preamble is none."""
    plan = read("到2027年，再生水利用率达到28%。\n一、总则。抓落实。\n")
    assert [(clause.id, clause.level) for clause in plan.clauses] == [("前言", 0), ("一", 1)]
    assert plan.targets[0].clause == "前言"
    assert [clause.id for clause in read("为做好工作，制定本方案。\n一、总则。抓落实。\n").clauses] == ["一"]


def test_a_sentence_broken_by_a_page() -> None:
    """A clause broken in mid-sentence goes on to its true end."""
    plan = read("1. 供水。探索多样化能源\n\n供应。积极推广。\n\n2. 供电。保供。\n")
    assert plan.text_of(plan.clause("1")).endswith("积极推广。")
