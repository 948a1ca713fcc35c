"""What the labels of a balance's rows and columns mean under a layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dafeng.domain.balance import Layout
from dafeng.domain.errors import Fault
from dafeng.rules.balances.labels import plain, readings
from dafeng.rules.balances.shape import spellings
from dafeng.rules.remarks import near


def columns_of(layout: Layout) -> dict[str, str]:
    """Every spelling of a carrier, with the carrier."""
    return {label: one.id for one in layout.carriers for label in spellings(one)}


def rows_of(layout: Layout) -> dict[str, str]:
    """Every spelling of a row, with the row."""
    return {label: one.id for one in layout.flows for label in spellings(one)}


def known(label: str, names: Mapping[str, str]) -> str | None:
    """What a label means, or None."""
    return next((names[one] for one in readings(label) if one in names), None)


def unknown_label(place: str, label: str, names: Iterable[str], what: str) -> Fault:
    """A row or column that the layout does not have, with the nearest one that it has."""
    hint = near(plain(label), names)
    zh, en = ("行", "row") if what == "flow" else ("列（能源品种）", "carrier")
    return Fault(
        f"E_BALANCE_{what.upper()}",
        place,
        f"格式中没有“{label}”这一{zh}{hint['near_zh']}。",
        f"The layout has no {en} {label!r}{hint['near_en']}.",
    )
