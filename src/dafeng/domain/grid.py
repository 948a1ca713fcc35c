"""Kinds of electricity factors (电力排放因子): four families that answer four questions and never mix."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias


class GridFamily(StrEnum):
    """What an electricity factor answers."""

    LOCATION = "location"  # what the electricity of a place emits
    MARGIN = "margin"  # what one kilowatt-hour more or less changes
    MARKET = "market"  # what the carbon market books
    FOOTPRINT = "footprint"  # what it emits from the mine on, in CO2 equivalent


class LocationFactor(StrEnum):
    """Factors of a place's electricity: for inventories and for the statutory intensity target."""

    AVERAGE = "grid_location_average"
    FOSSIL = "grid_location_fossil"
    NONFOSSIL = "grid_location_nonfossil"
    EXCLUDING_TRADED = "grid_location_excluding_traded"


class MarginFactor(StrEnum):
    """Factors of the margin of a regional grid: for what a project avoids."""

    OPERATING = "grid_margin_om"
    BUILD = "grid_margin_bm"


class MarketFactor(StrEnum):
    """Factors of the carbon market's own books."""

    REPORTING = "grid_market_reporting"


class FootprintFactor(StrEnum):
    """Factors over the life cycle: for the footprint of a product."""

    LIFE_CYCLE = "grid_footprint"


GridFactor: TypeAlias = LocationFactor | MarginFactor | MarketFactor | FootprintFactor

FAMILIES: dict[type[GridFactor], GridFamily] = {
    LocationFactor: GridFamily.LOCATION,
    MarginFactor: GridFamily.MARGIN,
    MarketFactor: GridFamily.MARKET,
    FootprintFactor: GridFamily.FOOTPRINT,
}


def family(kind: GridFactor) -> GridFamily:
    """The family of a kind.

    >>> family(MarginFactor.BUILD), family(LocationFactor.AVERAGE)
    (<GridFamily.MARGIN: 'margin'>, <GridFamily.LOCATION: 'location'>)

    """
    return FAMILIES[type(kind)]


def is_grid(factor: str) -> bool:
    """Whether a factor's name is one of an electricity factor.

    >>> is_grid("grid_margin_om"), is_grid("ncv")
    (True, False)

    """
    return any(factor == member.value for kinds in FAMILIES for member in kinds)
