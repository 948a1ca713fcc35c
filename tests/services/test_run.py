"""A run: everything or nothing, the same bytes twice, and refusals that leave no trace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from dafeng.domain.errors import DafengError
from dafeng.services.demo import demo, example_folder
from dafeng.services.run import Outcome, Settings, run
from dafeng.services.verify import verify
from tests.readers.test_observations import bomb, workbook
from tests.services.conftest import SETTINGS

PLAN = "一、总体要求\n（一）主要目标。到2025年，单位地区生产总值能源消耗下降14.5%以上。\n"


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_two_runs_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    """Same inputs, seed and date: every file of the output folder is identical, in another folder too."""
    again = demo(tmp_path / "elsewhere" / "again", SETTINGS).out
    first, second = bytes_of(out), bytes_of(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_another_seed_changes_the_draws_and_nothing_observed(outcome: Outcome, tmp_path: Path) -> None:
    """The seed moves probabilities a little; accounts, findings and targets do not move."""
    other = demo(tmp_path / "out", Settings(SETTINGS.as_of, seed=1, draws=2000)).results
    mine = outcome.results
    assert other["accounts"] == mine["accounts"]
    assert [f["arithmetic"] for f in other["findings"]] == [f["arithmetic"] for f in mine["findings"]]
    low, high = (body["figures"][body["pathway"]["low"]]["value"] for body in (mine, other))
    assert low != high
    assert abs(low - high) < 0.05


def test_no_file_holds_a_path_or_a_host(out: Path) -> None:
    """Neither the folder it was made in nor the checkout's place is written anywhere."""
    for name, content in bytes_of(out).items():
        for secret in (str(out.parent), str(Path.cwd())):
            assert secret.encode() not in content, name


def test_summary_answers_the_contract(outcome: Outcome) -> None:
    """The summary has the promised fields; counts are derived from what stands in the results."""
    summary, body = outcome.summary, outcome.results
    assert summary["clauses"] == len(body["clauses"]) == 65
    assert summary["targets"] == len(body["targets"])
    assert summary["numeric_targets"] == sum(target["value"] is not None for target in body["targets"]) == 26
    assert set(summary["accounts"]) == {str(year) for year in range(2015, 2024)}
    assert all(len(conventions) == 4 for conventions in summary["accounts"].values())
    peak = summary["peak"]
    assert peak["determined"] is False
    chances = [fill["probability_by_2029"] for fill in peak["by_fill"]]
    assert (peak["low"], peak["high"]) == (min(chances), max(chances))
    assert all(fill["probability_by_2029"] <= fill["probability_by_2030"] for fill in peak["by_fill"])
    assert peak["uninformed"] == pytest.approx(0.26, abs=0.001)
    assert {"report.html", "report.docx", "targets.xlsx", "responsibility.xlsx", "plan.json"} <= set(
        outcome.documents
    )
    assert all(Path(path).is_file() for path in summary["documents"])


def test_findings_on_assumed_inputs_are_hints(outcome: Outcome) -> None:
    """A finding with any input of grade D or S is never more than a hint, and every finding has its arithmetic."""
    for finding in outcome.results["findings"]:
        assert finding["arithmetic"]
        if any(one["grade"] in "DS" for one in finding["inputs"]):
            assert finding["severity"] == "hint", finding["id"]


def test_standings_are_honest(outcome: Outcome) -> None:
    """With data of grade D no target is called met or missed, each says why, and a request is drafted."""
    for target in outcome.results["targets"]:
        standing = target["standing"]
        assert standing["state"] == "cannot_be_judged"
        assert standing["reason_zh"]
        assert "月" in standing["request"]


def test_every_figure_opens(outcome: Outcome) -> None:
    """Every id named anywhere is a figure; every figure ends in a cell, a rule, or says why it has no value."""
    figures = outcome.results["figures"]
    for figure in figures.values():
        assert all(one in figures for one in figure["inputs"])
        if not figure["inputs"]:
            assert figure["cell"] or figure["rule"] or figure["reason_zh"], figure["id"]
        assert figure["unit"]
        assert figure["value"] is not None or figure["reason_zh"], figure["id"]


