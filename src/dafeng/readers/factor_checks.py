"""What each cell of a table of driving factors must satisfy, and what the table as a whole must not lack."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from math import gcd
from typing import Any

import polars as pl

from dafeng.domain.decomposition import Span
from dafeng.domain.errors import Fault
from dafeng.readers.long import LongTable
from dafeng.readers.typed import GROUPED, PLAIN, SUSPECT, narrow, short, unsafe
from dafeng.rules.remarks import Remark

_KEY = ("region", "year", "category")
_YEAR = r"^([12][0-9]{3})(?:\.0)?年?$"


def prepare(texts: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows with years and factors as numbers, null where a text is none, and the factors' texts beside."""
    return texts.select(
        "row",
        "region",
        pl.col("year").str.extract(_YEAR).cast(pl.Int32).alias("year"),
        "category",
        pl.col("year").alias("year text"),
        *(_numbers(texts[name]) for name in columns),
        *(pl.col(name).alias(f"{name} text") for name in columns),
    )


def _numbers(texts: pl.Series) -> pl.Series:
    read = texts.cast(pl.Float64, strict=False)
    read = read.set(~read.is_finite(), None)
    odd = (read.is_null() & (texts != "")).arg_true()
    if not len(odd):
        return read
    return read.scatter(odd, [_number(text) for text in texts.gather(odd)])


def _number(text: str) -> float | None:
    plain = narrow(text)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    number = float(plain) if PLAIN.fullmatch(plain) else math.nan
    return number if math.isfinite(number) else None


def cell_faults(
    table: LongTable,
    at: Mapping[str, int],
    rows: pl.DataFrame,
    factors: Mapping[str, str],
    category: str | None,
) -> Iterator[Fault]:
    """Every bad cell of the rows, in their order; `factors` gives the name of each factor's column."""
    keys = ("region", "category") if category else ("region",)
    bad = rows.filter(
        pl.any_horizontal(
            pl.col("year").is_null(),
            *(pl.col(key).eq("") | pl.col(key).str.contains(SUSPECT) for key in keys),
            *(pl.col(name).is_null() | (pl.col(name) < 0) for name in factors),
        )
    )
    for row in bad.iter_rows(named=True):
        for column, said in _remarks(row, keys, factors):
            yield Fault(said.code, table.place(row["row"], at[column]), said.zh, said.en)


def _remarks(
    row: dict[str, Any], keys: Sequence[str], factors: Mapping[str, str]
) -> Iterator[tuple[str, Remark]]:
    for key in keys:
        if refused := _no_word(key, row[key]):
            yield key, refused
    if row["year"] is None:
        yield (
            "year",
            Remark(
                "E_YEAR",
                f"年份“{short(row['year text'])}”应写作 2020。",
                f"The year {short(row['year text'])!r} should read 2020.",
            ),
        )
        return
    zh, en = named(row)
    for column, name in factors.items():
        if refused := _no_factor(row[f"{column} text"], row[column], f"{zh}：{name}", f"{name} of {en}"):
            yield column, refused


def _no_word(key: str, text: str) -> Remark | None:
    if text:
        return unsafe(text)
    zh, en = ("地区", "region") if key == "region" else ("类别", "category")
    return Remark("E_KEY_MISSING", f"缺少{zh}。", f"The {en} is missing.")


def _no_factor(text: str, number: float | None, zh: str, en: str) -> Remark | None:
    if not text:
        return Remark(
            "E_ABSENT",
            f"{zh} 是空的；空不等于零，请补上数值，确为零的写 0。",
            f"{en} is empty; empty is not zero: fill it in, and write 0 where it is zero.",
        )
    if number is None:
        return Remark(
            "E_NUMBER",
            f"{zh}“{short(text)}”不是数，请只写数字。",
            f"{en} reads {short(text)!r}, which is no number; write digits only.",
        )
    if number < 0:
        return Remark(
            "E_NEGATIVE",
            f"{zh} 是负数（{short(text)}），对数没有意义；请把该类别单列，或核对正负号。",
            f"{en} is negative ({short(text)}) and has no logarithm; set its category apart or check the sign.",
        )
    return None


