"""Checks on the one target without a bound in a plan whose targets say at least or at most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.exactness import loose_bound
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement, dimension_of
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.undertaken import is_undertaken
from dafeng.methods.plan.review.units import comparator_missing

UNBOUND = Check(
    "unbound",
    3,
    CONVENTION,
    "个别目标只写数字，其余目标均写明上下限",
    "one target is a plain number where the plan's others are bounds",
)
_HUNDRED = 100
_FEW, _MANY, _TIMES = 2, 12, 8  # one or two against a dozen, and against eight times as many
_TO = re.compile(
    r"(?:达到|达|提高到|提升到|上升到|增加到|扩大到|提高至|提升至|增至|降至|降到|下降到|下降至|降低到|降低至|减少到|减少至)$"
)
_BY = re.compile(
    r"[比较]20\d\d年[^，。；]{0,8}(?:下降|降低|减少|压减|削减|提高|提升|增长|增加|上升)$|(?:累计|共)(?:下降|降低|减少|提高|提升|增长)$"
)
_COUNTED = re.compile(r"(?:累计|实施|完成|培育|创建|打造|形成|推广|更新|改造)[^，。；：]*$")
_PART = re.compile(r"其中|分别|依次|分解|分配|：|即|包括|测算|安排|推算|预计|情景|按|每")
_ENDS = re.compile(r"(?:[（(][^）)]*[）)])?(?:[，。；]|$)")


@register(UNBOUND)
def unbound(context: Context) -> Iterator[Finding]:
    """At most two promises without 以上 or 以内 in a plan where a dozen others carry one."""
    aims = [
        one for one in context.statements if one.stop and one.year is not None and is_undertaken(context, one)
    ]
    firm = [one for one in aims if one.bound in {">=", "<="}]
    plain = [one for one in aims if one.bound == "=" and _is_promise(one) and not _is_a_part(context, one)]
    if not plain or len(plain) > _FEW or len(firm) < max(_MANY, _TIMES * len(plain)):
        return
    told = {
        clause
        for check in (loose_bound, comparator_missing)
        for one in check(context)
        for clause in one.clauses
    }
    for one in plain:
        if one.clause in told:
            continue
        yield finding(
            UNBOUND,
            context,
            [one],
            title=f"“{one.subject}”{one.figure}没有“以上”“以内”等界限，与本方案其他目标写法不一",
            arithmetic=f"本方案写明上下限的目标{len(firm)}项，只列数字的{len(plain)}项：{one.subject}{one.figure}",
            settles="该指标的约束方式：下限、上限还是定值。",
            proposal=f"{one.subject}不低于（不高于）{one.figure}。",
        )


UNBOUND_COLUMN = Check(
    "unbound-column",
    3,
    CONVENTION,
    "分解表有一列没有写明上下限，其余各列均写明",
    "one column of a table states no bound where its others do",
)
_BOUND_WORDS = re.compile(
    "以上|以下|以内|不[少低高大]于|不超过|不突破|上限|下限|控制|限额|额度|峰值|至少|[≥≤<>]|左右"
)


@register(UNBOUND_COLUMN)
def unbound_column(context: Context) -> Iterator[Finding]:
    """The one column of figures to come whose heading has a unit and no 以上 or 以内, beside columns that have."""
    for table in context.tables:
        heads = [head for head in table.header if _is_to_come(context, head)]
        bare = [head for head in heads if not _BOUND_WORDS.search(head)]
        cells = [cell for row in table.rows for cell in row.cells]
        if len(bare) != 1 or len(heads) == 1 or any(_BOUND_WORDS.search(cell) for cell in cells):
            continue
        there = Sentence(table.caption, context.clause_at(table.start) or "", table.start, 0)
        yield finding(
            UNBOUND_COLUMN,
            context,
            [there],
            title=f"表中“{bare[0]}”一列没有“以上”“以内”等界限，其余各列均写明",
            arithmetic=f"目标列{len(heads)}列，写明界限的{len(heads) - 1}列，未写明1列：{bare[0]}",
            settles="该列的约束方式：下限、上限还是定值。",
            proposal=f"表头写作“{bare[0]}，以上（以内）”。",
        )


UNBOUND_CELL = Check(
    "unbound-cell",
    3,
    CONVENTION,
    "指标表有一行的目标值没有比较符号，其余各行均有",
    "one target of a table of indicators has no sign where the others have",
)
_SIGNED = re.compile(r"≥|≤|[<>＜＞]|以上|以下|以内|左右|不[少低高大]于|不超过|达到|控制|约")
_PLAIN = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
# steps are printed without a sign; full coverage, a year and a count are exact
_EXACT = re.compile(
    r"下降|降低|减少|提高|增长|增速|增幅|降幅|累计|达峰|年份|时间|[（(，,](?:个|座|家|项|处|条|年|次|户|台|套)[）)]"
)


@register(UNBOUND_CELL)
def unbound_cell(context: Context) -> Iterator[Finding]:
    """The one row of a table of indicators whose target is a plain number beside four that are bounds."""
    for table in context.tables:
        column = table.column(r"目标值?$|^20[3-6]\d年?(?:目标值?)?$")
        named = table.column("指标|名称|内容") or 0
        if column is None or column == named:
            continue
        rows = [row for row in table.rows if len(row.cells) > max(column, named) and row.cells[column]]
        signed = [row for row in rows if _SIGNED.search(row.cells[column] + row.cells[named])]
        bare = [
            row
            for row in rows
            if row not in signed
            and _PLAIN.fullmatch(row.cells[column].strip())
            and row.cells[column].strip(" %") not in {"0", "100"}
            and not _EXACT.search("".join(row.cells))
        ]
        if len(bare) != 1 or len(signed) < _SIGNS:
            continue
        name = re.sub("[（(].*", "", bare[0].cells[named])
        there = Sentence(name, context.clause_at(bare[0].start) or "", bare[0].start, 0)
        yield finding(
            UNBOUND_CELL,
            context,
            [there],
            title=f"表中“{name}”的目标值{bare[0].cells[column]}没有“≥”“≤”等符号，其余各行均有",
            arithmetic=f"目标值{len(rows)}项，写明上下限的{len(signed)}项，本行未写明",
            settles="该指标的约束方式：下限、上限还是定值。",
            proposal=f"写作“≥（≤）{bare[0].cells[column]}”。",
        )


_SIGNS = 4


def _is_to_come(context: Context, head: str) -> bool:
    """Whether a heading has a unit in brackets and is of a year to come, or of none at all."""
    years = [int(year) for year in re.findall(r"(?<![比较])(20\d\d)", head)]
    unit = re.search(r"[（(](%|[万亿千百]?[一-鿿]{1,6}(?:/[一-鿿]+)?)(?:[，,、][^（）()]*)?[）)]$", head)
    return (
        unit is not None
        and dimension_of(unit[1])[0] not in {None, "count", "money"}
        and (not years or max(years) >= context.first_year)
        and re.search("现状|基期|基准|实际|占比|增减|变化|投资|备注", head) is None
    )


def _is_a_part(context: Context, one: Statement) -> bool:
    """Whether the figure is one of several whose sum the sentence goes on to, or reckons with before."""
    beside = [
        other
        for other in context.statements
        if other.stop
        and (other.clause, other.sentence) == (one.clause, one.sentence)
        and other.dimension == one.dimension
        and other.change == one.change
        and other.bound == one.bound
    ]
    summed = re.search("合计|共计|总计|相加|相抵|之和|总和|净[减增]", one.sentence)
    return len(beside) >= _PARTS and (
        summed is not None or _MEANS.search(one.sentence[: one.begin]) is not None
    )


_PARTS = 3
_MEANS = re.compile(r"通过|依靠|依托|采取|利用")


def _is_promise(one: Statement) -> bool:
    """Whether a figure without a bound is a target of its own: changed to, changed by, or a count to be reached."""
    sentence = one.sentence
    clause = re.sub(r"[（(][^（）()]*[）)]", "", re.split("[；。]", sentence[: one.begin])[-1])
    if _PART.search(re.split("[，]", clause)[-1]) or re.search("其中|分别|分解|：", clause):
        return False
    if re.match("[^。；]{0,8}(?:分解|分配|其中)", sentence[one.stop :]):
        return False  # a sum that is shared out says how much, and its parts follow
    if re.search("测算|推算|预计|情景|安排", clause) or not _ENDS.match(sentence[one.stop :]):
        return False
    words = one.words.strip()
    if one.unit == "%":
        return one.value < 100 and (_TO.search(words) or _BY.search(words)) is not None
    if one.dimension in {None, "hours", "ratio"} or one.value <= 1:
        return False
    if one.dimension == "count" and (one.amount < _HUNDRED or "累计" not in words):
        return False  # how many are to be built is an exact number, unless they run up to hundreds over the years
    # a level that closes its sentence: behind a comma stands what it is today, or what follows from it
    closes = re.match("[。；]|$", sentence[one.stop :]) is not None
    return _COUNTED.search(words) is not None or (closes and words.endswith("达到"))
