"""The reading view: what it mends, and that every character knows its place."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.domain.plan import Document, Plan, Target
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.view.surface import Surface, surface
from dafeng.rules.script import simplified
from dafeng.rules.vocabulary import load_vocabulary
from tests.strategies import PLAN, damaged_plans

# What a character of the file may become in the view, other than itself.
READ_AS = {
    "，": ",，",
    "。": ".",
    "（": "(",
    "）": ")",
    "；": ";",
    "：": ":",
    ".": "。．·",
    "0": "０OoＯ〇",
    "1": "１lI丨",
    "%": "％",
    "\t": " |",
    " ": "\u3000\t",
    "《": "〈",
}
SIGNS = st.sampled_from(
    [
        *"一二（）()、。，,.；:：%％0０O12l９5年月到达達标標的的展建设設人 \u3000\t\n\f|~-—〇丨万吨·",
        "2025年",
        "附件1：",
        "专栏1",
        "— 3 —",
    ]
)


def view(text: str) -> Surface:
    """The reading view of a text."""
    return surface(text, simplified)


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


@cache
def read_clean() -> Plan:
    """The made-up plan as it was written."""
    return read(PLAN)


def fact(target: Target) -> tuple[object, ...]:
    """Everything but the place and what depends on it."""
    return (
        target.id,
        target.indicator_id,
        target.indicator,
        target.comparator,
        target.value,
        target.unit,
        target.year,
        target.base_year,
        target.kind,
        target.tier,
    )


@settings(max_examples=200)
@given(st.lists(SIGNS, max_size=60).map("".join))
def test_every_character_knows_its_place(text: str) -> None:
    """Places rise, and at each place stands the character of the view, or one that reads as it."""
    seen = view(text)
    assert len(seen.text) == len(seen.offsets) == len(seen.ends)
    assert all(first < second for first, second in pairwise(seen.offsets))
    for character, start, end in zip(seen.text, seen.offsets, seen.ends, strict=True):
        original = simplified(text[start])
        assert end == start + 1
        wide = unicodedata.normalize("NFKC", original)
        assert character in {original, wide} or original in READ_AS.get(character, "")


@settings(max_examples=30)
@given(damaged_plans(), st.data())
def test_there_and_back(text: str, data: st.DataObject) -> None:
    """A stretch of the view has a place in the file, and that place is found again in the view."""
    seen = view(text)
    assert all(first < second for first, second in pairwise(seen.offsets))
    start = data.draw(st.integers(0, len(seen.text) - 1))
    end = data.draw(st.integers(start + 1, len(seen.text)))
    first, last = seen.span(start, end)
    assert 0 <= first < last <= len(text)
    assert bisect_left(seen.offsets, first) == start
    assert bisect_left(seen.ends, last) == end - 1


@settings(max_examples=150)
@given(damaged_plans())
def test_damage_changes_nothing(text: str) -> None:
    """Page turns, running headers, line breaks, width, script, misread signs and wrong decoding leave all as it was."""
    before, after = read_clean(), read(text)
    assert [clause.id for clause in after.clauses] == [clause.id for clause in before.clauses]
    assert [fact(target) for target in after.targets] == [fact(target) for target in before.targets]
    assert [box.id for box in after.boxes] == [box.id for box in before.boxes]
    assert [(table.id, table.kind) for table in after.tables] == [(t.id, t.kind) for t in before.tables]
    for target in after.targets:
        assert text[target.quote_start : target.quote_end] == target.quote


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("到2O25年下降l3．5％", "到2025年下降13.5%"),
        ("达到3。5%，其中1 5 %", "达到3.5%，其中15%"),
        ("产量１，３００万 吨", "产量1,300万吨"),
        ("二氧化碳（CO2）和O3", "二氧化碳（CO2）和O3"),
        ("到2025，300个村", "到2025，300个村"),
        ("达到25。2030年再提高", "达到25。2030年再提高"),
        ("指标 12.5 13.8", "指标12.5 13.8"),
        ("2 0 2 5年", "2025年"),
    ],
)
def test_numerals(printed: str, read_as: str) -> None:
    """Misread digits, points and blanks are put right inside numbers and nowhere else."""
    assert view(printed).text == read_as


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("，建建设的的公园。", "，建设的公园。"),
        ("达到到28%%。", "达到28%。"),
        ("到到22002255年年，", "到2025年，"),
        ("家家户户、人人参与，天天向上。", "家家户户、人人参与，天天向上。"),
        ("新建建筑的能力力争提高，电力力量与保护护航。", "新建建筑的能力力争提高，电力力量与保护护航。"),
        ("以节能为目的的改造，的的确确。", "以节能为目的的改造，的的确确。"),
        ("2022年和112233号", "2022年和112233号"),
    ],
)
def test_doubled_characters(printed: str, read_as: str) -> None:
    """What was printed twice stands once; words that double a character of their own accord stay."""
    assert view(printed).text == read_as


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode("gbk").decode("latin-1"),
        lambda text: text.encode().decode("gb18030"),
    ],
)
def test_wrong_decoding_is_put_right(wrong) -> None:
    """A paragraph decoded with the wrong table is read as it was written, and its numbers keep their place."""
    text = f"一、目标。\n{wrong('预计2025年底，绿化覆盖率达到42%以上')}\n二、任务。做好。\n"
    plan = read(text)
    (target,) = plan.targets
    assert (target.value, target.comparator, target.year) == (42, ">=", 2025)
    assert text[target.value_start : target.value_end] == "42"


def test_lost_bytes_promise_nothing() -> None:
    """A sentence that lost bytes is not read; the one after it is."""
    wrong = "到2025年，绿化率达到42%。到2030年，森林覆盖率达到38%。".encode().decode("gbk", errors="replace")
    plan = read(f"一、目标。{wrong}\n")
    assert "\ufffd" in wrong
    assert all(target.value in {38, 42} for target in plan.targets)
    assert read("一、目标。到2025年，绿化率达到4\ufffd%。\n").targets == ()


def test_markup_and_entities() -> None:
    """Tags are no words, and an entity stands for one character with the place of the whole."""
    seen = view("<p>达到&nbsp;5&#37;</p>")
    assert seen.text == "达到5%"
    assert seen.span(3, 4) == (12, 17)


def test_running_headers_go_and_owners_stay() -> None:
    """The title between pages is no part of a sentence; a line of owners that comes again is."""
    page = "禾川市碳达峰工作方案\n一、总则\n推进各领域\n— 2 —\n禾川市碳达峰工作方案\n节能工作。\n（责任单位：市工信局）\n二、任务。\n（责任单位：市工信局）\n"
    seen = view(page)
    assert "推进各领域节能工作。" in seen.text
    assert seen.text.count("禾川市碳达峰工作方案") == 1
    assert seen.text.count("责任单位：市工信局") == 2


def test_a_narrow_page_is_joined() -> None:
    """Lines of one length were broken by a printer, even where a sentence takes many of them."""
    sentence = "推动各个领域节约能源，健全制度，完善标准，加强监测，" * 12 + "到2025年，森林覆盖率达到38%。"
    broken = "一、目标\n" + "\n".join(sentence[place : place + 25] for place in range(0, len(sentence), 25))
    assert [target.value for target in read(broken).targets] == [38]
