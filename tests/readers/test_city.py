"""City folders and plans kept as tables: good ones read whole, broken ones name every fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.domain.grade import Grade
from dafeng.readers.city import read_city, read_declarations, read_proxies
from dafeng.readers.structured import read_structured
from dafeng.services.demo import example_folder


def test_the_example_city_reads() -> None:
    """Six counties and two zones, an office for most targets, and assumptions that say they are."""
    folder = example_folder()
    city = read_city(folder / "city.toml")
    assert (city.code, city.province) == ("511600", "510000")
    assert [area.kind for area in city.areas].count("county") == 6
    assert [area.kind for area in city.areas].count("zone") == 2
    declared = read_declarations(folder)
    assert declared.assumptions["coal_hours"].low == 3000
    assert all(entry.figure.assumed for entry in declared.pathway.values() if entry.figure.grade is Grade.D)
    assert {proxy.factor for proxy in read_proxies(folder)} == {
        "tce_per_kwh_equivalent",
        "grid_location_average",
    }


@pytest.mark.parametrize(("text", "word"), [("code = ", "TOML"), ('code = "1"\n', "province")])
def test_a_broken_city_file_says_what_is_wrong(tmp_path: Path, text: str, word: str) -> None:
    """Neither TOML that does not parse nor a missing field becomes a crash."""
    path = tmp_path / "city.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DafengError) as refusal:
        read_city(path)
    assert refusal.value.code == "E_CITY"
    assert word in refusal.value.en


def test_faulty_declarations_are_all_named(tmp_path: Path) -> None:
    """A doubled id, a word for a number, a half interval and an unknown grade are four faults."""
    (tmp_path / "assumptions.csv").write_text(
        "id,name_zh,name_en,value,low,high,unit,grade,source,note\n"
        "a,甲,a,1,,,t,D,s,\na,甲,a,1,,,t,D,s,\nb,乙,b,one,,,t,D,s,\nc,丙,c,,1,,t,D,s,\nd,丁,d,1,,,t,Z,s,\n",
        encoding="utf-8",
    )
    with pytest.raises(DafengError) as refusal:
        read_declarations(tmp_path)
    assert {fault.code for fault in refusal.value.faults} == {
        "E_DECLARED_ID", "E_NUMBER", "E_DECLARED_VALUE", "E_GRADE",
    }  # fmt: skip
    assert refusal.value.faults[0].place == "assumptions.csv!A3"


def test_a_proxy_must_name_a_rule_that_exists(tmp_path: Path) -> None:
    """A proxy for a rule row nobody has is refused at its cell."""
    (tmp_path / "proxies.csv").write_text(
        "factor,region,year,rule_id,reason_zh,reason_en\nncv,,2020,ncv:peat:1900,x,x\n", encoding="utf-8"
    )
    with pytest.raises(DafengError) as refusal:
        read_proxies(tmp_path)
    assert [fault.place for fault in refusal.value.faults] == ["proxies.csv!D2"]


def test_a_structured_plan_keeps_its_offsets() -> None:
    """Every quote, value and project of the example stands in the composed text where its offsets say."""
    plan = read_structured(example_folder() / "plan")
    text = plan.document.text
    assert len(plan.clauses) == 65
    for target in plan.targets:
        assert text[target.quote_start : target.quote_end] == target.quote
        if target.value is not None:
            assert float(text[target.value_start : target.value_end]) == target.value
    for project in plan.projects:
        assert text[project.start : project.end] == project.name
        clause = plan.clause(project.clause)
        assert clause.start <= project.start < project.end <= clause.end


def test_a_quote_that_is_not_in_its_clause_is_refused(tmp_path: Path) -> None:
    """A structured plan whose quote was changed is refused with the row."""
    folder = tmp_path / "plan"
    shutil.copytree(example_folder() / "plan", folder)
    path = folder / "clauses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("14.5%", "15%"), encoding="utf-8")
    with pytest.raises(DafengError) as refusal:
        read_structured(folder)
    assert refusal.value.faults
    assert all(fault.code == "E_PLAN_QUOTE" for fault in refusal.value.faults)
