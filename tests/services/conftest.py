"""One finished demo folder, made once and shared by the tests that only read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dafeng.services.demo import demo
from dafeng.services.run import Outcome, Settings

SETTINGS = Settings(date(2026, 11, 22), draws=2000)


@pytest.fixture(scope="session")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The demo as it comes out."""
    return demo(tmp_path_factory.mktemp("demo") / "out", SETTINGS)


@pytest.fixture(scope="session")
def out(outcome: Outcome) -> Path:
    """The demo's folder; do not write into it."""
    return outcome.out
