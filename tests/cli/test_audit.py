"""The commands of the IT department: audit verify, head and log, backup and restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dafeng.cli.commands import app
from dafeng.storage.books import Books
from tests.storage.entries import MARCH, put, tamper


def call(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command with --json; standard output must be one JSON object and nothing else."""
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.stdout.count("\n") == 1, result.output
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """Books with two events."""
    with Books.open(tmp_path / "city") as books:
        put(books)
        with books.write(at=MARCH, by="李", role="owner") as transaction:
            transaction.record_event("sign", "brief", {"page": 1}, "月报")
    return str(tmp_path / "city")


def test_books_that_hold_end_with_zero(where: str) -> None:
    """Nothing was changed: exit code 0, the head, no broken place."""
    code, body = call("audit", "verify", "--books", where)
    assert (code, body["holds"], body["broken"]) == (0, True, [])
    assert (body["books"], body["head"]["number"]) == ("city", 2)


def test_a_change_ends_with_one_and_its_place(where: str) -> None:
    """An edited row is exit code 1 and named; so it is in the terminal, in the language asked for."""
    with Books.open(where) as books:
        tamper(books, "observations", "UPDATE observations SET value = 99 WHERE id = 1")
    code, body = call("audit", "verify", "--books", where)
    assert (code, body["holds"]) == (1, False)
    assert [(one["code"], one["place"]) for one in body["broken"]] == [("E_CHAIN_ROW", "observation 1")]
    shown = CliRunner().invoke(app, ["audit", "verify", "--books", where, "--lang", "en"])
    assert shown.exit_code == 1
    assert "observation 1  coal.used 999900 2021 企业=甲厂 (submission 1) was edited" in shown.stdout


def test_a_head_noted_in_any_way_is_compared(where: str, tmp_path: Path) -> None:
    """A hash, the terminal's lines, the JSON object and a backup each name the head; a cut chain shows against it."""
    _, head = call("audit", "head", "--books", where)
    lines = CliRunner().invoke(app, ["audit", "head", "--books", where]).stdout
    (tmp_path / "head.txt").write_text(lines, "utf-8")
    (tmp_path / "head.json").write_text(json.dumps(head), "utf-8")
    assert call("backup", "--books", where, "--out", str(tmp_path / "b.zip"))[0] == 0
    ways = [head["hash"], *(str(tmp_path / name) for name in ("head.txt", "head.json", "b.zip"))]
    for way in ways:
        code, body = call("audit", "verify", "--books", where, "--head", way)
        assert (code, body["compared_with"]["hash"]) == (0, head["hash"])
    with Books.open(where) as books:
        tamper(books, "events", "DELETE FROM events WHERE number = 2")
    assert call("audit", "verify", "--books", where)[0] == 0
    for way in ways:
        code, body = call("audit", "verify", "--books", where, "--head", way)
        assert (code, [one["code"] for one in body["broken"]]) == (1, ["E_CHAIN_HEAD"])
    code, body = call("audit", "verify", "--books", where, "--head", "no-such-file")
    assert (code, body["error"]["code"]) == (2, "E_HEAD")


def test_the_log_lists_events_newest_last(where: str) -> None:
    """Who did what, when and why; `--last` cuts from the front, 0 shows all."""
    code, body = call("audit", "log", "--books", where)
    assert (code, body["events"]) == (0, 2)
    assert [event["action"] for event in body["shown"]] == ["import", "sign"]
    assert body["shown"][1]["detail"] == {"page": 1}
    assert [
        event["action"] for event in call("audit", "log", "--books", where, "--last", "1")[1]["shown"]
    ] == ["sign"]
    assert len(call("audit", "log", "--books", where, "--last", "0")[1]["shown"]) == 2
    shown = CliRunner().invoke(app, ["audit", "log", "--books", where]).stdout
    assert "2026-03-05T09:00:00Z  李  sign  brief（月报）" in shown.splitlines()[-1]


def test_backup_and_restore_in_the_terminal(where: str, tmp_path: Path) -> None:
    """Both say the file, the head and the counts; absent books and filled ones are bad input."""
    backup = CliRunner().invoke(app, ["backup", "--books", where, "--out", str(tmp_path / "b.zip")])
    assert backup.exit_code == 0
    assert "观测值 3 条，批次 1 个，原件 1 份" in backup.stdout
    again = str(tmp_path / "again")
    restored = CliRunner().invoke(app, ["restore", str(tmp_path / "b.zip"), "--books", again, "--lang", "en"])
    assert restored.exit_code == 0
    assert "The books hold" in restored.stdout
    assert (
        call("audit", "head", "--books", again)[1]["hash"]
        == call("audit", "head", "--books", where)[1]["hash"]
    )
    assert (
        call("restore", str(tmp_path / "b.zip"), "--books", again)[1]["error"]["code"] == "E_BOOKS_NOT_EMPTY"
    )
    assert call("backup", "--books", str(tmp_path / "none"))[1]["error"]["code"] == "E_NO_BOOKS"
    assert not (tmp_path / "none").exists()
