"""A generic account: a table of activity and a table of factors in, a table of emissions out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from dafeng.domain.errors import DafengError, Fault
from dafeng.methods.accounts.generic import Booked, account_frames
from dafeng.readers.account_tables import TableRead, read_account_tables
from dafeng.readers.checked import MOST_FAULTS, Told, refusal
from dafeng.rules.gwp import BY_DEFINITION, gwp_rows
from dafeng.rules.remarks import near
from dafeng.writers.accounts import account_csv

STRETCH = 500_000
SHOWN_NOTES = 20
Json = dict[str, Any]


@dataclass
class _Sums:
    """What the lines come to; a sum that a line without a number belongs to is unknown."""

    lines: int = 0
    mass: dict[str, list[float]] = field(default_factory=dict)
    co2e: list[float] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def add(self, lines: pl.DataFrame) -> None:
        self.lines += lines.height
        by_gas = lines.group_by("gas", maintain_order=True).agg(
            pl.col("mass_t").sum(), pl.col("mass_t").is_null().any().alias("unknown")
        )
        for gas, mass, unknown in by_gas.iter_rows():
            self.mass.setdefault(gas, []).append(mass)
            self.unknown |= {gas} if unknown else set()
        self.co2e.append(float(lines["co2e_t"].sum()))

    def to_json(self) -> Json:
        return {
            "mass_t": {
                gas: None if gas in self.unknown else math.fsum(parts) for gas, parts in self.mass.items()
            },
            "co2e_t": None if self.unknown else math.fsum(self.co2e),
        }


def account_table(activity: Path, factors: Path, gwp: str, out: Path | None) -> Json:
    """Book every row of activity with the factor that fits it best, and write the lines to `out`.

    Raises
    ------
    DafengError
        ``E_DATA`` with every fault of both tables, rows that no factor fits and ties among them;
        ``E_GWP_SET`` for an unknown set; ``E_EXISTS`` rather than overwrite `out`.  Nothing is written then.

    """
    weights = gwp_rows(gwp)
    potentials = dict(BY_DEFINITION) | {
        gas: row.value for gas, row in weights.items() if row.value is not None
    }
    if out is not None:
        _free(out)
    done, known = read_account_tables(activity, factors)
    sums, told = _Sums(), Told()
    lines = _booked(done, known, potentials, sums, told)
    if out is None:
        for _ in lines:
            pass
    else:
        _write(out, lines, told, bom=not _is_ascii(done.frame, known.frame))
    if told.count:
        raise refusal(told)
    used = [gas for gas in sums.mass if gas in weights]
    return {
        "rows": sums.lines,
        "activity_rows": done.frame.height,
        "factor_rows": known.frame.height,
        "gwp": {"set": gwp.upper(), "values": {gas: weights[gas].value for gas in used}, "rules": {gas: weights[gas].id for gas in used}},
        **sums.to_json(),
        "without_number": _count(done.frame, pl.col("quantity").is_null()),
        "not_occurring": _count(done.frame, pl.col("absence") == "not_occurring"),
        "notes": _notes(done),
        "out": None if out is None else out.name,
    }  # fmt: skip


def _free(out: Path) -> None:
    if out.exists():
        raise DafengError(
            "E_EXISTS", f"“{out.name}”已存在，未覆盖。", f"{out.name!r} exists; nothing was overwritten."
        )
    if not out.parent.is_dir():
        raise DafengError(
            "E_NO_FOLDER",
            f"没有文件夹“{out.parent.name}”，请先建立。",
            f"There is no folder {out.parent.name!r}; make it first.",
        )


def _booked(
    done: TableRead, known: TableRead, potentials: Mapping[str, float], sums: _Sums, told: Told
) -> Iterator[pl.DataFrame]:
    """The lines, stretch by stretch, while they are added up and what stands in their way is told."""
    names = {row["row"]: row for row in known.frame.iter_rows(named=True)}
    for booked in account_frames(done.frame.iter_slices(STRETCH), known.frame, potentials):
        _tell(booked, done, known, names, told)
        sums.add(booked.lines)
        yield booked.lines


def _write(out: Path, lines: Iterator[pl.DataFrame], told: Told, *, bom: bool) -> None:
    partial = out.with_name(f"{out.name}.partial")
    try:
        with partial.open("wb") as target:
            account_csv(lines, target, bom=bom)
        if not told.count:
            _free(out)
            partial.rename(out)
    except OSError as error:
        raise DafengError(
            "E_WRITE",
            f"不能写出“{out.name}”：{error.strerror}；请检查文件夹是否可写、磁盘是否已满。",
            f"{out.name!r} cannot be written: {error.strerror}; check the folder and the disk.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _is_ascii(*frames: pl.DataFrame) -> bool:
    # Chinese text needs the byte-order mark for Excel; plain tables are better without it for programs.
    return not any(
        frame[name].str.contains(r"[^\x00-\x7f]").any() for frame in frames for name in frame.columns if frame[name].dtype == pl.String
    )  # fmt: skip


# ---------------------------------------------------------------- what is said of rows


def _tell(booked: Booked, done: TableRead, known: TableRead, names: Mapping[int, Json], told: Told) -> None:
    if not booked.troubles.height:
        return
    fuels = {row["fuel"] for row in names.values()} - {""}
    room = max(0, MOST_FAULTS - len(told.faults))
    wanted = booked.troubles.head(room).join(done.frame, on="row", maintain_order="left")
    for row in wanted.iter_rows(named=True):
        told.faults.append((0, row["row"], _fault(row, done, known, names, fuels)))
    told.count += booked.troubles.height


def _fault(row: Json, done: TableRead, known: TableRead, names: Mapping[int, Json], fuels: set[str]) -> Fault:
    one, other = (known.place(row[name], "fuel") if row[name] else "" for name in ("one", "other"))
    what = "，".join(row[key] for key in ("region", "sector", "fuel") if row[key]) + f"，{row['year']}"
    match row["kind"]:
        case "unmatched":
            hint = near(row["fuel"], fuels - {row["fuel"]}) if row["fuel"] not in fuels else near("", ())
            return Fault(
                "E_UNMATCHED",
                done.place(row["row"], "fuel"),
                f"没有适用的排放因子：{what}{hint['near_zh']}；请在因子表补一行，或核对名称和有效期。",
                f"No factor fits {what.replace('，', ', ')}{hint['near_en']}; add one, or check names and validity.",
            )
        case "tie":
            return Fault(
                "E_FACTOR_TIE",
                done.place(row["row"], "fuel"),
                f"{row['gas']} 有两个同样具体的因子 {one} 和 {other}；请删去一个，或写明地区、部门、有效期。",
                f"Two factors for {row['gas']} fit equally well, {one} and {other}; delete one, or name region, sector or validity.",
            )
        case "unit":
            unit, place = names[row["one"]]["unit"], known.place(row["one"], "unit")
            return Fault(
                "E_UNIT_MISMATCH",
                done.place(row["row"], "unit"),
                f"单位“{row['unit']}”乘 {place} 的“{unit}”得不到 {row['gas']} 的质量；请改单位，或换这种单位的因子。",
                f"{row['unit']!r} times {unit!r} of {place} is no mass of {row['gas']}; change either unit.",
            )
        case _:
            return Fault(
                "E_GAS_TWICE",
                done.place(row["row"], "fuel"),
                f"既有 CO2e 因子 {one}，又有分气体因子 {other}，合计会重复；请留一种。",
                f"A factor of CO2e, {one}, and one of a single gas, {other}, both fit and would count twice; keep one kind.",
            )


def _notes(done: TableRead) -> list[Json]:
    """What is booked as it stands but deserves a look: negative quantities, and rows that repeat another whole."""
    frame = done.frame
    keys = [name for name in frame.columns if name != "row"]
    told = (
        ("N_NEGATIVE", frame["quantity"] < 0, "数量为负，照记（调出、出口等）", "negative quantities, booked as they are"),
        ("N_REPEATED", frame.select(keys).is_duplicated(), "整行相同，各记一次", "rows alike in every column, each booked"),
    )  # fmt: skip
    notes = []
    for code, where, zh, en in told:
        rows = frame["row"].filter(where.fill_null(value=False))
        if rows.len():
            places = [done.place(row, "quantity") for row in rows.head(SHOWN_NOTES)]
            notes.append(
                {
                    "code": code,
                    "count": rows.len(),
                    "places": places,
                    "message_zh": f"{rows.len()} 行{zh}。",
                    "message_en": f"{rows.len()} {en}.",
                }
            )
    return notes


def _count(frame: pl.DataFrame, where: pl.Expr) -> int:
    return int(frame.select(where.sum()).item())
