"""Read a plan, with what a person has corrected in an earlier reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Plan
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.overlay import Corrected, corrected
from dafeng.readers.city import PLAN_OVERLAY
from dafeng.readers.document import read_documents
from dafeng.readers.indicators import INDICATOR_TABLE, read_indicators
from dafeng.readers.overlay import read_overlay
from dafeng.readers.structured import read_structured
from dafeng.rules.vocabulary import Vocabulary, load_vocabulary

Json = dict[str, Any]
STATUSES = ("applied", "settled", "differs", "restored", "unfit")


def read(plan: Path | Sequence[Path], city: Path | None = None) -> Plan:
    """The plan of a document, of several files that make one plan, or of a folder of plan tables.

    With the folder of a `city`, its own indicators are known too.

    Raises
    ------
    DafengError
        ``E_FOLDER_AMONG_FILES`` for a folder beside other paths, and what the readers refuse.

    """
    paths = [plan] if isinstance(plan, Path) else plan
    folders = [path.name for path in paths if path.is_dir()]
    if len(paths) == 1 and folders:
        return read_structured(paths[0])
    if folders:
        raise DafengError(
            "E_FOLDER_AMONG_FILES",
            f"“{'、'.join(folders)}”是文件夹；方案表文件夹须单独给出，几个文件可以一起给出。",
            f"{', '.join(folders)} is a folder; give a folder of plan tables alone, or several files together.",
        )
    return read_plan(read_documents(paths), vocabulary_of(city))


def vocabulary_of(city: Path | None) -> Vocabulary:
    """The words a plan is read with: the package's, and those of a city folder."""
    return load_vocabulary(read_indicators(city / INDICATOR_TABLE) if city is not None else ())


def require_targets(plan: Plan) -> None:
    """Refuse a text without targets: there is nothing to run.

    Raises
    ------
    DafengError
        ``E_NO_TARGETS``.

    """
    if not plan.targets:
        raise DafengError(
            "E_NO_TARGETS",
            f"“{plan.document.name}”中没有读到任何目标，请确认这是碳达峰方案的正文。",
            f"No target was read from {plan.document.name!r}; check that this is the text of a plan.",
        )


def read_corrected(
    path: Path | Sequence[Path], city: Path | None, overlay: Path | None = None
) -> tuple[Plan, Json | None]:
    """The plan with the overlay laid over it, and what became of each correction; None without an overlay.

    The overlay is that of the `city` folder unless another is given.

    Raises
    ------
    DafengError
        For a plan or an overlay that cannot be read.

    """
    plan = read(path, city)
    if overlay is None and city is not None and (city / PLAN_OVERLAY).exists():
        overlay = city / PLAN_OVERLAY
    if overlay is None:
        return plan, None
    made = corrected(plan, read_overlay(overlay), vocabulary_of(city))
    return made.plan, report(made)


def report(made: Corrected) -> Json:
    """Counts by status, the corrections of other documents, and a note per field that a person changed."""
    counts = Counter(note.status for note in made.notes)
    return {
        **{status: counts[status] for status in STATUSES},
        "elsewhere": made.elsewhere,
        "notes": [asdict(note) for note in made.notes],
    }
