"""Checks for one quantity that is to grow in one place and to fall in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.fuels import coal_wording
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.told import finding

OPPOSED = Check(
    "opposed-directions", 9, CONVENTION, "同一指标一处写增、一处写减", "one quantity is to grow and to fall"
)
_QUANTITY = (
    r"(?:消费(?:总)?量|消费|消耗(?:总)?量|使用量|用量|排放(?:总)?量|排放|总量|占比|比重|比例|强度"
    r"|能耗|煤耗|电耗|水耗|装机(?:容量|规模)?|面积|产能|产量|蓄积量|覆盖率|利用率|保有量)"
)
_HOW = (
    r"(?:的|要|应|将|继续|持续|稳定|稳步|平稳|合理|适度|适当|逐步|逐年|逐渐|进一步|较快|快速|大幅"
    r"|明显|显著|有序|实现|保持|总体|略有|小幅|有所|同步|不断|刚性|加快|出现)*"
)
_MOVE = re.compile(
    rf"(?P<noun>[一-鿿]{{1,16}}?{_QUANTITY})(?:[（(][^）)]*[）)])?(?:[比较](?:20\d\d年|上年|基期)(?:水平)?)?{_HOW}"
    r"(?P<move>负增长|零增长|增长|上升|增加|提高|提升|扩大|攀升|下降|减少|降低|回落|缩减|压减|下滑)"
)
_ORDERED = re.compile(
    rf"(?P<move>压减|削减|减少|降低|压缩|提高|增加|扩大|提升)(?:全市|全省|全区|全县|本市)?(?P<noun>[一-鿿]{{1,16}}?{_QUANTITY})(?=[，。；、]|$)"
)
_FALLS = frozenset({"负增长", "下降", "减少", "降低", "回落", "缩减", "压减", "下滑", "削减", "压缩"})
_FRONT = re.compile(
    r"^.*(?:推动|促进|确保|实现|保持|力争|使|推进|严格|合理|严控|控制|全市|全省|全区|全县|全州|本市|我市|市域|加快|努力|带动|引导|做到|争取|允许|支持|保障|统筹|其中|期间|以及|并且|同时)"
)
# growth that is to be stopped, or told of as what was or would be, is no aim
_NOT_AN_AIM = re.compile(
    r"遏制|防止|杜绝|避免|抑制|扭转|制止|不再|不得|严禁|停止|减缓|放缓|增速|如果|若|一旦|尽管|虽然|导致|带来|造成|可能|趋势|压力|面临|预计|测算|占(?!比)|每|不等于|并不|不是|已|了|仍|由[^，]*转|先[^，]*后"
)
_PERIOD = re.compile(
    r"十([三四五六七])五|(20\d\d)年|(?P<after>达峰后|峰值后|此后|之后|后期)|(?P<before>达峰前|前期|近期)"
)


@dataclass(frozen=True, slots=True)
class _Said:
    falls: bool
    words: str
    when: str
    sentence: Sentence


@register(OPPOSED)
def opposed(context: Context) -> Iterator[Finding]:
    """A quantity that grows in one phrase and falls in another of the same period."""
    said: dict[str, list[_Said]] = {}
    for sentence in context.sentences:
        if sentence.clause:
            for noun, one in _moves(sentence):
                said.setdefault(noun, []).append(one)
    coal_told = any(True for _ in coal_wording(context))
    for noun, told in said.items():
        if coal_told and noun.startswith(("煤炭", "煤")):
            continue
        pair = next(
            (
                (rise, fall)
                for rise in told
                if not rise.falls
                for fall in told
                if fall.falls
                and (not rise.when or not fall.when or rise.when == fall.when)
                and not _one_period_each(rise, fall)
            ),
            None,
        )
        if pair is None:
            continue
        rise, fall = pair
        yield finding(
            OPPOSED,
            context,
            [rise.sentence, fall.sentence],
            title=f"“{noun}”一处写“{rise.words}”，一处写“{fall.words}”",
            arithmetic=f"{rise.sentence.clause}：{rise.words}；{fall.sentence.clause}：{fall.words}；方向相反",
            settles="上级对该指标的控制要求；以哪一处为考核依据。",
            proposal=f"全文统一“{noun}”的方向，并写明数值和年份；分阶段方向不同的，分别写明起止年份。",
        )


def _one_period_each(rise: _Said, fall: _Said) -> bool:
    """Whether the two stand in one sentence that goes from one time to the next."""
    return rise.sentence is fall.sentence and len(set(_PERIOD.findall(rise.sentence.text))) > 1


def _moves(sentence: Sentence) -> Iterator[tuple[str, _Said]]:
    text = re.sub(r"《[^》]*》|[（(][^（）()]*[）)]", "", sentence.text)
    for piece in re.finditer("[^，。；]+", text):
        for pattern in (_MOVE, _ORDERED):
            for found in pattern.finditer(piece.group()):
                if found["move"] == "零增长" or _NOT_AN_AIM.search(piece.group()):
                    continue
                noun = _noun(found["noun"])
                if len(noun) < 4:  # a bare 排放量 or 比重 may be anything's
                    continue
                words = re.sub("^.*(?=" + re.escape(noun[:2]) + ")", "", found.group())
                yield noun, _Said(found["move"] in _FALLS, words, _when(text[: piece.end()]), sentence)


def _noun(words: str) -> str:
    """The quantity by one name: 全市煤炭消费总量 and 煤炭消费 are one."""
    name = _FRONT.sub("", words)
    return re.sub(r"(消费|消耗|排放|使用)(?:总)?量?$", r"\1量", name)


def _when(before: str) -> str:
    marks = [found.group() for found in _PERIOD.finditer(re.sub(r"[比较由从]20\d\d年", "", before))]
    return marks[-1] if marks else ""
