"""Accounts of every year that has data, from the stored observations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.domain.account import Account, BridgeTerm
from dafeng.domain.city import City
from dafeng.domain.convention import DEFAULT_CONVENTION, CarbonConvention
from dafeng.domain.figure import Figure
from dafeng.domain.observation import Observation
from dafeng.methods.accounts import account, bridge, years_with_data
from dafeng.methods.figures import observed
from dafeng.rules.factors import RuleBook
from dafeng.rules.tables import table


@dataclass(frozen=True, slots=True)
class YearBook:
    """One year's account with what was published for it and the bridges from the default convention."""

    account: Account
    published_co2: Figure | None
    bridges: tuple[tuple[CarbonConvention, CarbonConvention, tuple[BridgeTerm, ...]], ...]


def year_books(observations: Sequence[Observation], rules: RuleBook, city: City) -> dict[int, YearBook]:
    """The books of every year of the city that has an energy balance."""
    books: dict[int, YearBook] = {}
    words = table("series.csv", "series")["published_co2"]
    for year in years_with_data(observations, city.code):
        made = account(observations, rules, city.code, city.province, year)
        published = next(
            (
                observed(o, words["name_zh"], words["name_en"])
                for o in observations
                if o.series == "published_co2"
                and o.region == city.code
                and o.period == str(year)
                and not o.sector
            ),
            None,
        )
        others = (convention for convention in CarbonConvention if convention is not DEFAULT_CONVENTION)
        bridges = tuple(
            (DEFAULT_CONVENTION, other, bridge(made, DEFAULT_CONVENTION, other)) for other in others
        )
        books[year] = YearBook(made, published, bridges)
    return books
