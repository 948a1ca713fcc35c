"""A city's own indicators: ``indicators.csv`` beside its ``city.toml``."""

from __future__ import annotations

from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.sheets import Row, Sheet, read_sheets
from dafeng.rules.indicators import REQUIRED, Indicator, indicator_of, merged, row_faults
from dafeng.rules.vocabulary import load_vocabulary

INDICATOR_TABLE = "indicators.csv"


def read_indicators(path: Path) -> tuple[Indicator, ...]:
    """The indicators of a table, to be handed to ``load_vocabulary``; none when there is no such file.

    A row needs id, name_zh, words, unit_kind, direction and kind.  A row with the id of a known indicator
    gives it more spellings.

    Raises
    ------
    DafengError
        ``E_INDICATORS`` with every fault at its cell: a missing column, an empty or unknown value, a
        spelling that belongs to another indicator.

    """
    if not path.exists():
        return ()
    sheets, unreadable = read_sheets(path)
    faults = list(unreadable)
    found: tuple[Indicator, ...] = ()
    for sheet in sheets:
        missing = [column for column in REQUIRED if column not in sheet.header]
        if missing:
            faults.append(
                Fault(
                    "E_INDICATOR_COLUMN",
                    f"{sheet.file}!1",
                    f"缺少列“{'、'.join(missing)}”，表头至少应含：{'、'.join(REQUIRED)}。",
                    f"The columns {', '.join(missing)} are missing; the head needs at least {', '.join(REQUIRED)}.",
                )
            )
            continue
        for row in sheet.rows:
            found += _of_row(sheet, row, found, faults)
    if faults:
        raise DafengError(
            "E_INDICATORS",
            f"{path.name} 有 {len(faults)} 处错误，全部未采用。",
            f"{len(faults)} faults in {path.name}; nothing was used.",
            tuple(faults),
        )
    return found


def _of_row(
    sheet: Sheet, row: Row, earlier: tuple[Indicator, ...], faults: list[Fault]
) -> tuple[Indicator, ...]:
    """The indicator of a row; a faulty one still claims its spellings, so that a clash is told at once."""
    known = merged(load_vocabulary().indicators, earlier)
    place = {column: row.place(sheet.file, sheet.sheet, column) for column in row.columns}
    faults.extend(
        Fault(fault.code, place.get(fault.column, row.place(sheet.file, sheet.sheet)), fault.zh, fault.en)
        for fault in row_faults(row.texts, known)
    )
    return (indicator_of(row.texts),)
