"""Checks on who does it: lead departments and the top body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Clause
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, DATA, Check, register
from dafeng.methods.plan.review.wording import listed, percent

_BODY = r"(?:局|委员会|委|办公室|厅|部|政府|管委会|公司|银行)"
_LEAD = re.compile(
    r"牵头(?!企业)|牽頭|負責|(?:责任|主责|实施|配合)(?:单位|部门|领导)\s*[：:]|按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|组织)"
    rf"|{_BODY}(?:等)?(?:会同|负责|组织实施|具体负责)|由[^，。；]{{2,20}}{_BODY}(?:牵头|负责|会同|组织)"
    rf"|[（(〔\[](?:[^）)。；，]{{0,30}}[、，])*[^）)。；，、]{{0,20}}(?:局|委|办|厅|部)(?:[、，][^）)。；]*)?(?:等)?(?:负责)?[）)〕\]]\s*(?:$|[。\n])",
    re.MULTILINE,
)
_TOP_BODY = re.compile(
    r"(国家|省|市|县|区|州)(?:委、市政府)?((?:碳达峰、?碳中和|“?双碳”?|节能减排|应对气候变化|碳达峰|绿色低碳)(?:及节能减排|及应对气候变化|和应对气候变化)?)(?:工作)?"
    r"(领导小组|委员会)"
)
_ENOUGH = 0.5  # below half of the task clauses the plan cannot be dispatched from its own text
_A_PLAN = 3  # fewer task clauses are an excerpt, which cannot show that nobody leads

NO_OWNER = Check("no-owner", 7, DATA, "条款未写明牵头部门", "clauses name no lead department")


@register(NO_OWNER)
def no_owner(context: Context) -> Iterator[Finding]:
    """A plan in which fewer than half of the task clauses name a lead department."""
    clauses = [clause for clause in context.plan.clauses if clause.level > 0]
    leaves = [leaf for leaf in context.leaves() if not leaf.id.startswith("附")]
    if len(leaves) < _A_PLAN or has_division(context):
        return
    # A division of tasks names them in the rows of a table.
    tabled = {task.clause for task in context.plan.tasks if task.lead and "#r" in task.id}
    led = [clause for clause in clauses if clause.id in tabled or _LEAD.search(context.plan.text_of(clause))]
    # a lead named on a parent covers the clauses below it, one on a line of its own those before it
    covered = {clause.id for clause in led} | {
        child.id for clause in led for child in context.children(clause)
    }
    covered |= {leaf.id for leaf in leaves if section_note(context, leaf)}
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


_NOTE_LINE = re.compile(
    r"\n[ \t\u3000]*(?P<note>[（(【〔\[]?[^\n。]{0,12}?(?:牵头|责任|负责|主责|配合|职责)[^\n。]{2,200}?[）)】〕\]]?。?)[ \t\u3000\n]*$"
)


def section_note(context: Context, leaf: Clause) -> str:
    """The note on owners that closes the section on a line of its own, and so holds for all its clauses."""
    siblings = [one for one in context.plan.clauses if leaf.parent and one.parent == leaf.parent]
    if len(siblings) < _A_PAIR:
        return ""
    found = _NOTE_LINE.search(context.plan.text_of(siblings[-1]))
    noted = [one for one in siblings if _NOTE_LINE.search(context.plan.text_of(one))]
    return found["note"] if found and len(noted) == 1 else ""


_A_PAIR = 2


def has_division(context: Context) -> bool:
    """Whether a table of the document divides the tasks among departments, one row a task."""
    led = [task for task in context.plan.tasks if task.lead and "#r" in task.id]
    return len(led) >= _A_PLAN or any(
        column is not None
        and sum(
            _BODY_CELL.search(row.cells[column]) is not None for row in table.rows if column < len(row.cells)
        )
        >= _A_PLAN
        for table in context.tables
        for column in [table.column(OWNER_COLUMN)]
        if table.column("项目(?!.*任务)") != 0
    )


OWNER_COLUMN = r"牵头|责任|负责|主管|实施单位|主体|分工"
_BODY_CELL = re.compile(rf"{_BODY}|[局委办厅部](?:$|、|，)")


ODD_OWNER = Check(
    "odd-owner", 7, DATA, "个别条款没有责任单位", "a clause without an owner among clauses that all have one"
)
_NOBODY = re.compile(
    r"(?:牵头|责任|负责|实施|主责|主管|落实)(?:单位|部门|机构)?\s*[：:为]\s*(?:待明确|待定|各?(?:有关|相关)(?:部门|单位|方面)|（\s*）|另行(?:明确|确定)|暂缺|无|/|—+|…+|某单位)"
    r"|由(?:各?有关|相关)(?:部门|单位|方面)(?:按[^，。；]{0,8})?(?:牵头|负责)|责任单位(?:另行|待)(?:明确|确定)"
)
_NO_OWNER_CELL = re.compile(
    r"|[—\-–/／]+|待明确|待定|有关部门|相关部门|各相关单位|各有关单位|另行明确|未定|无|…+"
)
_ODD = 0.75  # three of four clauses with an owner make the fourth an exception
_GENERAL = re.compile(
    r"总则|附则|概况|情况|现状|区情|市情|省情|特点|说明|口径|边界|定义|指导思想|基本原则|工作原则|总体要求|总体思路|形势|背景|基础|主线|路径|施行|解释"
)


@register(ODD_OWNER)
def odd_owner(context: Context) -> Iterator[Finding]:
    """The few clauses without an owner where their neighbours have one; an owner that is nobody; a blank cell."""
    for sentence in context.sentences:
        annex = _SEE_ANNEX.search(sentence.text)
        if annex and not has_annex(context, annex["annex"]):
            yield _ownerless(
                [sentence.clause], f"“{annex.group()}”，文中没有该附件", "写明具体单位0个，附件0个"
            )
        nobody = _NOBODY.search(sentence.text)
        if nobody:
            # a note that closes its section stands for the section
            section = [one for one in context.plan.clauses if one.id == sentence.clause and one.parent]
            of_all = [one.parent or "" for one in section if nobody.group() in section_note(context, one)]
            yield _ownerless([sentence.clause, *of_all], f"责任单位写作“{nobody.group()}”", "写明具体单位0个")
    for table in context.tables:
        column = table.column(OWNER_COLUMN)
        if column is None:
            continue
        cells = [(row, row.cells[column] if column < len(row.cells) else "") for row in table.rows]
        empty = [row for row, cell in cells if _NO_OWNER_CELL.fullmatch(cell)]
        if empty and len(empty) < len(cells):
            for row in empty:
                clause = context.clause_at(row.start) or ""
                title = f"表中“{row.cells[0][:24]}”没有责任单位"
                yield _ownerless(
                    [clause], title, f"表中{len(cells)}行，写明责任单位{len(cells) - len(empty)}行"
                )
    if context.says(_TABLE_OF_TASKS):
        return
    leaves = [leaf for leaf in context.leaves() if not _is_general(context, leaf)]
    led = {leaf.id for leaf in leaves if has_lead(context, leaf)}
    if len(leaves) < _MANY_LEAVES:
        return
    for members in _chapters(leaves):
        bare = [leaf for leaf in members if leaf.id not in led]
        share = 1 - len(bare) / len(members)
        overall = len(led) / len(leaves)
        exception = overall >= _ODD and (
            (len(members) >= 3 and share >= 0.6) or (len(bare) == 1 and overall >= 0.9)
        )
        if bare and exception and len(bare) <= max(2, len(members) // 4):
            for leaf in bare:
                if _NOBODY.search(context.plan.text_of(leaf)):
                    continue
                yield _ownerless(
                    [leaf.id],
                    f"“{leaf.heading[:20]}”没有责任单位，同章其他条款均有",
                    f"最末级条款{len(leaves)}条，写明责任单位{len(led)}条，本章未写{len(bare)}条",
                )


_SEE_ANNEX = re.compile(r"(?:责任|职责|任务)?分工[^，。；]{0,6}(?:见|详见|附)(?P<annex>附[件表]\s*\d*)")


def has_annex(context: Context, name: str) -> bool:
    """Whether the document goes on to an annex of that name."""
    return (
        re.search(rf"(?m)^[ \t\u3000]*{re.escape(name.strip())}(?!\d)", context.plan.document.text)
        is not None
    )


_MANY_LEAVES = 6
_TABLE_OF_TASKS = (
    r"(?:任务|责任)(?:分工|清单)[^。；]{0,10}(?:见附|附后|另行?印发|详见)|分工方案(?:另行|见|附)"
)


def _is_general(context: Context, leaf: Clause) -> bool:
    return any(_GENERAL.search(heading) for heading in context.headings(leaf.id))


def has_lead(context: Context, leaf: Clause) -> bool:
    """Whether the clause or one above it names a body that leads."""
    known = {clause.id: clause for clause in context.plan.clauses}
    clause: Clause | None = leaf
    while clause is not None:
        if _LEAD.search(context.plan.text_of(clause)) and not _NOBODY.search(context.plan.text_of(clause)):
            return True
        clause = known.get(clause.parent or "")
    return False


def _chapters(leaves: list[Clause]) -> list[list[Clause]]:
    """The leaves by the part of the plan they stand in."""
    groups: dict[str, list[Clause]] = {}
    for leaf in leaves:
        groups.setdefault(leaf.parent or "", []).append(leaf)
    return list(groups.values())


def _ownerless(clauses: list[str], title: str, arithmetic: str) -> Finding:
    return ODD_OWNER.finding(
        [f"{one}:{title[:12]}" for one in clauses],
        title=title,
        clauses=[one for one in clauses if one],
        arithmetic=arithmetic,
        settles="任务分工方案（如已另行印发，请提供文号和日期）。",
        proposal="写明：（市××局牵头，市××局配合）。",
    )


TWO_TOP_BODIES = Check("two-top-bodies", 7, CONVENTION, "领导机构名称不一", "two names for the top body")


@register(TWO_TOP_BODIES)
def two_top_bodies(context: Context) -> Iterator[Finding]:
    """One level of government with two different top bodies for the same matter."""
    named: dict[str, dict[str, str]] = {}
    for sentence in context.sentences:
        for found in _TOP_BODY.finditer(sentence.text):
            if sentence.clause:
                name = f"{found[2].replace('、', '')}工作{found[3]}"
                named.setdefault(found[1], {}).setdefault(name, sentence.clause)
    for level, bodies in named.items():
        if len(bodies) < 2:
            continue
        yield TWO_TOP_BODIES.finding(
            dict.fromkeys(bodies.values()),
            title=f"{level}级领导机构出现{len(bodies)}种名称：{listed(bodies)}",
            clauses=bodies.values(),
            arithmetic="；".join(f"{clause}：{body}" for body, clause in bodies.items()),
            settles="设立该机构的文件；两者是否为同一机构的前后名称。",
            proposal=f"全文统一使用设立文件中的规范全称（如“{level}{next(iter(bodies))}”）。",
        )
