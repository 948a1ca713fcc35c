"""Whether a target says when: from when a count runs, by when a figure is due, or whether it promises nothing."""

from __future__ import annotations

import re
from collections import Counter

from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.undertaken import BACKGROUND, is_reckoned, looks_back

_COUNTING = re.compile(r"累计|新建|新增|新改扩建|建成投运")
_COUNT_UNIT = re.compile(
    r"^[十百千万亿]*(?:个|座|辆|台|套|家|户|项|处|条|艘|根|组|万千瓦|千瓦|兆瓦|平方米|公里|亩|公顷)$"
)
_START = re.compile(
    r"[三四五六七八九十]年(?:累计|共|合计)|(?:\d{4}年|目前|现有|现状)[底末]?的?[\d.]|期间|规划期|[“\"']?十[三四五六]五|\d{4}\s*年?\s*(?:[-—–~～至到]+)\s*\d{4}|(?:自|从)\d{4}年|\d{4}年(?:起|以来)|"
    r"比\d{4}年|每年|年均|在\d{4}年(?:的)?基础上"
)


def lacks_start(context: Context, target: Target) -> bool:
    """Whether a count that runs up over years does not say from when."""
    if target.base_year is not None or target.kind in {"share", "reduction", "rate"} or target.year is None:
        return False
    if not (
        _COUNT_UNIT.match(target.unit or "")
        and (_COUNTING.search(target.quote) or target.kind == "cumulative")
    ):
        return False
    if _START.search(context.plan.document.title or "") or _runs_all(context) or _ends_a_stock(target):
        return False
    if _has_stock(context, target):
        return False
    clause = context.plan.clause(target.clause)
    text = context.plan.document.text
    before = re.split(
        "[。；\n]", context.plan.document.text[max(0, target.quote_start - 60) : target.quote_start]
    )[-1]
    figure = len(target.quote) if target.value_start is None else target.value_start - target.quote_start
    own = (before + target.quote[:figure]).rsplit("，", 1)[-1]
    if re.search(r"建成(?!投运)", own) and not re.search(r"累计(?!建成)|新[建增改]|每年|年均", own):
        return False  # 到2028年(累计)建成低碳园区2个: so many stand by then, whenever begun
    end = min(
        (place for mark in "。；\n" if (place := text.find(mark, target.quote_end)) > 0), default=len(text)
    )
    if _START.search(text[clause.start : target.quote_end]) or _STOCK.search(text[target.quote_start : end]):
        return False
    # a heading such as 2026年：立账 sets the year in which the count runs
    return context.heading_time(target.clause) is None


_SETTLED = 2  # counts told with one and the same period show what period the plan counts by


def _runs_all(context: Context) -> bool:
    """Whether the plan's counts run over one period from its first year on, which then holds for the bare ones too."""
    first = context.first_year
    runs = Counter(re.findall(rf"{first}年?[至到—–~～-]+(20\d\d)年", context.plan.document.text))
    last = max((target.year for target in context.plan.targets if target.year), default=0)
    return runs[str(last)] >= _SETTLED


def _ends_a_stock(target: Target) -> bool:
    """关停63台: what is done away with stood there from the first, and the count needs no start."""
    return re.search("关停|淘汰|退出|拆除|取缔|清零", target.quote) is not None and "累计" not in target.quote


def _has_stock(context: Context, target: Target) -> bool:
    """Whether the plan tells how many of the thing there are today, so that the figure is a stock."""
    name = target.indicator[-_A_NAME:]
    return any(
        (one.sense == "fact" or looks_back(context, one))
        and dimension_of(one.unit)[0] == dimension_of(target.unit or "")[0]
        and one.subject.endswith(name)
        for one in context.statements
    )


_A_NAME = 4
_PERIOD = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[至到—–~～-]+20\d\d年")


def in_a_period(context: Context, target: Target) -> bool:
    """True for a figure whose sentence opens with the period it counts: 2021年1月至2025年12月."""
    before = context.plan.document.text[
        max(0, target.quote_start - 60) : target.value_start or target.quote_end
    ]
    return _PERIOD.search(re.split("[。；\n]", before)[-1]) is not None


# 千家企业屋顶光伏行动, 百村示范工程: the number belongs to the name of a campaign
_CAMPAIGN = re.compile(
    r"[“「]?[十百千万两]+[个家村镇企户园区县厂店校乡街院所馆万亿千百]+[一-鿿]{0,16}?(?:行动|工程|计划|活动|专项|大会战|战略|项目|示范)"
)


