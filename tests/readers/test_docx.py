"""Word files: their text in order with its places, the numbers Word prints, and what is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.readers import package
from dafeng.readers.document import read_document
from dafeng.readers.docx import read_docx
from dafeng.rules.vocabulary import load_vocabulary
from tests.readers.papers import cell, in_list, level, lists, para, table, word, zipped


def places(data: bytes) -> list[tuple[str, str]]:
    """Each part's words with its place in Chinese."""
    told = read_docx(data, "plan.docx")
    return [(told.text[part.start : part.end], str(part.place)) for part in told.parts]


def text(body: str, **parts: str) -> str:
    """The text of a Word file with this body."""
    return read_docx(word(body, **parts), "plan.docx").text


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    """Paragraphs and table rows become lines in the document's order; a merged cell is given once."""
    document = docx.Document()
    document.add_paragraph("一、目标")
    grid = document.add_table(rows=2, cols=3)
    for box, words in zip((box for row in grid.rows for box in row.cells), "甲乙丙丁戊己", strict=True):
        box.text = words
    grid.cell(1, 1).merge(grid.cell(1, 2)).text = "合并"
    document.add_paragraph("到2025年，绿地率达到40%。")
    path = tmp_path / "plan.docx"
    document.save(str(path))

    read = read_document(path)

    assert read.text == "一、目标\n甲\t乙\t丙\n丁\t合并\n到2025年，绿地率达到40%。\n"
    assert str(read.place_of(read.text.index("合并"))) == "表1第2行第2列"
    assert str(read.place_of(read.text.index("绿地率"))) == "第2段"
    assert read.place_of(read.text.index("\t")) is None


def test_numbers_that_word_prints() -> None:
    """Automatic numbers of every level stand in the text and make the plan's structure."""
    body = "".join(
        para(words, in_list(1, depth))
        for words, depth in (
            ("总体要求", 0), ("主要目标", 1), ("到2025年，绿地率达到40%。", 2), ("到2030年，绿地率达到45%。", 2),
            ("重点任务", 0), ("能源行动", 1), ("到2025年，光伏装机达到15万千瓦。", 2),
        )
    )  # fmt: skip
    found = text(body, numbering=lists())

    assert found.splitlines() == [
        "一、总体要求", "（一）主要目标", "1. 到2025年，绿地率达到40%。", "2. 到2030年，绿地率达到45%。",
        "二、重点任务", "（一）能源行动", "1. 到2025年，光伏装机达到15万千瓦。",
    ]  # fmt: skip
    plan = read_plan(Document("plan.docx", found, ""), load_vocabulary())
    assert [target.clause for target in plan.targets] == ["一(一)1", "一(一)2", "二(一)1"]


def test_numbers_from_a_style() -> None:
    """A heading style brings its list along, through the style it is based on."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>') + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'
    )
    body = "".join(
        para(words, f'<w:pStyle w:val="{style}"/>')
        for words, style in (("目标", "H1"), ("任务", "H1b"), ("能源", "H2"), ("工业", "H2"))
    ) + para("不编号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')

    assert text(body, numbering=lists(levels), styles=styles).splitlines() == [
        "一、目标", "二、任务", "（一）能源", "（二）工业", "不编号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("format", "shown", "words"),
    [
        ("decimal", "%1.", ["1. 甲", "2. 甲"]),
        ("decimal", "（%1）", ["（1）甲", "（2）甲"]),
        ("decimalEnclosedCircleChinese", "%1", ["①甲", "②甲"]),
        ("japaneseCounting", "第%1条", ["第一条甲", "第二条甲"]),
        ("chineseLegalSimplified", "%1、", ["壹、甲", "贰、甲"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、甲"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 甲"]),
        ("lowerLetter", "%1)", ["a) 甲", "b) 甲"]),
        ("bullet", "——", ["——甲", "——甲"]),
        ("bullet", "\uf0b7", ["甲", "甲"]),
        ("none", "附则：", ["附则：甲", "附则：甲"]),
        ("anUnknownFormat", "%1.", ["1. 甲", "2. 甲"]),
    ],
)
def test_number_formats(format: str, shown: str, words: list[str]) -> None:
    """Each way of counting prints as Word prints it; an unknown one counts in digits."""
    body = para("甲", in_list(1, 0)) * 2
    assert text(body, numbering=lists(level(0, format, shown))).splitlines() == words


def test_a_list_that_starts_again() -> None:
    """Another list of the same definition goes on counting, unless it is told where to start."""
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(para("甲", in_list(number, 0)) for number in (1, 2, 3, 3))
    assert text(body, numbering=lists(more=more)).splitlines() == ["一、甲", "二、甲", "五、甲", "六、甲"]


def test_tracked_changes() -> None:
    """Deleted and moved text is not the plan's text; inserted text is, and takes its number."""
    body = (
        "<w:p><w:r><w:t>下降</w:t></w:r><w:del><w:r><w:delText>13%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>14%</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>以上。</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr>"
        + in_list(1, 0)
        + "</w:pPr><w:del><w:r><w:delText>删去的标题</w:delText></w:r></w:del></w:p>"
        + para("任务", in_list(1, 0))
    )
    assert text(body, numbering=lists()).splitlines() == ["下降14%以上。", "", "一、任务"]


