"""Dated factors: a method asks for the factor of a year under an edition, never for the latest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.figure import Figure, RuleRef
from dafeng.domain.grade import Grade
from dafeng.rules.glossary import term
from dafeng.rules.tables import rows, table
from dafeng.rules.units import factor as unit_factor

FACTOR_FILES = ("fuels.csv", "energy.csv", "grid.csv", "process.csv", "national.csv")
REQUIRED = (
    "id",
    "factor",
    "value",
    "unit",
    "edition",
    "document",
    "valid_from",
    "valid_to",
    "confidence",
    "source",
)
DEFAULT_BUNDLE = "provincial-2011"

_GRADE = {"high": Grade.B, "medium": Grade.C, "low": Grade.D, "unconfirmed": Grade.D}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated row: a factor for a subject and a region, valid from a day to a day (or ``open``)."""

    id: str
    factor: str
    region: str
    subject: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    edition: str
    document: str
    valid_from: str
    valid_to: str
    confidence: str
    source: str
    note: str

    def covers(self, year: int) -> bool:
        """True if the row holds on any day of the year."""
        return self.valid_from[:4] <= str(year) and (
            self.valid_to == "open" or str(year) <= self.valid_to[:4]
        )


@dataclass(frozen=True, slots=True)
class Proxy:
    """A city's named stand-in: for this factor, region and year, use that rule row, and say why."""

    factor: str
    region: str
    year: int
    rule_id: str
    reason_zh: str
    reason_en: str


def read_rows(records: Iterable[Mapping[str, str]], place: str) -> tuple[RuleRow, ...]:
    """Turn table rows into rule rows; refuse the table if any row lacks source or validity.

    Raises
    ------
    DafengError
        ``E_RULE`` with one fault per refused row.

    """
    faults: list[Fault] = []
    found: list[RuleRow] = []
    seen: set[str] = set()
    for number, record in enumerate(records, start=2):
        where = f"{place}!{number}"
        missing = [column for column in REQUIRED if not record.get(column) and column != "value"]
        if not any(record.get(column) for column in ("value", "low", "high")):
            missing.append("value")
        if record.get("confidence") not in _GRADE:
            missing.append("confidence")
        if missing:
            names = "、".join(missing)
            faults.append(
                Fault(
                    "E_RULE_INCOMPLETE",
                    where,
                    f"规则行缺少：{names}",
                    f"rule row lacks: {', '.join(missing)}",
                )
            )
            continue
        if record["id"] in seen:
            faults.append(
                Fault(
                    "E_RULE_TWICE", where, f"规则编号重复：{record['id']}", f"rule id twice: {record['id']}"
                )
            )
            continue
        seen.add(record["id"])
        numbers = {
            name: float(record[name]) if record.get(name) else None for name in ("value", "low", "high")
        }
        texts = {name: record.get(name, "") for name in RuleRow.__slots__ if name not in numbers}
        found.append(RuleRow(**texts, **numbers))  # type: ignore[arg-type]
    if faults:
        raise DafengError(
            "E_RULE",
            f"{place} 中有 {len(faults)} 行规则缺少出处或有效期，全部未载入。",
            f"{len(faults)} rule rows of {place} lack a source or validity; none was loaded.",
            tuple(faults),
        )
    return tuple(found)


@cache
def default_rows() -> tuple[RuleRow, ...]:
    """Every factor row shipped with the package."""
    found: list[RuleRow] = []
    for name in FACTOR_FILES:
        found.extend(read_rows(rows(f"factors/{name}"), f"rules/factors/{name}"))
    return tuple(found)


@dataclass(frozen=True)
class RuleBook:
    """The rules as one city uses them: the default rows, and the proxies the city has named."""

    rows: tuple[RuleRow, ...] = field(default_factory=default_rows)
    proxies: tuple[Proxy, ...] = ()
    bundle: str = DEFAULT_BUNDLE

    def row(self, rule_id: str) -> RuleRow:
        """The row of that id; KeyError if there is none."""
        for row in self.rows:
            if row.id == rule_id:
                return row
        raise KeyError(rule_id)

    def figure(self, factor: str, subject: str, year: int, *, region: str = "", unit: str) -> Figure:
        """The factor valid in `year`, in `unit`, as a figure with its statute.

        Order: a proxy the city named; then the confirmed row of the bundle's editions in their order
        (or of any edition where the bundle does not choose).  A figure without value says why.
        """
        name = table("factor_kinds.csv", "factor")[factor]
        what = term(subject)
        identity = f"rule/{factor}/{subject}/{region or '-'}/{year}"
        blank = Figure(
            identity,
            f"{name['name_zh']}（{what['zh']}）",
            f"{name['name_en']} ({what['en'].lower()})",
            None,
            unit,
            str(year),
            region,
            self.bundle,
            Grade.D,
        )
        for proxy in self.proxies:
            if (proxy.factor, proxy.region, proxy.year) == (factor, region, year):
                chosen = self.row(proxy.rule_id)
                figure = _as_figure(blank, chosen, unit)
                return replace(
                    figure,
                    grade=Grade.D,
                    assumed=True,
                    reason_zh=f"代用：{proxy.reason_zh}",
                    reason_en=f"proxy: {proxy.reason_en}",
                )
        candidates = [
            row
            for row in self.rows
            if row.factor == factor
            and row.subject == subject
            and row.region == region
            and row.covers(year)
            and row.confidence != "unconfirmed"
            and row.value is not None
        ]
        order = self._editions(factor)
        if order:
            candidates = sorted(
                (row for row in candidates if row.edition in order), key=lambda row: order.index(row.edition)
            )
        if candidates:
            return _as_figure(blank, candidates[0], unit)
        return replace(
            blank,
            reason_zh=f"没有 {year} 年可用的已确认“{name['name_zh']}”（{region or '全国通用'}），也未指定代用值",
            reason_en=f"no confirmed {name['name_en'].lower()} for {year} ({region or 'any region'}), and no proxy named",
        )

    def _editions(self, factor: str) -> list[str]:
        chosen = [
            row for row in rows("editions.csv") if row["bundle"] == self.bundle and row["factor"] == factor
        ]
        return [row["edition"] for row in sorted(chosen, key=lambda row: int(row["order"]))]


def _as_figure(blank: Figure, row: RuleRow, unit: str) -> Figure:
    if row.value is None:
        raise ValueError(f"rule {row.id} gives a range, not a value")
    multiplier = 1.0 if row.unit == unit else unit_factor(row.unit, unit)
    return replace(
        blank,
        # Rounded to 15 digits so that a unit change does not leave 1e-6 as 1.0000000000000002e-06.
        value=_fifteen_digits(row.value * multiplier),
        grade=_GRADE[row.confidence],
        assumed=row.confidence == "unconfirmed",
        source=row.source,
        rule=RuleRef(
            row.id, row.edition, row.document, row.valid_from, row.valid_to, row.confidence, row.source
        ),
    )


def _fifteen_digits(value: float) -> float:
    return value if value == 0 or not math.isfinite(value) else float(f"{value:.15g}")
