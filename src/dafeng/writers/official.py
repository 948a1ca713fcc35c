# ruff: noqa: SLF001 - python-docx has no public way to fonts, repeated heads and fields
"""A Word document in the layout of official papers (GB/T 9704): page, fonts by name, numbered headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE, BODY, HEAD, SUBHEAD, FIGURES = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "Times New Roman",
)
# What Word takes when the named font is not on the machine.
FALLBACKS = {TITLE: "华文中宋", BODY: "仿宋", SUBHEAD: "楷体", HEAD: "SimHei"}
_DIGITS = "零一二三四五六七八九十"
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class OfficialPaper:
    """An A4 paper that is written from top to bottom; headings count themselves."""

    def __init__(self, title: str, under: str) -> None:
        self.document = Document()
        self._part = self._item = 0
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for margin, width in _MARGINS.items():
            setattr(section, margin, Mm(width))
        section.footer_distance = Mm(28)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(16)
        _fonts(normal.element.get_or_add_rPr(), BODY)
        _language(self.document.styles.element)
        _page_number(section.footer.paragraphs[0])
        self.document.core_properties.title = title
        self.document.add_paragraph()
        self._line(title, TITLE, 22, centred=True, pitch=36)
        self._line(under, SUBHEAD, 14, centred=True)
        self.document.add_paragraph()

    def part(self, text: str) -> None:
        """A heading of the first level, numbered 一、."""
        self._part, self._item = self._part + 1, 0
        self._line(f"{numeral(self._part)}、{text}", HEAD, 16, indent=True, keep=True)

    def item(self, text: str) -> None:
        """A heading of the second level, numbered （一）."""
        self._item += 1
        self._line(f"（{numeral(self._item)}）{text}", SUBHEAD, 16, indent=True, keep=True)

    def text(self, text: str) -> None:
        """A paragraph of the body."""
        self._line(text, BODY, 16, indent=True)

    def note(self, text: str) -> None:
        """A small line under a table or a picture."""
        self._line(text, BODY, 10.5, pitch=16)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A ruled table in small type; its head repeats on every page, `widths` are in millimetres."""
        grid = self.document.add_table(rows=0, cols=len(head), style="Table Grid")
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate((head, *rows)):
            cells = grid.add_row()
            _row_rules(cells._tr, head=number == 0)
            for cell, text, width in zip(cells.cells, row, widths, strict=True):
                cell.width = Mm(width)
                paragraph = cell.paragraphs[0]
                _spacing(paragraph, 13)
                if number == 0:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _run(paragraph, text, HEAD if number == 0 else BODY, 9)
        _spacing(self.document.add_paragraph(), 10)

    def picture(self, png: bytes, width: float, alt: str) -> None:
        """A drawing in the middle of the line, `width` in millimetres."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        shape._inline.docPr.set("descr", alt)

    def save(self) -> bytes:
        """The document as a file."""
        _name_fallbacks(self.document)
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _line(
        self, text: str, font: str, points: float, *, centred: bool = False, indent: bool = False,
        keep: bool = False, pitch: float = 28.9,
    ) -> None:  # fmt: skip
        paragraph = self.document.add_paragraph()
        _spacing(paragraph, pitch)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(2 * points)
        paragraph.paragraph_format.keep_with_next = keep
        _run(paragraph, text, font, points)


def numeral(number: int) -> str:
    """A small number in Chinese, as headings carry it.

    >>> numeral(3), numeral(10), numeral(12), numeral(20), numeral(41)
    ('三', '十', '十二', '二十', '四十一')
    """
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _run(paragraph: Paragraph, text: str, font: str, points: float) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    _fonts(run._r.get_or_add_rPr(), font)


def _fonts(properties: Any, chinese: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[kind]
    for kind, name in (("ascii", FIGURES), ("hAnsi", FIGURES), ("cs", FIGURES), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{kind}"), name)


def _spacing(paragraph: Paragraph, pitch: float) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(pitch)


def _row_rules(row: Any, *, head: bool) -> None:
    rules = row.get_or_add_trPr()
    rules.append(OxmlElement("w:cantSplit"))
    if head:
        rules.append(OxmlElement("w:tblHeader"))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _run(paragraph, "\u2014 ", "宋体", 14)
    paragraph._p.append(field)
    _run(paragraph, " \u2014", "宋体", 14)


def _language(styles: Any) -> None:
    """Chinese of the mainland, so that punctuation takes its shape."""
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _name_fallbacks(document: Any) -> None:
    """Tell Word which font stands in for one that is not installed."""
    part = next(
        part for part in document.part.package.iter_parts() if part.partname.endswith("/fontTable.xml")
    )
    entries = "".join(
        f'<w:font xmlns:w="{_NAMESPACE}" w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")
