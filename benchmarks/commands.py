"""Whole commands as a person meets them: wall time of fresh processes, median of five.

The reference is an interpreter that starts and stops; the ratio says how much of a command is our own.
Bars: help under 0.5 s, run under 10 s, demo under 60 s, on two cores.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
SHARED = Path(os.environ.get("DAFENG_SHARED") or ROOT.parent / "shared")


def seconds(command: Sequence[str], folder: Path) -> float:
    """Median wall time of a command; its output folder is removed before each run."""
    found = []
    for _ in range(RUNS):
        shutil.rmtree(folder, ignore_errors=True)
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def main() -> None:
    """Time each command and print a table."""
    program = str(Path(sys.executable).with_name("dafeng"))
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        plan = SHARED / "plans" / "00_guangan.txt"
        data = str(ROOT / "examples" / "guangan" / "data")
        commands = {
            "help": ([program, "--help"], 0.5),
            "demo": ([program, "demo", "--out", str(out)], 60.0),
        }
        if plan.is_file():
            commands["plan read (Guang'an text)"] = ([program, "plan", "read", str(plan)], None)
            commands["run (Guang'an text)"] = (
                [program, "run", str(plan), "--data", data, "--out", str(out)],
                10.0,
            )
        empty = seconds([sys.executable, "-c", "pass"], out)
        print(f"{'command':28} {'s':>7} {'bar s':>7} {'/ empty interpreter':>20}")
        for name, (command, bar) in commands.items():
            took = seconds(command, out)
            print(f"{name:28} {took:7.2f} {bar or '':>7} {took / empty:20.1f}")


if __name__ == "__main__":
    main()
