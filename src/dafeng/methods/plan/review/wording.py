"""How numbers are printed in a finding: one place, so that every line rounds the same way."""

from __future__ import annotations

from collections.abc import Iterable

from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target


def percent(share: float, digits: int = 2) -> str:
    """A fraction as a percentage without trailing zeros.

    >>> percent(0.0584795), percent(0.35)
    ('5.85%', '35%')
    """
    return f"{plain(share * 100, digits)}%"


def plain(number: float, digits: int = 2) -> str:
    """A number with at most `digits` decimals, without trailing zeros.

    >>> plain(40.0), plain(0.6650), plain(-0.001, 1)
    ('40', '0.67', '0')
    """
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text.replace("-", "\N{MINUS SIGN}")


def span(interval: Interval, factor: float = 1.0, digits: int = 0) -> str:
    """An interval multiplied by `factor`, as one number if both ends print alike.

    >>> span(Interval(5.6e6, 8.5e6), 1e-4), span(Interval.of(3.0))
    ('560–850', '3')
    """
    low, high = plain(interval.low * factor, digits), plain(interval.high * factor, digits)
    # A dash after a minus sign would read as another sign.
    dash = "至" if low.startswith("\N{MINUS SIGN}") else "–"
    return low if low == high else f"{low}{dash}{high}"


def bound_word(target: Target) -> str:
    """The word a plan puts after a figure for the target's comparator."""
    return {"~": "左右", ">=": "以上", ">": "以上", "<=": "以内", "<": "以内"}.get(target.comparator, "")


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Words joined by 、, with the count of what was left out.

    >>> listed(["甲", "乙", "丙"], 2)
    '甲、乙等3项'
    """
    everything = list(words)
    shown = "、".join(everything[:limit])
    return shown if len(everything) <= limit else f"{shown}等{len(everything)}项"
