"""Checks a ban of the plan against the projects the plan itself lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

_BAN = re.compile(
    r"(?:严禁|禁止|严格禁止|不得|不再|一律不|停止|暂停|原则上不再?|不予)(?:以任何名义)?(?:新增|新建|新上|扩建|新改扩建|审批|核准|备案|布局|批准|建设|、|和|或|及|再)+"
)
_BUILD = re.compile(
    r"新建|扩建|新上|建设|建成|开工|投产|续建|启动|实施|推进|布局|引进|落地|新增|增加|投运|达产"
)
_NOT_NEW = re.compile(
    r"严禁|禁止|不得|不再|一律不|停止|暂停|原则上不|不予|严控|严格控制|遏制|淘汰|关停|退出|压减|拆除|改造|节能|超低排放|产能置换|减量置换|等量置换|等量替代|减量替代|替代|更换|协同处置|转型|整合|碳捕集|除外|前提|光伏|制止"
)

BANNED_PROJECT = Check(
    "banned-project",
    16,
    CONVENTION,
    "禁令与项目安排相冲突",
    "a ban clashes with a project of the same plan",
)


@register(BANNED_PROJECT)
def banned_project(context: Context) -> Iterator[Finding]:
    """New capacity banned in one place and planned in another."""
    things = [(row["id"], re.compile(row["banned"]), re.compile(row["project"])) for row in rows("review_bans.csv")]
    done: set[tuple[str, int]] = set()
    for ban in context.sentences:
        for found in _BAN.finditer(ban.text):
            end = min((place for mark in "，；" if (place := ban.text.find(mark, found.end())) > 0), default=len(ban.text))
            object_of = ban.text[found.start() : end]
            for name, banned, project in things:
                if not banned.search(object_of):
                    continue
                for other in context.sentences:
                    phrase = _project_phrase(other, project)
                    if phrase is None or (name, other.offset) in done:
                        continue
                    done.add((name, other.offset))
                    yield finding(
                        BANNED_PROJECT,
                        context,
                        [other, ban],
                        title=f"“{object_of[:30]}”与“{phrase[:30]}”相冲突",
                        arithmetic=f"{ban.clause}：{object_of[:60]}；{other.clause}：{phrase[:80]}",
                        severity=Severity.SERIOUS,
                        settles="该项目的备案、产能置换公告或等量减量替代方案。",
                        proposal="写明该项目的产能置换（替代）来源和文号；没有的，从项目安排中删去。",
                    )


def _project_phrase(sentence: Sentence, project: re.Pattern[str]) -> str | None:
    """The phrase that plans such a project, unless it bans, replaces or only renovates it."""
    for part in re.split("[；]", sentence.text):
        found = project.search(part)
        if found is None:
            continue
        pieces = re.split("[，]", part)
        piece = next((one for one in pieces if project.search(one)), part)
        if _BUILD.search(piece) and not _NOT_NEW.search(part):
            return piece
    return None
