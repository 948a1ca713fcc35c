"""Page furniture: what a printer, a converter or a web page put between the words of a plan.

Page numbers, running headers, the table of contents and pinyin in brackets are found here; the reading
view leaves them out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.methods.plan.outline.marks import is_heading

_CJK = "一-鿿"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_BLANK = r"[ \t\u3000\xa0]*+"  # possessive: a page of blanks is crossed once
_DASH = r"[-—–─_=~·•.|*]"
_NUMBER_LINE = (
    rf"(?:{_DASH}{{0,4}}{_BLANK}\d{{1,3}}{_BLANK}{_DASH}{{0,4}}"
    rf"|\d{{1,3}}{_BLANK}/{_BLANK}\d{{1,3}}"
    rf"|第{_BLANK}\d{{1,4}}{_BLANK}页(?:{_BLANK}[,，/（(]?{_BLANK}共{_BLANK}\d{{1,4}}{_BLANK}页{_BLANK}[)）]?)?"
    rf"|共{_BLANK}\d{{1,4}}{_BLANK}页{_BLANK}[,，/]?{_BLANK}第{_BLANK}\d{{1,4}}{_BLANK}页"
    r"|(?:Page|PAGE|page|P\.|p\.)" + rf"{_BLANK}\d{{1,3}}(?:{_BLANK}(?:of|/){_BLANK}\d{{1,3}})?"
    r"|[ivx]{1,6}|[IVX]{1,6}|[【\[]\d{1,3}[】\]])"
)
_PAGE_LINE = re.compile(rf"^{_BLANK}{_NUMBER_LINE}{_BLANK}$", re.MULTILINE)
_PAGE_INLINE = re.compile(
    r"(?:(?<=\s)|^)[-—–─]{1,2}[ \t\u3000]*\d{1,4}[ \t\u3000]*[-—–─]{1,2}(?=\s|$)", re.MULTILINE
)
_PINYIN = re.compile(
    rf"(?<=[{_CJK}])[(（](?=[a-z{_TONES}]*[{_TONES}])[a-z{_TONES}]{{1,7}}[)）]|\?[a-z{_TONES}]{{1,7}}[)）]"
)
_PLAIN_PINYIN = re.compile(rf"(?<=[{_CJK}])[(（][a-z]{{1,6}}[)）]")
_AT_ENDS = re.compile(rf"^{_BLANK}{_NUMBER_LINE}(?=[ \t\u3000|])|(?<=[ \t\u3000|]){_NUMBER_LINE}{_BLANK}$")
_TITLE = re.compile(
    r"(?:方案|规划|计划|纲要|意见|办法|措施|通知|办公室|人民政府|委员会|文件|公报)(?:[（(][^（()）]{2,8}[)）])?$"
)
_NOT_RUNNING = re.compile(r"[。；;：:,，\t]|^[（(【]|^附|^专栏|^表\d")
# A barcode, a row of filling signs or a torn table: no figure is that long, and no pattern should try it.
_NO_FIGURE = re.compile(r"\d[\d.,]{38,}")
_CONTENTS = re.compile(r"^(?:目[录次]|CONTENTS|Contents)$")
_LEADER = re.compile(
    r"(?:…+|[.·‥•\-—_]{3,}|[.·…]\s*(?:[.·…]\s*){2,}|\t+| +)\s*[（(]?\d{1,3}[)）]?$|[.·…]{6,}$"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; `words` are its characters without blanks and page number."""

    start: int
    end: int
    words: str
    numbered: bool


def furniture(text: str) -> bytearray:
    """One mark for each character that is no part of the plan's own words.

    `text` is in Simplified script and half-width punctuation.
    """
    dropped = bytearray(len(text))
    patterns = [_PAGE_LINE, _PAGE_INLINE, _PINYIN, _NO_FIGURE]
    if any(character in text for character in _TONES):
        patterns.append(_PLAIN_PINYIN)
    for pattern in patterns:
        for match in pattern.finditer(text):
            dropped[match.start() : match.end()] = b"\x01" * len(match.group())
    lines = list(_lines(text, dropped))
    for line in (*_contents(lines, text), *_running(lines, text, dropped)):
        dropped[line.start : line.end] = b"\x01" * (line.end - line.start)
    return dropped


def _lines(text: str, dropped: bytearray) -> Iterator[_Line]:
    """The lines that still hold words."""
    for match in re.finditer(r"[^\n\r\f\v\u2028\u2029]+", text):
        if all(dropped[place] or text[place].isspace() for place in range(*match.span())):
            continue
        plain = re.sub(r"\s", "", match.group())
        words = re.sub(r"\s", "", _AT_ENDS.sub("", match.group(), count=1)) or plain
        yield _Line(match.start(), match.end(), words, words != plain)


def _contents(lines: list[_Line], text: str) -> Iterator[_Line]:
    """The table of contents: lines that lead to a page number, and headings listed under 目录."""
    later = Counter(line.words for line in lines)
    listing = False
    for line in lines:
        later[line.words] -= 1
        words = text[line.start : line.end].strip()
        if _CONTENTS.match(line.words):
            listing = True
            yield line
            continue
        bare = re.sub(r"\s", "", _LEADER.sub("", words))
        leads = _LEADER.search(words) is not None and len(words) <= 80 and "\t" not in words.strip("\t")[:-5]
        if leads and (listing or (is_heading(bare) and re.search(r"[.·]{3,}|…{2,}", words))):
            yield line
        elif listing:
            bare = re.sub(r"\d{1,3}$", "", line.words)
            again = _same(bare, line.words, later) or any(
                other.startswith(bare) for other, count in later.items() if count > 0
            )
            if len(bare) <= 40 and "。" not in bare and again:
                yield line
            else:
                listing = False


def _same(bare: str, words: str, later: Counter[str]) -> bool:
    """True while a listed heading still comes again below."""
    return later[words] > 0 or (bare != words and later[bare] > 0)


def _running(lines: list[_Line], text: str, dropped: bytearray) -> Iterator[_Line]:
    """Lines that come again at the top or foot of pages, or the plan's own title and issuer between them."""
    counts = Counter(line.words for line in lines)
    seen: set[str] = set()
    for index, line in enumerate(lines):
        words = line.words
        again = words in seen
        seen.add(words)
        if counts[words] < 2 or not 3 <= len(words) <= 40 or is_heading(words) or _NOT_RUNNING.search(words):
            continue
        before = lines[index - 1].end if index else 0
        after = lines[index + 1].start if index + 1 < len(lines) else len(text)
        at_page = _turns(text, dropped, before, line.start) or _turns(text, dropped, line.end, after)
        if (
            line.numbered
            or at_page
            or (again and (counts[words] > 2 or words == lines[0].words) and _TITLE.search(words))
        ):
            yield line


def _turns(text: str, dropped: bytearray, start: int, end: int) -> bool:
    """True if a page turns between two lines: a page number or a form feed stands there."""
    return "\f" in text[start:end] or any(dropped[start:end])
