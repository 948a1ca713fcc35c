"""Small versions of the benchmarks under strain: killed writers, and many writers and readers at once."""

from __future__ import annotations

from benchmarks.books_strain import crowd, kill


def test_what_was_acknowledged_survives_kills(where: str) -> None:
    """After each kill of a writer the acknowledged imports are whole, nothing is half there and the chain holds."""
    counts = kill(lambda: where, 3)
    assert counts["kills"] == 3
    assert counts["acknowledged"] + counts["kept unsaid"] + counts["undone"] > 0


def test_writers_and_readers_do_not_disturb_each_other(where: str) -> None:
    """In two processes at once nobody meets an error but E_BUSY, and no row is lost, doubled or seen half."""
    counts = crowd(where, 2.0, writers=4, readers=6, processes=2)
    assert counts["imports"] > 0
    assert counts["reads"] > 0
