"""The styles: readable contrast, nothing loaded from elsewhere, the named Chinese fonts."""

from __future__ import annotations

import re

import pytest

from dafeng.web.assets import STATIC, assets

TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STATIC / "tokens.css").read_text("utf-8")))
# Every text colour with each ground it is set on.
PAIRS = [
    *((text, ground) for text in ("ink", "quiet", "accent", "accent-deep") for ground in ("ground", "paper", "tint")),
    ("warn", "paper"), ("amber", "paper"), ("warn", "warn-tint"), ("amber", "amber-tint"), ("good", "good-tint"),
    ("violet", "violet-tint"), ("ink", "grey-tint"), ("quiet", "grey-tint"), ("paper", "accent"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of a colour by WCAG 2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(text: str, ground: str) -> None:
    """Each pair of text and ground reaches the 4.5 to 1 of WCAG AA."""
    high, low = sorted((luminance(TOKENS[text]), luminance(TOKENS[ground])), reverse=True)

    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_styles_load_nothing() -> None:
    """No style imports or refers to another file, and the Chinese fonts are named."""
    styles = {name: path.read_text("utf-8") for name, path in assets().items() if name.endswith(".css")}

    assert [name for name, text in styles.items() if re.search(r"url\(|@import|https?:", text)] == []
    assert re.search(r'"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC".*system-ui', styles["tokens.css"])
