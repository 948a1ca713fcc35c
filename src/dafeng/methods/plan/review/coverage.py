"""Checks on what a clause leaves out: tiers without content, CO2 targets without a boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Clause
from dafeng.methods.plan.review import told
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.ownership import has_annex
from dafeng.methods.plan.review.registry import QUANTITY, Check, register

_TIER = re.compile(r"梯次|分(?:批|级|层|区域|地区|步骤?|阶段|类)(?!回收|投放|收集|运输|处理)")
_NUMERAL = re.compile(
    r"\d|第[一二三四五六七八九十]+[批类梯级阶]|[一二三四五六七八九十两]+(?:个|类|批|级|档)(?:梯|地|县|区|阶)"
    r"|(?:率先|优先|重点)(?:达峰|开发)(?:区|县|地区)[：:]"
)
_AREA_LIST = re.compile(
    r"(?:[\u4e00-\u9fff]{2,5}(?:区|县|市|州|盟)、)+[\u4e00-\u9fff]{2,5}(?:区|县|市|州|盟)"
)
_BOUNDARY = (
    r"(?:排放|二氧化碳|总量|边界|口径)[^。；]{0,30}(?:能源活动|工业(?:生产)?过程|(?:调入|外购|购入|调出|净调入)[^。；，]{0,6}电力?|直接排放|间接排放|属地|消费侧|生产侧|化石能源燃烧|燃料燃烧)"
    r"|(?:能源活动|工业(?:生产)?过程|(?:净)?(?:调入|外购|购入)(?:的)?电力|化石能源燃烧)[^。；]{0,30}(?:排放|二氧化碳)"
    r"|范围[一二三123]|能源消费(?:产生的)?二氧化碳|(?:核算|排放|统计)(?:边界|口径)(?:为|是|包括|包含|含|按|采用|执行|以|指|与|见|沿用)"
)

EMPTY_TIER = Check("empty-tier", 8, QUANTITY, "梯次、分类达峰未作分解", "tiers are promised and not given")


@register(EMPTY_TIER)
def empty_tier(context: Context) -> Iterator[Finding]:
    """A clause headed by tiers or a split, without a numeral, year, list of areas or quota under it."""
    for clause in context.plan.clauses:
        tier = _TIER.search(clause.heading)
        split = _SPLIT_HEADING.search(clause.heading)
        if split is None and (tier is None or "达峰" not in clause.heading):
            continue
        words = split or tier
        below = list(context.children(clause))
        bodies = [_table_free(context.body(one)) for one in (clause, *below)]
        numerals = sum(len(_NUMERAL.findall(_TOTALS_ONLY.sub("", body))) for body in bodies)
        lists = sum(len(_AREA_LIST.findall(body)) for body in bodies)
        if numerals or (lists and split is None) or words is None or _split_given(context, clause):
            continue
        yield EMPTY_TIER.finding(
            (clause.id,),
            title=f"标题写有“{words.group()}”，条文中没有梯次、年份、名单或指标",
            clauses=(clause.id, *(one.id for one in below)),
            arithmetic=(
                f"本条及下级{len(below)}条共{sum(len(body) for body in bodies)}字：数字{numerals}处，地区名单{lists}处"
            ),
            settles="各县（市、区）的达峰梯次、年份和碳排放指标分解文件（如另有分解方案，请提供）。",
            proposal="第一梯队（  、  ）于（  ）年前达峰，第二梯队（  、  ）于（  ）年前达峰；各地碳排放指标见附表。",
        )


# a heading that promises areas, years or sectors their own figures
_SPLIT_HEADING = re.compile(
    r"(?:分解|分配|划分|明确|下达|细化|确定)[^，。；]{0,10}(?:额度|控制数|控制目标|指标|梯次|次序|年度目标|县区目标|目标任务到县)|分县(?:区|市)?(?:目标|任务|指标|额度)|分区域(?:目标|达峰)|年度分解|分年度(?:目标|任务|计划)|分行业(?:目标|达峰)|梯次(?:达峰|划分|安排)|达峰(?:次序|梯次|时序)"
)
_TOTALS_ONLY = re.compile(
    r"20\d\d年[^，。；]{0,16}?[\d.]+(?:亿|万)?吨(?:标准煤|二氧化碳)?[^，。；]{0,8}(?:分解|落实|分配)|20\d\d年(?:底|末)?前?(?=[，由]|[^，。；]{0,20}(?:印发|下达|制定|完成分解))"
)


def _table_free(text: str) -> str:
    return re.sub(r"(?m)^.*(?:\||\t).*$", "", text)


def _split_given(context: Context, clause: Clause) -> bool:
    """Whether a table or a list elsewhere gives areas their own figures, and the clause points there or stands by it."""
    refers = re.search(r"专栏|附表|附件|见表|下表|另行?印发《|文号", context.plan.text_of(clause)) is not None
    return refers and area_figures(context) >= _A_SPLIT


_A_SPLIT = 3
_AREA_WORD = r"[一-鿿]{1,6}(?:县|区|市|旗|镇|乡|街道|园区|新区|州|盟)"


def area_figures(context: Context) -> int:
    """How many areas have a figure or a peak year of their own, in lists or in tables."""
    best = 0
    for sentence in context.sentences:
        years = re.findall(
            rf"(?:{_AREA_WORD}、)*{_AREA_WORD}(?:于|在)?20\d\d年(?:底|以)?前?(?:率先)?达峰", sentence.text
        )
        quotas = re.findall(
            rf"{_AREA_WORD}(?:为|不超过|达到|下降)?\d[\d.]*(?:万|亿)?(?:吨|千瓦|%|平方米|个|辆|座)",
            sentence.text,
        )
        best = max(best, len(quotas), 2 * len(years))
    for table in context.tables:
        areas = [row for row in table.rows if row.cells and re.search(rf"^{_AREA_WORD}$", row.cells[0])]
        best = max(
            best,
            len([row for row in areas if any(re.fullmatch(r"\d[\d.,]*%?", cell) for cell in row.cells[-1:])]),
        )
    return best


# figures of this very task are put off, whatever the plan splits elsewhere
_OTHER_SPLIT = re.compile(
    r"(?:数额|额度|指标|任务量|控制数)[^，。；]{0,8}(?:另行(?:下达|确定)|自行确定|待定|由各地自行)|由各(?:地|县|区|市)[^，。；]{0,10}自行(?:确定|安排)"
)
SPLIT_PUT_OFF = Check(
    "split-put-off", 8, QUANTITY, "下级分解未给出", "the split to areas or years is promised and not given"
)
_SPLIT = re.compile(
    r"(?:分解|分配|下达|落实|分摊|划分|确定|安排)[^，。；]{0,16}(?:到|至|给)?各(?:设区|地级)?(?:县|区|市|州|镇|乡|街|地|园区)|各(?:设区|地级)?(?:县|区|市|州|镇|乡|街|地|园区)[^，。；]{0,14}(?:额度|控制数|达峰(?:时间|年份|次序|时序)|指标|目标|任务|面积|装机|数量)[^，。；]{0,14}(?:下达|分配|确定|安排|分解|公布|明确)|各(?:县|区|市|州|镇|乡|地)[^。；]{0,30}(?:目标|任务|指标|额度)[^。；]{0,30}下达|(?:梯次|次序|达峰年份|额度|控制数|控制目标)"
)
_PUT_OFF = re.compile(
    r"适时(?:下达|确定|安排|明确|分解|公布)|另行(?:下达|确定|分解|制定|明确|安排|公布)|待[^，。；]{1,16}(?:后|再)|另行研究|研究(?:提出|确定|制定)后(?:再)?(?:下达|印发|分解)|再行(?:分配|确定|分解|下达)|自行(?:确定|制定|安排)|合理(?:确定|落实|分解|分担|安排)|有序推进|结合(?:实际|资源)|因地制宜|自主确定|酌情|统筹考虑"
)


@register(SPLIT_PUT_OFF)
def split_put_off(context: Context) -> Iterator[Finding]:
    """A split to areas that a sentence or a table puts off, where the plan gives areas no figure at all."""
    quota_given = area_figures(context) >= _A_SPLIT
    for sentence in context.sentences:
        if _is_heading(context, sentence):
            continue
        split = _SPLIT.search(sentence.text) or _OTHER_SPLIT.search(sentence.text)
        later = _PUT_OFF.search(sentence.text)
        bare = re.search(r"分解(?:落实|下达)?(?:到|至)各(?:县|区|市|州|镇|地)", sentence.text)
        headed = any(_SPLIT_HEADING.search(heading) for heading in context.headings(sentence.clause)[:2])
        numbers = re.search(rf"{_AREA_WORD}(?:为)?\d|\d[\d.]*%.*{_AREA_WORD}", sentence.text)
        annex = _IN_ANNEX.search(sentence.text)
        if _bare_split(context, sentence) or (annex and not has_annex(context, annex[1])):
            yield _not_split(context, sentence)
            continue
        if split is None or numbers or re.search(r"见(?:专栏|附表|附件|表)|如下|另行?印发", sentence.text):
            continue
        put_off = (
            later is not None
            and re.search(r"达峰|额度|控制数|指标|目标|任务|面积|装机|数量", sentence.text)
            and (headed or not quota_given or _OTHER_SPLIT.search(sentence.text))
        )
        if not put_off and not (bare and not quota_given):
            continue
        words = later.group() if later and put_off else bare.group() if bare else ""
        yield told.finding(
            SPLIT_PUT_OFF,
            context,
            [sentence],
            title=f"下级分解写作“{words}”，没有名单、年份和数额",
            arithmetic=f"全文给出数额的地区{area_figures(context)}个；本句数额0个",
            settles="分解文件（文号、日期）和各地数额。",
            proposal="在附表列出各地的达峰年份和额度，合计等于全市（全省）。",
        )
    for table in context.tables:
        areas = [row for row in table.rows if row.cells and re.search(rf"^{_AREA_WORD}$", row.cells[0])]
        for column in range(1, len(table.header)):
            cells = [row.cells[column] for row in areas if column < len(row.cells)]
            empty = [
                cell
                for cell in cells
                if re.fullmatch(r"|[—\-–]+|待定|另行(?:下达|确定)|暂缺|待分解|待下达|另定", cell)
            ]
            if len(areas) >= 2 and len(empty) >= max(2, len(cells) // 2):
                clause = context.clause_at(table.start) or ""
                yield SPLIT_PUT_OFF.finding(
                    (f"{clause}@{table.start}",),
                    title=f"表中{len(empty)}个地区的“{table.header[column]}”没有数额",
                    clauses=_clauses_of_table(context, clause),
                    arithmetic=f"地区{len(areas)}个，写明“{table.header[column]}”的{len(cells) - len(empty)}个",
                    settles="分解文件（文号、日期）和各地数额。",
                    proposal="补齐各地数额，合计等于全市（全省）。",
                )
    yield from _caption_without_table(context)


_IN_ANNEX = re.compile(
    r"(?:分解|(?:分|各)(?:片区|[县市区州旗镇乡街](?:[县市区州旗镇乡街]|、|（[^）]{1,6}）)*|地区?|年度|领域|行业|园区)[^，。；]{0,6}(?:指标|任务|目标|额度|数额|达峰时间|计划))[^，。；]{0,8}(?:见|列入|列于)(附[件表]\s*\d*)"
)


_NUMBERED = re.compile(r"[ \t\u3000]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第|\d)")


def _is_heading(context: Context, sentence: Sentence) -> bool:
    """Whether the words are a heading on a line of their own, which puts nothing off."""
    text = context.plan.document.text
    line = text[text.rfind("\n", 0, sentence.offset) + 1 :].split("\n", 1)[0]
    return re.search("[。；，]", line) is None and _NUMBERED.match(line) is not None


_SPLIT_TO = re.compile(
    r"分解(?:落实|下达|安排)?(?:到|至|给)(?:各|县|区|市|街|镇|乡|园)|(?:下达|分配|落实)(?:到|至|给)(?:各|县|区|市|街|镇|乡|园)[^，。；]{0,12}(?:执行|落实|完成)?"
)
_OF_A_TASK = re.compile(
    r"20\d\d年[^。；，]{0,8}(?<!目标)任务|20\d\d年[^。；]*(?:\d[\d.]*(?:%|[万亿]?[一-鿿])|降幅|降低率|强度|控制目标)|降幅目标|强度目标|装机目标"
)


def _bare_split(context: Context, sentence: Sentence) -> bool:
    """A task of its own, with year and figure, handed to the areas without one figure for any of them."""
    handed = _SPLIT_TO.search(sentence.text)
    if handed is None or not _OF_A_TASK.search(sentence.text):
        return False
    annex = re.search(r"(?:附件|附表|专栏|附录)\s*(\d*)", sentence.text)
    if annex and has_annex(context, annex.group()):
        return False
    if re.search(r"《[^》]*》|〔20\d\d〕", sentence.text):
        return False  # handed down by a document that is named
    areas = re.search(rf"{_AREA_WORD}(?:为|不低于|不超过|下降)?\d", sentence.text) is not None
    rows = [table for table in context.tables if (context.clause_at(table.start) or "") == sentence.clause]
    return not areas and not rows and re.search("[：:]", sentence.text[handed.end() :]) is None


def _not_split(context: Context, sentence: Sentence) -> Finding:
    handed = _SPLIT_TO.search(sentence.text) or _IN_ANNEX.search(sentence.text)
    found = told.finding(
        SPLIT_PUT_OFF,
        context,
        [sentence],
        title=f"“{handed.group() if handed else ''}”之后没有各地数额",
        arithmetic=f"本句：“{sentence.text[:60]}”，给出数额的地区0个",
        settles="分解文件（文号、日期）和各地数额。",
        proposal="在附表列出各地的数额，合计等于全市（全省）。",
    )
    annex = _IN_ANNEX.search(sentence.text)
    return replace(found, clauses=(*found.clauses, annex[1])) if annex else found


def _clauses_of_table(context: Context, clause: str) -> tuple[str, ...]:
    """The clause that holds the table, and those that send the reader to it."""
    refers = [one.clause for one in context.saying(r"附表|见表|专栏|额度|分解") if one.clause]
    return tuple(dict.fromkeys([*([clause] if clause else []), *refers]))


def _all_blank(text: str) -> bool:
    """Whether the rows that follow name areas and hold no figure for any of them."""
    lines = re.match(r"(?:[^\n]*\|[^\n]*(?:\n|$))+", text)
    cells = [line.strip(" |").split("|") for line in lines.group().splitlines()] if lines else []
    areas = [row for row in cells[1:] if re.fullmatch(_AREA_WORD, row[0].strip())]
    blank = [row for row in areas if re.fullmatch(r"[\s—\-–/]*", "".join(row[1:]))]
    return len(areas) >= 2 and len(blank) == len(areas)


def _caption_without_table(context: Context) -> Iterator[Finding]:
    """A box headed by areas and quotas under which only a principle stands."""
    text = context.plan.document.text
    for found in re.finditer(
        r"^[ \t\u3000]*((?:专栏|附表|表)\s*\d*[^\n]*(?:额度|达峰年份|分解|分年度|控制数|各县|县（|分县|分区|分片区|分地区|县区)[^\n]*)\n+(?P<next>[^\n]*)",
        text,
        re.MULTILINE,
    ):
        following = found["next"]
        if _all_blank(text[found.start("next") :]):
            following = ""
        if "|" in following or "\t" in following or re.search(r"\d", following):
            continue
        clause = context.clause_at(found.start()) or ""
        yield SPLIT_PUT_OFF.finding(
            (f"{clause}@{found.start()}",),
            title=f"“{found[1].strip()[:30]}”之下没有表，只有原则",
            clauses=(clause,) if clause else (),
            arithmetic="专栏（附表）标题1处，表0张，数额0个",
            settles="专栏（附表）的原件。",
            proposal="补附表：地区、达峰年份、额度，合计等于全市（全省）。",
        )
