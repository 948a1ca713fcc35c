"""The example city: its tables close, its estimates are labelled, its plan is ours in words and theirs in figures."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

YEARS = [str(year) for year in range(2015, 2024)]
CARBON = 44 / 12
# GJ/t × tC/TJ × oxidation, so tonnes of CO2 per printed unit: 万吨, and 亿立方米 for gas.
CO2_PER_UNIT = {
    "raw_coal": 20.908 * 26.37e-3 * 0.94 * CARBON * 1e4,
    "gasoline": 43.07 * 18.9e-3 * 0.98 * CARBON * 1e4,
    "diesel": 42.652 * 20.2e-3 * 0.98 * CARBON * 1e4,
    "lpg": 50.179 * 17.2e-3 * 0.98 * CARBON * 1e4,
    "natural_gas": 38.931e-3 * 15.3e-3 * 0.99 * CARBON * 1e8,
}
# Supply is positive, use is negative; feedstock is not part of final.
SIGN = {
    "production": 1,
    "inflow": 1,
    "transformation_out": 1,
    "transformation_in": -1,
    "final": -1,
    "feedstock": -1,
    "loss": -1,
    "outflow": -1,
}
# Names of works, zones and bodies, which have only one spelling.
PROPER_NAMES = ("碳达峰碳中和工作委员会", "碳达峰碳中和工作领导小组", "利万步森水泥", "广安发电公司")


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a table as dictionaries."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def city(checkout: Path) -> Path:
    """The folder of the example city."""
    return checkout / "examples" / "guangan"


@pytest.fixture(scope="module")
def tables(city: Path) -> dict[str, list[dict[str, str]]]:
    """Its data tables by file name."""
    return {path.name: read(path) for path in sorted((city / "data").glob("*.csv"))}


@pytest.fixture(scope="module")
def energy(tables: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """The rows of its energy balance."""
    return tables["energy_balance.csv"]


@pytest.fixture(scope="module")
def clinker(tables: dict[str, list[dict[str, str]]]) -> dict[str, float]:
    """Clinker output by year, 万吨."""
    return {
        row["period"]: float(row["value"])
        for row in tables["industry.csv"]
        if row["series"] == "clinker_output"
    }


def combustion(energy: list[dict[str, str]], year: str) -> float:
    """CO2 of what was burnt in a year, t: final use and power stations, without feedstock."""
    return sum(
        float(row["value"]) * CO2_PER_UNIT[row["fuel"]]
        for row in energy
        if row["period"] == year
        and row["flow"] in {"final", "transformation_in"}
        and row["fuel"] != "electricity"
    )


def edgar(tables: dict[str, list[dict[str, str]]]) -> dict[str, float]:
    """The published city series by year, t."""
    return {
        row["period"]: float(row["value"])
        for row in tables["published.csv"]
        if row["series"] == "published_co2" and row["region"] == "511600"
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_fuel_of_every_year_closes_as_printed(energy, year):
    """Supply less use is exactly zero for each fuel of each year, electricity included, on the printed figures."""
    balance: dict[str, Decimal] = defaultdict(Decimal)
    for row in energy:
        if row["period"] == year:
            balance[row["fuel"]] += SIGN[row["flow"]] * Decimal(row["value"])
    assert set(balance) == {*CO2_PER_UNIT, "electricity"}
    assert not {fuel: left for fuel, left in balance.items() if left}


@pytest.mark.parametrize("year", YEARS)
def test_co2_is_within_a_quarter_of_the_published_series(tables, energy, clinker, year):
    """Combustion plus clinker CO2, computed here from the tables, is within 25 % of EDGAR every year."""
    ratio = (combustion(energy, year) + clinker[year] * 1e4 * 0.535) / edgar(tables)[year]
    assert 0.75 <= ratio <= 1.25


def test_the_method_page_prints_what_the_tables_say(checkout, tables, energy, clinker):
    """The closing table of the method page equals the figures computed from the tables."""
    page = (checkout / "docs" / "method" / "guangan-reconstruction.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| (20\d\d) \|(.+)\|$", page, re.MULTILINE))
    assert sorted(printed) == YEARS
    for year, cells in printed.items():
        burnt, process = combustion(energy, year), clinker[year] * 1e4 * 0.535
        use = sum(
            float(row["value"])
            for row in energy
            if row["period"] == year and row["fuel"] == "electricity" and row["flow"] in {"final", "loss"}
        )
        reference = edgar(tables)[year]
        expected = [f"{clinker[year]:.0f}", f"{use:.1f}"]
        expected += [f"{tonnes / 1e4:.0f}" for tonnes in (burnt, process, burnt + process, reference)]
        expected.append(f"{(burnt + process) / reference:.2f}")
        assert [cell.strip() for cell in cells.split("|")][1:] == expected


def test_electricity_use_stays_in_the_plausible_range(energy):
    """City electricity use, losses included, rounds to a whole number from 60 to 120 亿kWh in each year."""
    for year in YEARS:
        use = sum(
            float(row["value"])
            for row in energy
            if row["period"] == year and row["fuel"] == "electricity" and row["flow"] in {"final", "loss"}
        )
        assert 60 <= round(use) <= 120, year


def test_every_row_has_a_grade_a_source_and_a_value_or_its_absence(tables):
    """No row lacks grade or source, a value is blank exactly when an absence is given, and no key stands twice."""
    keys: Counter[tuple[str, ...]] = Counter()
    for name, rows in tables.items():
        for row in rows:
            assert row["grade"] in set("ABCDS"), (name, row)
            assert row["source"], (name, row)
            assert (row["value"] == "") == (row["absence"] != ""), (name, row)
            assert row["absence"] in {"", "absent", "not_occurring", "confidential"}, (name, row)
            columns = ("series", "region", "period", "flow", "sector", "fuel", "plant")
            keys[tuple(row[key] for key in columns)] += 1
    assert not [key for key, count in keys.items() if count > 1]


def test_estimates_name_their_method_and_hold_their_range(tables):
    """Every grade D row begins its note with a method id explained on the method page and its range holds the value."""
    for rows in tables.values():
        for row in rows:
            if row["grade"] in "DS":
                assert re.match(r"M[1-6] ", row["note"]), row
            if row["low"]:
                assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row


def test_no_estimate_is_booked_to_a_named_plant(tables):
    """A row with a plant's name is a published figure, never an assumption or a synthetic value."""
    named = [row for rows in tables.values() for row in rows if row["plant"]]
    assert named
    assert not [row for row in named if row["grade"] in "DS" or re.match(r"M\d ", row["note"])]


