"""Read a plan and review it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from dafeng.domain.account import Account
from dafeng.domain.city import Declarations
from dafeng.domain.convention import CarbonConvention
from dafeng.domain.errors import DafengError
from dafeng.domain.figure import Figure
from dafeng.domain.finding import Finding, FindingInput
from dafeng.domain.plan import Plan
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.review import INPUTS, review
from dafeng.readers.document import read_documents
from dafeng.readers.indicators import INDICATOR_TABLE, read_indicators
from dafeng.readers.structured import read_structured
from dafeng.rules.factors import RuleBook
from dafeng.rules.vocabulary import Vocabulary, load_vocabulary


def read(plan: Path | Sequence[Path], city: Path | None = None) -> Plan:
    """The plan of a document, of several files that make one plan, or of a folder of plan tables.

    With the folder of a `city`, its own indicators are known too.

    Raises
    ------
    DafengError
        ``E_FOLDER_AMONG_FILES`` for a folder beside other paths, and what the readers refuse.

    """
    paths = [plan] if isinstance(plan, Path) else plan
    folders = [path.name for path in paths if path.is_dir()]
    if len(paths) == 1 and folders:
        return read_structured(paths[0])
    if folders:
        raise DafengError(
            "E_FOLDER_AMONG_FILES",
            f"“{'、'.join(folders)}”是文件夹；方案表文件夹须单独给出，几个文件可以一起给出。",
            f"{', '.join(folders)} is a folder; give a folder of plan tables alone, or several files together.",
        )
    return read_plan(read_documents(paths), vocabulary_of(city))


def vocabulary_of(city: Path | None) -> Vocabulary:
    """The words a plan is read with: the package's, and those of a city folder."""
    return load_vocabulary(read_indicators(city / INDICATOR_TABLE) if city is not None else ())


def require_targets(plan: Plan) -> None:
    """Refuse a text without targets: there is nothing to run.

    Raises
    ------
    DafengError
        ``E_NO_TARGETS``.

    """
    if not plan.targets:
        raise DafengError(
            "E_NO_TARGETS",
            f"“{plan.document.name}”中没有读到任何目标，请确认这是碳达峰方案的正文。",
            f"No target was read from {plan.document.name!r}; check that this is the text of a plan.",
        )


def check(
    plan: Plan,
    declared: Declarations | None,
    accounts: Mapping[int, Account],
    rules: RuleBook,
    *,
    as_of: date,
    higher: Iterable[Plan] = (),
) -> tuple[Finding, ...]:
    """The findings on a plan with what the city has declared, what its accounts show and the plans above it."""
    return review(plan, review_inputs(declared, accounts, rules), as_of=as_of, higher=higher)


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
