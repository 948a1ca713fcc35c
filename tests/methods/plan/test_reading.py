"""The Guang'an plan, whole: every clause, every number, every worded promise, every named project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dafeng.domain.plan import Document, Plan
from dafeng.methods.plan import plan_to_json, read_plan
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

ACTIONS = (4, 4, 5, 4, 3, 5, 3, 4, 4, 2)
NUMERALS = "一二三四五六七八九十"
FIELDS = (
    "indicator",
    "comparator",
    "value",
    "value_max",
    "unit",
    "year",
    "base_year",
    "kind",
    "hedge",
    "scope",
    "tier",
    "quote",
    "quote_start",
    "value_start",
    "value_end",
)


@pytest.fixture(scope="module")
def plan(shared: Path) -> Plan:
    """The plan as read."""
    return read_plan(read_document(shared / "plans" / "00_guangan.txt"), load_vocabulary())


@pytest.fixture(scope="module")
def labels(shared: Path) -> list[dict[str, Any]]:
    """Its labels, in the order of the text."""
    lines = (shared / "plans" / "gold.jsonl").read_text("utf-8").splitlines()
    return [label for line in lines if (label := json.loads(line))["doc"] == "00_guangan.txt"]


def read_text(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


def expected_clauses() -> list[str]:
    """The 65 addresses: seven general, ten actions with their parts, three, four and three."""
    ids = ["一(一)", "一(二)1", "一(二)2", "一(二)3", "一(二)4", "一(三)a", "一(三)b"]
    for action, parts in enumerate(ACTIONS):
        ids.append(f"二({NUMERALS[action]})")
        ids += [f"二({NUMERALS[action]}){part}" for part in range(1, parts + 1)]
    return ids + [
        f"{part}({NUMERALS[n]})" for part, count in (("三", 3), ("四", 4), ("五", 3)) for n in range(count)
    ]


def test_all_clauses_in_order(plan: Plan) -> None:
    """Every one of the 65 clauses is found, in order, and nothing else is called a clause."""
    assert [clause.id for clause in plan.clauses] == expected_clauses()


@pytest.mark.parametrize(
    ("clause_id", "level", "parent", "heading", "first", "last"),
    [
        ("一(一)", 2, "一", "指导思想", "（一）指导思想。", "实现碳达峰。"),
        ("一(二)4", 3, "一(二)", "稳妥有序、安全降碳", "——稳妥有序", "确保安全降碳。"),
        ("一(三)a", 3, "一(三)", "“十四五”期间", "“十四五”期间，", "坚实基础。"),
        ("一(三)b", 3, "一(三)", "“十五五”期间", "“十五五”期间，", "碳达峰目标。"),
        ("二(一)", 2, "二", "实施能源绿色低碳转型行动", "（一）实施能源", "新型电力系统。"),
        ("二(二)4", 3, "二(二)", "加强新型基础设施节能降碳", "4. 加强新型", "能效水平。"),
        ("二(四)", 2, "二", "实施城乡建设碳达峰行动", "(四) 实施城乡", "发展质量。"),
        ("二(八)", 2, "二", "实施碳汇能力巩固提升行动", "(八)实施碳汇", "碳汇能力。"),
        ("四(四)", 2, "四", "建立健全市场化机制", "（四）建立健全", "服务模式。"),
        ("五(三)", 2, "五", "严格监督考核", "（三）严格监督", "领导小组报告。"),
    ],
)
def test_known_spans(
    plan: Plan, clause_id: str, level: int, parent: str, heading: str, first: str, last: str
) -> None:
    """Mixed brackets, principles, periods and sentences broken by page turns keep their true ends."""
    clause = plan.clause(clause_id)
    text = plan.text_of(clause)

    assert (clause.level, clause.parent, clause.heading) == (level, parent, heading)
    assert text.startswith(first)
    assert text.endswith(last)


def test_clauses_do_not_overlap(plan: Plan) -> None:
    """A lead paragraph does not swallow its sub-clauses, and only blanks and headings lie between clauses."""
    for before, after in zip(plan.clauses, plan.clauses[1:], strict=False):
        assert before.start < before.end <= after.start
        between = plan.document.text[before.end : after.start]
        assert len(between.strip()) <= 20, between


def test_every_number_is_exact(plan: Plan, labels: list[dict[str, Any]]) -> None:
    """All printed numbers are read with every field as labelled, and none is invented."""
    numeric = [label for label in labels if label["value"] is not None]
    read = [{field: getattr(target, field) for field in FIELDS} for target in plan.numeric_targets]

    assert len(numeric) == 26
    assert read == [{field: label[field] for field in FIELDS} for label in numeric]


def test_every_worded_label_is_found(plan: Plan, labels: list[dict[str, Any]]) -> None:
    """Each worded label is read at its place with its year, comparator, kind, hedge and scope."""
    wanted = [label for label in labels if label["value"] is None]
    fields = ("year", "comparator", "kind", "hedge", "scope", "tier")
    read = {(target.quote_start, target.quote): target for target in plan.targets if not target.is_numeric}

    assert len(wanted) == 18
    for label in wanted:
        target = read[label["quote_start"], label["quote"]]
        assert [getattr(target, field) for field in fields] == [label[field] for field in fields]


@pytest.mark.parametrize(
    ("clause", "indicator_id", "year", "meaning"),
    [
        ("一(一)", "co2_peak", 2030, None),
        ("一(三)b", "energy_intensity", 2030, None),
        ("一(三)b", "co2_intensity", 2030, None),
        ("一(三)b", "co2_peak", 2030, None),
        ("一(三)b", "key_industry_efficiency", 2030, None),
        ("一(三)b", "coal_consumption_share", 2030, None),
        ("二(一)2", "coal_consumption", None, None),
        ("二(一)2", "loose_coal", None, (0, "吨")),
        ("二(一)4", "power_supply_zones", None, (2, "个")),
        ("二(三)2", "clinker_capacity_added", None, (0, "吨/日")),
        ("二(三)3", "industry_scale", None, (1000, "亿元")),
        ("二(三)3", "industry_energy_intensity", 2030, None),
        ("二(三)4", "industry_energy_use", 2030, None),
        ("二(三)5", "high_energy_project_efficiency", None, None),
        ("二(四)2", "green_building_standard_share", 2025, (100, "%")),
        ("二(四)2", "public_building_star_level", 2025, (100, "%")),
        ("二(五)1", "yard_vehicle_electrification", 2030, (100, "%")),
        ("二(五)1", "transport_oil_peak", 2030, None),
        ("二(五)1", "fuel_car_share", None, None),
        ("二(六)1", "park_circular_renovation", 2025, (100, "%")),
        ("二(六)1", "park_resource_productivity", 2025, None),
        ("二(六)4", "farm_film_recovery", None, (100, "%")),
        ("二(六)5", "waste_sorting_system", 2025, None),
        ("二(六)5", "msw_landfill", 2025, (0, "吨")),
        ("二(六)5", "waste_sorting_coverage", 2030, (100, "%")),
        ("二(八)4", "farm_product_emission_intensity", None, None),
        ("二(九)2", "green_procurement_share", None, None),
        ("二(九)3", "enterprise_carbon_plan", None, None),
        ("二(九)3", "key_unit_saving_plan", None, None),
        ("二(九)3", "carbon_disclosure", None, None),
    ],
)
def test_registry_of_worded_promises(
    plan: Plan, clause: str, indicator_id: str, year: int | None, meaning: tuple[float, str] | None
) -> None:
    """Each promise told in words has its indicator, its year and, where words mean a number, the reading."""
    found = [
        (target.year, (target.reading.value, target.reading.unit) if target.reading else None)
        for target in plan.targets
        if (target.clause, target.indicator_id) == (clause, indicator_id) and not target.is_numeric
    ]
    assert (year, meaning) in found


def test_numbered_indicators_have_ids(plan: Plan) -> None:
    """Every printed number of this plan belongs to an indicator of the vocabulary."""
    assert [target.indicator for target in plan.numeric_targets if target.indicator_id is None] == []


def test_ids_count_within_the_clause(plan: Plan) -> None:
    """A target's id is its clause and its place in that clause."""
    counts: dict[str, int] = {}
    for target in plan.targets:
        counts[target.clause] = counts.get(target.clause, 0) + 1
        assert target.id == f"{target.clause}#{counts[target.clause]}"


