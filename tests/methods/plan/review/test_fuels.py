"""Fuels: words about coal that pull apart, and supply targets inside a peaking plan."""

from __future__ import annotations

from review_plans import CITY, CLEAN, Part, Promise, of, only, run


def _coal():
    part = Part(
        "三",
        1,
        "三、煤炭",
        "严格合理控制煤炭消费增长。增强煤电顶峰兜底能力，推动煤炭消费量稳定下降。（市能源局牵头）",
    )
    return CLEAN.add(part)


def test_coal_controlled_and_falling_is_found_without_a_number() -> None:
    """Growth controlled and use falling in one plan is found only while no figure settles it."""
    assert not of(run(_coal()), "coal-wording")
    planted = _coal().drop("coal_consumption").swap("煤炭消费量到2025年控制在300万吨以内。", "")
    finding = only(run(planted), "coal-wording")
    assert finding.kind == 9 and "共3种方向，数值0个" in finding.arithmetic
    assert not of(run(planted.swap("严格合理控制煤炭消费增长。", "")), "coal-wording")


def _gas():
    part = Part("四", 1, "四、天然气", "到2025年，天然气年产量达到20亿立方米以上。（市能源局牵头）")
    promise = Promise(
        "四", "天然气年产量", "gas_production", "天然气年产量达到20亿立方米以上", 20, "亿立方米", 2025, ">="
    )
    return CLEAN.add(part, promise)


def test_a_gas_supply_target_is_counted() -> None:
    """20 x 10^8 m3 at 19.7 to 21.6 t per 10^4 m3 is 3.94 to 4.32 Mt; without the factor nothing is said."""
    finding = only(run(_gas()), "supply-target")
    assert finding.kind == 15 and "394–432万吨CO2" in finding.arithmetic
    assert not of(
        run(_gas(), {name: one for name, one in CITY.items() if name != "gas_co2_per_10k_m3"}),
        "supply-target",
    )
    assert not of(
        run(_gas().swap("达到20亿立方米以上。", "达到20亿立方米以上，并监测甲烷逸散。")), "supply-target"
    )
    assert not of(run(CLEAN), "supply-target")
