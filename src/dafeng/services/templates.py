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
        ``E_NO_LEDGER``, ``E_AREA``, ``E_PERIOD``, ``E_FORMAT`` for what is not known, ``E_EXISTS`` rather than
        overwrite.

    """
    if form not in FORMATS:
        raise DafengError(
            "E_FORMAT",
            f"不能写成“{form}”，可用 {'、'.join(FORMATS)}。",
            f"Cannot write {form!r}; use {', '.join(FORMATS)}.",
        )
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
    rows = held_now.rows if held_now else _begun(ledger, last, code, period, desk, held)
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


def _begun(
    ledger: Ledger, last: Return | None, code: str, period: Period, desk: Desk, held: Held | None
) -> tuple[_Row, ...]:
    """The rows of the period before, opened, with what the books already know of each."""
    if last is None or held is None:
        return ()
    sources = {column.shown_from.partition(".")[0] for column in ledger.columns if column.shown_from}
    known = {name: _stated_by(desk.ledgers[name], held, code, period) for name in sorted(sources)}
    return tuple(_with_known(ledger, _opened(ledger, row), known) for row in last.rows)


def _stated_by(ledger: Ledger, held: Held, code: str, period: Period) -> tuple[Return, ...]:
    """A ledger's returns for an area that end no later than a period does, the latest first."""
    found = [
        (when.last_day, made)
        for made in returns_held(ledger, held, code)
        if (when := period_of(made.period)) and when.last_day <= period.last_day
    ]
    return tuple(made for _, made in sorted(found, key=lambda one: one[0], reverse=True))


def _with_known(ledger: Ledger, row: _Row, known: Mapping[str, Iterable[Return]]) -> dict[str, Entry]:
    """The row with what a ledger already states of the same thing, so that nobody types it twice."""
    filled = dict(row)
    for column in ledger.columns:
        other, _, name = column.shown_from.partition(".")
        if not other or column.name in filled:
            continue
        entries = (_same_thing(ledger, row, made.rows, name) for made in known[other])
        entry = next((one for one in entries if one is not None), None)
        if entry is not None:
            filled[column.name] = entry
    return {column.name: filled[column.name] for column in ledger.columns if column.name in filled}


def _same_thing(ledger: Ledger, row: _Row, others: Iterable[_Row], name: str) -> Entry | None:
    """What the other ledger's row states that says the same in every key that both have."""
    for other in others:
        shared = [key for key in ledger.keys if key in other and key in row]
        stated = name in other and other[name].absence is None
        if shared and stated and all(_says(other[key]) == _says(row[key]) for key in shared):
            return other[name]
    return None


def _says(entry: Entry) -> float | str | None:
    return entry.value if entry.text is None else entry.text


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
