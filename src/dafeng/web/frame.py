"""What stands around every page: city, language, navigation, notice."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from dafeng.web.numbers import Results
from dafeng.web.words import word

PAGES = (("/", "overview"), ("/plan", "plan"), ("/accounts", "accounts"), ("/pathway", "pathway"))


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the navigation."""

    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page; `other_href` is the same page in the other language."""

    lang: str
    title: str
    city: str
    notice: str
    version: str
    as_of: str
    nav: tuple[NavLink, ...]
    other_href: str

    @property
    def html_lang(self) -> str:
        """The language tag of the page."""
        return "zh-CN" if self.lang == "zh" else "en"

    def url(self, path: str, fragment: str = "", **query: object) -> str:
        """An address on this site that keeps the language."""
        return address(path, self.lang, fragment, **query)


def address(path: str, lang: str, fragment: str = "", **query: object) -> str:
    """An address on this site with its query, the language included where it is not Chinese."""
    asked = {**query, **({"lang": lang} if lang == "en" else {})}
    return path + (f"?{urlencode(asked)}" if asked else "") + (f"#{fragment}" if fragment else "")


def frame(results: Results | None, lang: str, path: str, title: str, query: dict[str, str]) -> Frame:
    """The frame of the page at `path`; without results (an error before they could be read) it is bare."""
    book = results or {}
    city = book.get("city") or {}
    other = "en" if lang == "zh" else "zh"
    rest = {name: value for name, value in query.items() if name != "lang"}
    return Frame(
        lang=lang,
        title=title,
        city=city.get(f"name_{lang}", ""),
        notice=book.get("synthetic_notice" if lang == "zh" else "synthetic_notice_en") or "",
        version=book.get("version", ""),
        as_of=book.get("as_of", ""),
        nav=tuple(NavLink(address(to, lang), word(lang, f"nav_{name}"), to == path) for to, name in PAGES),
        other_href=address(path, other, **rest),
    )
