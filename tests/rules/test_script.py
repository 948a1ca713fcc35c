"""Traditional to Simplified script."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.rules.script import simplified


@given(st.text(st.characters(min_codepoint=0x2E80, max_codepoint=0x9FFF), max_size=40))
def test_as_many_characters_as_before(text: str) -> None:
    """Whatever the characters, each gives one, so that every offset stays."""
    assert len(simplified(text)) == len(text)


def test_thousands_of_characters_come_back() -> None:
    """The common Simplified characters, turned Traditional, are read as they were."""
    there = opencc.OpenCC("s2t")
    common = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    lost = [character for character in common if simplified(there.convert(character)) != character]
    assert len(common) > 3_000
    assert lost == ["乾"]  # alone it is dry (干), in 乾坤 it stays


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("裏裡臺檯峯峰羣群綫線", "里里台台峰峰群群线线"),
        ("⼀⼆⽤⽔⻓", "一二用水长"),
        ("二噁英", "二噁英"),
        ("乾隆與乾燥", "乾隆与干燥"),
    ],
)
def test_variants(written: str, read: str) -> None:
    """Several variants of one character, radicals from PDF files, and words that keep a character."""
    assert simplified(written) == read
