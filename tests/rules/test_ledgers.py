"""The declared ledgers: each fits the rules, and together they hold what every target of a plan needs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.rules.ledgers import declared_ledgers, ledgers_with, parse_ledger
from dafeng.rules.ledgers.trial import leaves_out
from docs.ledgers import with_register

EXAMPLE = Path(__file__).parents[2] / "examples" / "guangan"
LEDGERS = declared_ledgers()
MOST_COLUMNS = 14

# What each target of the example is judged by: its indicator, the ledger that holds it and the columns without
# which it cannot be judged, foremost the denominators that the plan does not name.
TARGETS = {
    "T01": ("energy_intensity", "annual_economy", ("gdp_constant", "base_year")),
    "T02": ("co2_intensity", "annual_economy", ("gdp_constant", "base_year")),
    "T03": ("nonfossil_share", "energy_balance", ("amount",)),
    "T04": ("renewable_capacity", "power_stations", ("capacity",)),
    "T05": ("energy_intensity", "energy_balance", ("standard",)),
    "T06": ("co2_intensity", "annual_economy", ("gdp_constant", "base_year")),
    "T07": ("nonfossil_share", "energy_balance", ("amount",)),
    "T09": ("gas_production", "gas_production", ("gross", "commercial")),
    "T10": ("demand_response_share", "demand_response_tests", ("proven", "declared_peak")),
    "T11": ("technical_renovation_projects", "renovation_projects", ("started_on", "count_from")),
    "T12": ("industry_scale", "industry_output", ("output", "revenue")),
    "T13": ("industry_energy_intensity", "industry_output", ("added_value", "feedstock")),
    "T14": ("industry_energy_use", "industry_output", ("added_value", "energy")),
    "T15": ("green_building_standard_share", "building_completions", ("floor_area", "standard_area")),
    "T16": ("green_building_star_share", "building_completions", ("floor_area", "star")),
    "T17": ("public_building_star_level", "building_completions", ("floor_area", "kind", "star")),
    "T18": ("building_renewable_substitution", "building_renewables", ("energy", "renewable")),
    "T19": ("rooftop_pv_coverage", "building_renewables", ("roof", "suitable", "covered")),
    "T20": ("public_building_electrification", "building_completions", ("floor_area", "electrified")),
    "T21": ("nev_bus_share", "transit", ("added", "replaced", "added_new")),
    "T22": ("yard_vehicle_electrification", "yard_vehicles", ("total", "electric")),
    "T23": ("transport_co2_intensity", "transport_turnover", ("freight", "passengers", "converter")),
    "T24": ("transport_oil_peak", "oil_sales", ("road",)),
    "T25": ("charging_stations", "chargers", ("count_from", "in_use_on", "kind")),
    "T26": ("charging_piles", "chargers", ("count_from", "in_use_on", "kind")),
    "T27": ("hub_fast_charging_coverage", "hub_charging", ("radius", "covered", "listed_by")),
    "T28": ("park_circular_renovation", "park_renovation", ("park", "suitable", "reason")),
    "T29": ("bulk_solid_waste_capacity", "solid_waste_capacity", ("approved", "capacity", "used")),
    "T30": ("solid_waste_utilisation_rate", "solid_waste", ("produced", "from_store", "used", "disposed")),
    "T31": ("recycled_resources", "recycling", ("bought", "origin")),
    "T32": ("recycled_resources", "recycling", ("bought", "origin")),
    "T33": ("msw_utilisation_rate", "household_waste", ("collected", "incinerated", "composted", "recycled")),
    "T34": ("msw_landfill", "household_waste", ("collected", "landfilled")),
    "T35": ("msw_utilisation_rate", "household_waste", ("collected", "incinerated", "composted", "recycled")),
    "T36": ("waste_sorting_coverage", "waste_sorting", ("total", "covered")),
    "T37": ("farm_film_recovery", "farm_film", ("sold", "used", "collected")),
    "T38": ("innovation_platforms", "innovation_platforms", ("counted", "level")),
    "T39": ("forest_cover", "forest_land", ("caliber", "forest_area", "land_total")),
    "T40": ("forest_stock", "forest_land", ("caliber", "stock", "trees_stock")),
    "T41": ("loose_coal", "loose_coal_areas", ("amount", "burning")),
    "T42": ("clinker_capacity_added", "clinker_replacement", ("capacity_before", "capacity_after")),
    "T43": ("key_industry_efficiency", "product_energy", ("output", "limit", "advanced")),
    "T44": ("fuel_car_share", "fleet", ("stock", "added")),
    "T45": ("high_energy_project_efficiency", "projects", ("planned_energy", "two_high")),
    "T46": ("power_supply_zones", "power_supply_zones", ("kind", "status")),
}
# The peak is told from the account of emissions, not from what a department returns.
COMPUTED = {"co2_peak"}
# Shares and rates whose denominator the plan leaves open: the ledger asks for it by name.
DENOMINATORS = {
    "T01": "gdp_constant", "T02": "gdp_constant", "T10": "declared_peak", "T13": "added_value", "T14": "added_value",
    "T16": "floor_area", "T17": "floor_area", "T18": "energy", "T19": "roof", "T20": "floor_area", "T21": "replaced",
    "T22": "total", "T23": "freight", "T29": "approved", "T30": "from_store", "T31": "bought", "T33": "collected",
    "T34": "landfilled", "T36": "total", "T37": "sold", "T39": "land_total", "T40": "caliber",
}  # fmt: skip


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def test_every_ledger_is_short() -> None:
    """A department fills a form of at most fourteen columns, some of them optional or keys."""
    assert {
        ledger.id: len(ledger.columns) for ledger in LEDGERS.values() if len(ledger.columns) > MOST_COLUMNS
    } == {}


def test_every_capability_has_a_ledger() -> None:
    """From power to demonstrations, each field that departments report on has at least one ledger."""
    assert {f"C{number}" for number in range(20, 37)} <= {ledger.capability for ledger in LEDGERS.values()}


def test_labels_stand_once_and_in_both_languages() -> None:
    """No two ledgers share a name, and every ledger, column, check and table has a Chinese and an English one."""
    for word in ("zh", "en"):
        names = Counter(getattr(ledger, word) for ledger in LEDGERS.values())
        assert [name for name, count in names.items() if count > 1 or not name] == []
    for ledger in LEDGERS.values():
        for part in (*ledger.columns, *ledger.checks, *ledger.report):
            assert part.zh, (ledger.id, part)
            assert part.en, (ledger.id, part)
            assert part.en.isascii() or "²" in part.en or "³" in part.en or "缺失" in part.en, (
                ledger.id,
                part.en,
            )
        assert ledger.role
        assert ledger.role_en
        assert ledger.basis
        assert ledger.indicators
        assert len({column.en for column in ledger.columns}) == len(ledger.columns), ledger.id


def test_every_number_has_bounds() -> None:
    """No number of a first return is taken whatever its size: each column says the least and the most."""
    open_ended = [
        (ledger.id, column.name)
        for ledger in LEDGERS.values()
        for column in ledger.columns
        if column.is_number and (column.minimum is None or column.maximum is None)
    ]
    assert open_ended == []


def test_ledgers_name_each_other_rightly() -> None:
    """A check groups by columns that both ledgers have."""
    for ledger in LEDGERS.values():
        for check in ledger.checks:
            if check.ledger:
                other = {column.name for column in LEDGERS[check.ledger].columns}
                assert set(check.by) <= other, (ledger.id, check.id)


@pytest.mark.parametrize("code", TARGETS)
def test_a_ledger_holds_what_the_target_needs(code: str) -> None:
    """The target's indicator is fed by the ledger, and each column that decides it must be filled."""
    indicator, name, columns = TARGETS[code]
    assert indicator in LEDGERS[name].indicators
    assert [column for column in columns if not LEDGERS[name].column(column).required] == []


