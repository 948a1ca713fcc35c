"""Generic accounts from file to file: published inventories are met, and a refusal writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dafeng.domain.errors import DafengError
from dafeng.services import generic_account
from dafeng.services.generic_account import account_table

A = "region,year,sector,fuel,quantity,unit\n"
F = "fuel,sector,region,gas,value,unit,valid_from,valid_to,source\n"
COAL = "coal,,,CO2,2,t/short ton,,,EPA\n"
# Pipeline gas and oil products, kg CO2 per million Btu, as EPA publishes them.
US_FACTORS = {
    "NN": 53.06, "DF": 73.96, "MG": 71.30, "JF": 72.22, "RF": 75.10, "LG": 61.7, "KS": 75.20, "PC": 102.41,
    "AV": 69.25, "CL": 93.28,
}  # fmt: skip
US_SECTORS = {"RC": "Residential", "CC": "Commercial", "AC": "Transportation"}


def table(path: Path, text: str) -> Path:
    """Write a table."""
    path.write_text(text, encoding="utf-8")
    return path


def any_key(frame: pl.DataFrame, *blank: str) -> pl.DataFrame:
    """The columns of a table of factors, with those that fit any left blank."""
    return frame.with_columns(pl.lit("").alias(name) for name in blank).select(F.strip().split(","))


def booked(
    folder: Path, done: pl.DataFrame, known: pl.DataFrame, gwp: str = "AR6"
) -> tuple[Any, pl.DataFrame]:
    """The summary and the lines of an account of two frames."""
    done.select(A.strip().split(",")).write_csv(folder / "A.csv")
    known.write_csv(folder / "F.csv")
    made = account_table(folder / "A.csv", folder / "F.csv", gwp, folder / f"{gwp}.csv")
    return made, pl.read_csv(folder / f"{gwp}.csv", infer_schema_length=None)


# ---------------------------------------------------------------- published inventories


def test_us_states(shared: Path, tmp_path: Path) -> None:
    """State energy times EPA's factors: the bare product to 1e-9, and EPA's own figures as often as was published."""
    folder = shared / "data" / "us_states"
    energy = (
        pl.read_parquet(folder / "seds_1960_2015_billion_btu.parquet")
        .with_columns(
            pl.col("MSN").str.slice(0, 2).alias("fuel"),
            pl.col("MSN").str.slice(2, 2).replace_strict(US_SECTORS, default=None).alias("sector"),
            pl.lit("GBtu").alias("unit"),
        )
        .rename({"State": "region", "value": "quantity"})
        .filter(
            pl.col("sector").is_not_null()
            & pl.col("MSN").str.ends_with("B")
            & pl.col("year").is_between(1990, 2014)
        )
    )
    # Gasoline is counted with the ethanol in it, which is booked as a deduction.
    ethanol = energy.filter(pl.col("fuel") == "EM").with_columns(
        pl.lit("MG").alias("fuel"), -pl.col("quantity")
    )
    used = energy.filter(pl.col("fuel").is_in(list(US_FACTORS)) & (pl.col("MSN") != "CLACB"))
    done = pl.concat([used, ethanol])
    known = pl.DataFrame({"fuel": list(US_FACTORS), "value": list(US_FACTORS.values())}).with_columns(
        pl.lit("CO2").alias("gas"), pl.lit("kg/MMBtu").alias("unit"), pl.lit("EPA").alias("source")
    )
    made, lines = booked(tmp_path, done, any_key(known, "sector", "region", "valid_from", "valid_to"))

    product = done["quantity"] * done["fuel"].replace_strict(US_FACTORS, return_dtype=pl.Float64)
    assert lines.height == done.height == 16500
    assert ((lines["mass_t"] - product).abs() / product.abs().clip(1e-300)).max() < 1e-9
    assert [(note["code"], note["count"]) for note in made["notes"]] == [("N_NEGATIVE", 1110)]
    official = pl.read_csv(folder / "epa_co2_ffc_by_sector_1990_2017.csv").rename({"State": "region"})
    compared = (
        lines.group_by("region", "sector", "year")
        .agg(pl.col("mass_t").sum() / 1e6)
        .join(official, on=["region", "sector", "year"])
        .with_columns(((pl.col("mass_t") / pl.col("MtCO2") - 1).abs() <= 0.015).alias("near"))
    )
    counts = compared.group_by("sector").agg(pl.col("near").sum(), pl.len()).sort("sector")
    assert counts.rows() == [
        ("Commercial", 667, 725),
        ("Residential", 669, 725),
        ("Transportation", 724, 725),
    ]
    ohio = compared.filter((pl.col("region") == "OH") & (pl.col("year") == 2010)).sort("sector")
    assert ohio["mass_t"].to_list() == pytest.approx([10.529, 17.590, 64.37], abs=0.005)


@pytest.mark.parametrize(("gwp", "total"), [("AR4", 37_879_657.40), ("AR5", 37_874_751.95)])
def test_facilities(shared: Path, tmp_path: Path, gwp: str, total: float) -> None:
    """Fuel of twelve plants in cubic feet, gallons and short tons: every row's CO2, and the total of three gases."""
    folder = shared / "data" / "facility_mrv_us"
    rows = pl.read_csv(folder / "ghgrp_unit_fuel_activity_co2.csv")
    done = rows.select(
        "year", "fuel", pl.col("facility_id").cast(pl.String).alias("region"), pl.lit("").alias("sector"),
        pl.col("activity").alias("quantity"), pl.col("activity_unit").alias("unit"),
    )  # fmt: skip
    hub = pl.read_csv(folder / "epa_hub_factors.csv")
    known = pl.concat(
        hub.select(
            "fuel", pl.lit(gas).alias("gas"), pl.col(f"{mass}{gas}_per_unit").alias("value"),
            pl.format(f"{mass}/{{}}", "activity_unit").alias("unit"), pl.lit("EPA 2021").alias("source"),
        )
        for gas, mass in (("CO2", "kg"), ("CH4", "g"), ("N2O", "g"))
    )  # fmt: skip
    made, lines = booked(tmp_path, done, any_key(known, "sector", "region", "valid_from", "valid_to"), gwp)

    carbon = lines.filter(pl.col("gas") == "CO2")
    assert ((carbon["mass_t"] - rows["t_CO2"]) / rows["t_CO2"]).abs().max() < 1e-6
    assert made["rows"] == 3 * 530
    assert made["mass_t"]["CO2"] == pytest.approx(37_753_885.04, abs=0.005)
    assert made["co2e_t"] == pytest.approx(total, abs=0.005)
    assert made["gwp"]["set"] == gwp


