"""The page: self-contained, in Chinese, every number from the results and open to its trace."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from dafeng.rules.display import show
from dafeng.writers import html

DRAWING = (
    '<svg width="10" height="10" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class _Page(HTMLParser):
    """Collects visible text, links to figures, attributes that load something, and the embedded JSON."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.trace: dict[str, Any] = {}
        self._stack: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.loads += [
            v
            for k, v in attrs
            if k in {"src", "srcset", "href", "xlink:href", "action", "data"} and v and v[0] != "#"
        ]
        if tag not in {"meta", "br", "link", "img"}:
            self._stack.append((tag, given))

    def handle_endtag(self, tag):
        while self._stack and self._stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _ in self._stack]
        tag, given = self._stack[-1] if self._stack else ("", {})
        if tag == "script" and given.get("id") == "figures":
            self.trace = json.loads(data)
        if {"script", "style", "svg", "title"} & set(tags):
            return
        if tag == "a" and "n" in (given.get("class") or "").split():
            self.links.append((given["data-f"] or "", data))
        elif given.get("class") != "count" and data.strip():
            self.texts.append(data)


@pytest.fixture
def page(results):
    """The report of the made-up city, parsed."""
    names = ("sectors", "bridge_statutory", "fan_national", "peak_years")
    return _Page(html.report(results, dict.fromkeys(names, DRAWING)))


def test_the_same_results_give_the_same_page(results, make_results):
    """Two runs over equal results write equal text."""
    assert html.report(results, {"sectors": DRAWING}) == html.report(make_results(), {"sectors": DRAWING})


def test_nothing_is_loaded(results, page):
    """The page holds no address a browser would fetch, not even a name space."""
    text = html.report(results, {"sectors": DRAWING})
    assert page.loads == []
    assert "link" not in page.tags
    assert "img" not in page.tags
    assert not re.search(r"https?:|//[a-z]|@import|url\(", text)


def test_every_linked_number_is_the_figure_it_links_to(results, page):
    """What a link shows is its figure as printed, with the unit or under a head that names it."""
    assert len(page.links) > 80
    for key, text in page.links:
        figure = results["figures"][key]
        shown = show(figure["value"], figure["unit"])
        assert text in {str(shown), shown.number}


def test_every_number_on_the_page_stands_in_the_results(results, page):
    """No numeral outside a link was made by the page: each stands in a string or number of the results."""
    known = set(NUMBER.findall(json.dumps(results, ensure_ascii=False)))
    for item in results["targets"]:
        known |= {show(value, "").number for value in (item["value"], item["value_max"]) if value is not None}
    for finding in results["findings"]:
        for given in finding["inputs"]:
            known |= {
                show(given[key], "").number for key in ("value", "low", "high") if given[key] is not None
            }
    known |= {show(d["share"], "probability").number for d in results["pathway"]["drivers"]}
    known |= {"100", "2029", "2030"}  # the reading of 全面; the two readings of “before 2030”
    strange = {n for text in page.texts for n in NUMBER.findall(text)} - known
    assert strange == set()


def test_every_number_opens_down_to_its_leaves(results, page):
    """The embedded trace holds each linked figure and all its inputs, with cell, hash, rule and formula."""
    book = page.trace["figures"]
    assert {key for key, _ in page.links} <= set(book)
    assert all(set(entry["inputs"]) <= set(book) for entry in book.values())
    coal = book["obs/energy/raw_coal/2019"]
    assert coal["cell"] == "energy.csv H12"
    assert coal["sha256"] == "a3" * 32
    assert coal["exact"] == "2100000.0 吨"
    assert book["rule/raw_coal/2019"]["rule"] == "省级温室气体清单编制指南（可信度高）"
    assert "44/12" in book["sector/power_coal/2019"]["formula"]
    assert book["co2/statutory/2021"]["shown"] == "无数据"
    assert "未填报" in book["co2/statutory/2021"]["reason"]


def test_unknown_is_said_in_words(page):
    """A figure without value reads 无数据 and stays a link to its reason; it is never 0."""
    words = [text for key, text in page.links if key.endswith("/2021") and "share/" in key]
    assert words
    assert set(words) == {"无数据"}


def test_assumed_and_synthetic_numbers_keep_their_label(results, page):
    """The headline's synthetic probabilities carry grade S and both labels beside them."""
    text = html.report(results, {})
    for key in (results["pathway"]["low"], results["pathway"]["high"]):
        assert re.search(
            rf'data-f="{key}">[^<]+</a><b class="g gS"[^>]*>S</b><span class="mark">合成、假设</span>', text
        )
    assert results["synthetic_notice"] in text


def test_the_headline_says_that_the_plan_does_not_decide(page, results):
    """The first card gives the range, both readings per fill and what a model that knows nothing says."""
    text = "".join(page.texts)
    assert "方案本身不能确定达峰概率" in text
    assert "不使用本市任何资料的模型给出" in text
    wanted = {
        fill[key]
        for fill in results["pathway"]["fills"]
        for key in ("probability_by_2029", "probability_by_2030")
    }
    assert wanted <= {key for key, _ in page.links}


def test_text_of_the_plan_cannot_become_markup(results):
    """Angle brackets in names, and a script's end inside a figure, stay text."""
    results["figures"]["co2/statutory/2023"]["name"] = "</script><script>alert(1)</script>"
    results["findings"][0]["title"] = "<img src=x onerror=alert(1)>"
    text = html.report(results, {})
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;b&gt;熟料&lt;/b&gt;" in text


def test_no_english_is_left_on_the_page(page):
    """Visible words are Chinese; Latin letters appear only in codes, grades, hashes, GDP and formulas."""
    allowed = re.compile(
        r"T\d\d|F\d\d|GDP|[ABCDS]\b|HYPERLINK|[0-9a-f]{64}|plan\.txt|energy\.csv|[（(]三[)）]a|b>|#\d"
    )
    left = [text for text in page.texts if re.search(r"[A-Za-z]{2,}", allowed.sub("", text))]
    assert left == []


def test_a_plan_read_alone_still_makes_a_page(bare):
    """Without city, data or pathway the page says what cannot be judged and prints no number for it."""
    page = _Page(html.report(bare, {}))
    text = "".join(page.texts)
    assert "达峰概率无法判断" in text
    assert "没有可核算的年份" in text
    assert "没有发现需要提出的问题" in text


def test_a_number_opens_its_drawer(results, browser, tmp_path):
    """In a real browser a click on a number shows its trace, an input leads deeper, and nothing is fetched."""
    path = tmp_path / "report.html"
    path.write_text(html.report(results, {}), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    asked, wrong = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(path.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.evaluate("document.querySelector('.accounts a.n').click()")
    assert tab.inner_text("dialog h3") == "辖区能源口径"
    tab.click("dialog .input >> nth=0")
    assert tab.inner_text("dialog h3") == "终端燃料燃烧"
    tab.click("dialog .input >> nth=0")
    assert "energy.csv H12" in tab.inner_text("dialog")
    tab.click("text=返回")
    assert tab.inner_text("dialog h3") == "终端燃料燃烧"
    tab.close()
    assert asked == [path.as_uri()]
    assert wrong == []
