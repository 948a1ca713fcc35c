"""Reads damaged files as the product does, and says how each ended.

The batch driver keeps one child for many files: the product starts a child for each.  The child, its
protocol and its limits are the product's own; after a child has died a fresh one takes over.
"""

from __future__ import annotations

import contextlib
import functools
import json
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Document
from dafeng.methods.plan import plan_to_json, read_plan, reading
from dafeng.methods.plan.target.grammar import TargetGrammar
from dafeng.readers import sandbox
from dafeng.readers.document import read_document
from dafeng.readers.refusals import too_heavy
from dafeng.rules.vocabulary import load_vocabulary

LONGEST = 10.0
MOST_MEMORY = 1024 * 1024  # kilobytes
_PER_CHILD = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one input ended: a code or ``read``, the seconds it took, and what it broke, if anything."""

    code: str
    seconds: float
    violation: str | None = None


class Batch:
    """A child that answers many requests; a dead one is replaced."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self.deaths: dict[str, int] = {}
        self.memory = 0

    def transcribe(self, format: str, data: bytes, name: str) -> sandbox.Told:
        """As `sandbox.transcribe`, by the child at hand."""
        if self._child is None or self._asked >= _PER_CHILD:
            self.close()
            self._child = subprocess.Popen(
                sandbox.command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=sandbox.environment(),
            )
        self._asked += 1
        seconds = sandbox.patience(len(data))
        line = self._ask(sandbox.request(format, data, name, seconds), seconds)
        code = 0
        if not line.endswith(b"\n"):
            code = self._child.poll() if line != b"late" else None
            if code is None:
                self._child.kill()
                code = self._child.wait()
            self._count(code)
            self._drop()
            if line == b"late":
                raise too_heavy(name)
        else:
            self.memory = max(self.memory, _peak(self._child.pid))
        return sandbox.answer(line, code, format, name)

    def _ask(self, request: bytes, seconds: float) -> bytes:
        assert self._child is not None and self._child.stdin is not None and self._child.stdout is not None
        try:
            self._child.stdin.write(request)
            self._child.stdin.flush()
        except BrokenPipeError:
            self._child.wait()
            return b""
        if not select.select([self._child.stdout], [], [], seconds)[0]:
            return b"late"
        line = self._child.stdout.readline()
        if not line.endswith(b"\n"):
            self._child.wait()
        return line

    def _count(self, code: int) -> None:
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        self.deaths[name] = self.deaths.get(name, 0) + 1

    def _drop(self) -> None:
        assert self._child is not None and self._child.stdin is not None and self._child.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._child.stdin.close()
        self._child.stdout.close()
        self._child, self._asked = None, 0

    def close(self) -> None:
        """End the child."""
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            self._child.wait()
            self._drop()


def _peak(pid: int) -> int:
    """The most memory a process has had, in kilobytes, where the system tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


@contextlib.contextmanager
def batched() -> Iterator[Batch]:
    """Within it, documents are read by one child for all, and the grammar is built once."""
    batch = Batch()
    words = load_vocabulary()
    every = " ".join((*words.units, *words.scopes, *words.narrowed, *words.doing))
    once = functools.cache(lambda: TargetGrammar(words, every))
    with (
        patch.object(sandbox, "transcribe", batch.transcribe),
        patch.object(reading, "TargetGrammar", lambda _vocabulary, _text: once()),
    ):
        try:
            yield batch
        finally:
            batch.close()


class _HangError(Exception):
    """A step went on for longer than any may."""


def _late(_signal: int, _frame: object) -> None:
    raise _HangError


def run(data: bytes, path: Path) -> Outcome:
    """Write the bytes to that path, read them and what they promise, and look at the answer."""
    path.write_bytes(data)
    before = signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, LONGEST + 2)
    begun = time.monotonic()
    code, violation = "read", None
    try:
        document = read_document(path)
        violation = _unsound(document)
        plan = read_plan(document, load_vocabulary())
        json.dumps(plan_to_json(plan), ensure_ascii=False, allow_nan=False).encode()
    except DafengError as error:
        code = error.code
        json.dumps(error.to_json(), ensure_ascii=False).encode()
        violation = None if error.zh and error.en and error.faults else "an error without words"
    except _HangError:
        code = "hang"
    except Exception as error:  # noqa: BLE001 – that is what is looked for
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
        code, violation = "exception", f"{type(error).__name__} at {where}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    seconds = time.monotonic() - begun
    if violation is None and seconds > LONGEST:
        violation = f"took {seconds:.1f} s"
    if (
        violation is None
        and sys.platform == "linux"
        and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_MEMORY
    ):
        violation = "the parent has had more than 1 GB"
    return Outcome(code, seconds, violation)


def _unsound(document: Document) -> str | None:
    """What is wrong with the parts of a document, if anything."""
    end = 0
    for part in document.parts:
        if not end <= part.start < part.end <= len(document.text):
            return f"part {part.start}–{part.end} after {end} in {len(document.text)} characters"
        end = part.end
    try:
        document.text.encode()
    except UnicodeEncodeError:
        return "a text that no file can hold"
    return None
