"""The invented city's output folder and the application over it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dafeng.serve import build

SAMPLE = runpy.run_path(str(Path(__file__).parents[1] / "web" / "sample.py"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh output folder of the invented city."""
    return SAMPLE["build"](tmp_path / "out")


@pytest.fixture
def results() -> dict[str, Any]:
    """A fresh results.json of the invented city."""
    return SAMPLE["results"]()


@pytest.fixture
def client(folder: Path) -> TestClient:
    """A browser on this machine, in memory."""
    return TestClient(build(folder), base_url="http://127.0.0.1:8321", client=("127.0.0.1", 50000))
