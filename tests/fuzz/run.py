"""``make fuzz``: many damaged files through all readers, in batches that can be taken up again.

Writes ``report.json`` with the counts so far after every batch, and each input that broke a promise.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fuzz.driver import MOST_MEMORY, batched, run
from tests.fuzz.mutations import case

BATCH = 500


def main() -> int:
    """Run or go on; the exit code is 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20300101)
    parser.add_argument("--out", type=Path, default=Path("fuzz-out"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    file = options.out / "report.json"
    report: dict[str, Any] = {
        "seed": options.seed,
        "done": 0,
        "seconds": 0.0,
        "slowest": 0.0,
        "child_memory_mb": 0,
        "outcomes": {},
        "child_deaths": {},
        "violations": [],
    }
    if file.exists():
        known = json.loads(file.read_text(encoding="utf-8"))
        report = known if known["seed"] == options.seed else report
    while report["done"] < options.count:
        _batch(report, min(BATCH, options.count - report["done"]), options.out)
        file.write_text(
            json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
        sys.stdout.write(
            f"{report['done']} / {options.count}, {report['seconds']:.0f} s, {len(report['violations'])} broken promises\n"
        )
        sys.stdout.flush()
    for kind, codes in sorted(report["outcomes"].items()):
        told = ", ".join(
            f"{code} {count}" for code, count in sorted(codes.items(), key=lambda item: -item[1])
        )
        sys.stdout.write(f"{kind:6} {sum(codes.values()):7}  {told}\n")
    return 1 if report["violations"] else 0


def _batch(report: dict[str, Any], count: int, out: Path) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, batched() as batch:
        for index in range(report["done"], report["done"] + count):
            kind, name, data = case(report["seed"], index)
            outcome = run(data, Path(folder) / name)
            (Path(folder) / name).unlink()
            codes = Counter(report["outcomes"].get(kind, {}))
            codes[outcome.code] += 1
            report["outcomes"][kind] = dict(codes)
            report["slowest"] = max(report["slowest"], outcome.seconds)
            if outcome.violation:
                (out / f"{index}-{name}").write_bytes(data)
                report["violations"].append([index, kind, outcome.violation])
    if batch.memory > MOST_MEMORY:
        report["violations"].append([report["done"], "child", "more than 1 GB"])
    report["child_memory_mb"] = max(report["child_memory_mb"], batch.memory // 1024)
    report["child_deaths"] = dict(Counter(report["child_deaths"]) + Counter(batch.deaths))
    report["done"] += count
    report["seconds"] += time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
