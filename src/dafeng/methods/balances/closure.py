"""Whether a balance closes: each identity in each region, year and column, within its tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from dafeng.domain.balance import STANDARD, Blank, Identity, Layout
from dafeng.methods.cards import card

_Amount = TypeVar("_Amount", float, pl.Expr)
KEYS = ("region", "year", "measure")
_NOISE = 1e-12
"""Of a double's sums, as a share of the largest member."""


@dataclass(frozen=True, slots=True)
class Closure:
    """What a check found.

    `checked` has one line for each identity in each region, year and column (row, for a total column) that
    could be checked, `open` one for each that an absent member leaves unchecked.
    """

    checked: pl.DataFrame
    open: pl.DataFrame

    @property
    def violations(self) -> pl.DataFrame:
        return self.checked.filter(pl.col("residual").abs() > pl.col("tolerance"))


@card(
    id="balance.residual",
    name_zh="平衡残差",
    name_en="Residual of a balance identity",
    formula="r = (Σ plus − Σ minus) − stated",
    unit="unit of the column",
    source="《中国能源统计年鉴》主要统计指标解释：能源平衡表",
    page="balance",
    additive=True,
)
def residual(stated: _Amount, parts: _Amount) -> _Amount:
    """How far the signed sum of the parts is from the stated total, for numbers and columns alike.

    Examples
    --------
    >>> abs(residual(19.69065, 21.96761 - 1.40980 - 0.86716)) < 1e-9
    True

    """
    return parts - stated


@card(
    id="balance.difference_share",
    name_zh="平衡差额率",
    name_en="Statistical difference as a share of supply",
    formula="s = difference / supply",
    unit="1",
    source="《中国能源统计年鉴》主要统计指标解释：能源平衡表",
    page="balance",
)
def difference_share(difference: float | None, supply: float | None) -> float | None:
    """The statistical difference as a share of supply; without either, or without supply, there is none.

    Examples
    --------
    >>> difference_share(2.0, 100.0), difference_share(2.0, 0.0), difference_share(None, 100.0)
    (0.02, None, None)

    """
    return None if difference is None or not supply else difference / supply


def close(cells: pl.DataFrame, layout: Layout) -> Closure:
    """Check every identity of a layout.

    Parameters
    ----------
    cells : one row for each region, year, measure, flow and carrier; a null value is absent
    layout : what must close, and what a place means where nothing stands

    """
    first = _judged(cells, layout)
    # A total that is not listed while its parts are is absent from the sums that it enters.
    lost = first.filter(pl.col("lost") & ~pl.col("closes")).select(*KEYS, "flow", "carrier").unique()
    if layout.table.unlisted is Blank.NOTHING and lost.height:
        lost = lost.join(cells, on=[*KEYS, "flow", "carrier"], how="anti")
        cells = pl.concat([cells, lost], how="diagonal")
        first = _judged(cells, layout)
    can = (pl.col("absent") == 0) & (~pl.col("lost") | pl.col("closes")) & pl.col("any_part")
    shown = ("identity", *KEYS, "flow", "carrier", "residual", "tolerance", "stated", "parts")
    checked, rest = first.filter(can), first.filter(~can)
    return Closure(checked.select(shown).sort(shown[:6]), rest.select(shown[:6]).sort(shown[:6]))


def differences(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Statistical difference beside supply, and its share, wherever the balance states a difference."""
    key = [*KEYS, "carrier", "label"]
    own, supply = (
        cells.filter(pl.col("flow") == flow).select(*key, pl.col("value").alias(name))
        for flow, name in ((layout.difference, "difference"), (layout.supply, "supply"))
    )
    both = own.drop_nulls("difference").join(supply, on=key, how="left")
    share = [difference_share(*pair) for pair in both.select("difference", "supply").iter_rows()]
    return both.with_columns(share=pl.Series("share", share, pl.Float64)).sort(key)


def _judged(cells: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    return pl.concat([_one(cells, identity, layout) for identity in layout.identities])


def _one(cells: pl.DataFrame, identity: Identity, layout: Layout) -> pl.DataFrame:
    """The identity wherever one of its members is listed."""
    member, other = ("flow", "carrier") if identity.by == "flow" else ("carrier", "flow")
    signs = {identity.total: 0.0} | dict.fromkeys(identity.plus, 1.0) | dict.fromkeys(identity.minus, -1.0)
    terms = pl.DataFrame({member: list(signs), "sign": list(signs.values())})
    units = {one.unit for one in layout.carriers if one.id in signs}
    if member == "carrier" and len(units) > 1:  # what differs in unit adds up in the common measure alone
        cells = cells.filter(pl.col("measure") == STANDARD)
    is_total, value = pl.col(member) == identity.total, pl.col("value")
    limits = layout.tolerance
    found = (
        cells.filter(~pl.col(other).is_in(identity.except_in))
        .join(terms, on=member)
        .group_by(*KEYS, other)
        .agg(
            stated=value.filter(is_total).sum(),
            parts=(pl.col("sign") * value).sum(),
            absent=value.null_count(),
            listed=pl.len(),
            any_part=(~is_total).any(),
            lost=~is_total.any(),
            scale=value.abs().max().fill_null(0.0),
            rounding=pl.col("half").sum(),
        )
    )
    tolerance = limits.absolute + (limits.relative + _NOISE) * pl.col("scale")
    if limits.rounding:
        tolerance += pl.col("rounding")
    found = found.with_columns(
        pl.lit(identity.id).alias("identity"),
        pl.lit(identity.total).alias(member),
        residual=residual(pl.col("stated"), pl.col("parts")),
        tolerance=tolerance,
    )
    if layout.table.unlisted is Blank.ABSENT:
        found = found.with_columns(absent=pl.col("absent") + len(signs) - pl.col("listed"))
    return found.with_columns(closes=pl.col("residual").abs() <= pl.col("tolerance")).select(
        "identity", *KEYS, "flow", "carrier", "residual", "stated", "parts", "absent", "any_part", "lost",
        "tolerance", "closes",
    )  # fmt: skip
