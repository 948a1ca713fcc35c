"""The numbers that a word processor prints in front of a paragraph: 一、 （二） 3. ① – they stand in no run.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dafeng.readers.package import child, local, value, whole

LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST = 9999


def chinese(number: int) -> str:
    """A count in Chinese numerals.

    >>> [chinese(number) for number in (1, 10, 11, 20, 105, 2030)]
    ['一', '十', '十一', '二十', '一百〇五', '二千〇三十']
    """
    words = _grouped(number, _DIGITS, ("", "十", "百", "千"))
    return words[1:] if words.startswith("一十") else words


def _grouped(number: int, digits: str, powers: tuple[str, ...]) -> str:
    words = ""
    skipped = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            words += (digits[0] if skipped and words else "") + digits[digit] + powers[power]
            skipped = False
        else:
            skipped = True
    return words or digits[0]


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    words = ""
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        words += sign * count
    return words


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanCounting": chinese,
    "chineseLegalSimplified": lambda number: _grouped(number, _LEGAL, ("", "拾", "佰", "仟")),
    "ideographLegalTraditional": lambda number: _grouped(number, _LEGAL, ("", "拾", "佰", "仟")),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": chinese,
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints; `text` holds %1 … %9 for the counts; `style` is bound to it."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One list definition in use: `counter` is what it shares with lists that go on counting."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The running counts of all lists of a document; ask for each numbered paragraph once, in order.

    >>> scheme = Scheme("0", {0: Level("chineseCounting", "%1、"), 1: Level("chineseCounting", "（%2）")}, {})
    >>> lists = Numbering({"1": scheme})
    >>> lists.next("1", 0), lists.next("1", 1), lists.next("1", 1), lists.next("1", 0), lists.next("1", 1)
    ('一、', '（一）', '（二）', '二、', '（一）')
    """

    def __init__(self, schemes: dict[str, Scheme]) -> None:
        self._schemes = schemes
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, number_id: str, depth: int) -> str:
        """What is printed in front of the next paragraph of that list and level."""
        scheme = self._schemes.get(number_id)
        if scheme is None or depth not in scheme.levels:
            return ""
        counts = self._counts.setdefault(scheme.counter, {})
        if number_id not in self._begun:
            self._begun.add(number_id)
            for level, start in scheme.starts.items():
                counts[level] = start - 1
        for above in range(depth):
            counts.setdefault(above, scheme.levels.get(above, Level()).start)
        counts[depth] = counts.get(depth, scheme.levels[depth].start - 1) + 1
        for below in range(depth + 1, LEVELS):
            restart = scheme.levels.get(below, Level()).restart
            if restart is None or 0 < depth + 1 <= restart:
                counts.pop(below, None)
        return _printed(scheme, depth, counts)


def _printed(scheme: Scheme, depth: int, counts: dict[int, int]) -> str:
    level = scheme.levels[depth]
    words = level.text
    if level.format == "bullet":
        # A symbol font draws its bullets with private characters; a dash is a mark that plans use.
        return "".join(sign for sign in words if sign in "-—–－─·•●○■◆")
    for place in range(LEVELS):
        if f"%{place + 1}" in words:
            words = words.replace(f"%{place + 1}", _count(scheme, place, counts, legal=level.legal))
    if not words:
        return ""
    # A half-width mark must not run into a number that follows it.
    return words + (" " if level.suffix == "space" or (level.suffix == "tab" and words[-1].isascii()) else "")


def _count(scheme: Scheme, place: int, counts: dict[int, int], *, legal: bool) -> str:
    level = scheme.levels.get(place, Level())
    if level.format == "none":
        return ""
    number = counts.get(place, level.start)
    if legal or not 1 <= number <= _MOST:
        return str(number)
    return _FORMATS.get(level.format, str)(number)


def read_numbering(root: Any) -> dict[str, Scheme]:
    """The lists that numbering.xml defines, by their numId."""
    abstract = {
        value(element, "abstractNumId") or "": element for element in root if local(element) == "abstractNum"
    }
    # A definition may only say "as that style", which another definition spells out.
    spelled = {_named(element, "styleLink"): number for number, element in abstract.items()}
    schemes = {}
    for element in root:
        if local(element) == "num":
            counter = _named(element, "abstractNumId") or ""
            link = _named(abstract[counter], "numStyleLink") if counter in abstract else None
            counter = spelled.get(link, counter) if link else counter
            schemes[value(element, "numId") or ""] = _scheme(element, counter, abstract.get(counter, ()))
    return schemes


def _scheme(number: Any, counter: str, definition: Any) -> Scheme:
    levels = {whole(value(inner, "ilvl"), 0): _level(inner) for inner in definition if local(inner) == "lvl"}
    starts: dict[int, int] = {}
    for override in number:
        if local(override) == "lvlOverride":
            depth = whole(value(override, "ilvl"), 0)
            for change in override:
                if local(change) == "startOverride":
                    starts[depth] = whole(value(change, "val"), 1)
                elif local(change) == "lvl":
                    levels[depth] = _level(change)
    return Scheme(counter, levels, starts)


def _named(element: Any, name: str) -> str | None:
    found = child(element, name)
    return None if found is None else value(found, "val")


def _level(element: Any) -> Level:
    found = {local(child): value(child, "val") for child in element}
    restart = found.get("lvlRestart")
    return Level(
        found.get("numFmt") or "decimal",
        found.get("lvlText") or "",
        whole(found.get("start"), 1),
        found.get("suff") or "tab",
        None if restart is None else whole(restart, 0),
        "isLgl" in found and found["isLgl"] not in {"0", "false"},
        found.get("pStyle"),
    )
