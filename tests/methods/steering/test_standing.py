"""Standing: judged on evidence of the right year and grade, and otherwise every reason is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade
from dafeng.domain.plan import Reading, Target
from dafeng.domain.standing import State
from dafeng.methods.steering import Evidence, gather, standing
from tests.strategies import observation

TODAY = date(2026, 11, 22)
TARGET = Target(
    "一(一)#1", "一(一)", "森林覆盖率", "forest_cover", ">=", 32.0, None, "%", 2025, None, "share", None, None, "core",
    "森林覆盖率达到32%以上", 0, 12, 7, 9, 1.0,
)  # fmt: skip


def evidence(value: float | None, *, grade: Grade = Grade.B, period: str = "2025") -> Evidence:
    """Evidence of one figure."""
    figure = Figure("obs/forest_cover", "森林覆盖率", "forest cover", value, "%", period, "999900", "", grade)
    return Evidence(figure, (), ())


@pytest.mark.parametrize(
    ("comparator", "value", "state"),
    [
        (">=", 32.0, State.MET), (">=", 31.9, State.OFF_COURSE), (">", 32.0, State.OFF_COURSE), (">", 32.1, State.MET),
        ("<=", 32.0, State.MET), ("<", 32.0, State.OFF_COURSE), ("=", 33.0, State.MET), ("~", 31.0, State.OFF_COURSE),
    ],
)  # fmt: skip
def test_good_evidence_is_judged_by_the_comparator(comparator: str, value: float, state: State) -> None:
    """With a figure of the target year and of grade A–C, the comparator decides."""
    assert standing(replace(TARGET, comparator=comparator), evidence(value), TODAY).state is state


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (None, "没有任何观测数据"),
        (evidence(33.0, grade=Grade.D), "D级"),
        (evidence(33.0, grade=Grade.S), "S级"),
        (evidence(33.0, period="2023"), "最新数据只到2023年"),
        (replace(evidence(33.0), caveats=(("口径不同", "other definition"),)), "口径不同"),
    ],
)
def test_weak_evidence_never_turns_a_light_green(given: Evidence | None, word: str) -> None:
    """No data, assumed data, old data or data of another definition: cannot be judged, and the reason says which."""
    found = standing(TARGET, given, TODAY)
    assert found.state is State.CANNOT_BE_JUDGED
    assert word in found.reason_zh
    assert found.reason_en


def test_every_reason_is_given() -> None:
    """A target without value and year and with old assumed data lists all four reasons."""
    bare = replace(TARGET, value=None, year=None, unit=None)
    found = standing(bare, evidence(33.0, grade=Grade.D), TODAY)
    assert [word in found.reason_zh for word in ("方案未给出数值", "方案未写完成年份", "D级")] == [
        True,
        True,
        True,
    ]


def test_a_target_left_to_the_province_waits_for_its_order() -> None:
    """完成省下达目标 waits for an assignment with a document number; it is not a missing figure."""
    waiting = replace(TARGET, value=None, hedge="完成省下达目标")
    assert "文号" in standing(waiting, evidence(33.0), TODAY).reason_zh


def test_a_worded_target_with_a_reading_is_not_called_blank() -> None:
    """全面 reads as 100 %, so the plan did give a figure in words."""
    worded = replace(TARGET, value=None, reading=Reading(100.0, "%", "全面"))
    assert "未给出数值" not in standing(worded, evidence(33.0), TODAY).reason_zh


def test_no_books_no_evidence() -> None:
    """Without accounts and observations nothing bears on any target."""
    assert gather(TARGET, {}, [], "999900") is None


def test_latest_observation_of_the_indicator_is_the_evidence() -> None:
    """Of several years the latest is compared, and another region's is not looked at."""
    rows = [observation("forest_cover", 30.0 + n, "%", row=n, period=str(2015 + n)) for n in range(3)]
    rows.append(observation("forest_cover", 99.0, "%", row=9, period="2024", region="110000"))
    found = gather(TARGET, {}, rows, "999900")
    assert found is not None
    assert found.headline is not None
    assert (found.headline.value, found.headline.period) == (32.0, "2017")
