"""The pages as a browser receives them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from fastapi.testclient import TestClient

from dafeng.web import assets, pages
from dafeng.web.words import words

PATHS = ("/", "/plan", "/accounts", "/accounts?year=2015&end=statutory", "/pathway", "/pathway?fill=national",
         "/trace/co2/territorial_process/990100/2023", "/trace/rule/ncv/raw_coal", "/trace/assumption/growth")  # fmt: skip
# Names, file kinds, units and standard symbols that Chinese readers use as they are.
LATIN = {"dafeng", "English", "SHA", "plan", "docx", "json", "tjson", "txt", "results", "manifest", "inputs"}


class Visible(HTMLParser):
    """Collects what a reader sees, leaving out scripts and code, and the attributes that matter here."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.figures: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in {"script", "style", "code", "a"} and (
            tag != "a" or "language" in (given.get("class") or "")
        ):
            self._hidden.append(tag)
        self.figures += [value for name, value in attrs if name == "data-figure" and value]
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in {"href", "src", "hx-get"} and value]

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def with_lang(path: str, lang: str) -> str:
    """The path asking for a language."""
    return path + ("&" if "?" in path else "?") + f"lang={lang}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers(client: TestClient, path: str, lang: str) -> None:
    """Each page answers 200 in both languages, says its language, and carries the policy headers."""
    answer = client.get(with_lang(path, lang))

    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PATHS)
def test_every_number_has_a_trace(client: TestClient, results: dict, path: str) -> None:
    """Each data-figure on a page is a figure of the results, and its link opens."""
    seen = Visible(client.get(path).text)

    assert seen.figures
    assert set(seen.figures) <= set(results["figures"])
    for link in {link for link in seen.links if link.startswith("/trace/")}:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_asked_of_another_host(client: TestClient, path: str, lang: str) -> None:
    """No page holds an address with a scheme or host, inline code, inline style or an inline handler."""
    html = client.get(with_lang(path, lang)).text
    seen = Visible(html)

    assert [link for link in seen.links if urlsplit(link).netloc] == []
    assert not re.search(r"https?://", html)
    assert [
        tag for tag, given in seen.tags if "style" in given or any(name.startswith("on") for name in given)
    ] == []
    inline = [given for tag, given in seen.tags if tag == "script" and not given.get("src")]
    assert {given.get("type") for given in inline} <= {"application/json"}
    assert "style" not in {tag for tag, _ in seen.tags}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PATHS[:6])
def test_links_lead_somewhere(client: TestClient, path: str, lang: str) -> None:
    """Every link on a page answers, and every fragment names an element of the page it leads to."""
    here = with_lang(path, lang)
    seen = Visible(client.get(here).text)
    loaded = {here: seen}
    for link in sorted({link for link in seen.links if not link.startswith("/trace/")}):
        address, _, fragment = link.partition("#")
        target = address or here
        if target not in loaded:
            answer = client.get(target)
            assert answer.status_code == 200, link
            html = answer.text if "html" in answer.headers["content-type"] else ""
            loaded[target] = Visible(html)
        if fragment:
            assert unquote(fragment) in loaded[target].ids, link


@pytest.mark.parametrize("path", PATHS)
def test_ids_are_unique(client: TestClient, path: str) -> None:
    """No id stands twice on a page."""
    ids = Visible(client.get(path).text).ids

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", PATHS)
def test_no_english_is_left_in_chinese(client: TestClient, path: str) -> None:
    """The Chinese page shows no English word outside code, names and standard symbols."""
    text = " ".join(Visible(client.get(path).text).text)
    left = set(re.findall(r"[A-Za-z]{4,}", text)) - LATIN

    assert left == set()


@pytest.mark.parametrize("path", PATHS)
def test_english_pages_speak_english(client: TestClient, path: str) -> None:
    """The English page shows no Chinese word of the pages' own table."""
    text = " ".join(Visible(client.get(with_lang(path, "en")).text).text)
    chinese = {zh for zh in vars(words("zh")).values() if len(zh) >= 4} - set(vars(words("en")).values())
    said = {word for word in chinese if word in text}

    # These stand in the invented plan itself.
    assert said <= {"能耗强度降幅", "非化石能源消费比重"}


