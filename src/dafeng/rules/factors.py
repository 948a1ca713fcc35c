"""Dated factors: a method asks for the factor of a year under an edition, never for the latest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.figure import Figure, RuleRef
from dafeng.domain.grade import Grade
from dafeng.domain.grid import FAMILIES, GridFactor, is_grid
from dafeng.rules.catalogue import FACTOR_FILES, table_rows
from dafeng.rules.glossary import term
from dafeng.rules.rows import GRADES, RuleRow
from dafeng.rules.tables import rows, table
from dafeng.rules.units import factor as unit_factor

DEFAULT_BUNDLE = "provincial-2011"
ELECTRICITY = "electricity"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A city's named stand-in: for this factor, region and year, use that rule row, and say why."""

    factor: str
    region: str
    year: int
    rule_id: str
    reason_zh: str
    reason_en: str


@cache
def default_rows() -> tuple[RuleRow, ...]:
    """Every factor row shipped with the package."""
    return tuple(row for name in FACTOR_FILES for row in table_rows(f"factors/{name}.csv"))


@dataclass(frozen=True)
class RuleBook:
    """The rules as one city uses them: the default rows, its own rows in place of some, and its proxies.

    Raises
    ------
    DafengError
        ``E_RULE_OTHER_KIND`` when a proxy or a row of the city stands in for a factor of another kind.

    """

    rows: tuple[RuleRow, ...] = field(default_factory=default_rows)
    proxies: tuple[Proxy, ...] = ()
    bundle: str = DEFAULT_BUNDLE
    local: tuple[RuleRow, ...] = ()

    def __post_init__(self) -> None:
        pairs = [(one.rule_id, self.row(one.rule_id).factor, one.factor) for one in self.proxies]
        pairs += [(one.id, one.factor, self.row(one.overrides).factor) for one in self.local]
        faults = tuple(
            Fault(
                "E_RULE_OTHER_KIND",
                name,
                f"“{name}”是 {has}，不能代替 {wants}；请换同类的规则行。",
                f"{name!r} is {has} and cannot stand in for {wants}; name a row of that kind.",
            )
            for name, has, wants in pairs
            if has != wants
        )
        if faults:
            raise DafengError(
                "E_RULE_OTHER_KIND",
                f"{len(faults)} 处用另一类因子代替，全部未采用。",
                f"{len(faults)} stand-ins are of another kind; none was used.",
                faults,
            )

    def row(self, rule_id: str) -> RuleRow:
        """The row of that id; KeyError if there is none."""
        return self._by_id[rule_id]

    def grid(self, kind: GridFactor, year: int, *, region: str, unit: str) -> Figure:
        """The electricity factor of exactly that kind, a member of one of the four families.

        Raises
        ------
        TypeError
            For a kind that is only a word: a word carries no family.

        """
        if type(kind) not in FAMILIES:
            raise TypeError(f"an electricity factor is asked for by its family's kind, not by {kind!r}")
        return self._figure(kind.value, ELECTRICITY, year, region, unit)

    def figure(self, factor: str, subject: str, year: int, *, region: str = "", unit: str) -> Figure:
        """The factor valid in `year`, in `unit`, as a figure with its statute.

        Order: a proxy the city named; then the confirmed row of the bundle's editions in their order
        (or of any edition where the bundle does not choose).  A row of the city takes the place of the
        default row it overrides, while it holds.  A figure without value says why.

        Raises
        ------
        TypeError
            For an electricity factor, which is asked for with ``grid``.

        """
        if is_grid(factor):
            raise TypeError(f"{factor} is an electricity factor; ask with RuleBook.grid and its kind")
        return self._figure(factor, subject, year, region, unit)

    def _figure(self, factor: str, subject: str, year: int, region: str, unit: str) -> Figure:
        name = table("factor_kinds.csv", "factor")[factor]
        what = term(subject)
        blank = Figure(
            f"rule/{factor}/{subject}/{region or '-'}/{year}",
            f"{name['name_zh']}（{what['zh']}）",
            f"{name['name_en']} ({what['en'].lower()})",
            None,
            unit,
            str(year),
            region,
            self.bundle,
            Grade.D,
        )
        mine = {row.overrides: row for row in self.local if row.covers(year)}
        for proxy in self.proxies:
            if (proxy.factor, proxy.region, proxy.year) == (factor, region, year):
                return _by_proxy(blank, proxy, self._stands(self.row(proxy.rule_id), mine), unit)
        chosen = self._chosen(factor, subject, year, region, mine)
        if len(chosen) == 1:
            return _as_figure(blank, *chosen[0], unit)
        if chosen:
            listed = "、".join(stand.id for _, stand in chosen)
            return replace(
                blank,
                reason_zh=f"{year} 年有几个已确认的“{name['name_zh']}”，版本未选定：{listed}",
                reason_en=f"several confirmed rows of {name['name_en'].lower()} for {year}, no edition chosen: {listed}",
            )
        return replace(
            blank,
            reason_zh=f"没有 {year} 年可用的已确认“{name['name_zh']}”（{region or '全国通用'}），也未指定代用值",
            reason_en=f"no confirmed {name['name_en'].lower()} for {year} ({region or 'any region'}), and no proxy named",
        )

    def _chosen(
        self, factor: str, subject: str, year: int, region: str, mine: Mapping[str, RuleRow]
    ) -> list[tuple[RuleRow, RuleRow]]:
        """Default rows with the rows that stand in their place: one, or several that nothing decides between."""
        found = [
            pair
            for row in self._by_key.get((factor, subject, region), ())
            # Nobody knows when an undated default holds: the city's own row says it for itself.
            if row.covers(year) or (row.id in mine and not row.dated)
            for pair in [self._stands(row, mine)]
            # An unconfirmed default is no default; the city's own row is there because the city names it.
            if pair[1].value is not None and (pair[1].confirmed or pair[1].overrides)
        ]
        order = self._editions(factor)
        if not order:
            return found
        ordered = sorted(
            (pair for pair in found if pair[0].edition in order),
            key=lambda pair: order.index(pair[0].edition),
        )
        return ordered[:1]

    @cached_property
    def _by_id(self) -> Mapping[str, RuleRow]:
        return {row.id: row for row in (*self.rows, *self.local)}

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str, str], list[RuleRow]]:
        found: dict[tuple[str, str, str], list[RuleRow]] = {}
        for row in self.rows:
            found.setdefault((row.factor, row.subject, row.region), []).append(row)
        return found

    def _stands(self, row: RuleRow, mine: Mapping[str, RuleRow]) -> tuple[RuleRow, RuleRow]:
        return row, mine.get(row.id, row)

    def _editions(self, factor: str) -> list[str]:
        chosen = [
            row for row in rows("editions.csv") if row["bundle"] == self.bundle and row["factor"] == factor
        ]
        return [row["edition"] for row in sorted(chosen, key=lambda row: int(row["order"]))]


