"""PDF with a text layer: page by page, in reading order, ruled tables as rows with tabs.

A title that runs along the top or bottom of the pages is written down once.  Page numbers and a table of
contents stay: the reading view takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2

from dafeng.domain.errors import DafengError
from dafeng.domain.place import Place
from dafeng.readers.formats import SCAN, encrypted
from dafeng.readers.furniture import running_titles, without_digits
from dafeng.readers.glyphs import Upright, glyphs, picture_share, rules
from dafeng.readers.layout import Grid, Placed, read_page
from dafeng.readers.refusals import broken, refusal
from dafeng.readers.transcript import Transcript

MAX_PAGES = 3000
_FEW_WORDS = 10
_PICTURE = 0.5
_EDGE = 0.12  # of the page's height, where a running title stands
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
_GARBLED = 0.2
_LISTED = 10
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page, and whether it is a picture of a page."""

    number: int
    height: float
    blocks: list[Placed]
    is_picture: bool

    def at_edge(self, placed: Placed) -> bool:
        return placed.y1 < _EDGE * self.height or placed.y0 > (1 - _EDGE) * self.height

    @property
    def edges(self) -> list[str]:
        return [
            placed.block for placed in self.blocks if isinstance(placed.block, str) and self.at_edge(placed)
        ]


def read_pdf(data: bytes, name: str) -> Transcript:
    """The text of a PDF.

    Raises
    ------
    DafengError
        ``E_PDF_BROKEN E_ENCRYPTED E_SCANNED E_GARBLED E_TOO_LARGE``.

    """
    pages = list(_pages(data, name))
    pictures = [page.number for page in pages if page.is_picture]
    if 2 * len(pictures) >= max(1, len(pages)):
        raise _scanned(name, pictures, len(pages))
    titles = running_titles([page.edges for page in pages])
    shown: set[str] = set()
    transcript = Transcript()
    tables = 0
    for page in pages:
        for placed in page.blocks:
            if isinstance(placed.block, Grid):
                tables += 1
                _write_table(transcript, placed.block, page.number, tables)
                continue
            key = without_digits(placed.block)
            if page.at_edge(placed) and key in shown:
                continue
            # The first time it may be the title of the plan itself.
            shown |= titles & {key}
            transcript.write(placed.block, Place(page=page.number))
            transcript.write("\n")
    _refuse_garbled(transcript.text, name)
    return transcript


def _pages(data: bytes, name: str) -> Iterator[_Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise (encrypted(name) if error.err_code == _PASSWORD else _unreadable(name)) from error
    count = len(document)
    if count > MAX_PAGES:
        raise refusal(
            "E_TOO_LARGE",
            name,
            f"{name} 有 {count} 页，超过 {MAX_PAGES} 页上限；请只导入方案正文",
            f"{name} has {count} pages, more than {MAX_PAGES}; import the plan's text only",
        )
    if not count:
        raise _unreadable(name)
    for index in range(count):
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise _unreadable(name) from error
        yield _page(page, index + 1)
        page.close()


def _page(page: Any, number: int) -> _Page:
    upright = Upright(page)
    found = glyphs(page, upright)
    words = sum(not glyph.word.isspace() for glyph in found)
    is_picture = words < _FEW_WORDS and picture_share(page, upright) > _PICTURE
    return _Page(number, upright.height, read_page(found, rules(page, upright)), is_picture)


def _write_table(transcript: Transcript, grid: Grid, page: int, table: int) -> None:
    for row, texts in enumerate(grid.texts, 1):
        for column, words in enumerate(texts, 1):
            transcript.write("\t" if column > 1 else "")
            transcript.write(words, Place(page=page, table=table, row=row, column=column))
        transcript.write("\n")


def _refuse_garbled(text: str, name: str) -> None:
    """A font that does not say which characters it draws gives a text that nobody can read."""
    words = "".join(text.split())
    if len(_UNMAPPED.findall(words)) > _GARBLED * max(1, len(words)):
        raise refusal(
            "E_GARBLED",
            name,
            f"{name} 的字体没有文字对照表，取不出文字；请用原稿另存为 DOCX，或识别文字后再导入",
            f"the fonts of {name} do not say which characters they draw; "
            "save the original as DOCX, or use text recognition",
        )


def _scanned(name: str, pictures: list[int], pages: int) -> DafengError:
    listed = "、".join(map(str, pictures[:_LISTED])) + ("…" if len(pictures) > _LISTED else "")
    return refusal(
        "E_SCANNED",
        name,
        f"{name} 是扫描件：{pages} 页中有 {len(pictures)} 页是图片（第 {listed} 页），没有文字；{SCAN[0]}",
        f"{name} is a scan: {len(pictures)} of {pages} pages are pictures without text; {SCAN[1]}",
    )


def _unreadable(name: str) -> DafengError:
    return broken(
        "E_PDF_BROKEN",
        name,
        "PDF",
        "请用阅读器打开后另存，或从原稿重新导出 PDF 再导入",
        "open and save it in a viewer, or export it from the original again",
    )
