"""The pages in a real browser against a real server."""

from __future__ import annotations

import runpy
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from dafeng.serve import build

SAMPLE = runpy.run_path(str(Path(__file__).parents[1] / "web" / "sample.py"))
PAGES = {"/": 0, "/plan": 0, "/accounts": 3, "/pathway": 2}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a free port of this machine; gives its address."""
    app = build(SAMPLE["build"](tmp_path_factory.mktemp("out")))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join()


class Watched:
    """A page that remembers what went wrong and which hosts were asked."""

    def __init__(self, browser: Browser, width: int = 1366, height: int = 768, **context: object) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, **context)
        self.faults: list[str] = []
        self.hosts: set[str | None] = set()
        self.page.on(
            "console", lambda message: self.faults.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))

    def go(self, address: str) -> Page:
        """Open an address and wait until nothing more is asked for."""
        self.page.goto(address, wait_until="networkidle")
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page at 1366 × 768."""
    page = Watched(browser)
    yield page
    page.page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_draw_and_stay_home(watched: Watched, site: str, path: str, lang: str) -> None:
    """Each page draws all its charts, reports no error, and asks nothing of another host."""
    page = watched.go(f"{site}{path}?lang={lang}")
    drawn = page.eval_on_selector_all(
        ".chart canvas",
        """all => all.filter(one => {
            const dots = one.getContext("2d").getImageData(0, 0, one.width, one.height).data;
            const shades = new Set();
            for (let at = 0; at < dots.length; at += 4) shades.add(dots[at] << 16 | dots[at + 1] << 8 | dots[at + 2]);
            return shades.size > 8;
        }).length""",
    )

    assert drawn == PAGES[path]
    assert watched.faults == []
    assert watched.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("path", [*PAGES, "/trace/co2/final_combustion/990100/2023"])
def test_nothing_sticks_out(browser: Browser, site: str, path: str, width: int) -> None:
    """No page is wider than the screen of a laptop or a phone."""
    watched = Watched(browser, width)
    page = watched.go(site + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_drawer_opens_by_click(watched: Watched, site: str) -> None:
    """A click on a number opens its trace, an input opens the next step, and closing gives the focus back."""
    page = watched.go(f"{site}/accounts")
    page.click('.tile [data-figure="co2/territorial_process/990100/2023"]')
    page.wait_for_selector("#drawer:visible .formula-card")
    page.click('#drawer [data-figure="co2/final_combustion/990100/2023"]')
    page.wait_for_selector('#drawer .trace h3:text("终端燃料燃烧")')
    page.click('#drawer [data-figure="obs/energy/raw_coal/990100/2023"]')
    page.wait_for_selector("#drawer .hash")
    page.click(".drawer-close")

    assert page.is_hidden("#drawer")
    assert page.evaluate("document.activeElement.dataset.figure") == "co2/territorial_process/990100/2023"
    assert page.url == f"{site}/accounts"
    assert watched.faults == []


def test_the_drawer_opens_by_keyboard(watched: Watched, site: str) -> None:
    """Enter on a focused number opens its trace with the focus inside, and Escape closes it."""
    page = watched.go(f"{site}/?lang=en")
    page.focus(".peak-card .figure-big >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer:visible .trace")

    assert page.evaluate("document.activeElement.id") == "drawer"
    page.keyboard.press("Escape")
    assert page.is_hidden("#drawer")
    assert page.evaluate("document.activeElement.classList.contains('figure')")


def test_the_first_tab_skips_to_the_content(watched: Watched, site: str) -> None:
    """The first stop of the keyboard is the skip link, and it leads to the content."""
    page = watched.go(f"{site}/plan")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_numbers_open_without_scripts(browser: Browser, site: str) -> None:
    """With scripts off a number leads to its trace as a page of its own."""
    watched = Watched(browser, java_script_enabled=False)
    page = watched.go(f"{site}/accounts")
    page.click('.tile [data-figure="co2/territorial/990100/2023"]')

    assert "/trace/co2/territorial/990100/2023" in page.url
    assert page.is_visible(".formula-card")
    page.close()


def test_text_and_target_lead_to_each_other(watched: Watched, site: str) -> None:
    """From a marked value to the target's entry and back to the sentence."""
    page = watched.go(f"{site}/plan")
    page.click(".mark-value >> nth=0")
    there = page.evaluate("document.querySelector(':target').id")
    page.click(f'[id="{there}"] .back')

    assert there.startswith("target-")
    assert page.evaluate("document.querySelector(':target').id") == there.replace("target-", "quote-")


def test_a_band_is_told_by_its_edges(watched: Watched, site: str) -> None:
    """Hovering the fan tells both edges of each band, as the results hold them, and breaks no policy."""
    page = watched.go(f"{site}/pathway")
    quantiles = SAMPLE["results"]()["pathway"]["fills"][0]["quantiles"]
    low, high = (quantiles[level][quantiles["years"].index(2030)] / 1e4 for level in ("0.05", "0.95"))
    box = page.locator("#chart-fan_extrapolated").bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 120)
    page.mouse.move(box["x"] + 410, box["y"] + 125)
    told = page.evaluate(
        """() => {
            const option = echarts.getInstanceByDom(document.getElementById("chart-fan_extrapolated")).getOption();
            const at = option.xAxis[0].data.indexOf("2030");
            return option.tooltip[0].formatter(option.series.map((one, place) => (
                {seriesIndex: place, seriesName: one.name, value: one.data[at], axisValueLabel: "2030"}
            )));
        }"""
    )

    assert told.splitlines()[0] == "2030"
    assert f"5%～95%  {low:.1f} – {high:.1f}" in told
    assert "下沿" not in told
    assert watched.faults == []
