"""Hand the books out again: a ledger's returns, or all series that stand by themselves, as they came in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from dafeng.domain.errors import DafengError
from dafeng.domain.form import Head, seal
from dafeng.domain.ledger import Ledger, Return
from dafeng.domain.period import period_of
from dafeng.rules.ledgers import find_ledger
from dafeng.services.desk import Desk
from dafeng.services.returns import TABLE, Json, returns_held
from dafeng.storage.books import Books
from dafeng.writers.flat import flat_csv, flat_parquet
from dafeng.writers.observations import long_csv, long_parquet
from dafeng.writers.xlsx.ledger_form import ledger_form


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
        raise no_returns(ledger)
    write_new(out, _body(ledger, found, out.suffix.lower(), desk, books))
    return {"file": str(out), "ledger": ledger.id, "returns": len(found), "rows": sum(len(one.rows) for one in found)}  # fmt: skip


def _export_series(out: Path, desk: Desk, books: Books, *, area: str | None, period: str | None) -> Json:
    found = series_held(books, desk.area(area) if area else None, period)
    write_new(out, long_body(found, out.suffix.lower()))
    return {"file": str(out), "ledger": TABLE, "rows": found.height}


def series_held(books: Books, area: str | None, period: str | None) -> pl.DataFrame:
    """The series that stand by themselves, without the cells of ledgers.

    Raises
    ------
    DafengError
        ``E_NO_RETURNS`` where the books hold none.

    """
    whole = books.current_frame(None, area, period)
    found = whole.filter((pl.col("item").fill_null("") == "") & pl.col("text").is_null())
    if not found.height:
        raise DafengError(
            "E_NO_RETURNS",
            "账本中没有这样的指标；请核对 --area、--period 和 --books。",
            "The books hold no such series; check --area, --period and --books.",
        )
    return found


def long_body(found: pl.DataFrame, suffix: str) -> bytes:
    """A long table of series in the format that the suffix names."""
    target = io.BytesIO()
    match suffix:
        case ".csv":
            long_csv(found, target)
        case ".parquet":
            long_parquet(found, target)
        case _:
            raise _no_format(suffix, ".csv、.parquet")
    return target.getvalue()


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


def write_new(out: Path, body: bytes) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    DafengError
        ``E_EXISTS`` rather than overwrite one.

    """
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


def no_returns(ledger: Ledger) -> DafengError:
    """The refusal of an export of what nobody has returned."""
    return DafengError(
        "E_NO_RETURNS",
        f"账本中没有这样的“{ledger.zh}”；请核对 --area、--period 和 --books。",
        f"The books hold no such {ledger.en}; check --area, --period and --books.",
    )
