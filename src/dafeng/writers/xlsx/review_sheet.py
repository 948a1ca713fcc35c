"""The review sheet: every item with its quote beside its fields, to be corrected in place and given back.

A person edits the cells themselves; the hidden sheet 底稿 keeps what was read, so that a change is seen
without asking for it twice.  Weak readings are coloured and stay in the order of the plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dafeng.domain.correction import Item
from dafeng.rules.review_fields import (
    BACK,
    CONCLUSION,
    CONFIDENCE,
    CONTEXT,
    DRAFT,
    DRAFT_COLUMNS,
    FILE,
    FRONT,
    HEADING,
    KEY,
    QUOTE,
    REMARK,
    ReviewField,
    choices,
    parts,
    review_fields,
)
from dafeng.writers.xlsx.book import Book, Sheet

SURE, DOUBTFUL = 0.8, 0.6
SPARE_ROWS = 20
CHECKED = "已核对"
_WIDTHS = {QUOTE: 46, CONTEXT: 46, HEADING: 18, REMARK: 24, FILE: 20, CONFIDENCE: 8, CONCLUSION: 7, KEY: 24}
_HELP = (
    (
        "怎样核对",
        "逐行对照“原文”看各字段。读错了就直接在单元格里改；改过的行，“结论”可以不填。",
        "Compare each row with its quote and correct the cells in place; a changed row needs no conclusion.",
    ),
    (
        "对",
        "整行都对，由核对人负责；以后重新读取也以此为准。",
        "The whole row is right; later readings follow it.",
    ),
    (
        "改",
        "改了其中的单元格；其余单元格也算核对过。",
        "Some cells were changed; the others count as checked.",
    ),
    ("删", "这不是目标（或项目），应当删去。", "This is no target (or project); remove it."),
    (
        "漏",
        "原文中有而没有读到的：在表末空行把整句粘贴到“原文”，再填各字段。句子须与原文一致，并且只出现一次。",
        "Missed: paste the sentence into 原文 in an empty row at the end and fill the fields. The sentence must stand in the plan exactly once.",
    ),
    (
        "目标值",
        "只填数字，不带单位和百分号；没有数字的留空。范围填“目标值”和“上限”，关系选“区间”。",
        "The number alone. A range has both ends and the relation 区间.",
    ),
    (
        "空格",
        "方案没有写的就留空，不要填 0，也不要猜。",
        "What the plan does not say stays empty: no zero, no guess.",
    ),
    (
        "把握",
        "读得全对的可能性：0.9 大约十条对九条。橙色低于 0.6，浅橙色低于 0.8，请先看。",
        "How likely the whole row is right: of rows at 0.9 about nine in ten. Orange rows first.",
    ),
    (
        "核对人",
        "每个有结论或改动的行都要有核对人，也可以在读回时用 --by 统一给出。",
        "Every row with a conclusion or a change needs a name, here or with --by.",
    ),
    (
        "交回",
        "dafeng plan review 方案 --apply 本文件 --overlay plan-overlay.csv",
        "Give it back with dafeng plan review PLAN --apply FILE --overlay plan-overlay.csv",
    ),
    (
        "不要改",
        "不要删除列、改表头或写公式。可以筛选和排序。",
        "Leave the columns and heads alone and write no formulas. Filtering and sorting are fine.",
    ),
)


def review_sheet(items: Sequence[Item], as_of: str) -> bytes:
    """The workbook for the items of a plan, a sheet per part, with empty rows for what was missed."""
    book = Book("方案核对表")
    keyed = [(f"{item.document[:12]}|{number}", item) for number, item in enumerate(items, start=1)]
    words = choices("part")
    for word, part in ((word, part) for part in parts() for word in words if words[word] == part):
        _part(book, word, part, [(key, item) for key, item in keyed if item.part == part])
    notes = book.sheet("说明", [("项", 10), ("说明", 70), ("In English", 70)])
    for row in _HELP:
        notes.row(row)
    _draft(book, keyed)
    return book.save(as_of)


def _part(book: Book, word: str, part: str, keyed: list[tuple[str, Item]]) -> None:
    fields = review_fields(part)
    columns = [(name, float(_WIDTHS.get(name, 10))) for name in FRONT]
    columns += [(field.zh, field.width) for field in fields]
    columns += [(name, float(_WIDTHS.get(name, 10))) for name in BACK]
    sheet = book.sheet(word, columns)
    for key, item in keyed:
        sheet.marked(_cells(key, item, fields))
    for _ in range(SPARE_ROWS):
        sheet.marked((("", "blank" if name == QUOTE else "verbatim") for name, _ in columns))
    last = len(keyed) + SPARE_ROWS
    sheet.choose(CONCLUSION, list(choices("conclusion")), "对、改、删；漏读的填在表末", last=last)
    for field in fields:
        if field.choices:
            sheet.choose(field.zh, list(field.choices), field.zh, last=last)
    sheet.hide(KEY)
    sheet.numbers_are_text()
    sheet.filter()


def _cells(key: str, item: Item, fields: Iterable[ReviewField]) -> Iterable[tuple[str, str]]:
    look = "text"
    told = ""
    if item.checked is not None:
        told = CHECKED
    elif item.confidence is not None:
        told = f"{item.confidence:.2f}"
        look = "text" if item.confidence >= SURE else "weak" if item.confidence >= DOUBTFUL else "doubtful"
    yield from (("", look), (told, look), (item.clause, "text"), (item.heading, "text"))
    yield from ((item.place, "text"), (item.anchor.quote, look), (item.context, "text"))
    yield from ((field.shown(item.fields[field.name]), "verbatim") for field in fields)
    yield from (("", "text"), ("", "text"), (item.title, "text"), (key, "text"))


def _draft(book: Book, keyed: list[tuple[str, Item]]) -> None:
    sheet: Sheet = book.sheet(DRAFT, [(name, 12) for name in DRAFT_COLUMNS])
    for key, item in keyed:
        place = item.anchor
        at = "" if place.at is None else str(place.at)
        cells = (key, item.document, item.title, item.part, item.id, item.clause, place.quote, place.before)
        rest = (
            place.after,
            at,
            place.printed or "",
            str(place.nth),
            json.dumps(item.fields, ensure_ascii=False),
        )
        sheet.marked((text, "verbatim") for text in (*cells, *rest))
    sheet.put_away()
