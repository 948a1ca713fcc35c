"""Boxes of a plan: their titles, and where they end."""

from __future__ import annotations

import pytest

from dafeng.domain.plan import Document, Plan
from dafeng.methods.plan import read_plan
from dafeng.rules.vocabulary import load_vocabulary


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


@pytest.mark.parametrize(
    ("box", "after"),
    [
        ("专栏1 节能工程\n1.窑炉。改造窑炉。\n2.电机。更换电机。\n", "（二）交通。做好。"),
        ("专栏 1：节能工程\n1.窑炉。改造窑炉。\n2.电机。更换电机。\n3.照明。更换。\n", "2.建筑。做好。"),
        ("专栏1\n节能工程\n窑炉。改造窑炉。\n", "\n随后的正文。做好。"),
        ("专栏1 节能工程\n项目名称\t建设内容\n窑炉\t改造\n", "随后的正文。做好。"),
        ("专栏1 节能工程\n——窑炉。改造窑炉。\n", "专栏2 其他工程\n做好。"),
    ],
)
def test_where_a_box_ends(box: str, after: str) -> None:
    """A box ends at the next heading, where the outer numbers go on, at a blank line, after its table, at the next box."""
    text = f"（一）工业。做好。\n1.节能。做好。\n{box}{after}\n"
    plan = read(text)
    found = plan.boxes[0]
    assert (found.id, found.clause, found.title) == ("(一)1专栏1", "(一)1", "节能工程")
    assert text[found.start : found.end].strip() == box.strip()


def test_items_of_a_box_are_no_clauses() -> None:
    """What a box numbers for itself does not take the numbers of the plan; its promises belong to the clause around it."""
    plan = read(
        "（一）工业。做好。\n1.节能。做好。\n专栏1 工程\n1.充电站。到2025年，新建充电站60座。\n2.储能。做好。\n（二）交通。做好。\n"
    )
    assert [clause.id for clause in plan.clauses] == ["(一)", "(一)1", "(二)"]
    assert [target.clause for target in plan.targets] == ["(一)1"]
