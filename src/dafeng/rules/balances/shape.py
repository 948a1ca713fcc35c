"""What a layout must be: its fields, and that its rows, columns, identities and units fit each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dafeng.domain.balance import Carrier, Flow, Identity, Layout
from dafeng.domain.errors import DafengError, Fault
from dafeng.rules.balances.labels import plain
from dafeng.rules.units import factor

HEADS = ("region", "year", "flow", "carrier", "value", "unit")
_COMPLAINTS = {
    "missing": ("缺少这一项", "is missing"),
    "unexpected_keyword_argument": ("没有这样的字段", "is not a field"),
    "extra_forbidden": ("没有这样的字段", "is not a field"),
    "enum": ("取值不在允许范围内", "is not one of the allowed words"),
}
_Told = Iterator[tuple[str, str, str]]


@cache
def _adapter() -> TypeAdapter[Layout]:
    return TypeAdapter(Layout)


def shaped(place: str, record: dict[str, Any]) -> tuple[Layout | None, list[Fault]]:
    """The layout of a record, or every field that is missing, unknown or of the wrong type."""
    try:
        return _adapter().validate_python(record), []
    except ValidationError as error:
        return None, [_fault(place, one) for one in error.errors()]


def faults_of(layout: Layout, place: str) -> list[Fault]:
    """What does not fit: names and labels twice, rows and columns that are not there, units, tolerance."""
    return [
        Fault("E_LAYOUT", f"{place}!{where}", zh, en)
        for where, zh, en in (
            *_labels("flows", layout.flows),
            *_labels("carriers", layout.carriers),
            *_names(layout),
            *_identities(layout),
            *_units(layout),
            *_heads(layout),
        )
    ]


def spellings(one: Flow | Carrier) -> set[str]:
    """Every way to write a row or a column, without numbering, spaces and case."""
    return {plain(label) for label in (one.id, one.zh, one.en, *one.labels)}


def _labels(where: str, these: Iterable[Flow | Carrier]) -> _Told:
    seen: dict[str, str] = {}
    for one in these:
        for label in sorted(spellings(one)):
            other = seen.setdefault(label, one.id)
            if other != one.id or not label:
                yield (
                    f"{where}.{one.id}",
                    f"“{label}”既指 {other} 又指 {one.id}。",
                    f"{label!r} means both {other} and {one.id}.",
                )
    ids = [one.id for one in these]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"{where}.{twice}", f"编号“{twice}”出现两次。", f"The id {twice!r} stands twice."


def _names(layout: Layout) -> _Told:
    flows, carriers = ({one.id for one in these} for these in (layout.flows, layout.carriers))
    wanted = [("supply", layout.supply, flows), ("difference", layout.difference, flows)]
    for flow in layout.flows:
        wanted += [(f"flows.{flow.id}.parent", flow.parent, flows)] if flow.parent else []
        wanted += [(f"flows.{flow.id}.outputs", carrier, carriers) for carrier in flow.outputs]
    for where, name, known in wanted:
        if name not in known:
            yield where, f"没有“{name}”这一行或列。", f"There is no row or column {name!r}."


def _identities(layout: Layout) -> _Told:
    flows, carriers = ({one.id for one in these} for these in (layout.flows, layout.carriers))
    ids = [one.id for one in layout.identities]
    for one in layout.identities:
        where = f"identities.{one.id}"
        if ids.count(one.id) > 1:
            yield where, f"编号“{one.id}”出现两次。", f"The id {one.id!r} stands twice."
        if one.by not in ("flow", "carrier"):
            yield where, "by 应为 flow 或 carrier。", "by is flow or carrier."
            continue
        own, other = (flows, carriers) if one.by == "flow" else (carriers, flows)
        yield from _members(where, one, own)
        for name in one.except_in:
            if name not in other:
                yield (
                    where,
                    f"except_in 中的“{name}”不存在。",
                    f"except_in names {name!r}, which is not there.",
                )


def _members(where: str, one: Identity, known: set[str]) -> _Told:
    members = (one.total, *one.plus, *one.minus)
    for name in members:
        if name not in known:
            yield where, f"没有“{name}”。", f"There is no {name!r}."
        if members.count(name) > 1:
            yield where, f"“{name}”用了两次。", f"{name!r} is used twice."
    if not one.plus:
        yield where, "至少要有一个相加项。", "At least one member is added."


def _units(layout: Layout) -> _Told:
    stated = [(f"carriers.{one.id}.unit", one.unit) for one in layout.carriers]
    stated += [(f"table.value_units.{name}", unit) for name, unit in layout.table.value_units.items()]
    stated += [("table.standard", layout.table.standard)] if layout.table.standard else []
    stated += [("table.unit", layout.table.unit)] if layout.table.unit else []
    for where, unit in stated:
        try:
            factor(unit, "kg")  # a mismatch is welcome here: it means that the unit is known
        except DafengError as error:
            if error.code == "E_UNIT_UNKNOWN":
                yield where, error.zh, error.en
    limits = layout.tolerance
    if limits.absolute < 0 or not 0 <= limits.relative < 1:
        yield (
            "tolerance",
            "容差应不小于零，相对容差小于 1。",
            "A tolerance is not negative and its share below 1.",
        )


def _heads(layout: Layout) -> _Told:
    for head in layout.table.heads:
        if head not in HEADS:
            yield (
                f"table.heads.{head}",
                f"没有“{head}”这个表头，应为 {'、'.join(HEADS)}。",
                f"There is no head {head!r}; the heads are {', '.join(HEADS)}.",
            )


def _fault(place: str, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"]) or "-"
    zh, en = _COMPLAINTS.get(error["type"], ("类型不对", f"is wrong: {error['msg']}"))
    return Fault("E_LAYOUT", f"{place}!{where}", f"{where}：{zh}。", f"{where} {en}.")
