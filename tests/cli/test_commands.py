"""The command line: contracts of the JSON answers, exit codes, and one error shape."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from dafeng.cli.commands import app
from dafeng.services.demo import example_folder
from tests.readers.papers import para, word
from tests.returns import LEDGERS, fill, sample

PLAN = """示例市人民政府关于印发《示例市碳达峰实施方案》的通知

示府发〔2025〕9号

一、总体要求

（一）主要目标。到2030年，非化石能源消费比重达到30%左右，新建充电站12座。
"""
AS_OF = ("--as-of", "2026-11-22")


def call(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command with --json; standard output must be one JSON object and nothing else."""
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.stdout.count("\n") == 1, result.output
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A short plan of our own."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_plan_read_has_the_contracted_fields(plan: Path) -> None:
    """Document, clauses, targets and projects with exactly the promised fields; offsets point at the figures."""
    code, body = call("plan", "read", str(plan))
    assert code == 0
    assert set(body) == {"document", "clauses", "targets", "projects", "tables", "boxes", "tasks", "actors"}
    assert set(body["document"]) == {
        "title", "doc_number", "issuer", "issued", "sha256", "text_sha256", "characters", "files",
    }  # fmt: skip
    assert set(body["clauses"][0]) == {"id", "level", "heading", "parent", "start", "end", "place"}
    fields = {
        "id", "clause", "indicator", "indicator_id", "comparator", "value", "value_max", "unit", "year", "base_year", "kind",
        "hedge", "scope", "tier", "quote", "quote_start", "quote_end", "value_start", "value_end", "confidence",
        "place", "checked",
    }  # fmt: skip
    assert [set(target) for target in body["targets"]] == [fields, fields]
    assert [PLAN[target["value_start"] : target["value_end"]] for target in body["targets"]] == ["30", "12"]
    assert body["document"]["doc_number"] == "示府发〔2025〕9号"
    assert body["document"]["characters"] == len(PLAN)


def test_several_files_are_one_plan_with_places(plan: Path, tmp_path: Path) -> None:
    """Targets of two files carry file and cell; `--text` writes exactly the text that offsets count."""
    annex = tmp_path / "annex.docx"
    annex.write_bytes(word(para("三、能源") + para("到2025年，光伏装机达到15万千瓦。")))
    code, body = call("plan", "read", str(plan), str(annex), "--text", str(tmp_path / "text.txt"))
    text = (tmp_path / "text.txt").read_bytes()
    assert code == 0
    assert hashlib.sha256(text).hexdigest() == body["document"]["text_sha256"]
    assert [file["name"] for file in body["document"]["files"]] == ["plan.txt", "annex.docx"]
    assert [target["place"] for target in body["targets"]] == [
        {"file": "plan.txt"}, {"file": "plan.txt"}, {"file": "annex.docx", "paragraph": 2},
    ]  # fmt: skip
    last = body["targets"][-1]
    assert text.decode()[last["value_start"] : last["value_end"]] == "15"
    assert call("plan", "check", str(plan), str(annex), *AS_OF)[0] == 1


def test_a_folder_among_files_is_refused(plan: Path, tmp_path: Path) -> None:
    """A folder of plan tables stands alone; a text file that cannot be written is refused too."""
    assert call("plan", "read", str(plan), str(tmp_path))[1]["error"]["code"] == "E_FOLDER_AMONG_FILES"
    nowhere = str(tmp_path / "none" / "text.txt")
    assert call("plan", "read", str(plan), "--text", nowhere)[1]["error"]["code"] == "E_TEXT_FILE"


def test_a_text_without_targets_reads_as_empty_and_cannot_run(tmp_path: Path) -> None:
    """`plan read` answers an empty list with exit 0; `run` refuses with exit 2 and the error object."""
    path = tmp_path / "none.txt"
    path.write_text("今天天气很好。\n", encoding="utf-8")
    code, body = call("plan", "read", str(path))
    assert (code, body["targets"]) == (0, [])
    code, body = call("run", str(path), "--out", str(tmp_path / "out"))
    assert code == 2
    assert set(body["error"]) == {"code", "message_zh", "message_en", "faults"}
    assert body["error"]["code"] == "E_NO_TARGETS"


def test_plan_check_ends_with_one_when_something_is_found(plan: Path) -> None:
    """Findings make `plan check` end with 1, each with the contracted fields."""
    code, body = call("plan", "check", str(plan), *AS_OF)
    assert code == 1
    wanted = {"id", "kind", "clauses", "targets", "severity", "arithmetic", "inputs", "settles", "proposal"}
    assert all(wanted <= set(finding) for finding in body["findings"])
    assert all(1 <= finding["kind"] <= 20 for finding in body["findings"])


