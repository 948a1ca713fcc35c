"""Between ledgers: what a check is compared with covers the same time, or nothing is compared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dafeng.domain.ledger import Return
from dafeng.rules.ledgers import declared_ledgers
from dafeng.services.desk import Desk
from dafeng.services.replies import take_folder
from dafeng.services.returns import beside, take
from dafeng.storage.books import Books
from tests.ledgers import samples

DESK = Desk(None, declared_ledgers())


def _return(folder: Path, ledger: str, period: str) -> Return:
    now, _ = samples.periods(samples.rows_of(ledger))
    days = {column.name for column in DESK.ledgers[ledger].columns if column.within_period}
    rows = [{**row, "period": period, **dict.fromkeys(days, "")} for row in now]
    reading = samples.read(folder, ledger, rows)
    (made,) = reading.returns
    return made


@pytest.mark.parametrize(("months", "found"), [(12, 12), (11, 0), (0, 0)])
def test_months_stand_beside_a_year_once_all_are_in(tmp_path: Path, months: int, found: int) -> None:
    """Coal users return each month; the year's balance is compared with all twelve months or with none."""
    balance = _return(tmp_path, "energy_balance", "2025")
    coal = [_return(tmp_path, "coal_use", f"2025-{month:02}") for month in range(1, months + 1)]
    other_year = _return(tmp_path, "coal_use", "2024-12")
    given = beside(DESK, balance, [*coal, other_year], None)
    assert len(given.get("coal_use", ())) == found


def test_the_last_month_asks_the_year_again(tmp_path: Path) -> None:
    """A balance that is booked already is compared anew when the last month of coal use comes in."""
    at, by = datetime(2026, 7, 1, 9, tzinfo=UTC), "示例经办人"
    balance, _ = samples.periods(samples.rows_of("energy_balance"))
    for change in samples.breaks()["energy_balance", "coal_users_within"]:
        balance[int(change["row"]) - 1][change["column"]] = change["value"]
    month, _ = samples.periods(samples.rows_of("coal_use"))
    folders = [tmp_path / name for name in ("year", "early", "late")]
    for folder in folders:
        folder.mkdir()
    samples.read(folders[0], "energy_balance", balance)
    early = [{**row, "period": f"2025-{number:02}"} for number in range(1, 12) for row in month]
    samples.read(folders[1], "coal_use", early)
    samples.read(folders[2], "coal_use", month)
    with Books.open(tmp_path / "books") as books:
        take(folders[0] / "energy_balance.csv", DESK, books, at=at, by=by)
        answers = [
            [
                one["code"]
                for one in take_folder(folder, DESK, books, at=at, by=by, day=date(2026, 7, 1))["apart"]
            ]
            for folder in folders[1:]
        ]
    assert answers == [[], ["Q_COAL_USERS_WITHIN"]]
