"""What a parsed statement means: whether it promises, about what, and what kind of target it is."""

from __future__ import annotations

import re
from dataclasses import replace

from dafeng.methods.plan.amounts import COUNTERS, Number, read_number
from dafeng.methods.plan.context import Context
from dafeng.methods.plan.grammar import Statement, TargetGrammar
from dafeng.methods.plan.segments import Segment
from dafeng.methods.plan.subjects import Subject, listed, read_scope, read_subject, with_shared_denominator
from dafeng.methods.plan.wording import is_place

_STANDARD = re.compile(r"^(?:的)?(?:节能|能效)?(?:设计)?(?:标准|要求|目标|水平)$")
_STANDARD_NAMED = re.compile(r"^(?:的)?节能(?:设计)?(?:标准|要求)$")
_OLD_STOCK = re.compile(r"^(?:节能|能效)?(?:标准|要求)?的")
_CAPACITY = re.compile(r"瓦|W")
_DOING = re.compile(
    "累计|淘汰|报废更新|选育|完成|实施|落实|形成|建设|建成|培育|遴选|打造|创建|评选|认定|选树|推广|投产|投运|开工|修复|治理|整治|营造"
    "|种植|抚育|培训|配备|安装|更新|更换|购置|投放|置换|退出|化解|关停|拆除|处理|引育|制修订|制定|发布"
)
_MEASURE = re.compile(
    r"(?:规模|[总产用销库存货运输供排减耗有]量|[产价]值|收入|投资|容量|装机|面积|里程|能力|[利使]用量|流量|[^效功]率|比例|比重|占比)$"
)
# Praise in front of a thing that is counted: 特色鲜明的…, 具有示范作用的…
_PRAISE = re.compile(
    r"^(?:一批)?(?:具有|具备)?[^，；。的]{2,12}(?:鲜明|突出|先进|显著|明显|良好|较[强大高好]|完善|一流|领先|作用|水平)的(?=.{3})"
)
_MERELY_DONE = re.compile(
    "(?:累计)?(?:建成|推广|新增|完成|投放|新建)"
)  # …回收网点累计建成1万个 is about the network
_RANKED = re.compile("[省市县地乡]级")
_LEADING_REALISE = re.compile("^实现")
_PREDICATE = re.compile(
    r"实施|符合|满足|纳入|接入|配备|安装|参与|达到|实现|完成|执行|开展|建成|采用|使用|建立|先行达到"
)


def believable(statement: Statement, context: Context, segment: Segment) -> bool:
    """Whether the pattern, with these words, is a promise rather than a description."""
    noun = "".join(statement.nouns[0]) if statement.nouns else ""
    amount = statement.amounts[0]
    share = "%" in str(amount.value) or amount.value.type == "FRACTION"
    plain = amount.value.type in {"PLAIN", "PLAIN_RANGE"}
    if plain and not (amount.before or statement.pattern == "reach"):
        return False
    match statement.pattern:
        case "portion":
            if _STANDARD.match(noun):
                return amount.before is not None
            return share and bool(_PREDICATE.search(noun)) and "的基础上" not in noun
        case "reach" | "change":
            if statement.verb == "执行" and not _STANDARD.match(noun):
                return False
            if statement.verb == "为" and not context.ahead:
                return False
            return not _OLD_STOCK.match(noun) or bool(_STANDARD.match(noun))
        case "bare":
            bound_ = amount.after or (amount.before and str(amount.before) not in {"约", "近"})
            return bool(
                bound_
                or amount.value.type == "DOUBLING"
                or any(token.type == "BUILD_WORD" for token in statement.head)
                or _goes_on(statement, context, segment)
                or ((context.ahead or (context.year and context.subjects)) and _measured(statement))
                or _later(statement, context)
                or _among(statement, context)
            )
        case _:
            return True


def _later(statement: Statement, context: Context) -> bool:
    """…达到1600万千瓦，2030年约1900万千瓦: a new year and a number, about the same thing."""
    kinds = {token.type for token in statement.head}
    return bool(context.subjects) and "TIME" in kinds and kinds <= {"TIME", "HEDGE"}


def _among(statement: Statement, context: Context) -> bool:
    """…达到5亿吨，其中废钢3亿吨、废纸1亿吨: parts of the number before, in its unit."""
    number = read_number(statement.amounts[0])
    named = _words(statement).startswith("其中") or context.pattern == "among"
    return bool(context.subjects) and named and _family(number.unit) == _family(context.unit)


def _family(unit: str | None) -> str:
    return (unit or "").lstrip("百千万亿")


def _measured(statement: Statement) -> bool:
    """…年利用量5000万吨: under a goal's time expression the name of a measure needs no verb."""
    words = [token for token in statement.head if token.type not in {"TIME", "HEDGE", "BASE"}]
    return bool(words) and _MEASURE.search("".join(words)) is not None


