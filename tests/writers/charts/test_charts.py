"""The chart options: JSON only, exact numbers, gaps instead of zeros."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from dafeng.writers.charts import all_charts, bridge, energy, fan, peak_histogram, sectors, size


def test_every_chart_is_plain_json_and_says_its_unit_and_grade(results):
    """An option can be sent to the browser as JSON, and its note carries what a cut-out picture would lose."""
    charts = all_charts(results)
    assert set(charts) == {
        "sectors", "energy", "peak_years", "bridge_territorial", "bridge_statutory", "bridge_consumption",
        "fan_extrapolated", "fan_national", "fan_national_pair",
    }  # fmt: skip
    for name, option in charts.items():
        assert json.loads(json.dumps(option, allow_nan=False)) == option
        assert option["animation"] is False
        assert min(size(name)) > min(size(name, paper=True)) - 1 > 200
        if name != "peak_years":
            assert "等级" in option["title"]["subtext"]
            assert "万吨" in option["title"]["subtext"]


def test_a_year_without_data_is_a_gap_named_so(results):
    """The year whose accounts are unknown has no bar, no point and the words 无数据, never a zero."""
    option = sectors(results)
    hole = sorted(results["accounts"]).index("2021")
    assert option["xAxis"]["data"][hole] == "2021（无数据）"
    assert [series["data"][hole] for series in option["series"]] == [None] * len(option["series"])
    points = fan(results, "national")["series"][-1]
    assert points["name"] == "观测"
    assert points["data"][2] is None


def test_stacked_sectors_and_lines_hold_the_printed_numbers(results):
    """A bar's height and a line's point are the rounded figures of the results."""
    option = sectors(results)
    by_name = {series["name"]: series["data"] for series in option["series"]}
    assert by_name["煤电"][0] == 620.0
    assert by_name["合计：辖区含过程口径"][0] == 1673.0


def test_energy_labels_are_the_printed_numbers(results):
    """Both conversions stand side by side with the number as it is printed."""
    first, second = energy(results)["series"]
    assert (first["name"], second["name"]) == ("等价值", "当量值")
    assert first["data"][0] == {"value": 712.0, "label": {"formatter": "712.0"}}


@pytest.mark.parametrize("end", ["territorial", "statutory", "consumption"])
def test_a_bridge_closes(results, end):
    """The last step of a waterfall ends where the other convention's total stands, and each starts at the last."""
    boxes = [box["value"] for box in bridge(results, "2023", end)["series"][0]["data"]]
    assert boxes[-2][1] == pytest.approx(boxes[-1][1], abs=0.11)
    for before, after in pairwise(boxes[:-1]):
        assert before[1] == after[0]


def test_a_bridge_over_the_gap_draws_nothing(results):
    """An unknown total gives empty boxes and the words 无数据 instead of a step to zero."""
    option = bridge(results, "2021", "statutory")
    assert all(box["value"] == [None] * 4 for box in option["series"][0]["data"])
    assert option["series"][1]["data"][0]["label"]["formatter"] == "无数据"


def test_the_fan_stacks_to_its_upper_quantile(results):
    """The invisible lower line plus the band above it is the 95 % quantile, and the median lies between."""
    option = fan(results, "extrapolated")
    low, band = option["series"][0]["data"], option["series"][1]["data"]
    last = results["pathway"]["fills"][0]["quantiles"]
    assert low[-1] + band[-1] == pytest.approx(round(last["0.95"][-1] / 1e4, 1))
    assert low[-1] < option["series"][4]["data"][-1] < low[-1] + band[-1]
    assert [line["xAxis"] for line in option["series"][4]["markLine"]["data"]] == ["2029", "2030"]


def test_the_histogram_shows_every_draw(results):
    """Each panel's bars add up to all draws, the last bar being the draws that never peak."""
    option = peak_histogram(results)
    assert len(option["series"]) == len(results["pathway"]["fills"]) == len(option["grid"])
    for series in option["series"]:
        assert sum(bar["value"] for bar in series["data"]) == pytest.approx(100, abs=2)
    assert "仍未见峰值" in option["title"][1]["text"]


def test_no_accounts_and_no_pathway_make_no_chart(bare):
    """A plan read alone has nothing to draw, and says so by giving no chart."""
    assert all_charts(bare) == {}
