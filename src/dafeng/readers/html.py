"""Pages saved from a browser: their text without the furniture of the site, line by line.

A block of the page is a line; the cells of a table row are joined by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from lxml import etree

from dafeng.domain.errors import DafengError
from dafeng.domain.place import Place
from dafeng.readers.furniture import is_furniture, is_named_furniture, opens_the_rest
from dafeng.readers.refusals import broken
from dafeng.readers.text import decode_declared
from dafeng.readers.transcript import Transcript

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_UNREAD = {
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "button", "select",
    "option", "input", "textarea", "iframe", "object", "svg", "canvas", "video", "audio", "map", "rt", "rp",
    "del", "s", "strike",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ucapcontent", "ul",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")
_LONGEST_CELL = 300
_LONG_LINE = 40
_LINKED = 0.6
_MEND = (
    "请在浏览器中重新另存网页，或把正文复制为文本后再导入",
    "save the page again, or copy its text to a text file",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the page: its words, how many of them are links, and its cell if it is in a table."""

    words: str
    linked: int
    cells: tuple[str, ...] = ()


def read_html(data: bytes, name: str, charset: str | None = None) -> Transcript:
    """The text of a saved page; `charset` is what stands outside of it, before its own declaration.

    Raises
    ------
    DafengError
        ``E_HTML_BROKEN`` or ``E_NOT_TEXT``.

    """
    declared = _CHARSET.search(data[:4096])
    found = charset or (declared.group(1).decode("ascii") if declared else None)
    text = decode_declared(data, name, found)
    # The parser takes its own word for the encoding of a string that declares one.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(name) from error
    if root is None:
        raise _unreadable(name)
    return _written(_kept(list(_Walk(root).lines())))


def read_mhtml(data: bytes, name: str) -> Transcript:
    """The text of a page saved as one file: the first page inside it."""
    message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                charset = part.get_content_charset()
                return read_html(body, name, charset)
    raise _unreadable(name)


class _Walk:
    """Goes through the blocks of a page in their order."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._words: list[str] = []
        self._linked = 0
        self._whole = max(1, _length(root))

    def lines(self) -> Iterator[Line]:
        yield from self._block(self._root, in_link=False)
        yield from self._flush()

    def _block(self, element: Any, *, in_link: bool) -> Iterator[Line]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "table" and _is_data(element):
            yield from self._flush()
            yield from _rows(element)
            return
        link = in_link or tag == "a"
        if tag == "br":
            yield from self._flush()
        block = tag in _BLOCKS
        if block:
            yield from self._flush()
        if tag == "li":
            self._words.append(_item_number(element))
        self._say(element.text, link=link)
        for inner in element:
            if not self._is_furniture(inner):
                yield from self._block(inner, in_link=link)
            self._say(inner.tail, link=link)
        if block:
            yield from self._flush()

    def _say(self, text: str | None, *, link: bool) -> None:
        if text:
            self._words.append(text)
            if link:
                self._linked += len(text.strip())

    def _flush(self) -> Iterator[Line]:
        words = _BLANKS.sub(" ", "".join(self._words)).strip(" \u3000")
        if words:
            yield Line(words, self._linked)
        self._words, self._linked = [], 0

    def _is_furniture(self, element: Any) -> bool:
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            # An ill-nested page may hang the whole plan under its menu.
            return not (element.tag in {"nav", "footer", "aside"} and self._is_main(element))
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            return not self._is_main(element)
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        return element.tag in _BLOCKS and is_named_furniture(named) and not self._is_main(element)

    def _is_main(self, element: Any) -> bool:
        return _length(element) > 0.5 * self._whole


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext() if len(text.strip()) >= 12)


def _item_number(item: Any) -> str:
    """The number that a browser prints in front of an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    before = sum(1 for sibling in item.itersiblings("li", preceding=True))
    return f"{int(start) + before}. " if start.isascii() and start.isdigit() and len(start) < 5 else ""


def _is_data(table: Any) -> bool:
    """True for a table of data; many sites lay out their pages with tables of few, long cells."""
    if table.find(".//table") is not None:
        return False
    rows = [_cells(row) for row in table.iter("tr")]
    if max((len(row) for row in rows), default=0) < 2:
        return False
    return all(len("".join(cell.itertext())) <= _LONGEST_CELL for row in rows for cell in row)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _rows(table: Any) -> Iterator[Line]:
    for row in table.iter("tr"):
        cells = []
        linked = 0
        for cell in _cells(row):
            words = "".join(text for part in cell.iter() for text in _own(part, cell))
            cells.append(_BLANKS.sub(" ", words).strip(" \u3000"))
            linked += sum(len("".join(link.itertext()).strip()) for link in cell.iter("a"))
        yield Line("\t".join(cells), linked, tuple(cells))
    yield Line("", 0)


def _own(part: Any, cell: Any) -> Iterator[str]:
    """The words of an element in front of its children, and those after it."""
    if part.tag not in _UNREAD and part.text:
        yield part.text
    if part.tag in _BLOCKS or part.tag == "br":
        yield " "
    if part is not cell and part.tail:
        yield part.tail


def _kept(lines: list[Line]) -> list[Line]:
    """The lines of the plan: no buttons, no lists of links, nothing after the last long sentence's page end."""
    long = [index for index, line in enumerate(lines) if len(line.words) >= _LONG_LINE and not _links(line)]
    last = long[-1] if long else len(lines)
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if opens_the_rest(line.words) and index > last:
            break
        if _links(line) or is_furniture(line.words):
            continue
        kept.append(line)
    return kept


def _links(line: Line) -> bool:
    return line.linked > _LINKED * max(1, len(line.words))


def _written(lines: list[Line]) -> Transcript:
    transcript = Transcript()
    paragraph, table, row = 0, 0, 0
    for line in lines:
        if not line.words and not line.cells:
            row = 0  # a table has ended
            continue
        if not line.cells:
            paragraph += 1
            row = 0
            transcript.write(line.words, Place(paragraph=paragraph))
        else:
            table += row == 0
            row += 1
            for column, words in enumerate(line.cells, 1):
                transcript.write("\t" if column > 1 else "")
                transcript.write(words, Place(table=table, row=row, column=column))
        transcript.write("\n")
    return transcript


def _unreadable(name: str) -> DafengError:
    return broken("E_HTML_BROKEN", name, "HTML", *_MEND)
