"""What a page or a converter does to a text does not change what is read from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.domain.plan import Document, Plan, Target
from dafeng.methods.plan import read_plan
from dafeng.readers.document import read_document
from dafeng.rules.vocabulary import load_vocabulary

TEXT = (
    "丰谷市碳达峰行动方案\n\n一、总体要求\n\n"
    "（一）指导思想。坚持系统观念，统筹发展和减排，稳妥有序推进各项工作，确保2030年前如期实现碳达峰。\n\n"
    "（二）主要目标\n\n"
    "“十四五”期间，产业结构持续优化，绿色生产方式普遍推行。到2025年，单位地区生产总值能源消耗下降12.5%以上，"
    "非化石能源消费比重达到31%左右，风电、太阳能发电总装机容量达到62万千瓦以上。\n\n"
    "“十五五”期间，煤炭消费占比进一步减少。到2030年，非化石能源消费比重达到36%左右。\n\n"
    "二、重点任务\n\n"
    "（一）能源转型行动。优化能源结构。\n\n"
    "1. 发展清洁能源。推进城南220千伏输变电工程建设。到2025年，天然气年产量达到7亿立方米以上。\n\n"
    "2. 推进资源循环。到2026年，再生资源回收利用量达到12万吨，到2029年达到19万吨。完善回收体系，严禁新增水泥熟料产能。\n\n"
    "(二) 交通转型行动。到2027年，全市新建集中式充电站131座，新建分散式充电桩2750个，基本实现快充站覆盖55%的客运枢纽站。\n"
)
FURNITURE = st.sampled_from(
    [
        "\n\n",
        "\n",
        "\n\n— 12 —\n\n",
        "\n-3-\n",
        "\n\n第 4 页 共 20 页\n\n",
        "\n\f\n",
        "\n  27  \n",
        " ",
        "\u3000\u3000",
        "\r\n",
    ]
)


def read(text: str) -> Plan:
    """A plan from a string."""
    return read_plan(Document("t.txt", text, ""), load_vocabulary())


def may_break(place: int) -> bool:
    """A printer breaks lines anywhere but inside a numeral or a heading's mark."""
    line_start = TEXT.rfind("\n", 0, place) + 1
    inside_number = re.match(r"[\d.]{2}", TEXT[place - 1 : place + 1]) is not None
    return place - line_start > 4 and not inside_number and TEXT[place - 1] != "\n"


PLACES = [place for place in range(1, len(TEXT)) if may_break(place)]


def fact(target: Target) -> tuple[object, ...]:
    """Everything but the place."""
    return (
        target.indicator_id,
        target.indicator,
        target.comparator,
        target.value,
        target.unit,
        target.year,
        target.kind,
        target.hedge,
        target.scope,
        target.tier,
    )


def test_the_clean_text() -> None:
    """The text of the law below holds ten numbers and four worded promises, so that the law has something to break."""
    plan = read(TEXT)
    assert len(plan.numeric_targets) == 10
    assert len(plan.targets) == 13


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), FURNITURE), min_size=1, max_size=6, unique_by=lambda pair: pair[0]
    )
)
def test_page_breaks_change_nothing(insertions: list[tuple[int, str]]) -> None:
    """Blank lines, page numbers and form feeds anywhere leave the targets as they were, at their own words."""
    text = TEXT
    for place, furniture in sorted(insertions, reverse=True):
        text = text[:place] + furniture + text[place:]

    before, after = read(TEXT), read(text)

    assert [fact(target) for target in after.targets] == [fact(target) for target in before.targets]
    for old, new in zip(before.targets, after.targets, strict=True):
        assert text[new.quote_start : new.quote_end] == new.quote
        if old.value_start is not None:
            surface = TEXT[old.value_start : old.value_end]
            assert text[new.value_start : new.value_end] == surface


