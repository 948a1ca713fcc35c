"""Parsers of rich formats run in a child process, so that no file can take the program down with it.

The child gets one line of JSON and the bytes on its standard input and answers with one line of JSON.
It may use limited memory and processor time; the parent waits a limited time.  A platform without
``resource`` keeps the time limit only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.place import Part, Place
from dafeng.readers.refusals import refusal, too_heavy
from dafeng.readers.transcript import Transcript

MEMORY = 900 * 1024 * 1024
PARSERS = {
    "docx": ("dafeng.readers.docx", "read_docx"),
    "html": ("dafeng.readers.html", "read_html"),
    "mhtml": ("dafeng.readers.html", "read_mhtml"),
    "pdf": ("dafeng.readers.pdf", "read_pdf"),
}
SHORTEST, LONGEST = 8.0, 60.0
SMALL = 500_000  # bytes: a hundred pages
BYTES_PER_SECOND = 50_000
# How a process ends when an allocator gives up, or the kernel ends it for the limit it was given.
_LIMITS = {"SIGKILL", "SIGXCPU", "SIGABRT", "SIGTRAP", "SIGILL"}

Told = tuple[str, tuple[Part, ...]]


def transcribe(format: str, data: bytes, name: str) -> Told:
    """The text of a file and the parts of it, read by a child process of its own.

    Raises
    ------
    DafengError
        The parser's own refusal, ``E_TOO_HEAVY`` at a limit, ``E_*_BROKEN`` for any other end.

    """
    seconds = patience(len(data))
    try:
        done = subprocess.run(  # noqa: S603 – our own module, started by our own interpreter
            command(),
            input=request(format, data, name, seconds),
            capture_output=True,
            timeout=seconds,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_heavy(name) from error
    return answer(done.stdout, done.returncode, format, name)


def patience(size: int) -> float:
    """Seconds that a file of that many bytes may take: 8, more for a long document, at most 60."""
    return min(LONGEST, SHORTEST + max(0, size - SMALL) / BYTES_PER_SECOND)


def command() -> list[str]:
    """How the child starts; the folder it is started in is never a source of modules."""
    return [sys.executable, "-P", "-m", "dafeng.readers.sandbox"]


def environment() -> dict[str, str]:
    """The child imports the same dafeng as its parent, wherever that stands."""
    home = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join((home, inherited)) if inherited else home
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def request(format: str, data: bytes, name: str, seconds: float) -> bytes:
    """What the child is asked: a line that says what follows, then the bytes."""
    head = {"format": format, "name": name, "bytes": len(data), "seconds": seconds}
    return json.dumps(head).encode("ascii") + b"\n" + data


def answer(line: bytes, code: int, format: str, name: str) -> Told:
    """The text and parts in the child's answer; its error, or the way it ended, as a refusal."""
    try:
        told = json.loads(line)
    except ValueError as error:
        if -code in _signals():
            raise too_heavy(name) from error
        raise _failed(format, name) from error
    if "error" in told:
        found = told["error"]
        faults = tuple(Fault(*fault) for fault in found["faults"])
        raise DafengError(found["code"], found["zh"], found["en"], faults)
    return told["text"], tuple(Part(start, end, Place(**place)) for start, end, place in told["parts"])


def _signals() -> set[int]:
    import signal

    return {int(found) for found in signal.Signals if found.name in _LIMITS}


def _failed(format: str, name: str) -> DafengError:
    return refusal(
        f"E_{'HTML' if format == 'mhtml' else format.upper()}_BROKEN",
        name,
        f"{name} 不能按 {format.upper()} 读取，文件可能已损坏；请用原来的软件重新另存，或另存为文本后再导入",
        f"{name} cannot be read as {format.upper()}, it may be damaged; "
        "save it again from its own program, or as text",
    )


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until the input ends."""
    _limit_memory()
    while line := source.readline():
        head = json.loads(line)
        _limit_time(head["seconds"])
        told = _parsed(head["format"], source.read(head["bytes"]), head["name"])
        sink.write(json.dumps(told).encode("ascii") + b"\n")
        sink.flush()


def _parsed(format: str, data: bytes, name: str) -> dict[str, Any]:
    try:
        module, function = PARSERS[format]
        made: Transcript = getattr(import_module(module), function)(data, name)
        return {
            "text": made.text,
            "parts": [(part.start, part.end, part.place.to_json()) for part in made.parts],
        }
    except DafengError as error:
        return _error(error)
    except MemoryError:
        return _error(too_heavy(name))
    except Exception:  # noqa: BLE001 – whatever a parser raises on a hostile file is a refusal of that file
        return _error(_failed(format, name))


def _error(error: DafengError) -> dict[str, Any]:
    faults = [(fault.code, fault.place, fault.zh, fault.en) for fault in error.faults]
    return {"error": {"code": error.code, "zh": error.zh, "en": error.en, "faults": faults}}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    # A library that prints must not get into the answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, answers)
