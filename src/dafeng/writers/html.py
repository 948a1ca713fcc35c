"""The report as one self-contained page: it asks the network for nothing, every number opens to its trace."""

from __future__ import annotations

import json
import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dafeng.rules.display import scale, show
from dafeng.writers import reading
from dafeng.writers.reading import Results


def report(results: Results, charts: dict[str, str]) -> str:
    """The whole report; `charts` holds the drawn SVG of each name in ``charts.all_charts``.

    A chart that is not given is left out; the tables beside it carry the same numbers.
    """
    loader = PackageLoader("dafeng.writers", "templates/report")
    pages = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    ink = _Ink(results, charts)
    return pages.get_template("page.html").render(
        r=results,
        n=ink.number,
        track=ink.track,
        chart=ink.chart,
        about=lambda key: reading.about(results, key),
        trace=ink.trace,
        names=ink.names,
        grade=grade,
        term=lambda identifier: reading.term(results, identifier),
        define=lambda identifier: reading.meaning(results, identifier),
        share=lambda value: str(show(value, "probability")),
        unit=lambda canonical: scale(canonical)[1],
        promise=reading.promise,
        bounds=reading.bounds,
        some=reading.some,
        chance=reading.chance(results),
        states=reading.by_state(results),
        findings=reading.by_severity(results),
        severities=reading.SEVERITIES,
        grades=reading.GRADES,
        parts={key: reading.names(results, key) for key in ("by_sector", "by_fuel")},
        books=reading.names(results, "co2"),
        conversions=reading.names(results, "energy"),
        intensities=reading.names(results, "intensities"),
        bridge_year=reading.bridge_year(results),
        files=ink.files(),
        unstated=reading.UNSTATED,
        blank=str(show(None, "")),
    )


def grade(letter: str) -> Markup:
    """The badge of a data grade, with its meaning as a tip."""
    return Markup('<b class="g g{0}" title="数据等级 {0}：{1}">{0}</b>').format(
        letter, reading.GRADES[letter]
    )


