"""Accounts and reviews straight from a city folder, without writing anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dafeng.domain.account import Account
from dafeng.domain.city import City, Declarations
from dafeng.domain.errors import DafengError
from dafeng.readers.observations import read_observations
from dafeng.rules.factors import RuleBook
from dafeng.services.accounting import YearBook, year_books
from dafeng.services.consistency import check as review
from dafeng.services.inputs import collect
from dafeng.services.planning import read, read_corrected
from dafeng.services.results import findings_json
from dafeng.services.run import read_city_folder
from dafeng.services.shelf import Shelf, account_json


def account(data: Path) -> dict[str, Any]:
    """The accounts of every year of a city folder, with all figures under them."""
    city, _, _, books = _books(data)
    if city is None:
        raise DafengError(
            "E_NO_CITY",
            f"“{data.name}”及其上级没有 city.toml，不知道是哪座城市。",
            f"Neither {data.name!r} nor its parent holds a city.toml, so the city is unknown.",
        )
    shelf = Shelf()
    accounts = {str(year): account_json(book, shelf) for year, book in sorted(books.items())}
    return {
        "city": {"code": city.code, "name_zh": city.name_zh, "name_en": city.name_en},
        "accounts": accounts,
        "figures": dict(sorted(shelf.figures.items())),
    }


def check(
    plan: Path | Sequence[Path],
    data: Path | None,
    as_of: date,
    *,
    overlay: Path | None = None,
    higher: Iterable[Path] = (),
    closing: bool = False,
) -> dict[str, Any]:
    """The findings on a plan as corrected, with the city's inputs and accounts and the plans above where given."""
    first = plan if isinstance(plan, Path) else plan[0]
    read_in, laid = read_corrected(plan, collect(first, data).city, overlay)
    above = [read(one) for one in higher]
    accounts: dict[int, Account] = {}
    declared: Declarations | None = None
    rules = RuleBook()
    if data is not None:
        _, declared, rules, books = _books(data)
        accounts = {year: book.account for year, book in books.items()}
    found = review(read_in, declared, accounts, rules, as_of=as_of, higher=above, closing=closing)
    return {"findings": findings_json(found, declared)} | ({"overlay": laid} if laid else {})


def _books(data: Path) -> tuple[City | None, Declarations | None, RuleBook, dict[int, YearBook]]:
    inputs = collect(data, data)
    city, declared, rules = read_city_folder(inputs.city)
    observations = read_observations(inputs.tables)
    return city, declared, rules, year_books(observations, rules, city) if city else {}
