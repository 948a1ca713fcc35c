"""Checks for slips of the hand: one bracket of each width, a character set twice, two orders without a stop."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

_HAN = "一-鿿"

UNEVEN_BRACKETS = Check(
    "uneven-brackets",
    19,
    COPYING,
    "一对括号半角全角不一",
    "a pair of brackets of which one is full-width and one half-width",
)
_UNEVEN = re.compile(
    r"（[^（）()\n]{1,60}\)|\([^（）()\n]{1,60}）|《[^《》<>\n]{1,40}>|“[^“”\"\n]{1,40}\"(?!\w)"
)


@register(UNEVEN_BRACKETS)
def uneven_brackets(context: Context) -> Iterator[Finding]:
    """A bracket opened in one width and closed in the other, inside a sentence of Chinese."""
    text = context.plan.document.text  # the reading view has made all brackets full-width
    for found in _UNEVEN.finditer(text):
        clause = context.clause_at(found.start())
        if clause and re.search(rf"[{_HAN}]{{2}}", found.group()):
            place = Sentence(found.group(), clause, found.start(), 0)
            yield _slip(UNEVEN_BRACKETS, context, place, "括号半角全角不成对", found.group())


STUTTER = Check("stutter", 19, COPYING, "疑似多字", "a character set twice where only one makes a word")


@register(STUTTER)
def stutter(context: Context) -> Iterator[Finding]:
    """优势产产业: the second character opens a word of the plan, the first ends none.

    The first would end a word in 生产产品 or 全国国土; such words stand in `review_doubles.csv`, and any pair
    the plan prints elsewhere counts as one.
    """
    text = re.sub(r"\s", "", context.plan.document.text)
    pairs = Counter(text[place : place + 2] for place in range(len(text) - 1))
    ends = {row["word"] for row in rows("review_doubles.csv")}
    alone = set("".join(row["word"] for row in rows("review_doubles.csv") if len(row["word"]) == 1))
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for found in re.finditer(rf"([{_HAN}])\1(?=[{_HAN}])", sentence.text):
            place = found.start()
            before, after = sentence.text[max(0, place - 1) : place + 1], sentence.text[place + 1 : place + 3]
            if (
                found[1] not in alone
                and len(before) == len(after) == 2
                and before not in ends
                and re.fullmatch(rf"[{_HAN}]{{2}}", before)
                and pairs[before] == 1
                and pairs[after] >= _KNOWN
                and pairs[sentence.text[max(0, place - 2) : place]] <= 1  # else doubled-character tells of it
            ):
                yield _slip(
                    STUTTER, context, sentence, "疑似多字", sentence.text[max(0, place - 4) : place + 5]
                )


_KNOWN = 3

ORDERS_RUN_ON = Check(
    "orders-run-on", 19, COPYING, "两句之间缺少标点", "two orders run together without a stop"
)
_ORDER = (
    r"(?:推动|推进|加强|加快|强化|完善|健全|建立|落实|开展|实施|严格|深化|优化|推行|推广|支持|鼓励|引导|组织|统筹|规范|发挥|提升|提高|"
    r"培育|构建|扩大|促进|保障|探索|制定|执行)"
)
# verbs that open an order and hardly ever stand as the second half of a compound noun
_OPENS = r"(?:推行|督促|严禁|严格执行|严厉|健全|完善|加快|加强|深化|构建|鼓励|积极|大力|全面推|统筹推|认真|坚决|逐步|组织开展|深入|着力|切实)"
_NOUN_END = (
    r"(?:披露|体系|秩序|网络|平台|设施|名单|行为|意识|质量|水平|台账|清单|目录|标准|办法|机制|制度|能力|"
    r"结构|责任|考核|试点|示范|改造|监测|核查|交易|政策|服务|基地|工程|项目|资金|产品|技术)"
)
_RUN_ON = re.compile(
    rf"^(?:[{_HAN}“”]{{0,2}}){_ORDER}[{_HAN}“”]{{4,30}}?{_NOUN_END}(?P<next>{_OPENS}[{_HAN}“”]{{4,}})"
)
# a verb after these stands inside one order: 制度不断健全完善, 企业积极开展, 体系的完善
_INSIDE = re.compile(
    r"(?:企业|单位|部门|各地|机构|公众|社会|市场|区域|居民|并|和|与|以|来|要|等|中|更|同步|进一步)$"
)
_PLACED = re.compile(
    rf"(?:列入|纳入|记入|计入|报送|移交)[{_HAN}]{{2,8}}(?<!组织)(?<!针)对[{_HAN}]{{2,24}}?(?:予以|给予|依法|依规|实行|进行|采取)"
)


@register(ORDERS_RUN_ON)
def orders_run_on(context: Context) -> Iterator[Finding]:
    """An order that ends on its object and is followed at once by the verb of the next."""
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for piece in re.split("[，；：。、（）]", sentence.text):
            found = _RUN_ON.search(piece)
            joined = found and not _INSIDE.search(piece[: found.start("next")])
            if joined or _PLACED.search(piece):
                yield _slip(ORDERS_RUN_ON, context, sentence, "两句之间缺少标点", piece)
                break


def _slip(check: Check, context: Context, sentence: Sentence, what: str, shown: str) -> Finding:
    return finding(
        check,
        context,
        [sentence],
        title=f"{what}：“{shown[:30]}”，可能是转录错误，请与原件核对",
        arithmetic=f"1处：第{sentence.offset}字起的句中“{shown[:40]}”（字序自文件首字起，从0数）",
        settles="印发原件。",
        proposal="核对后改正。",
    )
