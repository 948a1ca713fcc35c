"""A total that is handed on to the areas without their figures, beside one that is split."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

_TEXT = """云溪市碳达峰实施方案

云溪政发〔2026〕4号

一、总体要求

（一）主要目标。到2030年，全市二氧化碳排放总量控制在960万吨以内。

（二）{split}

二、重点任务

（一）推进能源转型。{task}
"""


def _kinds(tmp_path: Path, split: str, task: str = "建设新型能源体系。") -> set[int]:
    path = tmp_path / "plan.txt"
    path.write_text(_TEXT.format(split=split, task=task), encoding="utf-8")
    found = review(read_plan(read_document(path), load_vocabulary()), {}, as_of=date(2026, 9, 1))
    return {one.kind for one in found}


@pytest.mark.parametrize(
    "split",
    [
        "责任分解。2030年960万吨的排放总量控制目标由各县（市、区）共同承担。",
        "区域目标。2030年全市960万吨碳排放总量由各地人民政府（管委会）负责落实。",
        "任务分解。2030年全市能源消费总量控制在410万吨标准煤以内，由各县区分别落实。",
        "层层压实责任。到2030年960万吨以内的全市碳排放总量落实到各县（市、区），完成情况纳入考核。",
        "新增装机分解。2026—2030年新增光伏发电装机60万千瓦，由各县（市、区）负责完成。",
    ],
)
def test_a_total_handed_on_without_figures_is_found(tmp_path: Path, split: str) -> None:
    """Areas that are to meet a total together each need their own figure."""
    assert 8 in _kinds(tmp_path, split)


@pytest.mark.parametrize(
    ("split", "task"),
    [
        (
            "责任分解。2030年960万吨的排放总量控制目标分解为云东区400万吨、云西区330万吨、白石县230万吨。",
            "建设新型能源体系。",
        ),
        (
            "任务分解。2030年全市能源消费总量控制在410万吨标准煤以内，由各县区按同一降幅落实。",
            "建设新型能源体系。",
        ),
        (
            "统一部署。市碳达峰工作领导小组统筹推进各项任务。",
            "到2030年，完成既有建筑节能改造80万平方米，由各县（市、区）负责组织实施。",
        ),
    ],
)
def test_a_total_that_is_split_is_left_alone(tmp_path: Path, split: str, task: str) -> None:
    """Figures for the areas, one rule for all of them, or a task that they merely carry out is no missing split."""
    assert 8 not in _kinds(tmp_path, split, task)
