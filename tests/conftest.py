"""What every test may ask for: the shared material, a browser, a repeatable search for counter-examples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import NoServerError, database, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHECKOUT = Path(__file__).resolve().parent.parent

# Without the background flags Chromium calls its maker's hosts, which a closed network refuses one by one.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The same examples on every machine; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout under test."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans and data that stands outside the project: DAFENG_SHARED or ../shared."""
    folder = Path(os.environ.get("DAFENG_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared material: set DAFENG_SHARED or put it at {folder}")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium under Playwright; a browser is never downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, or the one that DAFENG_TEST_POSTGRES names."""
    try:
        with server() as address:
            yield address
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """A new, empty database on that server."""
    with database(postgres_server) as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the browser is an e2e test; `make e2e` runs those alone."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)
