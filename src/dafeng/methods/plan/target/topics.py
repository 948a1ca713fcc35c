"""What a sentence speaks about: a body whose energy, water and carbon the following numbers measure."""

from __future__ import annotations

import re

_BODY = (
    r"(?:全[国省市区县州])?(?:各级)?(?:党政机关|公共机构|重点用能单位|规模以上工业企业|县城"
    r"|[^，；。、的]{1,8}(?<!重点)(?:行业|领域))"
)
_TOPIC = re.compile(rf"({_BODY})(?=[^，；。、]{{2,}})")
_WHOLE = re.compile(_BODY)
# Measures that any body has; a share of green buildings or of forests is nobody's in particular.
_GENERAL = re.compile(
    r"^(?:年度?)?(?:单位(?:建筑)?面积|人均|单位产品|单位增加值)?(?:年度|综合)?"
    r"(?:能源消费|能源消耗|能耗|用能|水耗|电耗|用水|用电|碳排放|二氧化碳排放)(?:总量|量|强度)?$"
)


_LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?|——)?(?:推动|推进|促进|加快)?"
    r"(?:([^，。；：、的年]{2,6}行业)(?:[^，。；：年]{0,14}[。：]|，)"
    r"|((?:钢铁|有色金属|建材|石化化工|石化|化工|水泥|平板玻璃|电解铝|炼油|合成氨|造纸|纺织|电力)[。：]))"
)


def lead_of(paragraph: str) -> str | None:
    """The line of business that a paragraph is headed with; all its numbers are about that one.

    >>> lead_of("（二）推动钢铁行业碳达峰。到2030年，废钢比提升至30%。")
    '钢铁行业'
    """
    match = _LEAD.match(paragraph)
    line = (match.group(1) or match.group(2)).rstrip("。：") if match else ""
    return line if line and not re.search("重点|^各|高耗能", line) else None


def topic_of(words: str) -> str | None:
    """The body that a stretch of text opens with, if it goes on to say something of it.

    >>> topic_of("全国公共机构用能结构持续优化")
    '全国公共机构'
    """
    match = _TOPIC.match(words)
    return match.group(1) if match else None


def body_of(name: str) -> str:
    """The body a measure that any body has belongs to; empty if there is none.

    >>> body_of("全省公共机构人均综合能耗"), body_of("公共机构示范单位")
    ('全省公共机构', '')
    """
    match = _TOPIC.match(name)
    return match.group(1) if match and is_general(name[match.end() :].removeprefix("的")) else ""


def is_body(words: str | None) -> bool:
    """Whether a scope is such a body and nothing else."""
    return words is not None and _WHOLE.fullmatch(words) is not None


def is_general(indicator: str) -> bool:
    """Whether a measure is one that any body has.

    >>> is_general("人均用水量"), is_general("森林覆盖率")
    (True, False)
    """
    return _GENERAL.match(indicator) is not None
