"""Checks that a clause which prints a stock and binds what is new does something about the stock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding

STOCK_UNTOUCHED = Check(
    "stock-untouched",
    20,
    QUANTITY,
    "同条写明存量，任务只管新建",
    "a clause prints the stock, binds what is new and has no task for the stock",
)
_STOCK = r"(?:既有|存量|现有|已有|已建成?|已投运|在用|在役|老旧)"
_THING = r"建筑|住宅|房屋|数据中心|机房|锅炉|窑炉|汽车|货车|船舶|机械|装置|产能|电机|变压器|污水处理厂|管网|路灯|车辆|公共机构|企业"
_NEW = re.compile(rf"新(?:建|增|上|购|投运)(?P<what>[^，。；]{{0,8}}?(?:{_THING}))")
_ACTS = re.compile(
    r"改造|更新(?!公布)|淘汰|提升|升级|降[到至为低]|下降|治理|退出|限期|诊断|调适|替换|更换|限额|替代|报废|限行|回收利用|逐一|逐栋|逐台|台账"
)


@register(STOCK_UNTOUCHED)
def stock_untouched(context: Context) -> Iterator[Finding]:
    """已有数据中心6个……严格控制新建数据机房, and nothing for the six."""
    by_clause: dict[str, list[Sentence]] = {}
    for sentence in context.sentences:
        by_clause.setdefault(sentence.clause, []).append(sentence)
    for clause, told in by_clause.items():
        phrases = [phrase for one in told for phrase in re.split("[，；。]", one.text)]
        new = [found["what"] for phrase in phrases if (found := _NEW.search(phrase))]
        stock = next(
            (one for one in context.statements if one.clause == clause and _of_stock(one, new)), None
        )
        if stock is None or context.tells_status(clause):
            continue
        if any(_ACTS.search(phrase) and not _NEW.search(phrase) for phrase in phrases):
            continue
        thing = next(pair for what in new if (pair := _shared(what, stock.subject)))
        if _acted_on_elsewhere(context, clause, thing):
            continue
        yield finding(
            STOCK_UNTOUCHED,
            context,
            [stock],
            title=f"“{stock.subject}”{stock.figure}为存量，本条任务只管新建",
            arithmetic=f"{clause}：存量{stock.figure}，新建类任务{len(new)}项，存量任务0项",
            settles="存量的数量、能耗和年度改造计划。",
            proposal=f"增写：到（  ）年，完成既有{thing}改造（  ），能耗下降（  ）%。",
        )


def _of_stock(one: Statement, new: list[str]) -> bool:
    if not one.stop or one.dimension not in {"area", "count", "power", "mass"} or one.change != "level":
        return False
    phrase = re.split("[，；。]", one.sentence[: one.begin])[-1]
    return re.search(_STOCK, phrase) is not None and any(_shared(what, one.subject) for what in new)


def _shared(what: str, subject: str) -> str:
    """The last two characters that what is new and the stock are both named by (数据机房, 数据中心)."""
    pairs = [what[place : place + 2] for place in range(len(what) - 1)]
    return next((pair for pair in reversed(pairs) if pair in subject), "")


def _acted_on_elsewhere(context: Context, clause: str, thing: str) -> bool:
    """Whether another clause orders something of the stock of that thing."""
    stock = re.compile(rf"{_STOCK}[^，。；]{{0,10}}{thing}|{thing}[^，。；]{{0,6}}(?:改造|更新)")
    return any(
        stock.search(phrase) and _ACTS.search(phrase)
        for one in context.sentences
        if one.clause != clause and not context.tells_status(one.clause)
        for phrase in re.split("[，；。]", one.text)
    )