@pytest.mark.parametrize("code", DENOMINATORS)
def test_the_forgotten_denominator_is_asked_for(code: str) -> None:
    """The denominator that the plan does not name is a required column that says whose denominator it is."""
    indicator, name, _ = TARGETS[code]
    column = LEDGERS[name].column(DENOMINATORS[code])
    assert column.required
    assert indicator in column.denominator_of


def test_every_target_of_the_example_has_a_ledger() -> None:
    """Each target of the plan, numbered or not, is in the table above or at least has its indicator in a ledger."""
    numbered = {
        row["code"]: row["target"].split("|")[1] for row in _table(EXAMPLE / "codes.csv") if row["target"]
    }
    assert {code: TARGETS[code][0] for code in TARGETS} == {
        code: indicator for code, indicator in numbered.items() if indicator not in COMPUTED
    }
    fed = {indicator for ledger in LEDGERS.values() for indicator in ledger.indicators}
    wanted = {row["indicator_id"] for row in _table(EXAMPLE / "plan" / "targets.csv")}
    assert wanted - COMPUTED <= fed


DRAFT = """
id = "draft"
zh = "草稿"
en = "Draft"
capability = "C20"
role = "统计部门"
role_en = "Statistics"
frequency = "year"
due_days = 30
grade = "A"
publication = "内部"
basis = "示例"
keys = ["place"]

[[columns]]
name = "place"
zh = "地点"
en = "Place"
type = "text"
required = true

[[columns]]
name = "kind"
zh = "品种"
en = "Kind"
type = "choice"
allowed = ["原煤", "石油"]

[[columns]]
name = "amount"
zh = "数量"
en = "Amount"
type = "number"
unit = "吨"
required = true
"""
CHECK = """
[[checks]]
id = "one"
kind = "{kind}"
rule = "{rule}"
at = ["amount"]
zh = "一"
en = "One"
"""
FEED = """
[[feeds]]
series = "{series}"
value = "{value}"
keys = {{ fuel = "kind" }}
where = "{where}"
"""
REPORT = """
[[report]]
zh = "表"
en = "Table"
by = ["place"]
sums = ["kind"]
"""


