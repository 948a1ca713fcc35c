"""Word files: paragraphs and table rows as lines of text, in the order of the document."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document as DocxDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from dafeng.domain.errors import DafengError, Fault

MAX_UNPACKED_BYTES = 200 * 1024 * 1024


def docx_text(data: bytes, place: str) -> str:
    """The text of a DOCX file, one line per paragraph; the cells of a table row are joined by tabs."""
    _check_archive(data, place)
    try:
        document: DocxDocument = docx.Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            lines.extend(_lines(block))
    # python-docx lets the errors of zipfile, lxml and its own package reader through.
    except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise _broken(place) from error
    return "\n".join(lines) + "\n"


def _lines(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    lines = []
    for row in block.rows:
        cells: list[str] = []
        grid = row.cells
        column = 0
        while column < len(grid):  # a cell merged over several columns stands once for each of them
            cells.append(grid[column].text.replace("\n", " "))
            column += grid[column].grid_span
        lines.append("\t".join(cells))
    return lines


def _check_archive(data: bytes, place: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise _broken(place) from error
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 1024 // 1024
        zh = f"{place} 解压后有 {unpacked // 1024 // 1024} MB，超过 {limit} MB 上限；请删去图片或拆分后再导入"
        en = (
            f"{place} unpacks to {unpacked // 1024 // 1024} MB, more than the limit of {limit} MB; "
            "remove its pictures or split it"
        )
        raise DafengError("E_TOO_LARGE", zh, en, (Fault("E_TOO_LARGE", place, zh, en),))
    if "word/document.xml" not in names:
        raise _broken(place)


def _broken(place: str) -> DafengError:
    zh = f"{place} 不是完整的 DOCX 文件；请用文字处理软件重新另存为 .docx 后再导入"
    en = f"{place} is not a complete DOCX file; save it again as .docx from a word processor"
    return DafengError("E_DOCX_BROKEN", zh, en, (Fault("E_DOCX_BROKEN", place, zh, en),))