def test_notes_follow_their_paragraph() -> None:
    """Footnotes and endnotes stand on lines of their own behind the paragraph that refers to them."""
    reference = '<w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:endnoteReference w:id="9"/></w:r>'
    notes = (
        '<w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="5">'
        + para("按等价值计算。")
        + "</w:footnote>"
    )
    ends = '<w:endnote w:id="9">' + para("见统计年鉴。") + "</w:endnote>"
    data = word(para("能耗下降14%。", after=reference) + para("后文。"), footnotes=notes, endnotes=ends)

    assert places(data) == [
        ("能耗下降14%。", "第1段"), ("按等价值计算。", "脚注1"), ("见统计年鉴。", "尾注1"), ("后文。", "第2段"),
    ]  # fmt: skip


def test_text_boxes_and_controls() -> None:
    """A text box is read once, behind its paragraph; content controls are read where they stand."""
    box = "<w:txbxContent>" + para("框内目标40%。") + "</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    control = "<w:sdt><w:sdtContent>" + para("控件内。") + "</w:sdtContent></w:sdt>"
    inline = "<w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>之后</w:t></w:r></w:p>"

    assert text(para("正文。", after=drawing) + control + inline).splitlines() == [
        "正文。", "框内目标40%。", "控件内。", "行内之后",
    ]  # fmt: skip


def test_what_is_not_printed_is_not_read() -> None:
    """Hidden text, field codes, the guide above characters and a table of contents are left out."""
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>tàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>碳</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + para("一、目标 1") + "</w:sdtContent></w:sdt>"
    )
    body = contents + para("一、目标 1", '<w:pStyle w:val="TOC1"/>') + para("一、", after=hidden + ruby)
    assert text(body) == "一、碳\n"


def test_cells() -> None:
    """Merged cells keep their columns; a table inside a cell stays in it; breaks become blanks."""
    data = word(
        table(
            cell("能源", '<w:vMerge w:val="restart"/>')
            + cell("比重", '<w:gridSpan w:val="2"/>')
            + cell("20"),
            cell("看不见", "<w:vMerge/>")
            + f"<w:tc>{table(cell('内'), cell('层'))}{para('')}</w:tc>"
            + cell("%"),
        )
    )
    assert places(data) == [
        ("能源", "表1第1行第1列"), ("比重", "表1第1行第2列"), ("20", "表1第1行第4列"),
        ("内 层", "表1第2行第2列"), ("%", "表1第2行第3列"),
    ]  # fmt: skip
    assert read_docx(data, "plan.docx").text == "能源\t比重\t20\n\t内 层\t%\n"


@pytest.mark.parametrize(
    "data",
    [
        b"not a zip at all",
        b"PK\x03\x04 cut off",
        zipped({"other.xml": b"<a/>"}),
        zipped({"word/document.xml": b"<broken", "[Content_Types].xml": b"<broken"}),
        zipped(
            {
                "word/document.xml": b"<!DOCTYPE d [<!ENTITY a 'aaaa'>]><document><body><p>&a;</p></body></document>"
            }
        ),
        zipped(
            {
                "word/document.xml": b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><document><body>&a;</body></document>"
            }
        ),
        zipped({"word/document.xml": b"<document>" + b"<p>" * 100_000}),
    ],
)
def test_broken(tmp_path: Path, data: bytes) -> None:
    """What is no zip, no Word file, no XML, or XML with entities is refused as a broken DOCX."""
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    with pytest.raises(DafengError) as refusal:
        read_document(path)
    assert refusal.value.code == "E_DOCX_BROKEN"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that would unpack beyond the limit is refused from its directory alone."""
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(DafengError) as refusal:
        read_docx(zipped({"word/document.xml": b"0" * 5000}), "plan.docx")
    assert refusal.value.code == "E_TOO_LARGE"
    assert refusal.value.faults[0].place == "plan.docx"


def test_an_empty_document(tmp_path: Path) -> None:
    """A Word file without words is an empty file."""
    path = tmp_path / "plan.docx"
    docx.Document().save(str(path))
    with pytest.raises(DafengError) as refusal:
        read_document(path)
    assert refusal.value.code == "E_EMPTY_FILE"
