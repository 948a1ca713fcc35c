"""What the accounts and observations say about an indicator, year by year, in the target's own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dafeng.domain.account import Account
from dafeng.domain.convention import DEFAULT_CONVENTION, CarbonConvention, ElectricityConversion
from dafeng.domain.figure import Figure
from dafeng.domain.observation import Observation
from dafeng.domain.plan import Target
from dafeng.methods.accounts.energy import per_gdp, reduction_figure
from dafeng.methods.figures import derived, observed, outline, total
from dafeng.methods.pathways import PeakCall
from dafeng.rules.glossary import term
from dafeng.rules.tables import table
from dafeng.rules.units import factor

Labelled = tuple[str, str, Figure]
RENEWABLE = ("hydro", "wind", "solar")
PERIOD = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures that bear on one target: `headline` is the one compared with it, `others` stand beside.

    `caveats` say what keeps it from being proof; `bridge` lists what the figures are made of, so that two
    conventions can be reconciled line by line.  Each entry is a Chinese label, an English one and a figure.
    """

    headline: Figure | None
    others: tuple[Labelled, ...]
    caveats: tuple[tuple[str, str], ...]
    bridge: tuple[Labelled, ...] = ()


def gather(
    target: Target,
    accounts: Mapping[int, Account],
    observations: Sequence[Observation],
    region: str,
    peak: PeakCall | None = None,
) -> Evidence | None:
    """Evidence for a target, or None if nothing in the books bears on its indicator.

    `peak` is the observed series' peak call, where there is one.
    """
    if not accounts and not observations:
        return None
    match target.indicator_id, target.kind:
        case (("energy_intensity" | "co2_intensity"), "reduction"):
            return _reduction(target, accounts)
        case "nonfossil_share", _:
            return _nonfossil(target, accounts)
        case "renewable_capacity", _:
            return _capacity(observations, region)
        case "co2_peak", _:
            return _peak(accounts, peak)
        case (("forest_cover" | "forest_stock"), _):
            return _series(target, observations, region)
    return None


def _reduction(target: Target, accounts: Mapping[int, Account]) -> Evidence | None:
    if target.year is None or not accounts:
        return None
    base = target.base_year or target.year - PERIOD
    last = max((year for year in accounts if year <= target.year), default=None)
    if last is None or base not in accounts or last <= base:
        return None
    caveats = []
    if target.base_year is None:
        caveats.append((f"方案未写基年，暂按 {base} 年", f"the plan states no base year; {base} is taken"))
    if target.indicator_id == "energy_intensity":
        pairs = [
            ("能源消费总量（等价值）", "total energy, equivalent", "energy_intensity"),
            ("扣除原料用能和非化石能源", "less feedstock and non-fossil energy", "energy_assessed_intensity"),
        ]
        figures = [
            (zh, en, reduction_figure(accounts[last].intensities[key], accounts[base].intensities[key]))
            for zh, en, key in pairs
        ]
        bridge = tuple(
            _part(accounts[year].energy[conversion], year)
            for conversion in ElectricityConversion
            for year in (base, last)
        ) + tuple(
            _part(accounts[year].intensities["energy_intensity"].inputs[-1], year) for year in (base, last)
        )
        return Evidence(figures[0][2], tuple(figures), tuple(caveats), bridge)
    by_convention = [
        (
            f"{term(convention.value)['zh']}",
            term(convention.value)["en"],
            reduction_figure(
                _co2_per_gdp(accounts[last], convention), _co2_per_gdp(accounts[base], convention)
            ),
        )
        for convention in CarbonConvention
    ]
    headline = next(
        figure
        for figure in (entry[2] for entry in by_convention)
        if figure.convention == CarbonConvention.STATUTORY
    )
    bridge = tuple(
        _part(accounts[year].components[name], year)
        for name in accounts[last].components
        for year in (base, last)
    )
    return Evidence(headline, tuple(by_convention), tuple(caveats), bridge)


def _part(figure: Figure, year: int) -> Labelled:
    return f"桥接：{year}年{figure.name}", f"bridge: {figure.name_en}, {year}", figure


