"""How well plans are read: precision, recall and field accuracy per labelled document.

Run ``python benchmarks/plan_reading.py FOLDER…`` with folders that hold ``gold.jsonl``, perhaps
``negatives.jsonl``, and their texts.  A prediction matches a label of the same document whose value span
it overlaps (and whose year it shares where one number carries two labels).  Worded labels are left out of
the numeric scores; core labels and standing rules are counted together and apart.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
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
    "indicator",
    "quote_start",
    "value_start",
    "value_end",
    "tier",
)
NUMBER = ("value", "value_max", "unit", "year", "base_year", "comparator")
LENIENT = 0.6  # character Jaccard from which two wordings count as the same

SHARED = Path(os.environ.get("DAFENG_SHARED") or Path(__file__).resolve().parents[2] / "shared")


@dataclass
class Score:
    """What was counted in one document."""

    labels: int = 0
    read: int = 0
    hits: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Take in another document's counts."""
        self.labels += other.labels
        self.read += other.read
        self.hits += other.hits
        self.right += other.right

    def line(self, name: str) -> str:
        """The counts as one row of the table."""
        parts = [f"{name[:38]:38} {self.labels:4} {self.read:4}"]
        parts += [_ratio(self.hits, self.read), _ratio(self.hits, self.labels)]
        parts += [
            _ratio(self.right[column], self.hits)
            for column in ("number", "indicator", "lenient", "scope", "kind", "whole", "whole lenient")
        ]
        return " ".join(parts)


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:6.3f}" if whole else "     –"


def predictions(path: Path) -> tuple[Target, ...]:
    """The targets read from one text; a leading ``# source`` line is blanked, so that offsets stay."""
    document = read_document(path)
    if document.text.startswith("# source"):
        line = document.text.index("\n")
        document = replace(document, text=" " * line + document.text[line:])
    return read_plan(document, load_vocabulary()).targets


def plain(words: str | None) -> str | None:
    """Words as they are compared: Simplified, half-width brackets, no blanks."""
    if words is None:
        return None
    simplified = load_vocabulary().simplified
    words = simplified(words)
    return words.replace("（", "(").replace("）", ")").replace(" ", "")


def alike(read: str, label: str) -> bool:
    """Equal, one contained in the other, or sharing most of their characters."""
    if read in label or label in read:
        return True
    ours, theirs = set(read), set(label)
    return len(ours & theirs) / len(ours | theirs) >= LENIENT


def matches(target: Target, label: dict[str, Any]) -> bool:
    """Overlap of the value spans."""
    if target.value_start is None or target.value_end is None:
        return False
    return bool(target.value_start < label["value_end"] and label["value_start"] < target.value_end)


def agreement(target: Target, label: dict[str, Any]) -> dict[str, bool]:
    """Which fields of a prediction agree with its label, and the composites the bars ask for."""
    agreed = {name: getattr(target, name) == label.get(name) for name in FIELDS}
    agreed["comparator"] |= target.comparator == label.get("alt_comparator")
    agreed["scope"] = plain(target.scope) == plain(label["scope"])
    ours, theirs = plain(target.indicator) or "", plain(label["indicator_norm"]) or ""
    agreed["indicator"] = ours == theirs
    agreed["lenient"] = alike(ours, theirs)
    agreed["number"] = all(agreed[name] for name in NUMBER)
    rest = agreed["number"] and agreed["kind"] and agreed["scope"]
    agreed["whole"] = rest and agreed["indicator"]
    agreed["whole lenient"] = rest and agreed["lenient"]
    return agreed


def score(path: Path, labels: list[dict[str, Any]], shown: list[str]) -> tuple[Score, Score]:
    """One document's counts, over all labels and over core labels only; what went wrong goes to `shown`."""
    targets = [target for target in predictions(path) if target.is_numeric and target.tier != "table"]
    open_targets = list(targets)
    everything, core = Score(), Score()
    for label in labels:
        counted = [everything, core] if label["tier"] == "core" else [everything]
        for one in counted:
            one.labels += 1
        same = [target for target in open_targets if matches(target, label)]
        best = next((target for target in same if target.year == label["year"]), same[0] if same else None)
        if best is None:
            shown.append(f"missed     {path.name[:6]} {label['quote']!r}")
            continue
        open_targets.remove(best)
        agreed = agreement(best, label)
        for one in counted:
            one.hits += 1
            one.read += 1
            one.right.update(name for name, good in agreed.items() if good)
        shown += [
            f"{name:10} {path.name[:6]} {label['quote'][-60:]!r}: "
            f"{label['indicator_norm' if name == 'indicator' else name]!r}, read {getattr(best, name)!r}"
            for name in FIELDS
            if not agreed[name]
        ]
    for target in open_targets:
        everything.read += 1
        core.read += target.tier == "core"
        shown.append(
            f"invented   {path.name[:6]} {target.quote!r} {target.value} {target.unit} {target.year}"
        )
    return everything, core


def taken(path: Path, negatives: list[dict[str, Any]], shown: list[str]) -> int:
    """How many of the labelled non-targets were read as targets."""
    count = 0
    targets = [target for target in predictions(path) if target.is_numeric]
    for negative in negatives:
        spans = [(start, start + len(negative["quote"])) for start in negative["starts"]]
        if any(
            target.value_start is not None and start <= target.value_start < end and _only(target, negative)
            for target in targets
            for start, end in spans
        ):
            count += 1
            shown.append(f"negative   {path.name[:6]} {negative['quote']!r}")
    return count


def _only(target: Target, negative: dict[str, Any]) -> bool:
    """A quote may hold a real target beside the non-target: then the value must be the quote's only number."""
    digits = "".join(c if c.isdigit() or c == "." else " " for c in negative["quote"]).split()
    return target.value is not None and f"{target.value:g}" in digits and len(set(digits)) <= 1


def main() -> int:
    """Print the table and, with --show, every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[SHARED / "plans"])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    out = sys.stdout
    for folder in options.folders:
        if not (folder / "gold.jsonl").is_file():
            out.write(f"no labelled plans at {folder}: set DAFENG_SHARED\n")
            continue
        shown: list[str] = []
        labels, negatives = _by_document(folder / "gold.jsonl"), _by_document(folder / "negatives.jsonl")
        out.write(
            f"{'':38} labels read precis recall number indic. lenien  scope   kind  whole whole(lenient)\n"
        )
        everything, core, mistaken = Score(), Score(), 0
        for path in sorted(folder.glob("*.txt")):
            numeric = [
                label
                for label in labels[path.name]
                if label["value"] is not None and label["tier"] in {"core", "standing"}
            ]
            of_all, of_core = score(path, numeric, shown)
            mistaken += taken(path, negatives[path.name], shown)
            everything.add(of_all)
            core.add(of_core)
            out.write(of_all.line(path.name) + "\n")
        out.write(everything.line("all") + "\n" + core.line("core only") + "\n")
        known = sum(map(len, negatives.values()))
        out.write(f"non-targets taken for targets: {mistaken} of {known}\n")
        out.writelines(f"  {name:12} {_ratio(everything.right[name], everything.hits)}\n" for name in FIELDS)
        if options.show:
            out.writelines(f"  {line}\n" for line in shown)
    return 0


def _by_document(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            found[label["doc"]].append(label)
    return found


if __name__ == "__main__":
    sys.exit(main())