def test_synthetic_and_assumed_figures_never_carry_an_enterprise(outcome: Outcome) -> None:
    """A figure of grade D or S is never booked to a named plant."""
    for figure in outcome.results["figures"].values():
        if figure["grade"] in "DS" and figure["cell"] and figure["id"].startswith("obs/"):
            assert "公司" not in figure["id"]
            assert "厂" not in figure["id"]


def corrected(source: Path, target: Path, changes: dict[str, str]) -> Path:
    """Write a responsibility list again with the given cells of the first task row filled."""
    import xlsxwriter

    rows = CalamineWorkbook.from_path(source).get_sheet_by_name("责任清单").to_python()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("责任清单")
    header = rows[0]
    line = next(number for number, row in enumerate(rows) if number and "#" in str(row[header.index("键")]))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = changes.get(str(header[column])) if number == line else None
            sheet.write_string(number, column, text or str(cell))
    book.close()
    return target


def test_corrections_survive_the_next_run(out: Path, tmp_path: Path) -> None:
    """An owner filled into the responsibility list comes back in the next run's list; the plan itself does not move."""
    overlay = corrected(
        out / "responsibility.xlsx",
        tmp_path / "filled.xlsx",
        {"牵头单位": "市发展改革委", "来源/更正依据": "会议纪要"},
    )
    folder = example_folder()
    first = run(folder / "plan", folder, tmp_path / "first", SETTINGS, overlay)
    owners = [duty for duty in first.results["responsibility"] if duty["owner"]]
    assert [(duty["owner"], duty["source"]) for duty in owners] == [("市发展改革委", "会议纪要")]
    second = run(folder / "plan", folder, tmp_path / "second", SETTINGS, first.out / "responsibility.xlsx")
    assert second.results["responsibility"] == first.results["responsibility"]
    assert verify(second.out).holds


