"""Plain text files: the encodings Chinese offices use, tried strictly, one after the other."""

from __future__ import annotations

import codecs

from dafeng.domain.errors import DafengError, Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
}
# The commonest characters of official Chinese in both scripts: GB18030 accepts nearly any bytes, so a
# decoding is believed by how much of it is everyday text.
_EVERYDAY = frozenset(
    "的一和在年发展到全能建与实施方案市政府工作要求目标达发業發展實與達標產产业为為推进進设設加强強"
    "国國省县縣关於于印现請请各部门門位是不了有中大上下第月日，。、；：（）“”%"
)


def decode_text(data: bytes, place: str) -> str:
    """Decode the bytes of a text file as UTF-8, GB18030 or Big5, with or without a byte-order mark.

    The byte-order mark is not a character of the text: offsets count from the first one after it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, place)
    if b"\x00" in data:
        raise _not_text(place)
    try:
        return _printable(data.decode("utf-8"), place)
    except UnicodeDecodeError:
        pass
    candidates = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((sum(character in _EVERYDAY for character in text) / max(len(text), 1), text))
    if not candidates or max(candidates)[0] < 0.02:
        raise _not_text(place)
    return _printable(max(candidates)[1], place)


def decode_declared(data: bytes, place: str, charset: str | None) -> str:
    """Decode a page that may declare its encoding; bytes that are UTF-8 are believed before any declaration.

    Pages declare gb2312 and hold characters of its successors, so the whole of GB18030 is read for it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, place)
    if b"\x00" in data:
        raise _not_text(place)
    declared = _CHINESE.get((charset or "").lower().replace("_", "-"))
    for guess in ("utf-8", declared):
        try:
            return data.decode(guess) if guess else decode_text(data, place)
        except UnicodeDecodeError:
            continue
    return decode_text(data, place)


def _strict(data: bytes, encoding: str, place: str) -> str:
    try:
        return _printable(data.decode(encoding), place)
    except UnicodeDecodeError as error:
        raise _not_text(place) from error


def _printable(text: str, place: str) -> str:
    if any(ord(character) < 32 and character not in "\t\n\r\f\v" for character in text):
        raise _not_text(place)
    return text


def _not_text(place: str) -> DafengError:
    zh = f"{place} 不是可识别的文本（支持 UTF-8、GB18030、Big5）；请另存为 UTF-8 文本或 DOCX 后再导入"
    en = (
        f"{place} is not text in a known encoding (UTF-8, GB18030 or Big5); "
        "save it as UTF-8 text or DOCX and try again"
    )
    return DafengError("E_NOT_TEXT", zh, en, (Fault("E_NOT_TEXT", place, zh, en),))
