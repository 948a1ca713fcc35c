"""Checks for targets that follow from another: a complement, a product, a level that a cut already fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

NOT_COMPLEMENT = Check(
    "not-complement",
    10,
    CONVENTION,
    "两项互补的比例合计不是100%",
    "two complementary shares do not make 100 %",
)


@register(NOT_COMPLEMENT)
def not_complement(context: Context) -> Iterator[Finding]:
    """非化石40%、化石65% of one year: what one leaves is not what the other says."""
    shares = [one for one in context.statements if one.unit == "%" and one.change == "level" and one.stop]
    clean = [one for one in shares if re.search("非化石能源[^，。；]{0,8}(?:比重|占比|比例)$", one.subject)]
    fossil = [one for one in shares if re.search("^化石能源[^，。；]{0,8}(?:比重|占比|比例)$", one.subject)]
    for one in clean:
        for other in fossil:
            if (
                one.year == other.year
                and one.clause == other.clause
                and abs(one.value + other.value - 100) > 1
            ):
                yield finding(
                    NOT_COMPLEMENT,
                    context,
                    [one, other],
                    title=f"非化石{one.figure}与化石{other.figure}合计不是100%",
                    arithmetic=f"{plain(one.value)}%+{plain(other.value)}%={plain(one.value + other.value)}%",
                    settles="两项比重的口径。",
                    proposal="核对两项比重，使其合计为100%。",
                )


COMPLEMENT = Check("complement", 14, CONVENTION, "两项比例互为补数", "two shares are each other's complement")
_PAIRS = (
    (r"非化石能源[^，。；]{0,10}(?:比重|占比|比例)", r"(?<!非)化石能源[^，。；]{0,10}(?:比重|占比|比例)"),
    (r"(?:资源化|综合)?利用率", r"(?:填埋|处置|贮存|焚毁)(?:率|比例|占比)"),
    (
        r"新能源[^，。；]{0,10}(?:比重|占比|比例)",
        r"(?:燃油|传统能源|传统燃料|柴油|汽油)[^，。；]{0,10}(?:比重|占比|比例)",
    ),
    (r"(?<!不)达标率", r"不达标率|超标率"),
    (
        r"绿色出行[^，。；]{0,6}(?:比例|分担率)",
        r"(?:私家车|小汽车)[^，。；]{0,6}出行?[^，。；]{0,6}(?:比例|分担率)",
    ),
    (r"(?:铁路|水路|铁水)[^，。；]{0,10}(?:比重|占比|比例)", r"公路[^，。；]{0,10}(?:比重|占比|比例)"),
    (
        r"(?<!非)清洁(?:能源|取暖|供暖|热源)[^，。；]{0,10}(?:率|比重|占比|比例)",
        r"(?:散煤|非清洁|燃煤)[^，。；]{0,10}(?:率|比重|占比|比例)",
    ),
    (
        r"(?:绿色建筑|装配式建筑)[^，。；]{0,10}(?:占比|比例)",
        r"(?:非绿色建筑|现浇建筑|普通建筑)[^，。；]{0,10}(?:占比|比例)",
    ),
    (r"回收率", r"(?:残留|流失|未回收)率"),
)
_ZERO = re.compile(r"(?:降(?:到|至|为)|为|至|清)(?:20\d\d年[底末]?的?)?(?:0%?|零)(?![.\d])")


@register(COMPLEMENT)
def complement(context: Context) -> Iterator[Finding]:
    """Two shares of one year that add to exactly 100 % because one is what the other leaves."""
    told: set[int] = set()
    for floor, ceiling in _floor_and_ceiling(context):
        told |= {floor.start, ceiling.start}
        yield _complementary(context, [floor, ceiling])
    aims = [
        one for one in context.statements if one.unit == "%" and one.sense == "aim" and one.change == "level"
    ]
    for floor, ceiling in _clean_and_fossil(aims):
        told |= {floor.start, ceiling.start}
        line = f"100%−{plain(floor.value)}%={plain(100 - floor.value)}%≤{plain(ceiling.value)}%：完成前者即完成后者"
        yield _complementary(context, [ceiling, floor], line)
    for first in aims:
        for one, other in _PAIRS:
            if not re.search(rf"(?:{one})", first.words + first.subject) or re.search(
                rf"(?:{other})", first.subject
            ):
                continue
            rest = first.sentence[first.stop :]
            second = next(
                (
                    aim
                    for aim in aims
                    if aim.year == first.year
                    and aim.start != first.start
                    and abs(aim.value + first.value - 100) < 0.01
                    and re.search(rf"(?:{other})", aim.words + aim.subject)
                ),
                None,
            )
            zero = (
                first.value == 100
                and (found := re.search(other, rest))
                and _ZERO.search(rest[found.start() :])
            )
            if second is None and not zero:
                continue
            if first.start not in told:
                yield _complementary(context, [first, *([second] if second else [])])
            break


def _clean_and_fossil(aims: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """化石能源比重75%以下 beside 非化石能源28%以上: the floor of the one already keeps the other below 72%."""
    for ceiling in aims:
        if ceiling.bound != "<=" or not re.match(
            r"化石能源[^，。；]{0,12}(?:比重|占比|比例)$", ceiling.subject
        ):
            continue
        for floor in aims:
            if (
                floor.bound in {">=", "="}
                and floor.year == ceiling.year
                and re.match(r"非化石能源[^，。；]{0,12}(?:比重|占比|比例)$", floor.subject)
                and ceiling.value + floor.value >= 100 - 0.01
            ):
                yield floor, ceiling
                break


def _complementary(context: Context, told: list[Statement], line: str | None = None) -> Finding:
    first = told[0]
    line = line or f"100%−{plain(first.value)}%={plain(100 - first.value)}%：两项是同一目标的两种写法"
    return finding(
        COMPLEMENT,
        context,
        told,
        title=f"“{first.subject}”与另一项比例互为补数",
        arithmetic=line,
        settles="以哪一项为考核指标。",
        proposal="只保留其中一项为目标，另一项注明为推算值。",
    )


DERIVED = Check(
    "derived-target",
    14,
    CONVENTION,
    "另设的目标可由已有目标算出",
    "a target set apart follows from others by arithmetic",
)


def _floor_and_ceiling(context: Context) -> Iterator[tuple[Statement, Statement]]:
    """甲不低于70%，甲以外不高于30%: a floor and a ceiling of one sentence that add to all of one whole."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.unit == "%" and one.sense == "aim" and one.change == "level" and one.stop:
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        for floor in group:
            for ceiling in group:
                if (
                    floor.bound == ">="
                    and ceiling.bound == "<="
                    and floor.year == ceiling.year
                    and abs(floor.value + ceiling.value - 100) < 0.01
                    and _share_letters(floor, ceiling)
                ):
                    yield floor, ceiling