@settings(max_examples=12)
@given(data=st.data())
def test_page_breaks_in_a_whole_plan(data: st.DataObject, shared: Path) -> None:
    """The same law on a whole real plan, broken only inside its long paragraphs."""
    document = read_document(shared / "plans" / "00_guangan.txt")
    text = document.text
    body = [m for m in re.finditer(r"[^\n]{80,}", text) if m.start() > 500]
    broken = text
    chosen = data.draw(st.lists(st.sampled_from(range(len(body))), min_size=3, max_size=8, unique=True))
    for index in sorted(chosen, reverse=True):
        match = body[index]
        place = data.draw(st.integers(match.start() + 45, match.end() - 1))
        if re.match(r"[\d.]{2}", text[place - 1 : place + 1]):
            continue
        broken = broken[:place] + "\n\n— 9 —\n\n" + broken[place:]

    before = read_plan(document, load_vocabulary())
    after = read_plan(Document("t.txt", broken, "", issued=document.issued), load_vocabulary())

    assert [fact(target) for target in after.targets] == [fact(target) for target in before.targets]
    assert [clause.id for clause in after.clauses] == [clause.id for clause in before.clauses]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_four_encodings_one_plan(tmp_path: Path, encoding: str) -> None:
    """The same text in four encodings gives the same clauses, targets and offsets."""
    path = tmp_path / "plan.txt"
    path.write_bytes(TEXT.encode(encoding))

    plan = read_plan(read_document(path), load_vocabulary())

    assert (plan.clauses, plan.targets) == (read(TEXT).clauses, read(TEXT).targets)


def test_traditional_script_and_pinyin_noise() -> None:
    """Traditional characters and pinyin in brackets are read as the Simplified text; the quote stays as printed."""
    (found,) = read("到2025年,非化石能源消費(fèi)比重達(dá)到18%左右。").targets
    assert (found.indicator_id, found.comparator, found.value) == ("nonfossil_share", "~", 18)
    assert found.quote == "到2025年,非化石能源消費(fèi)比重達(dá)到18%左右"


WORDS = st.sampled_from(
    [
        "，",
        "。",
        "；",
        "、",
        "：",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "\n",
        " ",
        "0",
        "1",
        "2",
        "9",
        ".",
        "%",
        "百分之",
        "点",
        "一半",
        "翻一番",
        "三分之二",
        "百家",
        "到2027年",
        "比2020年",
        "“十五五”期间",
        "达到",
        "下降",
        "不超过",
        "以上",
        "左右",
        "分别",
        "和",
        "的",
        "全市",
        "力争",
        "建设",
        "新建",
        "个",
        "万吨",
        "20%",
        "3-5个",
        "2/3",
        "森林覆盖率",
        "能耗强度",
        "一、",
        "（一）",
        "1.",
        "——",
        "全覆盖",
        "达峰",
        "严禁新增",
        "示范区",
        "等水电站",
        "甲",
        "產",
    ]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=60).map("".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any jumble of the grammar's own words is read without an error, and whatever is read stands in the text."""
    plan = read(text)
    ids = [target.id for target in plan.targets]
    assert len(ids) == len(set(ids))
    for target in plan.targets:
        assert text[target.quote_start : target.quote_end] == target.quote
        assert plan.clause(target.clause).start <= target.quote_start
        if target.value_start is not None and target.value_end is not None:
            assert target.quote_start <= target.value_start < target.value_end <= target.quote_end
    for clause in plan.clauses:
        assert 0 <= clause.start < clause.end <= len(text)


def test_the_first_heading_after_the_contents_stays() -> None:
    """A table of contents ends where its first heading comes again; that heading opens the plan."""
    heads = ("一、总体要求", "二、重点任务", "三、保障措施")
    text = "目录\n" + "".join(f"{head}…………{page}\n" for page, head in enumerate(heads, 1))
    text += "".join(f"{head}\n到2025年，绿地率达到4{page}%。\n" for page, head in enumerate(heads))
    assert [clause.id for clause in read(text).clauses] == ["一a", "二a", "三a"]


def test_rows_of_digits_and_pages_of_blanks_cost_nothing() -> None:
    """A barcode is no figure, and neither it nor a page of blanks is tried over and over."""
    text = (
        "一、目标\n到2025年，占比达到" + "9" * 50_000 + "%。\n" + "\u3000" * 200_000 + "\n绿地率达到40%。\n"
    )
    assert [target.value for target in read(text).targets] == [40.0]
