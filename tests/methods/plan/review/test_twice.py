"""One promise told two ways, in other words, units and places, each beside two figures that both hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dafeng.domain.finding import Finding
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

_TEXT = """云溪县碳达峰实施方案

云溪政发〔2026〕4号

一、总体要求

（一）总体思路。坚持降碳、减污、扩绿、增长协同推进。

（二）主要目标。到2030年，{one}

二、重点任务

（一）推进能源转型。建设新型能源体系。{two}

（二）推进工业领域降碳。推动重点行业节能改造。{three}

（三）推进年度工作。{four}
"""


def _twice(tmp_path: Path, one: str, **rest: str) -> list[Finding]:
    words = {"one": one, "two": "", "three": "", "four": ""} | rest
    path = tmp_path / "plan.txt"
    path.write_text(_TEXT.format(**words), encoding="utf-8")
    found = review(read_plan(read_document(path), load_vocabulary()), {}, as_of=date(2026, 9, 1))
    return [each for each in found if each.check in {"same-twice", "two-dates", "peak-twice"}]


@pytest.mark.parametrize(
    ("one", "rest"),
    [
        ("非化石能源消费比重达到28%以上。", {"two": "到2030年，非化石能源占能源消费总量的比重不低于26%。"}),
        (
            "风电、光伏发电装机达到120万千瓦以上。",
            {"two": "到2030年，全县风力发电和太阳能发电装机容量达到1.4吉瓦以上。"},
        ),
        (
            "单位地区生产总值能耗比2025年下降14%以上。",
            {"four": "2030年全县万元GDP综合能耗较2025年降低12%以上，纳入考核。"},
        ),
        ("秸秆综合利用率达到93%以上。", {"two": "到2028年，全县农作物秸秆综合利用率达到93%以上。"}),
        ("煤炭消费总量控制在95万吨以内。", {"two": "2030年全县煤炭消费量不超过102万吨。"}),
        ("全县二氧化碳排放总量控制在260万吨以内。", {"four": "2030年，全县碳排放总量不高于248万吨。"}),
        ("森林覆盖率达到46%以上。", {"four": "\n\n指标 | 2030年 | 单位\n森林覆盖率 | 44 | %\n"}),
        ("新增储能30万千瓦。", {"two": "到2028年，新增储能30万千瓦。"}),
        ("全县二氧化碳排放力争2030年前达峰。", {"three": "全县二氧化碳排放2028年达峰。"}),
    ],
)
def test_one_promise_in_two_figures_is_found(tmp_path: Path, one: str, rest: dict[str, str]) -> None:
    """The same quantity, year and area with another figure is found, whatever words and unit it is told in."""
    assert _twice(tmp_path, one, **rest)


@pytest.mark.parametrize(
    ("one", "rest"),
    [
        # what is added over some years is no part of what stands
        (
            "风电、光伏发电装机达到120万千瓦以上。",
            {"two": "2026—2030年新增风电、光伏发电装机45万千瓦分解到各镇。"},
        ),
        # another unit, rounded
        ("光伏发电装机达到1.2吉瓦以上。", {"two": "到2030年，太阳能发电装机达到120万千瓦以上。"}),
        # what a sector has of its own
        (
            "单位地区生产总值能耗比2025年下降14%以上。",
            {"three": "到2030年，规模以上工业单位增加值能耗比2025年下降16%以上。"},
        ),
        ("光伏发电装机达到90万千瓦以上。", {"three": "到2030年，工业厂房屋顶光伏发电装机达到20万千瓦以上。"}),
        # a reckoning below the cap, and the year it is compared with
        (
            "全县二氧化碳排放总量控制在260万吨以内。",
            {"two": "按年均增长5%测算，2030年全县二氧化碳排放总量为255万吨，低于260万吨的上限。"},
        ),
        (
            "全县二氧化碳排放总量控制在260万吨以内，低于2025年的268万吨。",
            {"two": "2030年全县二氧化碳排放总量比2020年的240万吨增长8.3%。"},
        ),
        # the same every year
        ("能源清洁低碳。", {"two": "2027年新增公共充电桩300个。", "four": "2028年新增公共充电桩300个。"}),
        # an earlier step on the way, and another base year
        ("秸秆综合利用率达到93%以上。", {"two": "到2028年，秸秆综合利用率达到91%以上。"}),
        (
            "单位地区生产总值能耗比2025年下降14%以上。",
            {"two": "2030年单位地区生产总值能耗比2020年下降25%以上。"},
        ),
        # a figure inside the range
        ("水电装机达到30万千瓦。", {"two": "到2030年，水电装机达到28—32万千瓦。"}),
        # a peak in its time, and one of a sector
        (
            "全县二氧化碳排放2030年前达峰。",
            {"two": "据测算，全县碳排放峰值出现在2029年。", "three": "工业领域2028年达峰。"},
        ),
    ],
)
def test_two_figures_that_both_hold_are_left_alone(tmp_path: Path, one: str, rest: dict[str, str]) -> None:
    """Another year, base, sector, measure or rounding is no second wording of the promise."""
    assert not _twice(tmp_path, one, **rest)
