"""Small well-formed files of every format, in our own words, from which damaged ones are made."""

from __future__ import annotations

import functools

from tests.readers.papers import cell, in_list, lists, para, plain_pdf, table, typeset

PLAN = """某市人民政府关于印发某市碳达峰实施方案的通知
某府发〔2023〕1号

各县（市、区）人民政府：
现将《某市碳达峰实施方案》印发给你们，请遵照执行。
某市人民政府
2023年4月1日

一、总体要求
（一）主要目标。
到2025年，非化石能源消费比重达到20%左右，单位地区生产总值能源消耗比2020年下降14%以上。
到2030年，森林覆盖率稳定在35%—38%，新能源汽车占比由2020年的5%提高到40%。
二、重点任务
（一）能源行动。
1. 光伏发电。到2025年，装机容量力争达到1,200万千瓦，新增0.08亿千瓦时；城镇新建建筑全面执行绿色标准。
（二）工业行动。“十四五”期间建成绿色工厂100个，淘汰落后产能3.5万吨，鼓励甲园区、乙园区建设集中供热项目。
—— 坚持全市统筹。
① 推广100辆电动公交车。
三、保障措施
严禁新增自备燃煤机组，万元产值用水量不超过30立方米。
"""
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="H0"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="H0"/>'
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="3"/></w:r>'
BOX = "<w:r><w:pict><w:txbxContent>" + para("到2025年，绿地率达到40%。") + "</w:txbxContent></w:pict></w:r>"


def word_parts() -> dict[str, str]:
    """The insides of a Word file that uses everything the reader knows."""
    body = (
        para("某市碳达峰实施方案")
        + para("总体要求", '<w:pStyle w:val="H1"/>')
        + para("主要目标", in_list(1, 1))
        + para("到2025年，非化石能源消费比重达到20%左右。", in_list(1, 2), NOTE)
        + para("重点任务", '<w:pStyle w:val="H1"/>', BOX)
        + "<w:p><w:del><w:r><w:delText>13%</w:delText></w:r></w:del><w:ins><w:r><w:t>能耗下降14%。</w:t></w:r></w:ins></w:p>"
        + "<w:sdt><w:sdtContent>"
        + para("严禁新增产能。")
        + "</w:sdtContent></w:sdt>"
        + table(
            cell("指标") + cell("2025年", '<w:gridSpan w:val="2"/>'),
            cell("能耗", '<w:vMerge w:val="restart"/>') + cell("14") + cell("%"),
            cell("", "<w:vMerge/>") + f"<w:tc>{table(cell('内'))}{para('层')}</w:tc>" + cell("%"),
        )
    )
    return {
        "document": f"<w:body>{body}</w:body>",
        "numbering": lists(),
        "styles": STYLES,
        "footnotes": '<w:footnote w:id="2">' + para("按等价值计算。") + "</w:footnote>",
        "endnotes": '<w:endnote w:id="3">' + para("见年鉴。") + "</w:endnote>",
    }


def page() -> str:
    """A saved page with furniture, tables and lists."""
    paragraphs = "".join(f"<p>　　{line}</p>\n" for line in PLAN.splitlines() if line)
    return (
        '<!DOCTYPE html><html><head><meta charset="gb2312"><title>某市</title><style>p{}</style></head><body>'
        '<div class="nav"><a href="/">首页</a></div><div id="crumbs">当前位置：<a href="/">首页</a></div>'
        f'<form><div class="TRS_Editor">{paragraphs}<table border=1><tr><th>指标</th><th colspan=2>2025年</th></tr>'
        "<tr><td>能耗<br>强度</td><td>14</td><td>%</td></tr></table><ol start=2><li>甲<li>乙</ol></div></form>"
        "<p>【打印本页】【关闭窗口】</p><footer>主办：某市</footer></body></html>"
    )


def mhtml(body: bytes) -> bytes:
    """A page wrapped as one file."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
    return head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + body + b"\r\n--B--\r\n"


@functools.cache
def printed() -> tuple[bytes, ...]:
    """PDF files: one typeset page with a table, one in two columns, one in bare objects."""
    words = PLAN.replace("#", "").replace("\n", "\n\n")
    rows = (
        "#table(columns: 3, [指标], [单位], [2025年], table.cell(rowspan: 2)[能耗], [%], [14], [吨], [3])\n"
    )
    content = (
        b"q 1 0 0 1 0 0 cm 72 600 100 20 re S 72 580 m 172 580 l S Q BT /F1 12 Tf 72 700 Td "
        b"(By 2025 the share reaches 20%.) Tj 0 -20 Td [(Second) -3000 (line)] TJ ET /X1 Do"
    )
    return (
        typeset(words + rows, footer="context [— #counter(page).display() —]"),
        typeset(words, columns="2"),
        plain_pdf(content),
    )
