"""Word files: their text in order, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers import docx as reader
from dafeng.readers.document import read_document


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    """Paragraphs and table rows become lines in the document's order; a merged cell is given once."""
    document = docx.Document()
    document.add_paragraph("一、目标")
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip((cell for row in table.rows for cell in row.cells), "甲乙丙丁戊己", strict=True):
        cell.text = words
    table.cell(1, 1).merge(table.cell(1, 2)).text = "合并"
    document.add_paragraph("到2025年，绿地率达到40%。")
    path = tmp_path / "plan.docx"
    document.save(str(path))

    assert read_document(path).text == "一、目标\n甲\t乙\t丙\n丁\t合并\n到2025年，绿地率达到40%。\n"


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip archive of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"not a zip at all",
        b"PK\x03\x04 cut off",
        zipped({"other.xml": b"<a/>"}),
        zipped({"word/document.xml": b"<broken", "[Content_Types].xml": b"<broken"}),
    ],
)
def test_broken(tmp_path: Path, data: bytes) -> None:
    """What is no zip, no Word file or no XML is refused as a broken DOCX."""
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    with pytest.raises(DafengError) as refusal:
        read_document(path)
    assert refusal.value.code == "E_DOCX_BROKEN"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that would unpack beyond the limit is refused from its directory alone."""
    monkeypatch.setattr(reader, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(DafengError) as refusal:
        reader.docx_text(zipped({"word/document.xml": b"0" * 5000}), "plan.docx")
    assert refusal.value.code == "E_TOO_LARGE"
    assert refusal.value.faults[0].place == "plan.docx"


def test_an_empty_document(tmp_path: Path) -> None:
    """A Word file without words is an empty file."""
    path = tmp_path / "plan.docx"
    docx.Document().save(str(path))
    with pytest.raises(DafengError) as refusal:
        read_document(path)
    assert refusal.value.code == "E_EMPTY_FILE"
