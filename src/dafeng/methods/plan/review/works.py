"""Checks that one works with a great part of the emissions has its sway over the total told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.unsaid import MENDS, SWING

WORKS_UNSAID = Check(
    "works-unsaid",
    20,
    QUANTITY,
    "一家企业占排放大头，其变动对达峰的影响未写明",
    "one works emits a great part of the total and what its swings do is left unsaid",
)
_PLACE = r"(?:全[市省区县州旗]|本[市省区县州]|我[市省区县州]|[市省区县州]域|辖区)"
_WORKS = r"[一-鿿]{2,14}?(?:公司|集团|电厂|热电厂|钢厂|铝厂|水泥厂|化工厂|焦化厂|冶炼厂|[一-鿿]{2}厂|企业|电站|钢铁|石化|炼化|机组)"
_PART = r"(?P<part>\d[\d.]*%|[二三四五六七八九]成(?:半)?|一半|近半|半数|[二三四]分之[一二三])"
_SHARES = (
    re.compile(
        rf"(?P<name>{_WORKS})(?:的|年|碳|二氧化碳|温室气体|排放量?|约|\d|万吨|煤炭|消费量?|用煤量?|能耗|能源|综合|、|，)*占(?:到|了)?"
        rf"{_PLACE}[^，。；\d]{{0,20}}?{_PART}"
    ),
    re.compile(
        rf"{_PLACE}[^，。；\d]{{0,16}}排放[^，。；\d]{{0,12}}?{_PART}[^，。；\d]{{0,8}}(?:来自|集中(?:在|于)|出自)(?P<name>{_WORKS})"
    ),
)
_EFFECT = re.compile(
    r"每(?:增|减|变|波动|多|少|停)[^。；]{0,24}\d|影响[^，。；]{0,12}\d|(?:抵扣|抵减)[^，。；]{0,10}\d|情景|敏感性"
)
_GREAT_WORKS = 20.0


@register(WORKS_UNSAID)
def works_unsaid(context: Context) -> Iterator[Finding]:
    """One works with a fifth and more of the area's emissions, and no word on what its output does to them."""
    if not context.says(r"达峰"):
        return
    for sentence in context.sentences:
        found = next((hit for pattern in _SHARES if (hit := pattern.search(sentence.text))), None)
        if found is None or not sentence.clause or not re.search("排放|能耗|用煤|煤炭", found.group()):
            continue
        part = found["part"]
        if re.search(r"\d", part) and float(part.rstrip("%")) < _GREAT_WORKS:
            continue
        name = re.sub("(?:公司|集团|企业)$", "", found["name"])[-4:]
        if re.search(
            r"[两二三四五六七八九十百\d]家|重点|规模以上|控排|等企业|各|下列", sentence.text[: found.end()]
        ):
            continue  # many works together are a branch
        output = "小时|出力|负荷|煤电" if re.search("电", found["name"]) else "产量|产能|工况|重点企业"
        if any(
            (MENDS.search(one.text) or _EFFECT.search(one.text) or SWING.search(one.text))
            and (one.clause == sentence.clause or name in one.text)
            for one in context.sentences
        ) or context.says(rf"(?:{output})[^。；]{{0,40}}(?:{MENDS.pattern})"):
            continue
        yield finding(
            WORKS_UNSAID,
            context,
            [sentence],
            title=f"“{found['name']}”占排放的{part}，其产量、工况变动对达峰的影响没有写明",
            arithmetic=f"{sentence.clause}：“{found.group()[-40:]}”；写有其变动影响或修正办法的语句0处",
            settles="该企业历年的产量（小时）与排放；年度评估是否修正。",
            proposal="写明：该企业产量（小时）每变动（  ）影响全域排放（  ）万吨，年度评估单独列示。",
        )
