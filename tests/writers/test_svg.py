"""Drawing without a browser, and turning the drawing into pixels."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from dafeng.domain.errors import DafengError
from dafeng.writers import png, svg
from dafeng.writers.charts import all_charts, size


def test_a_drawing_repeats_and_is_whole(results, script):
    """The same option gives the same well-formed SVG twice, with its Chinese labels and no address to load."""
    option = all_charts(results)["bridge_statutory"]
    first = svg.render(option, *size("bridge_statutory"), script)
    assert first == svg.render(option, *size("bridge_statutory"), script)
    root = ET.fromstring(first)  # noqa: S314 - our own drawing
    assert root.get("viewBox") == "0 0 500 360"
    assert "净调入电力" in first
    assert not re.search(r'(?:href|src)\s*=\s*"(?!#)', first)


def test_two_drawings_share_no_name(results, script):
    """Ids and classes of two drawings differ, so that both can stand on one page."""
    charts = all_charts(results)
    drawings = [svg.render(charts[name], *size(name), script) for name in ("sectors", "peak_years")]
    names = [set(re.findall(r'(?:id|class)="([^"]+)"', drawing)) for drawing in drawings]
    assert all(names)
    assert not names[0] & names[1]


@pytest.mark.parametrize("broken", ["", "not a script", "for (;;) {}"])
def test_a_script_that_does_not_work_is_refused_in_both_languages(broken, monkeypatch):
    """A missing, broken or endless script ends in one clear error."""
    monkeypatch.setattr(svg, "SECONDS", 1)
    with pytest.raises(DafengError) as refusal:
        svg.render({}, 100, 100, broken)
    assert refusal.value.code == "E_CHART"
    assert "图表" in refusal.value.zh


def test_an_option_cannot_leave_the_engine(script):
    """Text in an option that looks like script stays text."""
    option = {"title": {"text": '</script><script>alert(1)</script>"+evil()+"'}, "series": []}
    drawn = svg.render(option, 300, 200, script)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_pixels_repeat_and_have_the_asked_size():
    """The PNG of a drawing is the same twice, twice as wide at twice the resolution, and shows its Chinese text."""
    with_text = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40" viewBox="0 0 100 40"><text x="5" y="25">达峰</text></svg>'
    empty = with_text.replace("达峰", "")
    first = png.render(with_text, 100, ppi=96)
    assert first == png.render(with_text, 100, ppi=96)
    assert first != png.render(empty, 100, ppi=96)
    assert _width(first) == 100
    assert _width(png.render(with_text, 100, ppi=192)) == 200


def _width(data: bytes) -> int:
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big")
