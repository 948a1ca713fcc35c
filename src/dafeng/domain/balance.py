"""An energy balance's layout: its rows, its columns, what must close, and what a check of it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

# A layout with a field that nobody knows is refused where it is loaded.
_WHOLE: Any = {"extra": "forbid"}

PHYSICAL, STANDARD = "physical", "standard"
"""How a cell is measured: in the carrier's own unit, or in the layout's common unit."""


class Blank(StrEnum):
    """What a source means by a place where it prints nothing."""

    ABSENT = "absent"
    NOTHING = "nothing"


class Sign(StrEnum):
    """Which sign a flow's cells may have; `input` is negative but for the carriers that the flow puts out."""

    ANY = "any"
    PLUS = "plus"
    MINUS = "minus"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of a balance; `parent` is the row it is a part or an of-which of."""

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    zh: str
    en: str
    labels: tuple[str, ...] = ()
    sign: Sign = Sign.ANY
    outputs: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One column of a balance, in its own unit."""

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    zh: str
    en: str
    unit: str
    family: str
    labels: tuple[str, ...] = ()
    total: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """A stated row is the signed sum of others, in every column; or a total column that of others, in every row.

    `minus` are subtracted.  `except_in` names what of the other direction it does not hold for.
    """

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    zh: str
    en: str
    by: str
    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    except_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a sum may be off: a fixed amount, a share of the largest member, and half a printed digit each."""

    __pydantic_config__: ClassVar = _WHOLE

    absolute: float
    relative: float
    rounding: bool


@dataclass(frozen=True, slots=True)
class Table:
    """How a source writes its tables.

    `heads` gives each head's other names, `value_units` the unit that the name of a value column implies,
    `ignored` the columns that say nothing new.  `unit` is that of cells which state none, `standard` the
    common unit of a table in one measure.
    """

    __pydantic_config__: ClassVar = _WHOLE

    blank: Blank
    unlisted: Blank
    heads: dict[str, tuple[str, ...]]
    value_units: dict[str, str]
    ignored: tuple[str, ...] = ()
    unit: str = ""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The balance of one statistical office."""

    __pydantic_config__: ClassVar = _WHOLE

    id: str
    zh: str
    en: str
    source: str
    supply: str
    difference: str
    table: Table
    tolerance: Tolerance
    flows: tuple[Flow, ...]
    carriers: tuple[Carrier, ...]
    identities: tuple[Identity, ...]
