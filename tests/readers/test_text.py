"""Text files in the encodings Chinese offices use, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers.document import read_document
from dafeng.readers.text import decode_text

SIMPLIFIED = "丰谷市人民政府关于印发实施方案的通知\n到2025年，非化石能源消费比重达到31%左右。\n"
TRADITIONAL = "豐谷市人民政府關於印發實施方案的通知\n到2025年，非化石能源消費比重達到31%左右。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_simplified(encoding: str) -> None:
    """Simplified text decodes the same from each encoding; a byte-order mark is not part of the text."""
    assert decode_text(SIMPLIFIED.encode(encoding), "t.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_traditional(encoding: str) -> None:
    """Traditional text decodes too, although GB18030 would accept the bytes of Big5."""
    assert decode_text(TRADITIONAL.encode(encoding), "t.txt") == TRADITIONAL


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """Offsets count the decoded file, so a carriage return is a character."""
    path = tmp_path / "t.txt"
    path.write_bytes("甲\r\n乙\r\n".encode())
    assert read_document(path).text == "甲\r\n乙\r\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E_EMPTY_FILE"),
        (b" \n\t\n", "E_EMPTY_FILE"),
        (b"\x00\x01\x02\x03", "E_NOT_TEXT"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "E_NOT_TEXT"),
        (b"\xff\xfe\xfd\xfc\xfb\xfa\xf9", "E_NOT_TEXT"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 200)), "E_FORMAT"),
        ("方案".encode() + b"\x07", "E_NOT_TEXT"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, code: str) -> None:
    """Empty and binary files are refused with a code, both languages and the file's name."""
    path = tmp_path / "plan.txt"
    path.write_bytes(data)

    with pytest.raises(DafengError) as refusal:
        read_document(path)

    assert refusal.value.code == code
    assert "plan.txt" in refusal.value.zh
    assert "plan.txt" in refusal.value.en
    assert [fault.place for fault in refusal.value.faults] == ["plan.txt"]


def test_missing(tmp_path: Path) -> None:
    """A file that is not there and a folder are refused as such."""
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DafengError) as refusal:
            read_document(path)
        assert refusal.value.code == "E_NO_FILE"


def test_hash_is_of_the_bytes(tmp_path: Path) -> None:
    """The same text in two encodings has two hashes and one text."""
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes(SIMPLIFIED.encode("utf-8"))
    second.write_bytes(SIMPLIFIED.encode("gb18030"))
    one, two = read_document(first), read_document(second)
    assert one.text == two.text
    assert one.sha256 != two.sha256
