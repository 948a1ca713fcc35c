"""One number as it came in, with the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.grade import Absence, Grade

HEADINGS = {
    "series": "指标",
    "region": "地区",
    "period": "时期",
    "flow": "流向",
    "sector": "部门",
    "fuel": "能源品种",
    "plant": "电厂或企业",
    "value": "数值",
    "low": "下限",
    "high": "上限",
    "unit": "单位",
    "grade": "数据等级",
    "absence": "缺失类型",
    "source": "来源",
    "note": "备注",
}
"""The columns of a long table of observations with their Chinese headings."""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """Where a number stands: file, sheet, row and column, and the hash of the whole file."""

    file: str
    sheet: str | None
    row: int
    column: str
    sha256: str

    def __str__(self) -> str:
        sheet = f"{self.sheet}!" if self.sheet else ""
        return f"{self.file}!{sheet}{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of a series for a region and a period, in the series' canonical unit.

    Keys not used by a series are empty strings; `item` names the row of a ledger.
    Exactly one of `value`, `text` (a word, a date or a choice of a ledger) and `absence` is set.
    `low` and `high` bound the value where the source gives a range.  `stated_value` and `stated_unit` keep
    what the file said before conversion.
    """

    series: str
    region: str
    period: str
    flow: str
    sector: str
    fuel: str
    plant: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    grade: Grade
    absence: Absence | None
    source: str
    note: str
    stated_value: str
    stated_unit: str
    cell: SourceCell
    item: str = ""
    text: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two observations the same fact."""
        return (
            self.series,
            self.region,
            self.period,
            self.flow,
            self.sector,
            self.fuel,
            self.plant,
            self.item,
        )
