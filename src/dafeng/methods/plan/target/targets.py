"""Numeric targets: each statement of the grammar in the context of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dafeng.methods.plan.outline.structure import Block
from dafeng.methods.plan.target.amounts import COUNTERS, bound, comparator, read_number, years_of
from dafeng.methods.plan.target.belief import OF_THOSE, believable
from dafeng.methods.plan.target.context import Context
from dafeng.methods.plan.target.draft import Draft
from dafeng.methods.plan.target.grammar import Amount, Statement, TargetGrammar
from dafeng.methods.plan.target.kinds import kind_of
from dafeng.methods.plan.target.moments import (
    ASIDE,
    DERIVED,
    DERIVED_SENTENCE,
    HISTORY,
    PAST,
    TIME,
    base_of,
    first_goal,
    looks_ahead,
    times_in,
)
from dafeng.methods.plan.target.naming import subjects_of
from dafeng.methods.plan.target.segments import Segment, segments, sentences
from dafeng.methods.plan.target.subjects import Subject
from dafeng.methods.plan.target.topics import is_body, is_general, lead_of, topic_of
from dafeng.methods.plan.view.surface import Surface

_LIMITS = re.compile("不|[大小高低]于|[≥≤<>]")
_YEARLY = re.compile("每年|^年(?=[节减])")
_CHANGES = frozenset({"reduction", "increase"})
_BOUNDED = frozenset({"<=", ">=", "<", ">", "range"})


def numeric_targets(
    view: Surface, blocks: tuple[Block, ...], grammar: TargetGrammar, since: int | None
) -> list[Draft]:
    """All targets with a printed number, in the order of the text.

    A figure for a year before `since`, the first that the plan looks to, is history.
    """
    drafts: list[Draft] = []
    goal = first_goal(view.text)
    carried: int | None = None
    clause = ""
    headed: dict[str, str | None] = {}
    for block in blocks:
        listed = view.text.startswith("——", block.start)
        if block.clause != clause and not listed:
            carried = None
        clause = block.clause
        paragraph = view.text[block.start : block.end] + "。"
        lead = lead_of(paragraph) or headed.get(clause)
        if "，" not in paragraph:
            headed.setdefault(clause, lead)
        for start, end in sentences(view.text, block.start, block.end):
            sentence = view.text[start:end]
            found: list[Draft] = []
            if (
                not HISTORY.search(sentence)
                and not DERIVED_SENTENCE.search(sentence)
                and re.search(r"[\d十百千半番倍分成]", sentence)
            ):
                going_on = carried is not None
                context = Context(block.clause, carried, inherited=going_on, ahead=going_on, lead=lead)
                found = list(_sentence(view.text, start, end, grammar, context))
            drafts += [draft for draft in found if not _is_past(draft, sentence, since, goal)]
            ahead = [year for time in times_in(sentence) if looks_ahead(time) for year in years_of(time)]
            carried = ahead[-1] if ahead else (found[-1].year if found else None) or carried
    return drafts


def _is_past(draft: Draft, sentence: str, since: int | None, goal: int | None) -> bool:
    """A figure for a year that the plan no longer looks to, or one told plainly (2023年下降4.1%) before any goal."""
    if draft.year is None:
        return False
    told = goal is not None and draft.year < goal and draft.comparator == "=" and not draft.hedge
    told = told and not any(int(year) >= (goal or 0) for year in re.findall(r"20\d\d", sentence))
    return (since is not None and draft.year < since) or (
        told and re.search(rf"(?<![到至]){draft.year}年(?!底?前|起|底|末)", sentence) is not None
    )


def _sentence(text: str, start: int, end: int, grammar: TargetGrammar, context: Context) -> Iterator[Draft]:
    for segment in segments(text, start, end, grammar.units):
        words = text[segment.start : segment.end]
        context.enter(segment, words)
        statement = grammar.parse(words)
        if statement is not None and DERIVED.search(words):
            continue
        if statement is not None and (context.told or PAST.search(words) or ASIDE.search(words)):
            context.subjects = subjects_of(statement, context, segment, grammar)
            continue
        if statement is not None:
            yield from _drafts(statement, segment, context, grammar)
            continue
        if base := base_of(words):
            context.lead_base = base
        elif not TIME.fullmatch(words):
            context.lead = lead_of(words + "，") or context.lead
            context.topic = topic_of(TIME.sub("", words, count=1)) or context.topic
            context.scope = None
            context.nominal = Subject(words, grammar.spellings.get(words), None, None)


def _drafts(
    statement: Statement, segment: Segment, context: Context, grammar: TargetGrammar
) -> Iterator[Draft]:
    subjects = (
        subjects_of(statement, context, segment, grammar) if believable(statement, context, segment) else []
    )
    if not subjects:  # …率为82%，到2030年提高到85%: the state of a thing, then its goal
        context.subjects = subjects_of(statement, context, segment, grammar)
        return
    if is_body(subjects[0].scope):
        context.topic = subjects[0].scope
    elif context.topic and all(one.scope is None and is_general(one.indicator) for one in subjects):
        subjects = [replace(one, scope=context.topic) for one in subjects]
    elif context.lead:
        subjects = [replace(one, scope=one.scope or context.lead) for one in subjects]
    same = subjects == context.subjects
    holds = segment.before == "、" or (same and statement.pattern == context.pattern)
    changes = statement.pattern == "change"
    base = _base_year(statement) or (context.base if holds else context.lead_base if changes else None)
    start = _quote_start(subjects[0], statement, segment)
    shape = Draft(
        context.clause,
        "",
        None,
        "=",
        None,
        None,
        None,
        None,
        base,
        "level",
        None,
        None,
        "core",
        start,
        segment.start + _end_of(statement),
        None,
        None,
        lead=context.time_start if start == segment.start else None,
    )
    marked = _whole_units(_spread_marks(statement))
    if not same and _is_rule(statement, context):
        context.year = None
    kind, unit = "", None
    for index, subject, year in _pairs(statement, subjects, context):
        draft = _filled(shape, statement, marked[index], subject, year, segment, context, grammar.doing)
        goes_on = bool(context.subjects) and draft.indicator == context.subjects[0].indicator
        if goes_on and context.kind in _CHANGES and draft.unit == context.unit:
            draft = replace(draft, kind=context.kind)
        yield draft
        kind, unit = draft.kind, draft.unit
    context.kind, context.unit = kind, unit
    context.subjects, context.base = subjects, base
    context.scope, context.pattern = subjects[0].scope, statement.pattern


def _filled(
    shape: Draft,
    statement: Statement,
    amount: Amount,
    subject: Subject,
    year: int | None,
    segment: Segment,
    context: Context,
    doing: tuple[str, ...],
) -> Draft:
    number = read_number(amount)
    least = any(token.type == "LEAST" for token in statement.head)
    sign, mark = comparator(amount, least=least)
    limited = statement.pattern == "limit"
    if limited and statement.verb is not None and statement.verb != "达到":
        sign, mark = bound(str(statement.verb)), str(statement.verb)
    hedges = [str(token) for token in statement.head if token.type == "HEDGE"]
    if context.hedge and context.hedge not in hedges:
        hedges.insert(0, context.hedge)
    if mark:
        hedges.append(mark)
    kind = kind_of(statement, number, subject, doing)
    rule = sign in _BOUNDED and (limited or amount.before is not None or sign == "range")
    undated = year is None or context.standing_from
    value_start = segment.start + (amount.value.start_pos or 0)
    return replace(
        shape,
        indicator=subject.indicator,
        indicator_id=subject.indicator_id,
        comparator=sign,
        value=number.value,
        value_max=number.value_max,
        unit=number.unit,
        year=year,
        kind=kind,
        hedge="+".join(hedges) or None,
        scope=subject.scope,
        tier="standing" if rule and undated and kind != "cumulative" else "core",
        value_start=value_start + number.start,
        value_end=value_start + number.end,
    )


def _is_rule(statement: Statement, context: Context) -> bool:
    """不低于50%, 每年提高1%: in a sentence without a year of its own it holds from now on."""
    words = _words(statement)
    if OF_THOSE.match(words):
        return False
    amount = statement.amounts[0]
    mark = str(amount.before or (statement.verb if statement.pattern == "limit" else ""))
    begun = next((str(token) for token in statement.head if token.type == "BUILD_WORD"), "")
    counted = statement.pattern == "count" or (read_number(amount).unit or "") in COUNTERS
    counted = counted or re.match("(?:累计)?(?:新增|完成|实施|建成)", begun) is not None
    limited = bool(_LIMITS.match(mark))
    return context.inherited and (_YEARLY.search(words) is not None or (limited and not counted))


def _base_year(statement: Statement) -> int | None:
    years = [
        year for token in statement.head if token.type == "BASE" for year in re.findall(r"20\d\d", token)
    ]
    return int(years[0]) if years else None


def _pairs(
    statement: Statement, subjects: list[Subject], context: Context
) -> list[tuple[int, Subject, int | None]]:
    """Which amount belongs to which subject and year."""
    count = len(statement.amounts)
    own_years = [year for token in statement.head if token.type == "TIME" for year in years_of(token)]
    each = any(token.type == "EACH" for token in statement.head)
    years = own_years or context.years
    if each and count == 1 and len(years) > 1:
        return [(0, subjects[0], year) for year in years]
    if count > 1 and len(years) == count and len(subjects) != count:
        return [(index, subjects[0], year) for index, year in enumerate(years)]
    return [(index, subjects[min(index, len(subjects) - 1)], context.year) for index in range(count)]


def _spread_marks(statement: Statement) -> tuple[Amount, ...]:
    """A lone mark around a list (分别不低于5、6; 5、6以上) holds for all of it; marks on single items stay theirs."""
    amounts = statement.amounts
    marked = [amount for amount in amounts if amount.after or amount.before]
    if len(amounts) > 1 and marked == [amounts[-1]] and amounts[-1].after:
        # More than all is not possible: 分别达到100%、80%以上 bounds the second only.
        return tuple(
            amount if str(amount.value) == "100%" else replace(amount, after=amounts[-1].after)
            for amount in amounts
        )
    each = any(token.type == "EACH" for token in statement.head)
    if len(amounts) > 1 and marked == [amounts[0]] and amounts[0].before and each:
        return tuple(replace(amount, before=amounts[0].before) for amount in amounts)
    return amounts


def _whole_units(amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """分别提高5个和2个百分点: the unit of the last is that of all."""
    last = str(amounts[-1].value)
    if not last.endswith("个百分点"):
        return amounts
    return tuple(
        replace(amount, value=amount.value.update(value=f"{amount.value}百分点"))
        if str(amount.value).endswith("个")
        else amount
        for amount in amounts
    )


def _words(statement: Statement) -> str:
    return "".join(token for token in statement.head if token.type not in {"TIME", "HEDGE"})


def _quote_start(subject: Subject, statement: Statement, segment: Segment) -> int:
    """The segment's start, or the indicator's where a list of examples stands before it."""
    if subject.start is None:
        return segment.start
    trimmed = any(
        (token.start_pos or 0) < subject.start and token.type in {"TEXT", "JOIN", "INDICATOR"}
        for token in statement.head
    )
    return segment.start + subject.start if trimmed else segment.start


def _end_of(statement: Statement) -> int:
    amounts = [token for amount in statement.amounts for token in (amount.value, amount.after)]
    nouns = [token for noun in statement.nouns for token in noun]
    return max(token.end_pos or 0 for token in [*amounts, *nouns] if token is not None)
