"""Dated factors: selection by year and edition, families that never mix, stand-ins by name only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.errors import DafengError
from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade
from dafeng.domain.grid import (
    FAMILIES,
    FootprintFactor,
    GridFactor,
    GridFamily,
    LocationFactor,
    MarginFactor,
    family,
    is_grid,
)
from dafeng.rules.factors import Proxy, RuleBook, default_rows
from dafeng.rules.tables import table
from dafeng.rules.units import factor, registry


def grid(kind: GridFactor, year: int, region: str = "510000", unit: str = "t/kWh") -> Figure:
    """An electricity factor of the default book."""
    return RuleBook().grid(kind, year, region=region, unit=unit)


@pytest.mark.parametrize(("year", "value"), [(2021, 0.1255e-3), (2022, 0.1404e-3), (2023, 0.1564e-3)])
def test_sichuan_grid_factor_by_year(year: int, value: float) -> None:
    """The published Sichuan factors of 2021–2023, each for its own year."""
    figure = grid(LocationFactor.AVERAGE, year)
    assert figure.value == pytest.approx(value, rel=1e-12)
    assert figure.rule is not None
    assert figure.rule.valid_from == f"{year}-01-01"


@pytest.mark.parametrize("year", [2015, 2018, 2020, 2024])
def test_no_year_borrows_from_another(year: int) -> None:
    """A year without a confirmed row has no factor, not the nearest year's, and says so; 2018 is unconfirmed."""
    figure = grid(LocationFactor.AVERAGE, year)
    assert figure.value is None
    assert str(year) in figure.reason_zh


def test_families_never_mix() -> None:
    """Asking for the location average of a region that only has margins finds nothing."""
    names = {row.factor for row in default_rows() if row.region == "华中（含四川、重庆）"}
    assert names == {"grid_margin_om", "grid_margin_bm"}
    assert grid(LocationFactor.AVERAGE, 2019, "华中（含四川、重庆）").value is None


def test_every_electricity_factor_is_of_one_kind_of_one_family() -> None:
    """The four families share no kind, and together they are the electricity factors of the tables."""
    kinds = [kind for members in FAMILIES for kind in members]
    assert {family(kind) for kind in kinds} == set(GridFamily)
    assert sorted(kind.value for kind in kinds) == sorted(
        {row.factor for row in default_rows() if row.factor.startswith("grid_")}
    )
    assert {name for name in table("factor_kinds.csv", "factor") if is_grid(name)} == {*kinds}


@given(st.sampled_from([kind for members in FAMILIES for kind in members]), st.integers(2015, 2026))
def test_a_kind_is_answered_by_its_own_rows_only(kind: GridFactor, year: int) -> None:
    """Whatever the year, the row behind the answer is of the kind that was asked for."""
    unit = table("factor_kinds.csv", "factor")[kind]["unit"]
    for region in {row.region for row in default_rows() if row.factor.startswith("grid_")}:
        figure = grid(kind, year, region, unit)
        if figure.rule is not None:
            assert RuleBook().row(figure.rule.id).factor == kind


def test_a_word_is_no_kind_of_electricity_factor() -> None:
    """A factor's name cannot be slipped in where a family's kind is asked for, nor past the families."""
    with pytest.raises(TypeError, match="family"):
        grid("grid_location_average", 2023)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"RuleBook\.grid"):
        RuleBook().figure(MarginFactor.BUILD, "electricity", 2019, unit="t/kWh")


def test_a_footprint_is_not_in_tonnes_of_carbon_dioxide() -> None:
    """CO2 equivalent from the mine on does not convert into what leaves the stack."""
    assert grid(FootprintFactor.LIFE_CYCLE, 2024, "000000", "tCO2e/kWh").value == pytest.approx(0.5777e-3)
    with pytest.raises(DafengError) as refusal:
        grid(FootprintFactor.LIFE_CYCLE, 2024, "000000")
    assert refusal.value.code == "E_UNIT_MISMATCH"


def test_a_proxy_of_another_kind_is_refused() -> None:
    """A margin cannot stand in for a location average, not even by name."""
    margin = "grid_margin_om:华中（含四川、重庆）:2019"
    with pytest.raises(DafengError) as refusal:
        RuleBook(proxies=(Proxy("grid_location_average", "510000", 2019, margin, "代用", "proxy"),))
    assert refusal.value.code == "E_RULE_OTHER_KIND"


