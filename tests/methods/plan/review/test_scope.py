"""Whom a target reaches: conditional domains and new buildings only."""

from __future__ import annotations

from review_plans import CLEAN, Part, Promise, of, only, run

_QUOTE = "在太阳能资源丰富且具备条件的地区新建公共机构建筑屋顶光伏覆盖率达到50%"


def _planted():
    part = Part("三", 1, "三、建筑", f"到2025年，{_QUOTE}。（市机关事务局牵头）")
    return CLEAN.add(
        part, Promise("三", "屋顶光伏覆盖率", "rooftop_pv_coverage", _QUOTE, 50, "%", 2025, kind="share")
    )


def test_a_condition_nobody_decides_is_found() -> None:
    """A share 'where the sun is rich' is found; with a body that decides where, it is silent."""
    finding = only(run(_planted()), "conditional-domain")
    assert finding.kind == 6 and "0÷0" in finding.arithmetic and "50%" in finding.arithmetic
    decided = _planted().swap("覆盖率达到50%。", "覆盖率达到50%，具备条件的地区由市能源局认定并公布。")
    assert not of(run(decided), "conditional-domain")
    assert not of(run(CLEAN), "conditional-domain")


def test_new_buildings_only_is_found() -> None:
    """Two shares of new buildings and none of the stock is found; a target for the stock silences it."""
    quote = "城镇新建建筑执行绿色建筑标准比例达到90%"
    part = Part("四", 1, "四、新建", f"到2025年，{quote}。（市住房城乡建设局牵头）")
    more = Promise("四", "城镇新建建筑执行绿色建筑标准比例", None, quote, 90, "%", 2025, kind="share")
    draft = _planted().add(part, more)
    assert not of(run(draft), "new-build-only")
    without_stock = draft.swap("既有建筑节能改造比例达到20%", "公园绿化比例达到20%")
    planted = type(draft)(
        without_stock.parts,
        tuple(one for one in without_stock.promises if not one.indicator.startswith("既有")),
        draft.title,
    )
    finding = only(run(planted), "new-build-only")
    assert finding.kind == 20 and "既有建筑改造0项" in finding.arithmetic
