"""How many broken forms are caught with the right cell, by kind, and which are not.

Run ``python benchmarks/forms.py [--forms 200] [--seed 1]``.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print each kind with how many were caught, and what was not; exit code 1 when any was missed."""
    sys.path.insert(0, str(CHECKOUT))
    from tests.forms import KINDS, missed, planted

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200, help="at least so many")
    parser.add_argument("--seed", type=int, default=1)
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
    return 0 if caught == total else 1


if __name__ == "__main__":
    sys.exit(main())
