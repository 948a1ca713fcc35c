"""The review as a whole: silence on a clean plan, the laws every finding keeps, refusal of bad inputs."""

from __future__ import annotations

from datetime import date

import pytest
from review_plans import BARE, CITY, CLEAN, given, run

from dafeng.domain.errors import DafengError
from dafeng.domain.finding import FindingInput, Severity
from dafeng.domain.grade import Grade
from dafeng.methods.plan.review import INPUTS, checks, review
from dafeng.methods.plan.review.registry import Check, register

_DISPLAY_KINDS = {"口径待明确", "数据待补", "量化不足", "依据更新", "疑似转录错误"}


def test_a_clean_plan_has_no_finding() -> None:
    """Every check stays silent on a clean plan, with the city's numbers and without any."""
    assert [one.id for one in run(CLEAN)] == []
    assert [one.id for one in run(CLEAN, {})] == []


def test_every_kind_of_defect_has_a_check() -> None:
    """The twenty defect kinds are all covered, and every check shows one of the five displayed kinds."""
    assert {check.kind for check in checks().values()} == set(range(1, 21))
    assert {check.display_kind for check in checks().values()} <= _DISPLAY_KINDS


def test_every_finding_is_complete_and_keeps_the_severity_rule() -> None:
    """Ids are unique and name check and subjects; D or S inputs never speak louder than a hint."""
    draft = BARE.swap("指导思想", "指导思想 and 原则")
    findings = run(draft, as_of=date(2026, 6, 1))
    assert len({one.id for one in findings}) == len(findings)
    plan = draft.plan()
    known = {target.id for target in plan.targets}
    for one in findings:
        assert one.id.startswith(f"{one.check}:") and len(one.id) > len(one.check) + 1
        assert one.title and one.arithmetic and "\n" not in one.arithmetic and one.settles and one.proposal
        assert set(one.targets) <= known
        assert all(plan.clause(clause) for clause in one.clauses)
        if any(number.grade in {Grade.D, Grade.S} for number in one.inputs):
            assert one.severity is Severity.HINT


def test_better_grades_speak_louder() -> None:
    """The same numbers as official statistics turn the electricity hint into a notice."""
    official = {
        name: FindingInput(one.name, one.value, one.low, one.high, one.unit, one.source, Grade.B)
        for name, one in CITY.items()
    }
    severity = {one.check: one.severity for one in run(BARE, official)}
    assert severity["share-convention"] is Severity.NOTICE
    assert {one.check: one.severity for one in run(BARE)}["share-convention"] is Severity.HINT


def test_two_runs_agree_and_input_order_does_not_matter() -> None:
    """The review is a pure function: the same findings twice, whatever the order of the inputs."""
    assert run(BARE) == run(BARE, dict(reversed(list(CITY.items()))))


def test_bad_inputs_are_refused_all_at_once() -> None:
    """A wrong unit, an empty number and an upside-down interval are reported together in both languages."""
    bad = {
        "coal_hours": given("coal_hours", "d", 3000.0),
        "electricity_use": FindingInput("electricity_use", None, None, None, "kWh", "test", Grade.D),
        "hours_swing": FindingInput("hours_swing", None, 600.0, 400.0, "h", "test", Grade.D),
        "territorial_co2": FindingInput("territorial_co2", None, 1.0, None, "t", "test", Grade.D),
    }
    with pytest.raises(DafengError) as refused:
        review(BARE.plan(), bad, as_of=date(2024, 1, 1))
    codes = {fault.place: fault.code for fault in refused.value.faults}
    assert codes == {
        "coal_hours": "review.input_unit",
        "electricity_use": "review.input_empty",
        "hours_swing": "review.input_order",
        "territorial_co2": "review.input_half",
    }
    assert all(fault.zh and fault.en for fault in refused.value.faults)


def test_inputs_table_covers_what_the_checks_need() -> None:
    """Every input a check declares stands in the table, with names, unit and use."""
    for check in checks().values():
        for need in check.needs:
            assert any(spec.covers(need.replace("<", "").replace(">", "")) for spec in INPUTS), need
    assert all(spec.zh and spec.en and spec.use for spec in INPUTS)


def test_two_checks_may_not_share_a_name() -> None:
    """Registering a second check under a taken name is refused."""
    with pytest.raises(ValueError, match="share the name"):
        register(Check("kaya-base", 1, "数据待补", "重名", "same name"))(lambda _: ())
