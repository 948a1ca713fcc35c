"""The account: known answers, the laws it must keep, and what stays empty."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.account import Account
from dafeng.domain.convention import CarbonConvention, ElectricityConversion
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import Observation
from dafeng.methods.accounts import account, bridge, years_with_data
from dafeng.rules.factors import Proxy, RuleBook
from tests.strategies import PROVINCE, REGION, YEAR, balances, observation

PROXY = Proxy(
    "tce_per_kwh_equivalent",
    "000000",
    YEAR,
    f"tce_per_kwh_equivalent:thermal-supply:{YEAR}",
    "供电煤耗代替",
    "supply rate",
)
RULES = RuleBook(proxies=(PROXY,))


def made(rows: list[Observation], rules: RuleBook = RULES) -> Account:
    """The account of the test city."""
    return account(rows, rules, REGION, PROVINCE, YEAR)


def worked() -> list[Observation]:
    """A balance small enough to work out by hand."""
    return [
        observation("energy", 1000.0, "t", flow="final", sector="industry_other", fuel="raw_coal"),
        observation(
            "energy", 100.0, "t", row=3, flow="transformation_in", sector="power_coal", fuel="raw_coal"
        ),
        observation(
            "energy", 2e6, "kWh", row=4, flow="transformation_out", sector="power_coal", fuel="electricity"
        ),
        observation(
            "energy", 1e6, "kWh", row=5, flow="transformation_out", sector="power_hydro", fuel="electricity"
        ),
        observation("energy", 5e6, "kWh", row=6, flow="inflow", fuel="electricity"),
        observation("energy", 1e6, "kWh", row=7, flow="outflow", fuel="electricity"),
        observation("energy", 7e6, "kWh", row=8, flow="final", sector="services", fuel="electricity"),
        observation("clinker_output", 10.0, "t", row=9),
        observation("gdp_constant", 1e7, "CNY", row=10),
        observation("provincial_generation", 80.0, "kWh", row=11, region=PROVINCE, fuel="hydro"),
        observation("provincial_generation", 20.0, "kWh", row=12, region=PROVINCE, fuel="thermal"),
    ]


def test_worked_example() -> None:
    """Every total equals the figure worked out by hand from the published factors."""
    books = made(worked())
    coal = 20.908 * 26.37e-3 * 0.94 * 44 / 12
    grid = 0.1255e-3
    assert books.co2[CarbonConvention.TERRITORIAL].value == pytest.approx(1100 * coal, rel=1e-12)
    assert books.co2[CarbonConvention.TERRITORIAL_PROCESS].value == pytest.approx(
        1100 * coal + 5.35, rel=1e-12
    )
    assert books.co2[CarbonConvention.STATUTORY].value == pytest.approx(1100 * coal + 4e6 * grid, rel=1e-12)
    assert books.co2[CarbonConvention.CONSUMPTION].value == pytest.approx(1000 * coal + 7e6 * grid, rel=1e-12)
    fossil = 1100 * 20.908 / 29.3076
    equivalent = fossil + 5e6 * 0.3015e-3
    assert books.energy[ElectricityConversion.EQUIVALENT].value == pytest.approx(equivalent, rel=1e-12)
    assert books.energy[ElectricityConversion.CALORIFIC].value == pytest.approx(
        fossil + 5e6 * 0.1229e-3, rel=1e-12
    )
    share = books.nonfossil_share[ElectricityConversion.EQUIVALENT].value
    assert share == pytest.approx(7e6 * 0.8 * 0.3015e-3 / equivalent * 100, rel=1e-12)
    assert books.intensities["energy_intensity"].value == pytest.approx(equivalent / 1e7 * 1e4, rel=1e-12)


def test_net_export_lowers_the_statutory_total() -> None:
    """A city that sends out more power than it takes in gets a minus sign, not a zero."""
    rows = [replace(row, value=9e6) if row.flow == "outflow" else row for row in worked()]
    books = made(rows)
    inflow = books.components["net_inflow"].value
    assert inflow is not None
    assert inflow == pytest.approx(-4e6 * 0.1255e-3)
    statutory, territorial = (
        books.co2[name].value for name in (CarbonConvention.STATUTORY, CarbonConvention.TERRITORIAL)
    )
    assert statutory < territorial  # type: ignore[operator]


def test_conversions_differ_only_on_power_not_made_in_local_thermal_plant() -> None:
    """Going from 等价 to 当量 loses the rate difference on (use − local thermal output), as the loss stays inside."""
    books = made(worked())
    equivalent, calorific = (books.energy[name].value for name in ElectricityConversion)
    outside = 7e6 - 2e6
    assert equivalent - calorific == pytest.approx((0.3015e-3 - 0.1229e-3) * outside, rel=1e-9)  # type: ignore[operator]


@given(balances())
def test_bridges_close(rows: list[Observation]) -> None:
    """The terms of the bridge between any two conventions sum to their difference."""
    books = made(rows)
    for start in CarbonConvention:
        for end in CarbonConvention:
            terms = [term.value for term in bridge(books, start, end)]
            difference = books.co2[end].value - books.co2[start].value  # type: ignore[operator]
            scale = max(1.0, abs(books.co2[start].value or 0.0), abs(books.co2[end].value or 0.0))
            assert math.fsum(terms) == pytest.approx(difference, abs=1e-9 * scale)  # type: ignore[arg-type]


@given(balances())
def test_parts_sum_to_the_whole(rows: list[Observation]) -> None:
    """Combustion by sector, by fuel and as a total are one number."""
    books = made(rows)
    whole = books.co2[CarbonConvention.TERRITORIAL].value
    for group in (books.by_sector, books.by_fuel):
        assert math.fsum(figure.value or 0.0 for figure in group.values()) == pytest.approx(
            whole, rel=1e-12, abs=1e-9
        )


@given(balances(), st.floats(min_value=0.1, max_value=10))
def test_scaling_activity_scales_emissions(rows: list[Observation], factor: float) -> None:
    """Twice the activity emits twice as much, under every convention."""
    scaled = [
        replace(row, value=row.value * factor)
        if row.series in {"energy", "clinker_output"} and row.value
        else row
        for row in rows
    ]
    before, after = made(rows), made(scaled)
    for convention in CarbonConvention:
        expected = before.co2[convention].value * factor  # type: ignore[operator]
        scale = abs(before.co2[CarbonConvention.TERRITORIAL].value or 0.0) * factor + 1e3
        assert after.co2[convention].value == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


@given(balances(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[Observation], random) -> None:  # type: ignore[no-untyped-def]
    """The same rows in another order give the same bytes."""
    mixed = list(rows)
    random.shuffle(mixed)
    first, second = made(rows), made(mixed)
    assert [first.co2[name].value for name in CarbonConvention] == [
        second.co2[name].value for name in CarbonConvention
    ]


def test_without_a_named_proxy_the_equivalent_total_stays_empty() -> None:
    """No confirmed 等价 rate and no proxy: the cell is empty with its reason, and 当量 is not touched."""
    books = made(worked(), RuleBook())
    figure = books.energy[ElectricityConversion.EQUIVALENT]
    assert figure.value is None
    assert "未指定代用值" in figure.reason_zh
    assert books.energy[ElectricityConversion.CALORIFIC].value is not None


def test_a_named_proxy_shows_as_an_assumption_of_grade_d() -> None:
    """A proxy makes the result possible and its grade D, and is marked as assumed in the trace."""
    figure = made(worked()).energy[ElectricityConversion.EQUIVALENT]
    assert figure.grade is Grade.D
    assert any(one.assumed and one.rule is not None and "代用" in one.reason_zh for one in figure.walk())


@pytest.mark.parametrize("series", ["clinker_output", "gdp_constant"])
def test_a_missing_series_empties_what_rests_on_it(series: str) -> None:
    """Take a series away and what needs it cannot be known; it never becomes zero."""
    books = made([row for row in worked() if row.series != series])
    blank = {
        "clinker_output": books.co2[CarbonConvention.TERRITORIAL_PROCESS],
        "gdp_constant": books.intensities["energy_intensity"],
    }[series]
    assert blank.value is None
    assert blank.reason_zh
    assert books.co2[CarbonConvention.TERRITORIAL].value is not None


def test_absent_and_not_occurring_are_different() -> None:
    """An absent cell makes the total unknown; one that does not occur adds nothing."""
    for absence, known in (
        (Absence.ABSENT, False),
        (Absence.CONFIDENTIAL, False),
        (Absence.NOT_OCCURRING, True),
    ):
        rows = [
            replace(row, value=None, absence=absence) if row.flow == "inflow" else row for row in worked()
        ]
        inflow = made(rows).electricity["net_inflow"]
        assert (inflow.value is not None) is known
    assert inflow.value == -1e6


def test_a_cell_that_other_years_have_is_missed() -> None:
    """A balance cell present in another year and absent in this one makes its totals unknown, not smaller."""
    other = [replace(row, period="2020") for row in worked()]
    extra = observation(
        "energy", 5.0, "t", row=50, period="2020", flow="final", sector="services", fuel="diesel"
    )
    books = made([*worked(), *other, extra])
    total = books.co2[CarbonConvention.TERRITORIAL]
    assert total.value is None
    assert "not_occurring" in total.reason_zh
    stated = replace(extra, period=str(YEAR), value=None, absence=Absence.NOT_OCCURRING)
    again = made([*worked(), *other, extra, stated])
    assert (
        again.co2[CarbonConvention.TERRITORIAL].value
        == made(worked()).co2[CarbonConvention.TERRITORIAL].value
    )


def test_trace_is_five_links_deep() -> None:
    """The city's CO2 opens down to the observation and the rule row, and the grade is the weakest below it."""
    figure = made(worked()).co2[CarbonConvention.TERRITORIAL_PROCESS]
    assert figure.depth >= 5
    leaves = [one for one in figure.walk() if not one.inputs]
    assert all(leaf.cell or leaf.rule for leaf in leaves)
    assert figure.grade.rank == max(leaf.grade.rank for leaf in leaves)


def test_years_with_data_are_those_of_the_balance() -> None:
    """A year without an energy balance has no account, whatever else is known of it."""
    rows = [*worked(), observation("gdp_constant", 1.0, "CNY", period="1999")]
    assert years_with_data(rows, REGION) == (YEAR,)