def test_the_draft_itself_is_sound() -> None:
    """The draft that the refusals below start from is a ledger."""
    assert parse_ledger("draft", DRAFT).id == "draft"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DRAFT.replace('"amount"', '"source"'), "belongs to the head of a form"),
        (DRAFT.replace("地点", "地区"), "belongs to the head of a form"),
        (DRAFT.replace('"amount"', '"last_amount"'), "belongs to the head of a form"),
        (DRAFT.replace('unit = "吨"\nrequired = true', 'unit = "吨"\ndenominator_of = ["coal_output"]'), "required"),
        (DRAFT.replace('unit = "吨"', 'unit = "吨"\nnote_zh = "说明"'), "both languages"),
        (DRAFT + CHECK.format(kind="row", rule="amount + 1"), "yes or no"),
        (DRAFT + CHECK.format(kind="row", rule="SUM(amount) > 1"), "A rule of a row"),
        (DRAFT + CHECK.format(kind="group", rule="amount > 1"), "once for each group"),
        (DRAFT + CHECK.format(kind="row", rule="amount > place"), "cannot be computed"),
        (DRAFT + FEED.format(series="clinker_output", value="amount", where="kind <> '原煤'"), "no term for '石油'"),
        (DRAFT + FEED.format(series="population", value="amount", where="kind = '原煤'"), "different things"),
        (DRAFT + FEED.format(series="clinker_output", value="place", where="kind = '原煤'"), "is no number"),
        (DRAFT + REPORT, "cannot be summed"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(text: str, said: str) -> None:
    """A declaration that could not be computed, read back or told in the accounts is refused where it is loaded."""
    with pytest.raises(DafengError) as refusal:
        parse_ledger("draft", text)
    assert any(said in fault.en for fault in refusal.value.faults), refusal.value.faults


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nowhere.amount", "no column of any ledger"),
        ("coal_use.nothing", "no column of any ledger"),
        ("coal_use.user", "another type or unit"),
        ("peak_load.peak", "another type or unit"),
        ("coal_use.amount", "no row can be found"),
    ],
)
def test_a_fact_is_shown_from_what_is_there(source: str, said: str) -> None:
    """A column that is filled in from no column, from one of another kind or without a shared key is refused."""
    shown = DRAFT.replace('unit = "吨"', f'unit = "吨"\nshown_from = "{source}"')
    with pytest.raises(DafengError) as refusal:
        ledgers_with([parse_ledger("draft", shown)])
    (fault,) = refusal.value.faults
    assert fault.place == "draft.toml!amount"
    assert said in fault.en


def test_the_declared_ledgers_are_shown_from_each_other() -> None:
    """Facts that stand are typed once: the shipped ledgers declare where, and fit."""
    assert ledgers_with(()) == LEDGERS
    assert sum(bool(column.shown_from) for one in LEDGERS.values() for column in one.columns) > 20


def test_a_condition_leaves_a_word_out() -> None:
    """A condition that is undecided without the other columns leaves nothing out for certain."""
    ledger = parse_ledger("draft", DRAFT)
    assert leaves_out(ledger, "kind = '原煤'", "kind", "石油")
    assert not leaves_out(ledger, "kind = '原煤' OR amount > 0", "kind", "石油")
    assert not leaves_out(ledger, "", "kind", "石油")


def test_the_page_lists_every_ledger(checkout: Path) -> None:
    """docs/use/ledgers.md names each ledger under its department, as docs/ledgers.py writes it."""
    page = (checkout / "docs" / "use" / "ledgers.md").read_text("utf-8")
    assert page == with_register(page, LEDGERS.values())


def test_the_example_for_a_newcomer_is_a_ledger(checkout: Path) -> None:
    """The declaration in docs/develop/add-a-ledger.md is accepted as it stands."""
    page = (checkout / "docs" / "develop" / "add-a-ledger.md").read_text("utf-8")
    ledger = parse_ledger("cold_stores", page.partition("```toml\n")[2].partition("```")[0])
    assert ledger.column("floor_area").denominator_of == ("building_area_energy",)
