"""Review a plan with the numbers at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dafeng.domain.account import Account
from dafeng.domain.city import Declarations
from dafeng.domain.convention import CarbonConvention
from dafeng.domain.figure import Figure
from dafeng.domain.finding import Finding, FindingInput
from dafeng.domain.plan import Plan
from dafeng.methods.plan.review import INPUTS, review
from dafeng.rules.factors import RuleBook


def check(
    plan: Plan,
    declared: Declarations | None,
    accounts: Mapping[int, Account],
    rules: RuleBook,
    *,
    as_of: date,
    higher: Iterable[Plan] = (),
    closing: bool = False,
) -> tuple[Finding, ...]:
    """The findings on a plan with what the city has declared, what its accounts show and the plans above it."""
    return review(plan, review_inputs(declared, accounts, rules), as_of=as_of, higher=higher, closing=closing)


def review_inputs(
    declared: Declarations | None, accounts: Mapping[int, Account], rules: RuleBook
) -> dict[str, FindingInput]:
    """Numbers the checks may use: the rules' own, then the accounts', then what the city declares."""
    found: dict[str, FindingInput] = {}
    for name, rule_id in (
        ("electricity_calorific_rate", "tce_per_kwh_calorific:electricity:gbt2589-2020"),
        ("coal_co2_per_tce", "co2_per_tce:coal:assessment"),
    ):
        row = rules.row(rule_id)
        year = int(row.valid_from[:4])
        unit = next(spec.unit for spec in INPUTS if spec.name == name)
        figure = rules.figure(row.factor, row.subject, year, unit=unit)
        found[name] = _input(figure.name, figure)
    for name, convention in (
        ("territorial_co2", CarbonConvention.TERRITORIAL),
        ("consumption_co2", CarbonConvention.CONSUMPTION),
    ):
        known = {
            year: made.co2[convention]
            for year, made in accounts.items()
            if made.co2[convention].value is not None
        }
        if known:
            last = known[max(known)]
            found[name] = _input(f"{last.name}（{last.period}年核算）", last)
    for name, entry in (declared.assumptions if declared else {}).items():
        # A declared nought says that there is no such thing, so no check has anything to compare with it.
        stated = entry.low is not None or entry.figure.value != 0
        if stated and any(spec.covers(name) for spec in INPUTS):
            found[name] = FindingInput(
                entry.figure.name,
                entry.figure.value if entry.low is None else None,
                entry.low,
                entry.high,
                entry.figure.unit,
                entry.figure.source,
                entry.figure.grade,
            )
    return found


def _input(name: str, figure: Figure) -> FindingInput:
    source = figure.rule.source if figure.rule else f"核算结果 {figure.id}"
    return FindingInput(name, figure.value, None, None, figure.unit, source, figure.grade)
