"""What a parsed statement is about: one subject for each of its amounts."""

from __future__ import annotations

import re
from dataclasses import replace

from dafeng.methods.plan.target.amounts import COUNTERS, read_number
from dafeng.methods.plan.target.context import Context
from dafeng.methods.plan.target.grammar import Statement, TargetGrammar
from dafeng.methods.plan.target.segments import Segment
from dafeng.methods.plan.target.subjects import (
    Subject,
    listed,
    read_scope,
    read_subject,
    with_shared_denominator,
)
from dafeng.methods.plan.target.wording import PREDICATE, STANDARD, ending, is_measure, is_place

_STANDARD_NAMED = re.compile(r"^(?:的)?节能(?:设计)?(?:标准|要求)$")
# Praise in front of a thing that is counted: 特色鲜明的…, 具有示范作用的…
_PRAISE = re.compile(
    r"^(?:一批)?(?:具有|具备)?[^，；。的]{2,12}(?:鲜明|突出|先进|显著|明显|良好|较[强大高好]|完善|一流|领先|作用|水平)的(?=.{3})"
)
# …回收网点累计建成1万个 is about the network.
_MERELY_DONE = re.compile("(?:累计)?(?:建成|推广|新增|完成|投放|新建)")
# Praise in front of a thing that is counted: 特色鲜明的…, 具有示范作用的…
_PRAISE = re.compile(
    r"^(?:一批)?(?:具有|具备)?[^，；。的]{2,12}(?:鲜明|突出|先进|显著|明显|良好|较[强大高好]|完善|一流|领先|作用|水平)的(?=.{3})"
)
_MERELY_DONE = re.compile(
    "(?:累计)?(?:建成|推广|新增|完成|投放|新建)"
)  # …回收网点累计建成1万个 is about the network
_RANKED = re.compile("[省市县地乡]级")
_FILLERS = frozenset({"加快", "推动", "或", "并"})


def subjects_of(
    statement: Statement, context: Context, segment: Segment, grammar: TargetGrammar
) -> list[Subject]:
    """The subjects of a statement, in the order of its amounts; the last one answers for the rest."""
    spellings = grammar.spellings
    nouns = ["".join(noun) for noun in statement.nouns]
    count = len(statement.amounts)
    each = count > 1 and any(token.type == "EACH" for token in statement.head)
    head = read_subject(statement.head, grammar, each=each)
    match statement.pattern:
        case "count":
            if nouns:
                return _things(statement, nouns, head, spellings)
            done = _done(statement, head, spellings)
            return listed(done[0], count, spellings) if done and count > 1 else done
        case "gives":
            return [_given(statement, nouns, head or _worker(context, segment), spellings)]
        case "covers":
            where = head.indicator.removeprefix("实现") if head else ""
            return [_named(f"{where}覆盖{nouns[0]}比例", head, spellings)]
        case "portion" if not STANDARD.match(nouns[0]):
            return [_share(nouns[0], head, read_scope(statement.head), spellings)]
        case "limit":
            return [_part(nouns, head, spellings)]
    if statement.verb is not None and nouns and _STANDARD_NAMED.match(nouns[0]) and head is not None:
        return [_held_to(nouns[0], str(statement.verb), head)]
    return _measured(statement, head, context, segment, spellings)


def _measured(
    statement: Statement,
    head: Subject | None,
    context: Context,
    segment: Segment,
    spellings: dict[str, str],
) -> list[Subject]:
    """The subjects in front of a number; what they leave out is taken over from those before them."""
    earlier = context.subjects[0] if context.subjects else None
    if head is None and (earlier or context.nominal is None):
        return _together(context.subjects) if len(statement.amounts) == 1 else context.subjects
    if head is not None and earlier and _is_part(statement, head, context):
        return [_named_part(head, earlier, spellings)]
    if head is not None and earlier and _elides(statement, head, context):
        return [replace(earlier, scope=(head.scope or "") + head.indicator, start=head.start)]
    head = head or context.nominal
    assert head is not None, "one of the two is there"
    if segment.before == "、" and earlier:
        if head.scope is None and not head.verb:
            head = replace(head, scope=earlier.scope)
        head = with_shared_denominator(head, earlier, spellings)
    if statement.pattern == "bare" == context.pattern and earlier and earlier.verb:
        if head.verb is None and segment.before == "、":
            head = replace(head, verb=earlier.verb)
        if head.scope is None and head.verb:
            head = replace(head, scope=context.scope)
    count = len(statement.amounts)
    return listed(head, count, spellings) if count > 1 else [head]


def _together(subjects: list[Subject]) -> list[Subject]:
    """…分别达到40、60，合计100以上: one number for all of them names all of them."""
    if len(subjects) < 2:
        return subjects
    names = "、".join(dict.fromkeys(one.indicator for one in subjects))
    same = len({one.indicator for one in subjects}) == 1
    return [subjects[0] if same else replace(subjects[0], indicator=names, indicator_id=None)]


