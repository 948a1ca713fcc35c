"""Units: read what the office writes, keep one canonical unit per quantity."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dafeng.domain.errors import DafengError
from dafeng.rules.prices import price_year, same_prices
from dafeng.rules.tables import table

if TYPE_CHECKING:
    from pint import Unit, UnitRegistry

_SPELLINGS = str.maketrans({"%": "percent", "％": "percent", "㎡": "m2", "²": "2", "³": "3", "／": "/"})
_PLAIN = re.compile(r"[^\W\d]\w*([/*][^\W\d]\w*)*|1")
_POWER = re.compile(r"(^|[/*])\s*(?:10\^|1[eE])(\d{1,2})\s*(?=[^\W\d])")
_GAS_APART = re.compile(r"(?<![^\W_])(g|kg|t|kt|Mt|Gg|lb|吨|千克|克) (?=(?:CO2e?|CH4|N2O|C)(?!\w))")
_EXPONENT = re.compile(r"(?<=m)\^(?=[23](?!\d))")
_WORD_APART = re.compile(r"(?<=[^\W\d]) (?=[^\W\d])")


@cache
def registry() -> UnitRegistry[float]:
    """Our own definitions only, so that an unknown unit is an error and never a guess."""
    # Imported late: reading a plan needs no units, and pint takes a tenth of a second to load.
    from pint import UnitRegistry

    units: UnitRegistry[float] = UnitRegistry(None)
    text = files("dafeng.rules").joinpath("units.txt").read_text(encoding="utf-8")
    units.load_definitions(text.splitlines())
    return units


@cache
def factor(stated: str, canonical: str) -> float:
    """Multiplier that turns a value in `stated` units into `canonical` units.

    Raises
    ------
    DafengError
        ``E_UNIT_UNKNOWN`` for a unit nobody defined, ``E_UNIT_MISMATCH`` for one of another kind,
        ``E_UNIT_PRICE_YEAR`` for money of other prices.

    Examples
    --------
    >>> factor("亿千瓦时", "kWh")
    100000000.0
    >>> round(factor("10^4 tce", "tce"), 6)
    10000.0
    >>> factor("亿元（2020年价）", "CNY@2020")
    100000000.0

    """
    if _spell(stated) == _spell(canonical):
        return 1.0
    if price_year(stated)[1] or price_year(canonical)[1]:
        return _of_prices(stated, canonical)
    from pint.errors import DimensionalityError

    (times, source), (divisor, target) = (_parsed(unit, canonical) for unit in (stated, canonical))
    try:
        return float((1 * source).to(target).magnitude) * times / divisor
    except DimensionalityError as error:
        raise DafengError(
            "E_UNIT_MISMATCH",
            f"单位“{stated}”不能换算为“{_office(canonical)}”，两者量纲不同。",
            f"Unit {stated!r} cannot be converted to {canonical!r}: they measure different things.",
        ) from error


def check_unit(unit: str) -> None:
    """Refuse a unit that nobody defined.

    Raises
    ------
    DafengError
        ``E_UNIT_UNKNOWN`` with an example of one that is defined.

    """
    _parsed(unit, "t")


def _parsed(stated: str, example: str) -> tuple[float, Unit]:
    """A unit and the number that its powers of ten come to, as in ``10^4 t``."""
    from pint.errors import PintError

    unknown = DafengError(
        "E_UNIT_UNKNOWN",
        f"不认识单位“{stated}”，请使用 rules/units.txt 中的单位，例如“{_office(example)}”。",
        f"Unknown unit {stated!r}; use one defined in rules/units.txt, for example {example}.",
    )
    times = 1.0
    for sign, power in _POWER.findall(_spell(stated)):
        times = times / 10.0 ** int(power) if sign == "/" else times * 10.0 ** int(power)
    plain = _POWER.sub(r"\1", _spell(stated))
    # The parser is given plain unit names, their products and quotients, and nothing to compute.
    if not _PLAIN.fullmatch(plain):
        raise unknown
    try:
        return times, registry().Unit(plain)
    except (PintError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise unknown from error


def _of_prices(stated: str, canonical: str) -> float:
    """The multiplier between two units of which one says its prices; what is said of no money is no unit."""
    have, want = price_year(stated)[0], price_year(canonical)[0]
    multiplier = factor(have, want)
    for unit, bare in ((stated, have), (canonical, want)):
        if bare != unit and "[money]" not in _parsed(bare, "CNY")[1].dimensionality:
            raise DafengError(
                "E_UNIT_UNKNOWN",
                f"单位“{unit}”不含货币，不应写价格年份，请写作“{bare}”。",
                f"Unit {unit!r} holds no money and takes no price year; write {bare}.",
            )
    same_prices(stated, canonical)
    return multiplier


def _office(unit: str) -> str:
    row = table("display_units.csv", "unit").get(unit)
    return row["shown"] if row else unit


def _spell(unit: str) -> str:
    """The unit as the parser takes it: ``kg CO2`` is kgCO2, and the name of a ``short ton`` is one word."""
    plain = _EXPONENT.sub("", unit.strip().translate(_SPELLINGS))
    return _WORD_APART.sub("_", _GAS_APART.sub(r"\1", plain))
