"""The official paper: its layout, its numbers, its fonts by name, its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Mm

from dafeng.writers import docx, png

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'


@pytest.fixture(scope="module")
def picture() -> bytes:
    """A small picture."""
    return png.render(DRAWING, 40)


def _words(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_same_results_give_the_same_bytes(results, make_results, picture):
    """Two runs over equal results write equal files."""
    assert docx.report(results, {"sectors": picture}) == docx.report(make_results(), {"sectors": picture})


def test_the_page_and_its_fonts_are_those_of_official_papers(results, picture):
    """A4 with margins 37, 35, 28 and 26 mm; fonts are named, with what stands in for them."""
    data = docx.report(results, {"sectors": picture})
    section = Document(io.BytesIO(data)).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body, fonts = (archive.read(f"word/{name}.xml").decode() for name in ("document", "fontTable"))
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in body
        assert f'w:name="{font}"><w:altName' in fonts
    assert body.count("<pic:pic") == 1


def test_headings_count_in_chinese(results):
    """The parts are numbered 一、 to 八、 and the groups of targets （一） to （五）."""
    text = _words(docx.report(results, {}))
    for heading in (
        "一、总的判断",
        "二、方案审查意见",
        "六、目标进展",
        "八、数据等级与复现",
        "（五）无法判断",
    ):
        assert heading in text


def test_figures_carry_unit_convention_and_grade(results):
    """The account, the bridge, the probabilities and the assumptions stand with unit and grade, labels kept."""
    text = _words(docx.report(results, {}))
    for expected in (
        "1793.5（D）", "二氧化碳（单位：万吨", "辖区含过程口径", "−381.6 万吨（C）", "8.3%（S，合成）", "5.5%（D，假设）",
        "不使用本市任何资料的模型给出25.0%（D）", "2023年非化石能源消费比重，等价值：31.5%（C）",
    ):  # fmt: skip
        assert expected in text


def test_unknown_is_said_in_words_and_requests_follow(results):
    """The year without data reads 无数据 in every column, and the letter that asks for it is drafted."""
    paper = Document(io.BytesIO(docx.report(results, {})))
    row = next(
        r for table in paper.tables for r in table.rows if r.cells[0].text == "2021" and len(r.cells) == 5
    )
    assert {cell.text for cell in row.cells[1:]} == {"无数据"}
    assert "请市统计局于2026年12月10日前提供" in _words(docx.report(results, {}))


def test_a_plan_read_alone_still_makes_a_paper(bare):
    """Without data the paper says what cannot be judged."""
    text = _words(docx.report(bare, {}))
    assert "达峰概率无法判断" in text
    assert "没有可核算的年份" in text
