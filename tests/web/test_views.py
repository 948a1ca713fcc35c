"""View models: pure functions from results to what a template shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dafeng.web.accounts import accounts_page
from dafeng.web.charts import english, roomier, spoken, without_title
from dafeng.web.findings import loudest
from dafeng.web.marks import heading_end, segments
from dafeng.web.numbers import figure_view
from dafeng.web.overview import promise, standing_groups
from dafeng.web.pathway import pathway_page
from dafeng.web.plan import plan_page
from dafeng.web.trace import trace_page


def spans(text: str) -> st.SearchStrategy:
    """Targets with any spans, inside or outside the text."""
    bound = st.integers(-3, len(text) + 13)
    return st.lists(st.tuples(bound, bound, st.none() | bound, st.none() | bound), max_size=5)


@given(st.data(), st.text(max_size=40), st.integers(0, 10))
def test_marking_loses_nothing(data: st.DataObject, text: str, origin: int) -> None:
    """Whatever the spans, the segments put together are the clause's text, and each target is anchored at most once."""
    targets = [
        {"id": f"t{number}", "quote_start": low, "quote_end": high, "value_start": start, "value_end": end}
        for number, (low, high, start, end) in enumerate(data.draw(spans(text)))
    ]
    clause = {"text": text, "start": origin, "heading": text[:4]}

    made = segments(clause, targets)
    anchors = [anchor for segment in made for anchor in segment.anchors]

    assert "".join(segment.text for segment in made) == text
    assert len(anchors) == len(set(anchors))


def test_the_value_leads_inside_its_quote() -> None:
    """The printed value is marked as value and its surroundings as quote, at offsets of the document."""
    target = {"id": "一#1", "quote_start": 103, "quote_end": 109, "value_start": 106, "value_end": 109}
    made = segments({"text": "到时提高到30%以上", "start": 100, "heading": ""}, [target])

    assert [(segment.text, segment.kind) for segment in made] == [
        ("到时提", ""), ("高到3", "quote"), ("0%以", "value"), ("上", ""),
    ]  # fmt: skip
    assert made[1].anchors == ("quote-一.1",)
    assert made[2].href == "#target-%E4%B8%80.1"


def test_the_heading_is_found_behind_its_number() -> None:
    """A numbered heading is recognised at the start of the text and nowhere else."""
    assert heading_end("（一）主要目标。到2025年", "主要目标") == 7
    assert heading_end("到2025年，完成本方案所列主要目标", "主要目标") == 0
    assert heading_end("无标题的一段", "") == 0


def test_findings_speak_loudest_first(results: dict) -> None:
    """The gravest finding leads, and equals keep the order of the review."""
    found = loudest(results, 3, "zh")

    assert [finding.severity for finding in found] == ["serious", "notice", "notice"]
    assert found[1].title == "能耗强度目标没有数值"


def test_a_finding_stands_once(results: dict) -> None:
    """Each finding stands beside one clause or before all of them, and none is lost."""
    results["findings"][0]["clauses"] = [f"一({n})" for n in "一二三四五六七"]
    page = plan_page(results, "zh")
    shown = [*page.whole_plan, *(finding for clause in page.clauses for finding in clause.findings)]

    assert sorted(finding.title for finding in shown) == sorted(
        finding["title"] for finding in results["findings"]
    )
    assert results["findings"][0]["title"] in {finding.title for finding in page.whole_plan}


def test_every_state_has_its_group(results: dict) -> None:
    """All five states are there, the empty ones too, and every target stands in exactly one."""
    groups = standing_groups(results, "zh")

    assert [group.state for group in groups] == [
        "off_course",
        "at_risk",
        "cannot_be_judged",
        "on_course",
        "met",
    ]
    assert sum(len(group.targets) for group in groups) == len(results["targets"])


