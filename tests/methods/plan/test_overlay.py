"""Corrections laid over a reading that has changed since."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dafeng.domain.correction import Correction, Item
from dafeng.domain.plan import Document, Plan
from dafeng.methods.plan import read_plan
from dafeng.methods.plan.anchors import found, ground
from dafeng.methods.plan.items import items
from dafeng.methods.plan.overlay import corrected
from dafeng.rules.vocabulary import load_vocabulary

WORDS = load_vocabulary()
TEXT = (
    "一、目标\n（一）指标。到2030年，非化石能源消费比重达到30%左右，新建充电站12座。\n"
    "（二）仓库。到2028年，绿色仓库占比达到45%以上。建设东山水电站。\n"
)


def plan(text: str = TEXT) -> Plan:
    """The reading of a document of our own."""
    return read_plan(Document("plan.txt", text, "0" * 64), WORDS)


def said(item: Item, action: str = "corrected", when: str = "2026-11-22", **now: str) -> list[Correction]:
    """What a person says about an item: a line per field, or one line for a removal."""
    fields = {"": ""} if action == "removed" else item.fields | now
    return [
        Correction(
            item.document, item.title, item.part, item.id, action, item.anchor, field, item.fields.get(field, ""), text,
            "张三", when, "",
        )
        for field, text in fields.items()
    ]  # fmt: skip


def statuses(made: object) -> list[tuple[str, str]]:
    """Status and field of each note."""
    return [(note.status, note.field) for note in made.notes]


def test_a_better_reader_settles_the_correction() -> None:
    """Once the reader says what the person said, the row is settled and the plan stays as read but vouched for."""
    read = plan()
    lines = said(items(read, WORDS.simplified)[0], year="2031")
    better = replace(read, targets=(replace(read.targets[0], year=2031), *read.targets[1:]))
    made = corrected(better, lines, WORDS)
    assert statuses(made) == [("settled", "year")]
    assert (
        replace(made.plan.targets[0], checked=None, confidence=better.targets[0].confidence)
        == better.targets[0]
    )


def test_an_owner_given_to_a_task_survives_a_text_saved_anew() -> None:
    """A clerk fills in who leads a task and until when; it holds when the paragraphs move, and can be undone."""
    text = TEXT + "二、重点任务\n（一）水电。改造东山水电站厂房。推广节水器具。\n"
    read = plan(text)
    task = next(item for item in items(read, WORDS.simplified) if item.part == "task")
    lines = said(task, lead="市水利局、市发展改革委", deadline="2028")
    moved = plan("按：\n\n" + text.replace("厂房。", "厂房。\n"))
    (held,) = [one for one in corrected(moved, lines, WORDS).plan.tasks if one.lead]
    assert (held.verb, held.owner, held.deadline) == ("改造", "市水利局、市发展改革委", "2028")
    assert not any(
        one.object == held.object for one in corrected(moved, said(task, "removed"), WORDS).plan.tasks
    )


def test_a_worse_reader_is_overruled() -> None:
    """What a person confirmed holds when the reader changes its mind, and comes back when it is lost."""
    read = plan()
    lines = said(items(read, WORDS.simplified)[0], "confirmed")
    worse = replace(read, targets=(replace(read.targets[0], unit="万吨"), *read.targets[1:]))
    made = corrected(worse, lines, WORDS)
    assert statuses(made) == [("differs", "unit")]
    assert made.plan.targets[0].unit == "%"
    lost = corrected(replace(read, targets=read.targets[1:]), lines, WORDS)
    assert statuses(lost) == [("restored", "")]
    back = lost.plan.targets[0]
    first = read.targets[0]
    assert (back.value, back.year, back.indicator, back.clause) == (
        first.value,
        first.year,
        first.indicator,
        first.clause,
    )
    assert (back.quote_start, back.value_start, back.value_end) == (
        first.quote_start,
        first.value_start,
        first.value_end,
    )


def test_a_removal_of_what_is_no_longer_read_is_settled() -> None:
    """An item the person struck out and the reader no longer sees needs nothing."""
    read = plan()
    lines = said(items(read, WORDS.simplified)[1], "removed")
    assert len(corrected(read, lines, WORDS).plan.targets) == len(read.targets) - 1
    without = replace(read, targets=(read.targets[0], *read.targets[2:]))
    assert statuses(corrected(without, lines, WORDS)) == [("settled", "")]


def test_ids_play_no_part() -> None:
    """Renumbered ids and new quote borders leave a correction where it belongs."""
    read = plan()
    item = items(read, WORDS.simplified)[2]
    lines = said(item, year="2029")
    renamed = tuple(
        replace(target, id=f"x#{number}", quote=target.quote[2:], quote_start=target.quote_start + 2)
        for number, target in enumerate(read.targets)
    )
    made = corrected(replace(read, targets=renamed), lines, WORDS)
    assert [target.year for target in made.plan.targets] == [2030, 2030, 2029]


def test_two_items_on_one_figure_keep_apart() -> None:
    """Of two targets read from one number, each takes its own correction."""
    read = plan()
    first = read.targets[0]
    both = replace(
        read, targets=(replace(first, id="a#1", year=2025), replace(first, id="a#2"), *read.targets[1:])
    )
    one, two, *_ = items(both, WORDS.simplified)
    made = corrected(both, [*said(two, year="2040"), *said(one, year="2035")], WORDS)
    assert [(target.id, target.year) for target in made.plan.targets[:2]] == [("a#1", 2035), ("a#2", 2040)]


def test_the_same_words_twice_are_told_apart_by_what_stands_around() -> None:
    """A sentence that stands twice is found by its neighbours; with the same neighbours it is refused as unclear."""
    line = "到2030年，绿色仓库占比达到45%以上。"
    read = plan(f"一、目标\n（一）甲。东边的库房。{line}\n（二）乙。西边的库房。{line}\n")
    second = items(read, WORDS.simplified)[1]
    made = corrected(read, said(second, year="2031"), WORDS)
    assert [target.year for target in made.plan.targets] == [2030, 2031]
    bare = replace(second, anchor=replace(second.anchor, before="", after=""))
    unclear = corrected(read, said(bare, year="2031"), WORDS)
    assert [status for status, _ in statuses(unclear)] == ["unfit"]
    assert unclear.plan == read


def test_another_document_is_left_alone() -> None:
    """Corrections of a plan with another hash, title and name are counted and not used."""
    read = plan()
    lines = said(replace(items(read, WORDS.simplified)[0], document="1" * 64, title="别的方案"), year="2031")
    made = corrected(read, lines, WORDS)
    assert (made.plan, made.notes, made.elsewhere) == (read, (), len(lines))


def test_the_last_review_holds() -> None:
    """A removal after a correction removes; a correction after a removal keeps."""
    read = plan()
    item = items(read, WORDS.simplified)[0]
    change, strike = said(item, year="2031"), said(item, "removed", when="2026-11-23")
    assert len(corrected(read, [*change, *strike], WORDS).plan.targets) == len(read.targets) - 1
    assert corrected(read, [*strike, *change], WORDS).plan.targets[0].year == 2031


@given(st.data())
def test_every_place_is_found_again_in_a_text_saved_anew(data: st.DataObject) -> None:
    """Blanks and line breaks put anywhere between two characters leave every anchor findable, once."""
    read = plan()
    cuts = data.draw(st.sets(st.integers(0, len(TEXT)), max_size=8))
    moved = "".join(
        (data.draw(st.sampled_from(["　", " ", "\t"])) if at in cuts else "") + c for at, c in enumerate(TEXT)
    )
    place = ground(moved, WORDS.simplified)
    assert [len(found(place, item.anchor, WORDS.simplified)) for item in items(read, WORDS.simplified)] == [
        1
    ] * 4
