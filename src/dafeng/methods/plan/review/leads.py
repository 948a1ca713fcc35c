"""Checks for duties that everybody has and nobody leads: the departments concerned, by their functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Clause
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import DATA, Check, register

EVERYBODY_OWNS = Check(
    "everybody-owns",
    7,
    DATA,
    "责任只写“各有关部门”，没有牵头单位",
    "a duty of all departments concerned that names none of them",
)
_ANYBODY = re.compile(
    r"(?:[市省区县州])?(?:各(?:级|有关|相关|成员|职能|主管)*(?:部门|单位|方面|机构)|(?:有关|相关|职能|主管|责任|行业主管|成员)(?:部门|单位|方面|机构)"
    r"|(?:[省市县区州]直)(?:各|有关|相关)*(?:部门|单位)|各级(?:人民)?政府|属地(?:人民)?政府|所在地(?:人民)?政府"
    r"|各(?:县|区|市|州|旗|镇|乡|街道|园区|开发区|地|设区市)(?:（[^）]{1,8}）|[、和及县区市旗镇乡街道园]){0,6}(?:人民政府|政府|管委会)?)"
)
_DUTY = re.compile(
    r"按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?|分工负责|负责落实|组织实施|抓好落实|共同负责|责任单位|责任部门|牵头|配合落实"
)
_BODY = re.compile(
    r"(?:[一-鿿]{1,12})(?:局|委(?!托|员会领导)|办(?!法|理)|厅|部(?!门|分|署)|公司|集团|管委会|银行|分行|供销社|联社|妇联|工会|团市委|法院|检察院|"
    r"学院|大学|院|中心|领导小组|工作专班|委员会|协会|管理处|电网|[县区市镇乡旗](?:人民)?政府|街道办)"
)
# parts that speak to everybody: principles, and how the work is organised
_FOR_ALL = re.compile(
    r"组织|保障|责任|监督|考核|督|评估|领导|总体|原则|思想|目标|要求|形势|基础|附则|解释|总则|施行|机制|宣传|培训"
)
_ENOUGH = 0.75
_MANY = 6


@register(EVERYBODY_OWNS)
def everybody_owns(context: Context) -> Iterator[Finding]:
    """A clause that gives its duty to the departments concerned, in a plan whose other clauses name a body."""
    named, nobody = 0, []
    for leaf in context.leaves():
        if any(_FOR_ALL.search(heading) for heading in context.headings(leaf.id)):
            continue
        duties = list(_duties(context, leaf))
        if not duties:
            continue
        if any(_BODY.search(_ANYBODY.sub("；", duty)) for duty in duties):
            named += 1
        elif told := next((duty for duty in duties if _ANYBODY.search(duty)), None):
            nobody.append((leaf, told))
    if len(nobody) + named < _MANY or named < _ENOUGH * (len(nobody) + named):
        return
    for leaf, told in nobody:
        yield EVERYBODY_OWNS.finding(
            (leaf.id,),
            title=f"“{leaf.heading[:20]}”的责任写作“{told.strip()[:40]}”，没有写明牵头单位",
            clauses=(leaf.id,),
            arithmetic=f"写明责任的条款{named + len(nobody)}条，其中{named}条写明具体单位；本条0个",
            settles="任务分工方案（如已另行印发，请提供文号和日期）。",
            proposal="写明：（市××局牵头，市××局、各县（市、区）人民政府按职责分工负责）。",
        )


def _duties(context: Context, leaf: Clause) -> Iterator[str]:
    """The notes in brackets and the last sentences of a clause that say who does it."""
    body = context.body(leaf).strip()
    notes = re.findall(
        r"[（(【〔\[]((?:[^（()）【】〔〕\[\]]|[（(][^（()）]{1,8}[）)]){2,160})[）)】〕\]]", body
    )
    last = [piece for piece in re.split("[。\n]", body) if piece.strip()][-1:]
    for words in [*notes, *last]:
        if _DUTY.search(words):
            yield words
