"""Who does it: lead departments and the top body."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from review_plans import BARE, CLEAN, Draft, of, only, run


def _without_leads() -> Draft:
    parts = tuple(
        replace(part, body=re.sub(r"（[^（）]*(?:牵头|负责)[^（）]*）|责任单位：[^。]*。", "", part.body))
        for part in CLEAN.parts
    )
    return replace(CLEAN, parts=parts)


def test_a_plan_without_leads_is_asked_politely() -> None:
    """No lead anywhere gives 0 of all clauses, with a pointer to a separate order; with leads it is silent."""
    finding = only(run(_without_leads()), "no-owner")
    assert finding.kind == 7 and finding.arithmetic.endswith("=0%")
    assert "0÷全部条款6" in finding.arithmetic
    assert "分工方案" in finding.title
    assert not of(run(CLEAN), "no-owner")


@pytest.mark.parametrize(
    "lead",
    [
        "（市发展改革委、市生态环境局）",
        "责任单位：市财政局。",
        "由市住房城乡建设局会同有关部门推进。",
        "市发展改革委牵头推进。",
        "国家能源局等按职责分工负责。",
    ],
)
def test_the_usual_ways_to_name_a_lead_are_recognised(lead: str) -> None:
    """Each customary wording of a lead, put under every task, silences the check."""
    draft = _without_leads()
    led = replace(draft, parts=tuple(replace(p, body=p.body + lead) if p.body else p for p in draft.parts))
    assert not of(run(led), "no-owner")


def test_a_lead_on_the_parent_covers_its_children() -> None:
    """A lead named once on a heading's own text holds for the clauses below it."""
    draft = _without_leads()
    led = replace(
        draft,
        parts=tuple(replace(p, body="（市发展改革委牵头）") if p.level == 1 else p for p in draft.parts),
    )
    assert not of(run(led), "no-owner")


def test_two_top_bodies_of_one_level_are_found() -> None:
    """A commission here and a leading group there is found; a province's body beside the city's is not."""
    planted = CLEAN.swap("市碳达峰碳中和工作领导小组统筹", "市碳达峰、碳中和工作委员会统筹")
    finding = only(run(planted), "two-top-bodies")
    assert "委员会" in finding.title and "领导小组" in finding.title
    assert not of(run(CLEAN), "two-top-bodies")
    upward = CLEAN.swap("市碳达峰碳中和工作领导小组统筹", "省碳达峰碳中和工作委员会指导")
    assert not of(run(upward), "two-top-bodies")


def test_an_excerpt_is_not_accused() -> None:
    """Two clauses without a lead are an excerpt and prove nothing."""
    draft = _without_leads()
    assert of(run(draft), "no-owner")
    assert not of(run(BARE), "no-owner")
