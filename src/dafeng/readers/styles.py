"""What the styles of a Word file say of a paragraph: its list and level, and whether it is contents.

Source: ECMA-376 part 1, 17.7 (styles) and 17.9.18 (numPr).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dafeng.readers.numbering import Scheme
from dafeng.readers.package import child, local, value, whole

_CONTENTS = re.compile(r"toc\s*\d|目录\s*\d|目錄\s*\d|table of figures", re.IGNORECASE)
_DEEPEST = 30  # a chain of styles longer than this goes in a circle


class Styles:
    """The paragraph styles of a file by their id; without a styles part there are none."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        for style in root if root is not None else ():
            if local(style) == "style" and value(style, "type") in {"paragraph", None}:
                name = value(style, "styleId") or ""
                self._styles[name] = style
                if value(style, "default") in {"1", "true"}:
                    self._default = name

    def list_of(self, paragraph: Any, schemes: Mapping[str, Scheme]) -> tuple[str | None, int]:
        """The numId and the level of a paragraph; numId None when it is in no list."""
        number_id, depth = _numbered(child(paragraph, "pPr"))
        for style in self._chain(paragraph):
            if number_id is not None and depth is not None:
                break
            found, level = _numbered(child(style, "pPr"))
            if number_id is None and found is not None:
                number_id = found
                # A style without a level of its own takes the level that names the style.
                own = value(style, "styleId") or ""
                levels = schemes[found].levels if found in schemes else {}
                level = next((at for at, spec in levels.items() if spec.style == own), level)
            depth = level if depth is None else depth
        return (None if number_id == "0" else number_id), depth or 0

    def is_contents(self, paragraph: Any) -> bool:
        """True for a line of a table of contents, which repeats a heading with its page."""
        style = child(paragraph, "pPr", "pStyle")
        if style is None:
            return False
        own = value(style, "val") or ""
        named = child(self._styles[own], "name") if own in self._styles else None
        name = (value(named, "val") if named is not None else None) or own
        return _CONTENTS.match(name) is not None

    def _chain(self, paragraph: Any) -> list[Any]:
        style = child(paragraph, "pPr", "pStyle")
        name = self._default if style is None else value(style, "val")
        chain: list[Any] = []
        while name in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[name])
            based = child(chain[-1], "basedOn")
            name = None if based is None else value(based, "val")
        return chain


def _numbered(properties: Any) -> tuple[str | None, int | None]:
    numbering = None if properties is None else child(properties, "numPr")
    if numbering is None:
        return None, None
    found = {local(inner): value(inner, "val") for inner in numbering}
    depth = found.get("ilvl")
    return found.get("numId"), None if depth is None else whole(depth, 0)
