"""How well plans are read: precision, recall and field accuracy per labelled document.

Run ``python benchmarks/plan_reading.py FOLDER`` with a folder that holds ``gold.jsonl`` and its texts.
A prediction matches a label of the same document whose value span it overlaps (and whose year it
shares where one number carries two labels).  Worded labels are left out of the numeric scores.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from dafeng.domain.plan import Target
from dafeng.methods.plan import read_plan
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

FIELDS = (
    "value",
    "value_max",
    "unit",
    "year",
    "base_year",
    "comparator",
    "kind",
    "hedge",
    "scope",
    "indicator_norm",
    "quote_start",
    "value_start",
    "value_end",
    "tier",
)


SHARED = Path(os.environ.get("DAFENG_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def predictions(path: Path) -> tuple[Target, ...]:
    """The targets read from one text; a leading ``# source`` line is blanked, so that offsets stay."""
    document = read_document(path)
    if document.text.startswith("# source"):
        line = document.text.index("\n")
        document = replace(document, text=" " * line + document.text[line:])
    return read_plan(document, load_vocabulary()).targets


def predicted(target: Target, field: str) -> Any:
    """The value to compare with a label's field."""
    if field == "indicator_norm":
        simplified = load_vocabulary().simplified
        return simplified(target.indicator)
    return getattr(target, field)


def matches(target: Target, label: dict[str, Any]) -> bool:
    """Overlap of the value spans."""
    if target.value_start is None or target.value_end is None:
        return False
    return bool(target.value_start < label["value_end"] and label["value_start"] < target.value_end)


def main() -> int:
    """Print the table and, with --show, every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED / "plans")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not (options.folder / "gold.jsonl").is_file():
        sys.stdout.write(f"no labelled plans at {options.folder}: set DAFENG_SHARED\n")
        return 0
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (options.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["doc"]].append(label)
    out = sys.stdout
    right: dict[str, int] = defaultdict(int)
    totals = [0, 0, 0]
    for path in sorted(options.folder.glob("*.txt")):
        numeric = [label for label in labels[path.name] if label["value"] is not None]
        targets = [target for target in predictions(path) if target.is_numeric]
        open_targets = list(targets)
        hits = 0
        for label in numeric:
            same = [target for target in open_targets if matches(target, label)]
            best = next(
                (target for target in same if target.year == label["year"]), same[0] if same else None
            )
            if best is None:
                if options.show:
                    out.write(f"  missed   {path.name[:2]} {label['quote']}\n")
                continue
            open_targets.remove(best)
            hits += 1
            for field in FIELDS:
                agreed = predicted(best, field) == label[field] or (
                    field == "comparator" and best.comparator == label["alt_comparator"]
                )
                right[field] += agreed
                if options.show and not agreed:
                    out.write(
                        f"  {field:12} {path.name[:2]} {label['quote'][:50]!r}: {label[field]!r}, read {predicted(best, field)!r}\n"
                    )
        if options.show:
            for target in open_targets:
                out.write(
                    f"  invented {path.name[:2]} {target.quote!r} {target.value} {target.unit} {target.year}\n"
                )
        totals[0] += hits
        totals[1] += len(targets)
        totals[2] += len(numeric)
        precision = f"{hits / len(targets):.3f}" if targets else "  –  "
        recall = f"{hits / len(numeric):.3f}" if numeric else "  –  "
        out.write(
            f"{path.name:45} labels {len(numeric):3} read {len(targets):3} precision {precision} recall {recall}\n"
        )
    hits, read, known = totals
    out.write(f"all: precision {hits / read:.3f} recall {hits / known:.3f}\n")
    for field in FIELDS:
        out.write(f"  {field:15} {right[field] / hits:.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