def test_offsets_point_at_the_words(plan: Plan) -> None:
    """Quotes, values and project names are slices of the untouched file, inside their clause."""
    text = plan.document.text
    for target in plan.targets:
        clause = plan.clause(target.clause)
        assert text[target.quote_start : target.quote_end] == target.quote
        assert clause.start <= target.quote_start < target.quote_end <= clause.end
        if target.value is not None:
            assert float(text[target.value_start : target.value_end]) == target.value
    for project in plan.projects:
        assert text[project.start : project.end] == project.name


def test_named_projects(plan: Plan) -> None:
    """The plants, lines, zones and enterprises of the plan are found with their kinds, and no category is."""
    counts: dict[str, int] = {}
    for project in plan.projects:
        counts[project.kind] = counts.get(project.kind, 0) + 1

    assert counts == {
        "hydro_station": 5,
        "gas_pipeline": 4,
        "gas_storage": 1,
        "geothermal": 1,
        "grid_project": 3,
        "demonstration_zone": 2,
        "railway": 1,
        "restoration": 3,
        "enterprise": 2,
        "development_zone": 3,
    }


def test_json_shape(plan: Plan) -> None:
    """The JSON object has exactly its documented parts and survives a round trip."""
    body = plan_to_json(plan)

    assert set(body) == {"document", "clauses", "targets", "projects", "tables", "boxes", "tasks", "actors"}
    document = {"title", "doc_number", "issuer", "issued", "sha256", "text_sha256", "characters", "files"}
    assert set(body["document"]) == document
    assert set(body["clauses"][0]) == {"id", "level", "heading", "parent", "start", "end", "place"}
    own = {"id", "clause", "indicator_id", "quote_end", "confidence", "checked", "place"}
    assert set(body["targets"][0]) == {*FIELDS, *own}
    assert set(body["projects"][0]) == {"name", "kind", "clause", "start", "end", "place"}
    assert json.loads(json.dumps(body, ensure_ascii=False)) == body


def test_labelled_excerpts(shared: Path) -> None:
    """On every labelled excerpt each number is found once with its value and year, and none is invented."""
    labels: dict[str, set[tuple[Any, ...]]] = {path.name: set() for path in (shared / "plans").glob("*.txt")}
    for line in (shared / "plans" / "gold.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["value"] is not None:
            labels[label["doc"]].add((label["value_start"], label["value"], label["year"]))
    for name, wanted in labels.items():
        document = read_document(shared / "plans" / name)
        text = document.text
        if text.startswith("# source"):
            text = " " * text.index("\n") + text[text.index("\n") :]
        read = read_text(text).numeric_targets
        assert {(target.value_start, target.value, target.year) for target in read} == wanted, name


@pytest.mark.parametrize("text", ["通知", "一、总则\n为做好工作，制定本方案。\n", "。。。\n\n，，"])
def test_a_text_without_promises(text: str) -> None:
    """A text that promises nothing gives no target and no error."""
    assert read_text(text).targets == ()
