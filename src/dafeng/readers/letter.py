"""The letter in front of a plan: title, document number, issuer and date of issue.

Only what the text states is returned.  The date is the one the issuer signs with, not the day a web
page was published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_TITLE_END = r"(?:实施方案|實施方案|行动方案|行動方案|工作方案|行动计划|专项规划|规划|規劃|方案)"
_TITLE_LINE = re.compile(
    rf"^\s*[《〈«]?([^\s，。；：,;:《》«»!！]{{2,60}}{_TITLE_END})[》〉»]?\s*$", re.MULTILINE
)
_TITLE_QUOTED = re.compile(rf"(?:印发|印發)\s*[《«]([^》»]{{2,60}}{_TITLE_END})[》»]")
_NUMBER = re.compile(
    r"[一-鿿]{1,10}(?:发|發|办|辦|字|函|规|規)[一-鿿]{0,4}[〔\[［(（]\s*20\d\d\s*[〕\]］)）]\s*\d{1,4}\s*[号號]"
)
_DATE = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SIGNED = re.compile(rf"(?:^|[\s.。])\s*{_DATE.pattern}(?=\s|$|[(（])", re.MULTILINE)
_ISSUER_LINE = re.compile(
    r"^\s*([一-鿿]{0,20}(?:人民政府办公厅|人民政府办公室|人民政府|国务院|國務院|委员会|办公室|[厅局委]))\s*$",
    re.MULTILINE,
)
_ISSUER_TITLE = re.compile(
    r"^\s*([一-鿿]{1,20}?(?:人民政府办公厅|人民政府办公室|人民政府|国务院|國務院))\s*(?:关于|關於|文件)",
    re.MULTILINE,
)
_BODY = re.compile(r"^\s*(?:一、|第一章|（一）|\(一\))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a document says about itself; None where it says nothing."""

    title: str | None
    doc_number: str | None
    issuer: str | None
    issued: str | None


def read_letter(text: str) -> Letter:
    """Title, document number, issuer and ISO date of issue from the text before the first heading."""
    body = _BODY.search(text)
    head = text[: body.start()] if body and body.start() > 0 else text[:3000]
    signed = _SIGNED.search(head)
    return Letter(_title(head), _number(head), _issuer(head, signed), _iso(signed))


def _title(head: str) -> str | None:
    line = _TITLE_LINE.search(head) or _TITLE_QUOTED.search(head)
    return line.group(1) if line else None


def _number(head: str) -> str | None:
    # A number on a line of its own is the letter's; one in brackets after a title is somebody else's.
    for match in _NUMBER.finditer(head):
        if head[: match.start()].rstrip(" \t").endswith(("》", "（", "(", "〉")):
            continue
        return re.sub(r"\s", "", match.group())
    return None


def _issuer(head: str, signed: re.Match[str] | None) -> str | None:
    if signed:
        before = list(_ISSUER_LINE.finditer(head, 0, signed.start() + 1))
        if before:
            return before[-1].group(1)
    title = _ISSUER_TITLE.search(head)
    return title.group(1) if title else None


def _iso(signed: re.Match[str] | None) -> str | None:
    if not signed:
        return None
    try:
        return date(*(int(part) for part in signed.groups())).isoformat()
    except ValueError:
        return None
