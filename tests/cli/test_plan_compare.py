"""`dafeng plan compare` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from dafeng.cli.commands import app

OLD = """示例市人民政府关于印发《示例市碳达峰实施方案》的通知

示府发〔2022〕9号

一、目标与任务

（一）主要目标。到2030年，非化石能源消费比重力争达到30%，光伏发电装机容量达到50万千瓦以上。

（二）重点任务。开展全民节能行动（市发展改革委牵头）。
"""
NEW = OLD.replace("〔2022〕9号", "〔2024〕3号").replace("力争达到30%", "达到32%以上")
COUNTY = """东山县人民政府关于印发《东山县碳达峰实施方案》的通知

东府发〔2024〕1号

一、目标与任务

（一）主要目标。到2030年，光伏发电装机容量达到20万千瓦以上。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two versions of a city plan, and a county's."""
    for name, text in (("old", OLD), ("new", NEW), ("county", COUNTY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def call(*arguments: str) -> tuple[int, dict]:
    """Run a command with --json."""
    result = CliRunner().invoke(app, ["plan", "compare", *arguments, "--json"])
    assert result.stdout.count("\n") == 1, result.output
    return result.exit_code, json.loads(result.stdout)


def test_two_versions(folder: Path) -> None:
    """The later version takes the older's place, asks for more, and its clauses are mapped; the workbook says it too."""
    out = folder / "out.xlsx"
    code, body = call(str(folder / "old.txt"), str(folder / "new.txt"), "--out", str(out))
    assert code == 0
    assert set(body) == {"plans", "rows", "counts", "supersession", "versions"}
    row = next(row for row in body["rows"] if row["indicator_id"] == "nonfossil_share")
    verdict = row["verdicts"][1]
    assert (verdict["ambition"], verdict["difference"], verdict["unit"], verdict["wording"]) == (
        "stronger",
        2.0,
        "百分点",
        "firmer",
    )
    assert [(one["newer"], one["ground"]) for one in body["supersession"]] == [(1, "same_title")]
    assert body["versions"][0]["counts"] == {"changed": 1, "same": 1}
    sheets = CalamineWorkbook.from_path(str(out)).sheet_names
    assert sheets == ["逐项比较", "条款对照1-2"]
    assert (
        call(str(folder / "old.txt"), str(folder / "new.txt"), "--out", str(out))[1]["error"]["code"]
        == "E_EXISTS"
    )


def test_a_city_and_its_parts(folder: Path) -> None:
    """The county carries one target, falls short alone, and nobody owns the bureau's duty."""
    out = folder / "parts.xlsx"
    code, body = call(str(folder / "new.txt"), "--parts", str(folder / "county.txt"), "--out", str(out))
    assert code == 0
    assert set(body) == {"plan", "parts", "targets", "duties", "counts"}
    assert [(part["body"], part["kind"]) for part in body["parts"]] == [("东山县人民政府", "area")]
    assert [len(one["carriers"]) for one in body["targets"]] == [0, 1]
    assert body["targets"][1]["closing"]["status"] == "not_assured"
    assert body["counts"]["nobody_carries"] == 1
    assert {duty["clause"]: duty["status"] for duty in body["duties"]} == {
        "一(二)": "no_plan",
    }
    assert CalamineWorkbook.from_path(str(out)).sheet_names == ["目标承接", "无人负责的任务"]


def test_parts_by_folder_and_by_list_are_the_same(folder: Path) -> None:
    """A folder of part plans, and parts listed after the first, give one answer."""
    below = folder / "below"
    below.mkdir()
    for name in ("county", "old"):
        (folder / f"{name}.txt").rename(below / f"{name}.txt")
    city = str(folder / "new.txt")
    listed = call(city, "--parts", str(below / "county.txt"), str(below / "old.txt"))
    assert call(city, "--parts", str(below)) == listed
    assert len(listed[1]["parts"]) == 2


def test_one_plan_alone_is_refused(folder: Path) -> None:
    """There must be something to compare with."""
    code, body = call(str(folder / "old.txt"))
    assert (code, body["error"]["code"]) == (2, "E_COMPARE_COUNT")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("更高", "+2百分点", "替代")), ("en", ("asks for more", "takes the place"))]
)
def test_the_screen(folder: Path, lang: str, words: tuple[str, ...]) -> None:
    """A person reads the verdict and the supersession in the chosen language."""
    arguments = ["plan", "compare", str(folder / "old.txt"), str(folder / "new.txt"), "--lang", lang]
    shown = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"}).output
    assert all(word in shown for word in words)
    parts = (
        CliRunner()
        .invoke(
            app,
            [
                "plan",
                "compare",
                str(folder / "new.txt"),
                "--parts",
                str(folder / "county.txt"),
                "--lang",
                lang,
            ],
        )
        .output
    )
    assert ("无人承接" if lang == "zh" else "nobody") in parts
