"""What kind of target a number is: share, reduction, increase, cumulative, rate or level."""

from __future__ import annotations

import re

from dafeng.methods.plan.target.amounts import Number
from dafeng.methods.plan.target.grammar import Statement
from dafeng.methods.plan.target.subjects import Subject

_CAPACITY = re.compile(r"瓦|W")
_SPENT = re.compile("(?:累计)?(?:完成|实施|淘汰|关停|退出|改造)")
_FALLS = ("降幅", "下降率", "降低率", "下降幅度")
_WORKED = ("节能量", "减排量", "改造面积", "治理面积", "完成面积", "改造规模", "关停规模", "淘汰规模")


def kind_of(statement: Statement, number: Number, subject: Subject, doing: tuple[str, ...]) -> str:
    """share, reduction, increase, cumulative, rate or level; `doing` are the verbs that count things."""
    verb = str(statement.verb or subject.verb or "")
    words = "".join(statement.head)
    if "年均" in words or "每年" in words or re.match("年(?=节约|减排|减少)", words):
        return "rate"
    if statement.pattern == "change" and statement.verb is not None:
        return "reduction" if statement.verb.type == "FALL" else "increase"
    if str(statement.amounts[0].value) == "减半" or subject.indicator.endswith(_FALLS):
        return "reduction"
    percent = number.unit in {"%", "百分点", "个百分点"}
    added = bool(re.match("(?:累计)?新增(?!(?:和|及|、)?改造)", subject.indicator)) or (
        verb.startswith(("新增", "累计新增")) and not re.match("新增(?:和|及|、)?改造", subject.indicator)
    )
    if number.unit == "倍" or (added and not percent) or subject.indicator.endswith("增量"):
        return "increase"
    if percent or statement.amounts[0].value.type == "FRACTION":
        return "share"
    return _amount_kind(statement, number, subject, doing)


def _amount_kind(statement: Statement, number: Number, subject: Subject, doing: tuple[str, ...]) -> str:
    verb = str(statement.verb or subject.verb or "")
    if statement.pattern == "count":
        capacity = bool(_CAPACITY.search(number.unit or "")) and not _SPENT.match(verb)
        return "increase" if capacity else "cumulative"
    if _is_counted(statement, subject, verb, doing):
        return "cumulative"
    per_year = number.unit and number.unit.endswith("/年") and not subject.indicator.endswith("能力")
    return "rate" if per_year else "level"


def _is_counted(statement: Statement, subject: Subject, verb: str, doing: tuple[str, ...]) -> bool:
    if verb.startswith("形成") and subject.indicator.endswith(("节能能力", "削减能力", "减排能力")):
        return True
    if "累计" in "".join(statement.head) and subject.indicator.endswith(("规模", "面积")):
        return True
    if subject.indicator.endswith(("能力", "密度", "强度")):
        return False
    if subject.indicator.endswith(_WORKED):
        return True
    if statement.pattern == "bare":
        before = statement.amounts[0].before
        limited = before is not None and str(before) not in {"约", "近"}
        if verb.startswith(("新建", "新增")):
            return not limited
        return verb.startswith(("累计", "形成", *doing))
    return statement.pattern == "gives" and bool(re.match("形成|减排|节约|实现节约", verb))
