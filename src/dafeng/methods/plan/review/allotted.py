"""Checks on split tables against the words that hand tasks to them: a task without a column, areas rolled into one row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.carried import grams
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed

ALLOTTED = Check(
    "not-allotted",
    8,
    QUANTITY,
    "分解表缺一项任务，或各地合为一行",
    "a split table lacks a task it is to hold, or rolls its areas into one row",
)
_SENT_TO = re.compile(r"(?:附表|附件|专栏|表)\s*(?:\d+|[一二三四五六七八九十]+)")
_SPLITS = re.compile(r"分解|分配|下达|分摊|各(?:设区)?[县区市州镇乡街地]")
# what a list of tasks ends with: 排放控制、煤炭消费和新增装机任务分解到各县
_TASKS = re.compile(
    r"(?P<list>[^，。；：（）]*[、和及与][^，。；：（）]*?)(?:控制)?(?:任务|目标|指标|额度|上限)[^，。；：]{0,6}(?:分解|下达|分配|见|按|一并|纳入|列入)"
)
_FRAME = re.compile(
    r"^(?:各[^、]{0,10}?[）)]|(?:各地|各[县区市州镇乡]|全[省市县区州]|本[省市县区]|我[省市县区])的?)|(?:控制|降低|下降|减少|提高|新增|累计|总量|目标|任务|指标|上限)"
)
_NO_TASK = re.compile(r"主要|各项|有关|相关|重点|具体|年度|其他|工作")
_TOTAL = re.compile(r"^(?:全[省市县区州域]|合计|总计|共计|小计|本级)")
_ROLLED = re.compile(r"^各.{1,14}(?:合计|小计|汇总)?$|^(?:其余|其他)(?:各)?.{0,8}[县区市镇乡街]")
_COVERED, _A_NAME, _AREAS = 0.5, 2, 3


@register(ALLOTTED)
def allotted(context: Context) -> Iterator[Finding]:
    """A task named among those of a table or box that has no column for it; a split table with one row for all areas."""
    for sentence in context.sentences:
        sent = _SENT_TO.search(sentence.text)
        tasks = _TASKS.search(sentence.text)
        if sent is None or tasks is None or not _SPLITS.search(sentence.text):
            continue
        held = _holds(context, re.sub(r"\s", "", sent.group()))
        if held is None:
            continue
        place, heads = held
        items = [
            name for item in re.split("[、和及与]", tasks["list"]) if (name := _FRAME.sub("", item.strip()))
        ]
        items = [one for one in items if len(one) >= _A_NAME and not _NO_TASK.search(one)]
        missing = [one for one in items if not _has(heads, one)]
        if not missing or len(missing) == len(items):
            continue  # a table none of whose columns is recognised is worded in another way
        table = Sentence(sent.group(), context.clause_at(place) or "", place, 0)
        yield _unallotted(
            context,
            [sentence, table],
            f"{sent.group()}没有“{listed(missing)}”一项，该任务没有分解到各地",
            f"正文列{len(items)}项任务，{sent.group()}有{len(items) - len(missing)}项，缺{len(missing)}项：{listed(missing)}",
        )
    for table_ in context.tables:
        labels = [row.cells[0] for row in table_.rows if row.cells and not _TOTAL.match(row.cells[0])]
        rolled = [label for label in labels if _ROLLED.match(label)]
        if re.search("分解|分配", table_.caption) and rolled and len(labels) - len(rolled) < _AREAS:
            there = Sentence(table_.caption, context.clause_at(table_.start) or "", table_.start, 0)
            yield _unallotted(
                context,
                [there],
                f"分解表把各地合为“{listed(rolled)}”一行，没有分到各地",
                f"表中地区行{len(labels)}行，其中合并行{len(rolled)}行，单列的地区{len(labels) - len(rolled)}个",
            )


def _holds(context: Context, name: str) -> tuple[int, list[str]] | None:
    """Where the table or box of that name stands, and the heads of its columns or lines."""
    for table in context.tables:
        if re.sub(r"\s", "", table.caption).startswith(name):
            return table.start, [*table.header, *(row.cells[0] for row in table.rows if row.cells)]
    text = context.plan.document.text
    for box in context.plan.boxes:
        words = text[box.start : box.end]
        if re.sub(r"\s", "", words).startswith(name):
            return box.start, [line for line in words.split("\n")[1:] if line.strip()]
    return None


def _has(heads: list[str], item: str) -> bool:
    wanted = grams(item)
    for head in heads:
        name = re.sub(r"[（(].*|[：:].*|[\d—\-.年]", "", _FRAME.sub("", head)).strip()
        if len(name) >= _A_NAME and name in item:  # 新增光伏 for 新增光伏装机
            return True
        if len(wanted & grams(head)) > _COVERED * len(wanted):
            return True
    return False


def _unallotted(context: Context, told: list[Sentence], title: str, line: str) -> Finding:
    return finding(
        ALLOTTED,
        context,
        told,
        title=title,
        arithmetic=line,
        settles="各地的分解文件（文号、日期）和数额。",
        proposal="在分解表中逐地列出该项数额，合计等于总数。",
    )
