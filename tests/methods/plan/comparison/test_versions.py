"""One version of a plan against the next."""

from __future__ import annotations

from dafeng.methods.plan.comparison import are_versions, clause_changes, supersession
from tests.methods.plan.comparison.plans import plan

A, B, C = (
    "加快建设分布式光伏电站并接入配电网",
    "推动老旧厂房的节能改造和余热利用",
    "完善公共自行车和步行道路的网络",
)


def test_a_plan_that_ends_another_supersedes_it() -> None:
    """The number of the older document in a sentence with 废止 decides, with the sentence as ground."""
    old = plan(A, title="示例市节能方案", doc_number="示府发〔2021〕3号")
    new = plan(B, "《示例市节能方案》（示府发〔2021〕3号）同时废止", title="示例市降碳方案")
    found = supersession(old, new)
    assert found is not None
    assert (found.newer, found.older, found.ground) == (1, 0, "stated")
    assert "同时废止" in found.zh


def test_a_later_plan_of_the_same_title_supersedes() -> None:
    """Same title and issuer with a later day; another issuer, the same day or no day decides nothing."""
    old = plan(A, issued="2022-03-01", issuer="示例市人民政府")
    assert supersession(old, plan(A, issued="2024-05-01", issuer="示例市人民政府")).newer == 1
    assert supersession(plan(A, issued="2024-05-01"), old).newer == 0
    assert supersession(old, plan(A, issued="2024-05-01", issuer="他市人民政府")) is None
    assert supersession(old, plan(A, issued="2022-03-01")) is None
    assert supersession(old, plan(A)) is None


def test_what_became_of_each_clause() -> None:
    """Same, moved, changed, deleted and added are told apart by the words, not by the number."""
    first = plan(A, B, C)
    second = plan(A, "新增一项关于绿色金融产品的内容", B.replace("节能改造", "深度节能改造"))
    assert are_versions(first, second)
    told = {(one.first, one.second): one.status for one in clause_changes(first, second)}
    assert told["一(一)", "一(一)"] == "same"
    assert told["一(二)", "一(三)"] == "moved_changed"
    assert told["一(三)", None] == "deleted"
    assert told[None, "一(二)"] == "added"


def test_unrelated_plans_are_no_versions() -> None:
    """Plans with other titles and other clauses are not mapped."""
    assert not are_versions(plan(A, title="示例市节能方案"), plan(C, title="他省交通运输规划"))


def test_a_rewritten_clause_keeps_its_number_and_heading() -> None:
    """A clause whose text was rewritten whole is changed, not deleted and added, while number and heading stay."""
    told = clause_changes(plan(A), plan(C))
    assert [(one.status, one.first, one.second) for one in told] == [("changed", "一(一)", "一(一)")]
    assert told[0].similarity is not None and told[0].similarity < 0.6
