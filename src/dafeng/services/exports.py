"""Hand the books out again: a ledger's returns as they came in, or its report as others may see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.domain.form import Head, seal
from dafeng.domain.ledger import Ledger, Publication, ReportTable, Return
from dafeng.domain.period import period_of
from dafeng.methods.ledgers.reports import Line, protect, report
from dafeng.rules.ledgers import find_ledger
from dafeng.services.desk import Desk
from dafeng.services.returns import TABLE, Json, returns_held
from dafeng.storage.books import Books
from dafeng.writers.flat import flat_csv, flat_parquet, inert
from dafeng.writers.observations import long_csv, long_parquet
from dafeng.writers.xlsx.ledger_form import ledger_form

HIDDEN = "保密"
_UNKNOWN = "缺失"


def export(
    name: str, out: Path, desk: Desk, books: Books, *, area: str | None = None, period: str | None = None
) -> Json:
    """Write the returns of a ledger as they stand: CSV, Parquet, or one filled form as XLSX.

    `name` may be ``observations``: all series that stand by themselves, as one long table.

    Raises
    ------
    DafengError
        ``E_NO_RETURNS`` where the books hold none, ``E_ONE_FORM`` where XLSX is asked for several.

    """
    if name == TABLE:
        return _export_series(out, desk, books, area=area, period=period)
    ledger = find_ledger(desk.ledgers, name)
    code = desk.area(area) if area else None
    found = returns_held(ledger, books, code, period)
    if not found:
        raise _no_returns(ledger)
    _write(out, _body(ledger, found, out.suffix.lower(), desk, books))
    return {"file": str(out), "ledger": ledger.id, "returns": len(found), "rows": sum(len(one.rows) for one in found)}  # fmt: skip


def _export_series(out: Path, desk: Desk, books: Books, *, area: str | None, period: str | None) -> Json:
    whole = books.current_frame(None, desk.area(area) if area else None, period)
    found = whole.filter((pl.col("item").fill_null("") == "") & pl.col("text").is_null())
    if not found.height:
        raise DafengError(
            "E_NO_RETURNS",
            "账本中没有这样的指标；请核对 --area、--period 和 --books。",
            "The books hold no such series; check --area, --period and --books.",
        )
    target = io.BytesIO()
    match out.suffix.lower():
        case ".csv":
            long_csv(found, target)
        case ".parquet":
            long_parquet(found, target)
        case suffix:
            raise _no_format(suffix, ".csv、.parquet")
    _write(out, target.getvalue())
    return {"file": str(out), "ledger": TABLE, "rows": found.height}


def publish(name: str, out: Path, desk: Desk, books: Books, *, period: str, day: date) -> Json:
    """Write a ledger's report for others: only what is released by that day, and no cell of too few respondents.

    Raises
    ------
    DafengError
        ``E_NO_RETURNS`` where the books hold none, ``E_NOT_RELEASED`` where nothing may be shown yet.

    """
    ledger = find_ledger(desk.ledgers, name)
    found = returns_held(ledger, books, None, period)
    if not found:
        raise _no_returns(ledger)
    withheld: list[str] = []
    lines: list[list[str]] = []
    for one in ledger.report:
        shown = [made for made in found if _all_public(ledger, one, made, books, day)]
        withheld.extend(f"{one.zh} {made.area}" for made in found if made not in shown)
        if shown:
            lines.extend(_lines(ledger, one, shown, period, desk))
    if not lines:
        raise DafengError(
            "E_NOT_RELEASED",
            f"“{ledger.zh}”{period} 在 {day} 还没有公开的数，未写出；可用 dafeng data release 登记公布。",
            f"Nothing of {ledger.en} for {period} is public on {day}; nothing was written. See dafeng data release.",
        )
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows([[inert(cell) for cell in line] for line in lines])
    _write(out, b"\xef\xbb\xbf" + target.getvalue().encode())
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
    """Decide whether a ledger, or one column of it (``ledger.column``), may be shown, and from which day."""
    head, _, column = name.partition(".")
    ledger = find_ledger(desk.ledgers, head)
    if column and column not in {one.name for one in ledger.columns}:
        raise DafengError(
            "E_NO_COLUMN",
            f"台账“{ledger.zh}”没有列“{column}”，有：{'、'.join(one.name for one in ledger.columns)}。",
            f"The ledger {ledger.en} has no column {column!r}; it has {', '.join(one.name for one in ledger.columns)}.",
        )
    if period and period_of(period) is None:
        raise DafengError(
            "E_PERIOD", f"时期“{period}”应写作 2025 或 2025-07。", f"The period {period!r} should read 2025 or 2025-07."
        )  # fmt: skip
    decided = status or ledger.publication
    series = ledger.series(column) if column else f"{ledger.id}.*"
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


def _body(ledger: Ledger, found: Sequence[Return], suffix: str, desk: Desk, books: Books) -> bytes:
    match suffix:
        case ".csv":
            return flat_csv(ledger, found)
        case ".parquet":
            return flat_parquet(ledger, found)
        case ".xlsx" if len(found) == 1:
            return _form(ledger, found[0], desk, books)
        case ".xlsx":
            raise DafengError(
                "E_ONE_FORM",
                f"一份 XLSX 只装一个地区的一期，这里有 {len(found)} 份；请用 --area 和 --period 指定，或写成 CSV。",
                f"An XLSX holds one area and period, here are {len(found)}; name --area and --period, or write CSV.",
            )
    raise _no_format(suffix, ".csv、.parquet、.xlsx")


def _form(ledger: Ledger, made: Return, desk: Desk, books: Books) -> bytes:
    head = Head(
        ledger=ledger.id,
        area=made.area,
        period=made.period,
        filled_by=made.filled_by,
        grade=made.grade.value,
        source=made.source,
        seal=seal(ledger, made.area, made.period),
    )
    period = period_of(made.period)
    before = str(period.before) if period else ""
    last: Iterable[Return] = returns_held(ledger, books, made.area, before)
    rows = next((one.rows for one in last), ())
    return ledger_form(ledger, head, made.rows, rows, before, desk.names)


def _write(out: Path, body: bytes) -> None:
    if out.exists():
        raise DafengError(
            "E_EXISTS", f"“{out.name}”已存在，未覆盖。", f"{out.name!r} exists; nothing was overwritten."
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(body)


def _no_format(suffix: str, known: str) -> DafengError:
    return DafengError(
        "E_FORMAT",
        f"不能写成“{suffix}”，可用 {known}。",
        f"Cannot write {suffix!r}; use {known.replace('、', ', ')}.",
    )


def _no_returns(ledger: Ledger) -> DafengError:
    return DafengError(
        "E_NO_RETURNS",
        f"账本中没有这样的“{ledger.zh}”；请核对 --area、--period 和 --books。",
        f"The books hold no such {ledger.en}; check --area, --period and --books.",
    )
