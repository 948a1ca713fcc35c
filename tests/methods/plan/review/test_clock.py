"""Dates: one target dated two ways, counts without a start, targets without a year."""

from __future__ import annotations

from dataclasses import replace

from review_plans import BARE, CLEAN, Part, Promise, of, only, run

from dafeng.domain.plan import Reading


def test_before_and_in_the_same_year_are_two_dates() -> None:
    """'2030年前' in one clause and '2030年' in another is one target worded two ways; one wording is not."""
    finding = only(run(BARE), "two-dates")
    assert finding.id == "two-dates:一(一)#1,一(三)#8"
    assert finding.kind == 9 and finding.clauses == ("一(一)", "一(三)")
    assert "一(一)：2030年前；一(三)：2030年" in finding.arithmetic
    assert not of(run(BARE.swap("2030年碳达峰目标", "2030年前碳达峰目标")), "two-dates")


def test_one_indicator_with_two_values_is_found() -> None:
    """35 % here and 36 % there for the same year is a clash; two bounds of one range are not."""
    again = Part("三", 1, "三、保障", "到2025年，非化石能源消费比重达到36%左右。（市能源局牵头）")
    promise = Promise(
        "三",
        "非化石能源消费比重",
        "nonfossil_share",
        "非化石能源消费比重达到36%左右",
        36,
        "%",
        2025,
        "~",
        "share",
    )
    finding = only(run(CLEAN.add(again, promise)), "same-twice")
    assert "35%" in finding.arithmetic and "36%" in finding.arithmetic
    assert not of(run(CLEAN), "same-twice")


def test_counts_without_a_start_are_found() -> None:
    """Take the period away and the count has no clock; with a period, a start or a period title it has one."""
    bare = CLEAN.swap("“十四五”期间，累计", "到2025年，累计")
    finding = only(run(bare), "count-without-clock")
    assert finding.kind == 2 and "1项" in finding.arithmetic and "100个" in finding.arithmetic
    assert not of(run(CLEAN), "count-without-clock")
    assert not of(run(bare.swap("到2025年，累计", "2021—2025年，累计")), "count-without-clock")


def test_targets_without_a_year_are_listed() -> None:
    """A figure and a worded 100 % without a year are listed; a standing ban is not."""
    part = Part(
        "三",
        1,
        "三、其他",
        "新增公交车中新能源车辆占比达90%。农膜实现全量回收。严禁新增产能。（市交通运输局牵头）",
    )
    draft = CLEAN.add(
        part,
        Promise("三", "新能源公交车占比", "nev_bus_share", "新能源车辆占比达90%", 90, "%", kind="share"),
        Promise(
            "三", "农膜回收率", None, "农膜实现全量回收", kind="share", reading=Reading(100, "%", "全量")
        ),
        Promise("三", "新增产能", None, "严禁新增产能", tier="standing", reading=Reading(0, "t", "严禁")),
    )
    finding = only(run(draft), "count-without-clock")
    assert finding.targets == ("三#1", "三#2")
    assert "90%" in finding.arithmetic and "“全量”" in finding.arithmetic
    dated = replace(draft, promises=tuple(replace(one, year=one.year or 2025) for one in draft.promises))
    assert not of(run(dated), "count-without-clock")
