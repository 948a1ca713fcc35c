"""The packaged example city, read and run like any other."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Plan
from dafeng.services.planning import read
from dafeng.services.run import Outcome, Progress, Settings, run

EXAMPLE = "guangan"


def example_folder(name: str = EXAMPLE) -> Path:
    """The folder of a packaged example: inside the wheel, or beside ``src`` in a checkout."""
    package = Path(str(files("dafeng")))
    for folder in (package / "examples" / name, package.parents[1] / "examples" / name):
        if folder.is_dir():
            return folder
    raise DafengError("E_NO_EXAMPLE", f"没有示例城市“{name}”。", f"There is no example city {name!r}.")


def notice() -> Plan:
    """The packaged short notice in the official style, read from its DOCX like any document."""
    return read(example_folder("notice") / "notice.docx")


def demo(out: Path, settings: Settings, progress: Progress = lambda _zh, _en: None) -> Outcome:
    """Run the example city's plan with its data."""
    folder = example_folder()
    return run(folder / "plan", folder, out, settings, None, progress)
