"""Text as people type it: its spaces and widths, the signs of nothing, and what must never be kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from dafeng.rules.remarks import Remark, remark

LONGEST_TEXT = 500
_SHOWN = 30
_SIGNED = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
WITH_UNIT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9\s.,+-].*)")
_ERROR = re.compile(
    r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without width or meaning that come with text pasted from web pages and chats."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff（）、，。《》"
_ODD_SPACE = re.compile(rf"(?<=[{_HAN}])[^\S \t\r\n]+(?=[{_HAN}])")
_ANY_SPACE = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_SIGNS_INSIDE = re.compile(r"[=+@|!(*]")
SUSPECT = (
    r"^\s*[=+\-@|\u2212\uff1d\uff0b\uff0d\uff20\uff5c]"
    r"|[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u23ff\u2460-\u25ff\u3000-\u9fff\uff00-\uffef]"
)
"""A pattern, for regular expressions of Python and polars alike, that every text fits that `unsafe` refuses."""
_APOSTROPHES = "'＇‘’"
_PICTURES = ((0x1F000, 0x1FFFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0xFE00, 0xFE0F))
EMPTY_SIGNS = {
    "-",
    "--",
    "—",
    "——",
    "–",
    "―",
    "/",
    "\\",
    "…",
    "无",
    "空",
    "零",
    "空白",
    "暂无",
    "没有",
    "nil",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "#n/a",
}


def is_empty(raw: Any) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return raw is None or (isinstance(raw, str) and not raw.translate(_INVISIBLE).strip())


def folded(text: str) -> str:
    """A word without its spaces and widths, for comparing what people typed with what is meant.

    >>> folded("岳池 县"), folded("容量(ＭＷ)")
    ('岳池县', '容量（MW）')
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(plain.split()).replace("(", "（").replace(")", "）")


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow; nothing else changes its meaning.

    >>> narrow("１２，３"), narrow("10²")
    ('12,3', '10²')
    """
    return text.translate(_FULL_WIDTH)


def tidy(text: str) -> tuple[str, tuple[Remark, ...]]:
    """A text without stray spaces, and what there is to remark.

    A formula, an error, a picture or a control character refuses it.
    """
    bare, told = text.translate(_INVISIBLE), []
    if bare != text:
        told.append(remark("N_INVISIBLE"))
    shown = bare.strip()
    if len(shown) > 1 and shown[0] in _APOSTROPHES and not shown.endswith(tuple(_APOSTROPHES)):
        shown = shown[1:].strip()
        told.append(remark("N_APOSTROPHE"))
    if _ERROR.fullmatch(narrow(shown).upper()):
        return text, (remark("E_ERROR_CELL", text=shown),)
    if refusal := unsafe(bare) or unsafe(shown):
        return text, (refusal,)
    if len(shown) > LONGEST_TEXT:
        return text, (remark("E_TOO_LONG", most=LONGEST_TEXT),)
    tidy = _ODD_SPACE.sub("", " ".join(shown.split(" ")))
    tidy = " ".join(tidy.split())
    if tidy != shown or (shown != bare and not told):
        told.append(remark("N_SPACES"))
    return tidy, tuple(told)


def unsafe(text: str) -> Remark | None:
    """Why a text is no plain text: it begins like a formula, or holds a picture or a control character.

    >>> unsafe("=1+1").code, unsafe("-5 to 5"), unsafe("--")
    ('E_FORMULA_TEXT', None, None)
    """
    shown = text.strip()
    if is_formula(text) or is_formula(shown):
        return remark("E_FORMULA_TEXT", text=short(text), sign=(shown or text)[0])
    if wrong := next((one for one in shown if _is_odd(one)), None):
        return remark("E_PICTURE" if _is_picture(wrong) else "E_CONTROL", text=wrong)
    return None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text: it begins with a formula's sign, narrow or full-width.

    A plain signed number, or a lone dash for nothing, is none.

    >>> [is_formula(text) for text in ("=1+1", "＝1+1", " @SUM(A1)", "-3.5", "-2+3", "-")]
    [True, True, True, False, True, False]
    """
    plain = narrow(text)
    bare = plain.strip()
    if not bare.startswith(_SIGNED) or bare.lower() in EMPTY_SIGNS:
        return False
    found = WITH_UNIT.fullmatch(bare[1:].lstrip()) if bare[0] in "+-" else None
    number = (found[1] if found and not _SIGNS_INSIDE.search(found[2]) else bare[1:]).replace(" ", "")
    return not (bare[0] in "+-" and (PLAIN.fullmatch(number) or GROUPED.fullmatch(number)))


def closed(name: str) -> str:
    """A name without the spaces beside Chinese characters, where they mean nothing.

    >>> closed("东岸 电站 GB 1")
    '东岸电站GB 1'
    """
    return _ANY_SPACE.sub("", name)


def short(text: str) -> str:
    """The text as a remark quotes it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _is_odd(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Co", "Cn", "Cs", "Zl", "Zp") or (
        _is_picture(character) or (unicodedata.category(character) == "Cc" and character not in "\t\r\n")
    )


def _is_picture(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _PICTURES)
