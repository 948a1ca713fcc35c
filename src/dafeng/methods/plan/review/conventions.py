"""Checks for indicators that a convention moves further than the plan asks, where the convention is not fixed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

CALIBER_UNSTATED = Check(
    "caliber-unstated",
    18,
    CONVENTION,
    "口径未写明，而口径差大于目标升幅",
    "no convention is named for an indicator that conventions move further than the target does",
)
_FOREST = re.compile(
    r"国土(?:变更)?调查|三调|二类调查|森林资源(?:清查|调查|管理)|一类清查|林草(?:湿)?(?:综合|生态)?[^，。；]{0,6}(?:监测|调查)|图斑|一张图|"
    r"(?:森林|林业|覆盖率)[^。；]{0,40}(?:口径|按[^，。；]{2,20}(?:统计|计算|调查|核定)|衔接|含(?:灌木|四旁)|不含|扣除|为准|公布)"
)
_OF_STOCK = re.compile(r"蓄积量?（[^（）]*）")  # 不含散生木 tells how wood is counted, not cover
_FOREST_GAP = 3.0  # percentage points between the land survey and the forestry survey, and often far more
_POWER = re.compile(
    r"发电煤耗|等价值|当量值|电热当量|热当量|等价法|当量法|折标|折算|换算|[标折]准煤[^，。；]{0,10}(?:系数|计算)|(?:能源消费|非化石)[^。；]{0,40}(?:口径|核算方法|计算方法|统计方法|统计制度)"
)
_OF_ENERGY = (
    r"非化石|(?<!终端)能源消费|一次能源|能耗总量|能耗(?:强度)?[^，。；]{0,4}按|能源消耗总量|用能总量"
    r"|以上(?:各项)?指标|本方案|能源[^，。；]{0,6}(?:按|采用|以)|(?:统计|核算)口径"
)
_CALORIFIC_PART = 0.1229 / 0.30  # kgce per kWh: heat content against what coal power burns for it


@register(CALIBER_UNSTATED)
def caliber_unstated(context: Context) -> Iterator[Finding]:
    """Forest cover or the non-fossil share, from and to, smaller steps than the choice of convention makes."""
    pair = _step(context, "forest_cover")
    spoken = [one.text for one in context.saying("覆盖率|(?:森林|林草|林业)[^。]*口径")]
    spoken += [one.sentence for one in pair or ()]  # a row of a table has its note beside it
    if pair and not any(_FOREST.search(_OF_STOCK.sub("", text)) for text in spoken):
        base, aim = pair
        if abs(aim.value - base.value) < _FOREST_GAP:
            yield _unstated(
                context,
                [aim, base],
                f"升幅{plain(aim.value)}−{plain(base.value)}={plain(aim.value - base.value)}个百分点；"
                f"国土调查与林业调查口径通常相差{plain(_FOREST_GAP)}个百分点以上",
                "注明统计口径（如国土变更调查），基期与目标年相同。",
            )
    pair = _step(context, "nonfossil_share")
    spoken = [one.text for one in context.saying(_OF_ENERGY)] + [one.sentence for one in pair or ()]
    named = any(_POWER.search(text) for text in spoken)
    if pair and not named and "electricity_equivalent_rate" not in context.inputs:
        base, aim = pair
        share = aim.value / 100
        least = share * _CALORIFIC_PART / (share * _CALORIFIC_PART + 1 - share) * 100
        if aim.value - least > abs(aim.value - base.value):
            yield _unstated(
                context,
                [aim, base],
                f"升幅{plain(aim.value)}−{plain(base.value)}={plain(aim.value - base.value)}个百分点；非化石能源全为电力时，"
                f"{plain(aim.value)}%（发电煤耗法）按电热当量法只有{plain(least, 1)}%，相差{plain(aim.value - least, 1)}个百分点",
                "注明能源消费总量和非化石电力的折算方法（发电煤耗法或电热当量法）及外来电力的归属。",
            )


def _step(context: Context, key: str) -> tuple[Statement, Statement] | None:
    """The level told as it stands and the first level aimed at, both of the whole area."""
    told = [one for one in context.statements if one.key == key and one.unit == "%" and one.change == "level"]
    base = next((one for one in told if one.sense == "fact"), None)
    aim = next(
        (one for one in told if one.sense == "aim" and base and (one.year or 0) > (base.year or 0)), None
    )
    return (base, aim) if base and aim else None


def _unstated(context: Context, told: list[Statement], line: str, proposal: str) -> Finding:
    return finding(
        CALIBER_UNSTATED,
        context,
        told,
        title=f"“{told[0].subject}”未写明统计口径，口径的影响大于目标升幅",
        arithmetic=line,
        assumes=True,
        settles="基期与目标年采用的口径；按同一口径重算的基期数值。",
        proposal=proposal,
    )


CALIBER_DRIFTS = Check(
    "caliber-drifts",
    18,
    CONVENTION,
    "折算、核算方法逐年可变",
    "the method of reckoning is left to the year or to whoever reckons",
)
_METHOD = r"(?:方法|口径|办法|方式|系数|标准)"
_LOOSE = rf"(?:当年|当期|届时|各年|逐年|年度|相应|适用|适当|合适|合理|通行|有利|最新)(?:度)?(?:适用|通行|有效|实际|采用|确定|发布|公布|情况|需要)*的?{_METHOD}"
_DRIFT = re.compile(
    rf"(?:按照?|以|用|采用|根据|视)[^，。；]{{0,6}}{_LOOSE}[^，。；]{{0,6}}(?:折算|折标|核算|计算|统计|换算|计|确定)"
    rf"|(?:折算|折标|核算|计算|统计|换算)(?:{_METHOD})?[^，。；]{{0,4}}(?:按照?|以|用|采用|根据|视|随)[^，。；]{{0,4}}(?:{_LOOSE}|实际情况|工作需要|年度[^，。；]{{0,4}}(?:调整|变化)|情况(?:确定|调整)|需要(?:确定|调整))"
    r"|(?:口径|折算方法|折标方法|核算方法|统计方法|折算系数|折标系数)[^，。；]{0,8}(?:另行确定|逐年调整|每年调整|年度调整|适时调整|可(?:以)?调整|由各[^，。；]{1,8}自定|视情况(?:确定|而定)|另定|待定)"
)
_OF_WHAT = re.compile(r"电力|能源|能耗|非化石|排放|碳|森林|折标|用能|强度|比重")
_RECKONED_BACK = re.compile(
    r"同口径|同一口径|可比口径|同步(?:调整|重算|修订|还原)|追溯|回溯|重算|还原|基期[^，。；]{0,8}(?:相应|一并|同步)|前后一致|均按|并列公布|同时公布"
)


@register(CALIBER_DRIFTS)
def caliber_drifts(context: Context) -> Iterator[Finding]:
    """A reckoning by 'the method in use that year', which moves base and target apart."""
    for sentence in context.sentences:
        found = _DRIFT.search(sentence.text)
        if (
            found
            and sentence.clause
            and _OF_WHAT.search(_piece(sentence.text, found))
            and not _RECKONED_BACK.search(sentence.text)
        ):
            yield _loose(context, [sentence], f"“{found.group()}”：方法逐年可变，基期与目标年可能不同")


def _piece(text: str, found: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, found.start()) for mark in "；。，")
    return text[start + 1 : found.end() + 6]


TWO_RATES = Check(
    "two-rates",
    18,
    CONVENTION,
    "现状与目标不是同一指标",
    "the status quo is told by one rate and the target set by another",
)
_RATE_KIND = re.compile(
    r"(?P<of>[一-鿿（）]*?)(?P<kind>(?:综合|资源化|循环|无害化|安全|规范化|处置|处理|回收|收集|利用|再生|清洁化?)*(?:利用|处理|处置|回收|收集|循环)率"
    r"|(?:森林|林木|绿化|林草)(?:覆盖率|绿化率)|(?:电气化|电能替代|清洁化)率)$"
)


@register(TWO_RATES)
def two_rates(context: Context) -> Iterator[Finding]:
    """处置利用率 as it stands and 综合利用率 as the aim, in one sentence and of one thing."""
    for before, after in zip(context.statements, context.statements[1:], strict=False):
        if before.sentence != after.sentence or before.clause != after.clause or before.unit != "%":
            continue
        if (
            before.sense != "fact"
            or after.sense != "aim"
            or after.unit != "%"
            or before.change != after.change
        ):
            continue
        between = after.sentence[before.stop : after.begin]
        if "；" in between or not re.search(r"20\d\d年|提高|提升|降|达到", between):
            continue
        first, last = _RATE_KIND.search(_printed(before)), _RATE_KIND.search(_printed(after))
        if not first or not last or first["kind"] == last["kind"]:
            continue
        one, other = _thing(first["of"]), _thing(last["of"])
        if other and one != other and not one.endswith(other):
            continue
        if before.key == after.key and before.key.isascii() and first["kind"] in last["kind"]:
            continue
        yield _loose(
            context,
            [after, before],
            f"现状“{first['kind']}”{before.figure}，目标“{last['kind']}”{after.figure}：分子不同，不可相比",
        )


def _printed(one: Statement) -> str:
    """The name as the sentence prints it beside the figure, without what the review has added to it."""
    lead = re.split("[，；：、]", re.sub(r"（[^（）]*）", "", one.sentence[: one.begin]))[-1]
    lead = re.sub(r"(?:[由从到至截]|截至)*20\d\d年[底末]?前?的?", "", lead)
    return re.sub(r"(?:提高到|提升到|达到|达|为|是|上升到|降至|降到|不低于|的)+$", "", lead)


def _thing(words: str) -> str:
    words = re.sub(r"全[市省区县州]|我[市省区县]", "", words)
    return re.sub(r"^(?:其|该|力争|确保|将)+|的$", "", words)


def _loose(context: Context, told: list[Statement | Sentence], line: str) -> Finding:
    check = TWO_RATES if isinstance(told[0], Statement) else CALIBER_DRIFTS
    return finding(
        check,
        context,
        told,
        title="口径前后不一或未定，数值变化可能来自口径而不是工作",
        arithmetic=line,
        settles="基期与目标年采用的口径；按同一口径重算的基期数值。",
        proposal="基期与目标年采用同一口径；口径变化时同步重算基期并另表公布差异。",
    )