def named(row: Mapping[str, Any]) -> tuple[str, str]:
    """Region, year and category of a row, in Chinese and in English.

    >>> named({"region": "岳池县", "year": 2020, "category": "水泥"})
    ('岳池县 2020 年 水泥', '岳池县 2020 水泥')
    """
    rest = f" {row['category']}" if row.get("category") else ""
    return f"{row['region']} {row['year']} 年{rest}", f"{row['region']} {row['year']}{rest}"


def twice(table: LongTable, frame: pl.DataFrame, category: str | None) -> Iterator[Fault]:
    """The rows whose region, year and category stand in an earlier one."""
    alike = frame.select("row", *_KEY).filter(frame.select(_KEY).is_duplicated())
    first: dict[tuple[str, int, str], int] = {}
    mend_zh, mend_en = (
        ("请删去一行", "delete one row")
        if category
        else (
            "请删去一行；若各行是不同类别，用 --category 指出类别列",
            "delete one, or name the column of categories with --category",
        )
    )
    for row in alike.sort("row").iter_rows(named=True):
        key = (row["region"], row["year"], row["category"])
        earlier = first.setdefault(key, row["row"])
        if earlier != row["row"]:
            zh, en = named(row)
            yield Fault(
                "E_DUPLICATE",
                table.place(row["row"]),
                f"{zh} 已在第 {earlier} 行出现，{mend_zh}。",
                f"{en} already stands in row {earlier}; {mend_en}.",
            )


def gaps(
    table: LongTable, frame: pl.DataFrame, known: Sequence[int], span: Span, category: str | None
) -> Iterator[Fault]:
    """Years, regions' years and categories that the span needs and the table does not have."""
    years = span.years(list(known))
    for year in sorted({*years, *_between(known, span)} - set(known)):
        yield Fault(
            "E_YEAR_MISSING",
            table.file,
            f"表中没有 {year} 年（有 {known[0]} 至 {known[-1]} 年间的 {len(known)} 年）。",
            f"The table has no {year} ({len(known)} years between {known[0]} and {known[-1]}).",
        )
    held = [year for year in years if year in set(known)]
    counts = frame.group_by("region", maintain_order=True).agg(
        pl.len().alias("rows"), pl.col("category").n_unique(), pl.col("year").n_unique()
    )
    whole = pl.col("year").eq(len(held)) & (pl.col("rows") == pl.col("category") * pl.col("year"))
    for region in counts.filter(~whole)["region"]:
        yield from _missing(table, region, frame.filter(pl.col("region") == region), held, category)


def _between(known: Sequence[int], span: Span) -> set[int]:
    """The years of a chain, at the pace of the table: a table of every fifth year lacks nothing between."""
    if not span.chained or len(known) < 2:
        return set()
    pace = gcd(*(year - known[0] for year in known[1:]))
    low, high = sorted((span.start, span.end))
    return {year for year in range(known[0], known[-1] + 1, pace) if low <= year <= high}


def _missing(
    table: LongTable, region: str, rows: pl.DataFrame, years: Sequence[int], category: str | None
) -> Iterator[Fault]:
    by_year = {year: set(rows.filter(pl.col("year") == year)["category"]) for year in years}
    categories = rows["category"].unique(maintain_order=True)
    for year, present in by_year.items():
        if not present:
            yield Fault(
                "E_REGION_YEAR_MISSING",
                table.file,
                f"{region} 没有 {year} 年的数；请补上，或从表中去掉这个地区。",
                f"{region} has no rows for {year}; add them or leave the region out of the table.",
            )
            continue
        for name in categories:
            if name not in present:
                yield Fault(
                    "E_CATEGORY_MISSING",
                    table.file,
                    f"{region} {year} 年缺少类别“{name}”（{category} 列）；缺不等于零，请补一行，当年没有的写 0。",
                    f"{region} {year} lacks {category} {name!r}; absent is not zero: add a row, with 0 where it did not exist.",
                )
