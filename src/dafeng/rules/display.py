"""From a canonical value to what a reader sees; the one place where a figure is rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from dafeng.rules.tables import table

NO_DATA = {"zh": "无数据", "en": "no data"}
MINUS = "\u2212"


class Shown(NamedTuple):
    """A number as printed and the unit it is printed in; both are joined by ``str``.

    >>> str(Shown("35.0", "%")), str(Shown("无数据", ""))
    ('35.0%', '无数据')
    """

    number: str
    unit: str

    def __str__(self) -> str:
        tight = not self.unit or self.unit.startswith(("%", "/"))
        return f"{self.number}{'' if tight else ' '}{self.unit}"


def show(value: float | None, unit: str, lang: str = "zh") -> Shown:
    """Show a value in the unit and with the digits of ``display_units.csv``.

    Rounding is half away from zero, at print only.  A value too small for the digits keeps its first
    significant figure, so that something never looks like nothing.  A unit the table does not list is
    printed as it stands with every digit given.  An unknown value becomes words, without a unit.

    Raises
    ------
    ValueError
        For a value that is not finite.

    Examples
    --------
    >>> str(show(13_446_500.0, "t")), str(show(0.125, "probability")), str(show(None, "t"))
    ('1344.7 万吨', '12.5%', '无数据')
    >>> show(-0.00004, "%").number, show(20.0, "亿立方米").number
    ('−0.00004', '20')

    """
    if value is None:
        return Shown(NO_DATA[lang], "")
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"not a number that can be shown: {value!r}")
    rule = table("display_units.csv", "unit").get(unit)
    if rule is None:
        return Shown(_text(exact.normalize()), unit)
    shown = exact / Decimal(rule["divisor"])
    digits = int(rule["digits"])
    if shown and shown.adjusted() < -digits and abs(shown) * 2 < Decimal(1).scaleb(-digits):
        digits = -shown.adjusted()
    rounded = shown.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return Shown(_text(rounded), rule["shown" if lang == "zh" else "shown_en"])


def scale(unit: str, lang: str = "zh") -> tuple[float, str]:
    """Divisor and name of the unit a canonical unit is shown in, for axes.

    >>> scale("t"), scale("probability")
    ((10000.0, '万吨'), (0.01, '%'))
    """
    rule = table("display_units.csv", "unit").get(unit)
    if rule is None:
        return 1.0, unit
    return float(rule["divisor"]), rule["shown" if lang == "zh" else "shown_en"]


def _text(number: Decimal) -> str:
    if not number:
        number = abs(number)
    return f"{number:f}".replace("-", MINUS)
