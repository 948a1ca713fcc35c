"""How many broken forms are caught with the right cell, by kind, and which are not.

Then every figure of the samples in turn is made 10,000 and 1,000 times too large, as by a mistaken unit, in a
return that has none before it; printed is the share that is refused, and with ``--open`` what passes.

Run ``python benchmarks/forms.py [--forms 200] [--seed 1] [--open]``.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.forms import Sample

CHECKOUT = Path(__file__).resolve().parent.parent
ENLARGED = (10_000.0, 1_000.0)


def main() -> int:
    """Print each kind with how many were caught, and what was not; exit code 1 when any was missed."""
    sys.path.insert(0, str(CHECKOUT))
    from tests.forms import KINDS, missed, planted

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200, help="at least so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open", action="store_true", help="name the figures that pass too large")
    options = parser.parse_args()
    each = math.ceil(options.forms / len(KINDS))
    caught = total = 0
    with TemporaryDirectory() as folder:
        for kind in KINDS:
            answers = [
                (sample.ledger.id, missed(one, Path(folder)))
                for sample, one in planted(kind, options.seed, each)
            ]
            right = sum(not answer for _, answer in answers)
            print(f"{right:3}/{len(answers):<3} {kind}")
            for ledger, answer in answers:
                if answer:
                    print(f"        {ledger}: {answer}")
            caught, total = caught + right, total + len(answers)
    print(f"{caught} of {total} broken forms caught with the right cell (seed {options.seed})")
    for times in ENLARGED:
        answers = list(enlarged(times))
        refused = sum(answer == "fault" for _, answer in answers)
        asked = sum(answer == "question" for _, answer in answers)
        print(
            f"×{times:g} without a last period: {refused} of {len(answers)} refused"
            f" ({refused / len(answers):.1%}), {asked} more asked about"
        )
        if options.open:
            print(*(f"        {place} {answer}" for place, answer in answers if answer != "fault"), sep="\n")
    return 0 if caught == total else 1


def enlarged(times: float) -> Iterator[tuple[str, str]]:
    """Each figure of the samples with what a return says to it so many times as large: a fault, a question, nothing."""
    from tests.forms import samples

    for sample in samples():
        for number, row in enumerate(sample.made.rows):
            for column in sample.ledger.columns:
                entry = row.get(column.name)
                if column.is_number and column.name not in sample.ledger.keys and entry and entry.value:
                    place = (
                        f"{sample.ledger.id} {sample.made.period} {number + 1} {column.name} {entry.value:g}"
                    )
                    yield place, _answer(sample, number, column.name, entry.value * times)


def _answer(sample: Sample, number: int, name: str, value: float) -> str:
    from dafeng.methods.ledgers.checks import check_return

    most = sample.ledger.column(name).maximum
    if most is not None and value > most:
        return "fault"
    rows = list(sample.made.rows)
    rows[number] = {**rows[number], name: replace(rows[number][name], value=value)}
    checked = check_return(sample.ledger, replace(sample.made, rows=tuple(rows)))
    return "fault" if checked.faults else "question" if checked.questions else "passes"


if __name__ == "__main__":
    sys.exit(main())
