"""Warming potentials: the published numbers of three reports, each a rule row with its source."""

from __future__ import annotations

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.gwp import BIOGENIC, BY_DEFINITION, CO2, CO2E, gas_of, gwp_rows, gwp_sets


@pytest.mark.parametrize(
    ("name", "methane", "nitrous_oxide", "sf6"),
    [("AR4", 25, 298, 22800), ("AR5", 28, 265, 23500), ("AR6", 27.9, 273, 25200)],
)
def test_the_published_numbers(name: str, methane: float, nitrous_oxide: float, sf6: float) -> None:
    """Each set gives what its report's table gives, under the report's name."""
    rows = gwp_rows(name)
    assert [rows[gas].value for gas in ("CH4", "N2O", "SF6")] == [methane, nitrous_oxide, sf6]
    assert all(name in row.source and row.confirmed for row in rows.values())


def test_every_set_has_the_same_gases() -> None:
    """A table of factors that one set can weigh, every set can."""
    assert len({frozenset(gwp_rows(name)) for name in gwp_sets()}) == 1


def test_carbon_dioxide_is_the_measure() -> None:
    """CO2 and CO2e weigh 1 by definition; biogenic CO2 is beside the total."""
    assert (BY_DEFINITION[CO2], BY_DEFINITION[CO2E], BY_DEFINITION[BIOGENIC]) == (1.0, 1.0, 0.0)


def test_gases_are_known_however_they_are_written() -> None:
    """Subscripts and small letters name the same gas; a word for no gas names none."""
    assert [gas_of(text) for text in ("CH₄", "n2o", "HFC-134A", "co2_bio", "coal")] == [
        "CH4",
        "N2O",
        "HFC-134a",
        "CO2_bio",
        None,
    ]


def test_an_unknown_set_is_refused_with_those_there_are() -> None:
    """The refusal lists the sets."""
    with pytest.raises(DafengError, match="AR4, AR5, AR6") as refusal:
        gwp_rows("AR7")
    assert refusal.value.code == "E_GWP_SET"
