"""Row and column labels of a balance as people print them: numbered, spaced, full-width, in two languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十]+[)）、.]|[(（]?\d+[)）、.]\s*(?!\d))")
_OF_WHICH = re.compile(r"^(?:#|\*|其中[::]?|of which:?)")
_HAN = re.compile(r"[㐀-鿿]")


def plain(label: str) -> str:
    """A label without numbering, spaces, widths, signs and case.

    >>> plain("一、 可供本地区消费的 能源量"), plain("５．本省（区、市）调出量（－）"), plain("# 用作原料、材料")
    ('可供本地区消费的能源量', '本省区市调出量', '用作原料材料')
    """
    text = "".join(unicodedata.normalize("NFKC", label).lower().split())
    for prefix in (_OF_WHICH, _NUMBERING, _OF_WHICH):
        text = prefix.sub("", text)
    return "".join(one for one in text if one.isalnum())


def readings(label: str) -> Iterator[str]:
    """The whole label, then its Chinese and its foreign part where a cell holds both.

    >>> list(readings("原煤 Raw Coal"))
    ['原煤rawcoal', '原煤', 'rawcoal']
    """
    whole = plain(label)
    yield whole
    if _HAN.search(whole):
        yield "".join(_HAN.findall(whole))
        if rest := _HAN.sub("", whole):
            yield rest
