"""Checks deadlines against one another: what is asked from above, what the plan sets, and when the project is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.tables import Row, Table
from dafeng.methods.plan.review.told import finding

LATER_THAN_ORDER = Check(
    "later-than-order",
    16,
    CONVENTION,
    "完成时限晚于所引上级要求",
    "the plan's own deadline is later than the one it quotes from above",
)
_DEEDS = r"淘汰|关停|关闭|退出|清零|取缔|拆除|完成|建成|实现|达到|改造|投运|投产|全覆盖|更换|替代|执行|达标|接入|禁止|停用"
_DEADLINE = re.compile(
    rf"(?P<year>20\d\d)年(?:底|末|年底|\d+月底?)?(?:以?前|之前|起)?(?P<words>[^，。；]*?(?P<deed>{_DEEDS})[^，。；]*)"
)
_ORDER = re.compile(
    r"(?:《[^》]+》|国家|国务院|中央|上级|省(?:委|政府|级|里)?|自治区|[市州盟](?:委|政府|级|里)?(?!区))[^，。；]{0,30}?(?:关于|要求|规定|明确|下达|提出|部署|确定)|的(?:约束性)?(?:要求|规定|部署)$"
)
_EMPTY = re.compile(
    rf"{_DEEDS}|全部|全面|基本|力争|确保|依法|有序|我[市省区县]|全[市省区县]|本[市省区县]|的|到|于|底|前|末"
)


@dataclass(frozen=True, slots=True)
class _Deadline:
    """A year by which something is to be done, and what of it the phrase says."""

    year: int
    deed: str
    thing: str
    ordered: bool
    phrase: str


def _deadlines(text: str) -> list[_Deadline]:
    found = []
    for phrase in re.split("[，。；]", text):
        for one in _DEADLINE.finditer(phrase):
            thing = _EMPTY.sub("", re.sub("20\\d\\d年", "", phrase[: one.start()] + one["words"]))
            ordered = _ORDER.search(phrase) is not None
            found.append(_Deadline(int(one["year"]), one["deed"], thing, ordered, phrase))
    return found


@register(LATER_THAN_ORDER)
def later_than_order(context: Context) -> Iterator[Finding]:
    """落实省方案关于2027年底前淘汰……的要求，到2030年底前全部淘汰: one deed, and the plan's year is the later."""
    for sentence in context.sentences:
        told = _deadlines(sentence.text)
        for order in (one for one in told if one.ordered):
            late = next((one for one in told if not one.ordered and _of_one_deed(order, one)), None)
            if late is None or late.year <= order.year or not sentence.clause:
                continue
            yield finding(
                LATER_THAN_ORDER,
                context,
                [sentence],
                title=f"“{late.phrase[:30]}”晚于所引上级要求的{order.year}年",
                arithmetic=f"本方案{late.year}年，上级要求{order.year}年，晚{late.year - order.year}年",
                settles="上级文件规定的时限和范围。",
                proposal=f"将完成时限调整到不晚于{order.year}年，或说明差距的依据。",
            )
            break


def _of_one_deed(order: _Deadline, own: _Deadline) -> bool:
    """Whether both phrases tell of one deed: by one verb, of things that share a word, or of a thing left unsaid."""
    if order.deed != own.deed and not (_ends(order.deed) and _ends(own.deed)):
        return False
    return len(re.findall("[一-鿿]", own.thing)) < 2 or _share(order.thing, own.thing)


def _ends(deed: str) -> bool:
    return re.fullmatch("淘汰|关停|关闭|退出|清零|取缔|拆除|停用", deed) is not None


def _share(first: str, second: str) -> bool:
    pairs = {
        pair
        for place in range(len(first) - 1)
        if re.fullmatch("[一-鿿]{2}", pair := first[place : place + 2])
    }
    return sum(pair in second for pair in pairs) >= _SHARED


_SHARED = 2

DEED_TWICE = Check("deed-twice", 9, CONVENTION, "同一任务两处时限不同", "one deed is due in two years")
_STEPS = re.compile(
    r"\d|部分|首批|第[一二三]|率先|先行|试点|其余|剩余|重点|一批|力争|启动|基本|初步|为期|方案|计划|规划"
)