def _by_proxy(blank: Figure, proxy: Proxy, pair: tuple[RuleRow, RuleRow], unit: str) -> Figure:
    figure = _as_figure(blank, *pair, unit)
    return replace(
        figure,
        grade=Grade.D,
        assumed=True,
        reason_zh="；".join(filter(None, (f"代用：{proxy.reason_zh}", figure.reason_zh))),
        reason_en="; ".join(filter(None, (f"proxy: {proxy.reason_en}", figure.reason_en))),
    )


def _as_figure(blank: Figure, default: RuleRow, row: RuleRow, unit: str) -> Figure:
    if row.value is None:
        raise ValueError(f"rule {row.id} gives a range, not a value")
    multiplier = 1.0 if row.unit == unit else unit_factor(row.unit, unit)
    local = row is not default
    stood = f"{default.value:g} {default.unit}" if default.value is not None else "—"
    return replace(
        blank,
        # Rounded to 15 digits so that a unit change does not leave 1e-6 as 1.0000000000000002e-06.
        value=_fifteen_digits(row.value * multiplier),
        grade=GRADES[row.confidence],
        assumed=not row.confirmed,
        source=row.source,
        rule=RuleRef(
            row.id,
            row.edition,
            row.document,
            row.valid_from,
            row.valid_to,
            row.confidence,
            row.source,
            row.sha256,
            default.id if local else "",
        ),
        reason_zh=f"本地值，替代 {default.id}（{stood}）：{row.reason}" if local else "",
        reason_en=f"local value in place of {default.id} ({stood}): {row.reason}" if local else "",
    )


def _fifteen_digits(value: float) -> float:
    return value if value == 0 or not math.isfinite(value) else float(f"{value:.15g}")
