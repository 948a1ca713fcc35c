"""A single target's words and numbers: unit, share, comparator."""

from __future__ import annotations

import pytest
from review_plans import BARE, CLEAN, Part, Promise, of, only, run


def _with(indicator: str, quote: str, value: float, unit: str, kind: str = "level"):
    part = Part("三", 1, "三、其他", f"到2025年，{quote}。（市统计局牵头）")
    return CLEAN.add(part, Promise("三", indicator, None, quote, value, unit, 2025, kind=kind))


def test_a_rate_in_tonnes_is_found() -> None:
    """A 'rate' of 83 万吨 is found, with a proposal to call it an amount; as an amount it is silent."""
    planted = CLEAN.swap("再生资源回收利用量达到83万吨", "再生资源回收利用率达到83万吨")
    finding = only(run(planted.change("recycled_resources", indicator="再生资源回收利用率")), "unit-word")
    assert finding.kind == 5 and finding.display_kind == "疑似转录错误"
    assert "83万吨" in finding.arithmetic and "再生资源回收利用量" in finding.proposal
    assert not of(run(CLEAN), "unit-word")


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    [
        ("输电功率", 40, "万千瓦"),
        ("锅炉热效率", 80, "%"),
        ("综合利用率", 80, "%"),
        ("用电量", 40, "亿千瓦时"),
    ],
)
def test_words_and_units_that_fit_are_left_alone(indicator: str, value: float, unit: str) -> None:
    """Power (功率) in kilowatts and rates in percent are no defect."""
    assert not of(run(_with(indicator, f"{indicator}达到{value}{unit}", value, unit)), "unit-word")


def test_an_amount_in_percent_is_found_unless_it_is_a_change() -> None:
    """'Installed capacity reaches 40 %' is found; 'falls by 40 %' is a change and is not."""
    assert only(run(_with("风电装机容量", "风电装机容量达到40%", 40, "%")), "unit-word").kind == 5
    assert not of(run(_with("用煤总量", "用煤总量下降40%", 40, "%", "reduction")), "unit-word")


def test_a_share_above_100_is_found() -> None:
    """A share of 120 % is found and one of 100 % is not; an increase of 120 % is no share."""
    assert only(run(_with("覆盖率", "覆盖率达到120%", 120, "%", "share")), "share-over-100").kind == 10
    assert not of(run(_with("覆盖率", "覆盖率达到100%", 100, "%", "share")), "share-over-100")
    assert not of(run(_with("产量", "产量增长120%", 120, "%", "increase")), "share-over-100")


def test_a_cut_without_a_bound_beside_one_with_a_bound_is_found() -> None:
    """19.5 % without 以上 beside 14.5 % with it is found; with 以上 on both it is silent."""
    finding = only(run(BARE), "comparator-missing")
    assert finding.kind == 3 and finding.proposal.endswith("下降19.5%以上。")
    assert not of(run(BARE.change("co2_intensity", 2025, comparator=">=")), "comparator-missing")
