"""Returns at the desk: what a check is compared with covers the same time, or nothing is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.domain.ledger import Return
from dafeng.rules.ledgers import declared_ledgers
from dafeng.services.desk import Desk
from dafeng.services.returns import beside
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
