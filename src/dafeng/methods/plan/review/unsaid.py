"""Checks on what growth, one large works or the stock in use does to a plan's own aims, and the plan leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.growth import Outgrown, outgrown
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

GROWTH_OUTRUNS = Check(
    "growth-outruns-cut",
    20,
    QUANTITY,
    "按方案自己的增速，完成强度目标后排放总量仍上升，方案未写明",
    "at the plan's own growth total CO2 rises though the intensity cut is met, and the plan does not say so",
)
_RISES = re.compile(
    r"(?:排放|总量)[^。；]{0,60}(?:增长|增加|上升|升高|(?<!不)高于|多排|增幅|增量|持平)|(?:仍|还|继续)[^，。；]{0,8}(?:增长|增加|上升)[^。；]{0,30}排放|"
    r"达峰前的?增长|增长期|爬坡期|上升期"
)
_VISIBLE = 0.003


@register(GROWTH_OUTRUNS)
def growth_outruns_cut(context: Context) -> Iterator[Finding]:
    """(1 + growth)^n × (1 − cut) above one, where the plan prints both and not the rise that follows."""
    for told in outgrown(context):
        if not told.of_carbon or told.factor <= 1 + _VISIBLE:
            continue
        if _totals_side_by_side(context, told) or _says_rise(context, told.year, told.base_year):
            continue
        yield finding(
            GROWTH_OUTRUNS,
            context,
            [told.cut, *told.growth],
            title=f"按方案所写的增长，完成“{told.cut.subject}”{told.cut.figure}后排放总量仍比{told.base_year}年上升，方案未写明",
            arithmetic=(
                f"{told.shown}×(1−{told.cut.figure})={told.factor:.4f}："
                f"{told.year}年排放比{told.base_year}年增长{plain((told.factor - 1) * 100, 1)}%"
            ),
            settles=f"{told.base_year}年排放总量和{told.year}年预计数。",
            proposal=f"写明：按所写增长测算，{told.year}年二氧化碳排放总量约（  ）万吨，比{told.base_year}年增长（  ）%。",
        )
        return


def _totals_side_by_side(context: Context, told: Outgrown) -> bool:
    """Whether one sentence prints the total CO2 of both years, so that the rise is seen."""
    totals: dict[str, set[int | None]] = {}
    for one in context.statements:
        if (
            one.stop
            and one.dimension in {"mass", "carbon"}
            and re.search("排放|co2_total", one.subject + one.key)
        ):
            totals.setdefault(one.sentence, set()).add(one.year)
    return any({told.year, told.base_year} <= years for years in totals.values())


def _says_rise(context: Context, year: int, base: int) -> bool:
    """Whether a sentence that names one of the years tells of more CO2."""
    return any(
        _RISES.search(re.sub(r"(?:生产总值|GDP|经济)[^，。；]{0,20}增长", "", one.text))
        and re.search(rf"{year}|{base}|期间|时期|这一阶段", one.text)
        for one in context.sentences
        if "排放" in one.text
    )


SWING_UNMENDED = Check(
    "swing-unmended",
    20,
    QUANTITY,
    "方案写明排放随一处设施波动，却没有修正办法",
    "one works is said to swing the emissions and nothing corrects for it",
)
_MOVES = r"(?:变化|波动|起伏|增减|丰枯|多少|高低|快慢)"
_DRIVES = r"(?:发电(?:小时|量)?|利用小时|出力|产量|负荷|开工率|来水|来电|径流|需求|用煤量?|生产节奏|运行(?:小时|时间)?)"
SWING = re.compile(
    rf"{_DRIVES}(?:数)?[^，。；]{{0,6}}(?:随|受|取决于|视)[^，。；]{{2,20}}(?:{_MOVES}|影响|而定|而变)"
    rf"|{_DRIVES}[^，。；]{{0,6}}{_MOVES}[^，。；]{{0,10}}(?:影响|左右|决定|改变|牵动|关系)[^，。；]{{0,14}}(?:达峰|排放|峰值|总量|指标)"
)
MENDS = re.compile(
    r"修正|还原|校正|订正|剔除|平滑|(?:按|以)[^，。；]{2,24}折算的?[^，。；]{0,4}(?:数值|数|值|结果|排放)|折算后|同时公布|并列公布|单独列示|单列|另行列示|另行公布|分别公布|"
    r"(?:滑动|移动)平均|扣除[^，。；]{0,12}(?:影响|波动|因素)|(?:归一|标准)化|另行评估|不计入考核|(?:单独|另行|专门|逐年)(?:分析|说明|评价|列明|披露|测算)"
)


@register(SWING_UNMENDED)
def swing_unmended(context: Context) -> Iterator[Finding]:
    """A works whose hours or output are said to swing the emissions, in a plan that judges years as they fall."""
    mended = [one for one in context.sentences if MENDS.search(one.text)]
    for sentence in context.sentences:
        found = SWING.search(sentence.text)
        if not found or not sentence.clause or not re.search("排放|达峰", sentence.text):
            found = (
                _SWINGS.search(sentence.text) if sentence.clause and _MOSTLY.search(sentence.text) else None
            )
            if found and any(_reckons(one, sentence, found["what"]) for one in context.sentences):
                continue
        if not found:
            continue
        if any(one.clause == sentence.clause or _driver(found.group()) in one.text for one in mended):
            continue
        yield finding(
            SWING_UNMENDED,
            context,
            [sentence],
            title=f"“{found.group()}”，方案没有修正办法",
            arithmetic=f"{sentence.clause}写明波动1处，修正、折算、单列的办法0处：一年的波动即可改变达峰年份",
            settles="该设施历年的产量（小时）与排放；上级考核是否修正。",
            proposal="年度评估同时公布实际值和按多年平均产量（小时）修正后的数值，增减单独列示。",
        )


# 九成以上来自水电，来水年际波动大: what most of it hangs on is said to swing
_SWINGS = re.compile(
    r"(?P<what>来水|径流|降水|外来电|来电)[^，。；]{0,12}(?:波动|起伏|变化|丰枯)[^，。；]{0,4}(?:大|明显|显著|剧烈|突出)"
)
_MOSTLY = re.compile(r"[六七八九]成|[6-9]\d(?:\.\d+)?%|绝大(?:部分|多数)|主要(?:来自|依靠|依赖)|决定")


def _reckons(one: Sentence, told: Sentence, what: str) -> bool:
    """Whether another sentence says what the swing does to the emissions or how the years are judged by it."""
    return (
        one.offset != told.offset
        and re.search(rf"{what}|[丰枯]水|丰枯|偏枯|枯水", one.text) is not None
        and re.search("排放|达峰|峰值|考核|评估|火电|煤电|比重", one.text) is not None
    )


def _driver(words: str) -> str:
    found = re.search(_DRIVES, words)
    return found.group() if found else words


GIANT_LEFT_OUT = Check(
    "giant-left-out",
    20,
    QUANTITY,
    "占用能或排放大头的行业没有任务",
    "the branch with most of the energy has no task",
)
_GIANT = re.compile(
    r"(?P<name>[一-鿿]{2,10}?)(?:产业|行业|工业|企业|领域|部门)?(?:的)?(?:能耗|用能|能源消费量?|综合能耗|碳排放量?|二氧化碳排放量?|排放量?)?(?:约)?占"
    r"(?:全[市省区县州]|规模以上|工业|本[市省区县])[^，。；\d]{0,18}(?:能耗|能源消费|用能|排放)[^，。；\d]{0,10}?(?P<share>\d[\d.]*)%"
)
_GREAT = 30.0


@register(GIANT_LEFT_OUT)
def giant_left_out(context: Context) -> Iterator[Finding]:
    """A branch told to use 30 % and more, for which no heading and no figure of another clause stands."""
    for sentence in context.sentences:
        for found in _GIANT.finditer(sentence.text):
            name = re.sub(r"(?:产业|行业|工业|企业|领域)$", "", found["name"])[-2:]
            if float(found["share"]) < _GREAT or re.search("化石|煤|油|气|电|第[一二三]|其他|居民", name):
                continue
            if _has_task(context, name, sentence):
                continue
            yield finding(
                GIANT_LEFT_OUT,
                context,
                [sentence],
                title=f"“{found.group()}”，方案没有为其设任务或目标",
                arithmetic=f"占比{found['share']}%≥{plain(_GREAT)}%；以“{name}”为题的条款0条，写有“{name}”的数值目标0项",
                settles="该行业的能耗、排放和改造计划。",
                proposal=f"增列{name}行业达峰任务：到（  ）年，单位产品能耗下降（  ）%，排放总量控制在（  ）万吨以内。",
            )


def _has_task(context: Context, name: str, told: Sentence) -> bool:
    if any(name in clause.heading for clause in context.plan.clauses if clause.id != told.clause):
        return True
    return any(
        name in (own := re.split("[，；。]", one.sentence[: one.begin])[-1] + one.subject)
        and one.clause != told.clause
        and re.search("能耗|能效|节能|排放|产能|产量|加工|改造|电气化|限额", own)
        for one in context.statements
        if one.sense == "aim"
    ) or any(
        name in one.text and re.search(r"[一-鿿]{0,10}(?:改造|控制|淘汰|限额|替代)", one.text)
        for one in context.sentences
        if one.clause != told.clause
        and re.search(rf"(?:推动|推进|实施|加快|开展)[^，。；]{{0,10}}{name}", one.text)
    )


FLEET_LEFT_OUT = Check(
    "fleet-left-out",
    20,
    QUANTITY,
    "只管新增车辆，在用车辆没有任务",
    "new vehicles are bound and the fleet in use is not",
)
_NEW_VEHICLE = re.compile(
    r"(?:新增(?!注册|登记|销)|新购|新购置|购置|更换|更新|新投放|新投入)[^，。；%]{0,16}(?:车|船|机械)"
)
_STOCK_VEHICLE = re.compile(
    r"(?:在用|存量|保有|在册|老旧|既有|现有|在营|全部|报废|淘汰)[^，。；]{0,16}(?:车|船|机械)|(?:车|船|机械)[^，。；]{0,10}(?:保有量|存量|在用|报废|淘汰|总数|总量)"
)
_CONCRETE = re.compile(r"年度计划|清单|名录|台账|逐年|分年|限期|全部|零|\d")


@register(FLEET_LEFT_OUT)
def fleet_left_out(context: Context) -> Iterator[Finding]:
    """Shares of vehicles bought, and no share, number or list for those on the road."""
    new = [
        one
        for one in context.statements
        if one.unit == "%" and one.sense == "aim" and one.stop and _NEW_VEHICLE.search(_lead(one))
    ]
    if not new:
        return
    for sentence in context.sentences:
        for piece in re.split("[，；]", re.sub(r"20\d\d年", "", sentence.text)):
            if _STOCK_VEHICLE.search(piece) and _CONCRETE.search(piece) and not _NEW_VEHICLE.search(piece):
                return
    if any(_of_fleet(one) for one in context.statements):
        return
    yield finding(
        FLEET_LEFT_OUT,
        context,
        new,
        title="车辆类目标只管新增和更换，在用车辆没有目标或清单",
        arithmetic=f"新增、更换类比例{len(new)}项，在用车辆的数值或清单0项；在用车辆更新一轮通常需要8—15年",
        settles="在用车辆的数量、燃料构成和报废更新计划。",
        proposal="到（  ）年，在用（  ）车中新能源车占比达到（  ）%以上，淘汰老旧车（  ）辆。",
    )


def _lead(one: Statement) -> str:
    """The phrase in front of the figure."""
    return re.split("[，；。]", re.sub(r"（[^（）]*）", "", one.sentence[: one.begin]))[-1] + one.subject


def _of_fleet(one: Statement) -> bool:
    """A share, or a number, of vehicles that is not of those newly bought; an intensity of transport is neither."""
    lead = _lead(one)
    if one.sense != "aim" or not re.search(r"车|船舶", lead) or _NEW_VEHICLE.search(lead):
        return False
    share = (
        one.unit == "%"
        and re.search(r"占比|比例|比重|率$|占", lead)
        and not re.search("强度|单位|充电|车站|能耗", lead)
    )
    return bool(share) or (one.dimension == "count" and one.unit.endswith(("辆", "艘")))
