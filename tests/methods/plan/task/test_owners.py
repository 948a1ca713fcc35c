"""Who is named for a task, read from brackets, lines and sentences."""

from __future__ import annotations

import pytest

from dafeng.methods.plan.task.owners import Owners, bodies_in, first_leads, owners_of, read_owners, statements


@pytest.mark.parametrize(
    ("words", "lead", "support"),
    [
        (
            "责任单位：市发展改革委、市经信局，各县（市、区）政府",
            "市发展改革委 市经信局 各县（市、区）政府",
            "",
        ),
        ("市发展改革委牵头，市经信局、市住建局按职责分工负责", "市发展改革委", "市经信局 市住建局"),
        ("牵头单位：市水利局；责任单位：市林业局；配合单位：市财政局", "市水利局", "市林业局 市财政局"),
        ("责任单位：省住房城乡建设厅牵头，省财政厅配合", "省住房城乡建设厅", "省财政厅"),
        ("由市生态环境局会同市商务局等部门负责", "市生态环境局", "市商务局"),
        ("市交通局、市商务局等按职责分工负责", "市交通局 市商务局", ""),
        ("市交通局牵头、市商务局配合", "市交通局", "市商务局"),
        (
            "市交通局、市商务局牵头，各县（市、区）和临江高新区管委会负责",
            "市交通局 市商务局",
            "各县（市、区） 临江高新区管委会",
        ),
        ("市住房和城乡建设局、市文化和旅游局按职责负责", "市住房和城乡建设局 市文化和旅游局", ""),
    ],
)
def test_lead_and_support(words: str, lead: str, support: str) -> None:
    """Those who 牵头 lead; those who 配合, 参与 or answer by their duties help; without a leader all lead."""
    assert read_owners(words) == Owners(tuple(lead.split()), tuple(support.split()))


def test_first_of_the_list_leads_if_the_plan_says_so() -> None:
    """排在第一位的为牵头单位 makes the others helpers."""
    assert first_leads("注：责任单位中排在第一位的为牵头单位。")
    assert not first_leads("第一批试点单位")
    assert read_owners("市发改委、市财政局", first=True) == Owners(("市发改委",), ("市财政局",))


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("推广热泵(市住建局牵头,市财政局配合)。", "市住建局"),
        ("推广热泵。（市住建局、市财政局）", "市住建局"),
        ("推广热泵。\n责任单位：市住建局", "市住建局"),
        ("推广热泵。由市住建局会同市财政局负责。", "市住建局"),
    ],
)
def test_owners_of_a_clause(text: str, owner: str) -> None:
    """A clause's own text is enough, whatever the way it names its owners."""
    assert owners_of(text).lead[0] == owner


@pytest.mark.parametrize(
    "text",
    [
        "推进重点区域（含县城）改造。",
        "建设园区（一期）。",
        "压实各部门责任，各单位负责人带头。",
        "各级政府要高度重视。",
    ],
)
def test_other_brackets_and_sentences_name_nobody(text: str) -> None:
    """A bracket that explains and a sentence that exhorts are no statements of owners."""
    assert not owners_of(text)


def test_neighbouring_lines_are_one_statement() -> None:
    """牵头单位 on one line and 配合单位 on the next belong together."""
    text = "牵头单位：市经信局配合单位：市财政局"
    (statement,) = statements(text, (0, 9))
    assert statement.owners == Owners(("市经信局",), ("市财政局",))


def test_names_that_hold_a_stop_stay_whole() -> None:
    """The stop in 碳达峰、碳中和 and in 县（市、区） divides no name."""
    assert bodies_in("市碳达峰、碳中和工作委员会办公室、各县（市、区）政府") == [
        "市碳达峰、碳中和工作委员会办公室",
        "各县（市、区）政府",
    ]
