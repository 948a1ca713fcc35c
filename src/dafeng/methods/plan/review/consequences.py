"""Checks on what a plan leaves unsaid: more fuel, more burning, unadjusted years, a stock left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.fleets import fleets
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

UNSTATED = Check(
    "unstated-consequence",
    20,
    QUANTITY,
    "措施的排放后果没有写明",
    "a measure's consequence for emissions is left unsaid",
)
_FUELS = (
    (r"天然气|页岩气|燃气|coal_gas|gas_", 1.56, "天然气"),
    (r"煤炭|原煤|燃煤|coal_consumption(?!_share)", 2.66, "煤炭"),
    (r"石油|成品油|汽油|柴油", 1.73, "石油"),
)
_SAYS_EMISSION = re.compile(r"排放|甲烷|泄漏|逸散|碳汇|计入")


@register(UNSTATED)
def unstated_consequence(context: Context) -> Iterator[Finding]:
    """Fuel use that grows, or waste that is burned, with no word on what it emits."""
    yield from _more_fuel(context)
    yield from _burned_waste(context)


def _more_fuel(context: Context) -> Iterator[Finding]:
    for aim in context.statements:
        if aim.sense != "aim" or aim.dimension != "coal_equivalent" or aim.change == "fall":
            continue
        fuel = next(
            (
                row
                for row in _FUELS
                if re.search(row[0], aim.key) and re.search("消费|使用|用量|供应", aim.subject)
            ),
            None,
        )
        if fuel is None:
            continue
        facts = [
            one
            for one in context.statements
            if one.key == aim.key and one.sense == "fact" and one.dimension == aim.dimension
        ]
        if not facts or aim.amount <= 1.1 * facts[0].amount:
            continue
        if _SAYS_EMISSION.search(context.plan.text_of(context.plan.clause(aim.clause))):
            continue
        more = aim.amount - facts[0].amount
        yield finding(
            UNSTATED,
            context,
            [aim, facts[0]],
            title=f"“{aim.subject}”由{facts[0].figure}增加到{aim.figure}，增加的燃烧排放没有写明",
            arithmetic=f"({aim.figure}−{facts[0].figure})×{fuel[1]}吨/吨标准煤={plain(more * fuel[1] / 1e4, 1)}万吨CO2（{fuel[2]}排放系数按考核口径）",
            assumes=True,
            settles="增加部分替代了什么；是否计入排放总量；逸散率。",
            proposal="写明增加的燃烧排放（  ）万吨已计入总量，替代（  ）（  ）万吨标准煤。",
        )


def _burned_waste(context: Context) -> Iterator[Finding]:
    if not any(one.key.endswith("co2_total") and one.sense == "aim" for one in context.statements):
        return
    if context.says(r"焚烧[^。]{0,30}排放|化石源|化石碳|填埋[^。；]{0,10}甲烷"):
        return
    for one in context.statements:
        burned = re.search(r"焚烧(?:量|处理量)?$", one.subject) or re.search(r"焚烧[^，]{0,4}$", one.words)
        if burned and one.dimension == "mass" and "能力" not in one.words and one.sense == "aim":
            yield finding(
                UNSTATED,
                context,
                [one],
                title=f"{one.figure}垃圾焚烧的化石源排放没有写明是否计入总量",
                arithmetic=(
                    f"{one.figure}×化石源排放系数（约0.3–0.5吨/吨）={plain(one.amount * 0.3 / 1e4, 1)}–"
                    f"{plain(one.amount * 0.5 / 1e4, 1)}万吨CO2；减少的填埋甲烷不在二氧化碳指标内"
                ),
                assumes=True,
                settles="垃圾的化石碳含量；焚烧排放是否计入总量；填埋甲烷的账。",
                proposal="写明焚烧的化石源排放（  ）万吨计入总量，填埋甲烷减少量单列。",
            )
            return


UNADJUSTED = Check(
    "unadjusted-years",
    20,
    QUANTITY,
    "来水、气温和煤电出力的年际波动未作修正",
    "years are judged as they fall, wet or dry, with no adjustment",
)
_AS_THEY_FALL = re.compile(
    r"(?:不作|不做|不进行|不再|不予|不|无需|一律不)(?:任何)?(?:修正|调整|还原|平滑|扣除)|一律按(?:当年)?实际(?:数|值|排放|数值)|只(?:按|看)当年(?:实际)?"
)
_SWING_HOURS = 500.0
_COAL_RATE = 0.85e-3  # t CO2 per kWh, national fleet about 0.82-0.87
_MATERIAL = 0.02
_GREAT_SWING = 0.025


@register(UNADJUSTED)
def unadjusted_years(context: Context) -> Iterator[Finding]:
    """A plan that says it adjusts nothing, or whose own coal capacity can swing its CO2 by 2 % and more."""
    refused = [
        one
        for one in context.sentences
        if one.clause
        and _AS_THEY_FALL.search(one.text)
        and re.search(r"排放|达峰|评价|考核", one.text)
        and not re.search(r"口径|因子|基数", one.text)
    ]
    for one in refused:
        yield _unadjusted(context, [one], f"“{_found(one)}”：丰枯水年煤电多发少发直接改变排放和达峰年份")
    if not refused:
        yield from _fleet_swings(context)
    if refused or context.says(
        r"来水|水文|丰枯|枯水|丰水|修正|煤电利用小时|平均利用小时|气候|还原|剔除[^。；]{0,8}(?:波动|异常)"
    ):
        return
    powers = [
        one
        for one in context.statements
        if re.search(r"煤电|燃煤(?:发电|机组)", one.subject) and one.dimension == "power"
    ]
    totals = [
        one
        for one in context.statements
        if one.key.endswith("co2_total") and one.dimension in {"mass", "carbon"}
    ]
    hydro = context.says(r"水电")
    if not powers or not totals or not hydro or "coal_capacity_mw" in context.inputs:
        return
    swing = max(one.amount for one in powers) * _SWING_HOURS * _COAL_RATE
    total = max(one.amount for one in totals)
    if swing >= _MATERIAL * total:
        power = max(powers, key=lambda one: one.amount)
        line = (
            f"{power.figure}×±{plain(_SWING_HOURS)}小时×0.85千克/千瓦时=±{plain(swing / 1e4, 1)}万吨，"
            f"为排放总量{plain(total / 1e4)}万吨的{plain(swing / total * 100, 1)}%"
        )
        yield _unadjusted(context, [power], line)


def _fleet_swings(context: Context) -> Iterator[Finding]:
    """One coal works whose units, by 500 hours more or less, swing the printed total, and no word on it."""
    totals = [
        one
        for one in context.statements
        if one.key.endswith("co2_total") or re.search("二氧化碳排放量?$", one.subject)
        if one.dimension in {"mass", "carbon"} and "单位" not in one.subject
    ]
    total = max((one.amount for one in totals), default=0.0)
    for fleet in fleets(context):
        swing = fleet.kilowatts * _SWING_HOURS * _COAL_RATE
        if not fleet.burns_coal or not total or swing < _GREAT_SWING * total:
            continue
        if context.says(
            r"丰枯|来水|修正|还原|煤电利用小时|平均利用小时|利用小时[^。；]{0,30}(?:影响|变化|波动|浮动)|(?:单独|专门|另行)(?:作)?(?:说明|评价|列示|分析)"
        ):
            continue
        line = (
            f"{fleet.told}={plain(fleet.kilowatts / 1e4)}万千瓦×±{plain(_SWING_HOURS)}小时×0.85千克/千瓦时"
            f"=±{plain(swing / 1e4, 1)}万吨，为排放总量{plain(total / 1e4)}万吨的{plain(swing / total * 100, 1)}%"
        )
        yield _unadjusted(context, [fleet.sentence], line)
        return


def _found(sentence: Sentence) -> str:
    found = _AS_THEY_FALL.search(sentence.text)
    return found.group() if found else ""


def _unadjusted(context: Context, told: list[Statement | Sentence], line: str) -> Finding:
    return finding(
        UNADJUSTED,
        context,
        told,
        title="排放受来水和煤电出力的年际波动左右，方案未设修正",
        arithmetic=line,
        assumes=True,
        severity=Severity.NOTICE,
        settles="历年煤电发电量与来水情况；上级对保供电量的考核规定。",
        proposal="同时公布实际值和按多年平均来水、煤电利用小时修正后的排放量，以连续三年下降为准。",
    )


STOCK_LEFT_OUT = Check(
    "stock-left-out",
    20,
    QUANTITY,
    "只管新增，存量没有任务",
    "new build is bound and the stock, where the energy is, is not",
)
_SECTORS = (
    (
        "建筑",
        r"(?:新建|当年竣工|竣工)[^，。；]{0,14}(?:建筑|住宅|公建)",
        r"(?:既有|存量|在用|老旧|已建)[^，。；]{0,14}(?:建筑|住宅|公建|小区|农房|设施)|(?:建筑|住宅|农房)[^，。；]{0,8}改造|用电限额|能耗限额",
        r"(?:既有|存量|已建成)[^，。；]{0,6}建筑[^，。；]{0,12}占",
    ),
    (
        "车辆",
        r"(?:新增|新购|新注册|新登记|更新)[^，。；]{0,14}(?:车|船)",
        r"(?:在用|存量|保有量|在册|老旧|既有)[^，。；]{0,14}(?:车|船)|淘汰[^，。；]{0,12}(?:车|船)",
        r"(?:存量|在用|保有)[^，。；]{0,10}车[^，。；]{0,12}占(?=[^，。；]{0,10}(?:能耗|用能|排放|油耗|用油))",
    ),
    (
        "工业项目",
        r"(?:新建|新上|新增)[^，。；]{0,14}(?:项目|产能|装置|企业)",
        r"(?:现有|既有|存量|在册|在产|已投产|改造|淘汰|限额|在用)[^，。；]{0,14}",
        r"(?:存量|现有|已投产)[^，。；]{0,8}(?:项目|企业|产能)[^，。；]{0,12}占(?=[^，。；]{0,10}(?:能耗|用能|排放))",
    ),
)


@register(STOCK_LEFT_OUT)
def stock_left_out(context: Context) -> Iterator[Finding]:
    """A plan that prints the stock's share of the energy and has no task for the stock."""
    for name, new, stock, share in _SECTORS:
        told = context.saying(share)
        told = [one for one in told if re.search(share + r"[^，。；]{0,14}\d", one.text)]
        if not told or not context.saying(new):
            continue
        tasks = [
            one
            for one in context.sentences
            if re.search(stock, re.sub(share + r"[^，。；]*", "", one.text)) and not _only_principle(one)
        ]
        if tasks:
            continue
        yield finding(
            STOCK_LEFT_OUT,
            context,
            [*told, *context.saying(new)],
            title=f"{name}类任务只管新建，方案自己写明用能主要在存量",
            arithmetic=f"新建类条文{len(context.saying(new))}句，存量任务0句；“{told[0].text[:40]}”",
            settles="存量的数量、能耗和年度改造计划。",
            proposal="到（  ）年，完成既有（在用）（  ）改造（  ），单位能耗下降（  ）%。",
        )