def test_unconfirmed_rows_are_chosen_only_by_name() -> None:
    """An unconfirmed row is no default; named as a proxy it is used, as an assumption of grade D."""
    rule = "tce_per_kwh_equivalent:thermal-supply:2020"
    plain = RuleBook().figure("tce_per_kwh_equivalent", "electricity", 2020, region="000000", unit="tce/kWh")
    assert plain.value is None
    named = RuleBook(proxies=(Proxy("tce_per_kwh_equivalent", "000000", 2020, rule, "代用", "proxy"),))
    figure = named.figure("tce_per_kwh_equivalent", "electricity", 2020, region="000000", unit="tce/kWh")
    assert (figure.value, figure.grade, figure.assumed) == (0.3049e-3, Grade.D, True)


def test_editions_stand_side_by_side() -> None:
    """Raw coal's heat and carbon come from the editions the bundle names, in its order."""
    book = RuleBook()
    heat = book.figure("ncv", "raw_coal", 2020, unit="GJ/t")
    carbon = book.figure("carbon_content", "raw_coal", 2020, unit="tC/GJ")
    assert (heat.value, heat.rule.edition) == (20.908, "yearbook-2008")  # type: ignore[union-attr]
    assert (carbon.value, carbon.rule.edition) == (0.02637, "compiled-2008")  # type: ignore[union-attr]
    assert (
        len({row.edition for row in default_rows() if row.subject == "natural_gas" and row.factor == "ncv"})
        >= 3
    )


def test_editions_that_nobody_chose_between_are_not_chosen_between() -> None:
    """Two confirmed editions of a factor without an order give no value, and both are named."""
    figure = RuleBook().figure("tce_coefficient", "electricity", 2022, unit="tce/kWh")
    assert figure.value is None
    rows = tuple(
        replace(row, id=f"{row.id}:{edition}", edition=edition)
        for row in default_rows()
        if row.id == "tce_per_kwh_calorific:electricity:gbt2589-2020"
        for edition in ("a", "b")
    )
    two = RuleBook(rows=rows).figure("tce_per_kwh_calorific", "electricity", 2022, unit="tce/kWh")
    assert two.value is None
    assert all(row.id in two.reason_zh for row in rows)


OWN = replace(
    RuleBook().row("ncv:raw_coal:yearbook-2008"), id="local:raw_coal", value=21500.0, source="本市实测",
    overrides="ncv:raw_coal:yearbook-2008", reason="入炉煤加权平均", valid_from="2020-01-01", valid_to="2021-12-31",
)  # fmt: skip


def test_a_row_of_the_city_stands_in_while_it_holds() -> None:
    """The local value answers for its years and says what it replaced; the default answers for the others."""
    book = RuleBook(local=(OWN,))
    local = book.figure("ncv", "raw_coal", 2020, unit="GJ/t")
    assert (local.value, local.rule.id, local.rule.replaces) == (21.5, OWN.id, OWN.overrides)  # type: ignore[union-attr]
    assert "20908" in local.reason_zh
    assert OWN.reason in local.reason_zh
    default = book.figure("ncv", "raw_coal", 2022, unit="GJ/t")
    assert (default.value, default.rule.replaces, default.reason_zh) == (20.908, "", "")  # type: ignore[union-attr]


def test_an_unconfirmed_row_of_the_city_is_an_assumption() -> None:
    """The city names it by writing it down; it shows as an assumption of grade D."""
    book = RuleBook(local=(replace(OWN, confidence="unconfirmed"),))
    figure = book.figure("ncv", "raw_coal", 2020, unit="GJ/t")
    assert (figure.value, figure.grade, figure.assumed) == (21.5, Grade.D, True)


def test_no_unconfirmed_row_is_ever_a_default() -> None:
    """Whatever is asked for, in whatever year, the row that answers is confirmed."""
    book = RuleBook()
    asked = {
        (row.factor, row.subject, row.region, row.unit) for row in default_rows() if row.value is not None
    }
    known = set(table("glossary.csv", "term"))
    answered = 0
    for factor_name, subject, region, unit in sorted(asked):
        if is_grid(factor_name) or subject not in known:
            continue
        for year in range(2005, 2031):
            figure = book.figure(factor_name, subject, year, region=region, unit=unit)
            answered += figure.rule is not None
            assert figure.rule is None or figure.rule.confidence != "unconfirmed"
    assert answered > 100


def test_every_shipped_unit_is_one_and_converts_to_that_of_its_kind() -> None:
    """Every row with a number has a unit that is defined, and where its kind has one, of that kind."""
    for row in default_rows():
        canonical = table("factor_kinds.csv", "factor")[row.factor]["unit"]
        if row.value is None:
            continue
        assert factor(row.unit, row.unit) == 1.0
        if canonical.startswith("by ") or canonical in {"day", "formula", "words"}:
            registry().Unit(row.unit.replace("%", "percent"))
        else:
            assert factor(row.unit, canonical) > 0, row.id
