"""Checks for damaged text: stray words, doubled characters, broken sentences, mixed brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.wording import listed

_HAN = r"\u4e00-\u9fff"
_STRAY = re.compile(rf"(?<=[{_HAN}，、。；”）])[ \t]*\b([a-z]{{2,}})\b[ \t]*(?=[{_HAN}“（])")
_UNITS = {"km", "kg", "kgce", "tce", "gce", "kw", "kwh", "mw", "ph", "app", "pm", "mm", "cm"}
_DOUBLED = re.compile(rf"([{_HAN}])\1")
_BROKEN = re.compile(rf"([^\n]{{30,}}[{_HAN}、，])[ \t\u3000]*\n[ \t\u3000]*\n+[ \t\u3000]*([{_HAN}])")
_NEXT_HEADING = re.compile(r"[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节]|附件|到\d{4}年")
_HALF = re.compile(r"^[ \t\u3000]*\([一二三四五六七八九十]+\)", re.MULTILINE)
_FULL = re.compile(r"^[ \t\u3000]*（[一二三四五六七八九十]+）", re.MULTILINE)


def _report(
    context: Context, check: Check, title: str, places: list[int], shown: list[str], mend: str
) -> Finding:
    """One finding for all places of one kind of damage."""
    clauses = list(
        dict.fromkeys(
            clause for place in places if (clause := context.clause_at(place) or context.clause_at(place - 1))
        )
    )
    return check.finding(
        clauses or ("text",),
        title=f"{title}{len(places)}处，可能是转录错误，请与原件核对",
        clauses=clauses,
        arithmetic=f"{len(places)}处：{listed(f'第{place}字“{words}”' for place, words in zip(places, shown, strict=True))}",
        details=("字序自文件首字起，从0数。",),
        settles="印发原件。",
        proposal=mend,
    )


STRAY_WORD = Check(
    "stray-word", 19, COPYING, "中文句中夹有外文词", "a foreign word inside a Chinese sentence"
)


@register(STRAY_WORD)
def stray_word(context: Context) -> Iterator[Finding]:
    """A lower-case Latin word between Chinese words that is not a unit."""
    text = context.plan.document.text
    found = [one for one in _STRAY.finditer(text) if one[1] not in _UNITS]
    if found:
        shown = [text[one.start() - 4 : one.end() + 4] for one in found]
        yield _report(
            context,
            STRAY_WORD,
            "中文句中夹有外文词",
            [one.start(1) for one in found],
            shown,
            "核对后改为相应中文。",
        )


DOUBLED_CHARACTER = Check("doubled-character", 19, COPYING, "叠字", "a doubled character")


@register(DOUBLED_CHARACTER)
def doubled_character(context: Context) -> Iterator[Finding]:
    """A character printed twice between two words that stand elsewhere in the plan without it.

    In 产业业态 the double joins two words (产业, 业态).  It is damage when the pair before it is a word
    of the plan already complete, the pair after it is another, and the first of the two belongs to neither.
    """
    text = context.plan.document.text
    pairs = Counter(text[i : i + 2] for i in range(len(text) - 1))
    places = []
    for found in _DOUBLED.finditer(text):
        i = found.start()
        before, joined, after = text[max(0, i - 2) : i], text[i - 1 : i + 1], text[i + 1 : i + 3]
        if found[1] == "的" or (
            re.fullmatch(rf"[{_HAN}]{{2}}", before)
            and pairs[joined] == 1
            and pairs[before] > 1
            and pairs[after] > 2
        ):
            places.append(i)
    if places:
        shown = [text[max(0, i - 2) : i + 3] for i in places]
        yield _report(context, DOUBLED_CHARACTER, "疑似叠字", places, shown, "核对后删去多余的字。")


BROKEN_SENTENCE = Check("broken-sentence", 19, COPYING, "句中换页断行", "a page break inside a sentence")


@register(BROKEN_SENTENCE)
def broken_sentence(context: Context) -> Iterator[Finding]:
    """A long line that stops without punctuation and goes on after an empty line."""
    text = context.plan.document.text
    found = [
        one
        for one in _BROKEN.finditer(text)
        if not _NEXT_HEADING.match(text, one.start(2))
        and context.clause_at(one.end(1) - 1)
        and not _of_a_table(context, one)
        and not _of_the_head(text, one)
    ]
    if found:
        shown = [
            f"{text[one.end(1) - 5 : one.end(1)]}／{text[one.start(2) : one.start(2) + 4]}" for one in found
        ]
        yield _report(
            context,
            BROKEN_SENTENCE,
            "句子被换页断开",
            [one.end(1) for one in found],
            shown,
            "核对后接合断开的句子。",
        )


_CELLS = re.compile(r"\||\t|[^ \u3000][ \u3000]{2,}[^ \u3000]")
_TITLE = re.compile(
    r"(?:图表|表|图|注|备注|说明|附|资料来源|责任单位|牵头单位|配合单位)[ \t\u3000]*"
    r"[\d一二三四五六七八九十]*[：:.、— \u3000]|(?:专栏|附表|附件|附录|附图)"
)


def _of_a_table(context: Context, found: re.Match[str]) -> bool:
    """Whether the line is a row of a table or a box, or the next one a title, a note or a row, and no sentence."""
    text = context.plan.document.text
    end, begin = found.end(1) - 1, found.start(2)
    rest = text[begin:].split("\n", 1)[0]
    parts = [(one.start, one.end) for one in context.plan.tables]
    parts += [(one.start, one.end) for one in context.plan.boxes]
    return (
        any(first <= place < last for first, last in parts for place in (end, begin))
        or _CELLS.search(found[1].strip()) is not None
        or _CELLS.search(rest.strip()) is not None
        or _TITLE.match(rest) is not None
    )


_PAPER = re.compile(r"(?:通知|意见|方案|决定|批复|函|办法|规定)[）》】]*$")
_NUMBER = re.compile(r"[^\s，。；]{2,14}[〔\[［（]20\d\d[〕\]］）]\d+号")


def _of_the_head(text: str, found: re.Match[str]) -> bool:
    """Whether the line is a paper's title, or the next one its number."""
    return _PAPER.search(found[1].strip()) is not None or _NUMBER.match(text, found.start(2)) is not None


MIXED_BRACKETS = Check(
    "mixed-brackets", 19, COPYING, "标题括号半角全角混用", "half- and full-width brackets mixed"
)


@register(MIXED_BRACKETS)
def mixed_brackets(context: Context) -> Iterator[Finding]:
    """Headings numbered with half-width brackets in a plan that otherwise uses full-width ones."""
    text = context.plan.document.text
    found = list(_HALF.finditer(text))
    if found and _FULL.search(text):
        yield _report(
            context,
            MIXED_BRACKETS,
            "标题序号用半角括号",
            [one.end() - 1 for one in found],
            [one.group().strip() for one in found],
            "标题序号统一用全角括号“（）”。",
        )
