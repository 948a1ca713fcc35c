"""Office files without clock, author or machine."""

from __future__ import annotations

import io
import zipfile

import pytest

from dafeng.writers.archive import settle


def _file(year: int, author: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in (
            ("b.xml", "<b/>"),
            ("docProps/core.xml", f"<x><dc:title>题 &amp; 目</dc:title>{author}</x>"),
            ("a.xml", "<a/>"),
        ):
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), text)
    return target.getvalue()


def test_two_files_that_differ_in_clock_and_author_become_one():
    """Entry times, the author and the machine's system leave no trace; a different date does."""
    assert settle(_file(2020, "甲"), "2026-11-22") == settle(_file(2021, "乙"), "2026-11-22")
    assert settle(_file(2020, "甲"), "2026-11-22") != settle(_file(2020, "甲"), "2026-11-23")


def test_order_content_and_title_stay():
    """Entries keep their order and content; the title survives, the dates are those asked for."""
    with zipfile.ZipFile(io.BytesIO(settle(_file(2020, "甲"), "2026-11-22"))) as archive:
        assert archive.namelist() == ["b.xml", "docProps/core.xml", "a.xml"]
        assert archive.read("a.xml") == b"<a/>"
        core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>题 &amp; 目</dc:title>" in core
    assert core.count("2026-11-22T00:00:00Z") == 2
    assert "甲" not in core


def test_settling_twice_changes_nothing():
    """A settled file is its own settled form."""
    once = settle(_file(2020, "甲"), "2026-11-22")
    assert settle(once, "2026-11-22") == once


def test_what_is_no_archive_is_refused():
    """Bytes that are not a zip file raise instead of passing through."""
    with pytest.raises(zipfile.BadZipFile):
        settle(b"not a zip", "2026-11-22")
