"""Checks on who does it: lead departments and the top body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, DATA, Check, register
from dafeng.methods.plan.review.wording import listed, percent

_BODY = r"(?:局|委员会|委|办公室|厅|部|政府|管委会|公司|银行)"
_LEAD = re.compile(
    r"牵头|牽頭|負責|(?:责任|主责|实施|配合)(?:单位|部门|领导)\s*[：:]|按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|组织)"
    rf"|{_BODY}(?:等)?(?:会同|负责|组织实施|具体负责)|由[^，。；]{{2,20}}{_BODY}(?:牵头|负责|会同|组织)"
    rf"|[（(〔\[](?:[^）)。；，]{{0,30}}、)*[^）)。；，、]{{0,20}}(?:局|委|办|厅|部)(?:、[^）)。；，]*)?(?:等)?(?:负责)?[）)〕\]]\s*(?:$|[。\n])",
    re.MULTILINE,
)
_TOP_BODY = re.compile(
    r"(国家|省|市|县|区|州)(?:委、市政府)?((?:碳达峰、?碳中和|双碳|节能减排|应对气候变化|碳达峰)(?:及节能减排)?)(?:工作)?"
    r"(领导小组|委员会)"
)
_ENOUGH = 0.5  # below half of the task clauses the plan cannot be dispatched from its own text
_A_PLAN = 3  # fewer task clauses are an excerpt, which cannot show that nobody leads

NO_OWNER = Check("no-owner", 7, DATA, "条款未写明牵头部门", "clauses name no lead department")


@register(NO_OWNER)
def no_owner(context: Context) -> Iterator[Finding]:
    """A plan in which fewer than half of the task clauses name a lead department."""
    clauses = [clause for clause in context.plan.clauses if clause.level > 0]
    leaves = context.leaves()
    if len(leaves) < _A_PLAN:
        return
    led = [clause for clause in clauses if _LEAD.search(context.plan.text_of(clause))]
    # a lead named on a parent covers the clauses below it
    covered = {clause.id for clause in led} | {
        child.id for clause in led for child in context.children(clause)
    }
    bare = [clause for clause in leaves if clause.id not in covered]
    if len(bare) <= (1 - _ENOUGH) * len(leaves):
        return
    yield NO_OWNER.finding(
        ("plan",) if not led else (clause.id for clause in bare),
        title=f"{len(context.plan.clauses)}条中有{len(led)}条写明牵头部门；责任分工可能在另行印发的分工方案中",
        clauses=(clause.id for clause in bare),
        arithmetic=(
            f"写明牵头部门的条款{len(led)}÷全部条款{len(context.plan.clauses)}="
            f"{percent(len(led) / len(context.plan.clauses), 1)}"
        ),
        details=(f"最末级条款{len(leaves)}条，其中{len(bare)}条本条及上级条款均未写明。",),
        settles="任务分工方案（如已另行印发，请提供文号和日期）。",
        proposal="每项任务后注明：（市××局牵头，市××局、各县（市、区）人民政府按职责分工负责）。",
    )


TWO_TOP_BODIES = Check("two-top-bodies", 7, CONVENTION, "领导机构名称不一", "two names for the top body")


@register(TWO_TOP_BODIES)
def two_top_bodies(context: Context) -> Iterator[Finding]:
    """One level of government with two different top bodies for the same matter."""
    named: dict[tuple[str, str], dict[str, str]] = {}
    for found in _TOP_BODY.finditer(context.plan.document.text):
        clause = context.clause_at(found.start())
        if clause is not None:
            subject = found[2].replace("、", "")
            named.setdefault((found[1], subject), {}).setdefault(found[3], clause)
    for (level, subject), bodies in named.items():
        if len(bodies) < 2:
            continue
        yield TWO_TOP_BODIES.finding(
            dict.fromkeys(bodies.values()),
            title=f"{level}级{subject}领导机构出现{len(bodies)}种名称：{listed(bodies)}",
            clauses=bodies.values(),
            arithmetic="；".join(f"{clause}：{subject}……{body}" for body, clause in bodies.items()),
            settles="设立该机构的文件；两者是否为同一机构的前后名称。",
            proposal=f"全文统一使用设立文件中的规范全称（如“{level}{subject}工作{next(iter(bodies))}”）。",
        )