def test_the_energy_balance_is_all_estimate(energy):
    """No cell of the rebuilt balance claims to be official: all are grade D."""
    assert {row["grade"] for row in energy} == {"D"}


def test_the_tables_read_without_a_fault(city):
    """The package's own readers accept the tables, the city file, its declarations and its plan."""
    from dafeng.readers.city import read_city, read_declarations, read_proxies
    from dafeng.readers.observations import read_observations, table_files
    from dafeng.readers.structured import read_structured

    assert len(read_observations(table_files(city / "data"))) > 700
    assert len(read_city(city / "city.toml").areas) == 8
    assert read_declarations(city).assumptions
    assert len(read_proxies(city)) == 15
    assert len(read_structured(city / "plan").clauses) == 65


def test_suggestions_name_known_departments_indicators_and_series(city):
    """Every suggested filler exists, and every indicator and series suggested is declared in the rules."""
    import tomllib

    from dafeng.rules.tables import table

    record = tomllib.loads((city / "city.toml").read_text(encoding="utf-8"))
    codes = {department["code"] for department in record["departments"]}
    assert len(codes) == len(record["departments"])
    for entry in record["suggestions"]:
        assert entry["department"] in codes
        assert entry["status"] == "suggestion"
        assert set(entry["indicators"]) <= set(table("indicators.csv", "id"))
        assert set(entry["series"]) <= set(table("series.csv", "series"))


