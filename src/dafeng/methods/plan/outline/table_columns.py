"""The columns of an indicator table: which year each promises, which one is the base."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# The pledge to peak was made in September 2020: where a table does not name its base, a column for that
# year or one before it is history.
_PLEDGE = 2020
_PERIODS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_BASE = re.compile("基期|现状|基准|基数|实际|完成值|完成情况|实绩")
_PACE = re.compile("年均|累计|增速|增幅|五年")
AGAINST = re.compile(r"(?<!占)[比较](20\d\d)年")
ABOVE = re.compile(
    r"(?:省|国家|上级|自治区|市)[^，]{0,6}(?:下达|要求|任务|核定|分解|约束|确定|规定)|(?:省|国|市)定|上级"
)
OTHER = re.compile("序号|编号|类别|领域|属性|性质|类型|备注|责任|部门|来源|说明|牵头|口径")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: its year and whether it gives a pace or a total over the period."""

    place: int
    year: int | None
    pace: str | None
    words: str


def value_columns(
    names: tuple[str, ...], caption: str, issued: int | None
) -> tuple[list[Column], int | None]:
    """The columns of promises in their order, and the base year if a column of figures for it stands there."""
    found: list[Column] = []
    base: int | None = None
    dated = [(place, _year(name)) for place, name in enumerate(names)]
    years = [year for place, year in dated if year and not _PACE.search(names[place])]
    paced = any(_PACE.search(name) for name in names)
    for place, year in dated:
        name = names[place]
        if OTHER.search(name) and not _PACE.search(name):
            continue
        pace = _PACE.search(name)
        if pace:
            found.append(Column(place, year, pace.group(), name))
        elif _BASE.search(name) or (
            year is not None
            and "目标" not in name
            and (
                year <= _PLEDGE
                or bool(issued and year < issued)
                or (paced and len(years) > 1 and year == min(years))
            )
        ):
            base = year if base is None else base
        elif year is not None or re.search("目标值?$|规划值|数值", name):
            found.append(Column(place, year or _year(caption), None, name))
    # what the level above asks stands beside the plan's own targets
    own = [column for column in found if not ABOVE.search(column.words)]
    found = own or found
    promised = {column.year for column in found if column.pace is None}
    if len(promised) == 1:  # with several years ahead, the text does not say which period a pace is for
        found = [replace(column, year=column.year or next(iter(promised))) for column in found]
    return found, base


def _year(name: str) -> int | None:
    years = re.findall(r"20\d\d", AGAINST.sub("", name))
    if years:
        return int(years[-1])
    return next((year for period, year in _PERIODS.items() if period in name), None)
