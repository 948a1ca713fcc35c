"""Against the outside: the status quo, the higher plan, the law of the day."""

from __future__ import annotations

from datetime import date

import pytest
from review_plans import CITY, CLEAN, of, only, run
from review_plans import given as outside

from dafeng.domain.finding import Severity
from dafeng.domain.grade import Grade


def test_a_target_below_the_status_quo_is_found() -> None:
    """32 % forest cover against a published 40.2 % is found as a notice; against 30 % it is not."""
    known = {"status_forest_cover": outside("status_forest_cover", "%", 40.2, grade=Grade.B)}
    finding = only(run(CLEAN, CITY | known), "already-met")
    assert finding.kind == 13 and "32−已公布40.2=−8.2个百分点" in finding.arithmetic
    assert finding.severity is Severity.NOTICE
    lower = {"status_forest_cover": outside("status_forest_cover", "%", 30.0, grade=Grade.B)}
    assert not of(run(CLEAN, CITY | lower), "already-met")


def test_conflicting_sources_only_hint() -> None:
    """A status known only between 30 and 40.2 % may or may not reach 32 %: a hint, whatever its grade."""
    known = {"status_forest_cover": outside("status_forest_cover", "%", 30.0, 40.2, grade=Grade.B)}
    finding = only(run(CLEAN, CITY | known), "already-met")
    assert finding.severity is Severity.HINT and "可能已经达到" in finding.title
    assert "−8.2至2个百分点" in finding.arithmetic


@pytest.mark.parametrize(("higher", "fires"), [(41.5, True), (35.0, False)])
def test_lagging_the_higher_plan(higher: float, fires: bool) -> None:
    """35 % against a province's 41.5 % is found; against the same 35 % it is not."""
    known = {"higher_nonfossil_share_2025": outside("x", "%", higher, grade=Grade.B)}
    found = of(run(CLEAN, CITY | known), "higher-plan")
    assert bool(found) is fires
    if fires:
        assert found[0].kind == 16 and "35−41.5=−6.5个百分点" in found[0].arithmetic


def test_a_superseded_regime_is_found_only_after_the_new_rule() -> None:
    """Words of the energy regime are found after mid-2024, not before, and not beside the newer words."""
    planted = CLEAN.swap("统筹推进，", "统筹推进，落实能源消费强度和总量双控要求，")
    finding = only(run(planted, as_of=date(2024, 9, 1)), "superseded-rule")
    assert finding.kind == 17 and finding.display_kind == "依据更新" and "已过33天" in finding.arithmetic
    assert not of(run(planted, as_of=date(2024, 7, 1)), "superseded-rule")
    newer = planted.swap("双控要求", "双控要求，逐步转向碳排放双控")
    assert not of(run(newer, as_of=date(2026, 1, 1)), "superseded-rule")


def test_passed_years_are_due_for_closing() -> None:
    """On 1 January after the year its targets are due; on 31 December they are not."""
    finding = only(run(CLEAN, as_of=date(2026, 1, 1)), "targets-due")
    assert len(finding.targets) == sum(one.year == 2025 for one in CLEAN.promises)
    assert not of(run(CLEAN, as_of=date(2025, 12, 31)), "targets-due")
