"""Adding a ledger is adding a file: the page that says how is followed word by word."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dafeng.cli.commands import app
from dafeng.rules.ledgers import parse_ledger
from tests.returns import fill

ROWS = [
    {"store": "示例一号冷库", "operator": "示例冷链有限公司", "floor_area": "5200", "electricity": "86.5"},
    {"store": "示例二号冷库", "operator": "示例水产有限公司", "floor_area": "1800", "electricity": "缺失"},
]


def test_the_page_is_followed_to_the_export(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The declaration of the page, put into a city's folder, gives a form that is checked, booked and exported."""
    page = (checkout / "docs" / "develop" / "add-a-ledger.md").read_text("utf-8")
    declared = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert declared
    name = tomllib.loads(declared[1])["id"]
    shutil.copytree(checkout / "examples" / "guangan", tmp_path / "city")
    (tmp_path / "city" / "ledgers").mkdir()
    (tmp_path / "city" / "ledgers" / f"{name}.toml").write_text(declared[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path / "city")
    commands = re.findall(r"^\$ dafeng (data .*)$", page, re.MULTILINE)
    assert [command.split()[1] for command in commands] == [
        "ledgers",
        "template",
        "check",
        "import",
        "export",
    ]
    for command in commands:
        if command.startswith("data check"):
            form = Path(shlex.split(command)[2])
            form.write_bytes(fill(form.read_bytes(), parse_ledger(name, declared[1]), ROWS))
        result = CliRunner().invoke(app, [*shlex.split(command), "--json"])
        assert result.exit_code == 0, result.output
        if command.startswith("data ledgers"):
            assert [one["id"] for one in json.loads(result.stdout)["ledgers"]] == [name]
    out = Path(shlex.split(commands[-1])[-1]).read_text("utf-8-sig")
    assert [line.rsplit(",", 4)[1:] for line in out.splitlines()[1:]] == [list(row.values()) for row in ROWS]
