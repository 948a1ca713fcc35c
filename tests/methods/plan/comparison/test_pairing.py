"""The same promise found in several plans."""

from __future__ import annotations

from dafeng.methods.plan.comparison import pair
from dafeng.rules.vocabulary import load_vocabulary
from tests.methods.plan.comparison.plans import plan

WORDS = load_vocabulary()


def test_a_plan_against_itself_has_every_row_twice() -> None:
    """Nothing stands in one only, and nothing asks for more."""
    one = plan("到2030年，非化石能源消费比重达到30%左右，新建充电站12座", "到2028年，绿色仓库占比达到45%以上")
    rows = pair([one, one], WORDS)
    assert len(rows) == len(one.targets)
    assert all(row.cells[0] == row.cells[1] for row in rows)
    assert {row.verdicts[1].ambition for row in rows} == {"same"}


def test_other_spellings_other_years_and_only_in_one() -> None:
    """A known indicator under another spelling pairs; a row changes its year; what one plan lacks stays alone."""
    first = plan(
        "到2030年，非化石能源消费比重达到30%", "到2028年，绿色仓库占比达到45%", "到2030年，建成换电站20座"
    )
    second = plan("到2030年，非化石能源消费占比达到33%", "到2029年，绿色仓库比例达到45%")
    rows = {row.indicator: row for row in pair([first, second], WORDS)}
    assert rows["非化石能源消费比重"].verdicts[1].ambition == "stronger"
    assert rows["绿色仓库占比"].verdicts[1].year == "later"
    assert [bool(cell) for cell in next(row for name, row in rows.items() if "换电站" in name).cells] == [
        True,
        False,
    ]


def test_a_repeated_headline_is_one_row() -> None:
    """A plan that states a target twice has one row with both ids."""
    one = plan("到2030年，非化石能源消费比重达到30%", "实施能源行动。到2030年，非化石能源消费比重达到30%")
    rows = pair([one, one], WORDS)
    assert [len(row.cells[0]) for row in rows] == [2]


def test_years_pair_with_their_own() -> None:
    """Two years of one indicator meet the same years of the other plan, whatever their order."""
    first = plan("到2025年，非化石能源消费比重达到20%", "到2030年，非化石能源消费比重达到25%")
    second = plan("到2030年，非化石能源消费比重达到26%", "到2025年，非化石能源消费比重达到20%")
    assert [(row.year, row.verdicts[1].ambition) for row in pair([first, second], WORDS)] == [
        (2025, "same"),
        (2030, "stronger"),
    ]


def test_three_plans_measure_against_the_first_that_has_it() -> None:
    """A promise only the second and third make is measured against the second."""
    plans = [
        plan("到2030年，非化石能源消费比重达到30%"),
        plan("到2028年，绿色仓库占比达到45%以上"),
        plan("到2028年，绿色仓库占比达到50%以上"),
    ]
    row = pair(plans, WORDS)[1]
    assert (row.reference, row.verdicts[1], row.verdicts[2].ambition) == (1, None, "stronger")
