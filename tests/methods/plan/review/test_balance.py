"""Between targets: a capacity too small for its rate, a target implied by another."""

from __future__ import annotations

from review_plans import CITY, CLEAN, Part, Promise, of, only, run
from review_plans import given as outside

from dafeng.domain.finding import Severity
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Reading


def test_capacity_and_rate_agree_only_up_to_an_arising() -> None:
    """150 万吨 at 50 % allows 300 万吨 of waste: 400 is found, an interval that reaches below 300 is not."""
    much = {"industrial_solid_waste": outside("x", "t", 4e6, grade=Grade.B)}
    finding = only(run(CLEAN, CITY | much), "capacity-balance")
    assert finding.kind == 12 and finding.severity is Severity.SERIOUS
    assert "50%×400万吨=200万吨>能力150万吨" in finding.arithmetic and "≤300万吨" in finding.arithmetic
    unsure = {"industrial_solid_waste": outside("x", "t", 2.9e6, 4e6)}
    assert not of(run(CLEAN, CITY | unsure), "capacity-balance")


def test_two_lower_bounds_on_one_quantity() -> None:
    """Above 30 % here and above 25 % there: the weaker is implied; the same bound twice is not."""
    quote = "星级绿色建筑占比达到25%以上"
    part = Part("三", 1, "三、其他", f"到2025年，{quote}。（市住房城乡建设局牵头）")
    weaker = Promise(
        "三", "星级绿色建筑占比", "green_building_star_share", quote, 25, "%", 2025, ">=", "share"
    )
    finding = only(run(CLEAN.add(part, weaker)), "implied-target")
    assert finding.kind == 14 and "30%>25%" in finding.arithmetic
    equal = CLEAN.add(part, weaker).swap("25%以上", "30%以上").change("green_building_star_share", value=30)
    assert not of(run(equal), "implied-target")


def test_no_landfill_nearly_implies_the_use_share() -> None:
    """Zero landfill beside 80 % resource use is found until the plan says whether incineration counts."""
    part = Part(
        "三",
        1,
        "三、垃圾",
        "到2025年，生活垃圾资源化利用比例提升至80%，实现原生生活垃圾零填埋。（市城管局牵头）",
    )
    draft = CLEAN.add(
        part,
        Promise(
            "三",
            "生活垃圾资源化利用比例",
            "msw_utilisation_rate",
            "资源化利用比例提升至80%",
            80,
            "%",
            2025,
            kind="share",
        ),
        Promise(
            "三",
            "原生生活垃圾填埋",
            "msw_landfill",
            "原生生活垃圾零填埋",
            year=2025,
            reading=Reading(0, "吨", "零"),
        ),
    )
    assert only(run(draft), "implied-target").kind == 14
    assert not of(run(draft.swap("零填埋。", "零填埋，焚烧发电计入资源化利用。")), "implied-target")
    assert not of(run(CLEAN), "implied-target")
