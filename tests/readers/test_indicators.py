"""A city's own indicators: a good row is read, every bad cell is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.domain.errors import DafengError
from dafeng.domain.plan import Document
from dafeng.methods.plan import read_plan
from dafeng.readers.indicators import read_indicators
from dafeng.rules.vocabulary import load_vocabulary

HEAD = "id,name_zh,words,unit_kind,direction,kind\n"


def table(folder: Path, text: str) -> Path:
    """An ``indicators.csv`` with that text."""
    path = folder / "indicators.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_table_is_no_indicator(tmp_path: Path) -> None:
    """A city without a table of its own has the package's vocabulary and nothing else."""
    assert read_indicators(tmp_path / "indicators.csv") == ()


def test_a_row_teaches_the_reader_a_name(tmp_path: Path) -> None:
    """A new indicator needs six columns, is recognised in a plan, and disturbs nothing else."""
    own = read_indicators(
        table(tmp_path, HEAD + "bamboo_rate,竹缠绕管道占比,竹缠绕管道占比|竹管占比,percent,up,share\n")
    )
    assert (own[0].denominator, own[0].nature, own[0].narrowed) == ("无", "未定", False)
    document = Document("t.txt", "到2030年，新建供水工程竹管占比达到30%，森林覆盖率达到40%。", "")
    known = read_plan(document, load_vocabulary(own)).targets
    assert [target.indicator_id for target in known] == ["bamboo_rate", "forest_cover"]
    plain = read_plan(document, load_vocabulary()).targets
    assert [target.indicator_id for target in plain] == [None, "forest_cover"]
    assert [target.indicator for target in plain] == [target.indicator for target in known]


def test_a_row_with_a_known_id_adds_spellings(tmp_path: Path) -> None:
    """A local word for a known indicator is one row that agrees with it."""
    own = read_indicators(table(tmp_path, HEAD + "scrap_ratio,废钢比,炉料废钢配比,percent,up,share\n"))
    words = load_vocabulary(own)
    assert words.identify("炉料废钢配比") == words.identify("废钢比") == "scrap_ratio"
    assert words.indicator("scrap_ratio").source == load_vocabulary().indicator("scrap_ratio").source
    assert len(words.indicators) == len(load_vocabulary().indicators)


def test_every_fault_is_named_at_its_cell(tmp_path: Path) -> None:
    """A taken spelling, unknown family, direction and kind, an empty name and a clash in the table: all at once."""
    rows = (
        "a,甲,森林覆盖率|甲指标名,percent,up,share\n"
        "b,乙,乙指标名,parsec,sideways,promise\n"
        "c,,甲指标名|丙指标名|丙指标名,percent,up,share\n"
        "scrap_ratio,废钢比,丁指标名,mass,up,share\n"
    )
    with pytest.raises(DafengError) as refusal:
        read_indicators(table(tmp_path, HEAD + rows))
    assert refusal.value.code == "E_INDICATORS"
    assert [(fault.code, fault.place.partition("!")[2]) for fault in refusal.value.faults] == [
        ("E_INDICATOR_WORD", "C2"),
        ("E_INDICATOR_DIRECTION", "E3"),
        ("E_INDICATOR_KIND", "F3"),
        ("E_INDICATOR_UNIT_KIND", "D3"),
        ("E_INDICATOR_EMPTY", "B4"),
        ("E_INDICATOR_WORD", "C4"),
        ("E_INDICATOR_WORD", "C4"),
        ("E_INDICATOR_ID", "D5"),
    ]
    assert all(fault.zh and fault.en for fault in refusal.value.faults)


def test_a_missing_column_is_said(tmp_path: Path) -> None:
    """A table without its required columns is refused with their names."""
    with pytest.raises(DafengError) as refusal:
        read_indicators(table(tmp_path, "id,words\na,甲指标名\n"))
    assert [fault.code for fault in refusal.value.faults] == ["E_INDICATOR_COLUMN"]
    assert "unit_kind" in refusal.value.faults[0].en
