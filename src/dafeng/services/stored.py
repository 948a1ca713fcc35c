"""The trail of a number that the books hold: its versions, the cells it sums, their files and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.ledger import Ledger, keys_of
from dafeng.domain.observation import Observation
from dafeng.domain.submission import Submission, Version
from dafeng.methods.ledgers.cells import observations_of
from dafeng.methods.ledgers.feeds import rows_behind
from dafeng.rules.absence import absence_word
from dafeng.rules.tables import table
from dafeng.services.provenance import Json, Taken, leaf, of_cell
from dafeng.services.returns import returns_held
from dafeng.services.trace import Opened, load_results, taken_by_run, trace
from dafeng.storage.books import Books


def taken_by(books: Books) -> Taken:
    """The submissions of each file that the books hold."""
    found: dict[str, list[Submission]] = {}
    for one in books.submissions():
        found.setdefault(one.file, []).append(one)
    return found


def find(out: Path, name: str, held: Books, ledgers: Mapping[str, Ledger]) -> Json:
    """The tree under a result of an output folder or, where it has none of that name, a number of the books.

    Raises
    ------
    DafengError
        ``E_NO_RESULT`` with the nearest names.

    """
    if not (out / "results.json").exists():
        return stored(held, ledgers, name)
    body = load_results(out)
    try:
        return trace(body, name, {**taken_by_run(body), **taken_by(held)}, _opened(held, ledgers))
    except DafengError:
        return stored(held, ledgers, name)


def _opened(held: Books, ledgers: Mapping[str, Ledger]) -> Opened:
    """What opens a number that a run took from the books: its own trail there, if the books still hold it."""

    def opened(name: str) -> Json | None:
        try:
            return stored(held, ledgers, name)
        except DafengError:
            return None

    return opened


def stored(books: Books, ledgers: Mapping[str, Ledger], name: str) -> Json:
    """The tree under a number that the books hold, by the id that a trace shows: its key parts joined by ``/``.

    A series that a ledger feeds stands on the ledger's cells; everything else on its versions, the newest
    first, each with its cell, file and people.

    Raises
    ------
    DafengError
        ``E_NO_RESULT`` with the nearest names.

    """
    wanted = name.removeprefix("obs/")
    series, _, rest = wanted.partition("/")
    region, _, rest = rest.partition("/")
    period = rest.partition("/")[0]
    near = books.current(series or None, region or None, period or None) if region else books.current(series)
    found = {name_of(one): one for one in near}
    if wanted not in found:
        names = get_close_matches(wanted, found, n=3, cutoff=0.3) or list(found)[:3]
        raise DafengError(
            "E_NO_RESULT",
            f"账本中没有名为“{wanted}”的数" + (f"，相近的有：{'、'.join(names)}。" if names else "。"),
            f"The books hold no number {wanted!r}" + (f"; near: {', '.join(names)}." if names else "."),
        )
    return _stored(books, ledgers, found[wanted], taken_by(books))


def name_of(one: Observation) -> str:
    """The name by which a stored number is asked for."""
    return "/".join(part for part in one.key if part)


def _stored(books: Books, ledgers: Mapping[str, Ledger], one: Observation, taken: Taken) -> Json:
    behind = _behind(books, ledgers, one)
    cells = [_stored(books, ledgers, cell, taken) for cell in behind]
    versions = [_version(version) for version in reversed(books.history(one.key))]
    return {
        "id": f"obs/{name_of(one)}",
        "name": _label(ledgers, one),
        "value": one.value,
        "text": absence_word(one.absence) if one.absence else one.text,
        "unit": one.unit,
        "period": one.period,
        "formula": f"ledger.feed: Σ {behind[0].series}" if behind else None,
        "basis": one.source,
        "grade": one.grade.value,
        "shares": {one.grade.value: 1.0},
        "inputs": [*cells, *versions],
    }


def _version(version: Version) -> Json:
    one = version.observation
    words = "撤回" if version.withdrawn else absence_word(one.absence) if one.absence else one.text
    node = leaf(f"第 {version.number} 版" + (f"：{words}" if words else ""), one.source, one.grade.value)
    taken = {one.cell.sha256: (version.submission,)}
    return {
        **node,
        "value": None if version.withdrawn else one.value,
        "unit": one.unit,
        "inputs": [of_cell(asdict(one.cell), one.grade.value, taken)],
    }


def _label(ledgers: Mapping[str, Ledger], one: Observation) -> str:
    head, _, column = one.series.partition(".")
    if column and head in ledgers:
        row = "、".join(keys_of(one.item).values())
        return f"{ledgers[head].zh}：{row} {ledgers[head].column(column).zh}"
    declared = table("series.csv", "series").get(one.series)
    return declared["name_zh"] if declared else one.series


def _behind(books: Books, ledgers: Mapping[str, Ledger], one: Observation) -> list[Observation]:
    """The cells of a ledger that a fed series sums; none for what was stated by itself."""
    keys = (one.flow, one.sector, one.fuel, one.plant)
    found: list[Observation] = []
    for ledger in ledgers.values():
        for feed in ledger.feeds:
            if feed.series != one.series:
                continue
            for made in returns_held(ledger, books, one.region, one.period):
                if made.sha256 != one.cell.sha256:
                    continue
                rows = rows_behind(ledger, feed, made).get(keys, ())
                behind = {tuple(sorted(_keys(ledger, made.rows[number]))) for number in rows}
                found.extend(
                    cell
                    for cell in observations_of(ledger, made)
                    if cell.series == ledger.series(feed.value)
                    and tuple(sorted(keys_of(cell.item).items())) in behind
                )
    return found


def _keys(ledger: Ledger, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, row[name].text or row[name].stated) for name in ledger.keys]
