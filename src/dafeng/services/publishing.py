"""What others may see: release decisions, and exports that keep to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.domain.ledger import Ledger, Publication, ReportTable, Return
from dafeng.domain.period import period_of
from dafeng.methods.ledgers.feeds import respondents_behind
from dafeng.methods.ledgers.reports import FEWEST, Line, protect, report
from dafeng.rules.ledgers import find_ledger
from dafeng.rules.tables import table
from dafeng.services.desk import Desk
from dafeng.services.exports import long_body, no_returns, series_held, write_new
from dafeng.services.returns import TABLE, Json, returns_held
from dafeng.storage.books import Books
from dafeng.writers.flat import inert

HIDDEN = "保密"
_UNKNOWN = "缺失"
_KEYS = ("flow", "sector", "fuel", "plant")


def publish(name: str, out: Path, desk: Desk, books: Books, *, period: str, day: date) -> Json:
    """Write a ledger's report for others: only what is released by that day, and no cell of too few respondents.

    Of ``observations``, the series that stand by themselves, those lines are written that are released.

    Raises
    ------
    DafengError
        ``E_NO_RETURNS`` where the books hold none, ``E_NOT_RELEASED`` where nothing may be shown yet.

    """
    if name == TABLE:
        return _publish_series(out, desk, books, period=period or None, day=day)
    ledger = find_ledger(desk.ledgers, name)
    found = returns_held(ledger, books, None, period)
    if not found:
        raise no_returns(ledger)
    withheld: list[str] = []
    lines: list[list[str]] = []
    for one in ledger.report:
        shown = [made for made in found if _all_public(ledger, one, made, books, day)]
        withheld.extend(f"{one.zh} {made.area}" for made in found if made not in shown)
        if shown:
            lines.extend(_lines(ledger, one, shown, period, desk))
    if not lines:
        raise _not_released(f"{ledger.zh} {period}", f"{ledger.en} for {period}", day)
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows([[inert(cell) for cell in line] for line in lines])
    write_new(out, b"\xef\xbb\xbf" + target.getvalue().encode())
    return {"file": str(out), "ledger": ledger.id, "lines": len(lines), "withheld": withheld}


def release(
    name: str,
    status: Publication | None,
    desk: Desk,
    books: Books,
    *,
    on: date,
    at: datetime,
    by: str,
    area: str | None = None,
    period: str | None = None,
    reason: str = "",
) -> Json:
    """Decide whether something may be shown, and from which day.

    `name` is a ledger, one column of it (``ledger.column``), or a series that stands by itself.

    Raises
    ------
    DafengError
        ``E_NO_LEDGER``, ``E_NO_COLUMN``, ``E_AREA`` and ``E_PERIOD`` for what is not known.

    """
    series, usual = _named(name, desk)
    if period and period_of(period) is None:
        raise DafengError(
            "E_PERIOD", f"时期“{period}”应写作 2025 或 2025-07。", f"The period {period!r} should read 2025 or 2025-07."
        )  # fmt: skip
    decided = status or usual
    code = desk.area(area) if area else ""
    with books.write(at=at, by=by) as transaction:
        event = transaction.release(series, code, period or "", decided, on, reason=reason)
    return {
        "series": series,
        "area": code,
        "period": period or "",
        "status": decided.value,
        "release_on": on.isoformat(),
        "event": event.number,
    }


def _named(name: str, desk: Desk) -> tuple[str, Publication]:
    """The series that a name stands for, and the status that it has as long as nobody says otherwise."""
    if name in table("series.csv", "series"):
        return name, Publication.INTERNAL
    head, _, column = name.partition(".")
    ledger = find_ledger(desk.ledgers, head)
    if column and column not in {one.name for one in ledger.columns}:
        raise DafengError(
            "E_NO_COLUMN",
            f"台账“{ledger.zh}”没有列“{column}”，有：{'、'.join(one.name for one in ledger.columns)}。",
            f"The ledger {ledger.en} has no column {column!r}; it has {', '.join(one.name for one in ledger.columns)}.",
        )
    return ledger.series(column) if column else f"{ledger.id}.*", ledger.publication


def _publish_series(out: Path, desk: Desk, books: Books, *, period: str | None, day: date) -> Json:
    found = series_held(books, None, period)
    about = ["series", "region", "period"]
    asked = found.select(about).unique(maintain_order=True)
    public = [
        books.released(series, region, when, day) is Publication.PUBLIC
        for series, region, when in asked.iter_rows()
    ]
    released = found.join(asked.filter(pl.Series(public)), on=about, how="semi")
    enough = [_of_enough(row, desk, books) for row in released.select(*about, *_KEYS).iter_rows()]
    shown = released.filter(pl.Series(enough, dtype=pl.Boolean))
    if not shown.height:
        raise _not_released("各指标", "the series", day)
    write_new(out, long_body(shown, out.suffix.lower()))
    hidden = asked.filter(~pl.Series(public))
    few = released.filter(~pl.Series(enough, dtype=pl.Boolean)).select(*about, *_KEYS)
    withheld = [" ".join(part for part in row if part) for row in (*hidden.iter_rows(), *few.iter_rows())]
    return {"file": str(out), "ledger": TABLE, "lines": shown.height, "withheld": withheld}


def _of_enough(row: tuple[str, ...], desk: Desk, books: Books) -> bool:
    """Whether a figure rests on enough respondents to be shown: none that names one plant does."""
    series, region, period, *keys = row
    if keys[-1]:
        return False
    for ledger in desk.ledgers.values():
        for feed in ledger.feeds:
            if feed.series != series:
                continue
            for made in returns_held(ledger, books, region, period):
                if respondents_behind(ledger, feed, made).get(tuple(keys), FEWEST) < FEWEST:
                    return False
    return True


def _not_released(zh: str, en: str, day: date) -> DafengError:
    return DafengError(
        "E_NOT_RELEASED",
        f"“{zh}”在 {day} 还没有公开的数，未写出；可用 dafeng data release 登记公布。",
        f"Nothing of {en} is public on {day}; nothing was written. See dafeng data release.",
    )


def _all_public(ledger: Ledger, one: ReportTable, made: Return, books: Books, day: date) -> bool:
    """Whether every column that the table sums is public; what nobody has decided on is not."""
    asked = (books.released(ledger.series(name), made.area, made.period, day) for name in one.sums)
    return all(status is Publication.PUBLIC for status in asked)


def _lines(
    ledger: Ledger, one: ReportTable, shown: Sequence[Return], period: str, desk: Desk
) -> list[list[str]]:
    where = "、".join(desk.names.get(made.area, made.area) for made in shown)
    heads = [
        *(ledger.column(name).zh for name in one.by),
        *(ledger.column(name).heading for name in one.sums),
    ]
    title = [one.zh, period, where]
    return [title, heads, *(_line(line) for line in protect(report(ledger, one, shown))), []]


def _line(line: Line) -> list[str]:
    nothing = HIDDEN if line.protected else _UNKNOWN
    return [*line.group, *(nothing if value is None else f"{value:.10g}" for value in line.sums)]
