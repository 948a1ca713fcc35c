"""`dafeng plan review` from the command line, and every command that follows what people corrected."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from dafeng.cli.commands import app
from tests.services.test_reviewing import TEXT, edit

AS_OF = ("--as-of", "2026-11-22")
CITY = """code = "999900"
name_zh = "示例市"
name_en = "Example"
[province]
code = "990000"
name_zh = "示例省"
name_en = "Province"
"""


def call(*arguments: str) -> tuple[int, dict]:
    """Run a command with --json."""
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.stdout.count("\n") == 1, result.output
    return result.exit_code, json.loads(result.stdout)


def test_what_was_corrected_holds_in_every_command(tmp_path: Path) -> None:
    """Out, back into the city folder, and read, check, run and verify all follow the person."""
    plan, city = tmp_path / "plan.txt", tmp_path / "city"
    plan.write_text(TEXT, encoding="utf-8")
    city.mkdir()
    (city / "city.toml").write_text(CITY, encoding="utf-8")
    sheet, back, out = tmp_path / "sheet.xlsx", tmp_path / "back.xlsx", tmp_path / "out"

    code, told = call("plan", "review", str(plan), "--out", str(sheet))
    assert (code, set(told)) == (0, {"file", "items", "doubtful", "checked"})
    edit(sheet, back, {("目标", 1, "年份"): "2031"})
    code, told = call(
        "plan", "review", str(plan), "--apply", str(back), "--data", str(city), "--by", "张三", *AS_OF
    )
    assert (code, told["corrected"], told["overlay"]) == (0, 1, "plan-overlay.csv")

    code, body = call("plan", "read", str(plan), "--data", str(city))
    assert (body["targets"][0]["year"], body["targets"][0]["checked"], body["targets"][0]["confidence"]) == (
        2031,
        "corrected",
        1.0,
    )
    assert body["overlay"]["applied"] == 1
    assert call("plan", "read", str(plan), "--overlay", str(city / "plan-overlay.csv"))[1] == body
    assert call("plan", "check", str(plan), "--data", str(city), *AS_OF)[1]["overlay"]["applied"] == 1
    call("run", str(plan), "--data", str(city), "--out", str(out), "--draws", "500", *AS_OF)
    assert json.loads((out / "plan.json").read_text("utf-8")) == body
    assert call("verify", str(out))[0] == 0


def test_review_wants_one_way(tmp_path: Path) -> None:
    """Neither, both, and a way back without a place for the overlay are refused with what to give."""
    plan = tmp_path / "plan.txt"
    plan.write_text(TEXT, encoding="utf-8")
    for more in ((), ("--out", "a.xlsx", "--apply", "b.xlsx"), ("--apply", "b.xlsx")):
        code, body = call("plan", "review", str(plan), *more)
        assert (code, body["error"]["code"]) == (2, "E_REVIEW_WAY")


def test_the_screen_names_what_no_longer_fits(tmp_path: Path) -> None:
    """`plan read` shows a correction whose sentence is gone."""
    plan, overlay = tmp_path / "plan.txt", tmp_path / "overlay.csv"
    plan.write_text(TEXT, encoding="utf-8")
    CliRunner().invoke(app, ["plan", "review", str(plan), "--out", str(tmp_path / "s.xlsx")])
    edit(tmp_path / "s.xlsx", tmp_path / "b.xlsx", {("目标", 3, "年份"): "2029"})
    CliRunner().invoke(
        app,
        [
            "plan",
            "review",
            str(plan),
            "--apply",
            str(tmp_path / "b.xlsx"),
            "--overlay",
            str(overlay),
            "--by",
            "李四",
        ],
    )
    plan.write_text(TEXT.replace("绿色仓库占比", "低碳仓库占比"), encoding="utf-8")
    shown = CliRunner().invoke(app, ["plan", "read", str(plan), "--overlay", str(overlay)]).output
    assert "不再适用 1" in shown
    assert "绿色仓库占比" in shown
