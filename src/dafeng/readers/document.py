"""A plan document from disk: its text, its hash, the place of each stretch, and what its letter says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.place import Part, Place
from dafeng.domain.plan import Document, SourceFile
from dafeng.readers.formats import format_of
from dafeng.readers.letter import read_letter
from dafeng.readers.refusals import refusal
from dafeng.readers.text import decode_text

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_CHARACTERS = 1_000_000
# A form feed on a line of its own: a page turn in any viewer, and a line end to every reader.
BETWEEN = "\n\f\n"


def read_document(path: Path) -> Document:
    """Read a TXT, HTML, DOCX or PDF plan; the text is the decoded file, untouched.

    Raises
    ------
    DafengError
        ``E_NO_FILE E_TOO_LARGE E_EMPTY_FILE E_FORMAT E_ENCRYPTED E_NOT_TEXT E_TOO_HEAVY E_SCANNED``
        or the ``E_*_BROKEN`` of the format.

    """
    return read_documents((path,))


def read_documents(paths: Sequence[Path]) -> Document:
    """Read several files as one plan, such as a notice, its annex and its task table, in that order.

    The letter is that of the first file which has one.  `sha256` is of the bytes of all files, one after
    the other.

    Raises
    ------
    DafengError
        As `read_document`, with the faults of all files.

    """
    data: list[bytes] = []
    told: list[tuple[str, tuple[Part, ...]]] = []
    refused: list[DafengError] = []
    for path in paths:
        try:
            data.append(_bytes(path))
            told.append(_told(data[-1], path.name))
        except DafengError as error:
            refused.append(error)
    if refused:
        raise refused[0] if len(refused) == 1 else _together(refused)
    names = [path.name for path in paths]
    text, parts = told[0] if len(told) == 1 else _joined(names, told)
    name = "、".join(names)
    if len(text) > MAX_CHARACTERS:
        raise refusal(
            "E_TOO_LARGE",
            name,
            f"{name} 有 {len(text)} 字，超过 {MAX_CHARACTERS} 字上限；请只导入方案正文",
            f"{name} has {len(text)} characters, more than {MAX_CHARACTERS}; import the plan's text only",
        )
    letters = [read_letter(each) for each, _ in told]
    letter = next((found for found in letters if found.title or found.doc_number), letters[0])
    return Document(
        name,
        text,
        hashlib.sha256(b"".join(data)).hexdigest(),
        letter.title,
        letter.doc_number,
        letter.issuer,
        letter.issued,
        parts,
        tuple(
            SourceFile(name, hashlib.sha256(each).hexdigest()) for name, each in zip(names, data, strict=True)
        ),
    )


def _bytes(path: Path) -> bytes:
    place = path.name
    if not path.is_file():
        raise refusal(
            "E_NO_FILE",
            place,
            f"找不到文件 {place}；请检查路径",
            f"there is no file {place}; check the path",
        )
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise refusal(
            "E_TOO_LARGE",
            place,
            f"{place} 有 {size} 字节，超过 {MAX_FILE_BYTES} 字节上限；请只导入方案正文",
            f"{place} has {size} bytes, more than {MAX_FILE_BYTES}; import the plan's text only",
        )
    return path.read_bytes()


def _told(data: bytes, name: str) -> tuple[str, tuple[Part, ...]]:
    text, parts = transcript(data, name)
    if not text.strip():
        raise refusal(
            "E_EMPTY_FILE",
            name,
            f"{name} 没有文字；请确认导入的是方案正文（扫描件须先识别文字）",
            f"{name} holds no text; make sure it is the plan itself (a scan needs text recognition first)",
        )
    return text, parts


def transcript(data: bytes, name: str) -> tuple[str, tuple[Part, ...]]:
    """The text of a file's bytes and the parts of it; plain text has no parts and starts no child."""
    found = format_of(data, name)
    if found == "text":
        return decode_text(data, name), ()
    # Imported here so that plain text is read without the machinery of processes.
    from dafeng.readers.sandbox import transcribe

    return transcribe(found, data, name)


def _joined(
    names: Sequence[str], told: Sequence[tuple[str, tuple[Part, ...]]]
) -> tuple[str, tuple[Part, ...]]:
    parts: list[Part] = []
    start = 0
    for name, (text, own) in zip(names, told, strict=True):
        whole = own or (Part(0, len(text), Place()),)
        parts.extend(
            Part(part.start + start, part.end + start, replace(part.place, file=name)) for part in whole
        )
        start += len(text) + len(BETWEEN)
    return BETWEEN.join(text for text, _ in told), tuple(parts)


def _together(refused: Sequence[DafengError]) -> DafengError:
    faults: list[Fault] = [fault for error in refused for fault in error.faults]
    return DafengError(
        "E_FILES",
        f"{len(refused)} 个文件不能读取，逐个说明如下",
        f"{len(refused)} files cannot be read; each is told below",
        tuple(faults),
    )
