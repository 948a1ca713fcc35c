"""Whether two amounts are of one stuff: what is treated and what can be treated, what arises and what is used."""

from __future__ import annotations

import re

from dafeng.methods.plan.review.statements import Statement

ROUTE = re.compile(r"[料源材]化|还田|离田|堆肥|制砖|建材|回填|发电|焚烧")
_STUFF = re.compile(
    r"生活垃圾|垃圾|煤层气|瓦斯|二氧化碳|秸秆|粪污|畜禽|污水|污泥|再生水|中水|固废|固体废物|粉煤灰|煤矸石|磷石膏|余热|供热|热|天然气|燃气|沼气|氢|绿电|绿色电力|可再生|非化石|电|煤|水|生物质|建筑垃圾|厨余|废钢|电池|冷|粗钢|生铁|原油|炼油|成品油|乙烯|熟料|水泥|电解铝|氧化铝|铜|焦炭|玻璃|化肥|合成氨|甲醇|尿素|货物|集装箱|粮食"
)
_PROCESS = re.compile(
    r"建成|在建|已建|投运|和|及|与|各类|项目|设备|装置|工程|企业|处理|处置|焚烧|利用|消纳|供应|供给|供|能力|规模|设施|设计|综合|无害化|资源化|回收|加工|生产|新增|现有|每?[日年天月]|总|量|全[省市区县]|达到?|的"
)


def same_stuff(first: Statement, second: Statement) -> bool:
    """Whether two amounts are of one stuff, as far as their words tell."""
    mine, theirs = _stuffs(first), _stuffs(second)
    if not mine or not theirs:
        return not (_named_apart(first, second) or _named_apart(second, first))
    return (
        any(one in other or other in one for one in mine for other in theirs)
        or bool(mine & {"污水"} and theirs & {"再生水", "中水"})
        or bool(theirs & {"污水"} and mine & {"再生水", "中水"})
        or (
            first.sentence != second.sentence
            and any(one in second.sentence for one in mine)
            and any(one in first.sentence for one in theirs)
        )
    )


def _named_apart(one: Statement, other: Statement) -> bool:
    """Whether an amount is of a thing, whatever it is, that the other's sentence does not speak of."""
    if _stuffs(one) or ROUTE.search(one.subject):
        return False
    name = _PROCESS.sub("", one.subject)
    pairs = {name[place : place + 2] for place in range(len(name) - 1)}
    return bool(pairs) and not any(pair in other.sentence[: other.stop] for pair in pairs)


def _stuffs(one: Statement) -> set[str]:
    """The stuffs an amount is of; 电炉 and 水运 name none where a longer word does."""
    found = set(_STUFF.findall(one.subject + one.words))
    return {stuff for stuff in found if len(stuff) > 1} or found
