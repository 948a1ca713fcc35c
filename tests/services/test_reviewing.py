"""The review sheet there and back, and the overlay that survives a new reading."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dafeng.domain.errors import DafengError
from dafeng.rules.review_fields import review_fields
from dafeng.services.planning import read
from dafeng.services.reviewing import apply, export, read_corrected

DAY = date(2026, 11, 22)
TEXT = """示例市碳达峰实施方案

一、总体要求

（一）主要目标。到2030年，非化石能源消费比重达到30%左右，新建充电站12座。到2028年，绿色仓库占比达到45%以上。

（二）重点任务。建设东山水电站。全面推广节能灯具。力争把公共场所的路灯换成节能灯八千盏。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A short plan of our own."""
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def edit(source: Path, target: Path, changes: dict[tuple[str, int, str], str]) -> Path:
    """A copy of a workbook with cells changed; a cell is named by sheet, row below the head, column."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.read_bytes()))
    made = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    for name in workbook.sheet_names:
        table = [
            ["" if cell is None else str(cell) for cell in row]
            for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for (sheet, row, column), text in changes.items():
            if sheet == name:
                while len(table) <= row:
                    table.append([""] * len(table[0]))
                table[row][table[0].index(column)] = text
        page = made.add_worksheet(name)
        for number, row in enumerate(table):
            for index, text in enumerate(row):
                if text:
                    page.write_string(number, index, text)
    made.close()
    return target


def there_and_back(
    plan: Path, changes: dict[tuple[str, int, str], str], by: str = "张三"
) -> tuple[dict, Path]:
    """Export, change cells, read back; the answer and the overlay."""
    folder = plan.parent
    sheet, overlay = folder / "sheet.xlsx", folder / "overlay.csv"
    sheet.unlink(missing_ok=True)
    export([plan], sheet, None, overlay if overlay.exists() else None, DAY)
    return apply([plan], edit(sheet, folder / "back.xlsx", changes), None, overlay, by, DAY), overlay


def test_an_untouched_sheet_changes_nothing(plan: Path) -> None:
    """Export and read back without a change: no overlay is written."""
    told, overlay = there_and_back(plan, {})
    assert told["corrections"] == []
    assert not overlay.exists()


def test_two_exports_give_the_same_bytes(plan: Path) -> None:
    """The sheet is the same file on a second run."""
    first, second = plan.parent / "a.xlsx", plan.parent / "b.xlsx"
    export([plan], first, None, None, DAY)
    export([plan], second, None, None, DAY)
    assert first.read_bytes() == second.read_bytes()


def test_every_field_changed_arrives(plan: Path) -> None:
    """Each field of a row changed in the sheet is what the plan says afterwards, at confidence 1."""
    new = {
        "指标": "某种占比", "范围": "全市", "关系": "区间", "目标值": "31.5", "上限": "33", "单位": "个", "年份": "2031",
        "基期": "2019", "类型": "累计", "限定词": "力争", "层级": "常设要求",
    }  # fmt: skip
    assert set(new) == {field.zh for field in review_fields("target")}
    _, overlay = there_and_back(plan, {("目标", 1, column): text for column, text in new.items()})
    corrected, told = read_corrected(plan, None, overlay)
    first = corrected.targets[0]
    assert (first.indicator, first.indicator_id, first.scope, first.comparator) == (
        "某种占比",
        None,
        "全市",
        "range",
    )
    assert (first.value, first.value_max, first.unit, first.year, first.base_year) == (
        31.5,
        33.0,
        "个",
        2031,
        2019,
    )
    assert (first.kind, first.hedge, first.tier) == ("cumulative", "力争", "standing")
    assert (first.confidence, first.checked) == (1.0, "corrected")
    assert told is not None and (told["applied"], told["unfit"]) == (11, 0)
    assert corrected.targets[1:] == read(plan).targets[1:]


def test_right_removed_and_missed(plan: Path) -> None:
    """对 vouches for a row, 删 takes it out, and a pasted sentence becomes a target with its place."""
    count = len(read(plan).targets)
    last = count + 1
    told, overlay = there_and_back(
        plan,
        {
            ("目标", 1, "结论"): "对",
            ("目标", 2, "结论"): "删",
            ("目标", last, "原文"): "力争把公共场所的路灯换成\n 节能灯八千盏",
            ("目标", last, "指标"): "节能路灯",
            ("目标", last, "关系"): "等于",
            ("目标", last, "目标值"): "8000",
            ("目标", last, "单位"): "盏",
            ("目标", last, "类型"): "累计",
            ("项目", 1, "类别"): "水电",
        },
    )
    assert [told[word] for word in ("confirmed", "corrected", "removed", "added")] == [1, 1, 1, 1]
    corrected, _ = read_corrected(plan, None, overlay)
    assert len(corrected.targets) == count
    assert corrected.targets[0].checked == "confirmed"
    assert [target.value for target in corrected.targets].count(12) == 0
    made = next(target for target in corrected.targets if target.checked == "added")
    assert TEXT[made.quote_start : made.quote_end] == "力争把公共场所的路灯换成节能灯八千盏"
    assert (made.clause, made.value, made.tier, made.year) == ("一(二)", 8000.0, "core", None)
    assert len({target.id for target in corrected.targets}) == count
    assert corrected.projects[0].kind == "水电"


def test_the_overlay_survives_a_document_saved_anew(plan: Path) -> None:
    """New blanks, page numbers, half-width marks and an inserted paragraph move every offset and lose nothing."""
    _, overlay = there_and_back(plan, {("目标", 3, "年份"): "2029"})
    moved = TEXT.replace("一、总体要求", "前面加了一段说明文字。\n\n一、总体要求").replace(
        "到2028年，绿色仓库", "到2028年,绿 色\n— 3 —\n仓库"
    )
    plan.write_text(moved, encoding="utf-8")
    corrected, told = read_corrected(plan, None, overlay)
    assert told is not None and (told["applied"], told["unfit"], told["elsewhere"]) == (1, 0, 0)
    assert next(target for target in corrected.targets if target.value == 45).year == 2029


def test_a_row_that_no_longer_fits_is_told(plan: Path) -> None:
    """When the sentence is gone from the plan, its correction is reported as unfit and the rest is used."""
    _, overlay = there_and_back(plan, {("目标", 1, "年份"): "2031", ("目标", 3, "年份"): "2029"})
    plan.write_text(TEXT.replace("绿色仓库占比", "低碳仓库面积占比"), encoding="utf-8")
    corrected, told = read_corrected(plan, None, overlay)
    assert told is not None and (told["applied"], told["unfit"]) == (1, 1)
    assert [note["quote"] for note in told["notes"] if note["status"] == "unfit"] == [
        "到2028年，绿色仓库占比达到45%以上"
    ]
    assert corrected.targets[0].year == 2031


def test_a_correction_the_reader_agrees_with_is_settled(plan: Path) -> None:
    """A correction whose value the reader now reads by itself is reported as settled."""
    _, overlay = there_and_back(plan, {("目标", 3, "年份"): "2029"})
    plan.write_text(TEXT.replace("到2028年", "到2029年"), encoding="utf-8")
    lines = overlay.read_text("utf-8-sig").replace("到2028年，绿色", "到2029年，绿色")
    overlay.write_text(lines, encoding="utf-8-sig")
    _, told = read_corrected(plan, None, overlay)
    assert told is not None and (told["settled"], told["applied"], told["unfit"]) == (1, 0, 0)


def test_a_later_review_replaces_an_earlier_one(plan: Path) -> None:
    """Two reviews of the same cell leave both in the file, and the later one holds; the same again adds nothing."""
    there_and_back(plan, {("目标", 1, "年份"): "2031"})
    told, overlay = there_and_back(plan, {("目标", 1, "年份"): "2032"})
    assert read_corrected(plan, None, overlay)[0].targets[0].year == 2032
    assert "2031" in overlay.read_text("utf-8-sig")
    again = apply([plan], plan.parent / "back.xlsx", None, overlay, "张三", DAY)
    assert (told["lines_added"] > 0, again["lines_added"]) == (True, 0)


def test_all_faults_at_their_cells_and_nothing_written(plan: Path) -> None:
    """Wrong cells are refused together, each at its cell in both languages, and no overlay appears."""
    last = len(read(plan).targets) + 1
    with pytest.raises(DafengError) as refused:
        there_and_back(
            plan,
            {
                ("目标", 1, "目标值"): "30%",
                ("目标", 2, "年份"): "明年",
                ("目标", 3, "类型"): "比例",
                ("目标", last, "指标"): "没有原文",
                ("目标", last + 1, "原文"): "方案里没有这句话",
                ("项目", 1, "结论"): "改",
            },
        )
    places = {fault.place for fault in refused.value.faults}
    assert {"back.xlsx!目标!K2", "back.xlsx!目标!N3", "back.xlsx!目标!P4", "back.xlsx!项目!A2"} <= places
    assert all(fault.zh and fault.en for fault in refused.value.faults)
    assert not (plan.parent / "overlay.csv").exists()


@pytest.mark.parametrize(("sentence", "count"), [("方案里没有这句话", "找不到"), ("节能灯", "2 次")])
def test_a_missed_sentence_must_stand_once(plan: Path, sentence: str, count: str) -> None:
    """A pasted sentence that is not in the plan, or twice, is refused with its row."""
    last = len(read(plan).targets) + 1
    row = {"原文": sentence, "指标": "某", "关系": "等于", "类型": "水平"}
    with pytest.raises(DafengError) as refused:
        there_and_back(plan, {("目标", last, column): text for column, text in row.items()})
    assert [count in fault.zh for fault in refused.value.faults] == [True]
    assert refused.value.faults[0].place == f"back.xlsx!目标!F{last + 1}"


def test_somebody_must_sign(plan: Path) -> None:
    """A correction without a name is refused."""
    with pytest.raises(DafengError) as refused:
        there_and_back(plan, {("目标", 1, "年份"): "2031"}, by="")
    assert [fault.code for fault in refused.value.faults] == ["E_REVIEW_WHO"]


VALUES = {
    "number": st.floats(0, 1e6).map(lambda value: str(round(value, 2))),
    "year": st.integers(1990, 2060).map(str),
    "text": st.text("绿色低碳占比改造", min_size=1, max_size=8),
}


@given(st.data())
def test_any_correction_comes_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever valid text a person writes into a cell is what the plan holds after reading it again."""
    plan = tmp_path_factory.mktemp("plan") / "plan.txt"
    plan.write_text(TEXT, encoding="utf-8")
    fields = [
        field for field in review_fields("target") if field.kind != "choice" and field.name != "value_max"
    ]
    chosen = data.draw(st.lists(st.sampled_from(fields), min_size=1, unique_by=lambda field: field.name))
    new = {field.name: data.draw(VALUES[field.kind]) for field in chosen}
    row = data.draw(st.integers(1, 3))
    _, overlay = there_and_back(plan, {("目标", row, field.zh): new[field.name] for field in chosen})
    if not overlay.exists():  # the person wrote what stood there
        return
    target = read_corrected(plan, None, overlay)[0].targets[row - 1]
    for field in chosen:
        text = new[field.name]
        assert getattr(target, field.name) == (text if field.kind == "text" else float(text))
