"""Checks on dates: one target dated two ways, counts without a start, targets without a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Target
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.due import (
    HANDED_TO,
    dated_behind,
    dated_by_row,
    describes,
    in_a_period,
    is_a_name,
    is_reckoning,
    is_standing,
    lacks_start,
    tells_back,
)
from dafeng.methods.plan.review.registry import CONVENTION, DATA, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.undertaken import is_undertaken
from dafeng.methods.plan.review.wording import listed, plain

TWO_DATES = Check("two-dates", 9, CONVENTION, "同一目标两种表述", "one target worded two ways")


def _dated(target: Target) -> str | None:
    """How the quote states its year: ``{y}年前``, ``{y}年`` or not at all."""
    if target.year is None or not re.search(rf"{target.year}\s*年", target.quote):
        return None
    before = re.search(rf"{target.year}\s*年(?:以|之)?前", target.quote)
    return f"{target.year}年前" if before else f"{target.year}年"


@register(TWO_DATES)
def two_dates(context: Context) -> Iterator[Finding]:
    """A peak dated both 'before' and 'in' a year, or one indicator with two values for one year."""
    peaks: dict[tuple[str, int, str], list[Target]] = {}
    values: dict[tuple[str, str, str, int, str], list[Target]] = {}
    for target in context.plan.targets:
        if target.year is None:
            continue
        if not target.is_numeric and target.indicator_id and "达峰" in target.quote:
            peaks.setdefault((target.indicator_id, target.year, target.scope or ""), []).append(target)
        if target.is_numeric and target.comparator != "range" and target.kind == "reduction":
            key = (target.indicator, target.unit or "", target.scope or "", target.year, target.kind)
            values.setdefault(key, []).append(target)
    for group in peaks.values():
        wordings = {target.id: words for target in group if (words := _dated(target))}
        yield from _clash(context, [one for one in group if one.id in wordings], wordings)
    for group in values.values():
        # several figures in one clause are a list; the same promise printed again stands in another clause
        scattered = len({one.clause for one in group}) > 1
        if scattered and len({one.comparator for one in group}) == 1 and group[0].comparator in {"=", "~"}:
            yield from _clash(
                context, group, {one.id: f"{plain(one.value or 0, 4)}{one.unit or ''}" for one in group}
            )


def _clash(context: Context, group: list[Target], wordings: dict[str, str]) -> Iterator[Finding]:
    distinct = list(dict.fromkeys(wordings[target.id] for target in group))
    if len(distinct) < 2:
        return
    first = group[0]
    yield TWO_DATES.finding(
        (target.id for target in group),
        title=f"“{first.indicator}”有{len(distinct)}种表述：{listed(distinct)}",
        clauses=(target.clause for target in group),
        targets=(target.id for target in group),
        arithmetic="；".join(f"{target.clause}：{wordings[target.id]}" for target in group),
        details=(
            (
                f"“{first.year}年前”严格读作不晚于{(first.year or 0) - 1}年，“{first.year}年”读作不晚于{first.year}年，相差一年；"
                "且未写明以哪几年下降认定达峰。"
            ),
        )
        if any(words.endswith("前") for words in distinct)
        else (),
        inputs=(context.as_input(target) for target in group if target.is_numeric),
        settles="上级下达的表述；以哪一处为考核依据。",
        proposal=f"全文统一为“{distinct[0]}”"
        + ("，并写明达峰的认定规则。" if not first.is_numeric else "。"),
    )


COUNT_WITHOUT_CLOCK = Check(
    "count-without-clock",
    2,
    DATA,
    "计数目标无起点，或目标无年份",
    "a count with no start, or a target with no year",
)


@register(COUNT_WITHOUT_CLOCK)
def count_without_clock(context: Context) -> Iterator[Finding]:
    """Cumulative or new counts with no start, and figures with no year; two findings at most."""
    told = {one.start for one in context.statements if one.sense == "fact"}
    counts = [
        target
        for target in context.plan.numeric_targets
        if lacks_start(context, target) and target.value_start not in told and not is_a_name(target)
    ]
    if counts:
        yield COUNT_WITHOUT_CLOCK.finding(
            (target.id for target in counts),
            title=f"{len(counts)}项累计或新增数量目标未写明起算时间",
            clauses=(target.clause for target in counts),
            targets=(target.id for target in counts),
            arithmetic=f"累计、新增类目标中未写起点的{len(counts)}项：{_figures(counts)}",
            inputs=(context.as_input(target) for target in counts),
            settles="各项的起算年份（如规划期首年1月1日）和计数范围（存量是否计入）。",
            # a five-year plan counts from the first day of its first year
            proposal=f"自{min(one.year or 0 for one in counts) - 4}年1月1日起累计新建（实施）……，到目标年末完成（  ）。",
        )
    promises = [
        target
        for target in context.plan.targets
        if target.year is None
        and not is_standing(context, target)
        and not is_reckoning(context, target)
        and not describes(context, target)
        and not in_a_period(context, target)
        and not dated_behind(context, target)
        and not HANDED_TO.search(target.quote)
        and not dated_by_row(context, target)
        and not is_a_name(target)
    ]
    dateless = [target for target in promises if target.is_numeric or target.reading is not None]
    if not any(target.is_numeric for target in dateless):
        dateless = []  # 全面, 全部 without a year read as a standing rule when no figure lacks one
    worded = [target for target in promises if target not in dateless]
    dated_by_reader = {target.value_start for target in dateless}
    known = {target.value_start for target in context.plan.targets}
    for one in context.statements:
        based = re.search(r"由20\d\d年[^。；]*$", one.sentence[: one.begin]) is not None
        if one.sense == "aim" and one.stop and _THEN.search(one.words):
            yield _indefinite(context, one, one.subject, "再")
            continue
        undated = one.sense == "aim" and (based if one.year is None else one.year < context.first_year)
        if (
            one.sense == "aim"
            and one.year is None
            and one.bound in {">=", "<="}
            and one.start not in dated_by_reader
            and _turns_ahead(one)
            and is_undertaken(context, one)
        ):
            yield _indefinite(context, one, one.subject, "只有现状年份")
            continue
        if (
            undated
            and one.stop
            and (one.start not in known or based)
            and one.start not in dated_by_reader
            and re.search(r"(?:提高|提升|增加|扩大|下降|降低|降|减少)(?:到|至)$", one.words)
            and not tells_back(context, one)
        ):
            yield _indefinite(context, one, one.subject, "只有起点年份")
    if dateless:
        yield COUNT_WITHOUT_CLOCK.finding(
            (target.id for target in dateless),
            title=f"{len(dateless)}项目标未写明完成年份",
            clauses=(
                place
                for target in dateless
                for place in context.places_at(target.value_start or target.quote_start, target.clause)
            ),
            targets=(target.id for target in dateless),
            arithmetic=f"有数值或可折算数值而无年份的目标{len(dateless)}项：{_figures(dateless)}",
            details=(f"另有{len(worded)}项定性目标也无年份：{listed(one.indicator for one in worded)}。",)
            if worded
            else (),
            inputs=(context.as_input(target) for target in dateless if target.is_numeric),
            settles="各项的完成年份。",
            proposal="到（  ）年，……达到（  ）。",
        )


_FROM_NOW = re.compile(r"(?:^|[，；])(?:还|仍|并|但)?(?:今后|下一步|[要须](?!求)|力争|确保|争取)")


def _turns_ahead(one: Statement) -> bool:
    """Whether the sentence goes from a year that is past to what is still to come, and gives that no year."""
    before = one.sentence[: one.begin]
    turns = list(_FROM_NOW.finditer(before))
    return (
        bool(turns)
        and re.search(r"20\d\d年", before[: turns[-1].start()]) is not None
        and re.search(r"20\d\d年", one.sentence[turns[-1].start() :]) is None
    )


# a second step with no year of its own: 到2028年达到20%，再提高到30%
_THEN = re.compile(
    r"^(?:[^，；]*[，；])?(?:并|然后)?(?:再|进而|其后|之后)(?:提高|提升|增加|扩大|降低?|下降)(?:到|至)$"
)
VAGUE_TIME = Check("vague-time", 2, DATA, "完成时间不明确", "a figure is promised for an indefinite time")
_VAGUE = re.compile(
    r"远期|择机|适时(?=[^，。；]{0,12}(?:提高|达到|完成|实现|建成|降))|条件成熟(?:时|后)|今后(?!五年)|下一步|接下来|尽快|尽早|适当时候|中长期|一段时间内|若干年|未来几年|近期内?|待条件|不久的将来|长远|提前[一二两三四五\d]年(?:完成|实现|达到)"
)
# set at the head of a sentence it dates all that follows, whatever year the sentence before has
_LED = re.compile(rf"^[，、“]*(?P<vague>{_VAGUE.pattern})[，：]?")
_GRADUAL = re.compile(
    r"(?:逐步|逐渐|分步|陆续|有序)(?:停止|退出|淘汰|取消|关停|清零|禁止|替换|更换|更新|完成|实现|停用|改造)[^，。；]{0,12}"
)


@register(VAGUE_TIME)
def vague_time(context: Context) -> Iterator[Finding]:
    """A figure due 'in the long run', a counted phase-out 'step by step', a table row due 'in time'."""
    for one in context.statements:
        place = max(one.sentence.find(one.words), 0)
        vague = _VAGUE.search(one.sentence[max(0, place - 14) : place + len(one.words)])
        led = one.bound in {">=", "<="} and _LED.match(one.sentence[: one.begin])
        if one.sense == "aim" and led and re.search(r"(?<![由从])20\d\d年", one.sentence) is None:
            yield _indefinite(context, one, one.sentence, led["vague"])
            continue
        if (
            one.sense == "aim"
            and vague
            and (one.year is None or one.year < context.first_year or vague.group() in one.words)
        ):
            yield _indefinite(context, one, one.sentence, vague.group())
    for sentence in context.sentences:
        gradual = _GRADUAL.search(sentence.text)
        if gradual is None or re.search(r"20\d\d年|期间|每年|年底前|月底前", sentence.text):
            continue
        if re.search(
            r"\d+(?:\.\d+)?万?(?:户|台|辆|家|蒸吨|座|个|吨|套|千瓦)(?!/|及?以[上下]|级)", sentence.text
        ):
            yield _indefinite(context, sentence, sentence.text, gradual.group())
    for table in context.tables:
        column = table.column(r"时限|时间|年份|期限|(?:完成|目标|达成|达标|实现)年|节点|进度")
        for row in table.rows:
            if column is None or column >= len(row.cells) or column == 0:
                continue
            if _NO_DATE.fullmatch(row.cells[column]):
                told = Sentence("".join(row.cells), context.clause_at(row.start) or "", row.start, 0)
                yield _indefinite(context, told, row.cells[0], row.cells[column] or "空白")


_NO_DATE = re.compile(r"|[—\-–/／]+|适时|待定|另定|尽快|远期|近期|持续|长期|逐步|未定|条件成熟[时后]?")


def _indefinite(context: Context, told: Statement | Sentence, words: str, vague: str) -> Finding:
    return finding(
        VAGUE_TIME,
        context,
        [told],
        title=f"“{words[:24]}”的完成时间写作“{vague}”，没有年份",
        arithmetic=f"时间表述“{vague}”，年份0处，无法判断是否按期",
        settles="该项任务的完成年份。",
        proposal="到（  ）年……。",
    )


def _figures(targets: list[Target]) -> str:
    def figure(target: Target) -> str:
        if target.value is not None:
            return f"{plain(target.value, 4)}{target.unit or ''}"
        if target.reading is None:
            return ""
        return f"{plain(target.reading.value, 4)}{target.reading.unit}（按文字“{target.reading.words}”折算）"

    return listed(f"{target.indicator}{figure(target)}" for target in targets)