def test_the_script_makes_the_same_bytes(city, shared, tmp_path):
    """Run again on the public facts, the script writes exactly the committed tables."""
    environment = {**os.environ, "DAFENG_SHARED": str(shared), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(city / "reconstruct.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, env=environment)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in (city / "data").iterdir()}


def test_the_script_refuses_without_the_facts(city, tmp_path):
    """Without the public facts the script says so in both languages, exits 2 and writes nothing."""
    environment = {**os.environ, "DAFENG_SHARED": str(tmp_path / "nowhere"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(city / "reconstruct.py"), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert "找不到公开资料表" in done.stderr
    assert "not found" in done.stderr
    assert not (tmp_path / "out").exists()


def test_sixty_five_clauses(city):
    """The plan has 65 clauses with distinct ids and text, split 7, 48, 3, 4, 3 over its parts."""
    clauses = read(city / "plan" / "clauses.csv")
    assert len({clause["id"] for clause in clauses}) == len(clauses) == 65
    assert all(clause["text"] and clause["heading"] for clause in clauses)
    parts = Counter(clause["id"][0] for clause in clauses)
    assert [parts[part] for part in "一二三四五"] == [7, 48, 3, 4, 3]


def test_every_quote_stands_in_its_clause(city):
    """The quote of each target and the name of each project is a piece of our own wording of its clause."""
    text = {clause["id"]: clause["text"] for clause in read(city / "plan" / "clauses.csv")}
    for target in read(city / "plan" / "targets.csv"):
        assert target["quote"] in text[target["clause"]], target
    for project in read(city / "plan" / "projects.csv"):
        assert project["name"] in text[project["clause"]], project


def test_numeric_targets_equal_the_labels(city, shared):
    """The 26 figures agree with the hand-made labels in value, unit, year, base year, comparator and kind."""
    fields = ("value", "unit", "year", "base_year", "comparator", "kind", "tier")
    labels = [
        json.loads(line)
        for line in (shared / "plans" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    expected = Counter(
        tuple(label[field] for field in fields)
        for label in labels
        if label["doc"] == "00_guangan.txt" and label["value"] is not None
    )
    found = Counter(
        (
            float(row["value"]),
            row["unit"],
            int(row["year"]) if row["year"] else None,
            int(row["base_year"]) if row["base_year"] else None,
            row["comparator"],
            row["kind"],
            row["tier"],
        )
        for row in read(city / "plan" / "targets.csv")
        if row["value"]
    )
    assert sum(found.values()) == 26
    assert found == expected


def test_codes_cover_the_targets_once(city):
    """T01 to T46 all point at a target that exists, no two codes at one target, and checks are registered ones."""
    from dafeng.methods.plan.review import checks

    targets = {
        f"{row['clause']}|{row['indicator_id']}|{row['year']}|{row['comparator']}"
        for row in read(city / "plan" / "targets.csv")
    }
    rows = read(city / "codes.csv")
    keys = [row["target"] for row in rows if row["target"]]
    assert {row["code"] for row in rows if row["target"]} == {f"T{number:02d}" for number in range(1, 47)}
    assert len(set(keys)) == len(keys)
    assert set(keys) <= {target.rpartition("|")[0] for target in targets}
    assert {row["finding"] for row in rows if row["finding"]} <= set(checks())


def test_the_wording_is_our_own(city, shared):
    """No clause shares a run of more than 15 Chinese characters with the plan, names aside."""
    plan = re.sub(r"[^\u4e00-\u9fff]", "", (shared / "plans" / "00_guangan.txt").read_text(encoding="utf-8"))
    for clause in read(city / "plan" / "clauses.csv"):
        for text in (clause["heading"], clause["text"]):
            for piece in re.split("|".join(PROPER_NAMES), text):
                han = re.sub(r"[^\u4e00-\u9fff]", "", piece)
                for start in range(len(han) - 15):
                    assert han[start : start + 16] not in plan, (clause["id"], han[start : start + 16])


def test_assumptions_and_pathway_say_where_they_come_from(city):
    """Every declared number has a unit, a grade and a source, ids are distinct, and a range holds its value."""
    for name in ("assumptions.csv", "pathway.csv"):
        rows = read(city / name)
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["unit"], row
            assert row["source"], row
            assert row["grade"] in set("ABCD"), row
            if row.get("low"):
                assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row


def test_the_review_takes_the_assumptions(city):
    """The plan review accepts every assumption in the unit it declares."""
    from dafeng.domain.finding import FindingInput
    from dafeng.methods.plan.review.inputs import validate
    from dafeng.readers.city import read_declarations

    declared = read_declarations(city).assumptions
    validate(
        {
            name: FindingInput(
                entry.figure.name,
                entry.figure.value,
                entry.low,
                entry.high,
                entry.figure.unit,
                entry.figure.source,
                entry.figure.grade,
            )
            for name, entry in declared.items()
        }
    )


def test_the_notice_is_labelled_and_the_same_bytes(checkout, tmp_path):
    """The sample notice says that it is invented, and its script writes exactly the committed file."""
    from dafeng.readers.document import read_document

    notice = checkout / "examples" / "notice"
    command = [sys.executable, str(notice / "make.py"), "--out", str(tmp_path / "notice.docx")]
    subprocess.run(command, check=True)
    assert (tmp_path / "notice.docx").read_bytes() == (notice / "notice.docx").read_bytes()
    document = read_document(notice / "notice.docx")
    assert document.text.startswith("（示例）")
    assert document.issuer == "示例市人民政府"
    assert document.doc_number == "示例府发〔2025〕0号"


def test_the_notice_yields_its_four_printed_targets(checkout):
    """The reader finds the four figures that stand in the sentences of the notice, with unit and year."""
    from dafeng.methods.plan.reading import read_plan
    from dafeng.readers.document import read_document
    from dafeng.rules.vocabulary import load_vocabulary

    plan = read_plan(read_document(checkout / "examples" / "notice" / "notice.docx"), load_vocabulary())
    found = {
        (target.indicator_id, target.comparator, target.value, target.unit, target.year)
        for target in plan.targets
    }
    assert found >= {
        ("energy_intensity", ">=", 12.0, "%", 2030),
        ("nonfossil_share", "~", 30.0, "%", 2030),
        ("pv_capacity", ">=", 15.0, "万千瓦", 2028),
        ("nev_bus_share", "=", 95.0, "%", 2027),
    }
