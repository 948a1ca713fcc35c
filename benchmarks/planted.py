"""How well planted defects are found: recall by kind, and every finding where none belongs.

Run ``python benchmarks/planted.py FOLDER`` with a folder that holds ``index.jsonl`` — one line a text:
``{"file", "kind" (null when clean), "base", "clause", "what"}`` — and the texts it names.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from dafeng.domain.finding import Finding
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import review
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary


def main() -> None:
    """Read the index, review every text and print what was found, missed and said of clean texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 9, 1))
    arguments = parser.parse_args()
    lines = (arguments.folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    index = [json.loads(line) for line in lines if line.strip()]
    found = {entry["file"]: _findings(arguments.folder / entry["file"], arguments.as_of) for entry in index}
    clean = {entry["base"]: entry["file"] for entry in index if entry["kind"] is None}
    _print_recall(index, found)
    _print_false(index, found, clean)


def _findings(path: Path, as_of: date) -> tuple[Finding, ...]:
    return review(read_plan(read_document(path), load_vocabulary()), {}, as_of=as_of)


def _print_recall(index: list[dict[str, Any]], found: dict[str, tuple[Finding, ...]]) -> None:
    score: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in index:
        if entry["kind"] is None:
            continue
        hits = [one for one in found[entry["file"]] if one.kind == entry["kind"]]
        placed = [one for one in hits if _at(entry["clause"], one)]
        tally = score[entry["kind"]]
        tally[0] += 1
        tally[1] += bool(hits)
        tally[2] += bool(placed)
        if not placed:
            state = "wrong clause" if hits else "missed"
            where = [one.clauses[:4] for one in hits]
            print(
                f"{state} {entry['kind']:>2} {entry['file']} {entry['clause']} {entry['what']} {where or ''}"
            )
    for kind, (texts, hits, placed) in sorted(score.items()):
        print(f"kind {kind:>2}: {hits}/{texts} found, {placed} at the clause")


def _at(wanted: str, finding: Finding) -> bool:
    """Whether a finding names one of the wanted clauses, with or without the chapter in front or its paragraph behind."""
    return any(
        clause.endswith(one) or re.sub(r"(?:~\d+)?[a-z]?$", "", clause).endswith(one)
        for one in wanted.split("、")
        for clause in finding.clauses
    )


def _print_false(
    index: list[dict[str, Any]], found: dict[str, tuple[Finding, ...]], clean: dict[str, str]
) -> None:
    for entry in index:
        known = set()
        if entry["kind"] is not None:
            base = found.get(clean.get(entry["base"], ""), ())
            known = {(one.check, one.title) for one in base}
        for one in found[entry["file"]]:
            if (one.check, one.title) not in known and one.kind != entry["kind"]:
                label = "FALSE" if entry["kind"] is None else f"beyond {entry['kind']}"
                print(
                    f"{label} {entry['file']} {one.kind} {one.check} {one.clauses[:4]} {one.title} | {one.arithmetic[:160]}"
                )


if __name__ == "__main__":
    main()
