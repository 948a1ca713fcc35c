"""Checks on splits half given: totals handed on without quotas, lists that miss areas, tiers without years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.domain.plan import Clause
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.coverage import empty_tier, split_put_off
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import listed

SPLIT_UNFINISHED = Check(
    "split-unfinished",
    8,
    QUANTITY,
    "下级分解只写了一部分",
    "a split is begun and areas, years or quotas are missing",
)
_NAME = re.compile(r"[一-鿿]{1,5}(?:县|区|市|旗|州|盟|镇|乡|街道)")
_NOT_A_NAME = re.compile(
    r"^[各全本我该外跨]|^(?:主|中心|老|新|建成|核心)?城区$|城市$|行政|园区|开发|经济|新区|县市|市辖|功能|试点|示范|高新|产业|地区|社区|矿区|景区|港区|厂区|灌区"
)
_HEADING = re.compile(r"分解|分配|分担|分摊|下达|分县|分区|分地区")
_AREAS = r"(?:各|所辖|下辖)(?:有关|相关|设区|地级|乡)*(?:地|县|区|市|州|盟|旗|镇|乡|街|片区|园区)"
_MEETS = r"(?:落实|完成|承担|分担|分摊|执行|推进|负责|消化|统筹|包干|认领|担责)"
_HANDED = re.compile(
    rf"(?:由|交|靠|压实到|落实到|责成){_AREAS}[^，。；]{{0,20}}{_MEETS}"
    rf"|{_AREAS}[^，。；]{{0,12}}(?:抓好|分别|自行|共同|合理|合力|协同){_MEETS}|(?:落实到|压实到|分解到|下达到){_AREAS}"
)
_BY_RULE = re.compile(
    r"同一|统一|相同|按[^，。；]{2,16}(?:比例|权重|占比|幅度)|见|附表|附件|专栏|下表|如下|《"
)
_TOTALS = re.compile(
    r"(?:^|[^一-鿿])(?:co2_total|energy_total|coal_consumption)$|(?:排放|能源消费|煤炭消费)(?:控制)?(?:总量|量)$"
)
# 2390万吨的排放总量控制目标: the name stands behind the figure
_TOTAL_BEHIND = re.compile(
    r"(?:以内|以下)?的?(?:全[一-鿿]|[一-鿿]{2,4}[省市县区])?(?:二氧化碳|碳)?(?:排放|(?:能源|煤炭)消费)?总量|的?(?:二氧化碳|碳)排放(?:控制|上限|目标|额度)"
)
_REST = re.compile(
    r"(?:其余|其他|其它|剩余|余下|未列)(?:各|的|入)*[^，。；]{0,14}?(?:另行|待|适时|后续|再行|暂|自行|未定|酌情|视|另定|择机|尽快|由各)"
)
_OF_AREAS = re.compile(r"其(?:余|他|它)|地|县|区|市|镇|街道|梯|批")
_TIER = re.compile(r"第[一二三四五](?:梯次|梯队|批次?|类|组|档|序列|方阵|阶段)")
_A_LIST, _A_PAIR = 3, 2


@register(SPLIT_UNFINISHED)
def split_unfinished(context: Context) -> Iterator[Finding]:
    """A heading that promises a split, a list of quotas or tiers that stops half-way."""
    told = {
        clause for check in (empty_tier, split_put_off) for one in check(context) for clause in one.clauses
    }
    lists = _lists(context)
    for clause in context.leaves():
        if clause.id in told:
            continue
        sentences = [one for one in context.sentences if one.clause == clause.id]
        fault = (
            _rest_put_off(sentences)
            or _handed_on(context, clause, sentences, lists)
            or _tiers_without_years(context, clause, sentences)
            or _areas_left_out(context, clause, sentences, lists)
        )
        if fault is None:
            continue
        sentence, title, arithmetic = fault
        yield finding(
            SPLIT_UNFINISHED,
            context,
            [sentence],
            title=title,
            arithmetic=arithmetic,
            settles="各县（市、区）的指标、达峰年份的分解文件（文号、日期）。",
            proposal="逐地列出指标和年份，合计等于总数；暂未确定的写明下达时限。",
        )


_Fault = tuple[Sentence, str, str] | None


def _handed_on(
    context: Context, clause: Clause, sentences: list[Sentence], lists: list[tuple[Sentence, tuple[str, ...]]]
) -> _Fault:
    """A total with its year that the areas are to meet, under a heading of splits or in so many words."""
    headed = _HEADING.search(context.headings(clause.id)[0] if context.headings(clause.id) else "")
    if any(one.clause == clause.id for one, _ in lists) or _tables_in(context, clause):
        return None
    for sentence in sentences:
        aims = [one for one in _figures(context, sentence) if one.sense == "aim" and one.year is not None]
        handed = _HANDED.search(sentence.text)
        # under a heading of splits, whatever is handed on is to be split: 改造面积, 装机
        totals = [one for one in aims if _is_total(one)] or (aims if headed and handed else [])
        if not totals or _BY_RULE.search(sentence.text):
            continue
        if headed is None and handed is None:
            continue
        if handed is None and re.search("各(?:地|县|区|市|镇)|分解", sentence.text) is None:
            continue
        one = totals[0]
        name = one.subject or "排放总量"
        return (
            sentence,
            f"“{name}”{one.figure}没有分解到各地",
            f"总数{one.figure}（{one.year}年），本条给出数额的地区0个",
        )
    return None


def _is_total(one: Statement) -> bool:
    named = _TOTALS.search(one.key) or _TOTALS.search(one.subject)
    return (
        one.change == "level"
        and one.dimension in {"mass", "carbon", "coal_equivalent"}
        and (named is not None or _TOTAL_BEHIND.match(one.sentence[one.stop :]) is not None)
    )


def _rest_put_off(sentences: list[Sentence]) -> _Fault:
    """Some areas with their figure or year, the rest 'later'."""
    for sentence in sentences:
        rest = _REST.search(sentence.text)
        if rest is None or not _OF_AREAS.search(rest.group()[2:]):
            continue
        pieces = re.split("[、，；：。]", sentence.text[: rest.start()])
        given = [name for piece in pieces if re.search(r"\d", piece) and (name := _clean(piece))]
        if given and re.search("分解|分配|下达|达峰|任务|指标|额度|目标", sentence.text):
            return (
                sentence,
                f"只有{len(given)}个地区有数，“{rest.group()}”",
                f"本句给出数额或年份的地区{len(given)}个，其余0个",
            )
    return None


def _tiers_without_years(context: Context, clause: Clause, sentences: list[Sentence]) -> _Fault:
    """Two tiers or more by name, in a clause on peaking that holds no year."""
    text = "".join(one.text for one in sentences)
    tiers = list(dict.fromkeys(_TIER.findall(text)))
    headings = "".join(context.headings(clause.id)[:2])
    if len(tiers) < _A_PAIR or "达峰" not in text + headings or _tables_in(context, clause):
        return None
    if re.search(r"20\d\d|十[四五六]五|见|附表|附件|专栏", text):
        return None
    sentence = next(one for one in sentences if _TIER.search(one.text))
    return sentence, f"{listed(tiers)}没有达峰年份", f"梯次{len(tiers)}个，写明年份的0个"


def _areas_left_out(
    context: Context, clause: Clause, sentences: list[Sentence], lists: list[tuple[Sentence, tuple[str, ...]]]
) -> _Fault:
    """A split or a row of tiers that names fewer areas than another list of the plan holds."""
    mine = [(one, names) for one, names in lists if one.clause == clause.id]
    split = [
        (one, names)
        for one, names in mine
        if re.search("分解|分配|梯次|梯队|批|下达", one.text) and re.search(r"\d", one.text)
    ]
    if not split or re.search("试点|率先|先行|示范|重点县", "".join(one.text for one in sentences)):
        return None
    here = {name for _, names in mine for name in names}
    whole = max((set(names) for one, names in lists if one.clause != clause.id), key=len, default=set[str]())
    whole = {name for name in whole if not any(name.endswith(one) and name != one for one in here)}
    missing = sorted(whole - here)
    sentence, _ = split[0]
    total = _short_of_total(context, sentence)
    if len(here) < _A_PAIR or not here < whole or len(missing) > len(here) or total is False:
        return None
    if re.search("其余|其他|另有", sentence.text):
        return None
    return (
        sentence,
        f"分解名单缺{listed(missing)}",
        f"本条{len(here)}个地区，另一处名单{len(whole)}个，缺{len(missing)}个：{listed(missing)}",
    )


def _short_of_total(context: Context, sentence: Sentence) -> bool | None:
    """Whether the areas' amounts fall short of a total in the sentence; None if there is none."""
    figures = _figures(context, sentence)
    parts = [one for one in figures if _NAME.search(one.subject) and _clean(one.subject)]
    whole = [one for one in figures if one not in parts and parts and one.dimension == parts[0].dimension]
    if not parts or not whole or parts[0].unit == "%":
        return None
    return sum(one.amount for one in parts) < 0.99 * whole[0].amount


