"""The one layout of the example's tables, and how a figure is printed in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

CITY = "511600"
PROVINCE = "510000"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; a key that a series does not use stays empty."""

    series: str
    region: str
    period: str
    flow: str = ""
    sector: str = ""
    fuel: str = ""
    plant: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    absence: str = ""
    source: str = ""
    note: str = ""


def printed(value: float | Decimal, places: int) -> Decimal:
    """The value as it will stand in the table; balances are closed on this, not on the raw figure."""
    return Decimal(repr(float(value)) if isinstance(value, float) else value).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as UTF-8 CSV with plain line ends, the same bytes every time."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(astuple(row) for row in rows)
