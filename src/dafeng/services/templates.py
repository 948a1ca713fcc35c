"""Write the forms of a ledger, with last period's rows and what the books already know filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from dafeng.domain.errors import DafengError
from dafeng.domain.form import Head, seal
from dafeng.domain.ledger import Entry, Ledger, Return
from dafeng.domain.period import EXAMPLES, FREQUENCY_ZH, Period, period_of
from dafeng.rules.ledgers import find_ledger
from dafeng.services.desk import Desk
from dafeng.services.papers import write_template
from dafeng.services.returns import Held, Json, returns_held
from dafeng.storage.books import Books
from dafeng.writers.flat import flat_csv, flat_parquet
from dafeng.writers.xlsx.ledger_form import ledger_form

FORMATS = ("xlsx", "csv", "parquet")
_Row = Mapping[str, Entry]


def issue(
    name: str,
    areas: Sequence[str],
    period: str,
    out: Path | None,
    desk: Desk,
    books: Books | None,
    *,
    at: datetime,
    by: str,
    form: str = "xlsx",
) -> Json:
    """Write one form for each area; the books, where there are any, note what was sent to whom.

    Raises
    ------
    DafengError
        ``E_NO_LEDGER``, ``E_AREA``, ``E_PERIOD`` for what is not known, ``E_EXISTS`` rather than overwrite.

    """
    ledger = find_ledger(desk.ledgers, name)
    when = _period(ledger, period)
    codes = list(desk.names) if list(areas) == ["all"] else [desk.area(area) for area in areas]
    if not codes:
        raise DafengError(
            "E_AREA",
            "没有要填报的地区：请用 --area 写明代码，或用 --data 指明城市文件夹。",
            "There is no area to fill it in: name codes with --area, or the city folder with --data.",
        )
    files = _files(ledger, codes, when, out, form)
    made = [form_of(ledger, code, when, desk, books, form) for code in codes]
    for file, body in zip(files, made, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    if books is not None:
        with books.write(at=at, by=by) as transaction:
            for code in codes:
                about = {"ledger": ledger.id, "area": code, "period": str(when)}
                transaction.record_event("issue", " ".join(about.values()), about)
    return {
        "ledger": ledger.id,
        "period": str(when),
        "due": when.due(ledger.due_days).isoformat(),
        "files": [str(file) for file in files],
    }


def issue_table(file: Path) -> Json:
    """Write an empty long table of series.

    Raises
    ------
    DafengError
        ``E_EXISTS`` rather than overwrite a file.

    """
    write_template(file)
    return {"files": [str(file)]}


def form_of(
    ledger: Ledger, code: str, period: Period, desk: Desk, held: Held | None, form: str = "xlsx"
) -> bytes:
    """A form: what the books hold for the period, else last period's rows with their figures left open."""
    held_now = _held(ledger, held, code, period)
    last = _held(ledger, held, code, period.before)
    rows = held_now.rows if held_now else tuple(_opened(ledger, row) for row in (last.rows if last else ()))
    rows = tuple(_with_known(ledger, row, code, period, desk, held) for row in rows)
    head = Head(
        ledger=ledger.id,
        area=code,
        period=str(period),
        filled_by=next((one.filled_by for one in (held_now, last) if one), ""),
        grade=held_now.grade.value if held_now else ledger.grade.value,
        source=held_now.source if held_now else "",
        seal=seal(ledger, code, str(period)),
    )
    if form == "xlsx":
        before = last.rows if last else ()
        return ledger_form(ledger, head, rows, before, str(period.before), desk.names)
    blank = Return(ledger.id, code, str(period), rows, ledger.grade, head.source, head.filled_by, "", "")
    return (flat_csv if form == "csv" else flat_parquet)(ledger, (blank,))


def _held(ledger: Ledger, held: Held | None, code: str, period: Period) -> Return | None:
    return next(iter(returns_held(ledger, held, code, str(period))), None) if held is not None else None


def _opened(ledger: Ledger, row: _Row) -> dict[str, Entry]:
    """A row of the period before as the next form shows it: who and what stay, figures and days are asked anew."""
    stays = {
        column.name
        for column in ledger.columns
        if column.name in ledger.keys or not (column.is_number or column.within_period)
    }
    return {name: entry for name, entry in row.items() if name in stays}


def _with_known(
    ledger: Ledger, row: _Row, code: str, period: Period, desk: Desk, held: Held | None
) -> dict[str, Entry]:
    """The row with what another ledger already states of the same thing, so that nobody types it twice."""
    filled = dict(row)
    for column in ledger.columns:
        other, _, name = column.shown_from.partition(".")
        if not other or column.name in filled or held is None:
            continue
        for made in returns_held(desk.ledgers[other], held, code, str(period)):
            entry = _same_thing(ledger, row, made.rows, name)
            if entry is not None:
                filled[column.name] = entry
    return {column.name: filled[column.name] for column in ledger.columns if column.name in filled}


def _same_thing(ledger: Ledger, row: _Row, others: Iterable[_Row], name: str) -> Entry | None:
    """The entry of the other ledger's row that has the same words in every key that both have."""
    for other in others:
        shared = [key for key in ledger.keys if key in other and key in row]
        if shared and name in other and all(other[key].text == row[key].text for key in shared):
            return other[name]
    return None


def _period(ledger: Ledger, text: str) -> Period:
    period = period_of(text)
    if period is None or period.frequency is not ledger.frequency:
        raise DafengError(
            "E_PERIOD",
            f"时期“{text}”应写作 {EXAMPLES[ledger.frequency]}（本台账按{FREQUENCY_ZH[ledger.frequency]}填报）。",
            f"The period {text!r} should read {EXAMPLES[ledger.frequency]}.",
        )
    return period


def _files(
    ledger: Ledger, codes: Sequence[str], period: Period, out: Path | None, form: str
) -> tuple[Path, ...]:
    """Where the forms go: into a folder, or into the one file that is named."""
    names = [f"{ledger.id}-{code}-{period}.{form}" for code in codes]
    if out is not None and out.suffix and len(codes) == 1:
        files: tuple[Path, ...] = (out,)
    else:
        files = tuple((out or Path()) / name for name in names)
    existing = [file.name for file in files if file.exists()]
    if existing:
        raise DafengError(
            "E_EXISTS",
            f"“{'、'.join(existing)}”已存在，未覆盖；请移走或另选 --out。",
            f"{', '.join(existing)} exist; nothing was overwritten. Move them or choose another --out.",
        )
    return files