def test_a_promise_is_printed_as_the_plan_prints_it() -> None:
    """Comparator, figure, range and year are kept; what is missing is said."""
    blank = {"comparator": "=", "value": None, "value_max": None, "unit": None, "year": None, "reading": None}

    assert promise(blank, "zh") == "无数值 · 无年份"
    assert (
        promise({**blank, "comparator": ">=", "value": 30.0, "unit": "%", "year": 2025}, "zh")
        == "≥ 30% · 2025年"
    )
    assert promise({**blank, "value": 4869.0, "unit": "个", "year": 2025}, "en") == "4869 个 · 2025"
    assert promise({**blank, "value": 1234567.0, "value_max": 2000000.0, "unit": "千瓦"}, "zh").startswith(
        "1234567–2000000"
    )


def test_an_unknown_figure_says_why(results: dict) -> None:
    """Without a value the view has words, no unit, and the reason in the language asked for."""
    view = figure_view(results, "co2/statutory/990100/2015", "en")

    assert (view.number, view.unit, view.known) == ("no data", "", False)
    assert view.reason == "Net electricity inflow 2015: not reported"


def test_accounts_show_the_largest_first_and_the_unknown_last(results: dict) -> None:
    """Sectors stand by size; one whose value is unknown stands at the end."""
    known = results["accounts"]["2023"]["by_sector"]
    results["figures"][known["power_coal"]]["value"] = None
    labels = [row.label for row in accounts_page(results, "2023", None, "zh").sectors]

    assert labels == ["水泥制造", "其他工业", "交通运输", "煤电"]


def test_the_bridge_closes(results: dict) -> None:
    """The steps shown lead from the first figure to the last."""
    bridge = accounts_page(results, "2023", "consumption", "zh").bridge
    value = {name: figure["value"] for name, figure in results["figures"].items()}
    steps = sum((1 if step.sign == "+" else -1) * value[step.figure.id] for step in bridge.steps)

    assert (
        value[bridge.first.id] + steps == value[bridge.last.id]
        or abs(value[bridge.first.id] + steps - value[bridge.last.id]) < 1e-6 * value[bridge.last.id]
    )
    assert [step.sign for step in bridge.steps] == ["−", "−", "+"]


def test_a_median_beyond_the_horizon_is_not_a_year(results: dict) -> None:
    """Where most draws have no peak, the median is said to lie beyond the horizon."""
    results["pathway"]["fills"][0]["no_peak"] = 0.6

    assert pathway_page(results, None, "zh").fill.median_year == "展望期以外"


def test_a_trace_names_inputs_and_users(results: dict) -> None:
    """The card of a component leads down to its inputs and up to the totals it is part of."""
    page = trace_page(results, "co2/final_combustion/990100/2023", "zh")

    assert page.kind == "derived"
    assert [figure.id for figure in page.inputs] == ["obs/energy/raw_coal/990100/2023", "rule/ncv/raw_coal"]
    assert "co2/territorial/990100/2023" in {figure.id for figure in page.used_by}


def test_a_chart_without_its_heading_keeps_its_panels() -> None:
    """Only the first of several titles goes, everything moves up together, and panels get a screen's height."""
    option = {
        "title": [{"text": "a", "top": 4}, {"text": "b", "top": 70}],
        "grid": [{"top": 94, "height": 30}],
    }

    bare, gained = without_title(option)
    roomy, height = roomier(bare)

    assert (bare["title"], bare["grid"], gained) == (
        [{"text": "b", "top": 6}],
        [{"top": 30, "height": 30}],
        64,
    )
    assert roomy["grid"][0]["height"] > 30
    assert height > roomy["grid"][0]["top"] + roomy["grid"][0]["height"]


def test_words_in_charts_do_not_break_each_other(results: dict) -> None:
    """The longest word is replaced first, so 万吨标准煤 does not become a broken 万吨."""
    pairs = english(results)

    assert spoken({"a": ["万吨标准煤", "2029年", "合计：煤电", 3, "%"]}, pairs) == {
        "a": ["10⁴ tce", "2029", "Total: Coal power", 3, "%"]
    }
