"""A city plan and the plans below it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.methods.plan.comparison import carried, close, part_of, unowned
from dafeng.rules.vocabulary import load_vocabulary
from tests.methods.plan.comparison.plans import plan, target

WORDS = load_vocabulary()
STOCK = {"indicator": "光伏装机容量", "unit": "万千瓦", "kind": "level"}


def area(name: str, *sentences: str):
    """A part plan issued by an area."""
    return part_of(plan(*sentences, title=f"{name}碳达峰实施方案", issuer=f"{name}人民政府"))


@pytest.mark.parametrize(
    ("whole", "signs", "values", "silent", "status"),
    [
        ("=", "==", (30, 20), 0, "closes"),
        ("=", "==", (30, 15), 0, "short"),
        ("=", "==", (30, 25), 0, "over"),
        (">=", (">=", ">="), (30, 20), 0, "closes"),
        (">=", (">=", ">="), (30, 15), 0, "not_assured"),
        (">=", "==", (30, 15), 0, "short"),
        ("<=", ("<=", "<="), (30, 20), 0, "closes"),
        ("<=", ("<=", "<="), (30, 25), 0, "not_assured"),
        ("<=", "==", (30, 25), 0, "over"),
        ("=", "==", (30, 15), 1, "not_assured"),
        (">=", "==", (30, 20), 1, "closes"),
        ("<=", "==", (30, 10), 1, "not_assured"),
    ],
)
def test_sums_in_intervals(whole: str, signs: str, values: tuple[int, int], silent: int, status: str) -> None:
    """Bounds add as bounds, and a part that promises nothing is unknown, not zero."""
    parts = [
        target(**STOCK, comparator=sign, value=float(value))
        for sign, value in zip(signs, values, strict=True)
    ]
    made = close(target(**STOCK, comparator=whole, value=50.0), parts, silent)
    assert made.status == status
    assert (made.high is None) == (silent > 0 or ">=" in signs)


def test_units_are_converted_and_ratios_do_not_add() -> None:
    """Megawatts add to 万千瓦; a share, an intensity and a rate are refused with the reason."""
    parts = [target(**STOCK, value=30.0), target(**STOCK | {"unit": "MW"}, value=200.0)]
    assert close(target(**STOCK, value=50.0), parts, 0).status == "closes"
    for fields in ({"unit": "%"}, {"unit": "千克/平方米"}, {"indicator": "单位面积能耗"}):
        made = close(target(**STOCK | fields), parts, 0)
        assert (made.status, made.low) == ("not_additive", None)
    assert close(target(**STOCK, value=50.0), [target(**STOCK, year=2025)], 0).status == "incomparable"


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_parts_cut_from_the_whole_close(values: list[int]) -> None:
    """However a total is cut, the pieces close to it."""
    parts = [target(**STOCK, value=value / 10) for value in values]
    assert close(target(**STOCK, value=sum(values) / 10), parts, 0).status == "closes"


def test_who_carries_what() -> None:
    """Areas that promise the same are named and summed; what nobody promises has no carrier."""
    city = plan("到2030年，光伏发电装机容量达到50万千瓦以上", "到2028年，绿色仓库占比达到45%以上")
    parts = [
        area("东山县", "到2030年，光伏发电装机容量达到30万千瓦以上"),
        area("西河区", "到2030年，光伏发电装机容量达到20万千瓦以上"),
    ]
    power, share = carried(city, parts, WORDS)
    assert (power.carriers, share.carriers, share.closing) == ((0, 1), (), None)
    assert power.closing is not None
    assert (power.closing.status, power.closing.low) == ("closes", 50.0)


def test_areas_and_departments_are_told_apart() -> None:
    """The issuer, or the title without one, says what a part is."""
    assert area("东山县").kind == "area"
    assert part_of(plan(title="西河区碳达峰实施方案")).kind == "area"
    bureau = part_of(plan(title="示例市建筑领域方案", issuer="示例市住房和城乡建设局"))
    assert (bureau.body, bureau.kind) == ("示例市住房和城乡建设局", "department")


def test_duties_nobody_owns() -> None:
    """A clause without a lead, and one whose lead has no plan among the parts; a short name finds its bureau."""
    city = plan(
        "推广装配式房屋（市住建局牵头，市财政局配合）",
        "发展轨道交通（市交通运输局牵头）",
        "开展全民行动",
        "建设充电站（各县人民政府负责）",
    )
    bureau = part_of(plan(title="示例市建筑领域方案", issuer="示例市住房和城乡建设局"))
    duties = {duty.clause: duty for duty in unowned(city, [bureau, area("东山县")])}
    assert {clause: duty.status for clause, duty in duties.items()} == {
        "一(二)": "no_plan",
        "一(三)": "no_owner",
    }
    assert duties["一(二)"].missing == ("市交通运输局",)
    assert "一(四)" in {duty.clause for duty in unowned(city, [bureau])}


def test_aims_and_principles_are_no_duties() -> None:
    """Nobody has to own the guiding principles of a plan."""
    city = plan("坚持因地制宜")
    renamed = tuple(replace(one, heading="基本原则") for one in city.clauses)
    assert unowned(replace(city, clauses=renamed), []) == ()
    assert len(unowned(city, [])) == 1