def test_an_edited_list_is_not_overwritten(tmp_path: Path) -> None:
    """A run into a folder whose list was edited is refused, unless the edit is read back as overlay."""
    made = demo(tmp_path / "out", SETTINGS).out
    edited = corrected(made / "responsibility.xlsx", tmp_path / "edit.xlsx", {"牵头单位": "市经信局"})
    shutil.copyfile(edited, made / "responsibility.xlsx")
    with pytest.raises(DafengError) as refusal:
        demo(made, SETTINGS)
    assert refusal.value.code == "E_OUT_EDITED"
    folder = example_folder()
    again = run(folder / "plan", folder, made, SETTINGS, made / "responsibility.xlsx")
    assert any(duty["owner"] == "市经信局" for duty in again.results["responsibility"])


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """An output folder that holds somebody's files is refused and untouched."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(DafengError) as refusal:
        demo(tmp_path / "out", SETTINGS)
    assert refusal.value.code == "E_OUT_FOREIGN"
    assert bytes_of(tmp_path / "out") == {"mine.txt": b"mine"}


def test_a_run_without_data_still_writes(tmp_path: Path) -> None:
    """A plan alone gives clauses, findings, the responsibility list and a pathway that says what it lacks."""
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    made = run(plan, None, tmp_path / "out", SETTINGS)
    assert made.summary["peak"] is None
    assert made.results["pathway_reason"]["zh"]
    assert made.summary["accounts"] == {}
    assert (made.out / "report.html").stat().st_size > 0
    assert verify(made.out).holds


def _plan(content: bytes) -> Callable[[Path], tuple[Path, Path | None]]:
    def make(folder: Path) -> tuple[Path, Path | None]:
        path = folder / "plan.txt"
        path.write_bytes(content)
        return path, None

    return make


def _data(
    line: str, header: str = "series,region,period,value,unit,grade,source"
) -> Callable[[Path], tuple[Path, Path | None]]:
    def make(folder: Path) -> tuple[Path, Path | None]:
        plan, _ = _plan(PLAN.encode())(folder)
        data = folder / "data"
        data.mkdir()
        (data / "t.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
        return plan, data

    return make


def _workbook(write: Callable[[Path], Path]) -> Callable[[Path], tuple[Path, Path | None]]:
    def make(folder: Path) -> tuple[Path, Path | None]:
        plan, _ = _plan(PLAN.encode())(folder)
        data = folder / "data"
        data.mkdir()
        write(data / "t.xlsx")
        return plan, data

    return make


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (_plan(b""), {"E_EMPTY_FILE"}),
        (_plan(b"\x7fELF\x02\x01\x00\x00\xff\xfe\xfd" * 20), {"E_NOT_TEXT"}),
        (_plan("今天天气很好。\n".encode()), {"E_NO_TARGETS"}),
        (_data("population,511600,2020,320,亿元,B,x"), {"E_UNIT_MISMATCH"}),
        (_data("population,511600,2020,-3,万人,B,x"), {"E_RANGE"}),
        (_data("population,511600,2020,3,万人,B,x\npopulation,511600,2020,3,万人,B,x"), {"E_DUPLICATE"}),
        (_data("population,511600,2020,3,B,x", "series,region,period,value,grade,source"), {"E_COLUMN_MISSING"}),
        (_workbook(lambda path: workbook(path, formula=True)), {"E_FORMULA"}),
        (_workbook(bomb), {"E_TOO_LARGE"}),
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_nothing_is_written(
    make: Callable[[Path], tuple[Path, Path | None]], codes: set[str], tmp_path: Path
) -> None:
    """Each bad input gives its own clear error in both languages and leaves no output folder behind."""
    plan, data = make(tmp_path)
    with pytest.raises(DafengError) as refusal:
        run(plan, data, tmp_path / "out", SETTINGS)
    error = refusal.value
    assert ({fault.code for fault in error.faults} or {error.code}) == codes
    assert error.zh
    assert error.en
    assert not list(tmp_path.glob("out*"))


def test_a_refused_run_leaves_the_old_output(tmp_path: Path) -> None:
    """When a new run is refused, the folder of the last good run stays as it was."""
    made = demo(tmp_path / "out", SETTINGS).out
    before = bytes_of(made)
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(DafengError):
        run(empty, None, made, SETTINGS)
    assert bytes_of(made) == before


def test_verify_finds_a_changed_byte(out: Path, tmp_path: Path) -> None:
    """A clean folder verifies; one changed byte of an input or an output is named."""
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    found = verify(copy)
    assert found.holds
    assert found.outputs > 30
    for name in ("inputs/city/data/energy_balance.csv", "targets.xlsx"):
        path = copy / name
        good = path.read_bytes()
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        assert verify(copy).changed == (name,)
        path.write_bytes(good)


def test_verify_finds_an_added_file(out: Path, tmp_path: Path) -> None:
    """A file that no run made is named."""
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    (copy / "forms" / "extra.xlsx").write_bytes(b"x")
    assert verify(copy).changed == ("forms/extra.xlsx",)


def test_changing_a_number_changes_what_rests_on_it(tmp_path: Path) -> None:
    """Raise one cell of the balance and the city's CO2 of that year rises, and no other year's does."""
    folder = tmp_path / "city"
    shutil.copytree(example_folder(), folder)
    table = folder / "data" / "energy_balance.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if ",2020,final,industry_other,raw_coal," in line)
    cells = lines[number].split(",")
    cells[7] = str(float(cells[7]) + 100)
    lines[number] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = demo(tmp_path / "a", SETTINGS).summary["accounts"]
    after = run(folder / "plan", folder, tmp_path / "b", SETTINGS).summary["accounts"]
    changed = {year for year in before if before[year] != after[year]}
    assert changed == {"2020"}
    coal = 1e6 * 20.908 * 26.37e-3 * 0.94 * 44 / 12
    assert after["2020"]["territorial"] - before["2020"]["territorial"] == pytest.approx(coal, rel=1e-9)


def test_guangan_text(shared: Path, tmp_path: Path) -> None:
    """The real plan with the example's data: 65 clauses, 26 numeric targets, the nine findings asked for."""
    made = run(shared / "plans" / "00_guangan.txt", example_folder() / "data", tmp_path / "out", SETTINGS)
    body: dict[str, Any] = made.results
    assert (made.summary["clauses"], made.summary["numeric_targets"]) == (65, 26)
    found = {finding["alias"] for finding in body["findings"]}
    assert {"F01", "F02", "F03", "F04", "F06", "F16", "F17", "F18", "F20"} <= found
    codes = {target["alias"] for target in body["targets"]}
    assert {f"T{number:02d}" for number in range(1, 47)} <= codes
    assert (
        json.loads((made.out / "plan.json").read_text(encoding="utf-8"))["document"]["issued"] == "2024-01-26"
    )
    assert date.fromisoformat(body["as_of"]) == SETTINGS.as_of


