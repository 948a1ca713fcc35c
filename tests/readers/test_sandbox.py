"""The child process that parses: its answers, its limits, and every way it can end."""

from __future__ import annotations

import io
import json
import signal
import sys
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers import sandbox
from dafeng.readers.document import read_document
from dafeng.readers.sandbox import answer, patience, request, serve, transcribe
from tests.readers.papers import para, word, zipped


def test_a_child_reads() -> None:
    """A file read by the child gives its text and its parts."""
    text, parts = transcribe("docx", word(para("甲") + para("乙")), "p.docx")
    assert text == "甲\n乙\n"
    assert [str(part.place) for part in parts] == ["第1段", "第2段"]


def test_a_refusal_comes_through() -> None:
    """What the parser refuses in the child is the same refusal in the parent."""
    with pytest.raises(DafengError) as refusal:
        transcribe("docx", b"PK", "坏.docx")
    assert refusal.value.code == "E_DOCX_BROKEN"
    assert [fault.place for fault in refusal.value.faults] == ["坏.docx"]


def test_plain_text_starts_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text file is decoded without a child process."""

    def no_child() -> list[str]:
        raise AssertionError

    monkeypatch.setattr(sandbox, "command", no_child)
    path = tmp_path / "plan.txt"
    path.write_text("一、目标\n", encoding="utf-8")
    assert read_document(path).text == "一、目标\n"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_a_bomb_meets_the_limit_of_memory() -> None:
    """A small file that unpacks to gigabytes, within the directory's own limit or lying about it, is refused."""
    huge = b"<w:p><w:r><w:t>0</w:t></w:r></w:p>" * 1_800_000
    packed = zipped(
        {"word/document.xml": b"<w:document xmlns:w='x'><w:body>" + huge + b"</w:body></w:document>"}
    )
    with pytest.raises(DafengError) as refusal:
        transcribe("docx", packed, "bomb.docx")
    assert refusal.value.code in {"E_TOO_HEAVY", "E_DOCX_BROKEN"}


def test_a_child_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that does not answer in time is ended and the file refused as too heavy."""
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(sandbox, "SHORTEST", 0.2)
    with pytest.raises(DafengError) as refusal:
        transcribe("pdf", b"%PDF-", "slow.pdf")
    assert refusal.value.code == "E_TOO_HEAVY"


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        (-signal.SIGKILL, "E_TOO_HEAVY"), (-signal.SIGXCPU, "E_TOO_HEAVY"), (-signal.SIGABRT, "E_TOO_HEAVY"),
        (-signal.SIGSEGV, "E_PDF_BROKEN"), (1, "E_PDF_BROKEN"), (0, "E_PDF_BROKEN"),
    ],
)  # fmt: skip
def test_every_end_is_a_refusal(ended: int, code: str) -> None:
    """A child killed at a limit says too heavy; one that falls over says that the file is broken."""
    with pytest.raises(DafengError) as refusal:
        answer(b"", ended, "pdf", "p.pdf")
    assert refusal.value.code == code


def test_an_exception_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a parser raises is told as a broken file, and the child goes on with the next."""
    monkeypatch.setitem(sandbox.PARSERS, "pdf", ("dafeng.readers.nowhere", "read"))
    monkeypatch.setattr(sandbox, "_limit_memory", lambda: None)
    monkeypatch.setattr(sandbox, "_limit_time", lambda _seconds: None)
    sink = io.BytesIO()
    serve(
        io.BytesIO(request("pdf", b"abc", "a.pdf", 8) + request("docx", word(para("甲")), "b.docx", 9)), sink
    )
    first, second = (json.loads(line) for line in sink.getvalue().splitlines())
    assert first["error"]["code"] == "E_PDF_BROKEN"
    assert second["text"] == "甲\n"


def test_patience_grows_with_the_file() -> None:
    """A small file gets less than ten seconds, a long one more, none over a minute."""
    assert patience(400_000) == patience(0) < 10
    assert patience(2_000_000) > 20
    assert patience(10**9) == 60
