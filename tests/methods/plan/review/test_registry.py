"""The review as a whole: silence on a clean plan, the laws every finding keeps, refusal of bad inputs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st
from review_plans import BARE, CITY, CLEAN, given, run

from dafeng.domain.errors import DafengError
from dafeng.domain.finding import FindingInput, Severity
from dafeng.domain.grade import Grade
from dafeng.methods.cards import cards
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
        "gdp_growth_past": given("gdp_growth_past", "1/yr", 5.5),
        "electricity_use": FindingInput("electricity_use", None, None, None, "kWh", "test", Grade.D),
        "hours_swing": FindingInput("hours_swing", None, 600.0, 400.0, "h", "test", Grade.D),
        "territorial_co2": FindingInput("territorial_co2", None, 1.0, None, "t", "test", Grade.D),
    }
    with pytest.raises(DafengError) as refused:
        review(BARE.plan(), bad, as_of=date(2024, 1, 1))
    codes = {fault.place: fault.code for fault in refused.value.faults}
    assert codes == {
        "coal_hours": "E_INPUT_UNIT",
        "gdp_growth_past": "E_INPUT_RANGE",
        "electricity_use": "E_INPUT_EMPTY",
        "hours_swing": "E_INPUT_ORDER",
        "territorial_co2": "E_INPUT_HALF",
    }
    assert all(fault.zh and fault.en for fault in refused.value.faults)


_FIGURES = st.floats(-10, 200, allow_nan=False)


@hypothesis.given(_FIGURES, _FIGURES, _FIGURES, _FIGURES)
def test_no_printed_figure_stops_the_review(
    energy: float, carbon: float, share: float, capacity: float
) -> None:
    """Whatever figures a plan prints, sensible or not, the review answers and keeps the severity rule."""
    draft = (
        BARE.change("energy_intensity", 2025, value=energy, shown="14.5")
        .change("co2_intensity", 2025, value=carbon, shown="19.5")
        .change("nonfossil_share", 2025, value=share, shown="35")
        .change("renewable_capacity", value=capacity, shown="40")
    )
    for finding in run(draft):
        assert finding.arithmetic and "nan" not in finding.arithmetic and "inf" not in finding.arithmetic
        if any(number.grade in {Grade.D, Grade.S} for number in finding.inputs):
            assert finding.severity is Severity.HINT


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


def test_the_page_names_every_check_input_and_formula(checkout: Path) -> None:
    """The method page has a row for every check, a row for every input and an anchor for every formula."""
    page = (checkout / "docs" / "method" / "review.md").read_text(encoding="utf-8")
    rows = {name: check.kind for name, check in checks().items()}
    for name, kind in rows.items():
        assert f"| `{name}` | {kind} |" in page, name
    assert [spec.name for spec in INPUTS if f"`{spec.name}`" not in page] == []
    formulas = [key for key in cards() if key.startswith("review.")]
    assert formulas
    assert [key for key in formulas if f"{{ #{key} }}" not in page] == []
