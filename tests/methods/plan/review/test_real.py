"""The review of real plans: the known defects are found and sound text is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from review_plans import CITY

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Plan
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def city_plan(shared: Path) -> Plan:
    """The plan as the reader gives it."""
    return read_plan(read_document(shared / "plans" / "00_guangan.txt"), load_vocabulary())


@pytest.fixture(scope="module")
def findings(city_plan: Plan) -> dict[str, list[Finding]]:
    """Its findings in mid-2026, by check."""
    found: dict[str, list[Finding]] = {}
    for finding in review(city_plan, CITY, as_of=date(2026, 6, 30), closing=True):
        found.setdefault(finding.check, []).append(finding)
    return found


@pytest.mark.parametrize(
    ("check", "kind", "figures"),
    [
        ("kaya-base", 1, ["5.85%", "30.96%"]),
        ("flat-co2", 11, ["3.08%", "0.62%", "3.83%"]),
        ("rising-co2", 20, ["4.43%"]),
        ("cut-unbacked", 11, ["306–459万吨", "2–17%"]),
        ("share-convention", 18, ["16亿kWh", "15.9–17.4%"]),
        ("dominant-driver", 20, ["±12亿kWh", "±102万吨"]),
        ("boundary-missing", 4, ["1200–1800万吨"]),
        ("coal-wording", 9, ["数值0个"]),
        ("supply-target", 15, ["394–432万吨"]),
        ("unit-word", 5, ["83万吨", "100万吨"]),
        ("implied-target", 14, ["80%"]),
        ("two-dates", 9, ["2030年前", "2030年"]),
        ("empty-tier", 8, ["数字0处"]),
        ("no-owner", 7, ["0÷全部条款65"]),
        ("two-top-bodies", 7, ["委员会", "领导小组"]),
        ("superseded-rule", 17, ["2024-07-30"]),
        ("new-build-only", 20, ["既有建筑改造0项"]),
        ("comparator-missing", 3, ["14.5%", "19.5%"]),
        ("stray-word", 19, ["1处"]),
        ("doubled-character", 19, ["1处", "设施设设备"]),
        ("broken-sentence", 19, ["2处"]),
        ("mixed-brackets", 19, ["5处"]),
    ],
)
def test_known_defects_of_the_city_plan(
    findings: dict[str, list[Finding]], check: str, kind: int, figures: list[str]
) -> None:
    """Each defect worked out by hand for this plan is found once, with its figures."""
    (finding,) = findings[check]
    assert finding.kind == kind
    assert [figure for figure in figures if figure not in finding.arithmetic] == []


def test_leakage_of_the_supply_target_is_reckoned(findings: dict[str, list[Finding]]) -> None:
    """What leaks of the gas to be produced is told in CO2 equivalent from the declared figures."""
    (finding,) = findings["supply-target"]
    assert any("18–65万吨CO2e" in line for line in finding.details)


def test_counts_and_years_of_the_city_plan(findings: dict[str, list[Finding]]) -> None:
    """Three counts have no start and five figures no year; a conditional domain is asked about."""
    lines = [finding.arithmetic for finding in findings["count-without-clock"]]
    (start,) = [line for line in lines if "起点" in line]
    (year,) = [line for line in lines if "无年份" in line]
    assert all(words in start for words in ("100个", "254座", "4869个")) and "3项" in start
    assert all(words in year for words in ("散烧煤", "1000", "90%", "农膜", "示范区"))
    assert any("屋顶光伏" in finding.title for finding in findings["conditional-domain"])


def test_nothing_is_said_that_the_plan_squares(findings: dict[str, list[Finding]]) -> None:
    """The cuts fit each other, no share passes 100 %, and no check without its numbers speaks."""
    quiet = {"kaya-identity", "share-over-100", "capacity-balance", "already-met", "higher-plan"}
    assert quiet.isdisjoint(findings)


def test_every_clause_and_target_named_exists(city_plan: Plan, findings: dict[str, list[Finding]]) -> None:
    """Findings point only at clauses and targets of the plan, under ids that are unique."""
    known = {target.id for target in city_plan.targets}
    everything = [finding for group in findings.values() for finding in group]
    assert len({finding.id for finding in everything}) == len(everything)
    for finding in everything:
        assert set(finding.targets) <= known
        assert finding.clauses and all(city_plan.clause(clause) for clause in finding.clauses)