@register(DEED_TWICE)
def deed_twice(context: Context) -> Iterator[Finding]:
    """存量机组2027年底前全部完成改造, and in another clause 2029年底前: one deed of one thing, and two years."""
    told = [
        (sentence, one)
        for sentence in context.sentences
        if sentence.clause
        for one in _deadlines(re.sub("(?<=[前底末])，", "", sentence.text))
        if not one.ordered and not _STEPS.search(re.sub(r"20\d\d年(?:\d+月)?", "", one.phrase))
    ]
    for place, (sentence, one) in enumerate(told):
        for other_sentence, other in told[place + 1 :]:
            if (
                sentence.clause == other_sentence.clause
                or one.year == other.year
                or not _one_deed(one, other)
            ):
                continue
            yield finding(
                DEED_TWICE,
                context,
                [sentence, other_sentence],
                title=f"“{one.phrase[:30]}”两处时限不一致：{one.year}年、{other.year}年",
                arithmetic=f"{sentence.clause}：{one.year}年；{other_sentence.clause}：{other.year}年",
                settles="上级下达的时限；以哪一处为考核依据。",
                proposal="全文统一为一个年份。",
            )
            return


_A_THING, _MOST = 6, 0.85


def _one_deed(one: _Deadline, other: _Deadline) -> bool:
    """Whether two phrases have one verb and one's thing all but lies in the other's."""
    things = sorted((Counter(re.sub("[^一-鿿]", "", each.thing)) for each in (one, other)), key=Counter.total)
    shared = (things[0] & things[1]).total()
    return (
        one.deed == other.deed
        and things[0].total() >= _A_THING
        and shared >= _MOST * things[0].total()
        and shared >= _MOST / 2 * things[1].total()
    )


LATE_PROJECT = Check(
    "late-project",
    16,
    CONVENTION,
    "项目完成时间晚于条文规定的时限",
    "the project ends after the deadline of the clause it serves",
)
_PERIOD = re.compile(
    r"(?P<first>20\d\d)年?(?:\d{1,2}月)?\s*[—\-–~～至]+\s*(?P<last>20\d\d)年?|^(?P<only>20\d\d)年"
)
_WHEN = re.compile("期限|年限|时间|时限|周期|进度|工期|起止")
_BY = re.compile(r"(?P<year>20\d\d)年(?:底|末|年底)?(?:以?前|之前)")
_PROJECT_WORDS = re.compile(r"项目|工程|建设|改造|扩建|新建|升级|示范|一期|二期|三期|[（(].*?[）)]")
_NAMED = 4


@register(LATE_PROJECT)
def late_project(context: Context) -> Iterator[Finding]:
    """2027年底前关停63台小锅炉 in the text, and the works that replaces the 63 ends in 2030."""
    for table in context.tables:
        place = table.column(_WHEN.pattern)
        if place is None or not re.search("项目|工程|建设|内容", "".join(table.header)):
            continue
        for row in table.rows:
            end = _end(row, place)
            if end is not None:
                yield from _late(context, table, row, end)


def _end(row: Row, place: int) -> int | None:
    found = _PERIOD.search(row.cells[place]) if place < len(row.cells) else None
    return int(found["last"] or found["only"]) if found else None


def _late(context: Context, table: Table, row: Row, end: int) -> Iterator[Finding]:
    told = "，".join(row.cells)
    name = _PROJECT_WORDS.sub("", row.cells[0])
    for one in context.statements:
        if not one.stop or table.start <= one.start < table.end or one.sense != "aim":
            continue
        phrase = re.split("[。；]", one.sentence[: one.begin])[-1]
        after = re.split("[，。；]", one.sentence[one.stop :])[0]
        due = _BY.search(phrase)
        same = one.dimension == "count" and re.search(rf"(?<![\d.]){re.escape(one.figure)}", told)
        if due and int(due["year"]) < end and same and _share(after + phrase, told):
            yield _ends_late(context, one, row, int(due["year"]), end)
            return
    for sentence in context.sentences:
        for phrase in re.split("[，。；]", sentence.text):
            due = _BY.search(phrase)
            if due and len(name) >= _NAMED and int(due["year"]) < end and _built(name, phrase):
                yield _ends_late(context, sentence, row, int(due["year"]), end)
                return


def _built(name: str, phrase: str) -> bool:
    """Whether the phrase has the project itself built, rather than something of its kind reached."""
    deed = "(?:建成|投运|投产|完工|完成|扩建|新建|建设)"
    return (
        re.search(
            rf"{deed}[^，。；]{{0,4}}{re.escape(name)}|{re.escape(name)}[^，。；\d]{{0,8}}{deed}", phrase
        )
        is not None
    )


def _ends_late(context: Context, told: Statement | Sentence, row: Row, due: int, end: int) -> Finding:
    place = Sentence(row.cells[0], context.clause_at(row.start) or "", row.start, 0)
    return finding(
        LATE_PROJECT,
        context,
        [place, told],
        title=f"“{row.cells[0]}”{end}年完成，晚于条文规定的{due}年",
        arithmetic=f"条文{due}年前，项目{end}年，晚{end - due}年",
        settles="项目的建设进度和条文时限。",
        proposal=f"将项目提前到{due}年前完成，或相应调整条文时限。",
    )
