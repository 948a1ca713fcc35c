"""Fit the confidence of a reading on labelled plans and say how far it can be believed.

Run ``python benchmarks/confidence.py FOLDER… [--write]``: each folder holds ``gold.jsonl`` and its texts.
A reading is right when value, value_max, unit, year, base year, comparator, kind and scope are the label's
and the indicator is the same words, contains them, or shares six tenths of its characters.  A printed
number that carries no label is wrong.  A worded target is judged only where the document has labels for
worded targets.  The fit is a ridge logistic regression.  Each document is left out in turn to choose the
ridge and to temper the log-odds, so that what is told holds for a document nobody has labelled.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dafeng.domain.plan import Target
from dafeng.methods.plan.confidence import INTERCEPT
from dafeng.methods.plan.reading import read_with_evidence
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

SHARED = Path(os.environ.get("DAFENG_SHARED") or Path(__file__).resolve().parents[2] / "shared")
TABLE = Path(__file__).resolve().parents[1] / "src" / "dafeng" / "rules" / "reading_confidence.csv"
SAME = ("value", "value_max", "unit", "year", "base_year", "kind", "scope")
RIDGES = (1.0, 3.0, 10.0, 30.0)
LOOSE = 0.1  # the ridge on the intercept
RARE = 6  # a feature seen in fewer items gets no weight
WORDED = 10  # a document with fewer worded labels was not labelled for them
ALIKE = 0.6

Label = dict[str, Any]


class Item(NamedTuple):
    """One judged reading."""

    document: str
    seen: dict[str, float]
    right: bool


def alike(read: str, label: str) -> bool:
    """Whether two names of an indicator say the same, leniently."""
    simplified = load_vocabulary().simplified
    ours, theirs = simplified(read), simplified(label)
    if ours == theirs or ours in theirs or theirs in ours:
        return True
    a, b = Counter(ours), Counter(theirs)
    return sum((a & b).values()) / max(sum((a | b).values()), 1) >= ALIKE


def right(target: Target, label: Label) -> bool:
    """Whether the whole record is the label's."""
    return (
        all(getattr(target, field) == label[field] for field in SAME)
        and target.comparator in {label["comparator"], label["alt_comparator"]}
        and alike(target.indicator, label.get("indicator_norm") or label["indicator"])
    )


def judged(path: Path, labels: list[Label]) -> list[Item]:
    """Every reading of one text with the verdict on it."""
    document = read_document(path)
    if document.text.startswith("# source"):
        line = document.text.index("\n")
        document = replace(document, text=" " * line + document.text[line:])
    plan, evidence = read_with_evidence(document, load_vocabulary())
    numeric = [label for label in labels if label["value"] is not None]
    worded = [label for label in labels if label["value"] is None]
    name = f"{path.parent.name}/{path.name}"
    found = []
    for target, seen in zip(plan.targets, evidence, strict=True):
        if target.is_numeric:
            over = [label for label in numeric if _overlap(target, label)]
            # A number told for two years has a label for each; the one of the same year is meant.
            over.sort(key=lambda label: label["year"] != target.year)
            found.append(Item(name, seen, bool(over) and right(target, over[0])))
        elif len(worded) >= WORDED:
            found.append(Item(name, seen, any(_worded_right(target, label) for label in worded)))
    return found


def _overlap(target: Target, label: Label) -> bool:
    assert target.value_start is not None and target.value_end is not None
    return bool(target.value_start < label["value_end"] and label["value_start"] < target.value_end)


def _worded_right(target: Target, label: Label) -> bool:
    start, end = label["quote_start"], label["quote_start"] + len(label["quote"])
    near = target.quote_start < end and start < target.quote_end
    return near and right(target, label | {"unit": target.unit})


def fit(items: list[Item], names: list[str], ridge: float) -> np.ndarray:
    """Ridge logistic regression: the weight of each name."""
    matrix = np.array([[item.seen.get(name, 0.0) for name in names] for item in items])
    penalty = np.full(len(names), ridge)
    penalty[names.index(INTERCEPT)] = LOOSE
    return newton(matrix, verdicts(items), penalty)


