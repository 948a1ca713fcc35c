"""The workbooks: read back as written, text never a formula, blanks left blank."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from dafeng.rules.tables import rows
from dafeng.writers import xlsx


def _sheet(data: bytes, name: str) -> list[list[Any]]:
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name(name)
        .to_python(skip_empty_area=False)
    )


def _parts(data: bytes, pattern: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name)}


def _books(results: dict[str, Any]) -> dict[str, bytes]:
    return {
        "targets": xlsx.targets(results),
        "responsibility": xlsx.responsibility(results),
        "form": xlsx.form(results, results["forms"][0]),
        "template": xlsx.data_template(),
    }


def test_the_same_results_give_the_same_bytes(results, make_results):
    """Two runs over equal results write equal workbooks."""
    assert _books(results) == _books(make_results())


def test_no_text_becomes_a_formula_or_a_link(results):
    """Cells that begin with = + - @, or look like an address, are stored as text in every workbook."""
    for task in ("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "http://example.org"):
        results["responsibility"][0]["task"] = task
        results["targets"][0]["indicator"] = task
        results["forms"][0]["rows"][0]["indicator"] = task
        for data in _books(results).values():
            sheets = _parts(data, r"worksheets/sheet\d+\.xml$")
            assert sheets
            assert not any(re.search(r"<f[\s>/]|<hyperlink", text) for text in sheets.values())
        assert _sheet(xlsx.responsibility(results), "责任清单")[1][2] == task


def test_the_ledger_reads_back(results):
    """Each target's row holds its fields, reading, standing and reason; what the plan leaves out stays empty."""
    head, *lines = _sheet(xlsx.targets(results), "目标台账")
    assert len(lines) == len(results["targets"])
    for line, target in zip(lines, results["targets"], strict=True):
        row = dict(zip(head, line, strict=True))
        assert row["目标编号"] == (target["alias"] or target["id"])
        assert row["指标"] == target["indicator"]
        assert row["目标值"] == ("" if target["value"] is None else target["value"])
        assert row["基期"] == ""
        assert row["理由"] == target["standing"]["reason_zh"]
        assert row["系统编号"] == target["id"]
    worded = dict(zip(head, lines[4], strict=True))
    assert worded["文字读法"] == "“全面”读作 100%"
    assert worded["进展"] == "偏离"
    gap = dict(zip(head, lines[5], strict=True))
    assert gap["依据数字"] == "2025年新建公共机构建筑屋顶光伏覆盖率：无数据"


def test_the_closing_book_gives_values_by_convention_or_says_why_not(results):
    """A known row has number, unit and grade; an unknown one reads 无法判断 and the request is drafted."""
    head, *lines = _sheet(xlsx.targets(results), "收官核算")
    known, unknown = (dict(zip(head, line, strict=True)) for line in lines[:2])
    assert (known["数值"], known["单位"], known["数据等级"]) == (0.533, "吨标准煤/万元", "C")
    assert unknown["数值"] == "无法判断"
    assert "未填报" in unknown["说明"]
    assert unknown["数据请求（拟稿）"].startswith("请市统计局")


def test_findings_and_legend_stand_in_the_ledger(results):
    """Findings come gravest first with their arithmetic, and every grade and convention is explained."""
    data = xlsx.targets(results)
    head, *lines = _sheet(data, "审查意见")
    assert [line[head.index("编号")] for line in lines] == ["F02", "F03", "F01", "F04"]
    assert lines[0][head.index("算式")] == "50 + 360 = 410 万千瓦 > 400 万千瓦"
    assert "5～6.5%（D；假设）" in lines[0][head.index("用到的数")]
    names = [line[1] for line in _sheet(data, "口径与等级")]
    assert {"A", "S", "辖区含过程口径", "等价值", "无法判断"} <= set(names)


