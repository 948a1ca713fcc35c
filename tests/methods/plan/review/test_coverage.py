"""What a clause leaves out: tiers without content, CO2 targets without a boundary."""

from __future__ import annotations

from review_plans import BARE, CLEAN, of, only, run

_TIERS = "第一梯队甲县、乙区于2027年前达峰，第二梯队丙县、丁县于2029年前达峰。"


def test_a_tier_heading_without_tiers_is_found() -> None:
    """A heading that promises tiers over a clause without numeral or list is found; with tiers it is silent."""
    empty = CLEAN.swap(_TIERS, "各县（市、区）要坚持分类施策、上下联动，有序推进各地梯次碳达峰。")
    finding = only(run(empty), "empty-tier")
    assert finding.kind == 8 and finding.clauses == ("二(二)",)
    assert "数字0处，地区名单0处" in finding.arithmetic
    assert not of(run(CLEAN), "empty-tier")


def test_other_words_with_tier_in_them_are_left_alone() -> None:
    """Sorting waste or cascading batteries promises no tier of peaking."""
    for heading in ("（二）推进生活垃圾分类", "（二）推进动力电池梯次利用", "（二）重点单位分级管理"):
        draft = CLEAN.swap("（二）实施各县区梯次达峰行动", heading).swap(_TIERS, "持续推进。")
        assert not of(run(draft), "empty-tier")


def test_no_boundary_is_found_with_the_city_s_books() -> None:
    """CO2 targets without boundary words are found, with the three books where they are given."""
    finding = only(run(BARE), "boundary-missing")
    assert finding.kind == 4
    assert "1200–1800万吨" in finding.arithmetic and "700–1000万吨" in finding.arithmetic
    assert "万吨" not in only(run(BARE, {}), "boundary-missing").arithmetic
    assert not of(run(CLEAN), "boundary-missing")
