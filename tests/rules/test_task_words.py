"""The word lists of tasks and actors."""

from __future__ import annotations

from dafeng.rules.task_words import load_task_words


def test_lists_are_complete() -> None:
    """Every verb has a kind, every trait belongs to a verb, and the usual departments are there."""
    words = load_task_words()
    assert set(words.traits) <= set(words.actions)
    assert {"phrase", "noun", "first", "second"} == {t for traits in words.traits.values() for t in traits}
    assert words.departments["住建局"] == words.departments["住房和城乡建设局"] == "住房城乡建设局"
    assert {"hydropower", "park", "enterprise", "committee"} <= set(words.endings.values())