FILLED = """示例市碳达峰实施方案

一、总体要求

（一）主要目标。到2025年，单位地区生产总值能源消耗下降14.5%以上，非化石能源消费比重达到35%左右。到2030年，单位地区生产总值能源消耗下降13.5%，非化石能源消费比重达到37%左右。
"""


def test_a_plan_that_fills_its_own_targets_determines_the_answer(tmp_path: Path) -> None:
    """With its own 2030 intensity cut a plan is computed as written: one line, and low and high are one number."""
    plan = tmp_path / "plan.txt"
    plan.write_text(FILLED, encoding="utf-8")
    peak = run(plan, example_folder(), tmp_path / "out", SETTINGS).summary["peak"]
    assert peak["determined"] is True
    assert [fill["fill"] for fill in peak["by_fill"]] == ["plan"]
    assert peak["low"] == peak["high"] == peak["by_fill"][0]["probability_by_2029"]


def test_the_adjusted_series_takes_out_the_coal_hours(outcome: Outcome) -> None:
    """Raw less adjusted is capacity × (hours − reference) × rate, year by year, from the figures' own inputs."""
    body = outcome.results
    figures = body["figures"]
    assert len(body["pathway"]["adjusted"]) == len(body["pathway"]["observed"]) == 9
    for raw, adjusted in zip(body["pathway"]["observed"], body["pathway"]["adjusted"], strict=True):
        taken = figures[raw["figure"]]["value"] - figures[adjusted["figure"]]["value"]
        swing = figures[figures[adjusted["figure"]]["inputs"][1]]
        output, capacity, reference, rate = (figures[one]["value"] for one in swing["inputs"])
        assert taken == pytest.approx((output - capacity * 1000 * reference) * rate, rel=1e-9)


def test_results_are_documented(outcome: Outcome, checkout: Path) -> None:
    """Every key of results.json, down to the lists it holds, stands in the page that documents it."""
    page = (checkout / "docs" / "develop" / "results.md").read_text(encoding="utf-8")
    body = outcome.results
    keys = set(body) | set(body["pathway"]) | set(body["pathway"]["fills"][0]) | set(body["accounts"]["2020"])
    for name in ("clauses", "projects", "findings", "closing", "responsibility", "forms"):
        keys |= set(body[name][0])
    keys |= set(next(iter(body["figures"].values()))) | set(next(iter(body["cards"].values())))
    assert sorted(key for key in keys if f'"{key}"' not in page) == []


def test_a_city_without_coal_power_has_a_pathway_too(tmp_path: Path) -> None:
    """Coal power stated not to occur and a capacity of nought: the pathway runs, and nothing is adjusted."""
    folder = tmp_path / "city"
    shutil.copytree(example_folder(), folder)
    table = folder / "data" / "energy_balance.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        cells = line.split(",")
        if cells[4] == "power_coal":
            cells[7:10], cells[12] = ["", "", ""], "not_occurring"
            lines[number] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assumptions = folder / "assumptions.csv"
    text = assumptions.read_text(encoding="utf-8")
    assumptions.write_text(
        text.replace("Coal power capacity,2400,", "Coal power capacity,0,"), encoding="utf-8"
    )
    body = run(folder / "plan", folder, tmp_path / "out", SETTINGS).results
    figures = body["figures"]
    for raw, adjusted in zip(body["pathway"]["observed"], body["pathway"]["adjusted"], strict=True):
        assert figures[raw["figure"]]["value"] == figures[adjusted["figure"]]["value"]


def test_a_blank_spread_is_not_a_certainty(tmp_path: Path) -> None:
    """A pathway parameter without its spread stops the projection by name; it does not become nought."""
    folder = tmp_path / "city"
    shutil.copytree(example_folder(), folder)
    path = folder / "pathway.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    spread = rows[0].index("sd")
    for row in rows:
        if row[0] == "gdp_growth_mean":
            row[spread] = ""
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    body = run(folder / "plan", folder, tmp_path / "out", SETTINGS).results
    assert body["pathway"] is None
    assert "gdp_growth_mean" in body["pathway_reason"]["zh"]
