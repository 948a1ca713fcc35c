"""Energy balances as tables: a long one, one with carriers across, and the yearbook's sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dafeng.domain.balance import Layout
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.balance_cells import no_cells, normalised, wrong_signs
from dafeng.readers.balance_labels import columns_of, known, rows_of, unknown_label
from dafeng.readers.long import LongTable, open_tables
from dafeng.readers.sheets import letter
from dafeng.readers.yearbook import is_yearbook, read_yearbook
from dafeng.rules.balances.labels import plain
from dafeng.rules.balances.shape import HEADS

SUFFIXES = (".csv", ".parquet", ".xlsx")
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """The cells of one file; `faults` are signs that the layout does not allow, which refuse nothing."""

    file: str
    sha256: str
    cells: pl.DataFrame
    faults: tuple[Fault, ...]


def read_balance(path: Path, layout: Layout) -> BalanceTable:
    """The cells of a balance in canonical units, each with its place.

    Raises
    ------
    DafengError
        ``E_BALANCE`` with every label, year, number and unit that does not fit, at its cell.

    """
    if not path.is_file():
        raise DafengError("E_NO_FILE", f"没有文件“{path.name}”。", f"There is no file {path.name!r}.")
    if path.suffix.lower() not in SUFFIXES:
        raise DafengError(
            "E_SUFFIX",
            f"“{path.name}”不是 CSV、Parquet 或 XLSX，请另存。",
            f"{path.name!r} is no CSV, Parquet or XLSX; save it as one.",
        )
    if path.suffix.lower() == ".xlsx" and is_yearbook(path, layout):
        digest, raw, faults = read_yearbook(path, layout)
    else:
        digest, raw, faults = _tables(path, layout)
    # what is known is read on, so that every fault of the file is told at once
    cells, more = normalised(raw.drop_nulls(["flow", "carrier"]), layout)
    if faults := [*faults, *more]:
        raise _refused(path.name, faults)
    if cells.is_empty():
        raise _refused(path.name, [_nothing(path.name)])
    return BalanceTable(path.name, digest, cells, tuple(wrong_signs(cells, layout)))


def _tables(path: Path, layout: Layout) -> tuple[str, pl.DataFrame, list[Fault]]:
    tables, refusals = open_tables(path)
    faults = list(refusals)
    frames: list[pl.DataFrame] = []
    for table in tables:
        try:
            frame, wrong = _one(table, layout)
        except DafengError as error:
            faults.extend(error.faults or [Fault(error.code, table.file, error.zh, error.en)])
            continue
        faults.extend(wrong)
        frames.extend([] if frame is None else [frame])
    if not frames and not faults:
        faults.append(_nothing(path.name))
    return (tables[0].sha256 if tables else ""), pl.concat([no_cells(), *frames]), faults


def _one(table: LongTable, layout: Layout) -> tuple[pl.DataFrame | None, list[Fault]]:
    """The cells of a table as they are written, each beside the ids of its row and column."""
    heads, value_unit = _heads(table, layout)
    carriers = columns_of(layout)
    across = {} if "carrier" in heads else _across(table, layout, set(heads.values()), carriers)
    wanted = ("region", "year", "flow") if across else ("region", "year", "flow", "carrier", "value")
    if missing := [head for head in wanted if head not in heads]:
        return None, [
            Fault(
                "E_BALANCE_HEAD",
                table.place(1),
                f"缺少列：{'、'.join(missing)}；长表的列为 {'、'.join(HEADS)}。",
                f"Columns are missing: {', '.join(missing)}; a long table has {', '.join(HEADS)}.",
            )
        ]
    at = heads | {f"@{position}": position for position in across}
    nothing = pl.DataFrame(schema={"row": pl.Int64} | dict.fromkeys(at, pl.String))
    text = pl.concat([nothing, *table.stretches(at)])
    if across:
        index = ["row", *(head for head in ("region", "year", "flow", "unit") if head in heads)]
        text = text.unpivot(
            [f"@{p}" for p in across], index=index, variable_name="column", value_name="value"
        ).with_columns(
            carrier=pl.col("column").replace_strict({f"@{p}": table.header[p] for p in across}),
            column=pl.col("column").replace_strict({f"@{p}": letter(p) for p in across}),
        )
    else:
        text = text.with_columns(column=pl.lit(letter(heads["value"])))
    if "unit" not in text.columns:
        text = text.with_columns(unit=pl.lit(value_unit))
    corner = pl.lit(table.place(0).removesuffix("0"))
    text = text.with_columns(
        place=corner + pl.col("column") + pl.col("row").cast(pl.String), crossed=pl.lit(bool(across))
    )
    return _identified(text, layout, carriers)


def _heads(table: LongTable, layout: Layout) -> tuple[dict[str, int], str]:
    """Where each head stands, and the unit that the value column's name implies."""
    found: dict[str, int] = {}
    unit = layout.table.unit
    for head in HEADS:
        names = {plain(name) for name in (head, *layout.table.heads.get(head, ()))}
        for position, name in enumerate(table.header):
            if head not in found and plain(name) in names:
                found[head] = position
                if head == "value":
                    unit = layout.table.value_units.get(name.lower(), unit)
    return found, unit


def _across(table: LongTable, layout: Layout, taken: set[int], carriers: Mapping[str, str]) -> dict[int, str]:
    """The columns that are carriers.

    Raises
    ------
    DafengError
        ``E_BALANCE`` with every column that is neither a carrier, a head nor said to be ignored.

    """
    ignored = {plain(name) for name in layout.table.ignored}
    found: dict[int, str] = {}
    faults = []
    for position, name in enumerate(table.header):
        if position in taken or plain(name) in ignored:
            continue
        carrier = known(name, carriers)
        if carrier is None:
            faults.append(unknown_label(table.place(1, position), name, carriers, "carrier"))
        else:
            found[position] = carrier
    if faults and found:
        raise _refused(table.file, faults)
    return found


def _identified(
    text: pl.DataFrame, layout: Layout, carriers: Mapping[str, str]
) -> tuple[pl.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    for name, names in (("flow", rows_of(layout)), ("carrier", carriers)):
        first = text.group_by(name, maintain_order=True).agg(pl.col("place").first())
        ids = {label: known(label, names) for label in first[name]}
        faults += [
            unknown_label(place, label, names, name)
            for label, place in first.iter_rows()
            if ids[label] is None
        ]
        text = text.with_columns(pl.col(name).replace_strict(ids, return_dtype=pl.String).alias(f"{name}_id"))
    return text.select(
        "place",
        "region",
        "year",
        pl.col("flow_id").alias("flow"),
        pl.col("carrier_id").alias("carrier"),
        pl.col("carrier").alias("label"),
        pl.col("value").alias("text"),
        "unit",
        "crossed",
    ), faults


def _nothing(name: str) -> Fault:
    return Fault(
        "E_BALANCE_EMPTY",
        name,
        "没有读到平衡表的数值，请检查文件和格式（--layout）。",
        "No figure of a balance was read; check the file and the layout (--layout).",
    )


def _refused(name: str, faults: list[Fault]) -> DafengError:
    return DafengError(
        "E_BALANCE",
        f"“{name}”有 {len(faults)} 处不合格式，未核对。",
        f"{len(faults)} places of {name!r} do not fit the layout; it was not checked.",
        tuple(faults[:MOST_FAULTS]),
    )
