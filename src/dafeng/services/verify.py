"""Make everything again from the copied inputs and compare, byte for byte."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dafeng.services import manifest
from dafeng.services.inputs import from_output
from dafeng.services.run import Progress, Settings, run


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found: changed inputs and outputs by name, and outputs that come out different."""

    inputs: int
    outputs: int
    changed: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.changed and not self.different

    def to_json(self) -> dict[str, Any]:
        return {
            "verified": self.holds,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "changed": list(self.changed),
            "different": list(self.different),
        }


def verify(out: Path, progress: Progress = lambda _zh, _en: None) -> Verification:
    """Check every hash of an output folder, then re-make it and compare.

    A changed byte of an input or output is reported by file name and stops there: re-making from a
    changed input would only say that everything differs.
    """
    record = manifest.read(out)
    changed = manifest.changed(out)
    listed = {entry["name"] for entry in record["outputs"]}
    extra = [name for name in manifest.outputs(out) if name not in listed]
    sizes = (len(record["inputs"]), len(record["outputs"]))
    if changed or extra:
        return Verification(*sizes, tuple(changed + extra), ())
    inputs = from_output(out)
    settings = Settings(date.fromisoformat(record["as_of"]), record["seed"], record["draws"], record["lang"])
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch) / "again"
        data = inputs.city or (inputs.tables[0].parent if inputs.tables else None)
        run(inputs.plan, data, again, settings, inputs.overlay, progress)
        new = {entry["name"]: entry["sha256"] for entry in manifest.read(again)["outputs"]}
    old = {entry["name"]: entry["sha256"] for entry in record["outputs"]}
    different = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return Verification(*sizes, (), tuple(different))