def _share_letters(first: Statement, second: Statement) -> bool:
    """Whether most letters of the shorter name stand in the other: shares of one whole."""
    mine, theirs = set(first.subject) - set("的占比例重率"), set(second.subject) - set("的占比例重率")
    return len(mine & theirs) * 2 >= min(len(mine), len(theirs)) > 1


_APART = re.compile(
    r"独立(?:的)?(?:考核)?(?:指标|目标|考核)|另设|另(?:外|行)?(?:设|列|定)|另一项|单独(?:设|考核|列|下达)|同时(?:设置|设立|设定|考核|下达)|分别考核|并列(?:考核|为)|(?:作为|列为|纳入)[^，。；]{0,8}(?:目标|指标|考核)|增设|新设"
)


def _level_of_cut(context: Context) -> Iterator[Finding]:
    """每万元生产总值排放降到0.635吨 beside a cut of 22 %: total ÷ GDP × (1 − cut) is that level."""
    facts = [one for one in context.statements if one.sense == "fact" and one.change == "level" and one.stop]
    money = [one for one in facts if one.dimension == "money" and re.search("生产总值$|GDP$", one.subject)]
    for level in context.statements:
        if level.sense != "aim" or level.change != "level" or not level.stop or level.unit == "%":
            continue
        if not re.search("^(?:每|单位|每?万元).*(?:生产总值|GDP)", level.subject):
            continue
        carbon = re.search("碳|排放", level.subject) is not None
        key, name = (
            ("co2_intensity", "排放(?:总量|量)?$|co2_total$")
            if carbon
            else ("energy_intensity", "能源消费(?:总)?量$|energy_total$")
        )
        totals = [one for one in facts if re.search(name, one.key) and "单位" not in one.subject]
        for cut in context.statements:
            if cut.key != key or cut.change != "fall" or cut.unit != "%" or cut.year != level.year:
                continue
            for total, gdp in ((total, gdp) for total in totals for gdp in money):
                made = total.amount / gdp.amount * _PER_GDP * (1 - cut.value / 100)
                if total.year in {None, gdp.year} and abs(level.amount - made) <= _EXACT * made:
                    line = f"{total.figure}÷{gdp.figure}×(1−{cut.figure})={plain(made, 3)}，即{level.figure}"
                    yield _derived(context, [level, cut, total, gdp], line)
                    return


