"""Outlines in the usual styles of official documents."""

from __future__ import annotations

import pytest

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


def test_chapters_stand_above() -> None:
    """第…章 holds 第…节, which holds 一、, so that numbers that begin again in each chapter stay apart."""
    text = "第一章 总则\n第一节 要求\n一、思路。绿色发展。\n（一）原则。统筹。\n第二章 任务\n第一节 能源\n一、电力。保供。\n"
    assert [row[0] for row in outline(text)] == ["第一章第一节一", "第一章第一节一(一)", "第二章第一节一"]


@pytest.mark.parametrize(
    ("printed", "clause"),
    [
        ("(一)节能。做好。", "(一)"),
        ("（ 一 )节能。做好。", "(一)"),
        ("【一】节能。做好。", "(一)"),
        ("㈠节能。做好。", "(一)"),
        ("一．节能。做好。", "一"),
        ("１．节能。做好。", "1"),
        ("1、节能。做好。", "1"),
        ("⒈节能。做好。", "1"),
        ("(1)节能。做好。", "(1)"),
        ("⑴节能。做好。", "(1)"),
        ("1）节能。做好。", "1)"),
        ("A.节能。做好。", "A"),
        ("第一、节能。做好。", "第一"),
        ("首先，抓好节能。", "首先"),
    ],
)
def test_marks(printed: str, clause: str) -> None:
    """Each style of mark opens a clause, with any brackets and blanks."""
    assert [row[0] for row in outline(f"{printed}\n")] == [clause]


def test_numbers_that_are_no_marks() -> None:
    """A year, a decimal and a word at the start of a broken line open nothing."""
    text = "一、总则。面积达到\n1.5万亩，到\n2025年全部完成，\n首先，抓落实，\nA级企业有3）个。\n"
    assert [row[0] for row in outline(text)] == ["一"]


def test_contents_pages_are_no_clauses() -> None:
    """Headings listed under 目录, with dots and page numbers or without, are not read twice."""
    body = "一、总则\n（一）思路。做好。\n二、任务\n（一）能源。做好。\n"
    wanted = [row[0] for row in outline(body)]
    dots = "目 录\n一、总则 ........ 1\n（一）思路 …… 1\n二、任务\t3\n（一）能源 ····· 3\n\n"
    plain = "目录\n一、总则\n（一）思路\n二、任务\n（一）能源\n\n"
    assert [row[0] for row in outline(dots + body)] == wanted
    assert [row[0] for row in outline(plain + body)] == wanted


ANNEXED = (
    "一、总则。做好。\n（一）思路。绿色发展。\n附件：1.任务表\n2.指标表\n\n某市人民政府\n\n"
    "附件1\n任务表\n一、近期。到2026年，森林覆盖率达到38%。\n（一）分工。做好。\n附件2：指标表\n一、说明。做好。\n"
)


def test_annexes_have_their_own_numbers() -> None:
    """Numbering that starts again in an annex gives ids of its own; the list of annexes opens nothing."""
    assert [row[0] for row in outline(ANNEXED)] == ["一", "一(一)", "附1·一", "附1·一(一)", "附2·一"]
    plan = read(ANNEXED)
    assert plan.targets[0].id == "附1·一#1"


def test_a_plan_that_is_the_annex_of_a_notice() -> None:
    """Behind a notice without numbered parts, the annex is the plan itself and its ids stay short."""
    text = "关于印发方案的通知\n现印发给你们。\n附件：某市方案\n\n附件\n某市方案\n一、总则。做好。\n附件1：分工\n一、能源。做好。\n"
    assert [row[0] for row in outline(text)] == ["一", "附1·一"]


def test_several_files_in_one_text() -> None:
    """After a form feed a numbering that starts again is another file; one that goes on is a page."""
    text = "甲方案\n一、总则。做好。\n\f二、任务。做好。\n\f乙方案\n一、总则。做好。\n（一）思路。做好。\n"
    assert [row[0] for row in outline(text)] == ["一", "二", "文2·一", "文2·一(一)"]
