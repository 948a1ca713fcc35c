"""Whether a parsed statement promises something, or only describes."""

from __future__ import annotations

import re

from dafeng.methods.plan.target.amounts import read_number
from dafeng.methods.plan.target.context import Context
from dafeng.methods.plan.target.grammar import Statement
from dafeng.methods.plan.target.segments import Segment
from dafeng.methods.plan.target.wording import PREDICATE, STANDARD

OF_THOSE = re.compile("其中|其他|其它|其余")
_ADJUNCTS = frozenset({"TIME", "HEDGE", "BASE", "EACH", "FILLER", "LEAST", "SCOPE"})
_COUNTED_UP = re.compile("(?:共|总计|合计|共有|共计)$|可(?:安装|利用|开发)")
_OLD_STOCK = re.compile(r"^(?:节能|能效)?(?:标准|要求)?的")
_MEASURE = re.compile(
    r"(?:规模|[总产用销库存货运输供排减耗有]量|[产价]值|收入|投资|容量|装机|面积|里程|能力|[利使]用量|流量|[^效功]率|比例|比重|占比)$"
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
            if STANDARD.match(noun):
                return amount.before is not None
            return share and bool(PREDICATE.search(noun)) and "的基础上" not in noun
        case "reach" | "change":
            if statement.verb == "执行" and not STANDARD.match(noun):
                return False
            if statement.verb == "为" and not context.ahead:
                return False
            return not _OLD_STOCK.match(noun) or bool(STANDARD.match(noun))
        case "bare":
            bound_ = amount.after or (amount.before and str(amount.before) not in {"约", "近"})
            return bool(
                bound_
                or amount.value.type == "DOUBLING"
                or _does(statement)
                or _goes_on(statement, context, segment)
                or ((context.ahead or (context.year and context.kind)) and _measured(statement))
                or _further(statement, context)
                or _among(statement, context)
            )
        case _:
            return True


def _does(statement: Statement) -> bool:
    """新建…36座: the phrase says what is done; …项目共146个, 可安装面积… only tell what there is."""
    words = [token for token in statement.head if token.type not in _ADJUNCTS]
    if not words or _COUNTED_UP.search("".join(words)):
        return False
    return any(token.type == "BUILD_WORD" for token in words)


def _further(statement: Statement, context: Context) -> bool:
    """…达到1600万千瓦，2030年约1900万千瓦; …新增36座，力争45座: another number for the same thing."""
    kinds = {token.type for token in statement.head}
    unit = read_number(statement.amounts[0]).unit
    return bool(context.subjects) and bool(kinds) and kinds <= {"TIME", "HEDGE"} and unit == context.unit


def _among(statement: Statement, context: Context) -> bool:
    """…达到5亿吨，其中废钢3亿吨、废纸1亿吨: parts of the number before, in its unit."""
    number = read_number(statement.amounts[0])
    named = context.parts or OF_THOSE.match("".join(statement.head)) is not None
    return bool(context.subjects) and named and _family(number.unit) == _family(context.unit)


def _family(unit: str | None) -> str:
    return (unit or "").lstrip("百千万亿")


def _measured(statement: Statement) -> bool:
    """…年利用量5000万吨: under a goal's time expression the name of a measure needs no verb."""
    words = [token for token in statement.head if token.type not in {"TIME", "HEDGE", "BASE"}]
    text = "".join(words)
    return bool(words) and _MEASURE.search(text) is not None and not _COUNTED_UP.search(text)


def _goes_on(statement: Statement, context: Context, segment: Segment) -> bool:
    """…新建甲站10座、乙站5座; …下降13%、力争14%: a list goes on without its verb."""
    if segment.before != "、" or not context.subjects:
        return False
    hedged = all(token.type == "HEDGE" for token in statement.head) and context.kind != ""
    return hedged or (context.pattern == "bare" and context.kind == "cumulative")