def test_city_inventories(shared: Path, tmp_path: Path) -> None:
    """Electricity and gas of 81 cities: each row to 0.1 t, the year 2019 to 1 t, with a factor a year."""
    rows = pl.read_parquet(
        shared / "data" / "city_inventory_minnesota" / "city_energy_activity_emissions_2005_2023.parquet"
    ).with_columns(pl.col("carrier").str.split("_").list.last().alias("unit"))
    done = rows.select(
        "sector", "unit", pl.col("ctu_name").alias("region"), pl.col("inventory_year").alias("year"),
        pl.col("carrier").alias("fuel"), pl.col("activity").alias("quantity"),
    )  # fmt: skip
    yearly = rows.unique(["carrier", "inventory_year"], maintain_order=True).select(
        pl.col("carrier").alias("fuel"), pl.lit("CO2e").alias("gas"), pl.col("t_co2e_per_unit").alias("value"),
        pl.format("t CO2e/{}", "unit").alias("unit"), pl.col("factor_source").alias("source"),
        pl.col("inventory_year").alias("valid_from"), pl.col("inventory_year").alias("valid_to"),
    )  # fmt: skip
    _, lines = booked(tmp_path, done, any_key(yearly, "sector", "region"))

    assert lines.height == 6399
    assert (lines["mass_t"] - rows["t_co2e"]).abs().max() < 0.1
    assert lines["mass_t"].equals(lines["co2e_t"])
    assert lines.filter(pl.col("year") == 2019)["co2e_t"].sum() == pytest.approx(11_013_572, abs=1)


@pytest.mark.parametrize(
    ("product", "carbon", "expected"),
    [
        ("diesel", 20.2, 74.07),
        ("bituminous", 25.8, 94.60),
        ("natural gas", 15.3, 56.10),
        ("coke", 29.2, 107.07),
    ],
)
def test_ipcc_defaults(tmp_path: Path, product: str, carbon: float, expected: float) -> None:
    """One terajoule at the default carbon content gives the published CO2 factor."""
    done = pl.DataFrame({"region": ["X"], "year": [2020], "sector": [""], "fuel": [product], "quantity": [1], "unit": ["TJ"]})  # fmt: skip
    known = pl.DataFrame({"fuel": [product], "gas": ["CO2"], "value": [carbon * 44 / 12], "unit": ["kg/GJ"], "source": ["IPCC 2006"]})  # fmt: skip
    made, _ = booked(tmp_path, done, any_key(known, "sector", "region", "valid_from", "valid_to"))
    assert made["co2e_t"] == pytest.approx(expected, abs=0.005)


