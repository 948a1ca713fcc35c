"""A key energy user, known by its unified social credit code."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.errors import DafengError

# GB 32100-2015: the 31 characters in the order of their values; I, O, S, V and Z are left out.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Unit:
    """An energy-using unit (用能单位) with its name, area code and trade.

    Raises
    ------
    DafengError
        ``E_UNIT_CODE`` for a code that GB 32100 does not allow.

    """

    code: str
    name: str
    region: str
    sector: str = ""

    def __post_init__(self) -> None:
        if not is_credit_code(self.code):
            raise DafengError(
                "E_UNIT_CODE",
                f"“{self.code}”不是统一社会信用代码：应为 18 位，且末位校验码相符；请对照营业执照更正。",
                f"{self.code!r} is no unified social credit code: 18 characters whose last one checks the others; "
                "correct it from the business licence.",
            )

    @property
    def key(self) -> str:
        return self.code


def is_credit_code(code: str) -> bool:
    """Whether a code is a unified social credit code: length, characters and check character of GB 32100-2015.

    Examples
    --------
    >>> is_credit_code("91350100M000100Y43")
    True
    >>> is_credit_code("91350100M000100Y44")
    False

    """
    if len(code) != _LENGTH or any(character not in _CHARACTERS for character in code):
        return False
    weighed = sum(
        _CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(code[:-1])
    )
    return _CHARACTERS.index(code[-1]) == -weighed % 31
