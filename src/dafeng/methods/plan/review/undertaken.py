"""Which figures a plan undertakes, and which it only supposes, reckons with, explains or looks back on."""

from __future__ import annotations

import re

from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement

# what governs all that follows up to the next semicolon: a supposition, or what is drawn from one
_SUPPOSED = re.compile(
    r"[若倘]|如果|假如|假定|假设|一旦|不采取[^，。；]{0,8}措施|(?:^|[，；：。])(?:例如|如)(?=[^期何上下图表同])"
    r"|因此|因而|这就?(?:要|须|需)|意味着?|相当于|含义是|等于(?!或)|测算|推算|估算|预计|据此|才能"
)
# the figure is told again only to say what it comes to: 下降20%仍意味着……, 下降13.5%对应……
_TOLD_AGAIN = re.compile(
    r"^(?:以上|以下|以内|左右)?[^，。；\d]{0,8}?(?:意味|相当于|对应|并不|只能|才能|不等于|折合|换算成)"
)
_MUST = re.compile(r"(?<!必)须[^，。；]{0,8}$|[靠需]要?[^，。；]{0,12}(?:提高|下降|降低|增加)$")
_EXPLAINS = re.compile(
    r"含义|解读|释义|影响|测算|平衡|推演|情景|意味|对[^，。；]{0,8}(?:增长|总量)的|敏感|不确定"
)
_SINCE = re.compile(r"以来|“?十[一二三四]五”?(?:期间|时期|末)|五年来|过去")
BACKGROUND = re.compile(
    r"市情|区情|省情|县情|州情|旗情|基础|情况|现状|概况|概貌|形势|背景|成效|进展|问题|特点|条件|存量"
)


def is_undertaken(context: Context, one: Statement) -> bool:
    """Whether the plan promises this figure, by its own words and by what its clause is about."""
    return one.sense == "aim" and not is_reckoned(context, one) and not looks_back(context, one)


def is_reckoned(context: Context, one: Statement) -> bool:
    """Whether the figure is supposed, follows from a supposition, or is told again to explain it."""
    if not one.stop:
        return False
    before = re.split("；", re.sub(r"[（(][^（）()]*[）)]", "", one.sentence[: one.begin]))[-1]
    if _SUPPOSED.search(before) or _TOLD_AGAIN.match(one.sentence[one.stop :]):
        return True
    return _MUST.search(before) is not None or explains(context, one.clause)


def explains(context: Context, clause: str) -> bool:
    """Whether a clause is headed as one that explains the targets or balances them."""
    return any(_EXPLAINS.search(heading) for heading in context.headings(clause)[:1])


def looks_back(context: Context, one: Statement) -> bool:
    """Whether the figure has no year to come and stands under a heading that tells of what is."""
    if one.year is not None and one.year >= context.first_year:
        return False
    if one.stop and _SINCE.search(one.sentence[: one.begin]):
        return True
    return any(BACKGROUND.search(heading) for heading in context.headings(one.clause)[:2])
