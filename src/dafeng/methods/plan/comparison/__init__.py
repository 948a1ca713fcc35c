"""Plans side by side: the same indicator in each, one version against the next, the parts against the whole."""

from dafeng.methods.plan.comparison.closing import Closing, close
from dafeng.methods.plan.comparison.duties import Duty, unowned
from dafeng.methods.plan.comparison.pairing import Row, pair
from dafeng.methods.plan.comparison.parts import Carried, Part, carried, part_of
from dafeng.methods.plan.comparison.versions import (
    ClauseChange,
    Supersession,
    are_versions,
    clause_changes,
    supersession,
)

__all__ = [
    "Carried",
    "ClauseChange",
    "Closing",
    "Duty",
    "Part",
    "Row",
    "Supersession",
    "are_versions",
    "carried",
    "clause_changes",
    "close",
    "pair",
    "part_of",
    "supersession",
    "unowned",
]