_PER_GDP = 1e4  # by 10,000 yuan
_EXACT = 0.01


@register(DERIVED)
def derived_target(context: Context) -> Iterator[Finding]:
    """A sum of two targets, or the level that a cut already fixes, set as a target of its own."""
    yield from _level_of_cut(context)
    aims = [one for one in context.statements if one.sense == "aim" and one.stop and one.dimension]
    for one in aims:
        apart = _APART.search(one.sentence[max(0, one.begin - 50) : one.stop + 30])
        if apart is None:
            continue
        terms = [
            other
            for other in aims
            if other.dimension == one.dimension
            and other.year == one.year
            and other.start != one.start
            and other.clause == one.clause
        ]
        for index, first in enumerate(terms):
            for second in terms[index + 1 :]:
                if (
                    abs(first.amount + second.amount - one.amount) <= 0.002 * one.amount
                    and one.dimension != "share"
                ):
                    yield _derived(
                        context, [one, first, second], f"{first.figure}+{second.figure}={one.figure}"
                    )
        for cut in context.statements:
            if (
                cut.key != one.key
                or cut.change != "fall"
                or cut.unit != "%"
                or cut.year != one.year
                or one.unit == "%"
                or one.change == "fall"
            ):
                continue
            yield _derived(context, [one, cut], f"基期值×(1−{plain(cut.value)}%)，换算为{one.figure}")
        for other in aims:
            same = (
                other.key == one.key
                and other.year == one.year
                and other.start != one.start
                and other.dimension == one.dimension
            )
            if same and other.amount == one.amount and other.clause == one.clause:
                yield _derived(context, [one, other], f"{other.figure}={one.figure}")


def _derived(context: Context, told: list[Statement], line: str) -> Finding:
    return finding(
        DERIVED,
        context,
        told,
        title=f"“{told[0].subject}”{told[0].figure}可由已有目标直接算出",
        arithmetic=line,
        settles="以哪一项为考核指标。",
        proposal="只保留可独立考核的指标，另一项注明为推算值。",
    )


PRODUCT_IMPLIED = Check(
    "product-implied",
    14,
    CONVENTION,
    "目标可由另两项相乘、相加得出",
    "a target is the product or sum of two others printed with it",
)


@register(PRODUCT_IMPLIED)
def product_implied(context: Context) -> Iterator[Finding]:
    """A saving, generation or count target that two other targets of its sentence already fix."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in context.statements:
        if one.sense == "aim":
            groups.setdefault((one.clause, one.sentence), []).append(one)
    for group in groups.values():
        counts = [one for one in group if one.dimension == "count"]
        per = [one for one in group if re.search(r"每(?:个|座|家|台|县|镇|乡|村|年)[^，]{0,8}", one.words)]
        for each in per:
            for count in counts:
                for total in group:
                    if total in {each, count} or each == count or total.dimension != each.dimension:
                        continue
                    if abs(each.amount * count.amount - total.amount) <= 1e-6 * total.amount:
                        yield finding(
                            PRODUCT_IMPLIED,
                            context,
                            [total, each, count],
                            title=f"“{total.subject}”{total.figure}可由另两项直接算出",
                            arithmetic=f"{each.figure}×{count.figure}={total.figure}",
                            settles="以哪一项为考核指标。",
                            proposal="只保留可独立考核的指标，另一项注明为推算值。",
                        )
