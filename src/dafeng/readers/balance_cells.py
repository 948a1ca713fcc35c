"""The cells of a balance as numbers in canonical units; what is no number, year or fitting unit is named."""

from __future__ import annotations

import math

import polars as pl

from dafeng.domain.balance import PHYSICAL, STANDARD, Blank, Layout, Sign
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.typed import EMPTY_SIGNS
from dafeng.rules.units import factor

RAW = dict.fromkeys(("place", "region", "year", "flow", "carrier", "label", "text", "unit"), pl.String)
_NONE = sorted(EMPTY_SIGNS - {"零"})
_WIDE, _NARROW = "０１２３４５６７８９．－−，", "0123456789.--,"
_GROUPED = r"^[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?$"
"""A separator anywhere else may be a decimal comma, and is no number here."""
_YEAR = r"^(1[89]|20)\d\d$"


def no_cells() -> pl.DataFrame:
    """A table of cells as they are written, without any."""
    return pl.DataFrame(schema=RAW | {"crossed": pl.Boolean})


def normalised(raw: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Fault]]:
    """The cells of a balance, a null value where the source says that it has none.

    Each has `half`, half of the smallest digit printed for its carrier in its region and year, and its
    `measure`: physical, or standard where the table is in the layout's common unit.
    """
    if layout.table.blank is Blank.NOTHING:
        raw = raw.filter((pl.col("text") != "") | ~pl.col("crossed"))
    narrow = pl.col("text").str.replace_many(list(_WIDE), list(_NARROW)).str.strip_chars()
    whole = narrow.str.replace_all("[, ]", "")
    plain = pl.when(narrow.str.contains(_GROUPED)).then(whole).otherwise(narrow)
    cells = raw.with_columns(bare=plain).with_columns(
        absent=(pl.col("bare") == "") | pl.col("bare").str.to_lowercase().is_in(_NONE),
        number=pl.col("bare").cast(pl.Float64, strict=False),
        year_bare=pl.col("year").str.strip_suffix("年"),
    )
    faults = [*_not_numbers(cells), *_not_years(cells)]
    conversions, wrong = _conversions(cells, layout)
    faults += wrong
    if faults:
        return cells, faults
    cells = cells.join(conversions, on=["carrier", "unit"]).with_columns(
        year=pl.col("year_bare").cast(pl.Int64),
        value=pl.when(pl.col("absent")).then(None).otherwise(pl.col("number") * pl.col("factor")),
        digits=pl.when(pl.col("bare").str.contains("[eE]")).then(None)
        .otherwise(pl.col("bare").str.extract(r"\.(\d+)$", 1).str.len_chars().fill_null(0)),
    )  # fmt: skip
    column = ("region", "year", "measure", "carrier")
    cells = cells.with_columns(
        half=(0.5 * pl.lit(10.0).pow(-pl.col("digits").max().over(column).fill_null(15).cast(pl.Float64)))
        * pl.col("factor").abs()
    )
    key = ("region", "year", "measure", "flow", "carrier")
    # a carrier whose own unit is the common one stands alike in the physical and the standard table
    shared = [one.id for one in layout.carriers if one.unit == layout.table.standard]
    cells = cells.filter(~pl.col("carrier").is_in(shared) | pl.struct(*key, "value").is_first_distinct())
    twice = cells.filter(~pl.struct(key).is_first_distinct())
    faults = [
        Fault(
            "E_BALANCE_TWICE",
            place,
            "同一地区、年份、行和列在前面已有数值。",
            "This region, year, row and column has a figure already.",
        )
        for place in twice["place"]
    ]
    return cells.select(*key, "label", "value", "half", "place", "text"), faults


def wrong_signs(cells: pl.DataFrame, layout: Layout) -> list[Fault]:
    """Cells whose sign the layout does not allow."""
    totals = [one.id for one in layout.carriers if one.total]
    faults = []
    for flow in layout.flows:
        if flow.sign is Sign.ANY:
            continue
        wrong = pl.col("value") < 0 if flow.sign is Sign.PLUS else pl.col("value") > 0
        free = totals + list(flow.outputs) if flow.sign is Sign.INPUT else []
        found = cells.filter((pl.col("flow") == flow.id) & wrong & ~pl.col("carrier").is_in(free))
        want_zh, want_en = (
            ("不应为负", "not be negative") if flow.sign is Sign.PLUS else ("不应为正", "not be positive")
        )
        faults += [
            Fault(
                "E_BALANCE_SIGN",
                place,
                f"“{flow.zh}”的“{label}”{want_zh}，读到 {text}；请核对正负号。",
                f"{flow.en} of {label} should {want_en}; read {text}. Check the sign.",
            )
            for place, label, text in found.select("place", "label", "text").iter_rows()
        ]
    return faults


def _not_numbers(cells: pl.DataFrame) -> list[Fault]:
    bad = cells.filter(~pl.col("absent") & ~pl.col("number").is_finite().fill_null(value=False))
    return [
        Fault(
            "E_BALANCE_NUMBER",
            place,
            f"“{text}”不是数值；没有数据请留空或写“-”。",
            f"{text!r} is no number; leave the cell empty or write '-' where there is none.",
        )
        for place, text in bad.select("place", "text").iter_rows()
    ]


def _not_years(cells: pl.DataFrame) -> list[Fault]:
    bad = cells.filter(~pl.col("year_bare").str.contains(_YEAR)).group_by("year", maintain_order=True)
    return [
        Fault(
            "E_BALANCE_YEAR",
            place,
            f"“{year}”不是年份，应如 2015。",
            f"{year!r} is no year such as 2015.",
        )
        for year, place in bad.agg(pl.col("place").first()).iter_rows()
    ]


def _conversions(cells: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Fault]]:
    """For each carrier and unit written: the measure it is of, and the multiplier into the canonical unit."""
    own = {one.id: one.unit for one in layout.carriers}
    lines, faults = [], []
    pairs = cells.group_by("carrier", "unit", maintain_order=True).agg(pl.col("place").first())
    for carrier, unit, place in pairs.iter_rows():
        try:
            lines.append((carrier, unit, *_measured(unit, own[carrier], layout.table.standard)))
        except DafengError as error:
            faults.append(Fault("E_BALANCE_UNIT", place, f"{carrier}：{error.zh}", f"{carrier}: {error.en}"))
    schema = {"carrier": pl.String, "unit": pl.String, "measure": pl.String, "factor": pl.Float64}
    return pl.DataFrame(lines, schema=schema, orient="row"), faults


def _measured(unit: str, own: str, standard: str) -> tuple[str, float]:
    if not unit:
        raise DafengError(
            "E_BALANCE_UNIT",
            f"没有写单位，请写明，例如“{own}”。",
            f"No unit is stated; state one, for example {own}.",
        )
    if standard and _is_power_of_ten(unit, standard):
        return STANDARD, factor(unit, standard)
    return PHYSICAL, factor(unit, own)


def _is_power_of_ten(unit: str, standard: str) -> bool:
    """Whether a unit counts standard coal, and not heat in joules, which would convert as well."""
    try:
        power = math.log10(factor(unit, standard))
    except DafengError:
        return False
    return abs(power - round(power)) < 1e-9
