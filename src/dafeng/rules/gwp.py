"""Warming potentials over 100 years: one set for each assessment report, each value a dated rule row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dafeng.domain.errors import DafengError
from dafeng.rules.factors import default_rows
from dafeng.rules.rows import RuleRow

CO2, CO2E, BIOGENIC = "CO2", "CO2e", "CO2_bio"
BY_DEFINITION = MappingProxyType({CO2: 1.0, CO2E: 1.0, BIOGENIC: 0.0})
"""Carbon dioxide is the measure; what comes from biomass is booked beside the total and not in it."""
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_ALSO = {"co2eq": CO2E, "二氧化碳": CO2, "二氧化碳当量": CO2E, "甲烷": "CH4", "氧化亚氮": "N2O"}


@cache
def gwp_sets() -> tuple[str, ...]:
    """The names of the sets, such as AR6.

    >>> gwp_sets()
    ('AR4', 'AR5', 'AR6')
    """
    return tuple(sorted({row.edition.removeprefix("ipcc-").upper() for row in _rows()}))


def gwp_rows(name: str) -> Mapping[str, RuleRow]:
    """The confirmed row of each gas in a set.

    Raises
    ------
    DafengError
        ``E_GWP_SET`` for a set that there is no row of.

    Examples
    --------
    >>> gwp_rows("AR4")["CH4"].value, gwp_rows("ar5")["N2O"].value
    (25.0, 265.0)

    """
    if name.upper() not in gwp_sets():
        zh, en = "、".join(gwp_sets()), ", ".join(gwp_sets())
        raise DafengError(
            "E_GWP_SET",
            f"没有名为“{name}”的增温潜势，可用：{zh}。",
            f"There is no set of warming potentials called {name!r}; use {en}.",
        )
    edition = f"ipcc-{name.lower()}"
    return MappingProxyType({row.subject: row for row in _rows() if row.edition == edition})


@cache
def gas_of(text: str) -> str | None:
    """The gas that a text names, however it writes its digits and capitals; None for no known one.

    >>> gas_of("co₂"), gas_of("CO2eq"), gas_of("甲烷"), gas_of("steam")
    ('CO2', 'CO2e', 'CH4', None)
    """
    plain = text.translate(_SUBSCRIPTS).lower()
    known = {gas.lower(): gas for gas in (*BY_DEFINITION, *(row.subject for row in _rows()))}
    return (known | _ALSO).get(plain)


@cache
def _rows() -> tuple[RuleRow, ...]:
    return tuple(row for row in default_rows() if row.factor == "gwp100" and row.confirmed)
