"""What is said of a cell of a form, in both languages: the words are a table, the places are the reader's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dafeng.rules.tables import table


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said of a place in a file: codes that begin with E refuse it, those with N note a mend."""

    code: str
    zh: str
    en: str

    @property
    def refuses(self) -> bool:
        return self.code.startswith("E_")


def remark(code: str, **words: object) -> Remark:
    """The remark of a code with its words filled in.

    >>> remark("N_GROUPED", text="1234").zh
    '去掉了千分位逗号：1234。'
    """
    row = table("form_remarks.csv", "code")[code]
    return Remark(code, row["zh"].format(**words), row["en"].format(**words))


def near(text: str, known: Iterable[str]) -> dict[str, str]:
    """The hint at what was probably meant, as words for a remark.

    >>> near("岳池", ["岳池县", "武胜县"])["near_zh"]
    '，是否为“岳池县”'
    """
    found = get_close_matches(text, list(known), n=1, cutoff=0.4)
    if not found:
        return {"near_zh": "", "near_en": ""}
    return {"near_zh": f"，是否为“{found[0]}”", "near_en": f"; did you mean {found[0]!r}"}