@pytest.mark.parametrize("path", PATHS[2:6])
def test_english_charts_speak_english(client: TestClient, path: str) -> None:
    """No chart on an English page holds a Chinese character outside the names of fonts."""
    html = client.get(with_lang(path, "en")).text
    charts = re.findall(r'<script type="application/json" data-chart="[^"]+">(.*?)</script>', html, re.DOTALL)

    assert charts
    for chart in charts:
        assert not re.search(r"[\u4e00-\u9fff]", json.dumps(json.loads(chart), ensure_ascii=False)), chart[
            :80
        ]


def test_unknown_stays_unknown(client: TestClient) -> None:
    """A figure without a value is shown in words with its reason, never as 0."""
    html = client.get("/accounts?year=2015&end=statutory").text

    assert "2015年净调入电量：未填报" in html
    assert re.search(
        r'figure-unknown"[^>]*co2/statutory/990100/2015[^>]*><span class="value">无数据</span>', html
    )


def test_the_plan_is_marked_in_place(client: TestClient) -> None:
    """A target's value is a link inside the sentence, leading to the target, which leads back."""
    html = client.get("/plan").text

    assert re.search(r'<a class="mark-value" href="#target-[^"]+">30%</a>以上', html)
    assert re.search(r'<span id="quote-一\(一\)\.1" class="anchor"></span><a class="mark-quote"', html)


def test_a_trace_is_a_card_for_the_drawer(client: TestClient) -> None:
    """Htmx receives the card alone; a plain visit receives the same card in a page."""
    path = "/trace/obs/energy/raw_coal/990100/2023"
    card = client.get(path, headers={"hx-request": "true"})
    whole = client.get(path)

    assert "<html" not in card.text
    assert card.headers["vary"] == whole.headers["vary"] == "HX-Request"
    for text in (card.text, whole.text):
        assert "ab" * 32 in text
        assert "energy_balance.csv" in text


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/trace/co2/nothing", "E_UNKNOWN_FIGURE"),
        ("/accounts?year=1999", "E_UNKNOWN_YEAR"),
        ("/accounts?end=nonsense", "E_UNKNOWN_CONVENTION"),
        ("/pathway?fill=nonsense", "E_UNKNOWN_FILL"),
        ("/nowhere", "E_UNKNOWN_ADDRESS"),
        ("/static/../pages.py", "E_UNKNOWN"),
        ("/static/vendor/%2e%2e/%2e%2e/pages.py", "E_UNKNOWN_ASSET"),
        ("/static/page.css.bak", "E_UNKNOWN_ASSET"),
    ],
)
def test_errors_are_pages(client: TestClient, path: str, code: str) -> None:
    """What does not exist is a page in both languages with a code, and status 404."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert code in answer.text
    assert 'lang="en"' in answer.text


def test_a_wrong_language_is_refused(client: TestClient) -> None:
    """A language the product does not speak is refused rather than guessed."""
    answer = client.get("/?lang=fr")

    assert answer.status_code == 422
    assert "query.lang" in answer.text


def test_missing_scripts_are_said(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the vendored scripts a page says what to run instead of showing blank charts."""
    monkeypatch.setattr(pages, "require_assets", lambda: assets.require_assets(tmp_path))

    answer = client.get("/pathway")

    assert answer.status_code == 503
    assert "make env" in answer.text
    assert "vendor/echarts.min.js" in answer.text


def test_a_run_without_data_still_shows(client: TestClient, folder: Path) -> None:
    """With neither city, accounts nor pathway every page answers and says what is missing."""
    book = json.loads((folder / "results.json").read_text("utf-8"))
    book |= {"city": None, "accounts": {}, "pathway": None, "synthetic_notice": None}
    book["pathway_reason"] = {"zh": "没有能源平衡表", "en": "no energy balance"}
    (folder / "results.json").write_text(json.dumps(book), "utf-8")

    home, accounts, pathway = (client.get(path) for path in ("/", "/accounts", "/pathway"))

    assert {home.status_code, accounts.status_code, pathway.status_code} == {200}
    assert "没有能源平衡表" in home.text
    assert "没有能源平衡表" in pathway.text
    assert words("zh").no_accounts in accounts.text
    assert client.get("/trace/target/一(一)%231").status_code == 200