def test_what_the_plan_does_not_say_is_empty_yellow_and_commented(results):
    """An unstated owner is an empty cell with a fill and the comment 方案未明确; the hidden key names the row."""
    data = xlsx.responsibility(results)
    head, first, second = _sheet(data, "责任清单")
    assert head[:8] == [
        "条款",
        "目标编号",
        "任务",
        "牵头单位",
        "配合单位",
        "完成时限",
        "佐证材料",
        "来源/更正依据",
    ]
    assert first[3] == first[4] == first[6] == ""
    assert second[3] == "市经济和信息化局、市发展改革委"
    assert (first[8], second[8]) == ("一(三)a|一(三)a#1", "二(三)2|")
    sheet = _parts(data, "worksheets/sheet1.xml")["xl/worksheets/sheet1.xml"]
    styles = _parts(data, "styles.xml")["xl/styles.xml"]
    assert re.search(r'<col min="9" max="9"[^>]*hidden="1"', sheet)
    owner, stated = (re.search(rf'<c r="D{row}" s="(\d+)"', sheet) for row in (2, 3))
    assert owner is not None
    assert stated is not None
    assert owner.group(1) != stated.group(1)
    assert "FFFFF2A8" in styles
    comments = "".join(_parts(data, "comments").values())
    assert set(re.findall(r'<comment ref="([A-Z]+\d)"', comments)) == {"D2", "E2", "G2", "E3", "F3"}
    assert "方案未明确" in comments


def test_a_form_shows_the_last_value_and_leaves_the_new_one_open(results):
    """A department sees last period's number with unit and grade; an unknown one reads 无数据."""
    head, first, second = _sheet(xlsx.form(results, results["forms"][0]), "填报")
    row = dict(zip(head, first, strict=True))
    assert (row["上期值"], row["上期单位"], row["上期等级"], row["本期值"]) == (763.3, "万吨标准煤", "B", "")
    assert row["键"] == "一(三)a#1|2025"
    assert dict(zip(head, second, strict=True))["上期值"] == "无数据"


def test_the_template_offers_every_series_grade_absence_and_unit():
    """The template has the columns of an observation, drop-downs, and each declared series with its unit."""
    data = xlsx.data_template()
    (head,) = _sheet(data, "数据")
    explained = _sheet(data, "说明")
    assert [line[0] for line in explained[1 : 1 + len(head)]] == head
    declared = [item["series"] for item in rows("series.csv")]
    assert [line[3] for line in explained[1 : 1 + len(declared)]] == declared
    sheet = _parts(data, "worksheets/sheet1.xml")["xl/worksheets/sheet1.xml"]
    for part in (
        f"说明!$D$2:$D${1 + len(declared)}",
        '"A,B,C,D,S"',
        "absent,not_occurring,confidential",
        "说明!$I$2",
    ):
        assert part in sheet


def test_the_template_has_the_columns_the_reader_knows():
    """The Chinese heads of the template are those of an observation, in the same order."""
    observations = pytest.importorskip("dafeng.readers.observations")
    (head,) = _sheet(xlsx.data_template(), "数据")
    assert [observations.CHINESE[name] for name in head] == list(observations.COLUMNS)


def test_a_filled_template_is_read(tmp_path):
    """A row typed into the template comes back as one observation in its canonical unit."""
    observations = pytest.importorskip("dafeng.readers.observations")
    typed = {
        "A": "population",
        "B": "511600",
        "C": "2023",
        "H": "320",
        "K": "万人",
        "L": "B",
        "N": "统计公报",
    }
    cells = "".join(
        f'<c r="{column}2" t="inlineStr"><is><t>{text}</t></is></c>' for column, text in typed.items()
    )
    path = tmp_path / "filled.xlsx"
    with zipfile.ZipFile(io.BytesIO(xlsx.data_template())) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", f'<row r="2">{cells}</row></sheetData>'.encode())
            new.writestr(name, text)
    (found,) = observations.read_observations([path])
    assert (found.series, found.value, found.unit, found.grade) == ("population", 3_200_000.0, "person", "B")