def _co2_per_gdp(account: Account, convention: CarbonConvention) -> Figure:
    statutory = account.intensities["co2_intensity"]
    if convention is CarbonConvention.STATUTORY:
        return statutory
    gdp = statutory.inputs[-1]
    frame = outline(
        f"intensity/co2_{convention.value}/{account.region}/{account.year}",
        term("co2_intensity")["zh"],
        term("co2_intensity")["en"],
        "t/万元",
        str(account.year),
        account.region,
        convention.value,
    )
    return derived(frame, "energy.intensity", (account.co2[convention], gdp), per_gdp)


def _nonfossil(target: Target, accounts: Mapping[int, Account]) -> Evidence | None:
    years = [year for year in accounts if target.year is None or year <= target.year]
    known = [
        year
        for year in years
        if accounts[year].nonfossil_share[ElectricityConversion.EQUIVALENT].value is not None
    ]
    if not years:
        return None
    last = max(known or years)
    others = tuple(
        (
            f"{last}年，{term(conversion.value)['zh']}",
            f"{last}, {term(conversion.value)['en'].lower()}",
            figure,
        )
        for conversion, figure in accounts[last].nonfossil_share.items()
    )
    caveat = (
        "用电按全省发电结构归属，方案未规定归属办法",
        "electricity is attributed by the provincial mix; the plan sets no rule",
    )
    share = accounts[last].nonfossil_share[ElectricityConversion.EQUIVALENT]
    parts = (*share.inputs[1:3], *accounts[last].energy.values())
    return Evidence(share, others, (caveat,), tuple(_part(figure, last) for figure in parts))


def _capacity(observations: Sequence[Observation], region: str) -> Evidence | None:
    rows = [o for o in observations if o.series == "capacity" and o.region == region and o.fuel in RENEWABLE]
    if not rows:
        return None
    latest: dict[str, Observation] = {}
    for row in sorted(rows, key=lambda o: (o.plant, o.period)):
        latest[row.plant] = row
    plants = [observed(row, f"{name}装机", f"capacity of {name}") for name, row in sorted(latest.items())]
    period = max(row.period for row in latest.values())
    frame = outline(
        f"capacity/renewable/{region}/{period}",
        "水电、风电、太阳能发电装机（名录合计）",
        "hydro, wind and solar capacity (sum of the listed stations)",
        "kW",
        period,
        region,
    )
    caveats = [("名录不全，且来源之间有出入", "the list of stations is incomplete and its sources disagree")]
    bridge = tuple(_part(figure, int(figure.period[:4])) for figure in plants)
    return Evidence(total(frame, "balance.sum", plants), (), tuple(caveats), bridge)


def _peak(accounts: Mapping[int, Account], peak: PeakCall | None) -> Evidence | None:
    known = {year: made.co2[DEFAULT_CONVENTION] for year, made in accounts.items()}
    known = {year: figure for year, figure in known.items() if figure.value is not None}
    if not known:
        return None
    highest = max(known, key=lambda year: known[year].value or 0.0)
    last = max(known)
    others = tuple(
        (f"{year}年{label}", f"{year}, {label_en}", known[year])
        for year, label, label_en in (
            (highest, "（最高年）", "highest year"),
            (last, "（最近年）", "latest year"),
        )
    )
    caveats = [(peak.reason_zh, peak.reason_en)] if peak is not None and not peak.called else []
    return Evidence(known[last], others, tuple(caveats))


def _series(target: Target, observations: Sequence[Observation], region: str) -> Evidence | None:
    rows = [o for o in observations if o.series == target.indicator_id and o.region == region]
    if not rows:
        return None
    row = max(rows, key=lambda o: o.period)
    words = table("series.csv", "series")[row.series]
    caveats = ((row.note, row.note),) if row.note else ()
    return Evidence(observed(row, words["name_zh"], words["name_en"]), (), caveats)


def in_target_unit(figure: Figure, target: Target) -> float | None:
    """The figure's value in the unit the target is printed in; None if either is missing."""
    if figure.value is None or target.unit is None:
        return None
    return figure.value * factor(figure.unit, target.unit)
