"""The price year of money: yuan of different years are different units until a deflator is named."""

from __future__ import annotations

import re

from dafeng.domain.errors import DafengError

CURRENT = "current"
UNNAMED = "constant"
_YEAR = r"@(?P<year>\d{4})|@(?P<now>current)"
_CONSTANT = r"(?:不变价|可比价|价)(?:格)?"
_WORDS = rf"[（(](?:(?P<said>\d{{4}})年{_CONSTANT}|(?P<today>现价|当年价(?:格)?)|(?P<unnamed>(?:不变价|可比价)(?:格)?))[）)]"
_MARK = re.compile(f"{_YEAR}|{_WORDS}")


def price_year(unit: str) -> tuple[str, str]:
    """The unit without its price year, and the year: ``""`` when none is said, ``current`` for 现价.

    Constant prices of a year that is not named are ``constant``.

    Examples
    --------
    >>> price_year("万元（2020年价）"), price_year("CNY@2020")
    (('万元', '2020'), ('CNY', '2020'))
    >>> price_year("亿元（现价）"), price_year("吨标准煤/万元"), price_year("元（2020年价）/人")
    (('亿元', 'current'), ('吨标准煤/万元', ''), ('元/人', '2020'))
    >>> price_year("亿元（可比价）")
    ('亿元', 'constant')

    """
    found = _MARK.search(unit)
    if found is None:
        return unit, ""
    bare = unit[: found.start()] + unit[found.end() :]
    return bare, found["year"] or found["said"] or (UNNAMED if found["unnamed"] else CURRENT)


def same_prices(stated: str, canonical: str) -> None:
    """Refuse to turn the money of one price year into that of another.

    Raises
    ------
    DafengError
        ``E_UNIT_PRICE_YEAR`` naming the deflator that is needed, or the price year that is not said.

    Examples
    --------
    >>> same_prices("亿元（2020年价）", "CNY@2020")

    """
    (bare, have), (_, want) = price_year(stated), price_year(canonical)
    if UNNAMED in (have, want):
        unit = stated if have == UNNAMED else canonical
        raise DafengError(
            "E_UNIT_PRICE_YEAR",
            f"“{unit}”没有写明是哪一年的可比价；请写作“{bare}（2020年价）”，年份以基年为准。",
            f"{unit!r} does not say of which year its constant prices are; write {bare}@2020 with the base year.",
        )
    if have == want:
        return
    if not have:
        raise DafengError(
            "E_UNIT_PRICE_YEAR",
            f"“{stated}”没有写明价格年份，而这里要“{canonical}”；请写作“{stated}（{_zh(want)}）”，或另行换算后填写。",
            f"{stated!r} names no price year and {canonical!r} is asked for; write {stated}@{want} if it is that.",
        )
    if not want:
        raise DafengError(
            "E_UNIT_PRICE_YEAR",
            f"“{stated}”带有价格年份，而这里的“{canonical}”不带，无从核对；请写作“{bare}”，并在备注中写明价格年份。",
            f"{stated!r} names a price year and {canonical!r} none to check it by; write {bare} and say the year in "
            "the note.",
        )
    raise DafengError(
        "E_UNIT_PRICE_YEAR",
        f"“{stated}”不能直接换算为“{canonical}”：需要{_zh(have)}到{_zh(want)}的价格平减指数。",
        f"{stated!r} cannot become {canonical!r} by itself: it takes the deflator from {have} to {want} prices.",
    )


def _zh(year: str) -> str:
    return "现价" if year == CURRENT else f"{year}年价"
