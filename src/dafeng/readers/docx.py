"""Word files: paragraphs, table rows, notes and text boxes as lines of text, in the order of the document.

Text that a tracked change deletes or moves away is not the plan's text, nor is hidden text, nor a table
of contents, which only repeats the headings.  A number that Word prints in front of a heading is text.

Source: ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dafeng.domain.place import Place
from dafeng.readers.numbering import Numbering, read_numbering
from dafeng.readers.package import Package, child, local, on, unreadable, value, whole
from dafeng.readers.styles import Styles
from dafeng.readers.transcript import Transcript

# Deleted and moved text, instructions of fields, properties, the readings above characters, old drawings.
_UNREAD = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "rt", "Fallback"}
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def read_docx(data: bytes, name: str) -> Transcript:
    """The text of a DOCX file, one line per paragraph; the cells of a table row are joined by tabs.

    Raises
    ------
    DafengError
        ``E_DOCX_BROKEN`` or ``E_TOO_LARGE``.

    """
    package = Package(data, name)
    body = child(package.part(package.main), "body")
    if body is None:
        raise unreadable(name)
    writer = _Writer(package)
    writer.blocks(body)
    return writer.transcript


class _Writer:
    """Walks the blocks of a document and writes them down."""

    def __init__(self, package: Package) -> None:
        self.transcript = Transcript()
        self._styles = Styles(package.beside("styles.xml"))
        lists = package.beside("numbering.xml")
        schemes = read_numbering(lists) if lists is not None else {}
        self._schemes = schemes
        self._numbering = Numbering(schemes)
        self._notes = {
            kind: {} if notes is None else {value(note, "id"): note for note in notes}
            for kind in _NOTES.values()
            for notes in (package.beside(f"{kind}s.xml"),)
        }
        self._told: dict[str, list[str | None]] = {kind: [] for kind in _NOTES.values()}
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, container: Any) -> None:
        """Write every paragraph and table of the body."""
        for block in _blocks(container):
            if local(block) == "tbl":
                self._table(block)
            elif not self._styles.is_contents(block):
                self._paragraphs += 1
                place = Place(paragraph=self._paragraphs)
                self.transcript.write(self._numbered(block), place)
                self.transcript.write("\n")
                self._attached(block, place)

    def _numbered(self, paragraph: Any) -> str:
        mark = ""
        words = _words(paragraph)
        number_id, depth = self._styles.list_of(paragraph, self._schemes)
        # Word counts an empty paragraph of a list only when it is shown, that is when it holds a run.
        if number_id is not None and words.strip():
            mark = self._numbering.next(number_id, depth)
        return mark + words

    def _attached(self, block: Any, place: Place) -> None:
        """The text boxes that hang on a block, then the notes that it refers to, each on its own line."""
        for inner in _boxed(block):
            self.transcript.write(self._numbered(inner), place)
            self.transcript.write("\n")
        for kind, number in _references(block):
            note = self._notes[kind].get(number)
            if note is None or number in self._told[kind]:
                continue
            self._told[kind].append(number)
            where = Place(footnote=len(self._told[kind]))
            if kind == "endnote":
                where = Place(endnote=len(self._told[kind]))
            words = " ".join(_words(inner).strip() for inner in _paragraphs(note)).strip()
            self.transcript.write(words, where)
            self.transcript.write("\n")

    def _table(self, table: Any) -> None:
        self._tables += 1
        for row_number, row in enumerate(_inner(table, "tr"), 1):
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            place = Place(table=self._tables, row=row_number, column=1)
            column = 1 + whole(_property(row, "trPr", "gridBefore"), 0)
            for index, cell in enumerate(_inner(row, "tc")):
                if index:
                    self.transcript.write("\t")
                if _continues(cell):
                    words = ""
                else:
                    words = " ".join(self._numbered(inner).strip() for inner in _paragraphs(cell)).strip()
                words = words.replace("\n", " ").replace("\t", " ")
                self.transcript.write(words, replace(place, column=column))
                column += max(1, min(whole(_property(cell, "tcPr", "gridSpan"), 1), 1000))
            self.transcript.write("\n")
        self._attached(table, Place(table=self._tables))


def _blocks(container: Any) -> Iterator[Any]:
    for block in container:
        kind = local(block)
        if kind in {"p", "tbl"}:
            yield block
        elif kind in _WRAPPERS and not _is_contents(block):
            yield from _blocks(block)


def _is_contents(control: Any) -> bool:
    gallery = child(control, "sdtPr", "docPartObj", "docPartGallery") if local(control) == "sdt" else None
    return gallery is not None and value(gallery, "val") == "Table of Contents"


def _inner(container: Any, kind: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, through content controls and insertions."""
    for element in container:
        if local(element) == kind:
            yield element
        elif local(element) in _WRAPPERS:
            yield from _inner(element, kind)


def _paragraphs(container: Any) -> Iterator[Any]:
    """Every paragraph of a cell or note, those of tables inside it too."""
    for block in _blocks(container):
        if local(block) == "p":
            yield block
        else:
            for row in _inner(block, "tr"):
                for cell in _inner(row, "tc"):
                    yield from _paragraphs(cell)


def _words(element: Any) -> str:
    """The text of a paragraph without its text boxes."""
    words: list[str] = []
    for inner in element:
        kind = local(inner)
        if kind == "t":
            words.append(inner.text or "")
        elif kind in _SIGNS:
            words.append(_SIGNS[kind])
        elif kind == "br":
            words.append("" if value(inner, "type") in {"page", "column"} else "\n")
        elif kind == "r" and on(child(inner, "rPr", "vanish")):
            continue
        elif kind not in _UNREAD and kind != "txbxContent":
            words.append(_words(inner))
    return "".join(words)


def _boxed(element: Any) -> Iterator[Any]:
    """The paragraphs of the text boxes anywhere under an element."""
    for inner in element:
        kind = local(inner)
        if kind == "txbxContent":
            yield from _paragraphs(inner)
        elif kind not in _UNREAD:
            yield from _boxed(inner)


def _references(element: Any) -> Iterator[tuple[str, str | None]]:
    for inner in element:
        kind = local(inner)
        if kind in _NOTES:
            yield _NOTES[kind], value(inner, "id")
        elif kind not in _UNREAD:
            yield from _references(inner)


def _property(element: Any, holder: str, name: str) -> str | None:
    found = child(element, holder, name)
    return None if found is None else value(found, "val")


def _continues(cell: Any) -> bool:
    """True for a cell that only continues the one above; its words stand there."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(merge, "val") != "restart"