UNADDRESSED = Check(
    "driver-unaddressed",
    20,
    QUANTITY,
    "方案自己写明的主要排放来源没有任务",
    "the driver that the plan names itself has no measure of its own",
)
_DRIVER = re.compile(
    r"(?P<what>[一-鿿]{2,8}?)(?:产业|行业|领域|企业|运行|用煤|用能)[^，。；]{0,8}占[^，。；]{2,24}(?P<share>\d[\d.]*)%[^，。；]{0,4}，[^。；]{0,6}是[^，。；]{0,16}(?:主要|首要|最大|决定)"
)
_ACTED_ON = re.compile(r"改造|降碳|达峰|能效|替代|电气化|余热|单位产品|节能|提升|升级|淘汰|限额")


@register(UNADDRESSED)
def driver_unaddressed(context: Context) -> Iterator[Finding]:
    """A sector said to be the main source of emissions, with neither a heading nor an order of its own."""
    for sentence in context.sentences:
        for found in _DRIVER.finditer(sentence.text):
            core = found["what"][-2:]
            headed = any(
                core in clause.heading for clause in context.plan.clauses if clause.id != sentence.clause
            )
            acted = any(
                core in piece and _ACTED_ON.search(piece)
                for other in context.sentences
                if other.clause != sentence.clause
                for piece in re.split("[，；]", other.text)
            )
            if headed or acted:
                continue
            yield finding(
                UNADDRESSED,
                context,
                [sentence],
                title=f"“{found['what']}”占{found['share']}%，是主要来源，没有专门任务",
                arithmetic=f"{sentence.clause}：“{found.group()[:50]}”；以“{core}”为题的条款0条，措施0句",
                settles="该来源的排放台账和改造计划。",
                proposal=f"增写“{found['what']}”的目标、措施和责任单位。",
            )


def _only_principle(sentence: Sentence) -> bool:
    """True for a sentence of the general part that orders nothing countable."""
    return re.search(r"\d", re.sub(r"20\d\d年", "", sentence.text)) is None