def is_a_name(target: Target) -> bool:
    """Whether the number is part of the name of a campaign and promises no count."""
    figure = target.quote[max(0, (target.value_start or 0) - target.quote_start) :]
    return target.value_start is not None and _CAMPAIGN.match(figure) is not None


# 任务分解到9个市: how many share in it is no target
HANDED_TO = re.compile(r"(?:分解|下达|细化|落实|覆盖)(?:到|至)\d+个[县市区镇乡街州盟旗]")


def dated_behind(context: Context, target: Target) -> bool:
    """True for a plain count whose sentence goes on to the year: 建设分拣中心2座，到2030年年回收量达到……."""
    if not _COUNT_UNIT.match(target.unit or "") or not target.value_end:
        return False
    behind = context.plan.document.text[target.value_end : target.value_end + 60]
    rest = re.split("[。；\n]", behind.removeprefix(target.unit or ""))[0]
    if re.match(r"(?:[、和][^，。；]{2,24})?(?:以上)?，于?20\d\d年[^，]{0,10}(?:建成|完成|投|启用)", rest):
        return True  # ……90个以上，2028年底前建成投用
    return target.comparator == "=" and re.match(r"[，、][^，]{0,6}(?:到|至)20\d\d年", rest) is not None


def dated_by_row(context: Context, target: Target) -> bool:
    """True for a figure in a row of a table that says when it is due in another cell."""
    for table in context.tables:
        if table.start <= target.quote_start < table.end:
            row = max(
                (one for one in table.rows if one.start <= target.quote_start),
                key=lambda one: one.start,
                default=None,
            )
            return row is not None and any(re.search(r"20\d\d", cell) for cell in row.cells)
    return False


# what there was when the count began, told beside it
_STOCK = re.compile(
    r"20\d\d年(?:底|末)?(?:的)?(?:已|存量|累计|共|实有|保有)?[^，。；\d]{0,8}(?:为|有|已|达)[^，。；\d]{0,6}\d|(?:自|从)20\d\d年"
)


def tells_back(context: Context, one: Statement) -> bool:
    """True for a change that has happened: told of the last period, or under a heading that looks back."""
    return (
        re.search(r"以来|期间|[“\"']?十[一二三四]五|五年来|累计|成效", one.sentence) is not None
        or any(BACKGROUND.search(heading) for heading in context.headings(one.clause)[:3])
        or not one.clause
    )


def describes(context: Context, target: Target) -> bool:
    """True for a figure in a clause that tells of the area as it is."""
    return any(BACKGROUND.search(heading) for heading in context.headings(target.clause)[:2])


_STANDING = re.compile(
    r"严禁|不得|(?<![至到终步])(?:严格)?禁止|一律|不再|不新增|原则上|应当?(?=不|达|大|小|按|执行)|必须|新建[^，。；]{0,24}(?:执行|标准|PUE|效率|不高于|不低于|按)|新上|按照?不低于|每年|年均|每[个县区家]|以上的|限额|标准|置换后"
)
_RECKONED = re.compile(
    r"测算|推算|估算|按[^，。；]{0,20}计算|假定|预测|情景|增速|年均增长|增长速度|换算|系数|因子"
)


def is_standing(context: Context, target: Target) -> bool:
    """True for a rule with no deadline, such as a ban on new capacity or a design limit."""
    if target.tier == "standing":
        return True
    return _STANDING.search(_phrase(context, target)) is not None


def is_reckoning(context: Context, target: Target) -> bool:
    """True for a figure the plan only reckons with: growth assumed, a factor, a share as it stands."""
    if target.value_start is None:
        return False
    for one in context.statements:
        if one.start == target.value_start:
            if is_reckoned(context, one):
                return True
            facts = one.sense != "aim" or (
                target.comparator in {"=", "~"} and not _PROMISED.search(target.quote + one.words)
            )
            return facts or _RECKONED.search(one.words + one.subject) is not None
    plain_fact = target.comparator in {"=", "~"} and not _PROMISED.search(target.quote)
    return plain_fact or _RECKONED.search(target.quote) is not None


_PROMISED = re.compile(
    r"达|提高|提升|新增|新建|建成|建设|完成|实施|力争|降|减|增|培育|打造|创建|推广|形成|控制|覆盖|实现|更新|更换|淘汰|占比"
)


def _phrase(context: Context, target: Target) -> str:
    """The words of the target from the last stop before its figure to the next comma after it."""
    text = context.plan.document.text
    return re.split("[。；\n]", text[max(0, target.quote_start - 12) : target.quote_start])[-1] + target.quote
