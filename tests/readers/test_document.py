"""Files as documents: one or several, with the place of every stretch, and formats that are not read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers.document import MAX_CHARACTERS, read_document, read_documents
from tests.readers.papers import para, plain_pdf, word, zipped

NOTICE = "某市人民政府关于印发某市碳达峰实施方案的通知\n某府发〔2023〕1号\n"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def test_several_files_are_one_plan(tmp_path: Path) -> None:
    """A notice, its annex and a page are joined in order; each offset knows its file and place."""
    files = {
        "通知.txt": NOTICE.encode(),
        "附件.docx": word(para("一、目标") + para("到2025年，绿地率达到40%。")),
        "任务.pdf": plain_pdf(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    read = read_documents([tmp_path / name for name in files])

    assert (
        read.text
        == NOTICE + "\n\f\n一、目标\n到2025年，绿地率达到40%。\n\n\f\nBy 2025 the share reaches 20%.\n"
    )
    assert read.name == "通知.txt、附件.docx、任务.pdf"
    assert read.doc_number == "某府发〔2023〕1号"
    assert read.sha256 == hashlib.sha256(b"".join(files.values())).hexdigest()
    assert [(file.name, file.sha256) for file in read.files] == [
        (name, hashlib.sha256(data).hexdigest()) for name, data in files.items()
    ]
    found = [str(read.place_of(read.text.index(words))) for words in ("某府发", "绿地率", "By 2025")]
    assert found == ["通知.txt", "附件.docx 第2段", "任务.pdf 第1页"]


def test_one_file_needs_no_name_in_its_places(tmp_path: Path) -> None:
    """A single file's places name no file; plain text has no places; the hash is the file's own."""
    text, rich = tmp_path / "a.txt", tmp_path / "b.docx"
    text.write_bytes(NOTICE.encode())
    rich.write_bytes(word(para("一、目标")))
    assert read_document(text).place_of(0) is None
    assert read_document(rich).place_of(0).to_json() == {"paragraph": 1}
    assert read_document(rich).files[0].sha256 == read_document(rich).sha256


def test_all_faults_of_all_files(tmp_path: Path) -> None:
    """Every file that cannot be read is named in one refusal."""
    (tmp_path / "a.docx").write_bytes(b"PK")
    (tmp_path / "b.txt").write_bytes(NOTICE.encode())
    with pytest.raises(DafengError) as refusal:
        read_documents([tmp_path / "a.docx", tmp_path / "b.txt", tmp_path / "c.pdf"])
    assert refusal.value.code == "E_FILES"
    assert [(fault.code, fault.place) for fault in refusal.value.faults] == [
        ("E_DOCX_BROKEN", "a.docx"), ("E_NO_FILE", "c.pdf"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("旧.doc", COMPOUND, "E_FORMAT"),
        ("旧.wps", COMPOUND, "E_FORMAT"),
        ("其实是旧的.docx", COMPOUND, "E_FORMAT"),
        ("加密.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "E_ENCRYPTED"),
        ("plan.rtf", b"{\\rtf1\\ansi plan}", "E_FORMAT"),
        ("plan.ofd", zipped({"OFD.xml": b"<a/>"}), "E_FORMAT"),
        ("表.xlsx", zipped({"xl/workbook.xml": b"<a/>"}), "E_FORMAT"),
        ("包.zip", zipped({"plan.txt": b"a", "more.zip": zipped({"a": b"b"})}), "E_FORMAT"),
        ("plan.rar", b"Rar!\x1a\x07\x00", "E_FORMAT"),
        ("拍照.jpg", b"\xff\xd8\xff\xe0 jfif", "E_FORMAT"),
        ("拍照.txt", b"\x89PNG\r\n\x1a\n", "E_FORMAT"),
        ("plan.pdf", b"no pdf at all", "E_PDF_BROKEN"),
        ("plan.html", b"\x00\x01\x02", "E_NOT_TEXT"),
    ],
)
def test_formats_that_are_not_read(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """Each is refused with its name and what to do, in both languages."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DafengError) as refusal:
        read_document(tmp_path / name)
    assert refusal.value.code == code
    assert name in refusal.value.zh
    assert name in refusal.value.en
    assert "；" in refusal.value.zh


def test_content_before_name(tmp_path: Path) -> None:
    """A PDF, a Word file or a page under a wrong name is read for what it is."""
    for name, data, start in (
        ("a.txt", plain_pdf(), "By 2025"),
        ("b.txt", word(para("一、目标")), "一、目标"),
        ("c.txt", "<!DOCTYPE html><p>一、目标</p>".encode(), "一、目标"),
    ):
        (tmp_path / name).write_bytes(data)
        assert read_document(tmp_path / name).text.startswith(start)


def test_a_text_beyond_any_plan(tmp_path: Path) -> None:
    """More characters than any plan has are refused before they are read for promises."""
    (tmp_path / "a.txt").write_text("目标。" * MAX_CHARACTERS, encoding="utf-8")
    with pytest.raises(DafengError) as refusal:
        read_document(tmp_path / "a.txt")
    assert refusal.value.code == "E_TOO_LARGE"