def _part(nouns: list[str], head: Subject | None, spellings: dict[str, str]) -> Subject:
    """…拆除面积不超过总面积的20%: the share of the one in the other; a capability keeps its name."""
    whole = head.indicator if head else ""
    if head is not None and whole.endswith("能力"):
        return head
    if len(nouns) > 1 and nouns[1].startswith("的"):  # 形成不低于用气总量6%的储气能力
        whole = nouns[1].removeprefix("的")
    return _named(f"{whole}占{nouns[0].removesuffix('的')}比例", head, spellings)


def _named(name: str, head: Subject | None, spellings: dict[str, str]) -> Subject:
    scope = head.scope if head else None
    return Subject(
        name, spellings.get(name), scope, head.start if head else None, head.verb if head else None
    )


def _is_part(statement: Statement, head: Subject, context: Context) -> bool:
    """…达到45万吨，其中甲20万吨、乙25万吨: a name that says of what, and not what is measured."""
    unit = read_number(statement.amounts[0]).unit
    counted = (unit or "").lstrip("百千万亿") in COUNTERS
    measured = is_measure(head.indicator) or head.indicator_id is not None or is_place(head.indicator)
    return context.parts and unit == context.unit and not counted and not measured and not head.verb


def _named_part(head: Subject, earlier: Subject, spellings: dict[str, str]) -> Subject:
    shared = ending(earlier.indicator)
    if shared and not head.scope:
        overlap = next(n for n in range(len(shared), -1, -1) if head.indicator.endswith(shared[:n]))
        name = head.indicator + shared[overlap:]
        return replace(head, indicator=name, indicator_id=spellings.get(name))
    return replace(earlier, scope=(head.scope or "") + head.indicator, start=head.start)


def _elides(statement: Statement, head: Subject, context: Context) -> bool:
    """…达到80%，其中甲市90%，其他地区60%: only where changes, not what."""
    unit = read_number(statement.amounts[0]).unit
    counted = (unit or "").lstrip("百千万亿") in COUNTERS and not context.parts
    return not counted and unit == context.unit and head.indicator_id is None and is_place(head.indicator)


def _held_to(standard: str, verb: str, head: Subject) -> Subject:
    """…新建居住建筑执行75%节能标准: the saving rate that the standard demands of them."""
    name = f"{head.indicator}{standard.removeprefix('的')}（节能率）"
    scope = head.scope or (head.indicator if verb == "执行" else None)
    return replace(head, indicator=name, indicator_id=None, scope=scope)


def _things(
    statement: Statement, nouns: list[str], head: Subject | None, spellings: dict[str, str]
) -> list[Subject]:
    verb = str(statement.verb)
    keep = verb if re.match("累计|新建|新增|完成|实施|落实", verb) else ""
    things = []
    for noun in nouns:
        known = next((spellings[word] for word in (keep + noun, noun) if word in spellings), None)
        things.append(
            Subject(keep + _PRAISE.sub("", noun), known, head.indicator if head else None, None, verb)
        )
    if head is None:
        return [replace(thing, scope=read_scope(statement.head)) for thing in things]
    scope = head.scope or (head.indicator if head.indicator not in _FILLERS else None)
    return [replace(thing, scope=scope) for thing in things]


def _done(statement: Statement, head: Subject | None, spellings: dict[str, str]) -> list[Subject]:
    """…既有建筑节能改造8000万平方米: the verb before the number closes the name."""
    if head is None:
        return []
    if _MERELY_DONE.fullmatch(str(statement.verb)):
        return [replace(head, verb=str(statement.verb))]
    return [_named(head.indicator + str(statement.verb), head, spellings)]


def _worker(context: Context, segment: Segment) -> Subject | None:
    """…改造形成节能量5万吨、减排二氧化碳13万吨: the same work gives both."""
    earlier = context.subjects[0] if context.subjects and segment.before == "、" else None
    work, forms, _ = earlier.indicator.partition("形成") if earlier else ("", "", "")
    return replace(earlier, indicator=work, start=None) if earlier and work and forms else None


def _given(
    statement: Statement, nouns: list[str], head: Subject | None, spellings: dict[str, str]
) -> Subject:
    if nouns:
        who = head.indicator if head and head.indicator.endswith(("电网", "企业", "单位")) else None
        return Subject(nouns[0], spellings.get(nouns[0]), read_scope(statement.head) or who, None)
    name = (head.indicator if head else "") + str(statement.verb).removeprefix("实现")
    return Subject(
        name, spellings.get(name), head.scope if head else None, head.start if head else None, "形成"
    )


def _share(noun: str, head: Subject | None, scope: str | None, spellings: dict[str, str]) -> Subject:
    """50%以上的A参与B is the share of A that does B; A 100%执行B likewise."""
    predicate = PREDICATE.search(noun)
    if head is not None and predicate is not None and predicate.start() == 0:
        return _named(f"{head.indicator}{noun}比例", head, spellings)
    if predicate is not None and predicate.start() > 0:
        who = noun[: predicate.start()]
        name = f"{noun[predicate.start() :]}的{who}比例"
        ranked = who if _RANKED.search(who) and scope is None else scope
        return Subject(name, spellings.get(name), ranked, None)
    return Subject(f"{noun}比例", None, scope, None)
