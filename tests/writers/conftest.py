"""The made-up results, and the chart script the pages use."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).resolve().parent


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("writers_sample", _HERE / "sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_SAMPLE = _load()


@pytest.fixture
def results() -> dict[str, Any]:
    """A fresh copy of the made-up city's results, free to be spoiled."""
    return _SAMPLE.sample()


@pytest.fixture
def bare() -> dict[str, Any]:
    """The results of a plan read alone: no city, no data, no pathway."""
    results = _SAMPLE.without_pathway()
    return results | {
        "city": None,
        "accounts": {},
        "closing": [],
        "forms": [],
        "departments": [],
        "findings": [],
    }


@pytest.fixture(scope="session")
def make_results() -> Callable[[], dict[str, Any]]:
    """The maker of the made-up results, for tests that need two copies."""
    return _SAMPLE.sample


@pytest.fixture(scope="session")
def script(checkout: Path) -> str:
    """The text of echarts.min.js as vendored by the build hook or fetched by npm."""
    for place in ("src/dafeng/web/static/vendor", "node_modules/echarts/dist"):
        path = checkout / place / "echarts.min.js"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    pytest.skip("no echarts.min.js: run `make env`")
