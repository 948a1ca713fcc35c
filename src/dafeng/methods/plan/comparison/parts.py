"""A city plan and the plans of its areas and departments: who carries each target, and do the parts add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.domain.plan import Plan, Target
from dafeng.methods.plan.comparison.closing import Closing, close
from dafeng.methods.plan.comparison.pairing import Row, pair
from dafeng.rules.vocabulary import Vocabulary

_AREA = re.compile(
    r"(?:[县区旗]|新区|园区|开发区|自治[州县])(?:人民政府|管委会|管理委员会|$)|[县区旗](?:碳达峰|节能)"
)
_BODY = re.compile(r"[^，。\s]{0,20}?(?:人民政府|委员会|管委会|办公[室厅]|公司|[局厅委办])")


@dataclass(frozen=True, slots=True)
class Part:
    """A plan below the city's: `body` is who issued it, `kind` is ``area`` or ``department``."""

    plan: Plan
    body: str
    kind: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A city target with the parts that carry it (by number) and, for amounts, whether these close to it."""

    row: Row
    target: Target
    carriers: tuple[int, ...]
    closing: Closing | None


def part_of(plan: Plan) -> Part:
    """The issuer of a part plan, from its letter, its title or its file name, and whether it is an area."""
    document = plan.document
    named = document.issuer or ""
    for words in (document.title or "", document.name):
        if not named and (match := _BODY.match(words)):
            named = match.group()
    whole = named or document.title or document.name
    return Part(plan, whole, "area" if _AREA.search(whole) else "department")


def carried(city: Plan, parts: Sequence[Part], vocabulary: Vocabulary) -> tuple[Carried, ...]:
    """Every target of the city plan with those who carry it; the areas' amounts are summed, or else the departments'."""
    rows = [row for row in pair([city, *(part.plan for part in parts)], vocabulary) if row.cells[0]]
    areas = [number for number, part in enumerate(parts) if part.kind == "area"]
    summed = areas or list(range(len(parts)))
    found = []
    for row in rows:
        carriers = tuple(number for number in range(len(parts)) if row.cells[number + 1])
        adding = [number for number in summed if number in carriers]
        closing = None
        if adding:
            targets = [row.cells[number + 1][0] for number in adding]
            silent = len(summed) - len(adding) if areas else 0
            closing = close(row.cells[0][0], targets, silent)
        found.append(Carried(row, row.cells[0][0], carriers, closing))
    return tuple(found)