def test_run_ends_with_zero_with_findings(plan: Path, tmp_path: Path) -> None:
    """`run` is done when it is done: findings do not make it fail, and its summary has the contracted fields."""
    code, body = call("run", str(plan), "--out", str(tmp_path / "out"), "--draws", "500", *AS_OF)
    assert code == 0
    assert body["findings"]
    assert set(body) == {
        "clauses", "targets", "numeric_targets", "findings", "accounts", "peak", "documents", "seconds",
    }  # fmt: skip
    assert body["seconds"] < 60


def test_verify_trace_and_track_speak_of_the_same_folder(plan: Path, tmp_path: Path) -> None:
    """After a run: verify ends with 0, trace opens a target, track lists every target with its reason."""
    out = str(tmp_path / "out")
    call("run", str(plan), "--out", out, "--draws", "500", *AS_OF)
    assert call("verify", out)[0] == 0
    code, body = call("trace", "一(一)#1", "--out", out)
    assert code == 0
    assert {"name", "value", "unit", "formula", "basis", "grade", "inputs"} <= set(body)
    code, body = call("track", "--out", out)
    assert [target["standing"] for target in body["targets"]] == ["cannot_be_judged"] * 2
    (tmp_path / "out" / "targets.xlsx").write_bytes(b"edited")
    code, body = call("verify", out)
    assert (code, body["changed"]) == (1, ["targets.xlsx"])


def test_data_check_names_the_cell(tmp_path: Path) -> None:
    """A faulty table ends with 1 and a fault per cell; a good folder ends with 0."""
    table = tmp_path / "t.csv"
    table.write_text(
        "series,region,period,value,unit,grade,source\npopulation,1,2020,-5,万人,B,x\n", encoding="utf-8"
    )
    code, body = call("data", "check", str(table))
    assert code == 1
    assert [(fault["sheet"], fault["cell"], fault["code"]) for fault in body["faults"]] == [
        ("t.csv", "D2", "E_RANGE")
    ]
    code, body = call("data", "check", str(example_folder() / "data"))
    assert (code, body["faults"]) == (0, [])


def test_data_template_is_filled_and_read_back(tmp_path: Path) -> None:
    """The empty table passes the check as it is, and is never written over."""
    path = tmp_path / "t.xlsx"
    assert call("data", "template", "observations", "--out", str(path))[0] == 0
    code, body = call("data", "check", str(path))
    assert (code, body["faults"], body["observations"], body["files"]) == (0, [], 0, ["t.xlsx"])
    assert call("data", "template", "observations", "--out", str(path))[0] == 2


def test_a_form_goes_out_and_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Form, check, import, release and export go by the commands alone, with the shapes that are promised."""
    monkeypatch.chdir(tmp_path)
    city = ("--data", str(example_folder()))
    area, period, rows = sample("peak_load")
    code, body = call("data", "template", "peak_load", "--area", area, "--period", period, *city)
    assert code == 0
    form = Path(body["files"][0])
    wrong = call(
        "data", "template", "peak_load", "--area", area, "--period", period, "--format", "pdf", *city
    )
    assert (wrong[0], wrong[1]["error"]["code"]) == (2, "E_FORMAT")
    blank = form.read_bytes()
    form.write_bytes(fill(blank, LEDGERS["peak_load"], [dict(rows[0], peak="六十"), *rows[1:]]))
    code, body = call("data", "check", str(form), *city)
    assert code == 1
    assert [(one["sheet"], one["cell"], one["code"]) for one in body["faults"]] == [
        ("填报", "D8", "E_NUMBER")
    ]
    assert call("data", "import", str(form), *city)[0] == 2
    form.write_bytes(fill(blank, LEDGERS["peak_load"], rows))
    code, body = call("data", "import", str(form), "--by", "示例经办人", *city)
    assert (code, body["submissions"][0]["held"]) == (0, 0)
    code, body = call("data", "export", "peak_load", "--out", "out.csv", *city)
    assert (code, body["returns"], body["rows"]) == (0, 1, len(rows))
    code, body = call(
        "data", "export", "peak_load", "--out", "public.csv", "--public", "--period", period, *city
    )
    assert (code, body["error"]["code"]) == (2, "E_NOT_RELEASED")
    code, body = call("data", "release", "peak_load", "--status", "公开", "--on", "2026-01-20", *city)
    assert (code, body["status"], body["release_on"]) == (0, "公开", "2026-01-20")
    code, body = call("data", "ledgers", "C20")
    assert "peak_load" in {one["id"] for one in body["ledgers"]}


def test_account_answers_without_writing() -> None:
    """The accounts of a city folder, with every figure they name."""
    code, body = call("account", "--data", str(example_folder()))
    assert code == 0
    assert set(body["accounts"]["2020"]["co2"]) == {
        "territorial",
        "territorial_process",
        "statutory",
        "consumption",
    }
    assert body["accounts"]["2020"]["co2"]["statutory"] in body["figures"]


def leaves(group: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every command that can be run, with its full name."""
    found = []
    for name, command in group.commands.items():
        whole = f"{path} {name}".strip()
        found += leaves(command, whole) if hasattr(command, "commands") else [(whole, command)]
    return found