def _figures(context: Context, sentence: Sentence) -> list[Statement]:
    return [
        one
        for one in context.statements
        if one.clause == sentence.clause and one.sentence == sentence.text and one.stop
    ]


def _tables_in(context: Context, clause: Clause) -> bool:
    return any(clause.start <= table.start < clause.end for table in context.tables)


def _lists(context: Context) -> list[tuple[Sentence, tuple[str, ...]]]:
    """The sentences that name areas in a row or with a figure each, with the names."""
    found = []
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        names = []
        for piece in re.split(r"[、，；：。和及（）()]", sentence.text):
            named = _clean(piece)
            if named:
                names.append(named)
        if len(names) >= _A_PAIR:
            found.append((sentence, tuple(dict.fromkeys(names))))
    return found


def _clean(piece: str) -> str:
    """The area that a piece of a list names: 第一梯次城东区, 分解到各地为岚山区265万吨, 白水县."""
    named = re.match(
        r"(?:.*(?:其中|为|到|至|给|次|批|队|类|组|档|括|是|含|由|在))?(?P<name>[一-鿿]{1,5}(?:县|区|市|旗|州|盟|镇|乡|街道))(?=$|\d|[^一-鿿]|达峰|于|在|为|不)",
        piece.strip(),
    )
    if named is None or _NOT_A_NAME.search(named["name"]) or len(named["name"]) < _A_PAIR:
        return ""
    return named["name"]
