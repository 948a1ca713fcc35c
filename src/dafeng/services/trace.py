"""From any number of an output folder down to its statutes, cells and file hashes."""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.domain.submission import Submission
from dafeng.services.provenance import Taken, leaf, of_cell
from dafeng.services.whereabouts import BOOKS_TABLE

Json = dict[str, Any]
Opened = Callable[[str], Json | None]


def load_results(out: Path) -> Json:
    """The results of an output folder.

    Raises
    ------
    DafengError
        ``E_NO_RESULTS`` when there are none.

    """
    try:
        body: Json = json.loads((out / "results.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DafengError(
            "E_NO_RESULTS",
            f"“{out.name}”中没有 results.json，请先运行 dafeng run 或 dafeng demo。",
            f"{out.name!r} holds no results.json; run dafeng run or dafeng demo first.",
        ) from error
    return body


def trace(body: Json, name: str, taken: Taken | None = None, opened: Opened = lambda _name: None) -> Json:
    """The tree under a figure, target or finding, by its id or the city's code for it.

    Each node is ``{name, value, unit, formula, basis, grade, inputs}``, with ``low`` and ``high`` where a
    finding rests on an interval; below a leaf stand its cell, the file with its hash and who brought it in
    when (as `taken` knows), or the rule row and its document.  A number that was taken from the books is
    followed by what `opened` tells of it there.

    Raises
    ------
    DafengError
        ``E_NO_RESULT`` with the nearest names.

    """
    taken = taken or taken_by_run(body)
    figures = body["figures"]
    if name in figures:
        return _Tree(body, taken, opened).figure(name)
    for finding in body["findings"]:
        if name in {finding["id"], finding["alias"]}:
            return _finding(finding)
    for target in body["targets"]:
        if name in {target["id"], target["alias"]}:
            return _target(_Tree(body, taken, opened), target)
    short = _shorthand(body, name)
    if short is not None:
        return _Tree(body, taken, opened).figure(short)
    known = [*figures, *(f["id"] for f in body["findings"]), *(t["id"] for t in body["targets"])]
    known += [t["alias"] for t in body["targets"] if t["alias"]] + [
        f["alias"] for f in body["findings"] if f["alias"]
    ]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    raise DafengError(
        "E_NO_RESULT",
        f"没有名为“{name}”的结果" + (f"，相近的有：{'、'.join(near)}。" if near else "。"),
        f"There is no result {name!r}" + (f"; near: {', '.join(near)}." if near else "."),
    )


def taken_by_run(body: Json) -> Taken:
    """Who brought in each file, as the run noted it; folders of an older version say nothing of it."""
    return {digest: [Submission(**one)] for digest, one in body.get("taken", {}).items()}


def _shorthand(body: Json, name: str) -> str | None:
    """``co2``, ``co2/2020``, ``energy``, ``peak``: the headline figures by short names."""
    head, _, year = name.partition("/")
    years = sorted(body["accounts"])
    wanted = year or (years[-1] if years else "")
    made = body["accounts"].get(wanted)
    if head == "co2" and made:
        return str(made["co2"][body["default_convention"]])
    if head == "energy" and made:
        return str(made["energy"]["equivalent"])
    if head == "peak" and body["pathway"]:
        return str(body["pathway"]["low"])
    return None


class _Tree:
    """Figures unfolded from their ids; one that stands in several places is unfolded once."""

    def __init__(self, body: Json, taken: Taken, opened: Opened) -> None:
        self._figures: Json = body["figures"]
        self._cards: Json = body["cards"]
        self._taken = taken
        self._opened = opened
        self._made: dict[str, Json] = {}

    def figure(self, name: str) -> Json:
        """The tree under a figure."""
        if name not in self._made:
            self._made[name] = self._unfolded(name)
        return self._made[name]

    def _unfolded(self, name: str) -> Json:
        figure = self._figures[name]
        card = self._cards.get(figure["formula"] or "")
        inputs = [self.figure(one) for one in figure["inputs"]]
        if figure["cell"]:
            inputs.append(of_cell(figure["cell"], figure["grade"], self._taken))
            from_books = self._opened(name) if figure["cell"]["file"] == BOOKS_TABLE else None
            inputs.extend([from_books] if from_books else [])
        if figure["rule"]:
            inputs.append(_rule(figure["rule"], figure["grade"]))
        return {
            "id": name,
            "name": figure["name"],
            "name_en": figure["name_en"],
            "value": figure["value"],
            "unit": figure["unit"],
            "period": figure["period"],
            "convention": figure["convention"],
            "formula": f"{figure['formula']}: {card['formula']}" if card else None,
            "basis": card["source"] if card else figure["source"],
            "grade": figure["grade"],
            "shares": figure.get("shares", {}),
            "assumed": figure["assumed"],
            "reason": figure["reason_zh"],
            "inputs": inputs,
        }


def _rule(rule: Json, grade: str) -> Json:
    span = f"{rule['valid_from']} 至 {'今' if rule['valid_to'] == 'open' else rule['valid_to']}"
    seal = f"，sha256:{rule['sha256']}" if rule.get("sha256") else ""  # folders of an older version have none
    document = leaf(f"依据 {rule['document']}", rule["source"], grade)
    node = leaf(
        f"规则 {rule['id']}",
        f"{rule['edition']}，有效期 {span}，可信度 {rule['confidence']}{seal}",
        grade,
    )
    if rule.get("replaces"):
        node["basis"] += f"，本地值，替代 {rule['replaces']}"
    return {**node, "inputs": [document]}


def _finding(finding: Json) -> Json:
    inputs = []
    for one in finding["inputs"]:
        node = leaf(one["name"], one["source"], one["grade"])
        inputs.append({**node, **{key: one[key] for key in ("value", "low", "high", "unit")}})
    return {
        "id": finding["id"],
        "name": finding["title"],
        "value": None,
        "unit": "",
        "formula": finding["arithmetic"],
        "basis": f"审查规则 {finding['check']}；条款 {'、'.join(finding['clauses'])}",
        "grade": max((one["grade"] for one in finding["inputs"]), key="ABCDS".index, default="B"),
        "inputs": inputs,
    }


def _target(tree: _Tree, target: Json) -> Json:
    names = [target["figure"], *target["standing"]["figures"]]
    inputs = [tree.figure(name) for name in names if name]
    return {
        "id": target["id"],
        "name": target["indicator"],
        "value": target["value"],
        "unit": target["unit"] or "",
        "formula": None,
        "basis": f"条款{target['clause']}：{target['quote']}",
        "grade": "B",
        "standing": target["standing"]["state"],
        "reason": target["standing"]["reason_zh"],
        "inputs": inputs,
    }
