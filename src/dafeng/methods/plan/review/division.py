"""Checks on how duties are divided: notes that name only who assists, a task that the table of tasks leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.ownership import OWNER_COLUMN, has_lead
from dafeng.methods.plan.review.registry import DATA, Check, register

_SOME = 3
ASSISTS_ONLY = Check(
    "assists-only", 7, DATA, "只写配合单位，没有牵头单位", "a note names who assists and nobody who leads"
)
LEFT_OUT = Check(
    "left-out-of-division",
    7,
    DATA,
    "分工表漏列一项任务",
    "the table of tasks has a row for every task but one",
)
_LEADS = re.compile(r"(?:牵头|责任|主责|主办|负责)(?:单位|部门)?[：:]|牵头|负责")
_ASSISTS = re.compile(
    r"[（(【\[](?:配合|参与|协同|协办|参加|支持)(?:单位|部门)?[：:][^（）()]{2,160}[）)】\]]"
)


@register(ASSISTS_ONLY)
def assists_only(context: Context) -> Iterator[Finding]:
    """A note that names who assists and nobody who leads, where the plan's other notes name both."""
    notes = [
        (leaf, found.group())
        for leaf in context.leaves()
        for found in [_NOTES.search(context.plan.text_of(leaf).rstrip())]
        if found and re.search("牵头|配合|参与|协", found.group())
    ]
    bare = [
        (leaf, note)
        for leaf, note in notes
        if _ASSISTS.fullmatch(note.strip("。")) and not _LEADS.search(note)
    ]
    led = sum(_LEADS.search(note) is not None for _, note in notes)
    if led < _SOME * max(len(bare), 1):
        return
    for leaf, note in bare:
        yield ASSISTS_ONLY.finding(
            (leaf.id,),
            title=f"“{leaf.heading[:20]}”只写“{note.strip('（）()。')[:24]}”，没有牵头单位",
            clauses=(leaf.id,),
            arithmetic=f"写明牵头单位的条款{led}条；本条牵头单位0个",
            settles="任务分工方案（如已另行印发，请提供文号和日期）。",
            proposal="写明：（牵头单位：市××局；配合单位：市××局）。",
        )


_NOTES = re.compile(r"[（(【\[](?:[^（）()【】\[\]]|[（(][^（）()]{1,10}[）)]){4,200}[）)】\]]。?$")


@register(LEFT_OUT)
def left_out(context: Context) -> Iterator[Finding]:
    """The one section of a chapter that the table of tasks leaves out, where it has a row for every other."""
    sections: dict[str, dict[str, str]] = {}
    for leaf in context.leaves():
        headings = context.headings(leaf.id)
        place = re.match(r"(?P<chapter>[^（(]+)[（(][一二三四五六七八九十]+[）)]", leaf.id)
        title = (
            headings[0] if place and place.end() == len(leaf.id) else headings[1] if len(headings) > 1 else ""
        )
        if place and title:
            sections.setdefault(place["chapter"], {}).setdefault(place.group(), _plain_title(title))
    for table in context.tables:
        if table.column(OWNER_COLUMN) is None or table.column("任务|工作|行动|举措|事项|内容") is None:
            continue
        cells = [_plain_title(cell) for row in table.rows for cell in row.cells]
        for titles in sections.values():
            missing = {place: title for place, title in titles.items() if not _listed(title, cells)}
            if len(titles) < _MANY_SECTIONS or len(missing) != 1:
                continue
            section, title = next(iter(missing.items()))
            below = [leaf for leaf in context.leaves() if leaf.id.startswith(section)]
            if any(has_lead(context, leaf) for leaf in below):
                continue
            yield LEFT_OUT.finding(
                (section,),
                clauses=[one for one in (context.clause_at(table.start), section) if one],
                title=f"分工表中没有“{title}”，该项任务没有责任单位",
                arithmetic=f"本章任务{len(titles)}项，分工表列出{len(titles) - 1}项，缺1项：{title}",
                settles="任务分工表的原件。",
                proposal=f"在分工表中补列“{title}”及其牵头单位。",
            )


_MANY_SECTIONS = 5


def _plain_title(words: str) -> str:
    return re.sub(
        r"^[一二三四五六七八九十]*[（(]?[一二三四五六七八九十\d]+[）)、.．]|[^一-鿿]", "", words.strip()
    )


def _listed(title: str, cells: list[str]) -> bool:
    """Whether a cell quotes the section's heading, in full or in its main words."""
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    return any(
        cell
        and (
            title in cell
            or (len(cell) > _SOME and cell in title)
            or len(pairs & {cell[i : i + 2] for i in range(len(cell) - 1)}) > _SAME * len(pairs)
        )
        for cell in cells
    )


_SAME = 0.6
