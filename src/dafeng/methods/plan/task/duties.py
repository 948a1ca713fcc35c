"""Who a sentence says must act: 市发改委要…, 重点用能单位应…, 由甲会同乙…."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dafeng.methods.plan.task.owners import BODY_END, Owners, bodies_in

_PEOPLE = r"|市场主体|主体|运营商|经营者|生产者|(?:领导)?干部|业主|医院|商场|酒店|项目单位|用能单位|成员单位|上市公司|电网|小组|县（市、区）"
_BODY = rf"(?:{BODY_END}{_PEOPLE})(?:（[^（）]*）)?"
_NOT_A_BODY = (
    r"(?!(?:支持|鼓励|引导|推动|推进|督促|指导|组织(?!部)|帮助|要求|促进|强化|加强|提升|开展|发挥|落实|完善|实施|建立|培育|对|在|以|将|把"
    r"|按|为|使|让|向|与|从|通过|围绕|严禁|禁止|到20|新建|建设(?!局|厅|委)|规范|依托|针对|根据)|.{0,6}(?:鼓励|支持|引导|推动)(?!部))"
)
_MODAL = (
    r"(?:要(?!求|素|点|害|闻)|应当|应该|应(?!用|急|对|变|税)|必须|须|需要?(?!求)|负责(?!人|制)|不得|严禁)"
)
_MUST = re.compile(rf"^({_NOT_A_BODY}[^，；：。]{{0,44}}?{_BODY})(?:都|均|也|还)?({_MODAL})")
_DISTINCT = re.compile(
    rf"^((?:各[^，；：。]{{0,16}}?|[^，；：。、]{{0,8}}?(?=(?:机关|主管部门|行业协会|有关部门|职能部门))|[^，；：。]{{0,24}}?(?:[省市县区州]|国家)[^，；：。、]{{0,16}}?)(?:{_BODY}))(?=[一-鿿])"
)
_BY = re.compile(r"^由(.{2,60}?)(?:牵头|负责|组织|统筹)")
_REPORTS = re.compile(
    r"^(各[^，；]{1,10}?(?:部门|单位|地区?|企业|（市、区）))(?=[^，；要应须]{2,30}(?:要|应当?|须|必须).{0,6}向.*(?:报告|报送|汇报|反馈)$)"
)
_WITH = re.compile(
    rf"^(?:会同|联合(?!会)|协同|配合)([^，；]{{1,60}}?{_BODY})(?![、一-鿿]{{0,12}}(?:局|委|厅|办|部门))(?:等(?:有关|相关)?(?:部门|单位)?)?"
)
_VERB_IN_NAME = re.compile(
    r"(?:组织|宣传|教育|审计|监察|统计|服务|科研|规划|监督|评估|检测|研究|使用|生产|建设|运营|施工|监管|管理|回收|处置)"
    r"[一-鿿]{0,8}?(?:部|局|厅|委|机构|机关|企业|单位|公司|部门|院)(?:要|应|须|负责|会同|对)"
)
_LIST_OF_BODIES = re.compile(rf"^(?:各.*|.*{_BODY})$")


@dataclass(frozen=True, slots=True)
class Charge:
    """The bodies a stretch lays a duty on, and where its words go on; `modal` is 要, 应, 负责 … or empty."""

    owners: Owners
    modal: str
    rest: int


def charge_of(words: str, orders: Callable[[str], bool], opens: Callable[[str], bool]) -> Charge | None:
    """The bodies that a stretch opens with, if it goes on to say what they must do.

    `orders` tells whether words are an imperative: a body without 要 or 应 is one that must act only
    if an imperative follows.  `opens` tells whether they open with a verb, and so name nobody first.

    >>> charge_of("重点用能单位应编制节能计划", lambda _: True, lambda _: False)
    Charge(owners=Owners(lead=('重点用能单位',), support=()), modal='应', rest=7)
    """
    if opens(words) and not _VERB_IN_NAME.match(words):
        return None
    by = _BY.match(words)
    if by:
        return _with_help(words, by.group(1), by.end(), "由")
    up = _REPORTS.match(words)
    if up:
        return Charge(Owners((up.group(1),)), "", up.end())
    must = _MUST.match(words)
    if must and must.group(2) not in {"不得", "严禁"}:
        return _with_help(words, must.group(1), must.end(), must.group(2))
    if must:
        return _with_help(words, must.group(1), must.end(1), "")
    for match in _openings(words):
        charge = _with_help(words, match, len(match), "")
        if charge and orders(words[charge.rest :]):
            return charge
    return None


def helpers_of(words: str) -> tuple[tuple[str, ...], int]:
    """The bodies that words open with as helpers (会同甲局…), and where they go on.

    >>> helpers_of("会同市财政局建立基金")
    (('市财政局',), 6)
    """
    beside = _WITH.match(words)
    return (tuple(bodies_in(beside.group(1))), beside.end()) if beside else ((), 0)


def _openings(words: str) -> list[str]:
    """The ways a stretch can open with a distinct body, the shortest first."""
    match = _DISTINCT.match(words)
    if match is None:
        return []
    name = match.group(1)
    ends = [found.end() for found in re.finditer(_BODY, words[:60]) if found.end() >= len(name)]
    return [words[:end] for end in ends if not re.search("，|；|：", words[:end])]


def _with_help(words: str, names: str, rest: int, modal: str) -> Charge | None:
    support: tuple[str, ...] = ()
    helpers = re.search("会同|联合(?!会)", names)
    if helpers:
        names, support = names[: helpers.start()], tuple(bodies_in(names[helpers.end() :]))
    beside, length = helpers_of(words[rest:])
    support, rest = support + beside, rest + length
    lead = tuple(bodies_in(names)) or ((names,) if _LIST_OF_BODIES.match(names) else ())
    if not lead or any(re.search(r"\d|%|达到|社区$", body) for body in lead):
        return None
    return Charge(Owners(lead, support), modal, rest)
