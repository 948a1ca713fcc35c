"""Write the sample notice of an invented city, to show the reader a Word file; the same bytes every time."""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

LABEL = "（示例）本件为演示文档读取而编写，示例市及全部数字均为虚构，不对应任何地方。"
TITLE = "示例市人民政府关于印发《示例市碳达峰实施方案》的通知"
NUMBER = "示例府发〔2025〕0号"
ADDRESSEES = "各县（区）人民政府，市级各部门："
OPENING = "现将《示例市碳达峰实施方案》印发给你们，请结合实际执行。"
SIGNED = ("示例市人民政府", "2025年1月2日")
BODY = (
    ("一、主要目标", ""),
    (
        "（一）目标。",
        "到2030年，单位地区生产总值能源消耗比2025年下降12%以上，非化石能源消费比重达到30%左右。",
    ),
    ("二、重点任务", ""),
    ("（一）清洁能源。", "因地制宜开发屋顶光伏，到2028年，光伏装机容量达到15万千瓦以上。"),
    ("（二）公共交通。", "有序更新老旧车辆，到2027年，新增或更换公交车中新能源车辆占比达到95%。"),
)
TABLE_CAPTION = "附表　主要指标（示例）"
TABLE = (
    ("指标", "单位", "2027年", "2030年"),
    ("新建集中式充电站", "座", "20", "36"),
    ("森林覆盖率", "%", "41", "42"),
)
EPOCH = (2025, 1, 2, 0, 0, 0)


def notice() -> Document:
    """The notice as a Word document: label, heading, clauses, table and signature."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "FangSong"
    style.font.size = Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    document.core_properties.title = "示例市碳达峰实施方案"
    document.core_properties.author = ""
    document.core_properties.comments = LABEL
    document.sections[0].header.paragraphs[0].text = LABEL
    for text in (LABEL, TITLE, NUMBER):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(ADDRESSEES)
    _indented(document, OPENING)
    for text in SIGNED:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("示例市碳达峰实施方案").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for heading, text in BODY:
        _indented(document, heading + text)
    document.add_paragraph(TABLE_CAPTION).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=0, cols=len(TABLE[0]), style="Table Grid")
    for record in TABLE:
        for cell, text in zip(table.add_row().cells, record, strict=True):
            cell.text = text
    return document


def _indented(document: Document, text: str) -> None:
    document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)


def repacked(document: Document) -> bytes:
    """The document as a ZIP whose entries carry a fixed time, since python-docx stamps them with now."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def main() -> None:
    """Write the notice beside this script or where ``--out`` says."""
    parser = argparse.ArgumentParser(description="生成示例通知 / write the sample notice")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).with_name("notice.docx"), help="输出文件 / output file"
    )
    parser.parse_args().out.write_bytes(repacked(notice()))


if __name__ == "__main__":
    main()
