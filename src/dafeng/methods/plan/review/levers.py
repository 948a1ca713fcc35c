"""Checks for incentives that pay for what a peaking plan is to lessen, and for fossil output set as a target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

PAID_TO_EMIT = Check(
    "paid-to-emit",
    15,
    QUANTITY,
    "激励措施鼓励用煤用油或高耗能扩产",
    "an incentive pays for fuel, fuel vehicles or energy-hungry output",
)
_FUEL = r"(?:燃煤|散煤|煤炭|原煤|购煤|用煤|购油|用油|燃油|柴油|汽油|成品油|重油|石油焦|焦炭)"
_VEHICLE = r"(?:燃油|柴油|汽油|传统能源|国[三四五六])[^，。；、]{0,8}(?:车|船|机械|机车)"
_HEAVY = r"(?:高耗能|高载能|高排放|“?两高”?|电解铝|钢铁|水泥|焦化|铁合金|硅铁|电石|煤化工|平板玻璃)[^，。；、]{0,10}"
_PAY = r"(?:补贴|补助|奖补|奖励|贴息|优惠|减免|减征|免征|返还|让利|降价|低价|加分)"
_LEVERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?:对|给予|按|为)[^，。；]{{0,16}}{_FUEL}[^，。；]{{0,16}}{_PAY}|{_PAY}[^，。；]{{0,8}}{_FUEL}(?:费用|价格|成本|支出|消费|采购|$)|{_FUEL}(?:费用|价格|采购|消费|成本)?{_PAY}"
        ),
        "补贴、优惠使用煤油会增加其用量",
    ),
    (
        re.compile(
            rf"(?:购置|购买|新购|更新|采购|投放|推广)[^，。；]{{0,10}}{_VEHICLE}[^，。；]{{0,12}}{_PAY}|{_PAY}[^，。；]{{0,10}}(?:购置|购买|新购|更新)[^，。；]{{0,8}}{_VEHICLE}|{_VEHICLE}[^，。；]{{0,8}}(?:购置|购车|购买|更新)[^，。；]{{0,8}}{_PAY}"
        ),
        "补贴购置燃油车船会增加油耗",
    ),
    (
        re.compile(
            rf"{_HEAVY}[^，。；]{{0,12}}(?:优惠(?:电价|气价|水价|用能价格)|电价(?:优惠|补贴|减免)|(?:用电|用能|用气|用煤)(?:价格)?(?:补贴|优惠|减免)|低价(?:用)?电)|(?:降低|下调|取消|免除|减免|优惠)[^，。；]{{0,8}}{_HEAVY}[^，。；]{{0,6}}(?:电价|气价|用能价格|用电成本|差别电价|惩罚性电价)"
        ),
        "压低高耗能企业的用能价格会增加能耗",
    ),
    (
        re.compile(
            rf"(?:支持|鼓励|推动|引导|帮助|保障)[^，。；]{{0,6}}{_HEAVY}[^，。；]{{0,6}}(?:扩大生产|扩大产能|扩产|增产|扩能|满负荷|满产|做大规模|增加产量|产能释放|多用电|扩大规模)|{_HEAVY}[^，。；]{{0,20}}[、，](?:支持|鼓励)(?:其)?(?:扩大生产|扩产|增产|满负荷生产|扩大产能)"
        ),
        "高耗能产品扩产会增加能耗和排放",
    ),
    (
        re.compile(
            rf"(?:放宽|放松|暂停执行|暂缓执行|取消|降低)[^，。；]{{0,8}}(?:{_FUEL}|高耗能|“?两高”?|能耗|能效|碳排放|煤耗)[^，。；]{{0,6}}(?:限额|指标|约束|门槛|标准|准入|控制要求|限制)"
        ),
        "放宽用能和准入约束会增加能耗和排放",
    ),
)
# the words that turn an incentive round: it ends, it is refused, it pays for doing away with the thing
_TURNED = re.compile(
    r"取消[^，。；]{0,10}(?:补贴|优惠|减免)|清理|停止|退出|淘汰|报废|拆除|替代|改造|更换|置换|不得|严禁|禁止|不再|防止|杜绝|逐步(?:取消|减少|退出)|严格|回收|节约|节能|减量|压减|控制|新能源|电动|不予|不享受|改用|煤改|油改|整治|以旧换新|置换|违规|超低排放|用能权|一律不"
)


@register(PAID_TO_EMIT)
def paid_to_emit(context: Context) -> Iterator[Finding]:
    """A subsidy, a price or an encouragement for fuel use, fuel vehicles or output that eats energy."""
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for pattern, why in _LEVERS:
            found = pattern.search(sentence.text)
            if found and not _TURNED.search(_phrase(sentence.text, found)):
                yield _against(context, sentence, found.group(), why)
                break


def _phrase(text: str, found: re.Match[str]) -> str:
    """The measure up to the stops around it."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "；，")
    end = min((place for mark in "；，" if (place := text.find(mark, found.end())) > 0), default=len(text))
    return text[start + 1 : end]


