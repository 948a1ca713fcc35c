"""A plan document from disk: its text, its hash, and what its letter says about itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.plan import Document
from dafeng.readers.docx import docx_text
from dafeng.readers.letter import read_letter
from dafeng.readers.text import decode_text

MAX_FILE_BYTES = 50 * 1024 * 1024
_ZIP = b"PK\x03\x04"


def read_document(path: Path) -> Document:
    """Read a TXT or DOCX plan; the text is the decoded file, untouched."""
    place = path.name
    if not path.is_file():
        raise _refusal(
            "E_NO_FILE",
            place,
            f"找不到文件 {place}；请检查路径",
            f"there is no file {place}; check the path",
        )
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise _refusal(
            "E_TOO_LARGE",
            place,
            f"{place} 有 {size} 字节，超过 {MAX_FILE_BYTES} 字节上限；请只导入方案正文",
            f"{place} has {size} bytes, more than {MAX_FILE_BYTES}; import the plan's text only",
        )
    data = path.read_bytes()
    if path.suffix.lower() == ".docx" or data.startswith(_ZIP):
        text = docx_text(data, place)
    else:
        text = decode_text(data, place)
    if not text.strip():
        raise _refusal(
            "E_EMPTY_FILE",
            place,
            f"{place} 没有文字；请确认导入的是方案正文（扫描件须先识别文字）",
            f"{place} holds no text; make sure it is the plan itself (a scan needs text recognition first)",
        )
    letter = read_letter(text)
    return Document(
        place,
        text,
        hashlib.sha256(data).hexdigest(),
        letter.title,
        letter.doc_number,
        letter.issuer,
        letter.issued,
    )


def _refusal(code: str, place: str, zh: str, en: str) -> DafengError:
    return DafengError(code, zh, en, (Fault(code, place, zh, en),))
