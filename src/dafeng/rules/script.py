"""Traditional to Simplified script, character for character."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

# PDF files often store a radical in place of the character that looks the same (⼀ for 一, ⽤ for 用).
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0x2E9F, 0x2EF3), (0x2F00, 0x2FD5), (0xF900, 0xFAD9))
    for code in range(first, last + 1)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_RADICALS |= dict(
    zip(
        map(ord, "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻥⻦⻨⻩⻬⻮⻰"),
        "民西见角贝车长门青页风飞食马骨鱼鸟麦黄齐齿龙",
        strict=True,
    )
)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in Simplified characters, as many as before, so that every offset stays.

    A character that Simplified script keeps in one word and not in another (乾) is decided by the word.

    >>> simplified("臺灣、峯值、人羣、高壓綫")
    '台湾、峰值、人群、高压线'
    >>> simplified("乾隆、乾淨、⽤⽔")
    '乾隆、干净、用水'
    """
    plain = text.translate(_RADICALS)
    whole = _converter().convert(plain)
    if len(whole) != len(plain):
        whole = "".join(_single(character) for character in plain)
    # A rare character may have a form that few fonts hold (噁): there the printed one stays.
    return "".join(new if new <= "\uffff" else old for new, old in zip(whole, plain, strict=True))


def _single(character: str) -> str:
    found: str = _converter().convert(character)
    return found if len(found) == 1 else character