def _against(context: Context, sentence: Sentence, words: str, why: str) -> Finding:
    return finding(
        PAID_TO_EMIT,
        context,
        [sentence],
        title=f"“{words}”与降碳方向相反",
        arithmetic=f"{sentence.clause}：措施“{words}”；{why}",
        settles="该措施对能耗和排放影响的测算。",
        proposal="删去该措施，或改为支持替代、节能和退出。",
    )


FOSSIL_OUTPUT = Check(
    "fossil-output",
    15,
    QUANTITY,
    "化石能源产量目标写在达峰方案中",
    "an output target for a fossil fuel inside a peaking plan",
)
# t CO2 when burned, per unit of each dimension: textbook ranges, printed as such
_BURNED = (
    (re.compile(r"天然气|页岩气|致密气"), "volume", 1e4, (19.7, 21.6), "吨CO2/万立方米"),
    (re.compile(r"原煤|煤炭"), "mass", 1.0, (1.8, 2.2), "吨CO2/吨"),
    (re.compile(r"原油|石油"), "mass", 1.0, (3.0, 3.1), "吨CO2/吨"),
)
_SPOKEN_FOR = re.compile(
    r"甲烷|逸散|泄漏|替代[^，。；]{0,8}(?:煤|油)|外输|外供|燃烧排放|计入|不增加|兜底保障|应急|储备|产能控制|控制在|稳定在|压减"
)


@register(FOSSIL_OUTPUT)
def fossil_output(context: Context) -> Iterator[Finding]:
    """So much gas, coal or oil to be produced, with no word on what burning it emits or what it replaces."""
    if "gas_co2_per_10k_m3" in context.inputs:
        return  # the city's own factor is at hand, and supply-target reckons with it
    for aim in context.statements:
        if aim.sense != "aim" or aim.bound == "<=" or aim.change == "fall" or not aim.stop:
            continue
        if not re.search(r"(?:年?产量|产出|增产|开采量|生产量)$", aim.subject):
            continue
        for fuel, dimension, unit, (low, high), per in _BURNED:
            told = fuel.search(aim.subject)
            if not told or (aim.dimension or "").split(" ")[0] != dimension or "抽采" in aim.subject:
                continue
            if _SPOKEN_FOR.search(context.plan.text_of(context.plan.clause(aim.clause))):
                continue
            yield finding(
                FOSSIL_OUTPUT,
                context,
                [aim],
                title=f"“{aim.subject}”{aim.figure}是供应目标，燃烧排放和开采逸散没有写明",
                arithmetic=(
                    f"{aim.figure}×{low:g}–{high:g}{per}={plain(aim.amount / unit * low / 1e4, 0)}–"
                    f"{plain(aim.amount / unit * high / 1e4, 0)}万吨CO2（在何处燃烧即计入何处）"
                ),
                assumes=True,
                settles="本地消费与外输的比例、替代煤炭的数量、开采逸散率。",
                proposal="增产部分（  ）用于替代煤炭，年替代（  ）万吨标准煤；开展甲烷逸散监测并公布逸散率。",
            )