# ---------------------------------------------------------------- files and refusals


def refusal(folder: Path, done: str, known: str) -> DafengError:
    """The refusal of two tables; nothing stands in the folder afterwards but these."""
    paths = table(folder / "A.csv", A + done), table(folder / "F.csv", F + known)
    with pytest.raises(DafengError) as refused:
        account_table(*paths, "AR6", folder / "O.csv")
    assert sorted(path.name for path in folder.iterdir()) == ["A.csv", "F.csv"]
    return refused.value


def test_what_stands_in_the_way_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unmatched rows, ties, units and double counting, each at its cell, across stretches; nothing is written."""
    monkeypatch.setattr(generic_account, "STRETCH", 2)
    done = (
        "X,2020,,coal,1,short ton\nX,2020,,caol,1,t\nX,2020,,oil,1,t\nX,2020,,coal,1,TJ\nX,2020,,gas,1,TJ\n"
    )
    known = (
        COAL + "oil,,,CO2,3,t/t,,,a\noil,,,CO2,3,t/t,,,b\ngas,,,CO2,56,t/TJ,,,a\ngas,,,CO2e,57,tCO2e/TJ,,,a\n"
    )
    told = refusal(tmp_path, done, known).faults
    assert [(fault.code, fault.place) for fault in told] == [
        ("E_UNMATCHED", "A.csv!D3"),
        ("E_FACTOR_TIE", "A.csv!D4"),
        ("E_UNIT_MISMATCH", "A.csv!F5"),
        ("E_GAS_TWICE", "A.csv!D6"),
    ]
    assert "coal" in told[0].en
    assert "F.csv!A3" in told[1].zh
    assert "F.csv!A4" in told[1].zh


def test_many_unmatched_rows_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ones are told, and how many there are more."""
    monkeypatch.setattr(generic_account, "MOST_FAULTS", 3)
    monkeypatch.setattr("dafeng.readers.checked.MOST_FAULTS", 3)
    refused = refusal(tmp_path, "X,2020,,peat,1,t\n" * 5, COAL)
    assert [fault.code for fault in refused.faults] == ["E_UNMATCHED"] * 3 + ["E_MORE_FAULTS"]
    assert "5 faults" in refused.en


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """A file that stands there stays as it was, and so does the inputs' folder."""
    paths = table(tmp_path / "A.csv", A + "X,2020,,coal,1,short ton\n"), table(tmp_path / "F.csv", F + COAL)
    out = table(tmp_path / "O.csv", "mine")
    for target, code in ((out, "E_EXISTS"), (tmp_path / "nowhere" / "O.csv", "E_NO_FOLDER")):
        with pytest.raises(DafengError) as refused:
            account_table(*paths, "AR6", target)
        assert refused.value.code == code
    assert out.read_text() == "mine"


def test_absent_is_unknown_and_not_occurring_is_zero(tmp_path: Path) -> None:
    """A line without a number makes its sums unknown; one that did not occur does not."""
    done = table(tmp_path / "A.csv", A + "X,2020,,coal,缺失,t\nX,2020,,gas,未发生,TJ\nX,2020,,gas,2,TJ\n")
    known = table(tmp_path / "F.csv", F + "coal,,,CO2,2,t/t,,,a\ngas,,,CH4,1,kg/TJ,,,a\n")
    made = account_table(done, known, "AR5", tmp_path / "O.csv")
    assert (made["mass_t"], made["co2e_t"]) == ({"CO2": None, "CH4": 0.002}, None)
    assert (made["without_number"], made["not_occurring"]) == (1, 1)
    lines = (tmp_path / "O.csv").read_text().splitlines()
    assert lines[1:3] == ["X,2020,,coal,CO2,,,2.0,t/t,a", "X,2020,,gas,CH4,0.0,0.0,1.0,kg/TJ,a"]


def test_the_byte_order_mark_comes_with_chinese_alone(tmp_path: Path) -> None:
    """Excel needs it to read Chinese; a plain table is the same bytes for every program."""
    known = table(tmp_path / "F.csv", F + COAL)
    for name, region in (("plain", "X"), ("chinese", "甲县")):
        done = table(tmp_path / "A.csv", f"{A}{region},2020,,coal,1,short ton\n")
        account_table(done, known, "AR6", tmp_path / f"{name}.csv")
    assert (tmp_path / "plain.csv").read_bytes().startswith(b"region,")
    assert (tmp_path / "chinese.csv").read_bytes().startswith(b"\xef\xbb\xbfregion,")