class _Ink:
    """Writes numbers as links and remembers which ones, for the trace at the end of the page."""

    def __init__(self, results: Results, charts: dict[str, str]) -> None:
        self.results = results
        self.charts = charts
        self.used: dict[str, None] = {}

    def number(self, id: str | None, *, unit: bool = True) -> Markup:
        """A figure as a link with its grade and, where it applies, the label it must not lose."""
        figure = reading.figure(self.results, id)
        if figure is None:
            return Markup('<span class="quiet">{}</span>').format(show(None, ""))
        self.used[figure["id"]] = None
        shown = show(figure["value"], figure["unit"])
        if figure["value"] is None:
            link = Markup('<a class="n none" href="#trace" data-f="{}" title="{}">{}</a>')
            return link.format(figure["id"], figure["reason_zh"], shown)
        text = str(shown) if unit else shown.number
        link = Markup('<a class="n" href="#trace" data-f="{}">{}</a>').format(figure["id"], text)
        return link + grade(figure["grade"]) + _label(figure)

    def track(self, id: str, reference: str | None) -> Markup:
        """A probability as a bar with the reference as a line across it."""
        value = reading.value_of(self.results, id)
        other = reading.value_of(self.results, reference)
        if value is None:
            return Markup()
        line = Markup() if other is None else Markup('<u style="left:{:.1f}%"></u>').format(other * 100)
        return Markup('<span class="track" aria-hidden="true"><i style="width:{:.1f}%"></i>{}</span>').format(
            value * 100, line
        )

    def chart(self, name: str, alt: str) -> Markup:
        """A drawn chart, without the name-space addresses a page does not need."""
        drawn = self.charts.get(name)
        if drawn is None:
            return Markup()
        bare = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", drawn)
        # The drawing is our own chart script's output, made from escaped labels.
        head = Markup('<figure><svg role="img" aria-label="{}"').format(alt)
        return head + Markup(bare.removeprefix("<svg")) + Markup("</figure>")  # noqa: S704

    def names(self, targets: list[str]) -> str:
        """Targets by the code people use for them, or by id."""
        alias = {target["id"]: target["alias"] or target["id"] for target in self.results["targets"]}
        return "、".join(alias[target] for target in targets)

    def files(self) -> dict[str, str]:
        """Every file a number came from, with its hash."""
        cells = [figure["cell"] for figure in self.results["figures"].values() if figure["cell"]]
        return dict(sorted({cell["file"]: cell["sha256"] for cell in cells}.items()))

    def trace(self) -> Markup:
        """Everything under the numbers shown so far, as JSON that cannot end its own script block."""
        queue, book = list(self.used), {}
        while queue:
            id = queue.pop()  # noqa: A001
            if id not in book:
                figure = self.results["figures"][id]
                book[id] = self._entry(figure)
                queue.extend(figure["inputs"])
        text = json.dumps({"figures": dict(sorted(book.items()))}, ensure_ascii=False, separators=(",", ":"))
        safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
        return Markup(safe)  # noqa: S704

    def _entry(self, figure: dict[str, Any]) -> dict[str, Any]:
        card = self.results["cards"].get(figure["formula"])
        rule, cell = figure["rule"], figure["cell"]
        value = figure["value"]
        place = (
            ""
            if cell is None
            else f"{cell['sheet'] + '!' if cell['sheet'] else ''}{cell['column']}{cell['row']}"
        )
        label = "，假设" if figure["assumed"] else ""
        return {
            "name": figure["name"],
            "shown": str(show(value, figure["unit"])),
            "exact": "" if value is None else f"{value!r} {_unit_word(figure['unit'])}".strip(),
            "period": figure["period"],
            "region": self._region(figure["region"]),
            "convention": reading.term(self.results, figure["convention"]),
            "grade": f"{figure['grade']} {reading.GRADES[figure['grade']]}{label}",
            "reason": figure["reason_zh"],
            "formula": "" if card is None else f"{card['name_zh']}：{card['formula']}",
            "formula_source": "" if card is None else card["source"],
            "rule": "" if rule is None else _rule(rule),
            "edition": "" if rule is None else self._edition(rule),
            "source": figure["source"] or ("" if rule is None else rule["source"]),
            "cell": "" if cell is None else f"{cell['file']} {place}",
            "sha256": "" if cell is None else cell["sha256"],
            "inputs": figure["inputs"],
        }

    def _edition(self, rule: dict[str, Any]) -> str:
        word = self.results["terms"].get(rule["edition"], {"zh": rule["edition"]})["zh"]
        until = "今" if rule["valid_to"] in {"", "open"} else rule["valid_to"]
        return f"{word}，{rule['valid_from']} 至 {until}"

    def _region(self, code: str) -> str:
        city = self.results["city"]
        names = {} if city is None else {area["code"]: area["name_zh"] for area in (city, *city["areas"])}
        return names.get(code, code)


def _rule(rule: dict[str, Any]) -> str:
    word = reading.CONFIDENCES.get(rule["confidence"])
    return f"{rule['document']}（{word}）" if word else rule["document"]


def _label(figure: dict[str, Any]) -> Markup:
    words = (["合成"] if figure["grade"] == "S" else []) + (["假设"] if figure["assumed"] else [])
    return Markup('<span class="mark">{}</span>').format("、".join(words)) if words else Markup()


def _unit_word(unit: str) -> str:
    """A canonical unit in Chinese, where it has a word of its own."""
    words = {"t": "吨", "tce": "吨标准煤", "kWh": "千瓦时", "CNY": "元", "person": "人", "m3": "立方米", "kW": "千瓦",
             "MW": "兆瓦", "h": "小时", "hour": "小时", "probability": "", "1": ""}  # fmt: skip
    return words.get(unit, unit)
