"""What a cut in an intensity does to the total when the thing it is counted by grows, by the plan's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.statements import Statement

# a prefix that narrows the cut to some of what grows (公共机构) takes it out
_COUNTED_BY = re.compile(
    r"^(?:全[市省区县]|城乡|建设|建筑运行|阶段|规模以上|规上|工业|领域|区域|[一-鿿]{1,2}[市省区县])*单位(?P<of>[一-鿿]{2,12}?)(?:的)?(?:综合)?(?:二氧化碳|碳排放|碳强度|能源消耗|能源消费|能耗|用能|排放)"
)
_BY_KEY = {"co2_intensity": "生产总值", "energy_intensity": "生产总值"}
_IF = re.compile(r"若|如(?!期)|假[如设定]|倘")
_NAMES = {"生产总值": r"生产总值|GDP|经济"}


@dataclass(frozen=True, slots=True)
class Outgrown:
    """A cut with the growth it is counted against: the total of its year is `factor` times that of its base."""

    cut: Statement
    growth: tuple[Statement, ...]
    base_year: int
    year: int
    grown: float
    shown: str

    @property
    def factor(self) -> float:
        return self.grown * (1 - self.cut.value / 100)

    @property
    def of_carbon(self) -> bool:
        return re.search("碳|排放|co2", self.cut.key + self.cut.subject) is not None


def outgrown(context: Context) -> Iterator[Outgrown]:
    """Every cut of an intensity for which the plan prints how what it is counted by grows."""
    for cut in context.statements:
        if cut.sense != "aim" or cut.change != "fall" or cut.unit != "%" or not 0 < cut.value < 100:
            continue
        named = _COUNTED_BY.search(cut.subject)
        of = named["of"] if named else _BY_KEY.get(cut.key) if cut.subject.endswith("强度") else None
        if of is None or _supposed(cut):
            continue
        base = re.search(r"(?:[比较]|以)(20\d\d)年", cut.words)
        base_year = int(base[1]) if base else context.first_year - 1
        year = cut.year or base_year + 5
        if year <= base_year:
            continue
        found = _by_rate(context, of, base_year, year) or _by_levels(context, of, base_year, year)
        if found is not None:
            growth, grown, shown = found
            yield Outgrown(cut, growth, base_year, year, grown, shown)


def _supposed(one: Statement) -> bool:
    """Whether a figure is only supposed (若增速提高到6%)."""
    return _IF.search(re.split("[。；]", one.sentence[: one.begin])[-1]) is not None


def _by_rate(
    context: Context, of: str, base_year: int, year: int
) -> tuple[tuple[Statement, ...], float, str] | None:
    years = year - base_year
    name = _NAMES.get(next((key for key in _NAMES if of.endswith(key)), ""), re.escape(of[-3:]))
    for one in context.statements:
        told = one.sentence[max(0, one.begin - 24) : one.stop + 8]
        if (
            one.unit == "%"
            and one.stop
            and one.change != "fall"
            and one.sense == "aim"
            and one.year in {None, year}
            and re.search("年均|每年|增速", told)
            and re.search(name, one.subject + one.words)
            and not re.search("比重|占比|单位|十四五", one.words)
            and not _supposed(one)
        ):
            return (one,), (1 + one.value / 100) ** years, f"(1+{one.figure})^{years}"
    return None


def _by_levels(
    context: Context, of: str, base_year: int, year: int
) -> tuple[tuple[Statement, ...], float, str] | None:
    ends = [
        one
        for one in context.statements
        if one.stop and one.change == "level" and one.subject.endswith(of[-4:]) and one.dimension
    ]
    for last in (one for one in ends if one.year == year):
        for first in (one for one in ends if one.year == base_year):
            if first.key == last.key and first.dimension == last.dimension and first.amount > 0:
                return (first, last), last.amount / first.amount, f"{last.figure}÷{first.figure}"
    return None
