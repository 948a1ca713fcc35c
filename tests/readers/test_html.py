"""Saved web pages: the plan's text without the furniture of the site, in any encoding."""

from __future__ import annotations

import quopri

import pytest

from dafeng.domain.errors import DafengError
from dafeng.readers.formats import format_of
from dafeng.readers.html import read_html, read_mhtml

PLAN = """<h1>某市碳达峰实施方案</h1><p>　　一、主要目标</p><p>　　到2025年，非化石能源消费比重达到20%左右，
能耗下降14%，绿色建筑占新建建筑的比例达到100%，森林覆盖率稳定在35%以上。</p>"""
AROUND = """<html><head><title>某市人民政府</title><meta charset="{charset}"><script>var a="到2030年100%";</script></head>
<body><div class="top-nav"><a href="/">首页</a> <a href="/xx">政务公开</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zc">政策文件</a></div>
<div id="search">搜索 到2035年达到99%</div>
<div class="bdsharebuttonbox">分享到：微信 微博</div>
<form><div class="content"><p>字号：【大 中 小】【打印本页】【关闭窗口】</p>{plan}</div></form>
<p>来源：某市人民政府办公室</p><p>浏览次数：123</p>
<p>【打印本页】 【关闭窗口】</p>
<div class="xgwd"><h3>相关链接</h3><ul><li><a href="/1">某市关于到2030年新能源达到50%的解读</a></li></ul></div>
<footer>主办：某市人民政府　蜀ICP备0000号</footer></body></html>"""
WANTED = [
    "某市碳达峰实施方案",
    "一、主要目标",
    "到2025年，非化石能源消费比重达到20%左右， 能耗下降14%，绿色建筑占新建建筑的比例达到100%，森林覆盖率稳定在35%以上。",
]


def lines(body: str) -> list[str]:
    """The lines of a page with this body."""
    return read_html(f"<html><body>{body}</body></html>".encode(), "p.html").text.splitlines()


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb2312", "utf-8"),
        ("", "gb18030"),
        ("utf-8", "gb18030"),
        ("utf-8", "utf-16"),
    ],
)
def test_only_the_plan_is_left(charset: str, encoding: str) -> None:
    """Menus, paths, share bars, buttons, related links and the footer go, whatever the page says of its bytes."""
    page = AROUND.format(charset=charset, plan=PLAN).encode(encoding)
    assert read_html(page, "plan.html").text.splitlines() == WANTED


def test_traditional_pages() -> None:
    """A page in Big5 is read as it declares itself."""
    page = '<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>到2025年，非化石能源消費比重達到20%。</p>'
    assert read_html(page.encode("big5"), "p.htm").text == "到2025年，非化石能源消費比重達到20%。\n"


def test_a_page_in_one_file() -> None:
    """The page inside an MHTML file is read with the encoding that stands in front of it."""
    body = quopri.encodestring(AROUND.format(charset="", plan=PLAN).encode("gb18030")).decode("ascii")
    data = (
        'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        f"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--B--\r\n"
    ).encode("ascii")
    assert format_of(data, "方案.mhtml") == "mhtml"
    assert read_mhtml(data, "方案.mhtml").text.splitlines() == WANTED


def test_a_page_wholly_under_its_menu() -> None:
    """An element with a name of furniture that holds most of the page is the page."""
    assert lines(f'<div class="print footer"><nav>{PLAN}</nav></div>') == WANTED


def test_tables() -> None:
    """A table of data becomes rows with tabs and places; a table that lays out the page becomes lines."""
    page = (
        "<table><tr><td><p>前文足够长。</p><table><tr><th>指标</th><th>2025年</th></tr>"
        "<tr><td>非化石<br>比重</td><td>20%</td></tr></table></td></tr></table>"
    )
    told = read_html(page.encode(), "p.html")
    assert told.text == "前文足够长。\n指标\t2025年\n非化石 比重\t20%\n"
    assert [str(part.place) for part in told.parts] == [
        "第1段", "表1第1行第1列", "表1第1行第2列", "表1第2行第1列", "表1第2行第2列",
    ]  # fmt: skip


def test_inline_and_breaks() -> None:
    """Words in one block stay on one line, a break starts another, an ordered list shows its numbers."""
    assert lines("<div>到<b>2025</b>年，<span>达到</span>40%<br>第二行</div><ol start=3><li>甲<li>乙</ol>") == [
        "到2025年，达到40%", "第二行", "3. 甲", "4. 乙",
    ]  # fmt: skip


def test_hidden_parts() -> None:
    """What a page does not show is not read."""
    assert lines('<p style="display: none">看不见的99%</p><p hidden>也不</p><!-- 注释 --><p>看得见</p>') == [
        "看得见"
    ]


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<!-- only -->"])
def test_empty_pages(data: bytes) -> None:
    """A page without words gives no text, or is refused."""
    try:
        assert read_html(data, "p.html").text == ""
    except DafengError as error:
        refused = error.code
    else:
        refused = "E_HTML_BROKEN"
    assert refused == "E_HTML_BROKEN"


def test_a_long_page() -> None:
    """Many equal paragraphs all stay."""
    assert len(lines("<p>方案</p>" * 5000)) == 5000