def test_every_command_takes_the_common_options() -> None:
    """Each command offers --json, --seed, --as-of and --lang, and a help text in both languages."""
    listed = leaves(typer.main.get_command(app))
    assert len(listed) >= 12
    for name, command in listed:
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--seed", "--as-of", "--lang"} <= options, name
        assert " / " in (command.help or ""), name


def test_every_command_is_in_the_user_pages(checkout: Path) -> None:
    """The page for a first run names every command, and no command that does not exist."""
    page = (checkout / "docs" / "use" / "first-run.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`dafeng ((?:plan |data |rules |audit |balance )?[a-z]+)", page))
    assert named == {name for name, _ in leaves(typer.main.get_command(app))}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_reads_a_refusal_in_both_languages(lang: str, tmp_path: Path) -> None:
    """Without --json a refusal goes to standard error, in the chosen language first and the other below."""
    result = CliRunner().invoke(app, ["run", str(tmp_path / "nowhere.txt"), "--lang", lang])
    assert result.exit_code == 2
    assert result.stdout == ""
    first, second = ("找不到", "does not exist") if lang == "zh" else ("does not exist", "找不到")
    assert result.stderr.index(first) < result.stderr.index(second)


def test_a_wrong_date_is_refused(plan: Path) -> None:
    """A date nobody can read is a refusal with the right form, not a crash."""
    code, body = call("plan", "check", str(plan), "--as-of", "22/11/2026")
    assert (code, body["error"]["code"]) == (2, "E_DATE")


def test_help_loads_nothing_heavy() -> None:
    """The help text comes without importing the grammar, numpy, the database or the server."""
    program = (
        "import sys\nfrom dafeng.cli.commands import app\n"
        "print(sorted({'numpy', 'lark', 'sqlalchemy', 'fastapi', 'typst', 'docx', 'pint'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_indicators_are_looked_up_by_name() -> None:
    """A spelling, also behind words that narrow it, leads to its indicator; an unknown one is refused."""
    code, body = call("rules", "indicators", "全市供电煤耗")
    assert (code, [one["id"] for one in body["indicators"]]) == (0, ["coal_power_rate"])
    assert {"families", "denominator", "usual_source", "nature", "source"} <= set(body["indicators"][0])
    assert len(call("rules", "indicators")[1]["indicators"]) >= 200
    code, body = call("rules", "indicators", "没有这样的指标")
    assert (code, body["error"]["code"]) == (2, "E_NO_INDICATOR")


def test_a_city_s_own_indicator_reaches_every_command(plan: Path, tmp_path: Path) -> None:
    """A row in the city folder is looked up, read in a plan, and its fault is named by data check."""
    city = tmp_path / "city"
    shutil.copytree(example_folder(), city)
    table = city / "indicators.csv"
    head = "id,name_zh,words,unit_kind,direction,kind\n"
    table.write_text(head + "tea_pv,茶光互补面积,茶光互补面积,area,up,level\n", encoding="utf-8")
    plan.write_text(PLAN + "（二）其他。到2030年，全市茶光互补面积达到3万亩。\n", encoding="utf-8")
    found = call("plan", "read", str(plan), "--data", str(city))[1]["targets"]
    assert [target["indicator_id"] for target in found][-1] == "tea_pv"
    assert call("rules", "indicators", "茶光", "--data", str(city))[1]["indicators"][0]["field"] == "本市"
    assert call("data", "check", str(city))[1]["faults"] == []
    assert call("plan", "check", str(plan), "--data", str(city))[0] in {0, 1}
    table.write_text(head + "tea_pv,茶光互补面积,森林覆盖率,acre,up,level\n", encoding="utf-8")
    code, body = call("data", "check", str(city))
    assert code == 1
    assert [(fault["cell"], fault["code"]) for fault in body["faults"]] == [
        ("D2", "E_INDICATOR_UNIT_KIND"),
        ("C2", "E_INDICATOR_WORD"),
    ]
    code, body = call("plan", "read", str(plan), "--data", str(city))
    assert (code, body["error"]["code"]) == (2, "E_INDICATORS")
