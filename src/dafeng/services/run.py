"""The whole way from a plan to a running system, in one task that leaves all of its output or none."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from dafeng.domain.city import City, Declarations
from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.observation import Observation
from dafeng.methods.plan import plan_to_json
from dafeng.methods.steering import gather, standing
from dafeng.readers.city import CITY_FILE, RULE_TABLE, read_city, read_declarations, read_proxies
from dafeng.readers.local_rules import read_local_rules
from dafeng.readers.observations import read_observations
from dafeng.rules.factors import RuleBook
from dafeng.services import accounting, consistency, manifest, office, papers, planning
from dafeng.services.forecasting import forecast, peak_call
from dafeng.services.from_books import with_books
from dafeng.services.inputs import FOLDER, Inputs, collect, copy_into
from dafeng.services.results import Found, results
from dafeng.services.shelf import Json
from dafeng.services.summary import summary
from dafeng.storage.books import Books
from dafeng.writers.jsonfile import dumps

BOOKS = "books.sqlite"
"""The books of one run, in its output folder."""
DEFAULT_SEED = 20300101
DEFAULT_DRAWS = 10_000
Progress = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run can be told besides its files."""

    as_of: date
    seed: int = DEFAULT_SEED
    draws: int = DEFAULT_DRAWS
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run leaves: the folder, the names of what it wrote, its results, and the short summary.

    `overlay` tells what became of the corrections to the reading; None without any.
    """

    out: Path
    documents: tuple[str, ...]
    results: Json
    summary: Json
    overlay: Json | None = None


def run(
    plan: Path,
    data: Path | None,
    out: Path,
    settings: Settings,
    overlay: Path | None = None,
    progress: Progress = lambda _zh, _en: None,
    held: Books | None = None,
) -> Outcome:
    """Read, check, account, project and write up; `out` appears whole or not at all.

    With the office's books, `held`, its numbers come from there and not from the city's tables.

    Raises
    ------
    DafengError
        For any input that cannot be used, and ``E_OUT_*`` when `out` holds something that a new run
        would destroy.

    """
    started = time.perf_counter()
    _guard(out, overlay)
    inputs = collect(plan, data, overlay)
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        if held is not None:
            (partial / FOLDER).mkdir()
            inputs = with_books(inputs, held, partial / FOLDER)
        body, laid = _make(inputs, partial, settings, progress)
        _swap(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    names = tuple(entry["name"] for entry in manifest.read(out)["outputs"])
    paths = [str(out / name) for name in names]
    return Outcome(out, names, body, summary(body, paths, time.perf_counter() - started), laid)


def read_city_folder(folder: Path | None) -> tuple[City | None, Declarations | None, RuleBook]:
    """The city, its declarations, and the rules with its own rows and the proxies it names."""
    if folder is None or not (folder / CITY_FILE).exists():
        return None, None, RuleBook()
    rules = RuleBook(proxies=read_proxies(folder), local=read_local_rules(folder / RULE_TABLE))
    return read_city(folder / CITY_FILE), read_declarations(folder), rules


def _make(inputs: Inputs, out: Path, settings: Settings, progress: Progress) -> tuple[Json, Json | None]:
    progress("读方案", "reading the plan")
    plan, laid = planning.read_corrected(inputs.plan, inputs.city)
    planning.require_targets(plan)
    city, declared, rules = read_city_folder(inputs.city)
    overlay = office.read_overlay(inputs.overlay, plan) if inputs.overlay else {}
    progress("入账", "booking observations")
    observations, taken = _book(inputs.tables, out / BOOKS, settings.as_of)
    progress("核算", "accounting")
    books = accounting.year_books(observations, rules, city) if city else {}
    accounts = {year: book.account for year, book in books.items()}
    progress("审查", "reviewing")
    findings = consistency.check(plan, declared, accounts, rules, as_of=settings.as_of, closing=True)
    called = peak_call(accounts, declared)
    evidence = {
        target.id: gather(target, accounts, observations, city.code, called) if city else None
        for target in plan.targets
    }
    standings = {target.id: standing(target, evidence[target.id], settings.as_of) for target in plan.targets}
    standings = office.with_requests(plan, standings, city, settings.as_of)
    progress("推演", "projecting")
    pathway = forecast(plan, city, accounts, declared, rules, seed=settings.seed, draws=settings.draws)
    found = Found(
        plan, city, declared, findings, books, evidence, standings, office.duties(plan, overlay),
        tuple(office.forms(plan, city)), pathway,
    )  # fmt: skip
    body = results(
        found,
        version=version("dafeng"),
        as_of=settings.as_of,
        seed=settings.seed,
        draws=settings.draws,
        lang=settings.lang,
    )
    body["taken"] = taken
    progress("成文", "writing")
    listed = copy_into(inputs, out)
    told = plan_to_json(plan) | ({"overlay": laid} if laid else {})
    (out / "plan.json").write_text(dumps(told), encoding="utf-8")
    (out / "results.json").write_text(dumps(body), encoding="utf-8")
    papers.write(body, out)
    manifest.write(out, body, listed)
    return body, laid


def _book(tables: tuple[Path, ...], path: Path, as_of: date) -> tuple[tuple[Observation, ...], Json]:
    """The observations as the books hold them, and who brought in each table, by its hash."""
    at = datetime.combine(as_of, datetime.min.time(), UTC)
    with Books.open(path) as books:
        found = read_observations(tables)
        with books.write(at=at, by="dafeng run") as transaction:
            for table in tables:
                digest = transaction.add_file(table.name, table.read_bytes())
                transaction.submit((one for one in found if one.cell.sha256 == digest), file=digest)
        return books.current(), {one.file: asdict(one) for one in books.submissions()}


def _guard(out: Path, overlay: Path | None) -> None:
    """Refuse to overwrite what a run did not make, or what somebody has edited since."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / manifest.NAME).exists()):
        raise DafengError(
            "E_OUT_FOREIGN",
            f"“{out.name}”已存在，且不是 dafeng 的输出文件夹，请另选 --out。",
            f"{out.name!r} exists and is no output folder of dafeng; choose another --out.",
        )
    used = overlay.resolve() if overlay else None
    edited = [name for name in manifest.changed(out) if (out / name).resolve() != used]
    if edited:
        raise DafengError(
            "E_OUT_EDITED",
            f"“{out.name}”中有 {len(edited)} 个文件被改过，重跑会丢失修改。责任清单请用 --overlay 读回，其他文件请移走。",
            f"{len(edited)} files of {out.name!r} were edited and a new run would lose that. "
            "Read a responsibility list back with --overlay; move other files away.",
            tuple(
                Fault("E_OUT_EDITED", name, "自上次生成后被修改", "edited since it was made")
                for name in edited
            ),
        )


def _swap(partial: Path, out: Path) -> None:
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    partial.rename(out)
    shutil.rmtree(old, ignore_errors=True)