def newton(matrix: np.ndarray, truth: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """The weights that make the penalised likelihood largest."""
    weights = np.zeros(matrix.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (truth - chance) - penalty * weights
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def verdicts(items: list[Item]) -> np.ndarray:
    """1.0 for each item that is right."""
    return np.array([item.right for item in items], dtype=float)


def tempered(items: list[Item], ridge: float) -> tuple[float, float]:
    """Slope and shift that turn the log-odds of left-out documents into what came true."""
    told = np.clip(left_out(items, ridge, temper=False), 1e-6, 1 - 1e-6)
    odds = np.log(told / (1 - told))
    shift, slope = newton(
        np.column_stack([np.ones(len(odds)), odds]), verdicts(items), np.array([LOOSE, 0.0])
    )
    return float(slope), float(shift)


def final(items: list[Item], names: list[str], ridge: float) -> np.ndarray:
    """The tempered weights: fitted on all documents, drawn in as far as the left-out ones ask."""
    slope, shift = tempered(items, ridge)
    weights = fit(items, names, ridge) * slope
    weights[names.index(INTERCEPT)] += shift
    return weights


def chances(items: list[Item], names: list[str], weights: np.ndarray) -> np.ndarray:
    """The fitted probability of each item."""
    matrix = np.array([[item.seen.get(name, 0.0) for name in names] for item in items])
    return 1 / (1 + np.exp(-matrix @ weights))


def usable(items: list[Item]) -> list[str]:
    """Features seen often enough, the intercept first."""
    counts: Counter[str] = Counter(name for item in items for name in item.seen)
    return [
        INTERCEPT,
        *sorted(name for name, count in counts.items() if name != INTERCEPT and RARE <= count < len(items)),
    ]


def left_out(items: list[Item], ridge: float, *, temper: bool) -> np.ndarray:
    """Each item's probability from a fit, tempered or not, that has not seen its document."""
    told = np.zeros(len(items))
    for document in sorted({item.document for item in items}):
        rest = [item for item in items if item.document != document]
        own = [index for index, item in enumerate(items) if item.document == document]
        names = usable(rest)
        weights = final(rest, names, ridge) if temper else fit(rest, names, ridge)
        told[own] = chances([items[index] for index in own], names, weights)
    return told


def reliability(told: np.ndarray, truth: np.ndarray) -> list[str]:
    """A line per decile of told probability, then the Brier score and the mean gap."""
    lines, gap = ["  told        items   mean told   right"], 0.0
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (told >= low) & ((told < low + 0.1) | ((low > 0.85) & (told <= 1)))
        if not inside.any():
            continue
        mean, share = told[inside].mean(), truth[inside].mean()
        gap += inside.sum() * abs(mean - share)
        lines.append(f"  {low:.1f}–{low + 0.1:.1f}   {inside.sum():6d}   {mean:9.3f}   {share:.3f}")
    brier = ((told - truth) ** 2).mean()
    flat = truth.mean() * (1 - truth.mean())
    lines.append(f"  Brier {brier:.3f} (one number for all: {flat:.3f}), mean gap {gap / len(told):.3f}")
    return lines


def table(items: list[Item], names: list[str], weights: np.ndarray, source: str) -> str:
    """The rows of ``rules/reading_confidence.csv``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["feature", "weight", "items", "source"])
    for name, weight in zip(names, weights, strict=True):
        writer.writerow([name, f"{weight:.3f}", sum(name in item.seen for item in items), source])
    return out.getvalue()


def main() -> int:
    """Print the reliability and, with --write, replace the table of weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[SHARED / "plans"])
    parser.add_argument("--write", action="store_true", help="replace the table in rules/")
    options = parser.parse_args()
    items: list[Item] = []
    for folder in options.folders:
        if not (folder / "gold.jsonl").is_file():
            sys.stdout.write(f"no labelled plans at {folder}: set DAFENG_SHARED\n")
            return 0
        labels: dict[str, list[Label]] = defaultdict(list)
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            labels[label["doc"]].append(label)
        for path in sorted(folder.glob("*.txt")):
            items += judged(path, labels[path.name])
    truth = verdicts(items)
    documents = len({item.document for item in items})
    names = usable(items)
    ridge = min(RIDGES, key=lambda ridge: float(((left_out(items, ridge, temper=False) - truth) ** 2).mean()))
    weights = final(items, names, ridge)
    print(
        f"{len(items)} readings in {documents} documents, {truth.mean():.3f} right in every field; ridge {ridge:g}"
    )
    print("fitted on all:", *reliability(chances(items, names, weights), truth), sep="\n")
    print(
        "each document left out in turn:", *reliability(left_out(items, ridge, temper=True), truth), sep="\n"
    )
    source = f"benchmarks/confidence.py: {len(items)} readings in {documents} labelled plans"
    rows = table(items, names, weights, source)
    print(rows)
    if options.write:
        TABLE.write_text(rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