def _goes_on(statement: Statement, context: Context, segment: Segment) -> bool:
    """…新建甲站10座、乙站5座; …下降13%、力争14%: a list goes on without its verb."""
    if segment.before != "、" or not context.subjects:
        return False
    hedged = all(token.type == "HEDGE" for token in statement.head) and context.kind != ""
    return hedged or (context.pattern == "bare" and context.kind == "cumulative")


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
            where = _LEADING_REALISE.sub("", head.indicator) if head else ""
            return [_named(f"{where}覆盖{nouns[0]}比例", head, spellings)]
        case "portion" if not _STANDARD.match(nouns[0]):
            return [_share(nouns[0], head, read_scope(statement.head), spellings)]
        case "limit":
            whole = head.indicator if head else ""
            if head is not None and whole.endswith("能力"):
                return [head]
            return [_named(f"{whole}占{nouns[0].removesuffix('的')}比例", head, spellings)]
    if statement.verb is not None and nouns and _STANDARD_NAMED.match(nouns[0]) and head is not None:
        return [_held_to(nouns[0], str(statement.verb), head)]
    if head is not None and context.subjects and _elides(statement, head, context):
        where = (head.scope or "") + head.indicator
        return [replace(one, scope=where, start=head.start) for one in context.subjects[:1]]
    if head is None:
        if context.subjects or context.nominal is None:
            return context.subjects
        head = context.nominal
    if segment.before == "、":
        head = with_shared_denominator(head, context.subjects[0] if context.subjects else None, spellings)
    if statement.pattern == "bare" == context.pattern and context.subjects and context.subjects[0].verb:
        if head.verb is None and segment.before == "、":
            head = replace(head, verb=context.subjects[0].verb)
        if head.scope is None and head.verb:
            head = replace(head, scope=context.scope)
    return listed(head, count, spellings) if count > 1 else [head]


def _named(name: str, head: Subject | None, spellings: dict[str, str]) -> Subject:
    scope = head.scope if head else None
    return Subject(
        name, spellings.get(name), scope, head.start if head else None, head.verb if head else None
    )


def _elides(statement: Statement, head: Subject, context: Context) -> bool:
    """…达到80%，其中甲市90%，其他地区60%: only where changes, not what."""
    unit = read_number(statement.amounts[0]).unit
    counted = (unit or "").lstrip("百千万亿") in COUNTERS
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
    scope = head.scope or (head.indicator if head.indicator not in {"加快", "推动", "或", "并"} else None)
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
        return Subject(nouns[0], spellings.get(nouns[0]), read_scope(statement.head), None)
    name = (head.indicator if head else "") + str(statement.verb).removeprefix("实现")
    return Subject(
        name, spellings.get(name), head.scope if head else None, head.start if head else None, "形成"
    )


def _share(noun: str, head: Subject | None, scope: str | None, spellings: dict[str, str]) -> Subject:
    """50%以上的A参与B is the share of A that does B; A 100%执行B likewise."""
    predicate = _PREDICATE.search(noun)
    if head is not None and predicate is not None and predicate.start() == 0:
        return _named(f"{head.indicator}{noun}比例", head, spellings)
    if predicate is not None and predicate.start() > 0:
        who = noun[: predicate.start()]
        name = f"{noun[predicate.start() :]}的{who}比例"
        ranked = who if _RANKED.search(who) and scope is None else scope
        return Subject(name, spellings.get(name), ranked, None)
    return Subject(f"{noun}比例", None, scope, None)


def kind_of(statement: Statement, number: Number, subject: Subject) -> str:
    """share, reduction, increase, cumulative, rate or level."""
    verb = str(statement.verb or subject.verb or "")
    words = _words(statement)
    if "年均" in words or "每年" in words or re.match("年(?=节约|减排|减少)", words):
        return "rate"
    percent = number.unit in {"%", "百分点", "个百分点"}
    if statement.pattern == "change" and statement.verb is not None:
        return "reduction" if statement.verb.type == "FALL" else "increase"
    added = bool(re.match("(?:累计)?新增(?!改造)", verb)) or subject.indicator.startswith("新增")
    if str(statement.amounts[0].value) == "减半":
        return "reduction"
    if number.unit == "倍" or (added and not percent):
        return "increase"
    if subject.indicator.endswith(("降幅", "下降率", "降低率", "下降幅度")):
        return "reduction"
    if percent or statement.amounts[0].value.type == "FRACTION":
        return "share"
    if statement.pattern == "count":
        added = bool(_CAPACITY.search(number.unit or "")) and not re.match(
            "(?:累计)?(?:完成|实施|淘汰|关停|退出|改造)", verb
        )
        return "increase" if added else "cumulative"
    if _is_counted(statement, subject, verb):
        return "cumulative"
    per_year = number.unit and number.unit.endswith("/年") and not subject.indicator.endswith("能力")
    return "rate" if per_year else "level"


def _words(statement: Statement) -> str:
    return "".join(statement.head)


def _is_counted(statement: Statement, subject: Subject, verb: str) -> bool:
    before = statement.amounts[0].before
    if verb.startswith("形成") and subject.indicator.endswith(("节能能力", "削减能力", "减排能力")):
        return True
    if "累计" in _words(statement) and subject.indicator.endswith(("规模", "面积")):
        return True
    if subject.indicator.endswith(("能力", "密度", "强度")):
        return False
    if subject.indicator.endswith(
        ("节能量", "减排量", "改造面积", "治理面积", "完成面积", "改造规模", "关停规模", "淘汰规模")
    ):
        return True
    if statement.pattern == "bare":
        limited = before is not None and str(before) not in {"约", "近"}
        return bool(_DOING.match(verb)) or (verb.startswith("新建") and not limited)
    return statement.pattern == "gives" and bool(re.match("形成|减排|节约|实现节约", verb))
