"""Charts as plain ECharts options: the browser gets them as JSON, paper gets them drawn."""

from __future__ import annotations

from dafeng.writers.charts.accounts import bridge, energy, sectors
from dafeng.writers.charts.pathway import fan, peak_histogram
from dafeng.writers.charts.style import Option, size
from dafeng.writers.reading import Results, bridge_year

__all__ = ["Option", "all_charts", "bridge", "energy", "fan", "peak_histogram", "sectors", "size"]


def all_charts(results: Results) -> dict[str, Option]:
    """Every chart the papers use, by name; a chart without any known number is left out.

    Names: ``sectors``, ``energy``, ``bridge_<convention>``, ``fan_<fill>``, ``peak_years``.
    """
    charts: dict[str, Option] = {}
    if results["accounts"]:
        charts["sectors"] = sectors(results)
        charts["energy"] = energy(results)
    year = bridge_year(results)
    if year is not None:
        for found in results["accounts"][year]["bridges"]:
            charts[f"bridge_{found['end']}"] = bridge(results, year, found["end"])
    if results["pathway"] is not None:
        for found in results["pathway"]["fills"]:
            charts[f"fan_{found['fill']}"] = fan(results, found["fill"])
        charts["peak_years"] = peak_histogram(results)
    return charts
