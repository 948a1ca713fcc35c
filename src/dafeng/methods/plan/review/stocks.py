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
STOCK_UNNAMED = Check(
    "stock-unnamed",
    20,
    QUANTITY,
    "现状写明存量，全文任务只管新增",
    "the stock is printed with the status quo and no task of the plan touches it",
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


_KINDS = (
    (
        re.compile(r"建筑|厂房|住宅|公建"),
        re.compile(r"新(?:建|增)[^，。；]{0,12}(?:建筑|厂房|住宅)"),
        re.compile(
            r"(?:既有|存量|现有|老旧|已建)[^，。；]{0,14}(?:建筑|厂房|住宅|小区|公建|房屋|楼宇)"
            r"|(?:建筑|厂房|校舍|小区|民居|住宅|农房|楼宇|城区|机关)[^，。；]{0,12}(?:改造|调适|限额|更新|能耗)"
        ),
    ),
    (
        re.compile(r"(?:燃油|柴油|汽油|营运|在用|货)[^，。；]{0,4}车|汽车保有量"),
        re.compile(r"(?:新增|新购|更新|新能源)[^，。；]{0,14}车"),
        re.compile(
            r"(?:在用|存量|老旧|国[一二三四]|报废|淘汰|退出|替换|以旧换新|现有)[^，。；]{0,16}(?:车|机动车)|车[^，。；]{0,14}(?:淘汰|报废|退出|更替|以旧换新|置换)"
        ),
    ),
)


@register(STOCK_UNNAMED)
def stock_unnamed(context: Context) -> Iterator[Finding]:
    """102万辆燃油车 told of the place, new cars bound, and not one word on those that are driven."""
    told = [one for one in context.sentences if one.clause and not context.tells_status(one.clause)]
    for things, new, acts in _KINDS:
        stock = next(
            (
                one
                for one in context.statements
                if one.stop
                and one.sense == "fact"
                and one.change == "level"
                and one.dimension in {"area", "count"}
                and one.value > 0
                and context.tells_status(one.clause)
                and _WEIGHTY.search(one.subject + _around(context, one))
                and things.search(one.subject)
                and not re.search("新|绿色|改造|充电|占", one.subject)
            ),
            None,
        )
        rules = [one for one in told if new.search(one.text)]
        rows = [
            cell
            for table in context.tables
            for row in (table.header, *(r.cells for r in table.rows))
            for cell in row
        ]
        if (
            stock is None
            or not rules
            or any(acts.search(text) for text in (*(one.text for one in told), *rows))
        ):
            continue
        yield finding(
            STOCK_UNNAMED,
            context,
            [rules[0], stock],
            title=f"方案写明“{stock.subject}”{stock.figure}，任务只管新建（新增），存量没有任务",
            arithmetic=f"存量{stock.figure}；新建（新增）类条文{len(rules)}句，存量任务0句",
            settles="存量的数量、能耗和年度改造（更新）计划。",
            proposal="增写：到（  ）年，完成既有（在用）（  ）改造（更新）（  ），能耗下降（  ）%。",
        )


# the plan says itself that much hangs on the stock, or that it is poor
_WEIGHTY = re.compile(
    r"燃油|柴油|决定|大头|首要|主要(?:来源|因素|原因)|[三四五六七八九]成|一半|多数|偏低|老旧|未达|落后|以前(?:建|的)?|较差|较高|偏高|薄弱"
)


def _around(context: Context, one: Statement) -> str:
    """What its sentence and the one before it say."""
    mine = [place for place, each in enumerate(context.sentences) if each.text == one.sentence]
    return "".join(
        each.text for place in mine[:1] for each in context.sentences[max(0, place - 1) : place + 1]
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
