"""PDF with a text layer: lines in reading order, ruled tables with their cells, and what is refused."""

from __future__ import annotations

import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers.pdf import read_pdf
from tests.readers.papers import objects, plain_pdf, stream, typeset

SENTENCE = "到2025年，非化石能源消费比重达到20%左右，能耗下降14%，新建建筑全面执行绿色标准。"


def lines(source: str, **settings: str) -> list[str]:
    """The lines of a typeset page, blanks aside."""
    return [
        line.replace(" ", "") for line in read_pdf(typeset(source, **settings), "p.pdf").text.splitlines()
    ]


def code(data: bytes) -> str:
    """The code under which these bytes are refused."""
    with pytest.raises(DafengError) as refusal:
        read_pdf(data, "扫描.pdf")
    assert "扫描.pdf" in refusal.value.zh
    assert "扫描.pdf" in refusal.value.en
    return refusal.value.code


def test_pages_and_their_places() -> None:
    """Text is read line by line; every part names its page; page numbers stay, running titles go."""
    told = read_pdf(
        typeset(
            "#align(center)[= 某市碳达峰实施方案]\n一、总体要求\n\n" + f"{SENTENCE}\n\n" * 90,
            header="[某市碳达峰实施方案]",
            footer="context [— #counter(page).display() —]",
        ),
        "p.pdf",
    )
    words = told.text.replace(" ", "")
    pages = max(part.place.page or 0 for part in told.parts)

    assert pages >= 3
    assert words.startswith("某市碳达峰实施方案\n一、总体要求\n到2025年")
    assert words.count("某市碳达峰实施方案") == 1
    assert (
        words.replace("\n", "").count("非化石能源消费比重达到20%左右") >= 87
    )  # a page number may fall inside
    assert [f"—{number}—" in words for number in range(1, pages + 1)] == [True] * pages
    assert str(told.parts[-1].place) == f"第{pages}页"


def test_two_columns() -> None:
    """The left column is read before the right one, below a title across both."""
    source = (
        '#place(top, scope: "parent", float: true)[某市碳达峰实施方案与两栏之上横贯整页的一行说明文字]\n'
        + "".join(f"（{number}）{SENTENCE}\n\n" for number in range(1, 15))
        + "#colbreak()\n"
        + "".join(f"（{number}）{SENTENCE}\n\n" for number in range(15, 25))
    )
    words = "".join(lines(source, columns="2"))

    assert words.startswith("某市碳达峰实施方案")
    assert words.count(SENTENCE) == 24
    marks = [words.index(f"（{number}）") for number in range(1, 25)]
    assert marks == sorted(marks)


def test_ruled_tables() -> None:
    """A ruled table becomes rows with tabs; a merged cell stands once; a broken line in a cell is closed."""
    told = read_pdf(
        typeset(
            f"{SENTENCE}\n\n#table(columns: (60pt, 40pt, 60pt), [指标], [单位], [2025年], [非化石能源消费比重目标值], [%], [20],\n"
            f"table.cell(rowspan: 2)[能耗], [下降], [14], [吨], [3])\n\n{SENTENCE}"
        ),
        "p.pdf",
    )
    words = told.text.replace(" ", "")

    assert "\n指标\t单位\t2025年\n非化石能源消费比重目标值\t%\t20\n能耗\t下降\t14\n\t吨\t3\n到2025年" in words
    cell = next(part for part in told.parts if told.text[part.start : part.end] == "14")
    assert str(cell.place) == "第1页表1第3行第3列"


def test_a_table_without_lines_keeps_its_rows() -> None:
    """Words side by side without rules stay on one line, apart by a tab."""
    source = "#grid(columns: (150pt, 100pt, 100pt), row-gutter: 10pt, [指标], [单位], [目标], [能耗], [%], [14], [装机], [万千瓦], [15])"
    assert lines(source) == ["指标\t单位\t目标", "能耗\t%\t14", "装机\t万千瓦\t15"]


def test_a_turned_page() -> None:
    """A page that is shown turned is read as it is shown."""
    data = plain_pdf(b"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Turned page: 20%) Tj ET", b"/Rotate 90")
    assert read_pdf(data, "p.pdf").text == "Turned page: 20%\n"


def test_a_scan_is_refused() -> None:
    """Pages that are pictures are refused, with how many there are and what to do."""
    picture = stream(
        bytes([200]) * 12,
        b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
    )
    data = objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        stream(b"q 595 0 0 842 0 0 cm /X Do Q"),
        picture,
    )
    assert code(data) == "E_SCANNED"


def test_a_password_is_refused() -> None:
    """A file that opens with a password only is refused as such."""
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> /ID [<00> <00>]" % (
        b"o" * 32,
        b"u" * 32,
    )
    data = objects(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", trailer=lock
    )
    assert code(data) == "E_ENCRYPTED"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"not a pdf",
        plain_pdf()[:200],
        objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"),
    ],
)
def test_broken(data: bytes) -> None:
    """What is no PDF, is cut off, or has no page that can be shown is refused."""
    assert code(data) == "E_PDF_BROKEN"


def test_too_many_pages() -> None:
    """A file that claims a huge number of pages is refused before a page is read."""
    kids = b" ".join([b"3 0 R"] * 4000)
    data = objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 4000 >>" % kids,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    assert code(data) in {"E_TOO_LARGE", "E_PDF_BROKEN"}
